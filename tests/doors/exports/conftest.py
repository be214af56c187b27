"""What the tests of exports share: a small record, a dirty one, and a way to take them out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from views import made_events as made
from vigie.doors.exports.chosen import Chosen
from vigie.doors.exports.formats import export
from vigie.records import Event, Figure, Quote, Span, Spot
from vigie.store.events import save_events
from vigie.store.record import Record
from vigie.views.events import Wanted

Out = Callable[..., bytes]


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels are asserted in one language, whatever the machine's."""
    monkeypatch.setenv("VIGIE_LANG", "en")


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    """Four dispatches, three events: see tests/views/made_events.py."""
    with Record(made.made_record(tmp_path / "small.vigie")) as opened:
        yield opened


NASTY = '=HYPERLINK("http://x")<b>&"\x01\x0b]]>\u2028\n|;,é\U0001f525'


def dirty_events() -> list[Event]:
    """Events as odd as the contract allows: odd letters, areas, bare bounds, no side, no day."""

    def party(name: str) -> Any:
        return msgspec.structs.replace(made.party("GNA"), actor=name, name=name)

    base = Event(id="d0", type="ASSAULT", quad="MX")
    replace = msgspec.structs.replace
    odd = (party(NASTY),)
    return [
        base,
        replace(base, id="d1", actors=odd, recipients=(party("@b"), party("-c")), when="2020-05",
                starts="2020-05-01", ends="2020-05-31",
                where=Spot(name=NASTY, country="LBY", lat=27.0, lon=17.0, precision="country")),
        replace(base, id="d2", type="CONSULT", quad="VC", actors=(*odd, party("b"), party("c")),
                when="2020-05-21/2020-05-22", starts="2020-05-21", ends="2020-05-22",
                where=Spot(name="large", lat=16.0, lon=0.0, precision="area", radius_km=50.0)),
        replace(base, id="d3", recipients=odd, when="2020", starts="2020-01-01",
                ends="2020-12-31", where=Spot(name="far", lat=-17.0, lon=179.9,
                                              precision="area", radius_km=200.0),
                figures=(Figure(what="killed", low=None, best=None, high=30, claimant=None,
                                told=None, report="r1", dispatch="wire"),)),
        replace(base, id="d4", status="denied", actors=odd, when="2020-05-21",
                starts="2020-05-21", ends="2020-05-21",
                where=Spot(name="Nord", country="XXX", precision="admin1")),
    ]  # fmt: skip


@pytest.fixture
def dirty(tmp_path: Path) -> Iterator[Record]:
    """The small record, with odd events beside its own and a dispatch of odd letters."""
    text = f"{NASTY}\r\nLe GNA \U0001f525 a pris\r\nla ville à l'ANL."
    report = made.report("r9", text, "Le GNA \U0001f525 a pris\r\nla ville", "a pris\r\nla",
                         "COERCE", mode="seize", actors=("GNA",), recipients=("LNA",))  # fmt: skip
    reading = made.reading('déjà/vu "9"', text, "2020-05", NASTY, report,
                           named={"GNA": "GNA", "ANL": "LNA"})  # fmt: skip
    said = Quote(
        span=Span(0, len(NASTY)), tok_start=0, tok_end=1, direct=True, speaker="GNA"
    )
    reading = msgspec.structs.replace(reading, quotes=(said,))
    path = made.made_record(tmp_path / "dirty.vigie")
    event = msgspec.structs.replace(made.TAKEN, id="d9", reports=("r9",), origins=())
    with Record(path, write=True) as opened:
        list(opened.add([(made.key_of(reading), reading)]))
        save_events(
            opened, [*made.EVENTS, *dirty_events(), event], made.CARDS, made.STORIES
        )
    assert report.span == Span(text.index("Le GNA"), text.index(" à l'ANL"))
    with Record(path) as opened:
        yield opened


@pytest.fixture
def out() -> Out:
    """A record in a format: `out(record, "csv", table="reports", since="2020-05")`."""

    def write(record: Record, to: str, *, table: str | None = None, **wanted: Any) -> bytes:
        return b"".join(export(Chosen(record, Wanted(**wanted)), to, table=table))

    return write
