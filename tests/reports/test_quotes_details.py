"""Laws of what else is said of a saying: its day, to whom, for whom, who passes it on."""

from __future__ import annotations

import pytest
from said_kit import people, quoted, speech

from vigie.records import Quote, Report, Span, When
from vigie.reports.quotes_details import with_details, with_told_on

DAYS = {"mardi": "2024-03-12", "jeudi": "2024-03-14", "mars": "2024-03"}


def details(text: str) -> tuple[Quote, ...]:
    """The quotes of a text with their details; the days named are those of one week."""
    notes, quotes = quoted(text)
    mentions, _ = people(notes)
    times = [
        When(
            span=notes.span(t.i, t.i + 1), tok_start=t.i, tok_end=t.i + 1, value=DAYS[t.low],
            grain="day", timex="DATE", rule="test",
        )
        for t in notes.tokens if t.low in DAYS
    ]  # fmt: skip
    return with_details(notes, quotes, mentions, times, speech())


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Le maire a déclaré jeudi que la foule avait brûlé le pont.", "2024-03-14"),
        ("« La ville tiendra bon », a déclaré mardi le maire.", "2024-03-12"),
        ("Le maire a déclaré jeudi que la foule avait brûlé le pont mardi.", "2024-03-14"),
        ("Le maire a déclaré que la foule avait brûlé le pont mardi.", None),
        ("La foule a brûlé le pont mardi, a déclaré le maire.", None),
        ("Le maire a déclaré en mars que la ville tiendrait.", None),
        ("Selon le maire, la foule a brûlé le pont jeudi.", None),
        ("Le maire a déclaré que la ville tiendrait.", None),
    ],
)
def test_the_day_of_the_saying_is_not_that_of_the_act(text: str, day: str | None):
    """A day counts where it stands by the word of speech; a month is no day."""
    assert [q.said_on for q in details(text)] == [day]


@pytest.mark.parametrize(
    ("text", "addressee"),
    [
        ("Le maire a dit aux élus que la ville tiendrait.", "élus"),
        ("L'ONU a averti la Turquie que la trêve était rompue.", "turquie"),
        ("Le maire a dit à l'AFP que la ville tiendrait.", None),
        ("Le maire a dit que les élus parleraient au roi.", None),
        ("Le maire a dit que la ville tiendrait.", None),
    ],
)
def test_the_addressee_stands_by_the_word_of_speech(text: str, addressee: str | None):
    """Whom one speaks to is a complement of the verb, no agency, and none of the words said."""
    assert [q.addressee for q in details(text)] == [addressee]


def test_a_spokesperson_speaks_for_someone():
    """Spokesperson and principal are two fields."""
    (quote,) = details("« La ville tiendra bon », a dit le porte-parole du ministère.")
    assert quote.principal == "ministère"
    assert quote.speaker != quote.principal
    (quote,) = details("« La ville tiendra bon », a dit le maire.")
    assert quote.principal is None


def test_who_passes_words_on_is_not_who_said_them():
    """Of a chain, the first is the relay and the last speaks."""
    (quote,) = details("Selon l'AFP, le ministre a affirmé que la ville tiendrait.")
    assert (quote.speaker, quote.relay) == ("ministre", "afp")


def test_a_report_is_told_on_the_day_its_source_spoke():
    """The day goes to the reports inside the words, told by that speaker, and to no other."""
    quote = Quote(
        span=Span(10, 40), tok_start=2, tok_end=8, direct=False, speaker="maire",
        said_on="2024-03-14",
    )  # fmt: skip

    def report(start: int, said_by: str | None) -> Report:
        at = Span(start, start + 4)
        return Report(
            id="r", span=at, trigger=at, type="ASSAULT", mode=None, status="asserted",
            actors=(), recipients=(), when=None, said_by=said_by,
        )  # fmt: skip

    told = with_told_on(
        [report(20, "maire"), report(20, None), report(50, "maire")], [quote]
    )
    assert [r.told_on for r in told] == ["2024-03-14", None, None]
