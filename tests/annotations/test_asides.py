"""Laws of asides: a subject and its verb are one clause, whatever two commas set between them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.annotations.asides import join_around
from vigie.records import Token

FIN = "VerbForm=Fin"


def parsed(rows: str) -> list[Token]:
    """Tokens of one sentence, a row each: word, part of speech, relation, head, morphology."""
    out: list[Token] = []
    for i, row in enumerate(rows.strip().splitlines()):
        text, pos, dep, head, *morph = row.split()
        out.append(
            Token(
                i,
                text,
                text.lower(),
                pos,
                "|".join(morph),
                dep,
                int(head),
                i,
                i + 1,
                0,
                0,
                True,
            )
        )
    return out


def arc(tokens: list[Token], word: str) -> tuple[str, str]:
    """What a word hangs on, and how."""
    token = next(t for t in tokens if t.text == word)
    return tokens[token.head].text, token.dep


SAID = f"""
rebelles NOUN nsubj 3
, PUNCT punct 3
a AUX aux:tense 3 {FIN}
indiqué VERB ROOT 3 VerbForm=Part
maire NOUN obj 3
, PUNCT punct 7
ont AUX aux:tense 7 {FIN}
attaqué VERB parataxis 3 VerbForm=Part
villages NOUN nsubj 7
"""
SOURCE = f"""
armée NOUN nsubj 6
, PUNCT punct 3
selon ADP case 3
habitants NOUN conj 0
, PUNCT punct 3
a AUX aux:tense 6 {FIN}
brûlé VERB ROOT 6 VerbForm=Part
maisons NOUN obj 6
"""


def test_an_incise_gives_the_subject_back_to_the_verb():
    """Whoever is told of before the aside acts after it, and who says so is in the aside."""
    tokens = parsed(SAID)
    join_around(tokens)
    assert arc(tokens, "rebelles") == ("attaqué", "nsubj")
    assert arc(tokens, "indiqué") == ("attaqué", "parataxis")
    assert arc(tokens, "maire") == ("indiqué", "nsubj")
    assert arc(tokens, "villages") == ("attaqué", "obj")
    assert arc(tokens, "attaqué") == ("attaqué", "ROOT")


def test_whom_an_oblique_aside_names_joins_no_subject():
    """In "L'armée, selon des habitants, a brûlé": the inhabitants burn nothing."""
    tokens = parsed(SOURCE)
    join_around(tokens)
    assert arc(tokens, "habitants") == ("brûlé", "obl:mod")
    assert arc(tokens, "armée") == ("brûlé", "nsubj")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("rebelles NOUN nsubj 3", f"viennent VERB nsubj 3 {FIN}"),  # a clause before it
        (f"ont AUX aux:tense 7 {FIN}", "et CCONJ cc 7"),  # no verb after it
        ("maire NOUN obj 3", "hier ADV advmod 3"),  # nobody speaks in it
    ],
)
def test_what_is_no_aside_is_left_alone(old: str, new: str):
    """A clause before, no verb after, or nobody who speaks inside: nothing changes."""
    assert old in SAID
    tokens = parsed(SAID.replace(old, new))
    before = [(t.head, t.dep) for t in tokens]
    join_around(tokens)
    assert [(t.head, t.dep) for t in tokens] == before


def test_joining_twice_changes_nothing():
    """The second time finds nothing to mend."""
    tokens = parsed(SAID)
    join_around(tokens)
    once = [(t.head, t.dep) for t in tokens]
    join_around(tokens)
    assert [(t.head, t.dep) for t in tokens] == once


@given(st.lists(st.integers(0, 8), min_size=9, max_size=9), st.sampled_from([SAID, SOURCE]))
def test_no_tree_makes_a_ring(heads: list[int], rows: str):
    """However wrong the arcs, each word that had a root above it has one after."""
    tokens = parsed(rows)
    for token, head in zip(tokens, heads, strict=False):
        token.head = min(head, len(tokens) - 1)
    rooted = [_has_root(tokens, t) for t in tokens]
    join_around(tokens)
    assert all(_has_root(tokens, t) for t, had in zip(tokens, rooted, strict=True) if had)


def _has_root(tokens: list[Token], token: Token) -> bool:
    for _ in tokens:
        if token.head == token.i:
            return True
        token = tokens[token.head]
    return token.head == token.i
