"""Sketches: the numbers of a text are those of its word pairs, whatever is done around them."""

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from vigie.dispatches.sketches import MOST_HOLDERS, propose, shared, sketch

WORDS = st.lists(
    st.sampled_from(["roi", "reine", "mort", "vive", "l'été", "où", "12", "naïf", "çà"]),
    max_size=40,
)


def numbers(texts):
    return [text.pairs for text in sketch(texts)]


def pairs(words: list[str]) -> set[tuple[str, str]]:
    flat = [w for word in words for w in word.replace("'", " ").split()]
    return set(pairwise(flat))


@given(one=WORDS, other=WORDS)
def test_what_two_texts_share_is_counted_exactly(one, other):
    """As many numbers as pairs of words, as many in common as pairs in common."""
    a, b = numbers([" ".join(one), " ".join(other)])
    assert (len(a), len(b)) == (len(pairs(one)), len(pairs(other)))
    assert shared(a, b) == len(pairs(one) & pairs(other))


@given(text=st.text(max_size=200), beside=st.text(max_size=50))
def test_the_numbers_of_a_text_do_not_depend_on_the_others(text, beside):
    assert numbers([text])[0].tolist() == numbers([beside, text, beside])[1].tolist()


def test_accents_capitals_and_stops_do_not_count():
    a, b = numbers(["L’ÉTÉ est là ; le roi, dit-on…", "l'ete est la le roi dit on"])
    assert a.tolist() == b.tolist()


def test_a_text_held_by_more_than_a_hash_remembers_still_finds_one():
    """The bound on holders makes the common cheap and loses nobody."""
    luck = random.Random(7)
    words = [f"mot{n}" for n in range(400)]
    texts = [" ".join(words)] * (3 * MOST_HOLDERS) + [" ".join(luck.sample(words, 400))]
    found = dict(propose(sketch(texts), [str(n) for n in range(len(texts))]))
    assert all(found[n] for n in range(1, 3 * MOST_HOLDERS))
    assert len(texts) - 1 not in found
