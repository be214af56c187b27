"""Dispatches room. Fetching: a web address → its bytes, politely, or the reason why not.

Flow: URL → may we (addresses.py, robots.txt)? → wait our turn at that host → ask, with what we
remember of the page (ETag, Last-Modified) → follow a few redirects, each checked like the first →
`Fetched`, kept for the next time. Each failure is an `Issue`; nothing raises. Proxies are not used.
"""

from __future__ import annotations

import hashlib
import http.client
import time
import zlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, urljoin

import msgspec

from vigie.dispatches.addresses import Refused, connect, parts_of, public_address
from vigie.dispatches.readers.extras import extra
from vigie.records import Issue

AGENT = "vigie"
CHUNK = 65_536
ROBOTS_BYTES = 500_000  # as much as RFC 9309 asks a crawler to read
LONGEST_WAIT_S = 60.0  # a Crawl-delay of an hour is not obeyed, it is cut to this
_MOVED = (301, 302, 303, 307, 308)
_SAME = 304


class Manners(msgspec.Struct, frozen=True, kw_only=True):
    """How we behave: seconds between two calls to one host, and limits.

    `timeout_s` bounds a whole answer, not only a silence. `allowed` are hosts that may be private.
    """

    delay_s: float = 1.0
    timeout_s: float = 20.0
    max_bytes: int = 5_000_000
    max_redirects: int = 5
    allowed: frozenset[str] = frozenset()


class Fetched(msgspec.Struct, frozen=True, kw_only=True):
    """An answer: where it was found in the end, its bytes, and when they were received (UTC)."""

    url: str
    body: bytes
    fetched: str
    kind: str = ""  # media type, in lower case
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    unchanged: bool = False  # the host said that what we remember still holds


class _Answer(msgspec.Struct, frozen=True, kw_only=True):
    """One call's outcome, before redirects are followed."""

    status: int
    body: bytes
    headers: dict[str, str]


