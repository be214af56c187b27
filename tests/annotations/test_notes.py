"""Laws of notes: what the tagger's tree is mended of before anyone reads it."""

from __future__ import annotations

import pytest

from vigie.annotations.notes import annotate
from vigie.annotations.pipeline import Tagger, load_tagger
from vigie.records import Block, Dispatch, Meta


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    """The shipped pipeline."""
    return load_tagger()


def dispatch(text: str) -> Dispatch:
    """A clean text of one paragraph, nothing cut."""
    return Dispatch(
        id="x", raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),), cuts=(), meta=Meta(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "verb", "infinitive"),
    [
        ("La Russie a démenti jeudi avoir livré des avions à l'ANL.", "démenti", "livré"),
        ("L'armée a nié mardi avoir bombardé l'hôpital de Gao.", "nié", "bombardé"),
        ("Le ministre a annoncé lundi vouloir partir.", "annoncé", "vouloir"),
    ],
)
def test_an_infinitive_hangs_on_its_verb_across_a_day(
    tagger: Tagger, text: str, verb: str, infinitive: str
) -> None:
    """A bare infinitive completes the verb, never the day that stands between."""
    notes = annotate(dispatch(text), tagger, "m")
    at = {t.text: t for t in notes.tokens}
    assert at[infinitive].head == at[verb].i
    assert at[infinitive].i in notes.kids[at[verb].i]


def test_white_space_is_no_token(tagger: Tagger) -> None:
    """Blanks of any kind leave the count, and offsets stay those of the text."""
    text = "L'armée   a\n bombardé\u00a0Sirte."
    notes = annotate(dispatch(text), tagger, "m")
    assert all(t.text.strip() for t in notes.tokens)
    assert [text[t.start : t.end] for t in notes.tokens] == [t.text for t in notes.tokens]
