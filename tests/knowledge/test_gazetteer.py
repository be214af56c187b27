"""Laws of the gazetteer: what is in it, how it is found, what it refuses."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.errors import BadKnowledge, BadRequest
from vigie.knowledge.gazetteer import DEFAULT, FOLDER, Gazetteer, open_gazetteer
from vigie.knowledge.gazetteer_build import TABLES, Row, _own_row, own_rows, save_rows
from vigie.knowledge.name_keys import edits
from vigie.knowledge.yaml import read_yaml
from vigie.records.place import PRECISIONS

MOST_BYTES = 30_000_000


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return open_gazetteer()


@pytest.mark.parametrize(
    ("name", "country", "lat", "lon"),
    [
        ("Londres", "GBR", 51.5, -0.1),
        ("Le Caire", "EGY", 30.05, 31.25),
        ("Caire", "EGY", 30.05, 31.25),  # "au Caire"
        ("La Haye", "NLD", 52.1, 4.3),
        ("Pékin", "CHN", 39.9, 116.4),
        ("PEKIN", "CHN", 39.9, 116.4),
        ("Alep", "SYR", 36.2, 37.15),
        ("Tombouctou", "MLI", 16.8, -3.0),
        ("N’Djaména", "TCD", 12.1, 15.05),
        ("Ndjamena", "TCD", 12.1, 15.05),
        ("al-Watiya", "LBY", 32.45, 11.9),
        ("Kapisa", "AFG", 35.0, 69.65),
        ("Nord-Kivu", "COD", -0.5, 29.0),
        ("Nagorny-Karabakh", "AZE", 39.8, 46.75),
        ("bande de Gaza", "PSE", 31.4, 34.35),
        ("Srebrenica", "BIH", 44.1, 19.3),
        ("Guantánamo", "CUB", 19.9, -75.15),
    ],
)
def test_a_name_the_french_press_writes_is_found(
    gazetteer: Gazetteer, name: str, country: str, lat: float, lon: float
):
    """Accents, capitals, articles and apostrophes do not matter."""
    found = [p for p in gazetteer.find(name) if p.country == country]
    assert any(abs(p.lat - lat) < 0.5 and abs(p.lon - lon) < 0.5 for p in found)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("RDC", "COD"), ("République démocratique du Congo", "COD"), ("Congo-Kinshasa", "COD"),
        ("Birmanie", "MMR"), ("Myanmar", "MMR"), ("Cisjordanie", "PSE"), ("Palestine", "PSE"),
        ("Vatican", "VAT"), ("Etats-Unis", "USA"), ("USA", "USA"), ("Côte d’Ivoire", "CIV"),
        ("Kosovo", "KOS"), ("Soudan du Sud", "SSD"), ("Centrafrique", "CAF"),
        ("Émirats arabes unis", "ARE"), ("Corée du Nord", "PRK"), ("ÉGYPTE", "EGY"),
        ("Guinée équatoriale", "GNQ"), ("Guinée-Bissau", "GNB"), ("Guinée", "GIN"),
    ],
)  # fmt: skip
def test_countries_go_by_their_press_names(gazetteer: Gazetteer, name: str, code: str):
    """Old, short and disputed names lead to the code of the ontology."""
    wide = ("country", "area", "admin1")
    assert [p.country for p in gazetteer.find(name) if p.precision in wide] == [code]


def test_a_shared_name_keeps_all_its_bearers(gazetteer: Gazetteer):
    """Tripoli is in Libya, Lebanon and Greece; the most peopled comes first."""
    found = gazetteer.find("Tripoli")
    assert {"LBY", "LBN", "GRC"} <= {p.country for p in found}
    assert found[0].country == "LBY"


@pytest.mark.parametrize(
    ("name", "country", "meant"),
    [
        ("Benghazii", "LBY", "Benghazi"),
        ("Sidi Bou Zid", "TUN", "Sidi Bouzid"),
        ("Moussa Qala", "AFG", "Mūsá Qal‘ah"),
        ("Naltchik", "RUS", "Nalchik"),
        ("Vovtchansk", "UKR", "Vovchansk"),
    ],
)
def test_a_transcription_is_heard(
    gazetteer: Gazetteer, name: str, country: str, meant: str
):
    """What transcribers write otherwise is found by ear, inside a country."""
    assert gazetteer.find_like(name, [country])[0].name == meant


def test_nothing_is_heard_without_a_country(gazetteer: Gazetteer):
    """A skeleton alone matches anything, so it is never asked alone."""
    assert gazetteer.find_like("Benghazi", []) == ()


def test_far_names_are_not_heard(gazetteer: Gazetteer):
    """Sharing consonants is not enough: Hassan is not Aswan."""
    assert all(p.name != "Aswān" for p in gazetteer.find_like("Hassan", ["EGY"]))


@given(st.text(max_size=40))
def test_no_name_raises(name: str):
    """Any string may be asked."""
    gazetteer = open_gazetteer()
    assert isinstance(gazetteer.find(name), tuple)
    assert isinstance(gazetteer.find_like(name, ["SYR"]), tuple)
    gazetteer.close()


def test_every_country_has_a_label_point(gazetteer: Gazetteer):
    """A place known only by its country can be drawn."""
    assert len(gazetteer.countries) >= 195
    assert gazetteer.country("MLI") is not None
    assert gazetteer.country("XXX") is None


def test_the_file_stays_small():
    """The wheel carries it."""
    assert DEFAULT.stat().st_size < MOST_BYTES


def test_same_rows_give_the_same_bytes(tmp_path: Path):
    """Two machines build the same file."""
    rows = list(own_rows())
    for name in ("a", "b"):
        save_rows(tmp_path / name, rows)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_missing_file_says_its_cure(tmp_path: Path):
    """The caller learns what to run."""
    with pytest.raises(BadRequest, match=r"python -m vigie\.knowledge\.gazetteer"):
        open_gazetteer(tmp_path / "none.sqlite")


def test_a_file_of_another_version_is_refused(tmp_path: Path):
    """An old file would answer wrongly in silence."""
    old = tmp_path / "old.sqlite"
    with sqlite3.connect(old) as db:
        db.execute("CREATE TABLE about (key TEXT, value TEXT)")
        db.execute("INSERT INTO about VALUES ('format', '0')")
    db.close()
    with pytest.raises(BadRequest, match="another version"):
        open_gazetteer(old)
    (tmp_path / "junk.sqlite").write_text("not a database at all", "utf-8")
    with pytest.raises(BadRequest):
        open_gazetteer(tmp_path / "junk.sqlite")


@pytest.mark.parametrize(
    "table", [t for t in TABLES if t not in ("keys", "kinds", "coverage")]
)
def test_no_country_stands_twice_in_a_table(table: str):
    """YAML would keep the last of two and drop the first in silence."""
    lines = (FOLDER / f"{table}.yaml").read_text("utf-8").splitlines()
    heads = [
        line.partition(":")[0] for line in lines if line[:3].isupper() and line[3:4] == ":"
    ]
    assert len(heads) == len(set(heads))


def test_hand_written_rows_are_whole():
    """Kind, degrees, a country of ours or none, at least one name."""
    kinds = read_yaml(FOLDER / "kinds.yaml")
    known = set(read_yaml(FOLDER / "countries.yaml")) | {""}
    rows = list(own_rows())
    assert len(rows) > 1800
    for row in rows:
        assert row.country in known, row
        assert all(name == name.strip() and name for name in row.names), row
    assert set(kinds.values()) <= set(PRECISIONS)


@pytest.mark.parametrize(
    "entry",
    [["city", "95", "0", "X"], ["city", "1", "2"], ["castle", "1", "2", "X"], ["city"]],
)
def test_a_malformed_row_stops_the_build(entry: list[str]):
    """File, row, and what was expected."""
    with pytest.raises(BadKnowledge, match=r"sites\.yaml"):
        _own_row("sites.yaml", "LBY", entry, {"city": "city"})


def test_a_row_of_ours_outlives_the_public_table(tmp_path: Path):
    """A file made of one row answers for that row."""
    row = Row(country="MLI", lat=16.0, lon=-1.0, kind="village", precision="city", people=0,
              names=("Tin-Exemple",))  # fmt: skip
    save_rows(tmp_path / "one.sqlite", [row])
    gazetteer = open_gazetteer(tmp_path / "one.sqlite")
    assert [p.country for p in gazetteer.find("tin exemple")] == ["MLI"]
    gazetteer.close()


def test_edits_give_up_early():
    """More than asked is only "more"."""
    assert edits("alep", "alep", most=1) == 0
    assert edits("alep", "damas", most=2) == 3
