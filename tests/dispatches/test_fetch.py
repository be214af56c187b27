"""Polite fetching: a server of our own on 127.0.0.1, allowed by name. Nothing leaves the machine."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from vigie.dispatches.addresses import is_public
from vigie.dispatches.fetch import Fetched, Fetcher, Manners
from vigie.dispatches.readers.address import read_url
from vigie.records import Issue, RawDispatch

pytest.importorskip("protego")

PAGE = """<!doctype html><html lang="fr"><head><title>Une grève au port</title></head><body>
<nav>Accueil Monde Sports</nav><article><h1>Une grève au port</h1>
<p>Les dockers du port ont cessé le travail lundi pour réclamer une hausse de leurs salaires.</p>
<p>La direction a proposé une rencontre mercredi, que le syndicat a acceptée dans la soirée.</p>
</article></body></html>""".encode()
FEED = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Port</title><item><title>Titre</title>
<link>https://journal.example/1</link><description>Les dockers ont repris le travail.</description>
</item></channel></rss>"""


class Site(BaseHTTPRequestHandler):
    """A small site: pages, traps, and a robots.txt."""

    asked: list[tuple[str, str | None]]

    def do_GET(self) -> None:
        seen = self.headers.get("If-None-Match")
        type(self).asked.append((self.path, seen))
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        if self.path == "/robots.txt":
            self.give(
                b"User-agent: *\nDisallow: /prive/\nCrawl-delay: 7\n", kind="text/plain"
            )
        elif self.path == "/page" and seen == '"v1"':
            self.give(b"", status=304)
        elif self.path == "/page":
            self.give(PAGE, ETag='"v1"')
        elif self.path == "/packed":
            self.give(gzip.compress(PAGE), **{"Content-Encoding": "gzip"})
        elif self.path == "/bomb":
            self.give(gzip.compress(b"a" * 3_000_000), **{"Content-Encoding": "gzip"})
        elif self.path == "/spoilt":
            self.give(b"\x1f\x8bnot gzip at all", **{"Content-Encoding": "gzip"})
        elif self.path == "/long":
            self.give(b"a" * 3_000_000)
        elif self.path == "/moved":
            self.give(b"", status=301, Location="/page")
        elif self.path == "/circle":
            self.give(b"", status=302, Location="/circle")
        elif self.path == "/inside":
            self.give(b"", status=302, Location="http://localhost:1/secret")
        elif self.path == "/file":
            self.give(b"", status=302, Location="file:///etc/passwd")
        elif self.path == "/aside":
            self.give(b"", status=302, Location=f"{base}/prive/x")
        elif self.path == "/feed.rss":
            self.give(FEED, kind="application/rss+xml")
        else:
            self.give(b"", status=404)

    def give(
        self,
        body: bytes,
        status: int = 200,
        kind: str = "text/html; charset=utf-8",
        **headers: str,
    ) -> None:
        """Answer."""
        self.send_response(status)
        for name, value in {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def fetcher(waits, tmp_path) -> Fetcher:
    manners = Manners(max_bytes=1_000_000, timeout_s=5, allowed=frozenset({"127.0.0.1"}))
    return Fetcher(manners, tmp_path / "pages", sleep=waits.append)


def test_a_page_is_fetched_and_read(site, fetcher):
    (found,) = read_url(f"{site}/page", fetcher)
    assert isinstance(found, RawDispatch)
    assert "dockers du port" in found.text
    assert "Sports" not in found.text
    assert found.given.url == f"{site}/page"
    assert found.given.fetched.endswith("Z")


def test_a_feed_gives_its_entries(site, fetcher):
    (found,) = read_url(f"{site}/feed.rss", fetcher)
    assert found.text == "Titre\n\nLes dockers ont repris le travail."


def test_robots_is_asked_once_and_obeyed(site, fetcher):
    """Also where a redirect leads."""
    for path in ("/prive/a", "/prive/b", "/aside"):
        assert fetcher.get(site + path).kind == "fetch-robots"
    assert [path for path, _ in Site.asked] == ["/robots.txt", "/aside"]


def test_a_host_is_given_time_between_calls(site, fetcher, waits):
    """The longer of our delay and its Crawl-delay, from the second page on."""
    for _ in range(3):
        fetcher.get(f"{site}/packed")
    assert [round(wait) for wait in waits][-1] >= 7
    assert max(waits) < 30


def test_an_unchanged_page_is_not_sent_again(site, fetcher):
    first, second = fetcher.get(f"{site}/page"), fetcher.get(f"{site}/page")
    assert (first.unchanged, second.unchanged) == (False, True)
    assert first.body == second.body == PAGE
    assert Site.asked[-1] == ("/page", '"v1"')


def test_a_spoilt_memory_is_asked_for_anew(site, fetcher):
    fetcher.get(f"{site}/page")
    for kept in fetcher.folder.iterdir():
        kept.write_bytes(b"spoilt")
    assert fetcher.get(f"{site}/page").unchanged is False


def test_redirects_and_packed_pages_are_followed(site, fetcher):
    moved, packed = fetcher.get(f"{site}/moved"), fetcher.get(f"{site}/packed")
    assert isinstance(moved, Fetched)
    assert (moved.url, moved.body, packed.body) == (f"{site}/page", PAGE, PAGE)


@pytest.mark.parametrize(
    ("path", "kind"),
    [("/none", "fetch-status"), ("/circle", "fetch-redirects"), ("/inside", "fetch-refused"),
     ("/file", "fetch-refused"), ("/long", "input-too-long"), ("/bomb", "input-too-long"),
     ("/spoilt", "fetch-failed")],
)  # fmt: skip
def test_each_failure_is_an_issue(site, fetcher, path, kind):
    found = fetcher.get(site + path)
    assert isinstance(found, Issue)
    assert found.kind == kind


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1/", "http://localhost:8080/x", "http://[::1]/", "http://0x7f000001/", "http://10.0.0.1/",
     "http://169.254.169.254/latest", "http://u:p@journal.example/", "ftp://journal.example/", "http://",
     "http://journal.example:99999/", "http://[::ffff:127.0.0.1]/", "http://a b/", "http://[bad/"],
)  # fmt: skip
def test_addresses_that_are_not_public_are_refused(url):
    found = Fetcher(sleep=lambda _: None).get(url)
    assert isinstance(found, Issue)
    assert found.kind in ("fetch-refused", "fetch-failed")


def test_a_host_that_is_not_there_is_an_issue():
    manners = Manners(timeout_s=2, allowed=frozenset({"127.0.0.1"}))
    assert Fetcher(manners).get("http://127.0.0.1:1/x").kind == "fetch-robots"


def test_addresses_inside_addresses_are_seen():
    assert not any(
        map(is_public, ("64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1%eth0", "224.0.0.1"))
    )
