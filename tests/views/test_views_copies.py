"""Laws of the copies view: what descends from one text is one group, with the reasons."""

from __future__ import annotations

from pathlib import Path

import pytest

from vigie.dispatches.clean import clean
from vigie.dispatches.residue import load_residue
from vigie.knowledge.loaders import load_pack
from vigie.records import Given, RawDispatch, Reading, Referents
from vigie.store.record import Record, dispatch_key
from vigie.views.copies import Copies, changes, copies

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "dispatches"
NOBODY = Referents(mentions=(), actors={}, times=(), places=())
VERSION = (
    "Des habitants de trois quartiers ont bloqué lundi la route du port pour protester contre les "
    "coupures d'eau qui durent depuis deux semaines. La préfecture a promis des camions-citernes "
    "avant la fin de la semaine. Un comité de riverains a déposé une plainte contre la régie."
)


def record_of(path: Path, raws: list[RawDispatch]) -> Copies:
    """The copies of a record that holds some dispatches, cleaned and not tagged."""
    residue = load_residue(load_pack("fr"))
    with Record(path, write=True) as record:
        readings = (
            (
                dispatch_key(raw),
                Reading(dispatch=clean(raw, residue, "fr")[0], referents=NOBODY),
            )
            for raw in raws
        )
        assert all(record.add(readings))
        return copies(record)


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    raws = [
        RawDispatch(id=path.stem, text=path.read_text(encoding="utf-8"))
        for path in sorted(EXAMPLES.glob("*.txt"))
    ]
    return record_of(tmp_path_factory.mktemp("copies") / "r.vigie", raws)


def test_a_wire_its_copy_and_its_short_version_are_one_group(examples: Copies):
    group = next(
        g for g in examples.groups if "01-agence-watiya" in {r.dispatch for r in g.rows}
    )
    kinds = {row.dispatch: row.kind for row in group.rows}
    assert kinds.keys() == {
        "01-agence-watiya", "02-courrier-watiya-copie", "03-depeche-watiya-courte",
    }  # fmt: skip
    assert kinds["03-depeche-watiya-courte"] == "shortened"
    assert sorted(kinds.values()) == ["copy", "shortened", "source"]
    assert all(row.borrowed > 0.5 or row.kept > 0.5 for row in group.rows)


def test_what_says_it_updates_is_an_update_with_its_diff(examples: Copies):
    group = next(g for g in examples.groups if g.source == "04-agence-onu-williams")
    source, update = group.rows
    assert (source.kind, source.of, source.changes) == ("source", None, ())
    assert (update.dispatch, update.kind) == ("05-agence-onu-williams-maj", "update")
    assert {c.kind for c in update.changes} == {"added"}
    assert "Nebenzia" in update.changes[0].words


def test_what_descends_from_nothing_stands_alone(examples: Copies):
    related = {row.dispatch for group in examples.groups for row in group.rows}
    assert not related & set(examples.independent)
    assert {"08-asaba-anl", "15-asaba-gna", "09-asaba-bilan"} <= set(examples.independent)


def test_versions_of_one_page_are_told_apart(tmp_path: Path):
    """One name and one address, two texts: "x" and "x~2", an update with what changed."""
    given = Given(url="https://journal.example/eau", published="2021-06-07T10:00")
    later = Given(url="https://journal.example/eau", published="2021-06-07T15:00")
    grown = VERSION.replace("deux semaines", "trois semaines") + (
        " Mardi soir, la régie a reconnu qu'une conduite posée en 1974 avait cédé sous la voie ferrée. "
        "Les travaux dureront dix jours et coûteront deux millions, a indiqué sa directrice à la radio."
    )
    found = record_of(
        tmp_path / "r.vigie",
        [RawDispatch(id="eau", text=VERSION, given=given),
         RawDispatch(id="eau", text=grown, given=later)],
    )  # fmt: skip
    (group,) = found.groups
    assert [(r.dispatch, r.kind, r.same_page) for r in group.rows] == [
        ("eau", "source", False), ("eau~2", "update", True),
    ]  # fmt: skip
    assert [c.kind for c in group.rows[1].changes][:2] == ["removed", "added"]


def test_an_empty_record_has_no_copies(tmp_path: Path):
    assert record_of(tmp_path / "r.vigie", []) == Copies(groups=(), independent=())


def test_a_text_has_no_changes_from_itself():
    assert changes(VERSION, VERSION) == ()
