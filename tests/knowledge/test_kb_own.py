"""A user's own actors, names as a person asks for them, towns, and Wikidata's dump."""

from __future__ import annotations

import bz2
import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.errors import BadKnowledge, BadRequest
from vigie.knowledge.kb import open_kb
from vigie.knowledge.kb_find import find_ranked
from vigie.knowledge.kb_own import add_file, own_folder
from vigie.knowledge.kb_towns import read_towns
from vigie.knowledge.kb_wikidata import Line, read_dump, write_files
from vigie.records import Issue

KB = open_kb()
MINE = """kind: PER
source: ours
rows:
  LBY:
    - Salem Tarbouni; Tarbouni | GOV 2019-2021 D
    - Khalifa Haftar; Haftar | GOV 2030-
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VIGIE_KB", str(tmp_path / "kb"))
    return tmp_path


def _file(folder: Path, text: str, name: str = "mine.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_own_actors_lie_over_the_shipped_ones(home: Path):
    """A new row is found, a known one is replaced and said, a namesake is said."""
    added = add_file(_file(home, MINE + "    - Jean Sarraj; Sarraj | GOV\n"))
    assert added.replaced == ("lby.khalifa-haftar",)
    assert any(
        row == "lby.jean-sarraj" and form == "sarraj" for row, form, _ in added.namesakes
    )
    assert added.kept_at.parent == own_folder() == home / "kb"
    own = open_kb()
    assert own.find("Tarbouni", 2020)[0].role == "ministre de la Défense"
    assert own["lby.khalifa-haftar"].sector == "GOV"
    assert len(own) == len(KB) + 2
    assert KB["lby.khalifa-haftar"].sector == "REB"


def test_a_file_added_again_takes_its_own_place(home: Path):
    """Adding twice is adding once; two files may not both hold a row."""
    path = _file(home, MINE)
    assert add_file(path) == add_file(path)
    with pytest.raises(BadKnowledge, match="one row for lby"):
        add_file(_file(home, MINE, "other.yaml"))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rows: {LBY: []}", "the keys"), ("[1, 2]", "the keys"),
        ("{kind: PER, source: o, rows: [a]}", "countries"),
        ("{kind: PER, source: o, rows: {XXX: [a | GOV]}}", "a country"),
        ("{kind: PER, source: o, rows: {LBY: [a]}}", "at least one term"),
        ("{kind: PER, source: o, rows: {LBY: [a | ZZZ]}}", "PLOVER"),
        ("{kind: PER, source: o, rows: {LBY: [a | GOV 2020-2010]}}", "before it ends"),
        ("{kind: PER, source: o, rows: {LBY: ['  | GOV']}}", "a name"),
        ("{kind: CAT, source: o, rows: {LBY: [a | GOV]}}", "a kind"),
        ("{kind: PER, source: o, rows: {LBY: [[a]]}}", "a line of text"),
        ("kind: [", "valid YAML"),
    ],
)  # fmt: skip
def test_a_malformed_file_is_refused_and_nothing_kept(home: Path, text: str, said: str):
    """File, entry, what was expected; the base stays as it was."""
    with pytest.raises(BadKnowledge, match=said):
        add_file(_file(home, text))
    assert not (home / "kb").exists()


def test_a_file_that_is_not_there_is_a_wrong_request(home: Path):
    with pytest.raises(BadRequest, match="not there"):
        add_file(home / "no.yaml")


@pytest.mark.parametrize(
    ("name", "when", "first", "how"),
    [
        ("Haftar", None, "lby.khalifa-haftar", "whole"), ("o.n.u.", None, "igo.organisation-des-nations-unies", "whole"),
        ("GADDAFI", "2009", "lby.mouammar-kadhafi", "whole"), ("cavusoglu", "2018", "tur.mevlut-cavusoglu", "whole"),
        ("Aqmi", None, "any.al-qaida-au-maghreb-islamique", "whole"),
        ("Moammar Khadafy", None, "lby.mouammar-kadhafi", "by ear"),
        ("Grand Sahara", None, "any.etat-islamique-au-grand-sahara", "words"),
    ],
)  # fmt: skip
def test_a_name_is_found_however_it_is_typed(
    name: str, when: str | None, first: str, how: str
):
    """Whole names first, then acronyms, family names, other spellings, other words."""
    hit = find_ranked(KB, name, when)[0]
    assert (hit.row.id, hit.how) == (first, how)


def test_office_on_the_day_comes_first():
    """Of the bearers of a name, who was in office that year."""
    assert [find_ranked(KB, "Bush", y)[0].row.id for y in ("1991", "2005")] == [
        "usa.george-bush", "usa.george-w-bush",
    ]  # fmt: skip


@given(st.text(max_size=30))
def test_no_name_raises(name: str):
    """Each row once, whatever is asked."""
    hits = find_ranked(KB, name)
    assert len({h.row.id for h in hits}) == len(hits)


def test_towns_speak_of_a_country_only_where_the_name_leaves_no_doubt(tmp_path: Path):
    """Without a gazetteer there are none; Tripoli is in two countries."""
    assert read_towns(tmp_path / "none.sqlite") == {}
    if KB.town("Marseille") is None:
        pytest.skip("no gazetteer was built here")
    assert [KB.town(n) for n in ("Marseille", "Benghazi", "NEW YORK", "Tripoli", "Xyz")] == [
        "FRA", "LBY", "USA", None, None,
    ]  # fmt: skip


# ---- Wikidata


def _snak(value: Any) -> dict[str, Any]:
    return {"datavalue": {"value": value}}


def _entity(item: str, label: str, **claims: Any) -> dict[str, Any]:
    """An entity in the form of the dump; a claim is a Q-number, a text, or (Q, from, to)."""
    out: dict[str, list[Any]] = {}
    for prop, values in claims.items():
        for value in values if isinstance(values, list) else [values]:
            quals: dict[str, Any] = {}
            if isinstance(value, tuple):
                value, *ends = value
                quals = {
                    p: [_snak({"time": f"+{day}T00:00:00Z", "precision": 11})]
                    for p, day in zip(("P580", "P582"), ends, strict=False) if day
                }  # fmt: skip
            told = {"id": value} if value.startswith("Q") else value
            if value.startswith("+"):
                told = {"time": value, "precision": 9}
            out.setdefault(prop, []).append(
                {"mainsnak": _snak(told), "rank": "normal", "qualifiers": quals}
            )
    return {
        "id": item, "labels": {"fr": {"value": label}, "en": {"value": label + " (en)"}},
        "aliases": {"fr": [{"value": label.upper()}], "de": [{"value": "Nein"}]}, "claims": out,
    }  # fmt: skip


DUMP = [
    _entity("Q1016", "Libye", P31="Q3624078", P298="LBY"),
    _entity("Q142", "France", P31="Q3624078", P298="FRA"),
    _entity("Q900", "ministre libyen du Pétrole", P31="Q4164871", P279="Q83307", P17="Q1016"),
    _entity("Q901", "juge de paix", P31="Q4164871", P279="Q16533"),
    _entity("Q1", "Salem Tarbouni", P31="Q5", P27="Q1016",
            P39=[("Q900", "2014-06-08", "2016-01-02"), ("Q901", "2010-01-01", None)]),
    _entity("Q2", "Sans Office", P31="Q5", P27="Q1016"),
    _entity("Q3", "Parti du Jasmin", P31="Q7278", P17="Q1016", P571="+2011-00-00T00:00:00Z"),
    _entity("Q4", "Entraide du Sahel", P31="Q79913", P17="Q142"),
    _entity("Q5000", "Hélium", P31="Q11344"),
    _entity("Q6", "Khalifa Haftar", P31="Q5", P27="Q1016", P39=[("Q900", "2014-01-01", None)]),
    _entity("Q7", "Nom; à problème | ici", P31="Q7278", P17="Q1016"),
]  # fmt: skip


def _dump(rows: list[Any]) -> bytes:
    lines = [r if isinstance(r, str) else json.dumps(r) for r in rows]
    return ("[\n" + ",\n".join(lines) + "\n]\n").encode()


@pytest.mark.parametrize("ending", [".json", ".json.gz", ".json.bz2"])
def test_a_dump_gives_rows_that_can_be_added(home: Path, ending: str):
    """Offices with their dates and countries, bodies with theirs; the rest, and the known, left out."""
    squeeze = {".json": bytes, ".json.gz": gzip.compress, ".json.bz2": bz2.compress}[ending]
    path = home / f"dump{ending}"
    path.write_bytes(squeeze(_dump(DUMP)))
    found = list(read_dump(path, KB))
    assert [f.text for f in found if isinstance(f, Line)] == [
        "Salem Tarbouni; Salem Tarbouni (en); SALEM TARBOUNI | JUD 2010.01- juge de paix "
        "| GOV 2014.06-2016.01 ministre libyen du Pétrole",
        "Parti du Jasmin; Parti du Jasmin (en); PARTI DU JASMIN | PTY 2011-",
        "Entraide du Sahel; Entraide du Sahel (en); ENTRAIDE DU SAHEL | -",
    ]
    for file in write_files([f for f in found if isinstance(f, Line)], home / "out"):
        assert not add_file(file).replaced
    own = open_kb()
    assert own["lby.salem-tarbouni"].sector_at("2015") == "GOV"
    assert own["ngo.entraide-du-sahel"].country == "NGO"


def test_broken_lines_are_issues_and_the_rest_is_read(home: Path):
    """A line cut short, a number, a file cut short: said, left out."""
    path = home / "dump.json"
    path.write_bytes(_dump([*DUMP[:4], '{"id": "Q9", "labels"', "12", *DUMP[4:]]))
    found = list(read_dump(path, KB))
    assert [f.kind for f in found if isinstance(f, Issue)] == ["entity-unreadable"] * 2
    assert sum(isinstance(f, Line) for f in found) == 3
    cut = home / "dump.json.gz"
    cut.write_bytes(gzip.compress(_dump(DUMP))[:-12])
    assert any(isinstance(f, Issue) for f in read_dump(cut, KB))
    with pytest.raises(BadRequest):
        list(read_dump(home / "no.json", KB))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(
        st.sampled_from(["id", "labels", "claims", "P31", "P39", "fr", "value", "mainsnak", "datavalue"]),
        inner, max_size=3,
    ),
    max_leaves=8,
)  # fmt: skip


@settings(max_examples=40, deadline=None)
@given(st.lists(JSON, max_size=3))
def test_no_entity_however_strange_raises(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any]
):
    """What is not of the form of an entity says nothing."""
    path = tmp_path_factory.mktemp("odd") / "dump.json"
    path.write_bytes(_dump([json.dumps(r) for r in rows]))
    assert not [f for f in read_dump(path, KB) if isinstance(f, Line)]
