"""Laws of a build: nothing twice, the same bytes whatever the number of workers."""

from __future__ import annotations

from pathlib import Path

from vigie.flow.building import build_record
from vigie.records import Given, Issue, RawDispatch
from vigie.store.record import Record

DAY = Given(published="2020-05-22", language="fr")
TEXTS = [
    "L'armée a bombardé Sirte jeudi, selon un porte-parole.",
    "Des milliers de personnes ont manifesté samedi à Alger.\n\nLa police a arrêté dix étudiants.",
    "Paris a accusé Moscou d'avoir livré des armes.",
    "« Nous tiendrons », a déclaré le maire de Gharyan.",
]


def raws(count: int) -> list[RawDispatch]:
    return [
        RawDispatch(id=f"d{n}", text=TEXTS[n % 4] + f" ({n})", given=DAY)
        for n in range(count)
    ]


def build(
    entries: list[RawDispatch | Issue], path: Path, workers: int = 1
) -> tuple[int, int, int]:
    building = build_record(entries, path, workers=workers)
    for _ in building.steps:
        pass
    return building.tally.new, building.tally.known, building.tally.issues


def test_two_workers_write_the_bytes_of_one(tmp_path: Path):
    """The record does not know how many processes made it."""
    some = raws(40)
    build(list(some), tmp_path / "one.vigie")
    build(list(some), tmp_path / "two.vigie", workers=2)
    assert (tmp_path / "one.vigie").read_bytes() == (tmp_path / "two.vigie").read_bytes()


def test_a_rerun_adds_nothing(tmp_path: Path):
    path = tmp_path / "r.vigie"
    assert build(list(raws(5)), path)[:2] == (5, 0)
    before = path.read_bytes()
    assert build(list(raws(5)), path)[:2] == (0, 5)
    assert path.read_bytes() == before
    assert build(list(raws(7)), path)[:2] == (2, 5)


def test_a_dispatch_given_twice_is_read_once(tmp_path: Path):
    one = raws(1)[0]
    assert build([one, one], tmp_path / "r.vigie")[:2] == (1, 1)


def test_odd_dispatches_do_not_stop_the_others(tmp_path: Path):
    """Empty, foreign, sentenceless: an issue each, and the good one is read."""
    odd = [
        RawDispatch(id="empty", text="   "),
        RawDispatch(id="dots", text="... --- ..."),
        RawDispatch(id="german", text="Die Regierung hat am Montag neue Sanktionen gegen das Land "
                    "beschlossen und die Botschafter der Nachbarstaaten einbestellt."),
        Issue(dispatch_id="lost", kind="line-not-json", found="{", expected="JSON", done="skipped"),
        RawDispatch(id="good", text=TEXTS[0], given=DAY),
    ]  # fmt: skip
    path = tmp_path / "r.vigie"
    new, _, issues = build(list(odd), path)
    assert new == 4
    assert issues >= 2
    with Record(path) as record:
        kinds = {(i.dispatch_id, i.kind) for i in record.issues()}
        assert ("lost", "line-not-json") in kinds
        assert ("german", "language-unknown") in kinds
        good = record.reading_of("good")
        assert good is not None
        assert [r.type for r in good.reports] == ["ASSAULT"]
