"""Every page is there, in both languages, with its evidence; a wrong address says its cure."""

from __future__ import annotations

import re
import sqlite3
import threading
from html import unescape
from pathlib import Path
from urllib.parse import quote

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar import Litestar
from litestar.testing import TestClient

from views import made_events as made
from vigie.doors.interface.labels import labels
from vigie.doors.web.app import make_app
from vigie.doors.web.headers import HEADERS
from vigie.errors import NotARecord
from vigie.knowledge.ontology_rules import QUADS
from vigie.records import RawDispatch, Reading, Referents
from vigie.records.report import STATUSES
from vigie.store.events import save_events
from vigie.store.record import Record, dispatch_key

PATHS = (
    "/", "/events", "/events?order=weight&min_origins=2", "/events/e1asaba", "/events/e1",
    "/dispatches/wire", "/dispatches/wire?at=3-6", "/actors", "/actors?q=anl", "/actors/lby.lna",
    "/stories", "/stories/s1", "/map", "/map?lon=15&lat=32&zoom=5", "/network",
    "/network?level=country", "/search", "/search?q=Asaba", "/about",
)  # fmt: skip
# Codes whose French words are others; "country:TUR" is what one types.
CODES = sorted(
    code for kind in ("mode", "sector", "context", "ground", "stance", "cut", "issue")
    for code, (french, _) in labels()[kind].items()
    if code.lower() not in french.lower() and code != "country"
) + sorted({*STATUSES, *QUADS.values()})  # fmt: skip
NASTY = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
Client = TestClient[Litestar]


@pytest.mark.parametrize("path", PATHS)
def test_no_code_is_shown_to_a_reader_of_french(client: Client, path: str) -> None:
    """What is seen and what is read out: text, titles, labels; `code` marks what is cited so."""
    page = client.get(path).text
    page = re.sub(r"<(code|script|style)\b.*?</\1>", " ", page, flags=re.DOTALL)
    told = " ".join(re.findall(r'(?:title|aria-label|placeholder|alt)="([^"]*)"', page))
    seen = unescape(f"{re.sub('<[^>]*>', ' ', page)} {told}")
    assert [
        c for c in CODES if re.search(rf"(?<![\w:-]){re.escape(c)}(?![\w-])", seen)
    ] == []


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("path", PATHS)
def test_every_page_is_there_in_both_languages(
    client: Client, path: str, lang: str
) -> None:
    """A page answers 200 in the language asked for, with a title, a heading and a way to its content."""
    got = client.get(path, headers={"accept-language": lang})
    assert got.status_code == 200, got.text[-800:]
    assert f'<html lang="{lang}">' in got.text
    assert got.text.count("<h1") == 1
    assert 'href="#main"' in got.text


@pytest.mark.parametrize("path", PATHS)
def test_no_page_holds_a_script_a_style_or_another_host(client: Client, path: str) -> None:
    """All that a page loads is a file of this server; nothing stands inline."""
    text = client.get(path).text
    loaded = re.findall(r'<(?:script|link|img|iframe)[^>]*?(?:src|href)="([^"]*)"', text)
    assert loaded
    assert all(where.startswith("/static/") for where in loaded), loaded
    assert not re.search(r"<script[^>]*>[^<]|<style|\sstyle=|\son\w+=", text)
    for name, value in HEADERS.items():
        assert client.get(path).headers[name] == value


def test_an_event_shows_each_field_with_its_words(client: Client) -> None:
    """Who, whom, when, where, what are tied to words, and each word leads to its place."""
    text = unescape(client.get("/events/e1asaba").text)
    for words in ("pris", "GNA", "ANL", "jeudi", "Asaba"):
        assert f'<q lang="fr">{words}</q>' in text
    start = made.WIRE.index("jeudi")
    assert f'href="/dispatches/wire?at={start}-{start + 5}#at"' in text
    assert "≠" in text
    assert "démenti" in text
    assert "≥20" in text
    assert "L'Écho" in text
    assert re.search(r'class="m [^"]*trigger[^"]*"[^>]*>pris<', text)


def test_copies_are_said_to_be_copies(client: Client) -> None:
    """On the event's page, a copy stands under its source and bears the word."""
    text = client.get("/events/e1asaba").text
    assert "3 sources indépendantes" in text
    assert re.search(r'href="/dispatches/copy">copy</a>\s*<span class="note">copie', text)


