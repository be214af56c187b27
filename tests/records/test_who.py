"""The index of who: from a token to the actors it names."""

from __future__ import annotations

import pytest

from vigie.records import Block, Dispatch, Mention, Notes, Span, Token
from vigie.records.who import WhoIndex


def notes(*words: tuple[str, str, str, int]) -> Notes:
    """Notes of one sentence: (word, part of speech, relation, head)."""
    tokens, at = [], 0
    for i, (word, pos, dep, head) in enumerate(words):
        tokens.append(
            Token(i, word, word, pos, "", dep, head, at, at + len(word), 0, 0, True)
        )
        at += len(word) + 1
    text = " ".join(w[0] for w in words)
    dispatch = Dispatch(
        id="d", raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),),
    )  # fmt: skip
    return Notes(dispatch, tokens, [(0, len(tokens))], [], "test")


def mention(n: Notes, start: int, end: int, actor: str, **more: object) -> Mention:
    head = more.pop("head", start)
    return Mention(
        span=n.span(start, end), tok_start=start, tok_end=end, head=head, kind="PER", actor=actor,
        how=more.pop("how", "name"), **more,
    )  # type: ignore[arg-type]  # fmt: skip


@pytest.fixture
def pair() -> Notes:
    return notes(
        ("Ankara", "PROPN", "nsubj", 3), ("et", "CCONJ", "cc", 2), ("Moscou", "PROPN", "conj", 0),
        ("négocient", "VERB", "ROOT", 3),
    )  # fmt: skip


def test_coordination_gives_both(pair: Notes):
    index = WhoIndex(pair, [mention(pair, 0, 1, "TUR"), mention(pair, 2, 3, "RUS")])
    assert index.at(0) == ("TUR", "RUS")
    assert index.at(2) == ("RUS",)


def test_a_verb_is_nobody(pair: Notes):
    assert WhoIndex(pair, []).at(3) == ()


def test_a_thing_gives_whom_its_complement_names():
    """The strikes of the army are the army's."""
    n = notes(
        ("les", "DET", "det", 1), ("frappes", "NOUN", "nsubj", 5), ("de", "ADP", "case", 4),
        ("l'", "DET", "det", 4), ("armée", "NOUN", "nmod", 1), ("continuent", "VERB", "ROOT", 5),
    )  # fmt: skip
    assert WhoIndex(n, [mention(n, 4, 5, "armee")]).at(1) == ("armee",)


def test_owner_of_a_possessive():
    n = notes(
        ("ses", "DET", "det", 1),
        ("forces", "NOUN", "nsubj", 2),
        ("avancent", "VERB", "ROOT", 2),
    )
    index = WhoIndex(n, [mention(n, 0, 1, "haftar", how="possessive", named=False)])
    assert index.owner(0) == index.owner(1) == "haftar"
    assert index.at(1) == ("haftar",)
    assert index.owner(2) is None


def test_the_shown_mention_goes_before_the_hidden_one():
    n = notes(
        ("président", "NOUN", "nsubj", 2),
        ("Altan", "PROPN", "appos", 0),
        ("parle", "VERB", "ROOT", 2),
    )
    hidden = mention(n, 0, 1, "b", named=False)
    shown = mention(n, 0, 1, "a")
    assert WhoIndex(n, [hidden, shown]).at(0) == ("a",)
    assert WhoIndex(n, [mention(n, 1, 2, "altan")]).at(0) == ("altan",)


def test_spans_are_spans(pair: Notes):
    assert mention(pair, 0, 3, "x").span == Span(0, 16)
