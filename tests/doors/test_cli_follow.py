"""Law of `--follow`: a feed's pages are fetched, from a private host only if it is named."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

pytest.importorskip("protego", reason="the extra `web` is not installed")

PAGE = "<html lang='fr'><body><article><h1>Grève au port</h1>" + (
    "<p>Les dockers du port ont cessé le travail lundi pour réclamer une hausse de leurs salaires.</p>" * 4
) + "</article></body></html>"  # fmt: skip


class Site(BaseHTTPRequestHandler):
    """One page, whatever the path; no robots.txt."""

    def do_GET(self) -> None:
        self.send_response(404 if self.path == "/robots.txt" else 200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.end_headers()
        self.wfile.write(PAGE.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def feed(tmp_path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    at = f"http://127.0.0.1:{server.server_address[1]}/greve"
    path = tmp_path / "port.rss"
    path.write_text(
        f"<rss version='2.0'><channel><title>Le Phare</title><item><title>Grève au port</title><link>{at}</link></item></channel></rss>"
    )
    yield str(path)
    server.shutdown()
    server.server_close()
    thread.join()


def clean(tmp_path, *words: str) -> tuple[list[dict], str]:
    done = subprocess.run(
        [sys.executable, "-m", "vigie.doors.cli.main", "clean", "--json", *words],
        capture_output=True, check=True,
        env={**os.environ, "VIGIE_LANG": "en", "XDG_CACHE_HOME": str(tmp_path)},
    )  # fmt: skip
    return [json.loads(row) for row in done.stdout.splitlines()], done.stderr.decode()


def test_pages_are_fetched_where_following_is_asked(feed, tmp_path):
    (row,), _ = clean(tmp_path, feed)
    assert "dockers" not in row["text"]
    (row,), _ = clean(tmp_path, feed, "--follow", "--allow-host", "127.0.0.1")
    assert "dockers" in row["text"]
    assert row["meta"]["outlet"] == "Le Phare"


def test_a_private_host_is_refused_unless_named(feed, tmp_path):
    (row,), said = clean(tmp_path, feed, "--follow")
    assert "dockers" not in row["text"]
    assert "fetch-refused" in said