def test_a_dispatch_is_shown_to_the_letter(client: Client) -> None:
    """Marks are laid on the raw text; without them it is the text as received."""
    text = client.get("/dispatches/wire?at=3-6").text
    body = re.search(r'<div class="raw"[^>]*>(.*?)</div>', text, re.S)
    assert body
    assert 'id="at"' in body[1]
    plain = re.sub(r"<sup>.*?</sup>|<[^>]+>", "", body[1])
    assert unescape(plain) == made.WIRE


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/events/nothing", 404, "/events"),
        ("/dispatches/nothing", 404, "/search"),
        ("/dispatches/a%2Fb/../c", 404, "/search"),
        ("/actors/nobody", 404, "/actors"),
        ("/stories/none", 404, "/stories"),
        ("/nowhere", 404, "/events"),
        ("/static/../app.py", 404, "/events"),
        ("/static/base.html", 404, "/events"),
        ("/events?since=hier", 400, "2020-05-21"),
        ("/events?status=sure", 400, "asserted"),
        ("/events?type=WAR", 400, "ASSAULT"),
        ("/events?order=size", 400, "weight"),
        ("/events?limit=0", 400, "1 to"),
        ("/events?limit=-1", 400, "whole number"),
        ("/events?cursor=zzz", 400, "cursor"),
        ("/events?dyad=ANL", 400, "two names"),
        ("/events?colour=red", 400, "since, until"),
        ("/events?lang=xx", 400, "en, fr"),
        ("/map?zoom=99", 400, "0 to 8"),
        ("/map?lat=nan", 400, "-80 to 80"),
        ("/network?level=city", 400, "actor, country"),
        ("/search?q=%26%26", 400, "word"),
        ("/dispatches/wire?at=9-4", 400, "at=120-134"),
        ("/dispatches/wire?at=1-99999", 400, "characters"),
    ],
)  # fmt: skip
def test_a_wrong_address_says_its_cure(
    client: Client, path: str, status: int, words: str
) -> None:
    """An unknown name is 404, a wrong filter 400, and the page says what would work."""
    got = client.get(path)
    assert got.status_code == status
    assert words in unescape(got.text)
    assert got.headers["Content-Security-Policy"]


@settings(deadline=None, max_examples=60)  # a machine that is busy is not at fault
@given(query=st.lists(st.tuples(
    st.sampled_from(["since", "actor", "place", "text", "dyad", "cursor", "lon", "q", "at", "min_origins"]),
    st.text(max_size=12),
), max_size=4))  # fmt: skip
def test_no_query_breaks_a_page(query: list[tuple[str, str]], client: Client) -> None:
    """Whatever is asked, the answer is a page or a sentence, never a fault of ours."""
    for path in ("/events", "/search", "/dispatches/wire", "/map"):
        assert client.get(path, params=query).status_code in (200, 400)


@pytest.mark.parametrize(
    ("host", "status"),
    [("127.0.0.1", 200), ("localhost:8620", 200), ("[::1]:8620", 200), ("evil.test", 403),
     ("127.0.0.1.evil.test", 403), ("vigie.lan", 200)],
)  # fmt: skip
def test_only_its_own_names_are_answered(record: Path, host: str, status: int) -> None:
    """A name that points here without being ours gets nothing (DNS rebinding)."""
    with TestClient(make_app(record, allowed=("vigie.lan",))) as asking:
        got = asking.get("/events", headers={"host": host})
    assert got.status_code == status
    assert ("Asaba" in got.text) == (status == 200)


