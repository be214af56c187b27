"""Readers that need the extra `web`: pages, feeds, sitemaps, wires in XML, crawls."""

import io
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.dispatches.readers import extras
from vigie.dispatches.readers.pick import read_stream
from vigie.errors import BadRequest
from vigie.records import Issue, RawDispatch

pytest.importorskip("trafilatura", reason="the extra `web` is not installed")

BODY = (
    "Les combats ont repris mardi autour de l'aéroport, où deux brigades se font face depuis la chute de la ville.",
    "Le ministre de l'Intérieur a appelé les deux camps à cesser le feu et promis d'envoyer des renforts.",
    "« Nous ne partirons pas », a déclaré un habitant joint par téléphone dans la soirée de mardi.",
)
PAGE = f"""<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Tripoli : reprise - Le Phare</title>
<meta property="og:site_name" content="Le Phare">
<script type="application/ld+json">{{"@graph": [{{"@type": "WebSite"}}, {{"@type": "NewsArticle",
"headline": "Tripoli : les combats reprennent", "datePublished": "2021-03-12T14:05:00+01:00",
"author": [{{"name": "Anna Roux"}}, {{"name": "Paul Vidal"}}], "publisher": {{"name": "Le Phare"}}}}]}}</script>
</head><body><nav><a href="/">Accueil</a><a href="/monde">Monde</a></nav><article>
<h1>Tripoli : les combats reprennent</h1>{"".join(f"<p>{p}</p>" for p in BODY)}</article>
<aside><h3>À lire aussi</h3><a href="/2">Autre titre</a></aside><footer>© Le Phare</footer></body></html>"""


def test_a_page_gives_its_article_and_what_it_says_of_it(read):
    dispatches, odd = read("p.html", PAGE)
    assert not odd
    (dispatch,) = dispatches
    assert dispatch.text == "\n\n".join(["Tripoli : les combats reprennent", *BODY])
    beside = dispatch.given
    assert (beside.title, beside.outlet) == ("Tripoli : les combats reprennent", "Le Phare")
    assert (beside.published, beside.authors) == (
        "2021-03-12T14:05:00+01:00",
        ("Anna Roux", "Paul Vidal"),
    )
    assert beside.language == "fr"


def test_a_page_of_cookies_is_an_issue(read):
    page = "<html><body><p>Ce site utilise des cookies.</p></body></html>"
    assert read("p.html", page) == ([], ["page-without-article"])


def test_a_page_in_latin_1_says_so_itself(read):
    page = (
        PAGE.replace('charset="utf-8"', 'charset="iso-8859-1"')
        .replace("«", '"')
        .replace("»", '"')
    )
    dispatches, odd = read("p.html", page.replace("’", "'").encode("latin-1"))
    assert "aéroport" in dispatches[0].text
    assert odd == ["encoding-not-utf8"]


FEED = f"""<?xml version="1.0" encoding="utf-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel><title>Le Phare</title><language>fr</language>
<item><title>Un &amp; deux</title><link>http://e.org/1</link><pubDate>Fri, 12 Mar 2021 14:05:00 +0100</pubDate>
<description>Court.</description><content:encoded><![CDATA[<p>{BODY[0]}</p><p>{BODY[1]}</p>]]></content:encoded></item>
<item><title>Titre seul</title><guid>g2</guid></item><item></item></channel></rss>"""


def test_a_feed_gives_its_entries(read):
    dispatches, odd = read("f.rss", FEED)
    assert [d.id for d in dispatches] == ["http://e.org/1", "g2"]
    assert dispatches[0].text == f"Un & deux\n\n{BODY[0]}\n\n{BODY[1]}"
    assert dispatches[0].given.published == "2021-03-12T13:05:00Z"
    assert dispatches[0].given.outlet == "Le Phare"
    assert odd == ["input-empty"]


SITEMAP = """<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"><url><loc>http://e.org/1</loc><news:news>
<news:publication><news:name>Le Phare</news:name><news:language>fr</news:language></news:publication>
<news:publication_date>2021-03-12</news:publication_date><news:title>La trêve tient à Tripoli</news:title>
</news:news></url><url><loc>http://e.org/2</loc></url></urlset>"""


def test_a_sitemap_gives_titles(read):
    dispatches, odd = read("s.xml", SITEMAP)
    assert [(d.id, d.text, d.given.published) for d in dispatches] == [
        ("http://e.org/1", "La trêve tient à Tripoli", "2021-03-12")
    ]
    assert odd == ["sitemap-without-title"]


G2 = f"""<?xml version="1.0" encoding="UTF-8"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:x:1" xml:lang="fr"><itemMeta><provider literal="APS"/><versionCreated>2021-03-12T14:05:00Z</versionCreated>
<pubStatus qcode="stat:usable"/></itemMeta><contentMeta><headline>Un titre</headline><by>Anna Roux</by></contentMeta>
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><head><title>t</title></head><body><p>{BODY[0]}</p>
<p>{BODY[1]}</p></body></html></inlineXML></contentSet></newsItem>
<newsItem guid="urn:x:2"><itemMeta><pubStatus qcode="stat:canceled"/></itemMeta></newsItem></itemSet></newsMessage>"""
NEWSML1 = f"""<?xml version="1.0"?><NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:x:3</PublicIdentifier>
</NewsIdentifier></Identification><NewsManagement><FirstCreated>20210312T140500Z</FirstCreated></NewsManagement>
<NewsComponent><NewsLines><HeadLine>Un titre</HeadLine></NewsLines><ContentItem><DataContent><p>{BODY[0]}</p></DataContent>
</ContentItem></NewsComponent></NewsItem></NewsML>"""
NITF = f"""<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "http://e.org/nitf.dtd"><nitf><head><docdata><date.issue norm="20210312T140500+0100"/>
</docdata></head><body><body.head><hedline><hl1>Un titre</hl1></hedline></body.head><body.content><p>{BODY[0]}</p></body.content></body></nitf>"""


