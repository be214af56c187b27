"""Referents room, times. Dates of the calendar, whole or with parts left out → values.

What a date leaves out (its year, its month) is found from the side the clause looks to. A day that
does not exist is an issue; a part that cannot be known leaves the value None.
"""

from __future__ import annotations

from datetime import date

from vigie.referents.times import days as cal
from vigie.referents.times.context import Answer, Context
from vigie.referents.times.match import Found
from vigie.referents.times.tense import AHEAD, BACK, NOW

# A bare day and month that the tense would put further off than this, while the other way it
# is close, is read the close way: tenses mislead ("devait être publié le 1er juin") more often
# than agencies leave out a year.
_FAR_DAYS, _CLOSE_DAYS = 300, 45
_CENTURY = 100
_PIVOT = (
    30  # two-figure years that would lie further ahead than this are of the century before
)
_MID_MONTH = 15  # stands for the day of an anchor known to the month
_LEAP, _PLAIN = 2000, 2001
_DECADE = 10


def date_value(context: Context, found: Found) -> Answer:
    """A date with whatever parts it has."""
    month = found.number("MONTH") or found.number("MIDMONTH")
    return _calendar(context, found, found.number("DD"), month, _year_of(context, found))


def day_of_text_year_value(context: Context, found: Found) -> Answer:
    """A day and month after or before what the text has named: of its year, or the next."""
    base, month, dom = (
        context.base("text"),
        found.number("MONTH") or 1,
        found.number("DD") or 1,
    )
    if base is None:
        return context.answer(found, None)
    year, step = base.year, found.number("NEXT") or 0
    here = (base.month or 1, base.dom or 1)
    if (
        found.worth("UNIT")
        or (step > 0 and (month, dom) < here)
        or (step < 0 and (month, dom) > here)
    ):
        year += step
    if not cal.is_day(year, month, dom):
        return context.impossible(found)
    return context.answer(found, cal.iso(year, month, dom), doc=False)


def full_value(context: Context, found: Found) -> Answer:
    """A date all in figures."""
    short = found.worth("SHORT")
    if short is not None:
        month, dom = (int(n) for n in short.split("-"))
        return _calendar(context, found, dom, month, None)
    text = found.worth("FULL") or ""
    year, month, dom = (int(n) for n in text.split("-"))
    if text.index("-") == 2:
        year = _long_year(context, year)
    if not cal.is_day(year, month, dom):
        return context.impossible(found)
    return context.answer(found, cal.iso(year, month, dom))


def days_value(context: Context, found: Found) -> Answer:
    """Days that follow each other, or one day of a list."""
    doms = found.all("DD")
    last = _calendar(
        context, found, doms[-1], found.number("MONTH"), _year_of(context, found)
    )
    if len(doms) == 1 or last.value is None:
        return last
    return last._replace(value=cal.interval(last.value[:8] + f"{doms[0]:02d}", last.value))


def days_through_value(context: Context, found: Found) -> Answer:
    """From one day to another; what the first leaves out, the second says."""
    doms, months, years = found.all("DD"), found.all("MONTH"), found.all("YEAR")
    doms = doms or [int(d) for d in (found.worth("DAYS") or "").split()]
    month = months[-1]
    last = _calendar(context, found, doms[-1], month, years[-1] if years else None)
    end = cal.first_day(last.value)
    if end is None:
        return last
    year = years[0] if len(years) > 1 else end.year - (months[0] > month)
    if not cal.is_day(year, months[0], doms[0]):
        return context.impossible(found)
    first = cal.iso(year, months[0], doms[0])
    value = cal.interval(first, end.isoformat()) if first <= end.isoformat() else None
    return last._replace(value=value or last.value)


def week_of_value(context: Context, found: Found) -> Answer:
    """A week or week-end named by one of its days, or by its first and last."""
    doms = found.all("DD")
    first = _calendar(
        context, found, doms[0], found.number("MONTH"), _year_of(context, found)
    )
    day = cal.first_day(first.value)
    if day is None:
        return first
    if len(doms) > 1:
        return first._replace(
            value=cal.interval(day.isoformat(), f"{day.isoformat()[:8]}{doms[1]:02d}")
        )
    units = {"week": cal.week, "weekend": cal.weekend}
    unit = units.get(found.worth("UNIT") or "")
    return first._replace(value=unit(day)) if unit else first


def months_value(context: Context, found: Found) -> Answer:
    """From one month to another."""
    months, years = found.all("MONTH"), found.all("YEAR")
    year = years[-1] if years else _year_of_month(context, found, months[-1])
    if year is None:
        return context.answer(found, None)
    first = years[0] if len(years) > 1 else year - (months[0] > months[-1])
    return context.answer(
        found, cal.interval(cal.iso(first, months[0]), cal.iso(year, months[-1]))
    )


