"""Readers: what each format gives, and what becomes of bad input: an issue, never a crash."""

import gzip
import io
import json
import sys
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.dispatches.readers import read_path
from vigie.dispatches.readers.bytes_in import decode, is_binary
from vigie.dispatches.readers.kinds import kind_of
from vigie.dispatches.readers.pick import read_stream
from vigie.errors import BadRequest
from vigie.records import Issue, RawDispatch

TEXT = "Le ministre a reçu mardi une délégation de l’opposition à Tripoli, où « tout est calme »."


def test_a_text_file_is_one_dispatch_named_by_the_file(read):
    dispatches, odd = read("depeche.12.txt", TEXT)
    assert [(d.id, d.text) for d in dispatches] == [("depeche.12", TEXT)]
    assert not odd


@pytest.mark.parametrize(
    ("encoding", "kinds"),
    [("utf-8", []), ("utf-8-sig", []), ("utf-16", []), ("cp1252", ["encoding-not-utf8"]),
     ("mac_roman", ["encoding-not-utf8"])],
)  # fmt: skip
def test_text_comes_out_whole_whatever_its_encoding(read, encoding, kinds):
    dispatches, odd = read("a.txt", TEXT.encode(encoding))
    assert [d.text for d in dispatches] == [TEXT]
    assert odd == kinds


def test_text_encoded_twice_is_decoded_twice(read):
    spoilt = "L'armée a été défaite, a-t-on appris à l'étranger.".encode().decode("cp1252")
    dispatches, odd = read("a.txt", spoilt)
    assert dispatches[0].text == "L'armée a été défaite, a-t-on appris à l'étranger."
    assert odd == ["text-doubly-encoded"]


@pytest.mark.parametrize(
    ("data", "kind"),
    [(b"", "input-empty"), (b" \n\t ", "input-empty"), (b"%PDF-1.7 ...", "input-binary"),
     (b"\x89PNG\r\n\x1a\n" + bytes(50), "input-binary"), (b"a" * 2001, "input-too-long")],
)  # fmt: skip
def test_what_is_no_text_is_an_issue(read, data, kind):
    assert read("a.txt", data, text_bytes=2000) == ([], [kind])


