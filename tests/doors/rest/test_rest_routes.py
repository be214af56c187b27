"""Laws of `/api`: the words of the command line, pages, CSV, ETags, and who may write."""

from __future__ import annotations

import csv
import io
import json
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("litestar", reason="the extra 'web' is not installed")

from litestar.testing import TestClient

from views import made_events as made
from vigie.doors.rest.app import make_app
from vigie.doors.rest.tokens import new_token, read_tokens, who_bears
from vigie.errors import BadRequest
from vigie.flow.merging import merge_record
from vigie.records import Decision, Event, Reading
from vigie.store.record import Record

LISTS = ["events", "reports", "actors", "quotes", "stories", "issues", "dyads", "decisions",
         "search?words=asaba"]  # fmt: skip


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """The API of the record made by hand, that takes Aya's word."""
    path = made.made_record(tmp_path_factory.mktemp("rest") / "r.vigie")
    new_token("Aya", path.with_name("tokens.json"))
    app = make_app(path, tokens=path.with_name("tokens.json"))
    with TestClient(app, base_url="http://127.0.0.1") as found:
        yield found


def ids(client: TestClient, question: str) -> list[str]:
    """Ids of the events a question finds."""
    found = client.get(f"/api/events?{question}")
    assert found.status_code == 200, found.text
    return [item["id"] for item in found.json()["items"]]


def test_events_are_asked_in_the_words_of_the_timeline(client: TestClient):
    assert ids(client, "") == ["e2menace", "e1asaba", "e3sansjour"]
    assert ids(client, "type=threaten&type=coerce&order=weight") == ["e1asaba", "e2menace"]
    assert ids(client, "dyad=Turquie&dyad=ANL") == ["e2menace"]
    assert ids(client, "since=2020-05-10&until=2020-05") == ["e2menace", "e1asaba"]
    assert ids(client, "contradicted=true") == ["e1asaba"]
    assert ids(client, "min_origins=2&place=asaba&country=lby&quad=MX") == ["e1asaba"]
    assert ids(client, "actor=country:TUR&status=asserted&story=s1") == ["e2menace"]


def test_what_is_sent_is_the_record_itself(client: TestClient):
    """Bodies decode as the records they are said to be."""
    page = client.get("/api/events").json()["items"]
    assert msgspec.convert(page, list[Event])[1] == made.TAKEN
    whole = client.get("/api/events/e1").json()
    assert [t["report"] for t in whole["tellings"]] == ["r1", "r3", "r5", "r6"]
    reading = msgspec.json.decode(client.get("/api/dispatches/wire").content, type=Reading)
    assert reading.dispatch.raw == made.WIRE
    report = client.get("/api/reports/r2").json()
    assert (report["report"]["type"], report["event"]) == ("THREATEN", "e2menace")


@pytest.mark.parametrize("path", LISTS)
def test_pages_follow_one_another_and_make_the_whole(client: TestClient, path: str):
    """One at a time or all at once, the same items in the same order; in CSV too."""
    mark = "&" if "?" in path else "?"
    whole = client.get(f"/api/{path}{mark}limit=1000").json()
    assert whole["next"] is None
    one_by_one, cursor = [], ""
    while True:
        page = client.get(f"/api/{path}{mark}limit=1{cursor}")
        one_by_one += page.json()["items"]
        if page.json()["next"] is None:
            assert "link" not in page.headers
            break
        assert 'rel="next"' in page.headers["link"]
        assert page.json()["next"] in page.headers["link"]
        cursor = f"&cursor={page.json()['next']}"
    assert one_by_one == whole["items"]
    table = client.get(f"/api/{path}{mark}limit=1000", headers={"accept": "text/csv"})
    assert table.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert path == "dyads" or len(rows) == len(whole["items"])


def test_format_goes_before_accept(client: TestClient):
    accept = {"accept": "text/csv;q=0.9, application/json;q=0.1"}
    assert client.get("/api/events", headers=accept).text.startswith("id,type")
    assert client.get("/api/events?format=json", headers=accept).json()["total"] == 3
    assert client.get("/api/events", headers={"accept": "*/*;q=x, text/html"}).json()


