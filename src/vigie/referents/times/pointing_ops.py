"""Referents room, times. Words that point from a day ("jeudi", "hier", "la veille") → values.

The day they point from is that of the dispatch, or the last the text has named, as the rule says.
A weekday in a dispatch known only to the month has several days for candidates.
"""

from __future__ import annotations

from datetime import date, timedelta

from vigie.referents.times import days as cal
from vigie.referents.times.context import Answer, Context
from vigie.referents.times.feasts import feast_value
from vigie.referents.times.match import Found
from vigie.referents.times.tense import AHEAD, BACK, NOW

_LONG_PAST_DAYS = 60  # a day further back than this is told as history
_LAST_SURE_DOM = 23  # "some days later" stays within the month but for its last days
_MONTHS = {"quarter": 3, "half": 6}
_SATURDAY = 6
_NEAR_SENTS = 2  # "this day" is one just named, or else the day of the dispatch
_DAY = len("2020-05-23")
_LAST_HOUR, _LAST_MINUTE = 24, 59


def weekday_value(context: Context, found: Found) -> Answer:
    """A weekday by its name."""
    if _is_habit(context, found):
        return context.answer(found, None)
    return _named_weekday(context, found, found.all("WEEKDAY")[0])


def weekdays_value(context: Context, found: Found) -> Answer:
    """From one weekday to another, or the night between them."""
    names = found.all("WEEKDAY")
    last = _named_weekday(context, found, names[-1])
    end = cal.first_day(last.value)
    if end is None:
        return last._replace(candidates=())
    start = cal.near_weekday(names[0], end, BACK, strict=True)
    return last._replace(value=cal.interval(start.isoformat(), end.isoformat()))


def weekday_of_week_value(context: Context, found: Found) -> Answer:
    """A weekday of the week before or after."""
    shift, here = found.number("DIR"), context.today
    if shift is None and found.worth("NEXT"):
        shift, here = found.number("NEXT"), context.text_day(found)
    if here is None:
        return context.answer(found, None)
    shift = shift or 0
    days = 7 * shift + (found.number("WEEKDAY") or 1) - here.isoweekday()
    return context.day_answer(found, here + timedelta(days=days))


def _named_weekday(context: Context, found: Found, weekday: int) -> Answer:
    step = found.number("NEXT")
    if step is not None:
        base = context.text_day(found)
        day = cal.near_weekday(weekday, base, step, strict=True) if base else None
        return context.day_answer(found, day, doc=False)
    anchor, here = context.anchor, context.today
    if anchor is None or anchor.month is None:
        return context.answer(found, None)
    if here is None:
        days = cal.weekdays_of_month(weekday, anchor.year, anchor.month)
        return Answer(None, "day", context.doc, days)
    direction = found.number("DIR")
    if direction:
        return context.day_answer(
            found, cal.near_weekday(weekday, here, direction, strict=True)
        )
    side = context.look(found).side
    return context.day_answer(
        found, cal.near_weekday(weekday, here, BACK if side is None else side)
    )


def _is_habit(context: Context, found: Found) -> bool:
    """A weekday with an article and no date is every such day, unless the verb tells one."""
    if found.rule.args[:1] != ("habit",):
        return False
    if context.before(found) not in context.grammar.lists["articles"]:
        return False
    return context.look(found).side not in (BACK, AHEAD)


def this_night_value(context: Context, found: Found) -> Answer:
    """The night after a day just named, else the one before the dispatch's day (or to come)."""
    here, sent = context.today, context.notes.tokens[found.start].sent
    if found.rule.args and context.named_day and context.named_sent == sent:
        return _night(context, found, context.named_day)
    if here is not None and context.side(found) != AHEAD:
        here -= timedelta(days=1)
    return _night(context, found, here)


def last_night_value(context: Context, found: Found) -> Answer:
    """The night before the day of the dispatch."""
    here = context.today
    return _night(context, found, here - timedelta(days=1) if here else None)


def _night(context: Context, found: Found, first: date | None) -> Answer:
    if first is None:
        return context.answer(found, None)
    last = first + timedelta(days=1)
    return context.answer(found, cal.interval(first.isoformat(), last.isoformat()))


def today_value(context: Context, found: Found) -> Answer:
    """The day of the dispatch, or nothing where the word means nowadays."""
    if _is_nowadays(context, found):
        return Answer(None, "none")
    return this_day_value(context, found)


def this_day_value(context: Context, found: Found) -> Answer:
    """The day of the dispatch."""
    return context.day_answer(found, context.today)


def _is_nowadays(context: Context, found: Found) -> bool:
    tokens, lists = context.notes.tokens, context.grammar.lists
    after = tokens[found.end] if found.end < len(tokens) else None
    before = context.before(found)
    if before in lists["nowadays"] or (after and after.low in lists["nowadays"]):
        return True
    if after is not None and after.low in lists["cleft"]:
        return False
    named = after is not None and after.pos in ("NOUN", "ADJ")
    if named and after is not None and (before == "," or after.dep in ("appos", "amod")):
        return True
    look = context.look(found)
    verb = tokens[look.verb] if look.verb is not None else None
    return look.side == NOW and verb is not None and verb.lemma in lists["states"]


