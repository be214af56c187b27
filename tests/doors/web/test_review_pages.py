"""Laws of the pages of review: a form is enough, only ours is taken, and what it says is seen."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytest.importorskip("litestar", reason="the extra 'web' is not installed")

from litestar.testing import TestClient

from views import made_events as made
from vigie.doors.rest.tokens import new_token
from vigie.doors.web.app import make_app
from vigie.doors.web.review_forms import Form, added_of, sentences_of, spans_of
from vigie.errors import BadRequest
from vigie.flow.merging import merge_record
from vigie.store.events import all_events, decisions
from vigie.store.record import Record

HOST = "http://127.0.0.1"


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """The record made by hand, merged by the machine."""
    path = made.made_record(tmp_path / "r.vigie", merged=False)
    with Record(path, write=True) as store:
        merge_record(store)
    return path


@pytest.fixture
def client(record: Path) -> Iterator[TestClient]:
    """Aya at the keyboard of this machine."""
    with TestClient(make_app(record, reviewer="Aya"), base_url=HOST) as found:
        yield found


def event_of(record: Path, report: str) -> str:
    """The event a report is in."""
    with Record(record) as store:
        return next(e.id for e in all_events(store) if report in e.reports)


def code_of(page: str) -> str:
    """The code in the forms of a page."""
    found = re.search(r'name="code" value="(\w+)"', page)
    assert found
    return found[1]


def send(
    client: TestClient, page: str, headers: dict[str, str] | None = None, **form: object
):
    """Send a form of a page, as a browser does."""
    shown = client.get(page)
    assert shown.status_code == 200, shown.text
    data = {"code": code_of(shown.text), "back": page} | form
    return client.post("/review/decide", data=data, headers=headers, follow_redirects=False)


def said(record: Path) -> list[tuple[str, str, str | None, object]]:
    """The log: kind, target, field, value."""
    with Record(record) as store:
        return [(d.kind, d.target, d.field, json.loads(d.value or "null"))
                for d in decisions(store)]  # fmt: skip


def test_a_corrected_field_is_seen_after_the_events_are_worked_out(client, record: Path):
    page = f"/review/event/{event_of(record, 'r2')}"
    shown = client.get(page).text
    assert "Turquie" in shown
    assert 'name="was_status" value="asserted"' in shown
    sent = send(client, page, target="r2", do="correct", status="denied", was_status="asserted",
                actors="ANL; Le Caire", was_actors="Turquie", when="", was_when="")  # fmt: skip
    assert (sent.status_code, sent.headers["location"]) == (303, f"{page}?done=2")
    assert sorted(said(record), key=str) == [
        ("correct", "r2", "actors", ["ANL", "Le Caire"]),
        ("correct", "r2", "status", "denied"),
    ]
    done = client.post(
        "/review/merge", data={"code": code_of(shown)}, follow_redirects=True
    )
    assert done.status_code == 200
    seen = client.get("/review/report/r2").text
    assert "Le Caire" in seen
    assert 'name="was_status" value="denied"' in seen
    assert "Aya" in seen


def test_merge_split_accept_reject_note(client, record: Path):
    one, two = event_of(record, "r1"), event_of(record, "r2")
    page = f"/review/event/{one}"
    assert (
        send(client, page, target=one, do="same", other=f"{HOST}/events/{two}").status_code
        == 303
    )
    with Record(record) as store:
        reports = next(e.reports for e in all_events(store) if e.id == one)
    send(client, page, target=one, do="split", report=[reports[0]])
    send(client, page, target="r1", do="accept", note="vu à la source")
    send(client, page, target="r5", do="reject")
    kinds = [kind for kind, *_ in said(record)]
    assert kinds[0] == "same"
    assert kinds.count("different") == len(reports) - 1
    assert kinds[-3:] == ["accept", "note", "reject"]


def test_a_missed_report_is_added_by_ticking_words(client, record: Path):
    raw = made.WIRE
    sentence = next(s for s in sentences_of(raw) if s.start == 0)
    at = f"{sentence.start}-{sentence.end}"
    page = f"/review/dispatch/wire?sentence={at}"
    words = {w: a for a, w in re.findall(
        r'name="trigger" value="(\d+-\d+)" aria-label="([^:]+?)\s?:', html.unescape(client.get(page).text))}  # fmt: skip
    sent = send(client, page, target="wire", do="add", sentence=at, type="COERCE",
                status="asserted", trigger=words["perdu"], recipients=words["ANL"],
                when_words=words["jeudi"])  # fmt: skip
    assert sent.status_code == 303, sent.text
    with Record(record, write=True) as store:
        merge_record(store)
        reading = store.reading_of("wire")
        assert reading
        (added,) = (r for r in reading.reports if r.rule == "person:Aya")
        assert added.trigger.text(raw) == "perdu"
        assert (added.recipients, added.when) == (("LNA",), "2020-05-21")


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"target": "r1", "do": "accept", "code": "f00"}, 403),
        ({"target": "r1", "do": "nothing"}, 400), ({"target": "r99", "do": "accept"}, 400),
        ({"target": "r1", "do": "correct", "type": "BAKE", "was_type": "COERCE"}, 400),
        ({"target": "wire", "do": "add", "sentence": "0-9999", "type": "COERCE"}, 400),
        ({"target": "nowhere", "do": "add"}, 404), ({}, 400), ({"do": "same", "target": "e"}, 400),
        ({"target": "r1\x00", "do": "reject"}, 400), ({"target": "r1", "do": "accept", "back": "//evil.test"}, 303),
    ],
)  # fmt: skip
def test_a_form_that_cannot_be_taken_writes_nothing(
    client, record: Path, form, status: int
):
    sent = send(client, "/review/report/r1", **form)
    assert sent.status_code == status, sent.text
    if status == 303:
        assert sent.headers["location"].startswith("/review?")
    else:
        assert not said(record)


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.test"},
        {"sec-fetch-site": "cross-site"},
        {"host": "evil.test"},
    ],
)
def test_a_form_of_another_site_is_refused(client, record: Path, headers: dict[str, str]):
    sent = send(client, "/review/report/r1", headers, target="r1", do="accept")
    assert sent.status_code == 403
    assert not said(record)


def test_without_a_name_nothing_is_written(record: Path, tmp_path: Path):
    """A server that only reads shows no form; one with tokens asks for one, and takes it."""
    with TestClient(make_app(record), base_url=HOST) as reader:
        page = reader.get("/review/report/r1").text
        assert 'name="do"' not in page
        assert (
            reader.post("/review/decide", data={"target": "r1", "do": "accept"}).status_code
            == 403
        )
    token = new_token("Omar", tmp_path / "tokens.json")
    with TestClient(
        make_app(record, tokens=tmp_path / "tokens.json"), base_url=HOST
    ) as client:
        assert 'name="do"' not in client.get("/review/report/r1").text
        bad = client.post(
            "/review/sign-in", data={"token": "nobody's"}, follow_redirects=False
        )
        assert bad.status_code == 403
        sent = client.post("/review/sign-in", data={"token": token}, follow_redirects=False)
        assert "HttpOnly" in sent.headers["set-cookie"]
        assert "SameSite=strict" in sent.headers["set-cookie"]
        assert (
            send(client, "/review/report/r1", target="r1", do="accept").status_code == 303
        )
    with Record(record) as store:
        assert [d.by for d in decisions(store)] == ["Omar"]


def test_what_is_written_in_a_note_is_never_markup(client):
    send(
        client,
        "/review/report/r1",
        target="r1",
        do="note",
        note="<script>alert(1)</script>",
    )
    for page in ("/review/report/r1", "/review"):
        assert "<script>alert" not in client.get(page).text
        assert "&lt;script&gt;alert" in client.get(page).text


@pytest.mark.parametrize("lang", ["fr", "en"])
@pytest.mark.parametrize("page", ["/review", "/review/report/r1", "/review/dispatch/wire"])
def test_pages_are_there_in_both_languages(client, page: str, lang: str):
    found = client.get(page, params={"lang": lang})
    assert found.status_code == 200
    assert f'<html lang="{lang}">' in found.text
    assert client.get("/review/report/zz").status_code == 404
    assert client.get("/review/dispatch/zz").status_code == 404
    assert client.get("/review/event/ezz").status_code == 404


def test_sentences_cover_the_text_in_order():
    raw = "Un mort. Le feu dure encore.\n\nTrois"
    assert [s.text(raw) for s in sentences_of(raw)] == [
        "Un mort.", "Le feu dure encore.", "Trois"]  # fmt: skip
    assert list(sentences_of("  \n ")) == []


def test_words_apart_are_two_parties():
    raw = "Paris, Moscou et l'Union africaine"
    ticked = ["0-5", "7-13", "19-24", "25-34"]
    assert [s["text"] for s in spans_of(raw, ticked)] == [
        "Paris",
        "Moscou",
        "Union africaine",
    ]
    with pytest.raises(BadRequest, match="tick"):
        added_of(Form((("sentence", "0-5"),)), raw)