def month_pair_value(context: Context, found: Found) -> Answer:
    """Two months in one word."""
    first, last = (int(n) for n in (found.worth("MONTHPAIR") or "1 1").split())
    year = found.number("YEAR") or _year_of_month(context, found, last)
    if year is None:
        return context.answer(found, None)
    start = cal.iso(year - (first > last), first)
    return context.answer(found, cal.interval(start, cal.iso(year, last)))


def nth_weekday_value(context: Context, found: Found) -> Answer:
    """The first, second… or last day of a name in a month."""
    month, rank = found.number("MONTH"), found.number("ORD") or 1
    if month is not None:
        year = found.number("YEAR") or _year_of_month(context, found, month)
    elif context.anchor and context.anchor.month and found.worth("UNIT") == "month":
        step, here = found.number("DIR") or 0, context.anchor
        year, month = cal.add_months(here.year, here.month or 1, step)
    else:
        return context.answer(found, None)
    if year is None:
        return context.answer(found, None)
    days = cal.weekdays_of_month(found.number("WEEKDAY") or 1, year, month)
    place = rank if rank < 0 else rank - 1
    return context.answer(found, days[place] if place < len(days) else None)


def day_of_unit_value(context: Context, found: Found) -> Answer:
    """A day of the month before or after."""
    anchor, dom = context.anchor, found.number("DD") or 1
    if anchor is None or anchor.month is None or found.worth("UNIT") != "month":
        return context.answer(found, None)
    year, month = cal.add_months(anchor.year, anchor.month, found.number("DIR") or 0)
    value = cal.iso(year, month, dom) if cal.is_day(year, month, dom) else None
    return context.answer(found, value)


def month_of_text_value(context: Context, found: Found) -> Answer:
    """A month of the year the text has named."""
    base = context.base("text")
    value = cal.iso(base.year, found.number("MONTH")) if base else None
    return context.answer(found, value, doc=False)


def years_value(context: Context, found: Found) -> Answer:
    """From one year to another."""
    first, last = found.all("YEAR")[:2]
    value = cal.interval(cal.iso(first), cal.iso(last)) if first <= last else None
    return context.answer(found, value)


def year_range_value(context: Context, found: Found) -> Answer:
    """Two years in one word of figures."""
    return context.answer(found, (found.worth("YEARS") or "").replace(" ", "/"))


def decade_value(context: Context, found: Found) -> Answer:
    """Ten years named by the first of them, in four figures, in two, or in a word."""
    year = found.number("YEAR")
    if year is None:
        short = found.number("YY") if found.worth("YY") else found.number("NUM")
        if short is None or short % _DECADE or not 0 < short < _CENTURY:
            return context.answer(found, None)
        year = _LEAP - _CENTURY + short
    return context.answer(
        found, cal.iso(year) if year % _DECADE else cal.years(year, _DECADE)
    )


def century_value(context: Context, found: Found) -> Answer:
    """A century by its rank."""
    rank = found.number("CENTURY") or found.number("ORD") or 0
    value = cal.years((rank - 1) * _CENTURY + 1, _CENTURY) if rank > 0 else None
    return context.answer(found, value)


def year_part_value(context: Context, found: Found) -> Answer:
    """A quarter or a half of a year, by its rank."""
    size = found.number("TERM") or 12
    rank = found.number("ORD") or found.number("CENTURY") or 0
    rank = 12 // size if rank < 0 else rank
    if not 0 < rank <= 12 // size:
        return context.answer(found, None)
    first = (rank - 1) * size + 1
    year = _year_of(context, found) or _year_of_month(context, found, first)
    return context.answer(
        found, cal.months(year, first, first + size - 1) if year else None
    )


def season_value(context: Context, found: Found) -> Answer:
    """A season of a year said, or of the year that the side of the clause asks for."""
    first, last = (int(n) for n in (found.worth("SEASON") or "0 0").split())
    if years := found.worth("YEARS"):
        return context.answer(found, cal.months(int(years.split()[0]), first, last))
    year = found.number("YEAR") or _year_of_season(context, found, first, last)
    return context.answer(found, cal.months(year, first, last) if year else None)


