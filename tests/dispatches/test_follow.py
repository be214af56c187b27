"""Following lists to their pages: a server of our own on 127.0.0.1, allowed by name."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from vigie.dispatches.fetch import Fetcher, Manners
from vigie.dispatches.readers import follow, read_path
from vigie.records import Issue, RawDispatch

pytest.importorskip("protego")
pytest.importorskip("feedparser")

BODY = (
    "<p>Les dockers du port numéro {n} ont cessé le travail lundi pour réclamer une hausse de leurs salaires.</p>"
    "<p>La direction a proposé une rencontre mercredi, que le syndicat a acceptée dans la soirée.</p>"
    "<p>Le trafic devrait reprendre jeudi, a indiqué la capitainerie, si les deux parties s'entendent.</p>"
)
ENTRY = "<item><title>Grève {n}</title><link>{at}</link><category>Économie</category><description>Les dockers du port {n} sont en grève.</description></item>"
PLACE = '<?xml version="1.0"?><{root} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{rows}</{root}>'


def feed(*links: tuple[object, str]) -> str:
    rows = "".join(ENTRY.format(n=n, at=at) for n, at in links)
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>Le Phare</title>{rows}</channel></rss>'


def opml(*feeds: str) -> str:
    rows = "".join(f'<outline type="rss" text="x" xmlUrl="{at}"/>' for at in feeds)
    return f'<?xml version="1.0"?><opml version="2.0"><head/><body><outline text="Presse">{rows}</outline></body></opml>'


class Site(BaseHTTPRequestHandler):
    """Pages, feeds and sitemaps; `asked` remembers each path."""

    asked: list[str]

    def do_GET(self) -> None:
        type(self).asked.append(self.path)
        base = f"http://127.0.0.1:{self.server.server_address[1]}"
        kind, _, name = self.path.lstrip("/").partition("/")
        if kind == "page":
            page = f"<html lang='fr'><head><title>Grève {name}</title></head><body><article><h1>Grève {name}</h1>{BODY.format(n=name)}</article></body></html>"
            self.give(page, "text/html; charset=utf-8")
        elif self.path == "/feed":
            self.give(feed((1, "/page/1"), (2, f"{base}/page/2"), (9, f"{base}/gone"), (1, "/page/1")))  # fmt: skip
        elif self.path == "/feed-of-html":
            self.give("<html><body>Maintenance</body></html>", "text/html")
        elif self.path == "/circle.opml":
            self.give(opml(f"{base}/circle.opml", f"{base}/deep/1.opml"))
        elif kind == "deep":
            self.give(opml(f"{base}/deep/{int(name.split('.')[0]) + 1}.opml"))
        elif self.path == "/index.xml":
            rows = f"<sitemap><loc>{base}/news.xml</loc></sitemap>"
            self.give(PLACE.format(root="sitemapindex", rows=rows))
        elif self.path == "/news.xml":
            self.give(
                PLACE.format(root="urlset", rows=f"<url><loc>{base}/page/3</loc></url>")
            )
        else:
            self.give("", status=404)

    def give(self, body: str, kind: str = "application/xml", status: int = 200) -> None:
        """Answer."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Site)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def followed(site, tmp_path):
    """What following a path gives: its dispatches, and the kinds of its issues."""
    Site.asked = []

    def run(path, **manners):
        allowed = frozenset({"127.0.0.1"})
        fetcher = Fetcher(Manners(allowed=allowed, **manners), sleep=lambda _: None)
        found = list(read_path(path, fetcher=fetcher, follow=True))
        dispatches = [f for f in found if isinstance(f, RawDispatch)]
        return dispatches, [f.kind for f in found if isinstance(f, Issue)]

    return run


def test_a_feed_leads_to_its_pages_each_asked_once(site, followed):
    """A page that cannot be had is an issue, and the feed's own words stand in for it."""
    dispatches, odd = followed(f"{site}/feed")
    assert [d.id for d in dispatches] == [
        f"{site}/page/1",
        f"{site}/page/2",
        f"{site}/gone",
    ]
    assert all("capitainerie" in d.text for d in dispatches[:2])
    assert "sont en grève" in dispatches[2].text
    assert odd == ["fetch-status"]
    assert Site.asked.count("/page/1") == 1
    assert {(d.given.outlet, d.given.section) for d in dispatches} == {
        ("Le Phare", "Économie")
    }


def test_without_following_only_the_feed_is_asked(site, tmp_path):
    Site.asked = []
    fetcher = Fetcher(Manners(allowed=frozenset({"127.0.0.1"})), sleep=lambda _: None)
    found = [
        d for d in read_path(f"{site}/feed", fetcher=fetcher) if isinstance(d, RawDispatch)
    ]
    assert len(found) == 4
    assert set(Site.asked) == {"/robots.txt", "/feed"}


def test_a_list_of_feeds_on_the_disk_leads_to_their_pages(site, followed, tmp_path):
    """A feed that is HTML is an issue; the others are read."""
    path = tmp_path / "presse.opml"
    path.write_text(opml(f"{site}/feed-of-html", f"{site}/feed"))
    dispatches, odd = followed(path)
    assert len(dispatches) == 3
    assert odd == ["list-of-other-kind", "fetch-status"]


def test_an_index_of_sitemaps_leads_to_pages(site, followed):
    dispatches, odd = followed(f"{site}/index.xml")
    assert [d.id for d in dispatches] == [f"{site}/page/3"]
    assert not odd


def test_lists_that_never_end_do(site, followed):
    """A list that names itself, and lists of lists of lists."""
    dispatches, odd = followed(f"{site}/circle.opml")
    assert not dispatches
    assert odd == ["list-too-deep"]
    assert len(Site.asked) <= 6


def test_a_run_has_a_number_of_pages(site, followed, tmp_path, monkeypatch):
    monkeypatch.setattr(follow, "MOST_PAGES", 2)
    path = tmp_path / "f.rss"
    path.write_text(feed(*((n, f"{site}/page/{n}") for n in range(5))))
    dispatches, odd = followed(path)
    assert len(dispatches) == 2
    assert odd == ["follow-too-many"]


def test_loopback_is_refused_unless_allowed_by_name(site, tmp_path):
    path = tmp_path / "f.rss"
    path.write_text(feed((1, f"{site}/page/1")))
    Site.asked = []
    found = list(read_path(path, fetcher=Fetcher(Manners()), follow=True))
    assert [f.kind for f in found if isinstance(f, Issue)] == ["fetch-refused"]
    assert not Site.asked


@pytest.mark.parametrize(
    "text", ["Une dépêche.", "<rss><!ENTITY a 'b'></rss>", "<opml><a>"]
)
def test_what_lists_nothing_is_read_or_refused(followed, tmp_path, text):
    """Following changes nothing for a plain text; broken lists are issues."""
    path = tmp_path / "x.txt"
    path.write_text(text)
    dispatches, odd = followed(path)
    assert (len(dispatches), len(odd)) in ((1, 0), (0, 1))