class Fetcher:
    """Fetches pages; remembers each host's rules, its last call, and pages if given a folder.

    Args:
        manners: How to behave; by default as `Manners` says.
        folder: Where pages are kept between runs; None keeps none.
        sleep: Called with the seconds to wait before a call.
    """

    def __init__(
        self, manners: Manners | None = None, folder: Path | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:  # fmt: skip
        self.manners, self.folder, self.sleep = manners or Manners(), folder, sleep
        self.robots: dict[str, Any] = {}
        self.next_call: dict[str, float] = {}

    def get(self, url: str) -> Fetched | Issue:
        """The page at an address, or why there is none."""
        try:
            return self._follow(url, obey=True)
        except _Stop as stop:
            return Issue(dispatch_id=url, kind=stop.kind, found=stop.found[:200],
                         expected=stop.expected, done="skipped it")  # fmt: skip

    def _follow(self, url: str, *, obey: bool) -> Fetched:
        for _ in range(self.manners.max_redirects + 1):
            try:
                parts = parts_of(url)
                address = public_address(parts, self.manners.allowed)
            except Refused as e:
                raise _Stop("fetch-refused", str(e), "a public web address") from e
            except OSError as e:
                raise _Stop("fetch-failed", e.strerror or str(e), "a known host") from e
            if obey:
                self._ask_robots(parts, url)
            known = self._remembered(url) if obey else None
            answer = self._call(parts, address, known)
            if answer.status in _MOVED and "location" in answer.headers:
                url = urljoin(url, answer.headers["location"])
                continue
            return self._fetched(url, answer, known, keep=obey)
        raise _Stop(
            "fetch-redirects", url, f"at most {self.manners.max_redirects} redirects"
        )

    def _fetched(
        self, url: str, answer: _Answer, known: Fetched | None, *, keep: bool
    ) -> Fetched:
        if answer.status == _SAME and known is not None:
            return msgspec.structs.replace(known, unchanged=True)
        if answer.status != http.client.OK:
            raise _Stop(
                "fetch-status", f"status {answer.status}", "status 200", answer.status
            )
        kind, _, rest = answer.headers.get("content-type", "").partition(";")
        charset = rest.partition("charset=")[2].split(";")[0].strip("\"' ") or None
        fetched = Fetched(
            url=url, body=answer.body, kind=kind.strip().lower(), charset=charset,
            fetched=datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            etag=answer.headers.get("etag"), last_modified=answer.headers.get("last-modified"),
        )  # fmt: skip
        if keep:
            self._remember(url, fetched)
        return fetched

    def _call(self, parts: SplitResult, address: str, known: Fetched | None) -> _Answer:
        self._wait_turn(parts.netloc)
        headers = {"User-Agent": AGENT, "Accept-Encoding": "gzip", "Connection": "close"}
        if known and known.etag:
            headers["If-None-Match"] = known.etag
        if known and known.last_modified:
            headers["If-Modified-Since"] = known.last_modified
        until = time.monotonic() + self.manners.timeout_s
        try:
            connection = connect(parts, address, self.manners.timeout_s)
            try:
                target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
                connection.request("GET", _ascii(target), headers=headers)
                response = connection.getresponse()
                given = {k.lower(): v for k, v in response.getheaders()}
                body = self._body(response, given, until)
                return _Answer(status=response.status, body=body, headers=given)
            finally:
                connection.close()
        except (OSError, http.client.HTTPException, ValueError) as e:
            found = str(e) or type(e).__name__
            raise _Stop("fetch-failed", found, "an answer") from e

    def _body(
        self, response: http.client.HTTPResponse, headers: dict[str, str], until: float
    ) -> bytes:
        """The answer's bytes, unpacked; no more than the limit, no later than the deadline."""
        limit, parts, size = self.manners.max_bytes, [], 0
        while chunk := response.read1(CHUNK):
            parts.append(chunk)
            size += len(chunk)
            if size > limit:
                raise _Stop(
                    "input-too-long", f"over {limit} bytes", f"at most {limit} bytes"
                )
            if time.monotonic() > until:
                raise TimeoutError(f"not whole after {self.manners.timeout_s} s")
        body = b"".join(parts)
        if "gzip" not in headers.get("content-encoding", "").lower():
            return body
        try:
            body = zlib.decompressobj(wbits=47).decompress(body, limit + 1)
        except zlib.error as e:
            raise _Stop("fetch-failed", f"spoilt gzip ({e})", "whole gzip") from e
        if len(body) > limit:
            raise _Stop("input-too-long", f"over {limit} bytes", f"at most {limit} bytes")
        return body

    def _wait_turn(self, host: str, pause_s: float | None = None) -> None:
        now = time.monotonic()
        wait = max(0.0, self.next_call.get(host, now) - now)
        if wait:
            self.sleep(wait)
        pause = self.manners.delay_s if pause_s is None else pause_s
        rules = self.robots.get(host)
        if rules is not None and rules.crawl_delay(AGENT):
            pause = max(pause, min(float(rules.crawl_delay(AGENT)), LONGEST_WAIT_S))
        self.next_call[host] = now + wait + pause

    def _ask_robots(self, parts: SplitResult, url: str) -> None:
        """Ask the host's robots.txt, once.

        Without one (4xx) all is allowed; when it cannot be had, nothing is (RFC 9309).
        """
        host = parts.netloc
        if host not in self.robots:
            protego = extra("protego", "web addresses")
            try:
                text = self._follow(f"{parts.scheme}://{host}/robots.txt", obey=False).body
            except _Stop as stop:
                if stop.status is None or stop.status >= http.client.INTERNAL_SERVER_ERROR:
                    raise _Stop("fetch-robots", f"robots.txt: {stop.found}", "a robots.txt that "
                                "can be read, or none") from stop  # fmt: skip
                text = b""
            shown = text[:ROBOTS_BYTES].decode("utf-8", "replace")
            self.robots[host] = protego.Protego.parse(shown)
        if not self.robots[host].can_fetch(url, AGENT):
            raise _Stop(
                "fetch-robots", "robots.txt forbids it", "a page that robots may read"
            )

    # --- what is remembered -----------------------------------------------------------------

    def _place(self, url: str) -> Path | None:
        name = hashlib.sha256(url.encode("utf-8", "replace")).hexdigest()[:32]
        return self.folder / f"{name}.page" if self.folder else None

    def _remembered(self, url: str) -> Fetched | None:
        place = self._place(url)
        if place is None or not place.is_file():
            return None
        try:
            known = msgspec.msgpack.decode(place.read_bytes(), type=Fetched)
        except (OSError, msgspec.DecodeError):
            return None  # spoilt: asked for anew
        return known if known.url == url else None

    def _remember(self, url: str, fetched: Fetched) -> None:
        place = self._place(url)
        if place is None or not (fetched.etag or fetched.last_modified):
            return
        half = place.with_suffix(".half")
        try:
            place.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(msgspec.msgpack.encode(fetched))
            half.replace(place)
        except OSError:
            return  # a full disk costs the memory of a page, not the page


class _Stop(Exception):
    """Why there is no page, on its way to becoming an `Issue`."""

    def __init__(
        self, kind: str, found: str, expected: str, status: int | None = None
    ) -> None:
        super().__init__(found)
        self.kind, self.found, self.expected, self.status = kind, found, expected, status


def _ascii(target: str) -> str:
    """A path as the wire takes it: letters beyond ASCII percent-encoded."""
    from urllib.parse import quote

    return quote(target, safe="/?&=%:@!$'()*+,;~#[]")