@pytest.mark.parametrize(
    "path", ["events", "events/e1", "reports?format=csv", "openapi.json"]
)
def test_what_is_known_already_is_not_sent_again(client: TestClient, path: str):
    first = client.get(f"/api/{path}")
    tag = first.headers["etag"]
    again = client.get(f"/api/{path}", headers={"if-none-match": f'"other", W/{tag}'})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    assert client.get(f"/api/{path}", headers={"if-none-match": '"x"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "cure"),
    [
        ("events?since=jeudi", 400, "2020-05-21"), ("events?type=BAKE", 400, "write one of"),
        ("events?quad=ZZ", 400, "quad"), ("events?cursor=!!", 400, "next"),
        ("events?limit=0", 400, "limit"), ("events?dyad=A", 400, "dyad"),
        ("reports?cursor=e30", 400, "next"), ("quotes?cursor=AAAA", 400, "next"),
        ("issues?cursor=AAAA", 400, "next"), ("search?words=%2C", 400, "write one"),
        ("search", 400, "words"), ("events/zz", 404, "/api/events"), ("events/e", 400, "say more"),
        ("reports/zz", 404, "/api/reports"), ("actors/zz", 404, "/api/actors"),
        ("dispatches/a%2F%2Fb%00c", 404, "a//b"), ("nowhere", 404, "openapi"),
        ("events?format=xml", 400, "format"),
    ],
)  # fmt: skip
def test_what_cannot_be_answered_says_its_cure(client, path: str, status: int, cure: str):
    found = client.get(f"/api/{path}")
    assert found.status_code == status, found.text
    assert cure in found.json()["error"]


def test_every_answer_bears_the_headers_and_no_page_asks_elsewhere(client: TestClient):
    for path in ("events", "nowhere", "schema", "openapi.json"):
        found = client.get(f"/api/{path}")
        assert "default-src 'none'" in found.headers["content-security-policy"]
        assert found.headers["x-content-type-options"] == "nosniff"
        assert "text/html" not in found.headers["content-type"]
        assert "https://cdn" not in found.text
    assert client.get("/api/events", headers={"host": "evil.test"}).status_code == 403


def test_a_record_without_events_says_what_to_run(tmp_path: Path):
    path = made.made_record(tmp_path / "r.vigie", merged=False)
    with TestClient(make_app(path), base_url="http://127.0.0.1") as client:
        found = client.get("/api/events")
        assert (found.status_code, "vigie merge" in found.json()["error"]) == (400, True)
        assert client.get("/api/reports").json()["total"] == 6


# --- writing -----------------------------------------------------------------------------


def test_only_a_token_writes_and_its_name_stands_beside_the_word(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    path = made.made_record(tmp_path / "r.vigie")
    token = new_token("Aya", tmp_path / "t.json")
    word = {"kind": "correct", "target": "r2", "field": "type", "value": "ACCUSE"}
    with TestClient(make_app(path), base_url="http://127.0.0.1") as reader:
        own = {"authorization": f"Bearer {token}"}
        refused = reader.post("/api/decisions", json=word, headers=own)
        assert (refused.status_code, "read only" in refused.json()["error"]) == (401, True)
    app = make_app(path, tokens=tmp_path / "t.json")
    with TestClient(app, base_url="http://127.0.0.1") as client:
        for bad in ("", "Bearer", f"Basic {token}", "Bearer é", f"Bearer {token}x"):
            headers = {"authorization": bad.encode()} if bad else {}
            refused = client.post("/api/decisions", json=word, headers=headers)
            assert refused.status_code == 401
            assert refused.headers["www-authenticate"] == "Bearer"
        assert client.get("/api/decisions").json()["total"] == 0
        lines: list[str] = []
        logger = logging.getLogger("vigie.rest")
        monkeypatch.setattr(logger, "handle", lambda r: lines.append(r.getMessage()))
        sent = client.post("/api/decisions", json=word, headers=own)
        assert sent.status_code == 201, sent.text
        known = msgspec.json.decode(sent.content, type=Decision)
        assert (known.by, known.seen, known.value) == ("Aya", '"THREATEN"', '"ACCUSE"')
        assert known.at.endswith("Z")
        assert lines == ["Aya: correct r2 type"]
        assert client.get("/api/decisions?by=Aya").json()["items"][0]["target"] == "r2"
        for wrong in ({}, {"kind": "bless", "target": "r1"}, [], {**word, "colour": 1},
                      {**word, "target": "r99"}, {**word, "value": {"a": 1}}):  # fmt: skip
            sent = client.post("/api/decisions", json=wrong, headers=own)
            assert sent.status_code == 400, wrong
            assert sent.json()["error"]
        sent = client.post("/api/decisions", content=b"\xff{", headers=own)
        assert sent.status_code == 400
        with Record(path, write=True) as record:
            merge_record(record)
        assert client.get("/api/reports/r2").json()["report"]["type"] == "ACCUSE"


def test_a_writer_that_waits_too_long_is_told_to_ask_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    from vigie.doors.rest import serving

    monkeypatch.setattr(serving, "BUSY_SECONDS", 0.05)
    path = made.made_record(tmp_path / "r.vigie")
    token = new_token("Aya", tmp_path / "t.json")
    app = make_app(path, tokens=tmp_path / "t.json")
    own = {"authorization": f"Bearer {token}"}
    with (
        Record(path, write=True) as other,
        TestClient(app, base_url="http://127.0.0.1") as c,
    ):
        other.db.execute("BEGIN IMMEDIATE")
        sent = c.post(
            "/api/decisions", json={"kind": "accept", "target": "r1"}, headers=own
        )
        assert (sent.status_code, "again" in sent.json()["error"]) == (503, True)
        assert c.get("/api/events").status_code == 200
        other.db.execute("ROLLBACK")


def test_tokens_are_kept_as_hashes_for_their_owner_alone(tmp_path: Path):
    file = tmp_path / "deep" / "tokens.json"
    first, second = new_token("Aya", file), new_token("Omar", file)
    assert file.stat().st_mode & 0o777 == 0o600
    assert first not in file.read_text()
    assert (who_bears(first, file), who_bears(second, file)) == ("Aya", "Omar")
    third = new_token("Aya", file)
    assert (who_bears(first, file), who_bears(third, file)) == (None, "Aya")
    assert who_bears(third, None) is None
    for name in ("", " a", "a\nb", "x" * 99):
        with pytest.raises(BadRequest, match="no name"):
            new_token(name, file)
    file.write_text("[]")
    with pytest.raises(BadRequest, match="vigie token"):
        read_tokens(file)


# --- many at once ------------------------------------------------------------------------

READERS, ASKS = 40, 5  # bench/serving.py has 200, and a server of its own


def test_readers_are_not_disturbed_by_a_build(tmp_path: Path):
    """While one writes and merges, every reader gets a whole answer of one state or another."""
    path = made.made_record(tmp_path / "r.vigie")
    app = make_app(path)
    faults: list[str] = []
    stop = threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            n += 1
            again = [msgspec.structs.replace(r, made_by=f"m{n}") for r in made.readings()]
            with Record(path, write=True) as record:
                list(record.add((made.key_of(r), r) for r in again))
                merge_record(record)

    def read(client: TestClient) -> None:
        for path in (
            "events",
            "events?text=asaba",
            "reports",
            "dispatches/wire",
            "stories",
        ) * (ASKS // 5):
            found = client.get(f"/api/{path}")
            if found.status_code != 200 or not json.loads(found.content):
                faults.append(found.text)

    with TestClient(app, base_url="http://127.0.0.1") as client:
        writer = threading.Thread(target=write)
        readers = [threading.Thread(target=read, args=(client,)) for _ in range(READERS)]
        writer.start()
        for one in readers:
            one.start()
        for one in readers:
            one.join()
        stop.set()
        writer.join()
    assert not faults


def test_charts_are_specifications_of_the_same_events(client: TestClient):
    """Bars hold each dated event once, under the filters of the list, in the language asked."""
    pytest.importorskip("altair", reason="charts need vigie[tables]")
    spec = client.get("/api/charts/bars?lang=fr").json()
    assert "vega-lite" in spec["$schema"]
    blocks = spec["data"]["values"]
    dated = [e for e in client.get("/api/events").json()["items"] if e["when"]]
    assert sum(b["events"] for b in blocks) == len(dated) > 0
    assert all(b["quad"].startswith(("conflit", "coopération")) for b in blocks)
    assert all(abs(b["high"] - b["low"]) == b["events"] for b in blocks)
    few = client.get("/api/charts/bars?type=coerce").json()["data"]["values"]
    assert sum(b["events"] for b in few) == 1


def test_figures_of_an_event_are_a_chart(client: TestClient):
    """What is counted stands as it was told; what is not counted, or not there, is refused."""
    pytest.importorskip("altair", reason="charts need vigie[tables]")
    spec = client.get("/api/charts/figures/e1asaba?what=killed").json()
    whole = client.get("/api/events/e1asaba").json()["event"]
    told = [f for f in whole["figures"] if f["what"] == "killed" and f["told"]]
    assert len(spec["data"]["values"]) == len(told)
    assert client.get("/api/charts/figures/e1asaba?what=cats").status_code == 400
    assert client.get("/api/charts/figures/e9none").status_code == 404


def test_pages_of_the_logs_join_into_the_whole(client: TestClient):
    """Issues and decisions come a page at a time, whole and in order, whatever the page's size."""
    for log in ("issues", "decisions"):
        whole = client.get(f"/api/{log}?limit=1000").json()
        found, cursor = [], ""
        while cursor is not None:
            page = client.get(
                f"/api/{log}?limit=1" + (f"&cursor={cursor}" if cursor else "")
            ).json()
            assert page["total"] == whole["total"]
            found, cursor = found + page["items"], page["next"]
        assert found == whole["items"]
