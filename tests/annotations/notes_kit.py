"""Small kit of the tests of notes: a sentence of ours, read with all that the pack knows of forms."""

from __future__ import annotations

from vigie.annotations.notes import annotate
from vigie.flow.kit import Kit
from vigie.records import Block, Dispatch, Notes


def notes_of(kit: Kit, text: str) -> Notes:
    """Notes of a clean text of one paragraph, nothing cut."""
    dispatch = Dispatch(
        id="x", raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),),
    )  # fmt: skip
    tongue = kit.default
    return annotate(dispatch, tongue.tagger, tongue.model, tongue.forms)
