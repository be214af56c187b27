"""Pages of ten layouts of our own: what is left after the reader and the cleaning is the article."""

from __future__ import annotations

import statistics

import pytest
from measure import body_score
from pages import LAYOUTS, make_page

PER_LAYOUT = 4
ENOUGH = 0.97


@pytest.fixture(scope="module")
def scores(residue) -> dict[int, list[float]]:
    found: dict[int, list[float]] = {layout: [] for layout in range(len(LAYOUTS))}
    for seed in range(PER_LAYOUT * len(LAYOUTS)):
        page = make_page(seed)
        found[seed % len(LAYOUTS)].append(body_score(page.html, page.body, residue).f1)
    return found


def test_the_article_is_what_is_left(scores):
    """The mean of a thousand is measured by bench/dispatches.py; these are its first pages."""
    assert statistics.mean(f1 for some in scores.values() for f1 in some) >= ENOUGH


@pytest.mark.parametrize("layout", range(len(LAYOUTS)))
def test_no_layout_is_lost(scores, layout):
    """Tables for layout, classes that say nothing: the article is found all the same."""
    assert min(scores[layout]) >= 0.75


def test_a_seed_makes_one_page():
    assert make_page(7) == make_page(7)
    assert make_page(7) != make_page(17)
