"""A good file for each reader, and ways of spoiling it: what the fuzz targets start from."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile

BODY = (
    "Les combats ont repris mardi autour de l'aéroport, où deux brigades se font face depuis l'été.",
    "« Nous ne partirons pas », a déclaré un habitant joint par téléphone dans la soirée de mardi.",
)
P = "".join(f"<p>{p}</p>" for p in BODY)
PAGE = (
    '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"><title>Tripoli</title>'
    '<meta property="article:published_time" content="2021-03-12T14:05:00+01:00">'
    '<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"Tripoli",'
    '"author":[{"name":"Anna Roux"}]},{"@type":"BreadcrumbList","itemListElement":[{"name":"Une"}]}]}'
    f'</script></head><body><nav class="breadcrumb"><a>Une</a><a>Monde</a></nav><article>{P}{P}'
    "<table><tr><td>1</td></tr></table></article><footer>©</footer></body></html>"
)
ITEM = f"<item><title>Un</title><link>http://e.org/1</link><category>Monde</category><description>{BODY[0]}</description><pubDate>Fri, 12 Mar 2021 14:05:00 +0100</pubDate></item>"
MAIL = (
    "From: =?utf-8?q?Le_Phare?= <a@e.org>\nSubject: Un titre\nDate: Fri, 12 Mar 2021 14:05:00 +0100\n"
    "Message-ID: <1@e.org>\nMIME-Version: 1.0\nContent-Type: multipart/alternative; boundary=x\n\n--x\n"
    f"Content-Type: text/plain; charset=utf-8\n\n{BODY[0]}\n--x\nContent-Type: text/html; charset=utf-8\n"
    f"Content-Transfer-Encoding: 8bit\n\n{P}\n--x--\n"
)
NINJS = {"uri": "urn:x:1", "versioncreated": "2021-03-12T14:05:00Z", "headline": "Un", "body_xhtml": P}  # fmt: skip


def _zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", BODY[0])
        archive.writestr("c.jsonl", json.dumps({"id": "x", "text": BODY[1]}))
    return out.getvalue()


def _warc() -> bytes:
    http = (
        b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + PAGE.encode()
    )
    head = (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://e.org/1\r\n"
        "WARC-Date: 2021-05-03T10:00:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
        f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n"
    )
    return 2 * (head.encode() + http + b"\r\n\r\n")


SEEDS: dict[str, bytes] = {
    "a.txt": "\n\n".join(BODY).encode(),
    "latin.txt": BODY[0].encode("cp1252", "replace"),
    "a.json": json.dumps([{"id": 1, "text": BODY[0], "authors": ["A. R."]}, {"text": "x"}]).encode(),
    "ninjs.json": json.dumps(NINJS).encode(),
    "a.jsonl": b'{"id": "a", "text": "Un.", "given": {"url": "http://e.org"}}\n{"id": "b"}\n"x"\n',
    "a.html": PAGE.encode(),
    "a.csv": b'id;titre;texte\n1;Un;"Deux\n""trois"""\n2;;x\n',
    "a.rss": f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{ITEM}</channel></rss>'.encode(),
    "a.atom": f'<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><id>1</id><title>Un</title><updated>2021-03-12T14:05:00Z</updated><content type="html">{BODY[0]}</content></entry></feed>'.encode(),
    "map.xml": b'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>http://e.org/1</loc><title>Un titre</title><publication_date>2021-03-12</publication_date></url></urlset>',
    "a.opml": b'<opml version="2.0"><body><outline text="x"><outline xmlUrl="http://e.org/f"/></outline></body></opml>',
    "g2.xml": f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="urn:x:1"><itemMeta><versionCreated>2021-03-12T14:05:00Z</versionCreated></itemMeta><contentMeta><headline>Un</headline></contentMeta><contentSet><inlineXML><html><body>{P}</body></html></inlineXML></contentSet></newsItem>'.encode(),
    "one.xml": f'<NewsML><NewsItem><Identification><NewsIdentifier><PublicIdentifier>urn:x:3</PublicIdentifier></NewsIdentifier></Identification><NewsComponent><NewsLines><HeadLine>Un</HeadLine></NewsLines><ContentItem><DataContent>{P}</DataContent></ContentItem></NewsComponent></NewsItem></NewsML>'.encode(),
    "a.nitf": f'<nitf><head><docdata><date.issue norm="20210312T140500+0100"/></docdata></head><body><body.head><hedline><hl1>Un</hl1></hedline></body.head><body.content>{P}</body.content></body></nitf>'.encode(),
    "a.eml": MAIL.encode(),
    "a.mbox": f"From a Fri Mar 12\n{MAIL}\nFrom b Fri Mar 12\n{MAIL}".encode(),
    "a.zip": _zip(),
    "a.txt.gz": gzip.compress(BODY[0].encode()),
    "a.warc": _warc(),
    "a.warc.gz": gzip.compress(_warc()),
}  # fmt: skip


def spoil(data: bytes, luck: random.Random) -> bytes:
    """Some bytes with one to four things done to them: cut, doubled, overwritten, swapped, filled."""
    for _ in range(luck.randint(1, 4)):
        a, b = sorted(luck.randint(0, len(data)) for _ in range(2))
        b = min(b, a + 200)
        data = luck.choice((
            lambda d, a, b: d[:a],
            lambda d, a, b: d[:a] + d[b:],
            lambda d, a, b: d[:b] + d[a:b] * luck.randint(1, 50) + d[b:],
            lambda d, a, b: d[:a] + luck.randbytes(min(8, b - a)) + d[min(b, a + 8) :],
            lambda d, a, b: d[:a] + luck.choice(JUNK) + d[a:],
            lambda d, a, b: d[b:] + d[:b],
        ))(data, a, b)  # fmt: skip
    return data


JUNK = (
    b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"<", b">", b"&#0;", b"&#xD800;", b"]]>", b"<!--", b'"', b"{",
    b"<![CDATA[", b"\r\n\r\n", b"9" * 40, b"-1", b"../", b"\xed\xa0\x80", "é".encode() * 3, b"<p>" * 300,
    b'<?xml version="1.0" encoding="x-none"?>', b"Content-Length: 99999999\r\n", b"1e999", b"\\ud800",
    b"charset=utf-7", b"=?utf-8?q?=ZZ?=", b"2021-99-99T99:99", b"<title>", b"</html>",
)  # fmt: skip