def test_a_folder_is_read_in_order_and_hidden_files_are_not(tmp_path):
    for name in ("b.txt", "a.txt", ".c.txt", "sub/a.txt", "sub/d.jsonl"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(
            '{"id": "row", "text": "Un."}' if "jsonl" in name else name
        )
    found = list(read_path(tmp_path))
    assert [f.id for f in found] == ["a", "b", "sub/a", "row"]


def test_a_path_that_is_not_there_is_a_bad_request(tmp_path):
    with pytest.raises(BadRequest, match="no file or folder"):
        read_path(tmp_path / "nowhere")


def test_stdin_is_told_by_its_first_bytes(monkeypatch):
    class Stdin:
        buffer = io.BytesIO(b'{"id": "x", "text": "Un."}\n{"id": "y", "text": "Deux."}\n')

    monkeypatch.setattr(sys, "stdin", Stdin)
    assert [f.id for f in read_path("-")] == ["x", "y"]


JSONL = (
    '{"id": "a", "text": "Un.", "url": "http://e.org/1", "published": "2021-03", "author": "Anna Roux"}\n'
    "\n"
    "{pas du json\n"
    '{"id": "b"}\n'
    '{"id": "c", "text": "  "}\n'
    '{"id": "a", "text": "Deux."}\n'
    '{"id": "g", "raw": "Trois.", "given": {"outlet": "Le Phare", "published": null}, "cut": []}\n'
    '"une chaîne"\n'
)


def test_json_lines_keep_their_order_and_bad_ones_are_issues(read):
    dispatches, odd = read("in.jsonl", JSONL)
    assert [(d.id, d.text) for d in dispatches] == [
        ("a", "Un."),
        ("a~2", "Deux."),
        ("g", "Trois."),
    ]
    assert odd == [
        "json-malformed",
        "json-without-text",
        "input-empty",
        "id-duplicate",
        "json-without-text",
    ]
    assert (dispatches[0].given.published, dispatches[0].given.authors) == (
        "2021-03",
        ("Anna Roux",),
    )
    assert dispatches[2].given.outlet == "Le Phare"


@pytest.mark.parametrize("wrap", ["%s", '{"articles": %s}', '{"items": %s}'])
def test_json_documents_are_lists_or_hold_one(read, wrap):
    rows = json.dumps([{"id": 1, "text": "Un."}, {"text": "Deux."}])
    dispatches, odd = read("in.json", wrap % rows)
    assert [d.id for d in dispatches] == ["1", "in:2"]
    assert not odd


def test_a_line_too_long_is_skipped_and_the_next_is_read(read):
    long = '{"id": "a", "text": "' + "x" * 5000 + '"}\n'
    dispatches, odd = read(
        "in.jsonl", long + '{"id": "b", "text": "Un."}\n', file_bytes=1000
    )
    assert [d.id for d in dispatches] == ["b"]
    assert odd == ["input-too-long"]


def test_ninjs_items_are_read(read):
    item = {
        "uri": "urn:x:1", "versioncreated": "2021-03-12T14:05:00Z", "byline": "Anna Roux",
        "headline": "Un titre", "body_xhtml": "<p>Un.</p><p>L&rsquo;autre.</p>", "language": "fr",
    }  # fmt: skip
    dispatches, _ = read("n.json", json.dumps(item))
    assert dispatches[0].text == "Un titre\n\nUn.\n\nL’autre."
    assert dispatches[0].given.published == "2021-03-12T14:05:00Z"
    cancelled = item | {"pubstatus": "canceled"}
    assert read("n.json", json.dumps(cancelled))[1] == ["item-cancelled"]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_tables_find_their_columns_by_name(read, separator):
    rows = [["Identifiant", "Titre", "Date de publication", "Texte", "Auteur"],
            ["7", "Un titre", "2021-03-12", '"Un ""mot""\nen deux lignes."', "Anna Roux"],
            ["8", "Sans texte", "2021-03-12", "", ""]]  # fmt: skip
    data = "\r\n".join(separator.join(r) for r in rows)
    dispatches, odd = read("t.csv", data)
    assert [(d.id, d.text, d.given.title) for d in dispatches] == [
        ("7", 'Un "mot"\nen deux lignes.', "Un titre")
    ]
    assert odd == ["csv-without-text"]
    assert dispatches[0].given.published == "2021-03-12"


def test_a_table_without_a_text_column_is_an_issue(read):
    assert read("t.csv", "nom,prix\na,1\n") == ([], ["csv-without-text"])


def test_a_table_in_cp1252_is_read_and_said(read):
    dispatches, odd = read("t.csv", "id;texte\n1;L'armée recule\n".encode("cp1252"))
    assert dispatches[0].text == "L'armée recule"
    assert odd == ["encoding-not-utf8"]


MAIL = b"""From: =?utf-8?q?Le_Phare_des_=C3=AEles?= <lettre@exemple.org>
Subject: =?utf-8?q?Tripoli_=3A_la_tr=C3=AAve_tient?=
Date: Fri, 12 Mar 2021 14:05:00 +0100
Message-ID: <1@exemple.org>
MIME-Version: 1.0
Content-Type: multipart/alternative; boundary=x

--x
Content-Type: text/plain; charset=utf-8

Voir en HTML.
--x
Content-Type: text/html; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

<html><head><style>p{}</style></head><body><p>La tr=EAve tient depuis mardi.</p><p>Fin.</p></body></html>
--x--
"""


def test_a_mail_gives_subject_sender_day_and_words(read):
    dispatches, odd = read("m.eml", MAIL)
    assert not odd
    assert (
        dispatches[0].text
        == "Tripoli : la trêve tient\n\nLa trêve tient depuis mardi.\n\nFin."
    )
    beside = dispatches[0].given
    assert (beside.outlet, beside.published) == (
        "Le Phare des îles",
        "2021-03-12T14:05:00+01:00",
    )


def test_a_box_of_mail_gives_each_message(read):
    box = (
        b"From a Fri Mar 12\n"
        + MAIL
        + b"\nFrom b Fri Mar 12\n"
        + MAIL.replace(b"<1@", b"<2@")
    )
    dispatches, _ = read("m.mbox", box)
    assert [d.id for d in dispatches] == ["1@exemple.org", "2@exemple.org"]


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def test_a_zip_is_read_member_by_member(read):
    inner = zipped({"c.txt": "Trois."})
    data = zipped({
        "b.txt": "Deux.", "a.jsonl": '{"id": "x", "text": "Un."}', "d/e.zip": inner,
        "../f.txt": "Non.", "/g.txt": "Non.", "__MACOSX/b.txt": "Non.",
    })  # fmt: skip
    dispatches, odd = read("z.zip", data)
    assert sorted(d.text for d in dispatches) == ["Deux.", "Trois.", "Un."]
    assert odd == ["archive-unsafe-name", "archive-unsafe-name"]


def test_archives_that_unfold_without_end_are_refused(read):
    bomb = zipped({"a.txt": b"a" * 3_000_000, "b.txt": "Un."})
    dispatches, odd = read("z.zip", bomb, text_bytes=10**7)
    assert [d.text for d in dispatches] == ["Un."]
    assert odd == ["archive-bomb"]
    nested = b"x"
    for _ in range(5):
        nested = zipped({"n.zip": nested})
    assert read("n.zip", nested)[1] == ["archive-too-deep"]
    packed = gzip.compress(b'{"id": "a", "text": "Un."}\n' * 50_000)
    assert "input-too-long" in read("g.jsonl.gz", packed, packed_bytes=10_000)[1]


def test_a_gzip_gives_what_its_name_says(read):
    dispatches, odd = read("g.txt.gz", gzip.compress(TEXT.encode()))
    assert [(d.id, d.text) for d in dispatches] == [("g", TEXT)]
    assert not odd
    cut = gzip.compress(JSONL.encode() * 50)[:-30]
    assert read("g.jsonl.gz", cut)[1][-1] == "archive-malformed"


@pytest.mark.parametrize(
    ("name", "head", "kind"),
    [("", b"<rss version='2.0'>", "xml"), ("", b"<!DOCTYPE html><html>", "html"), ("", b"{\n \"id\": 1", "json"),
     ("", b"[Liens en anglais] Un texte", "text"), ("", b"From: a@b\n", "text"), ("", b"Received: by x", "mail"),
     ("x.warc.gz", b"", "warc"), ("x.JSONL", b"", "jsonl"), ("depeche", b"\xef\xbb\xbfUn texte", "text")],
)  # fmt: skip
def test_a_kind_is_told_by_name_then_by_bytes(name, head, kind):
    assert kind_of(name, head) == kind


NAMES = [
    "a.txt",
    "a.json",
    "a.jsonl",
    "a.csv",
    "a.eml",
    "a.zip",
    "a.gz",
    "a.mbox",
    "",
    "a.jsonl.gz",
]


@settings(max_examples=300, deadline=None)
@given(data=st.binary(max_size=300), name=st.sampled_from(NAMES))
def test_no_bytes_raise(data, name):
    """Whatever the bytes and the name, a reader gives dispatches and issues."""
    for item in read_stream(io.BytesIO(data), "x", name):
        assert isinstance(item, RawDispatch | Issue)


SEEDS = [
    JSONL.encode(),
    MAIL,
    zipped({"a.txt": TEXT}),
    gzip.compress(TEXT.encode()),
    b"id,texte\n1,Un\n",
    TEXT.encode(),
]


@settings(max_examples=300, deadline=None)
@given(
    seed=st.sampled_from(SEEDS),
    at=st.integers(0, 400),
    junk=st.binary(max_size=6),
    name=st.sampled_from(NAMES),
)
def test_no_spoilt_file_raises(seed, at, junk, name):
    """A good file with some bytes overwritten gives dispatches and issues."""
    for item in read_stream(io.BytesIO(seed[:at] + junk + seed[at + 3 :]), "x", name):
        assert isinstance(item, RawDispatch | Issue)


@given(data=st.binary(max_size=200))
def test_decoding_always_gives_text(data):
    """Any bytes decode to text that can be written back as UTF-8."""
    text, _ = decode(data, "x")
    assert text.encode("utf-8", "strict") is not None
    assert isinstance(is_binary(data), bool)
