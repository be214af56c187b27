"""Reports room. Where something was said: on a channel, in a statement, to an agency.

Flow: an attribution → the words around its cue (or its source) → the venue's name, or None.
"""

from __future__ import annotations

from vigie.records import Notes
from vigie.reports.quotes_attribution import Attribution
from vigie.reports.quotes_scene import Scene
from vigie.reports.quotes_speech import Speech

WINDOW = 25
MEDIA_WORDS = 4


def venue_of(scene: Scene, found: Attribution, start: int) -> str | None:
    """The venue named beside the cue, within its sentence and outside what was said."""
    at = found.cue.at if found.cue else found.speaker.at if found.speaker else None
    if at is None:
        return None
    notes = scene.notes
    first, stop = notes.sents[notes.tokens[at].sent]
    own = notes.tokens[start].sent
    low, high = max(first, at - WINDOW), min(stop, at + WINDOW)
    if at < start and notes.tokens[at].sent == own:
        high = min(high, start)
    for k in range(low, high):
        if scene.within[k] < 0:
            name = _media(notes, k, scene.speech) or _named(notes, k, scene.speech)
            if name:
                return name
    return None


def _media(notes: Notes, k: int, speech: Speech) -> str | None:
    """A medium one speaks to or on: a preposition, then its name."""
    tokens = notes.tokens
    if k == 0 or not _after_preposition(notes, k):
        return None
    for words in range(MEDIA_WORDS, 0, -1):
        if k + words <= len(tokens):
            text = notes.text(k, k + words)
            if text.lower() in speech.media:
                return text
    return None


def _named(notes: Notes, k: int, speech: Speech) -> str | None:
    if not _after_preposition(notes, k):
        return None
    for words, venue in speech.venues.get(notes.tokens[k].low, ()):
        if tuple(t.low for t in notes.tokens[k : k + len(words)]) == words:
            return venue
    return None


def _after_preposition(notes: Notes, k: int) -> bool:
    """Whether a preposition stands before, an article or an adjective between at most."""
    tokens = notes.tokens
    for j in range(k - 1, max(-1, k - 4), -1):
        if tokens[j].pos == "ADP":
            return True
        if tokens[j].pos not in ("DET", "ADJ", "NUM", "NOUN"):
            return False
    return False