def test_wires_in_newsml_2_1_and_nitf_are_read(read):
    dispatches, odd = read("g2.xml", G2)
    assert [(d.id, d.text) for d in dispatches] == [
        ("urn:x:1", f"Un titre\n\n{BODY[0]}\n\n{BODY[1]}")
    ]
    assert (dispatches[0].given.outlet, dispatches[0].given.published) == (
        "APS",
        "2021-03-12T14:05:00Z",
    )
    assert odd == ["item-cancelled"]
    (one,), _ = read("n1.xml", NEWSML1)
    assert (one.id, one.text, one.given.published) == (
        "urn:x:3",
        f"Un titre\n\n{BODY[0]}",
        "2021-03-12T14:05Z",
    )
    (one,), _ = read("n.xml", NITF)
    assert (one.text, one.given.published) == (
        f"Un titre\n\n{BODY[0]}",
        "2021-03-12T14:05+01:00",
    )


ENTITIES = """<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname"><!ENTITY b "bbbbbbbbbb">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><rss><channel><item><title>&a;&c;</title></item></channel></rss>"""


@pytest.mark.parametrize("data", [ENTITIES.encode(), ENTITIES.encode("utf-16")])
def test_xml_that_declares_entities_is_refused_whole(read, data):
    assert read("x.xml", data) == ([], ["xml-with-entities"])


@pytest.mark.parametrize("name", ["x.xml", "x.rss"])
def test_other_or_broken_xml_is_an_issue(read, name):
    assert read(name, "<catalogue><a/></catalogue>")[1] == ["xml-unknown"]
    assert read(name, "<newsItem><a></newsItem>")[1] == ["xml-malformed"]


def crawl(pages, packed):
    warcio = pytest.importorskip("warcio")
    from warcio.statusandheaders import StatusAndHeaders

    out = io.BytesIO()
    writer = warcio.WARCWriter(out, gzip=packed)
    for url, status, kind, data in pages:
        headers = StatusAndHeaders(status, [("Content-Type", kind)], protocol="HTTP/1.1")
        writer.write_record(
            writer.create_warc_record(
                url, "response", payload=io.BytesIO(data), http_headers=headers
            )
        )
    return out.getvalue()


@pytest.mark.parametrize("packed", [False, True])
def test_a_crawl_gives_its_pages(read, packed):
    data = crawl(
        [("http://e.org/1", "200 OK", "text/html", PAGE.encode()), ("http://e.org/2", "404 No", "text/html", b"x"),
         ("http://e.org/3", "200 OK", "image/png", b"x")], packed,
    )  # fmt: skip
    dispatches, odd = read("c.warc.gz" if packed else "c.warc", data)
    assert [d.id for d in dispatches] == ["http://e.org/1"]
    assert dispatches[0].given.url == "http://e.org/1"
    assert dispatches[0].given.fetched
    assert odd == ["page-not-ok", "page-of-other-kind"]


def test_a_crawl_cut_short_says_so(read):
    data = crawl([("http://e.org/1", "200 OK", "text/html", PAGE.encode())], packed=False)
    dispatches, odd = read("c.warc", data[:-120])
    assert odd == ["record-truncated"]
    assert len(dispatches) == 1


def test_a_missing_package_is_a_bad_request_with_its_cure():
    with pytest.raises(BadRequest, match=r"pip install 'vigie\[web\]'"):
        extras.extra("no_such_package_at_all", "dreams")


SEEDS = [PAGE, FEED, SITEMAP, G2, NEWSML1, NITF]
NAMES = ["a.html", "a.xml", "a.rss", "a.warc", ""]


@settings(max_examples=120, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    at=st.integers(0, 1800),
    junk=st.text(max_size=8),
    name=st.sampled_from(NAMES),
)
def test_no_spoilt_page_raises(seed, at, junk, name):
    """Markup broken anywhere gives dispatches and issues."""
    for item in read_stream(
        io.BytesIO((seed[:at] + junk + seed[at + 5 :]).encode()), "x", name
    ):
        assert isinstance(item, RawDispatch | Issue)


@pytest.mark.parametrize(
    "markup",
    [
        "<div>" * 20_000,
        "<p>" * 50_000,
        "<a " * 50_000,
        '<meta content="' * 20_000,
        "&" * 100_000,
    ],
)
def test_markup_made_to_be_slow_is_not(markup):
    """Nesting and repetition cost time in proportion, no more."""
    start = time.perf_counter()
    list(read_stream(io.BytesIO(b"<html>" + markup.encode()), "x", "a.html"))
    assert time.perf_counter() - start < 20
