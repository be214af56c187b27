"""Doors, web. Forms of review: what a person ticked and wrote becomes decisions.

Lists of actors are names between semicolons; words are marked by ticking them one by one, so that a
report can be added without any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import msgspec

from vigie.doors.interface import say
from vigie.errors import BadRequest
from vigie.flow.corrections import SIDES
from vigie.records import Decision, Event, Span
from vigie.records.spoken import to_json
from vigie.views.sentences import sentence_of

FIELDS = ("type", "mode", "status", *SIDES, "said_by", "when", "where")
ROLES = ("trigger", *SIDES, "said_by", "when_words", "where_words")
ONE = ("said_by",)  # roles that one party has
MOST_PAIRS = 2000  # pairs of reports that one split may part
_WORD = re.compile(r"\w+")
_INSIDE = re.compile(r"[\s.'’–-]{1,3}")  # what may stand between two words of one name


class Form(msgspec.Struct, frozen=True):
    """A form as it was sent: names and values, in order."""

    pairs: tuple[tuple[str, str], ...]

    def one(self, name: str) -> str:
        """The first value of a name, cut of its spaces; nothing where there is none."""
        return next((v.strip() for k, v in self.pairs if k == name), "")

    def all(self, name: str) -> list[str]:
        """All values of a name."""
        return [v for k, v in self.pairs if k == name]


def decisions_of(form: Form, event: Event | None, *, by: str, at: str) -> list[Decision]:
    """What a form decides.

    Args:
        form: As it was sent; `do` says what for.
        event: The event it is on, where it is on one.
        by: Who decides.
        at: When.

    Raises:
        BadRequest: nothing is decided.
    """
    said = list(_said(form, event, by, at))
    note = form.one("note")
    if note:
        said.append(
            Decision(kind="note", target=form.one("target"), by=by, at=at, note=note)
        )
    if not said:
        raise BadRequest(say("review.web.nothing"))
    return said


def words_of(raw: str, sentence: Span) -> list[tuple[str, str]]:
    """Words of a sentence to be ticked: (offsets, word)."""
    found = _WORD.finditer(raw, sentence.start, sentence.end)
    return [(f"{m.start()}-{m.end()}", m.group()) for m in found]


def sentences_of(raw: str, cuts: Sequence[Span] = ()) -> Iterator[Span]:
    """Sentences of a text in order, those that are wholly cut left out."""
    at = 0
    while at < len(raw):
        if raw[at].isspace():
            at += 1
            continue
        whole = sentence_of(raw, Span(at, at + 1))
        sentence = Span(at, max(whole.end, at + 1))
        if not any(cut.covers(sentence) for cut in cuts):
            yield sentence
        at = sentence.end


def spans_of(raw: str, ticked: Sequence[str]) -> list[dict[str, object]]:
    """Ticked words as spans; those that stand side by side are one.

    >>> [s["text"] for s in spans_of("Le général Ali, dit Omar", ["3-10", "11-14", "20-24"])]
    ['général Ali', 'Omar']
    """
    spans: list[Span] = []
    for start, end in sorted(_offsets(t, len(raw)) for t in ticked):
        if spans and _INSIDE.fullmatch(raw, spans[-1].end, start):
            spans[-1] = Span(spans[-1].start, end)
        else:
            spans.append(Span(start, end))
    return [{"start": s.start, "end": s.end, "text": s.text(raw)} for s in spans]


def added_of(form: Form, raw: str) -> dict[str, object]:
    """The report that a form adds, its sides by the words ticked.

    Raises:
        BadRequest: no trigger was ticked, or not one.
    """
    marked = {role: spans_of(raw, form.all(role)) for role in ROLES}
    if len(marked["trigger"]) != 1:
        raise BadRequest(say("review.web.trigger"))
    (start, end) = _offsets(form.one("sentence"), len(raw))
    told: dict[str, object] = {
        "type": form.one("type"), "mode": form.one("mode") or None,
        "status": form.one("status") or "asserted", "trigger": marked["trigger"][0],
        "span": {"start": start, "end": end, "text": raw[start:end]},
    }  # fmt: skip
    told |= {r: marked[r] for r in ROLES[1:] if marked[r] and r not in ONE}
    told |= {r: marked[r][0] for r in ONE if marked[r]}
    return told


def shown(value: object) -> str:
    """A field as a form shows it."""
    if isinstance(value, tuple | list):
        return "; ".join(map(str, value))
    return "" if value is None else str(value)


# --- helpers -----------------------------------------------------------------------------


def _said(form: Form, event: Event | None, by: str, at: str) -> Iterator[Decision]:
    do, target = form.one("do"), form.one("target")
    if do in ("accept", "reject"):
        yield Decision(kind=do, target=target, by=by, at=at)
    elif do == "correct":
        for field in FIELDS:
            now = form.one(field)
            if f"was_{field}" in dict(form.pairs) and now != form.one(f"was_{field}"):
                yield Decision(kind="correct", target=target, by=by, at=at, field=field,
                               value=to_json(_value(field, now)))  # fmt: skip
    elif do == "same":
        other = form.one("other").rstrip("/").rpartition("/")[2]
        yield Decision(kind="same", target=f"{target}+{other}", by=by, at=at)
    elif do == "split" and event is not None:
        apart = [r for r in event.reports if r in form.all("report")]
        rest = [r for r in event.reports if r not in apart]
        if not apart or not rest:
            raise BadRequest(say("review.web.split"))
        if len(apart) * len(rest) > MOST_PAIRS:
            raise BadRequest(say("review.web.many", n=MOST_PAIRS))
        for left in apart:
            for right in rest:
                pair = "+".join(sorted((left, right)))
                yield Decision(kind="different", target=pair, by=by, at=at)


def _value(field: str, text: str) -> object:
    if field in SIDES:
        return [name.strip() for name in text.split(";") if name.strip()]
    return text or None


def _offsets(text: str, size: int) -> tuple[int, int]:
    start, _, end = text.partition("-")
    if not (start.isdecimal() and end.isdecimal() and int(start) < int(end) <= size):
        raise BadRequest(say("review.web.words"))
    return int(start), int(end)
