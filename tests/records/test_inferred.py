"""Laws of what is said and what is inferred, read from the reasons of a report."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

import vigie
from vigie.records import Report, Span, as_said, inferred_fields
from vigie.records.inferred import FIELDS

SAID = (
    "actor: subj", "recipient: obj", "when: tree", "when: sentence", "actor: told elsewhere",
    "where: named in the sentence", "said by gna (que)", "cameo 190: ASSAULT", "actors: Aya says so",
    "recipients: Aya says so", "when: Aya says so", "where: Aya says so", "all who meet are actors",
)  # fmt: skip
INFERRED = {
    "actor inferred: habitants": "actors", "actor implied by PROTEST": "actors",
    "recipient inferred: the government in place": "recipients", "when: carried": "when",
    "when: story": "when", "where: frame of the dispatch": "where",
    "where: named earlier in the paragraph": "where",
}  # fmt: skip
REASONS = st.lists(st.sampled_from([*SAID, *INFERRED]), max_size=8).map(tuple)


def report(why: tuple[str, ...], **fields: object) -> Report:
    """A report whose fields are all filled, unless told otherwise."""
    full: dict[str, object] = {
        "actors": ("a",), "recipients": ("b",), "when": "2020-05-21", "where": "Asaba",
    }  # fmt: skip
    return Report(
        id="r1", span=Span(0, 9), trigger=Span(2, 5), type="PROTEST", mode=None,
        status="asserted", why=why, **(full | fields),
    )  # type: ignore[arg-type]  # fmt: skip


@given(why=REASONS)
def test_as_said_nothing_inferred_remains_and_the_rest_is_untouched(why: tuple[str, ...]):
    before = report(why)
    gone, after = inferred_fields(before), as_said(before)
    assert not inferred_fields(after)
    assert not any(getattr(after, field) for field in gone)
    kept = {f: getattr(before, f) for f in gone}
    assert msgspec.structs.replace(after, **kept) == before


@pytest.mark.parametrize(("reason", "field"), INFERRED.items())
def test_each_code_of_an_inference_marks_its_field(reason: str, field: str):
    assert inferred_fields(report((reason,))) == {field}


@given(why=REASONS)
def test_the_last_word_on_a_field_stands(why: tuple[str, ...]):
    """What a person says after the machine is said; what is inferred after is inferred."""
    ruled = (*why, *(f"{field}: Aya says so" for field in FIELDS))
    assert not inferred_fields(report(ruled))
    assert inferred_fields(report((*ruled, *INFERRED))) == set(FIELDS)


def test_an_empty_field_is_not_inferred():
    empty = report(tuple(INFERRED), actors=(), recipients=(), when=None, where=None)
    assert not inferred_fields(empty)


def test_days_that_are_only_candidates_go_with_the_day():
    days = report(("when: carried",), when=None, candidates=("2020-05-14", "2020-05-21"))
    assert inferred_fields(days) == {"when"}
    assert as_said(days).candidates == ()


def test_the_coder_marks_each_inference_with_a_code_that_is_read():
    """A reason in the coder that speaks of inferring begins as records/inferred.py expects."""
    room = Path(vigie.__file__).parent / "reports"
    found = [
        reason
        for file in sorted(room.glob("*.py"))
        for reason in re.findall(r'reason=f?"([^"]*)"', file.read_text(encoding="utf-8"))
        if "inferred" in reason or "implied" in reason
    ]
    assert found
    for reason in found:
        assert re.match(r"(actor|recipient) (inferred: |implied by )", reason), reason