def test_what_a_dispatch_holds_is_never_run(tmp_path: Path) -> None:
    """A dispatch, a name, a title that hold markup show it as words, on every page."""
    reading = made.readings()[0]
    raw = f"{made.WIRE} {NASTY}"
    dispatch = msgspec.structs.replace(
        reading.dispatch, id=f"x/{NASTY}", raw=raw, text=raw,
        meta=msgspec.structs.replace(reading.dispatch.meta, title=NASTY, outlet=NASTY),
    )  # fmt: skip
    cast = {k: msgspec.structs.replace(a, name=NASTY) for k, a in made.CAST.items()}
    referents = msgspec.structs.replace(reading.referents, actors=cast)
    strange = msgspec.structs.replace(
        reading, dispatch=dispatch, referents=referents, lemmas="alert script asaba"
    )
    events = [
        msgspec.structs.replace(e, actors=tuple(
            msgspec.structs.replace(p, name=NASTY, actor=NASTY) for p in e.actors),
            reports=("r1", "r2"))
        for e in made.EVENTS
    ]  # fmt: skip
    cards = [msgspec.structs.replace(c, name=NASTY, names=(NASTY,)) for c in made.CARDS]
    cards.append(msgspec.structs.replace(made.CARDS[0], id=NASTY, name=NASTY))
    stories = [msgspec.structs.replace(s, title=NASTY) for s in made.STORIES]
    path = tmp_path / "nasty.vigie"
    with Record(path, write=True) as record:
        key = dispatch_key(RawDispatch(id=dispatch.id, text=raw))
        list(record.add([(key, strange)]))
        save_events(record, events, cards, stories)
    named = quote(NASTY, safe="")
    with TestClient(make_app(path), base_url="http://127.0.0.1") as asking:
        for where in (
            "/", "/events", "/events/e1asaba", f"/dispatches/x%2F{named}", "/actors",
            f"/actors/{named}", "/stories", "/stories/s1", "/map", "/network",
            f"/search?q={named}", f"/events?text={named}", f"/events?since={named}",
            f"/events/{named}",
        ):  # fmt: skip
            got = asking.get(where)
            assert got.status_code in (200, 400, 404), where
            assert "<script>alert" not in got.text, where
            assert not re.search(r"<img", got.text), where


def test_a_record_without_events_says_what_to_run(tmp_path: Path) -> None:
    """Readings not merged yet are no fault: the page says how to merge them."""
    path = made.made_record(tmp_path / "r.vigie", merged=False)
    with TestClient(make_app(path), base_url="http://127.0.0.1") as asking:
        got = asking.get("/")
    assert got.status_code == 400
    assert "vigie merge" in got.text


def test_machines_are_answered_beside_the_pages(client: Client) -> None:
    """The REST door is mounted, with the page's headers; what is not there is said in JSON."""
    got = client.get("/api/events")
    assert got.status_code == 200
    assert "e1asaba" in got.text
    assert got.headers["Content-Security-Policy"]
    lost = client.get("/api/nothing/here")
    assert lost.status_code == 404
    assert lost.json()["error"]


def test_no_record_no_server(tmp_path: Path) -> None:
    """A file that is no record is refused at the start, not at the first visit."""
    with pytest.raises(NotARecord):
        make_app(tmp_path / "none.vigie")


def test_a_page_follows_the_record(tmp_path: Path) -> None:
    """What is kept between visits goes as soon as the record grows."""
    path = made.made_record(tmp_path / "r.vigie")
    with TestClient(make_app(path), base_url="http://127.0.0.1") as asking:
        before = asking.get("/?lang=en").text
        with Record(path, write=True) as record:
            more = [msgspec.structs.replace(made.UNDATED, id=f"e9{n}") for n in range(7)]
            save_events(record, [*made.EVENTS, *more], made.CARDS, made.STORIES)
        after = asking.get("/?lang=en").text
    assert ">3</a></dd>" in before
    assert ">10</a></dd>" in after


def test_readers_are_not_troubled_by_a_writer(tmp_path: Path) -> None:
    """Many visits while readings are added: every one is answered."""
    path = made.made_record(tmp_path / "r.vigie")
    stop, faults = threading.Event(), []

    def write() -> None:
        base = made.readings()[0]
        n = 0
        with Record(path, write=True) as record:
            while not stop.is_set() and n < 2000:
                n += 1
                held = msgspec.structs.replace(base.dispatch, id=f"new-{n}")
                fresh = Reading(
                    dispatch=held, referents=Referents(mentions=(), actors={}, times=(), places=()),
                    made_by="w",
                )  # fmt: skip
                list(record.add([(f"k{n}", fresh)]))

    def read(client: Client) -> None:
        for where in ("/", "/events/e1asaba", "/dispatches/wire", "/map") * 3:
            status = client.get(where).status_code
            if status != 200:
                faults.append((where, status))

    writer = threading.Thread(target=write)
    with TestClient(make_app(path), base_url="http://127.0.0.1") as asking:
        writer.start()
        readers = [threading.Thread(target=read, args=(asking,)) for _ in range(8)]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join()
        stop.set()
        writer.join()
    assert not faults
    with sqlite3.connect(path) as db:
        assert db.execute("SELECT count(*) FROM dispatches").fetchone()[0] > 4
