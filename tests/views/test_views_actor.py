"""One actor of a record: his forms, offices over time, first and last dispatch."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from vigie.doors.cli.main import app
from vigie.knowledge.kb import open_kb
from vigie.records import Actor, Dispatch, Meta, RawDispatch, Reading, Referents
from vigie.store.record import Record, dispatch_key
from vigie.views.actor import actors_named

KB = open_kb()
SEEN = [
    ("a", "2019-04-02", Actor(
        key="k", name="Oumar Keïta", names=("Oumar Keïta", "Keïta"), kind="PER", country="MLI",
        sector="GOV", role="ministre malien", why=("adjective", "role 'ministre malien'"))),
    ("b", "2021-08-01", Actor(
        key="k", name="OUMAR KEITA", names=("OUMAR KEITA",), kind="PER", country="MLI",
        sector="OPP", role="opposant", why=("adjective",))),
    ("c", None, Actor(key="k", name="Salif Keïta", names=("Salif Keïta",), kind="PER")),
    ("c", None, Actor(key="r", name="manifestants", names=("manifestants",), kind="GROUP",
                      role="manifestants", country="MLI", sector="CVL")),
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("record") / "mali.vigie"
    with Record(out, write=True) as record:
        for name in "abc":
            text = f"Dépêche {name}."
            day = next(d for n, d, _ in SEEN if n == name)
            own = {x.key: x for n, _, x in SEEN if n == name}
            told = Dispatch(
                id=name, raw=text, text=text, starts=(0,), shifts=(0,), blocks=(),
                meta=Meta(published=day),
            )  # fmt: skip
            reading = Reading(
                dispatch=told, made_by="test",
                referents=Referents(mentions=(), actors=own, times=(), places=()),
            )  # fmt: skip
            list(record.add([(dispatch_key(RawDispatch(id=name, text=text)), reading)]))
    return out


def test_an_actor_is_told_whole(path: Path):
    """Two dispatches are one actor, for a reason; his namesake has a card of his own."""
    with Record(path) as record:
        found = actors_named(record, "keita", KB)
    assert [k.card.id for k in found] == [
        "person:mli.oumar-keita",
        "person:any.salif-keita",
    ]
    known = found[0]
    assert set(known.card.names) == {"Oumar Keïta", "Keïta", "OUMAR KEITA"}
    assert [(r.role, r.first) for r in known.card.roles] == [
        ("ministre malien", "2019-04-02"), ("opposant", "2021-08-01"),
    ]  # fmt: skip
    assert known.countries == (("MLI", "adjective", 2),)
    assert {s for s, _, _ in known.sectors} == {"GOV", "OPP"}
    assert known.seen == (("a", "2019-04-02"), ("b", "2021-08-01"))
    assert [(j.verdict, j.reasons[0].what) for j in known.links] == [("same", "same name")]


@pytest.mark.parametrize(
    ("name", "cards"), [("person:mli.oumar-keita", 1), ("Dupont", 0), ("", 0)]
)
def test_an_id_is_a_name_too_and_a_stranger_has_no_card(path: Path, name: str, cards: int):
    with Record(path) as record:
        assert len(actors_named(record, name, KB)) == cards


def test_the_command_prints_a_card(path: Path):
    """Forms, office, dispatches; JSON where asked; nobody is said on standard error."""
    run = CliRunner().invoke
    shown = run(app, ["actor", "Oumar Keita", str(path)]).stdout
    assert "ministre malien" in shown
    assert "2021-08-01" in shown
    assert (
        '"person:mli.oumar-keita"'
        in run(app, ["actor", "Keita", str(path), "--json"]).stdout
    )
    assert run(app, ["actor", "Dupont", str(path)]).stdout == ""


def test_kb_commands(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Find ranks, add keeps, an import of nothing writes nothing."""
    monkeypatch.setenv("VIGIE_KB", str(tmp_path / "kb"))
    run = CliRunner().invoke
    assert "lby.khalifa-haftar" in run(app, ["kb", "find", "haftar"]).stdout
    assert '"how":"whole"' in run(app, ["kb", "find", "ONU", "--json"]).stdout
    mine = tmp_path / "mine.yaml"
    mine.write_text(
        "{kind: PER, source: o, rows: {MLI: [Oumar Keïta | GOV 2020-]}}", "utf-8"
    )
    assert "1 " in run(app, ["kb", "add", str(mine)]).stdout
    assert "mli.oumar-keita" in run(app, ["kb", "find", "oumar keita"]).stdout
    dump = tmp_path / "dump.json"
    dump.write_text("[\n]\n", "utf-8")
    assert (
        "0 " in run(app, ["kb", "import-wikidata", str(dump), "-o", str(tmp_path)]).stdout
    )
