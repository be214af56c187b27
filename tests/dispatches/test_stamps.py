"""Stamps: what "Publié le 12 mars 2021 à 14h05" says, in all its spellings."""

import pytest

from vigie.dispatches.clean import clean
from vigie.dispatches.stamps import scan_stamp
from vigie.dispatches.tape import plain
from vigie.records import Given, RawDispatch


def scan(text, residue):
    folded = plain(text)
    return scan_stamp(text, folded, 0, len(folded), residue.grammar)


@pytest.mark.parametrize(
    ("text", "published", "modified"),
    [
        ("Publié le 12 mars 2021 à 14h05", "2021-03-12T14:05", None),
        ("PUBLIE LE 12 FEVRIER 2021 A 9H", "2021-02-12T09:00", None),
        ("Publié le : 12/03/2021 - 14:05 Modifié le : 13/03/2021 - 08:00", "2021-03-12T14:05", "2021-03-13T08:00"),
        ("Mis à jour le vendredi 12 mars 2021 à 14 h 05", None, "2021-03-12T14:05"),
        ("le 1er août 2012", "2012-08-01", None),
        ("12.03.21 | 14:05", "2021-03-12T14:05", None),
        ("14:05 | 12.03.2021", "2021-03-12T14:05", None),
        ("2021-03-12T14:05:33+01:00", "2021-03-12T14:05+01:00", None),
        ("Publié le 12/03/2021 à 14:05 GMT", "2021-03-12T14:05Z", None),
        ("March 12, 2021", "2021-03-12", None),
        ("Posted on 12 Mar 2021", "2021-03-12", None),
        ("Publié le 12 mars", "--03-12", None),
        ("Publié le 31/02/2021", None, None),
        ("Publié il y a 3 heures", None, None),
        ("Publié\u00a0le 12\u202fmars 2021".replace("\u00a0", " ").replace("\u202f", " "), "2021-03-12", None),
    ],
)  # fmt: skip
def test_dates_keep_the_precision_they_are_written_with(text, published, modified, residue):
    stamp = scan(text, residue)
    assert (stamp.published, stamp.modified) == (published, modified)
    assert stamp.dated


def test_a_stamp_names_its_wire_and_its_authors(residue):
    stamp = scan("Par Karim Sahraoui et Zoé de La Tour, AFP le 12/03/2021 à 14:05", residue)
    assert stamp.names == ("Karim Sahraoui", "Zoé de La Tour")
    assert stamp.agencies == ("AFP",)


def test_a_stamp_stops_where_the_article_starts(residue):
    text = "Reuters • 23/05/2020 à 21:29 Le président a parlé."
    stamp = scan(text, residue)
    assert text[stamp.start : stamp.end] == "Reuters • 23/05/2020 à 21:29"


@pytest.mark.parametrize(
    "text", ["", "Le président a parlé.", "Publié", "à le de", "12", "2020-13"]
)
def test_words_that_date_nothing_are_no_stamp(text, residue):
    assert not scan(text, residue).dated


@pytest.mark.parametrize(
    ("stamp", "published"),
    [
        ("Publié aujourd'hui à 12h40", "2021-05-01T12:40"), ("Publié hier à 23:05", "2021-04-30T23:05"),
        ("PUBLIÉ AUJOURD’HUI", "2021-05-01"), ("Publié avant-hier", "2021-04-29"),
        ("Publié il y a 3 jours", "2021-04-28"), ("Posted 2 days ago", "2021-04-29"),
        ("Publié il y a 2 heures", None), ("Publié il y a 9999999 jours", None),
    ],
)  # fmt: skip
def test_a_day_told_from_the_reader_is_counted_from_the_fetch(stamp, published, residue):
    """Hours are not: a fetch is dated in universal time, the page is not."""
    text = f"Grève au port de Sfax\n\n{stamp}\n\nLes dockers du port ont cessé le travail lundi, selon le syndicat."
    for fetched in ("2021-05-01T08:00:00Z", None, "hier"):
        raw = RawDispatch(id="x", text=text, given=Given(fetched=fetched))
        dispatch, _ = clean(raw, residue, "fr")
        assert stamp not in dispatch.text
        assert dispatch.meta.published == (
            published if fetched and fetched[0] == "2" else None
        )