def _year_of_season(context: Context, found: Found, first: int, last: int) -> int | None:
    """The year a season starts in: the one under way, the last or the next."""
    if context.anchor is None or context.anchor.month is None:
        return None
    now, side = context.anchor.month, context.side(found)
    here = context.anchor.year * 12 + now
    length = (last - first) % 12
    starts = [12 * (context.anchor.year + shift) + first for shift in (-2, -1, 0, 1)]
    if found.worth("DIR") and side == BACK:
        fit = [s for s in starts if s + length <= here]
    elif side == BACK:
        fit = [s for s in starts if s <= here]
    elif side == AHEAD:
        fit = [s for s in starts if s + length > here][:1]
    else:
        fit = sorted(starts, key=lambda s: -abs(s + length // 2 - here))
    return (fit[-1] - first) // 12 if fit else None


def _year_of(context: Context, found: Found) -> int | None:
    """The year that the words themselves give."""
    year = found.number("YEAR") or found.number("MIDYEAR")
    short = found.worth("YY")
    if year is None and short is not None:
        year = _long_year(context, int(short))
    if year is None and found.worth("DIR") and found.worth("UNIT") and context.anchor:
        year = context.anchor.year + (found.number("DIR") or 0)
    here = found.worth("UNIT") == "year" and found.worth("CE") is not None
    if year is None and here and context.anchor:
        year = context.anchor.year  # "de cette année"
    return year


def _long_year(context: Context, short: int) -> int:
    now = context.anchor.year if context.anchor else _LEAP
    near = now // _CENTURY * _CENTURY + short
    return near if near - now < _PIVOT else near - _CENTURY


def _calendar(
    context: Context, found: Found, dom: int | None, month: int | None, year: int | None
) -> Answer:
    if dom is None:
        return _month_or_year(context, found, month, year)
    if month is None:
        return _day_of_some_month(context, found, dom)
    if not any(cal.is_day(y, month, dom) for y in (_LEAP, _PLAIN)):
        return context.impossible(found)
    year = year or _year_for(context, found, month, dom)
    if year is None:
        return context.answer(found, None)
    if not cal.is_day(year, month, dom):
        return context.impossible(found)
    weekday = _weekday_of_last(found)
    if weekday is not None and date(year, month, dom).isoweekday() != weekday:
        context.mismatched(found)
    return context.answer(found, cal.iso(year, month, dom))


def _year_for(context: Context, found: Found, month: int, dom: int) -> int | None:
    """The year of a day and month said without one."""
    anchor, weekday = context.anchor, _weekday_of_last(found)
    if anchor is None:
        return None
    side, told = context.side(found), context.told_year(found)
    if told is not None and side != AHEAD and weekday is None and not found.worth("DIR"):
        return told
    if anchor.month is None:
        return None
    here = date(anchor.year, anchor.month, anchor.dom or _MID_MONTH)
    years = range(here.year - 1, here.year + 2)
    near = [date(y, month, dom) for y in years if cal.is_day(y, month, dom)]
    near = [d for d in near if weekday is None or d.isoweekday() == weekday] or near
    if anchor.dom is None:
        near = [d for d in near if (d.year, d.month) == (here.year, here.month)] or near
    best = _choose(near, here, side, strict=bool(found.worth("DIR")))
    return best.year if best else None


def _weekday_of_last(found: Found) -> int | None:
    """The weekday that stands by the last day of a stretch, if each day has one."""
    names = found.all("WEEKDAY")
    return names[-1] if names and len(names) == len(found.all("DD")) else None


def _month_or_year(
    context: Context, found: Found, month: int | None, year: int | None
) -> Answer:
    if month is None:
        return context.answer(found, cal.iso(year) if year else None)
    year = year or _year_of_month(context, found, month)
    return context.answer(found, cal.iso(year, month) if year else None)


def _year_of_month(context: Context, found: Found, month: int) -> int | None:
    if context.anchor is None or context.anchor.month is None:
        return None
    side, told = context.side(found), context.told_year(found)
    strict = bool(found.worth("DIR"))
    if told is not None and side != AHEAD and not strict:
        return told
    year, now = context.anchor.year, context.anchor.month
    if side == BACK:
        return year - (month >= now if strict else month > now)
    if side == AHEAD:
        return year + (month <= now if strict else month < now)
    gap = month - now
    return year + (gap < -6) - (gap > 5)


def _day_of_some_month(context: Context, found: Found, dom: int) -> Answer:
    """A day said without its month: nearest the dispatch on the side the clause looks to."""
    anchor, here = context.anchor, context.today
    if anchor is None or anchor.month is None:
        return context.answer(found, None)
    if here is None:
        exists = cal.is_day(anchor.year, anchor.month, dom)
        value = cal.iso(anchor.year, anchor.month, dom) if exists else None
        return context.answer(found, value)
    around = (cal.add_months(here.year, here.month, shift) for shift in (-2, -1, 0, 1, 2))
    near = [date(y, m, dom) for y, m in around if cal.is_day(y, m, dom)]
    weekday, side = found.number("WEEKDAY"), context.side(found)
    near = [d for d in near if weekday is None or d.isoweekday() == weekday]
    return context.day_answer(found, _choose(near, here, BACK if side is None else side))


def _choose(
    near: list[date], here: date, side: int | None, *, strict: bool = False
) -> date | None:
    """Of the days that fit, the one on the side the clause looks to."""
    if not near:
        return None
    nearest = min(near, key=lambda d: (abs((d - here).days), d > here))
    if side is None or side == NOW:
        return nearest
    fit = [d for d in near if (d - here).days * side >= (1 if strict else 0)]
    if not fit:
        return nearest
    best = min(fit, key=lambda d: abs((d - here).days))
    far = abs((here - best).days) > _FAR_DAYS and abs((nearest - here).days) < _CLOSE_DAYS
    return nearest if far and not strict else best
