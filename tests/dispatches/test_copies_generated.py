"""Lineages of texts we made: copies are grouped, texts on the same events are not."""

from __future__ import annotations

import pytest
from measure import lineage_score, make_texts
from rewrites import EDITS, rewrites_score

from vigie.dispatches.copies import find_copies
from vigie.records import Meta


@pytest.mark.parametrize(("events", "precision", "recall"), [(30, 0.99, 0.90)])
def test_copies_cuts_and_rewordings_are_found_and_nothing_else(events, precision, recall):
    """Of 30 % cut, of a quarter of the words changed; beside as many texts written apart."""
    score = lineage_score(*make_texts(events))
    assert score.precision >= precision
    assert score.recall >= recall


def test_a_wire_copied_everywhere_stays_one_lineage():
    """However many outlets carry it, the bound on what is compared loses none of them."""
    texts, _ = make_texts(1)
    wire = texts[0][1]
    copied = [
        (f"site-{k:03}", wire, Meta(published=f"2021-05-03T{k % 24:02}:00"))
        for k in range(200)
    ]
    (lineage,) = find_copies(copied)
    assert len(lineage.kin) == len(copied)


def test_what_editors_do_to_a_wire_leaves_it_one_lineage():
    """Other order, fused sentences, headlines, phrases, figures; other desks stand apart."""
    precision, recall, by_edit = rewrites_score(20)
    assert precision >= 0.99
    assert recall >= 0.95
    assert set(by_edit) == {edit.__name__ for edit in EDITS}
    assert min(by_edit.values()) >= 0.9
