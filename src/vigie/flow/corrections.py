"""The corridor. A person's value put in place of the machine's, one field of one report at a time.

Flow: (reading, report, field, JSON value) → the same with that field changed. People name actors,
or mark the words that do; words are looked for again where the text came back changed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import msgspec

from vigie.errors import BadRequest
from vigie.events.days import read_days
from vigie.knowledge.folding import fold
from vigie.knowledge.lexicon import TYPES
from vigie.records import Actor, Mention, Reading, Report, Size, Span
from vigie.records.report import STATUSES
from vigie.views.sentences import sentence_of

SIDES = ("actors", "recipients")
# In the order they are asked for; `when_words` and `where_words` are marked words that bear them.
FIELDS = (
    "type", "mode", "status", *SIDES, "said_by", "when", "where", "when_words", "where_words",
    "told_on", "sizes", "contexts", "trigger", "span",
)  # fmt: skip
PINNED = (
    "type",
    "mode",
    "status",
    *SIDES,
    "said_by",
    "when",
    "where",
)  # what "accept" accepts
SAYS_SO = "a person says so"
MARKED_WHEN, MARKED_WHERE = "when: sentence", "where: named in the sentence"


class Unfit(BadRequest):
    """A value that its field cannot take."""


class Added(msgspec.Struct, frozen=True, kw_only=True):
    """A report that a person adds: the words of its trigger, its codes, its sides."""

    type: str
    trigger: dict[str, Any]
    mode: str | None = None
    status: str = "asserted"
    actors: Any = ()
    recipients: Any = ()
    said_by: Any = None
    when: Any = None
    where: Any = None
    when_words: Any = None
    where_words: Any = None
    span: dict[str, Any] | None = None


def field_value(reading: Reading, report: Report, field: str) -> Any:
    """What stands in a field, as JSON takes it; actors by name."""
    names = reading.referents.actors
    if field in SIDES:
        return [names[k].name if k in names else k for k in getattr(report, field)]
    if field == "said_by":
        key = report.said_by
        return names[key].name if key in names else key
    shown = {"when_words": "when", "where_words": "where"}.get(field, field)
    return msgspec.to_builtins(getattr(report, shown))


def with_field(
    reading: Reading, report: Report, field: str, value: Any
) -> tuple[Reading, Report]:
    """The report with a field changed, in a reading that knows whom it names.

    Raises:
        Unfit: there is no such field, or it cannot take that value.
    """
    if field not in FIELDS:
        raise Unfit(f"no field '{field}'; write one of: {', '.join(FIELDS)}.")
    if field in (*SIDES, "said_by"):
        reading, keys = _who(reading, value)
        one = keys if field in SIDES else (keys[0] if keys else None)
        return reading, _put(report, **{field: one})
    if field == "type":
        _known(value, TYPES, field)
        if value == report.type:
            return reading, report
        # These were worked out from the code that is no more.
        changed = _put(report, type=value, cameo=None, goldstein=None, confidence=None)
        return reading, changed
    if field in ("when", "told_on"):
        return reading, _dated(report, field, value)
    if field in ("when_words", "where_words"):
        return reading, _borne(reading, report, field, value)
    return reading, _put(report, **{field: _plain(reading, field, value)})


def stands(reading: Reading, report: Report, field: str, value: Any) -> bool:
    """Whether a field already has that value, however it is written."""
    try:
        return with_field(reading, report, field, value)[1] == report
    except Unfit:
        return False


def added_report(
    reading: Reading, value: Mapping[str, Any], by: str
) -> tuple[Reading, Report]:
    """A report that a person adds.

    Raises:
        Unfit: the value is no such report, or its words are not in the text.
    """
    try:
        told = msgspec.convert(value, Added)
    except msgspec.ValidationError as e:
        raise Unfit(f"a report to add holds at least type and trigger ({e}).") from e
    raw = reading.dispatch.raw
    trigger = words_at(raw, told.trigger)
    span = words_at(raw, told.span) if told.span else sentence_of(raw, trigger)
    _known(told.type, TYPES, "type")
    blank = Report(
        id=report_id(reading.dispatch.id, told.type, trigger, span), span=span,
        trigger=trigger, type=told.type, mode=None, status="asserted", actors=(),
        recipients=(), when=None, rule=f"person:{by}", why=(f"added by {by}",),
        made_by=f"person:{by}",
    )  # fmt: skip
    for field in ("mode", "status", *SIDES, "said_by", "when", "where", "when_words",
                  "where_words"):  # fmt: skip
        given = getattr(told, field)
        if given not in (None, [], ()):
            reading, blank = with_field(reading, blank, field, given)
    return reading, blank


def report_id(dispatch: str, type_: str, trigger: Span, span: Span) -> str:
    """Id of a report by its content, as the reports room makes it."""
    content = (
        f"{dispatch}|{type_}|{trigger.start}|{trigger.end}|{span.start}|{span.end}".encode()
    )
    return "r" + hashlib.sha256(content).hexdigest()[:15]


def words_at(raw: str, marked: Any) -> Span:
    """The span of marked words; if the text came back changed, the nearest place they stand at.

    Raises:
        Unfit: no span, or the words are not in the text.
    """
    try:
        start, end = int(marked["start"]), int(marked["end"])
        said = marked.get("text")
        span = Span(start, end)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as e:
        raise Unfit(f"marked words have a start and an end; {marked!r} has not.") from e
    if end <= len(raw) and (said is None or _same_words(raw[start:end], said)):
        return span
    found = nearest(raw, str(said or ""), start)
    if found is None:
        raise Unfit(f"the words at {start}..{end} are not in the text ({said!r}).")
    return found


def nearest(raw: str, words: str, start: int) -> Span | None:
    """Where words stand in a text, the place nearest to a start; None where nowhere."""
    places = []
    at = raw.find(words) if words else -1
    while at >= 0:
        places.append(at)
        at = raw.find(words, at + 1)
    best = min(places, key=lambda p: (abs(p - start), p), default=None)
    return None if best is None else Span(best, best + len(words))


# --- helpers -----------------------------------------------------------------------------


def _put(report: Report, **fields: Any) -> Report:
    return msgspec.structs.replace(report, **fields)


def _known(value: Any, known: tuple[str, ...], field: str) -> None:
    if value not in known:
        raise Unfit(f"no {field} '{value}'; write one of: {', '.join(known)}.")


def _dated(report: Report, field: str, value: Any) -> Report:
    if value is not None and not (isinstance(value, str) and read_days(value)):
        raise Unfit(
            f"'{value}' is not a date; write 2020, 2020-05, 2020-05-21 or an interval."
        )
    if getattr(report, field) == value:
        return report
    candidates = () if field == "when" else report.candidates
    return _put(report, candidates=candidates, **{field: value})


def _borne(reading: Reading, report: Report, field: str, value: Any) -> Report:
    """When or where, by the words that bear it; no words: it is not said."""
    items = value if isinstance(value, list) else [value] if value else []
    spans = [words_at(reading.dispatch.raw, item) for item in items]
    if field == "where_words":
        if not spans:
            return _put(report, where=None)
        places = [p for p in reading.referents.places if p.span.overlaps(spans[0])]
        name = places[0].name if places else spans[0].text(reading.dispatch.raw)
        if report.where == name:
            return report
        return _put(report, where=name, why=(*report.why, MARKED_WHERE))
    if not spans:
        return _put(report, when=None, candidates=())
    times = [t for t in reading.referents.times if t.span.overlaps(spans[0])]
    if not times:
        words = spans[0].text(reading.dispatch.raw)
        raise Unfit(f"no date was read in '{words}'; correct the field 'when' instead.")
    best = times[0]
    if (report.when, report.candidates) == (best.value, best.candidates):
        return report
    return _put(report, when=best.value, candidates=best.candidates,
                why=(*report.why, MARKED_WHEN))  # fmt: skip


def _plain(reading: Reading, field: str, value: Any) -> Any:
    """The value of a field that needs nothing else of the reading."""
    if field == "status":
        _known(value, STATUSES, field)
        return value
    if field in ("trigger", "span"):
        return words_at(reading.dispatch.raw, value)
    kind: Any = {"contexts": tuple[str, ...], "sizes": tuple[Size, ...]}.get(
        field, str | None
    )
    try:
        return msgspec.convert(value, kind)
    except msgspec.ValidationError as e:
        raise Unfit(f"{field} cannot be {value!r} ({e}).") from e


def _who(reading: Reading, value: Any) -> tuple[Reading, tuple[str, ...]]:
    """Keys of the actors that names or marked words stand for; those not known yet are made."""
    items = value if isinstance(value, list | tuple) else [] if value is None else [value]
    keys: list[str] = []
    for item in items:
        span = words_at(reading.dispatch.raw, item) if isinstance(item, dict) else None
        name = span.text(reading.dispatch.raw) if span else item
        if not isinstance(name, str) or not name.strip():
            raise Unfit(f"an actor is a name or marked words; {item!r} is neither.")
        key = _marked(reading, span) if span else None
        key = key or _named(reading, name)
        if key is None:
            reading, key = _made(reading, " ".join(name.split()), span)
        keys.append(key)
    return reading, tuple(dict.fromkeys(keys))


def _marked(reading: Reading, span: Span) -> str | None:
    """The actor of the mention that marked words overlap, named ones first, the closest fit."""
    found = [m for m in reading.referents.mentions if m.span.overlaps(span)]
    best = min(
        found, default=None,
        key=lambda m: (not m.named, abs(m.span.start - span.start) + abs(m.span.end - span.end),
                       m.span, m.actor),
    )  # fmt: skip
    return best.actor if best else None


def _named(reading: Reading, name: str) -> str | None:
    """The actor of a key or a name; accents and case folded."""
    actors = reading.referents.actors
    if name in actors:
        return name
    asked = fold(name)
    forms = {k: {fold(n) for n in (a.name, *a.names)} for k, a in sorted(actors.items())}
    first = (k for k, a in sorted(actors.items()) if fold(a.name) == asked)
    return next(first, None) or next((k for k, f in forms.items() if asked in f), None)


def _made(reading: Reading, name: str, span: Span | None) -> tuple[Reading, str]:
    """An actor that only a person saw; with its words, where they were marked."""
    ref = reading.referents
    actor = Actor(key=name, name=name, names=(name,), kind="ORG", why=(SAYS_SO,))
    mentions = ref.mentions
    if span:
        mentions = (*mentions, Mention(span=span, tok_start=0, tok_end=0, head=0, kind="ORG",
                                       actor=name, how=SAYS_SO))  # fmt: skip
    known = msgspec.structs.replace(
        ref, actors=ref.actors | {name: actor}, mentions=mentions
    )
    return msgspec.structs.replace(reading, referents=known), name


def _same_words(there: str, said: Any) -> bool:
    return " ".join(there.split()) == " ".join(str(said).split())