def clock_value(context: Context, found: Found) -> Answer:
    """A clock time, of the day its sentence has named, else of the day the story is in."""
    clock = clock_of(found)
    if not clock and found.worth("NUM"):
        return context.answer(found, None)  # more hours than a day has
    sent = context.notes.tokens[found.start].sent
    named = context.named_day if sent == context.named_sent else None
    day = named or context.story_day or context.today
    return context.answer(found, day.isoformat() + clock if day else None)


def part_value(context: Context, found: Found) -> Answer:
    """A part of a day that no day stands beside."""
    return clock_value(context, found)


def clock_of(found: Found) -> str:
    """The clock time of a stretch as ISO puts it after a day, "" where it says none."""
    clock = found.worth("CLOCK") or found.worth("NOON")
    if clock is None and found.rule.op == "clock" and found.worth("NUM"):
        hours, minutes = [*found.all("NUM"), 0][:2]
        if hours > _LAST_HOUR or minutes > _LAST_MINUTE:
            return ""
        clock = f"{hours % _LAST_HOUR:02d}:{minutes:02d}"
    return f"T{clock}{found.worth('ZONE') or ''}" if clock else ""


def shift_value(context: Context, found: Found) -> Answer:
    """So many units before or after a base: sign, unit and base are the rule's."""
    sign, unit, base = found.rule.args
    unit = (found.worth("UNIT") or "day") if unit == "UNIT" else unit
    count = int(sign) * (sum(found.all("NUM")) if found.worth("NUM") else 1)
    if base == "doc" or unit != "day":
        value = cal.moved(context.base(base), unit, count)
        return context.answer(found, value, doc=base == "doc")
    day = context.text_day(found)
    if day is None and found.rule.name in context.grammar.lists["falls_back"]:
        day = context.today
    return context.day_answer(found, cal.add_days(day, count) if day else None, doc=False)


def unit_value(context: Context, found: Found) -> Answer:
    """The calendar unit that holds a base, or one before or after it."""
    shift, base = found.rule.args
    count = (found.number(shift) or 0) if shift.isupper() else int(shift)
    unit = found.worth("UNIT") or "day"
    if unit == "day" and base == "text":
        day = context.text_day(found) if count else context.named_day
        return context.day_answer(
            found, cal.add_days(day, count) if day else None, doc=False
        )
    value = _unit_at(context, found, unit, count, context.base(base))
    return context.answer(found, value, doc=base == "doc")


def _unit_at(
    context: Context, found: Found, unit: str, count: int, base: cal.Anchor | None
) -> str | None:
    if base is None:
        return None
    day = base.day
    if unit in ("day", "month"):
        return cal.moved(base, unit, count)
    if unit == "week":
        return cal.week(day, count) if day else None
    if unit == "weekend":
        return _weekend(context, found, day, count) if day else None
    if unit in _MONTHS and base.month:
        size = _MONTHS[unit]
        start = (base.month - 1) // size * size + 1
        year, first = cal.add_months(base.year, start, count * size)
        return cal.months(year, first, first + size - 1)
    if unit in cal.YEARS:
        span = cal.YEARS[unit]
        start = (base.year // span + count) * span + (unit == "century")
        return cal.years(start, span) if 0 < start < date.max.year - span else None
    return None


def _weekend(context: Context, found: Found, day: date, count: int) -> str | None:
    resting = day.isoweekday() >= _SATURDAY
    if count > 0:
        return cal.weekend(day, 1 if resting else 0)
    if count < 0 or resting:
        return cal.weekend(day, count)
    return cal.weekend(day, -1 if context.look(found).side == BACK else 0)


def weekend_value(context: Context, found: Found) -> Answer:
    """The week-end that the side of the clause asks for; no other unit is dated so."""
    day = context.today
    if found.worth("UNIT") != "weekend" or day is None:
        return context.answer(found, None)
    return context.answer(found, _weekend(context, found, day, 0))


def same_value(context: Context, found: Found) -> Answer:
    """What the text has just named: its day, or whatever it was; "near" may be today."""
    if found.rule.args[0] == "near":
        near = context.notes.tokens[found.start].sent - context.named_sent <= _NEAR_SENTS
        day = context.named_day if near else None
        return context.day_answer(found, day or context.today)
    if found.rule.args[0] == "day":
        return context.day_answer(found, context.named_day, doc=False)
    return context.answer(found, context.named, doc=False)


def feast_day_value(context: Context, found: Found) -> Answer:
    """A day that has a name."""
    feast = context.grammar.feasts[found.tag or ""]
    side = context.side(found) if found.worth("YEAR") is None else None
    return context.answer(
        found, feast_value(feast, found.number("YEAR"), context.anchor, side)
    )


def about_value(context: Context, found: Found) -> Answer:
    """Some days from a day long past: its month, if the month holds them."""
    day, here = context.text_day(found), context.today
    small = found.worth("SMALL") or found.worth("UNIT") == "day"
    if not (day and here and small and (here - day).days > _LONG_PAST_DAYS):
        return context.answer(found, None)
    value = cal.iso(day.year, day.month) if day.day <= _LAST_SURE_DOM else None
    return context.answer(found, value, doc=False)


def no_value(context: Context, found: Found) -> Answer:
    """Words of time that name no date."""
    return context.answer(found, None)
