"""Laws of claims and quotes asked of a record: each party's words stay its own."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest

from views import made_events as made
from vigie.errors import BadRequest
from vigie.records import Quote
from vigie.store.record import Record
from vigie.views.claims import claims
from vigie.views.quotes import quotes


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The record made by hand, its events merged."""
    path = made.made_record(tmp_path_factory.mktemp("claims") / "r.vigie")
    with Record(path) as record:
        yield record


@pytest.fixture(scope="module")
def loose(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """The same without events, with two quotes in its denial."""
    path = tmp_path_factory.mktemp("claims") / "loose.vigie"
    said = Quote(
        span=made.span(made.OTHER, "trois soldats ont été tués vendredi"), tok_start=0,
        tok_end=6, direct=False, speaker="LNA", said_on="2020-05-22", addressee="TUR",
    )  # fmt: skip
    nobody = Quote(span=made.span(made.OTHER, "Asaba"), tok_start=0, tok_end=1, direct=True)
    with Record(path, write=True) as record:
        for reading in made.readings():
            mine = (said, nobody) if reading.dispatch.id == "deny" else ()
            reading = msgspec.structs.replace(reading, quotes=mine)
            list(record.add([(made.key_of(reading), reading)]))
    with Record(path) as record:
        yield record


def test_a_happening_is_told_by_each_party_in_its_words(record: Record):
    """The denial, the boast and the outlets' own voice stand side by side, in that order."""
    (told,) = claims(record)
    assert told.event == "e1asaba"
    assert told.disputed
    assert [(c.party, c.status) for c in told.claims] == [
        (None, "asserted"), (None, "asserted"), ("ANL", "denied"),
        ("Gouvernement d'union nationale", "alleged"),
    ]  # fmt: skip
    assert told.claims[2].words == "L'ANL dément avoir perdu Asaba"


def test_what_one_voice_tells_is_left_out_unless_asked(record: Record):
    """The threat is the outlets' own, told by nobody in particular: it is never a claim."""
    assert {t.event for t in claims(record, everything=True)} == {"e1asaba"}


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"party": "anl"}, 1), ({"party": "turquie"}, 0), ({"about": "ASABA"}, 1),
        ({"about": "tobrouk"}, 0), ({"since": "2020-05-21"}, 1), ({"since": "2020-06"}, 0),
    ],
)  # fmt: skip
def test_questions_narrow_the_claims(record: Record, asked: dict[str, str], found: int):
    """By party, by words and by day; case and accents do not count."""
    assert len(claims(record, **asked)) == found


def test_without_events_reports_that_agree_in_all_are_one(loose: Record):
    """A wire and its copy are one happening; a denial without a day stays apart."""
    found = {tuple(c.report for c in t.claims): t for t in claims(loose, everything=True)}
    assert set(found) == {("r5",), ("r6",)}
    assert found["r5",].disputed
    assert found["r5",].event is None


def test_a_day_that_is_none_is_refused(record: Record):
    """The cure is in the sentence."""
    for ask in (claims, quotes):
        with pytest.raises(BadRequest, match="write 2020"):
            ask(record, since="jeudi")


def test_quotes_bear_what_is_known_of_the_saying(loose: Record):
    """Whom to and on what day; the day of the saying outranks that of publication."""
    first, second = quotes(loose)
    assert (first.speaker, first.addressee, first.said_on) == (
        "ANL",
        "Turquie",
        "2020-05-22",
    )
    assert second.speaker is None
    assert [q.words for q in quotes(loose, speaker="armée nationale")] == [first.words]
    assert quotes(loose, since="2020-05-23") == [second]  # published that day
    assert quotes(loose, about="TUÉS") == [first]
