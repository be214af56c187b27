"""Referents room, times. A matched stretch → its value, by the day it is reckoned from.

Words that point ("hier", "jeudi") are reckoned from the day of the dispatch; words that follow on
("le lendemain", "deux ans plus tard") from the last day the text itself has named. What cannot
be known is None, never the day of the dispatch.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from vigie.records import Issue, Notes
from vigie.referents.times import days as cal
from vigie.referents.times.feasts import feast_value
from vigie.referents.times.grammar import TimeGrammar
from vigie.referents.times.match import Found
from vigie.referents.times.tense import AHEAD, BACK, NOW, Outlook, outlook

# A bare day and month that the tense would put further off than this, while the other way
# it is close, is read the close way: the tree has been wrong more often than the year left out.
_FAR_DAYS, _CLOSE_DAYS = 300, 45
_LONG_PAST_DAYS = 60  # a day further back than this is told as history
_MONTH_EDGE_DAYS = 8  # "some days later" stays within the month but for its last days
_TEXT_REACH_SENTS = 6  # how far back "la veille" looks for the day it is the eve of
_CENTURY = 100
_PIVOT = 30  # two-figure years above this many after the anchor's are of the century before
_MONTHS = {"quarter": 3, "half": 6}
_YEARS = {"year": 1, "decade": 10, "century": 100}


class Answer(NamedTuple):
    """A value with its grain; `candidates` where the anchor is too coarse to choose."""

    value: str | None
    grain: str
    anchor: str | None = None
    candidates: tuple[str, ...] = ()


class Resolver:
    """Resolves the stretches of one dispatch in reading order, keeping what the text has named.

    Attributes:
        issues: What was odd on the way.
    """

    def __init__(self, notes: Notes, grammar: TimeGrammar) -> None:
        self.notes = notes
        self.grammar = grammar
        self.doc = notes.dispatch.anchor
        self.anchor = cal.read_anchor(self.doc)
        self.issues: list[Issue] = []
        self.named: str | None = None  # last value the text has named
        self.named_day: date | None = None
        self.named_sent = 0
        self.year: int | None = None  # year said in full, and the paragraph it was said in
        self.year_block = -1

    def resolve(self, found: Found) -> Answer:
        """The value of a stretch, clock time included."""
        answer: Answer = getattr(self, "_" + found.rule.op.replace("-", "_"))(found)
        if found.extra is not None and answer.value and len(answer.value) == 10:
            clock = _clock_of(found.extra)
            answer = answer._replace(value=answer.value + clock, grain="hour" if clock else "day")
        self._remember(found, answer)
        return answer

    # -- what the text has said so far

    def _remember(self, found: Found, answer: Answer) -> None:
        if answer.value is None or found.rule.op in ("clock", "part", "this_day", "feast"):
            return
        self.named = answer.value[:10] if "T" in answer.value else answer.value
        self.named_sent = self.notes.tokens[found.start].sent
        day = cal.first_day(answer.value.rpartition("/")[2])
        if day is not None:
            self.named_day = day
        if found.worth("YEAR") or found.worth("FULL"):
            self.year = int(answer.value[:4])
            self.year_block = self.notes.tokens[found.start].block

    def _text_day(self, found: Found) -> date | None:
        near = self.notes.tokens[found.start].sent - self.named_sent <= _TEXT_REACH_SENTS
        return self.named_day if near else None

    def _base(self, found: Found, name: str) -> cal.Anchor | None:
        if name == "doc":
            return self.anchor
        if self.named is None:
            return None
        return cal.read_anchor(self.named.partition("/")[0])

    def _look(self, found: Found) -> Outlook:
        return outlook(self.notes, found.start, found.end, self.grammar)

    def _side(self, found: Found) -> int | None:
        direction = found.number("DIR")
        if direction is not None:
            return direction
        return self._look(found).side

    def _answer(self, found: Found, value: str | None, *, doc: bool = True) -> Answer:
        grain = found.rule.grain
        if grain == "unit":
            grain = found.worth("UNIT") or found.worth("SMALL") or found.worth("STRETCH") or "unit"
        return Answer(value, grain, (self.doc if doc else self.named) if value else None)

    # -- calendar dates

    def _date(self, found: Found) -> Answer:
        weekday, dom = found.number("WEEKDAY"), found.number("DD")
        month = found.number("MONTH") or found.number("MIDMONTH")
        return self._calendar(found, weekday, dom, month, self._year_of(found))

    def _year_of(self, found: Found) -> int | None:
        year = found.number("YEAR") or found.number("MIDYEAR")
        short = found.worth("YY")
        if year is None and short is not None and found.worth("MONTH"):
            year = self._long_year(int(short))
        if year is None and found.worth("DIR") and found.worth("UNIT") and self.anchor:
            year = self.anchor.year + (found.number("DIR") or 0)
        return year

    def _long_year(self, short: int) -> int:
        now = self.anchor.year if self.anchor else date.max.year
        near = now // _CENTURY * _CENTURY + short if self.anchor else 1900 + short
        return near if near <= now + _PIVOT and near - now < _PIVOT else near - _CENTURY

    def _calendar(
        self, found: Found, weekday: int | None, dom: int | None, month: int | None,
        year: int | None,
    ) -> Answer:  # fmt: skip
        if dom is None:
            return self._month_or_year(found, month, year)
        if month is None:
            return self._day_of_some_month(found, weekday, dom)
        if year is None:
            year = self._year_for(found, weekday, month, dom)
            if year is None:
                if not any(cal.is_day(y, month, dom) for y in (2000, 2001)):
                    return self._impossible(found)
                return self._answer(found, None)
        if not cal.is_day(year, month, dom):
            return self._impossible(found)
        return self._answer(found, cal.iso(year, month, dom))

    def _impossible(self, found: Found) -> Answer:
        self.issues.append(
            Issue(
                dispatch_id=self.notes.dispatch.id, kind="day-impossible",
                found=self.notes.text(found.start, found.end), expected="a day that exists",
                done="left the expression undated", span=self.notes.span(found.start, found.end),
            )
        )  # fmt: skip
        return Answer(None, "day")

    def _year_for(
        self, found: Found, weekday: int | None, month: int, dom: int
    ) -> int | None:
        """The year of a day and month said without one."""
        if self.anchor is None:
            return None
        side = self._side(found)
        told = self._told_year(found)
        if told is not None and side != AHEAD and weekday is None and not found.worth("DIR"):
            return told
        if self.anchor.month is None:
            return None
        here = date(self.anchor.year, self.anchor.month, self.anchor.dom or 15)
        reach = 3 if weekday else 1
        near = [
            date(y, month, dom)
            for y in range(here.year - reach, here.year + reach + 1)
            if cal.is_day(y, month, dom)
        ]
        near = [d for d in near if weekday is None or d.isoweekday() == weekday] or near
        if self.anchor.dom is None:
            same = [d for d in near if d.month == here.month and d.year == here.year]
            near = same or near
        if not near:
            return None
        best = _choose(near, here, side, strict="DIR" in {s for s, _, _ in found.caps})
        return best.year if best else None

    def _told_year(self, found: Found) -> int | None:
        """A year that the same paragraph has said in full, other than the dispatch's own."""
        before = self.notes.tokens[found.start - 1].low if found.start else ""
        if before in self.grammar.lists["back_before"]:
            return None
        told = self.year if self.notes.tokens[found.start].block == self.year_block else None
        return None if self.anchor and told == self.anchor.year else told

    def _month_or_year(self, found: Found, month: int | None, year: int | None) -> Answer:
        if month is None:
            return self._answer(found, cal.iso(year) if year else None)
        if year is None:
            year = self._year_of_month(found, month)
        return self._answer(found, cal.iso(year, month) if year else None)

    def _year_of_month(self, found: Found, month: int, side: int | None = None) -> int | None:
        if self.anchor is None or self.anchor.month is None:
            return None
        if side is None:
            side = self._side(found)
        told = self._told_year(found)
        if told is not None and side != AHEAD and not found.worth("DIR"):
            return told
        year, now = self.anchor.year, self.anchor.month
        strict = found.worth("DIR") is not None
        if side == BACK:
            return year - (month >= now if strict else month > now)
        if side == AHEAD:
            return year + (month <= now if strict else month < now)
        gap = month - now
        return year + (gap < -6) - (gap > 5)

    def _day_of_some_month(self, found: Found, weekday: int | None, dom: int) -> Answer:
        here = self.anchor.day if self.anchor else None
        if here is None:
            if self.anchor and self.anchor.month and cal.is_day(*self.anchor[:2], dom):  # type: ignore[arg-type]
                return self._answer(found, cal.iso(self.anchor.year, self.anchor.month, dom))
            return self._answer(found, None)
        near = []
        for shift in (-2, -1, 0, 1, 2):
            year, month = cal.add_months(here.year, here.month, shift)
            if cal.is_day(year, month, dom):
                near.append(date(year, month, dom))
        near = [d for d in near if weekday is None or d.isoweekday() == weekday]
        side = self._side(found)
        best = _choose(near, here, BACK if side is None and weekday is None else side)
        return self._answer(found, best.isoformat() if best else None)

    def _full(self, found: Found) -> Answer:
        text = found.worth("FULL")
        if text is None:
            month, dom = (int(n) for n in (found.worth("SHORT") or "0-0").split("-"))
            if not 1 <= month <= 12:
                return Answer(None, "day")
            return self._calendar(found, None, dom, month, None)
        year, month, dom = (int(n) for n in text.split("-"))
        if len(text.split("-")[0]) == 2:
            year = self._long_year(year)
        if not cal.is_day(year, month, dom):
            return self._impossible(found)
        return self._answer(found, cal.iso(year, month, dom))

    def _days(self, found: Found) -> Answer:
        """Days that follow each other, or one day of a list."""
        doms = found.all("DD")
        last = self._calendar(found, None, doms[-1], found.number("MONTH"), self._year_of(found))
        if last.value is None or len(doms) == 1 or not cal.first_day(last.value):
            return last
        first = last.value[:8] + f"{doms[0]:02d}"
        return last._replace(value=cal.interval(first, last.value))

    def _days_through(self, found: Found) -> Answer:
        doms, months, years = found.all("DD"), found.all("MONTH"), found.all("YEAR")
        if not doms:  # "3-7 juin"
            doms = [int(d) for d in (found.worth("DAYS") or "").split()]
        month = months[-1] if months else None
        last = self._calendar(found, None, doms[-1], month, years[-1] if years else None)
        end = cal.first_day(last.value)
        if end is None or month is None:
            return last
        start_month = months[0]
        year = years[0] if len(years) > 1 else end.year - (start_month > month)
        if not cal.is_day(year, start_month, doms[0]):
            return self._impossible(found)
        first = cal.iso(year, start_month, doms[0])
        if first > end.isoformat():
            return last
        return last._replace(value=cal.interval(first, end.isoformat()))

    def _months(self, found: Found) -> Answer:
        months, years = found.all("MONTH"), found.all("YEAR")
        year = years[-1] if years else self._year_of_month(found, months[-1])
        if year is None:
            return self._answer(found, None)
        first = years[0] if len(years) > 1 else year - (months[0] > months[-1])
        return self._answer(
            found, cal.interval(cal.iso(first, months[0]), cal.iso(year, months[-1]))
        )

    def _month_of_text(self, found: Found) -> Answer:
        base = self._base(found, "text")
        month = found.number("MONTH")
        return self._answer(found, cal.iso(base.year, month) if base else None, doc=False)

    def _years(self, found: Found) -> Answer:
        first, last = found.all("YEAR")[:2]
        return self._answer(found, cal.interval(cal.iso(first), cal.iso(last)) if first <= last else None)

    def _year_range(self, found: Found) -> Answer:
        first, last = (found.worth("YEARS") or "").split()
        return self._answer(found, f"{first}/{last}")

    def _decade(self, found: Found) -> Answer:
        year = found.number("YEAR")
        if year is None:
            short = found.number("YY") if found.worth("YY") else found.number("NUM")
            if short is None or short % 10 or short < 10 or short > 90:
                return self._answer(found, None)
            year = 1900 + short
        return self._answer(found, cal.years(year, 10) if year % 10 == 0 else cal.iso(year))

    def _century(self, found: Found) -> Answer:
        rank = found.number("CENTURY") or found.number("ORD") or -1
        if rank < 1:
            return self._unit_value(found, "century", rank, self.anchor)
        return self._answer(found, cal.years((rank - 1) * _CENTURY + 1, _CENTURY))

    def _year_part(self, found: Found) -> Answer:
        size = _MONTHS.get(found.worth("UNIT") or "", 3)
        size = 6 if found.caps and self.notes.tokens[found.start + 1].low in self._halves() else size
        rank = found.number("ORD") or found.number("CENTURY") or 0
        if self.anchor is None and found.number("YEAR") is None or rank > 12 // size:
            return self._answer(found, None)
        if rank < 0:
            rank = 12 // size
        first = (rank - 1) * size + 1
        year = found.number("YEAR")
        if year is None and found.worth("UNIT") == "year" and self.anchor:
            year = self.anchor.year + (found.number("DIR") or 0)
        if year is None:
            year = self._year_of_month(found, first)
        return self._answer(found, cal.months(year, first, first + size - 1) if year else None)

    def _halves(self) -> frozenset[str]:
        return frozenset(w for w, s in self.grammar.words.items() if s.get("UNIT") == "half")

    def _season(self, found: Found) -> Answer:
        first, last = (int(n) for n in (found.worth("SEASON") or "0 0").split())
        wraps = last < first
        if years := found.worth("YEARS"):
            return self._answer(found, cal.months(int(years.split()[0]), first, last))
        year = found.number("YEAR")
        if year is None and (self.anchor is None or self.anchor.month is None):
            return self._answer(found, None)
        if year is None and self.anchor and self.anchor.month:
            now, side = self.anchor.month, self._side(found)
            year = self.anchor.year - (wraps and now <= last)
            started = now >= first or (wraps and now <= last)
            over = now >= last and not (wraps and now >= first)
            if found.worth("DIR") and side == BACK:
                year -= not over or (wraps and now > last)
            elif side == AHEAD:
                year += over and not wraps
            elif side == BACK:
                year -= not started
                year -= wraps and last < now < first and started
        return self._answer(found, cal.months(year, first, last) if year else None)

    def _feast(self, found: Found) -> Answer:
        feast = self.grammar.feasts[found.tag or ""]
        side = self._side(found) if found.worth("YEAR") is None else None
        value = feast_value(feast, found.number("YEAR"), self.anchor, side)
        return self._answer(found, value)

    # -- weekdays and nights

    def _weekday(self, found: Found) -> Answer:
        weekday = found.number("WEEKDAY") or 1
        return self._named_weekday(found, weekday)

    def _named_weekday(self, found: Found, weekday: int) -> Answer:
        if found.worth("NEXT"):
            base = self._text_day(found)
            step = found.number("NEXT") or 1
            day = cal.near_weekday(weekday, base, step, strict=True) if base else None
            return self._answer(found, day.isoformat() if day else None, doc=False)
        if self._is_habit(found):
            return self._answer(found, None)
        if self.anchor is None or self.anchor.month is None:
            return self._answer(found, None)
        here = self.anchor.day
        if here is None:
            days = cal.weekdays_of_month(weekday, self.anchor.year, self.anchor.month)
            return Answer(None, "day", self.doc, days)
        direction = found.number("DIR")
        if direction:
            day = cal.near_weekday(weekday, here, direction, strict=True)
        else:
            day = cal.near_weekday(weekday, here, self._weekday_side(found))
        return self._answer(found, day.isoformat())

    def _weekday_side(self, found: Found) -> int:
        look = self._look(found)
        return BACK if look.side is None else look.side

    def _is_habit(self, found: Found) -> bool:
        """A weekday with an article and no date is every such day, unless the verb is past."""
        if found.rule.name != "weekday" or found.start == 0:
            return False
        before = self.notes.tokens[found.start - 1]
        if before.low not in self.grammar.lists["articles"]:
            return False
        return self._look(found).side not in (BACK, AHEAD)

    def _weekdays(self, found: Found) -> Answer:
        days = found.all("WEEKDAY")
        if found.worth("DD") and found.worth("MONTH"):
            last = self._date(found)
        else:
            last = self._named_weekday(found, days[-1])
        end = cal.first_day(last.value)
        if end is None:
            return last._replace(candidates=())
        start = cal.near_weekday(days[0], end, BACK, strict=True)
        return last._replace(value=cal.interval(start.isoformat(), end.isoformat()))

    def _weekday_of_week(self, found: Found) -> Answer:
        shift, here = found.number("DIR"), self.anchor.day if self.anchor else None
        if shift is None:
            shift, here = found.number("NEXT"), self._text_day(found)
        if here is None or shift is None:
            return self._answer(found, None)
        monday = here - timedelta(days=here.isoweekday() - 1)
        day = monday + timedelta(days=7 * shift + (found.number("WEEKDAY") or 1) - 1)
        return self._answer(found, day.isoformat())

    def _this_night(self, found: Found) -> Answer:
        here = self.anchor.day if self.anchor else None
        if here is None:
            return self._answer(found, None)
        ahead = self._side(found) == AHEAD
        return self._night(found, here if ahead else here - timedelta(days=1))

    def _last_night(self, found: Found) -> Answer:
        here = self.anchor.day if self.anchor else None
        return self._night(found, here - timedelta(days=1) if here else None)

    def _night(self, found: Found, first: date | None) -> Answer:
        if first is None:
            return self._answer(found, None)
        last = first + timedelta(days=1)
        return self._answer(found, cal.interval(first.isoformat(), last.isoformat()))

    # -- the day of the dispatch, hours

    def _today(self, found: Found) -> Answer:
        if self._is_nowadays(found):
            return Answer(None, "none")
        return self._this_day(found)

    def _is_nowadays(self, found: Found) -> bool:
        tokens, lists = self.notes.tokens, self.grammar.lists
        around = tokens[max(0, found.start - 1) : found.start] + tokens[found.end : found.end + 1]
        if any(t.low in lists["nowadays"] for t in around):
            return True
        after = tokens[found.end] if found.end < len(tokens) else None
        if after is not None and after.low in lists["cleft"]:
            return False
        if after is not None and after.pos in ("NOUN", "ADJ") and after.dep in ("appos", "amod"):
            return True
        look = self._look(found)
        if look.side is None and after is not None and after.pos == "NOUN":
            return found.start > 0 and tokens[found.start - 1].text == ","
        verb = tokens[look.verb] if look.verb is not None else None
        return look.side == NOW and verb is not None and verb.lemma in lists["states"]

    def _this_day(self, found: Found) -> Answer:
        here = self.anchor.day if self.anchor else None
        return self._answer(found, here.isoformat() if here else None)

    def _part(self, found: Found) -> Answer:
        if found.rule.tail and found.from_tok == found.start:
            return Answer(None, "hour")
        return self._clock(found)

    def _clock(self, found: Found) -> Answer:
        """A clock time is of the day its sentence has named, else of the dispatch's own."""
        sent = self.notes.tokens[found.start].sent
        here = self.anchor.day if self.anchor else None
        day = self.named_day if self.named_day and sent == self.named_sent else here
        return self._answer(found, day.isoformat() + _clock_of(found) if day else None)

    # -- so far from a base

    def _shift(self, found: Found) -> Answer:
        sign, *rest = found.rule.args
        unit, base = (rest[0], rest[1]) if len(rest) > 1 else ("day", rest[0])
        if unit == "UNIT":
            unit = found.worth("UNIT") or "day"
        counted = sum(found.all("NUM")) if found.worth("NUM") else 1
        count = int(sign) * counted
        if base == "doc" or unit != "day":
            return self._moved(found, unit, count, self._base(found, base), base)
        day = self._text_day(found)
        if day is None and found.rule.name in self.grammar.lists["falls_back"]:
            day = self.anchor.day if self.anchor else None
        moved = cal.add_days(day, count) if day else None
        return self._answer(found, moved.isoformat() if moved else None, doc=False)

    def _moved(
        self, found: Found, unit: str, count: int, base: cal.Anchor | None, name: str
    ) -> Answer:
        if base is None:
            return self._answer(found, None)
        value, day = None, base.day
        if unit == "day":
            moved = cal.add_days(day, count) if day else None
            value = moved.isoformat() if moved else None
        elif unit == "week":
            value = cal.week(day, count) if day else None
        elif unit == "month" and base.month:
            value = cal.iso(*cal.add_months(base.year, base.month, count))
        elif unit in ("year", "decade") and 0 < base.year + count * _YEARS[unit] <= date.max.year:
            value = cal.iso(base.year + count * _YEARS[unit])
        return self._answer(found, value, doc=name == "doc")

    def _unit(self, found: Found) -> Answer:
        shift, base = found.rule.args
        count = found.number(shift) if shift.isupper() else int(shift)
        unit = found.worth("UNIT") or "day"
        if unit == "day" and base == "text":
            day = self._text_day(found) if count else self.named_day
            moved = cal.add_days(day, count or 0) if day else None
            return self._answer(found, moved.isoformat() if moved else None, doc=False)
        return self._unit_value(found, unit, count or 0, self._base(found, base))

    def _unit_word(self, found: Found) -> Answer:
        """A unit that its rule spells out: the last counted word of the stretch names it."""
        for token in reversed(self.notes.tokens[found.start : found.end]):
            unit = self.grammar.words.get(token.low.partition("-")[0], {}).get("UNIT")
            unit = self.grammar.words.get(token.low, {}).get("UNIT") or unit
            if unit:
                answer = self._unit_value(found, unit, int(found.rule.args[0]), self.anchor)
                return answer._replace(grain=unit)
        return self._answer(found, None)

    def _unit_value(
        self, found: Found, unit: str, count: int, base: cal.Anchor | None
    ) -> Answer:
        if base is None:
            return self._answer(found, None)
        value, day = None, base.day
        if unit == "day":
            moved = cal.add_days(day, count) if day else None
            value = moved.isoformat() if moved else None
        elif unit == "week":
            value = cal.week(day, count) if day else None
        elif unit == "weekend":
            value = self._weekend(found, day, count) if day else None
        elif unit == "month" and base.month:
            value = cal.iso(*cal.add_months(base.year, base.month, count))
        elif unit in _MONTHS and base.month:
            size = _MONTHS[unit]
            start = (base.month - 1) // size * size + 1
            year, first = cal.add_months(base.year, start, count * size)
            value = cal.months(year, first, first + size - 1)
        elif unit in _YEARS:
            span = _YEARS[unit]
            start = base.year // span * span + count * span + (unit == "century")
            value = cal.iso(start) if span == 1 else cal.years(start, span)
        return self._answer(found, value)

    def _weekend(self, found: Found, day: date, count: int) -> str | None:
        resting = day.isoweekday() >= 6
        if count > 0:
            return cal.weekend(day, 1 if resting else 0)
        if count < 0 or resting:
            return cal.weekend(day, count)
        return cal.weekend(day, -1 if self._look(found).side == BACK else 0)

    def _week_of(self, found: Found) -> Answer:
        doms = found.all("DD")
        first = self._calendar(found, None, doms[0], found.number("MONTH"), self._year_of(found))
        day = cal.first_day(first.value)
        if day is None:
            return first
        if len(doms) > 1:
            return first._replace(value=cal.interval(day.isoformat(), f"{day.isoformat()[:8]}{doms[1]:02d}"))
        is_week = found.rule.grain == "week" and day.isoweekday() < 6
        return first._replace(value=cal.week(day) if is_week else cal.weekend(day))

    def _same(self, found: Found) -> Answer:
        if found.rule.args[0] == "day":
            day = self.named_day
            return self._answer(found, day.isoformat() if day else None, doc=False)
        return self._answer(found, self.named, doc=False)

    # -- no date

    def _none(self, found: Found) -> Answer:
        return self._answer(found, None)

    _duration = _none

    def _about(self, found: Found) -> Answer:
        """Some days from a day long past: its month, if the month holds them."""
        day = self._text_day(found)
        here = self.anchor.day if self.anchor else None
        small = found.worth("SMALL") or found.worth("UNIT") == "day"
        if not (day and here and small and (here - day).days > _LONG_PAST_DAYS):
            return self._answer(found, None)
        if day.day > 31 - _MONTH_EDGE_DAYS:
            return self._answer(found, None)
        return self._answer(found, cal.iso(day.year, day.month), doc=False)


def _clock_of(found: Found) -> str:
    """The clock time of a stretch as ISO puts it after a day, "" where it says none."""
    clock = found.worth("CLOCK") or found.worth("NOON")
    if clock is None and found.rule.op == "clock" and found.worth("NUM"):
        hours, *rest = found.all("NUM")
        minutes = rest[0] if rest else 0
        if hours > 24 or minutes > 59:
            return ""
        clock = f"{hours % 24:02d}:{minutes:02d}"
    return f"T{clock}{found.worth('ZONE') or ''}" if clock else ""


def _choose(near: list[date], here: date, side: int | None, *, strict: bool = False) -> date | None:
    """Of the days that fit, the one on the side the clause looks to."""
    if not near:
        return None
    nearest = min(near, key=lambda d: (abs((d - here).days), d > here))
    if side in (None, NOW):
        return nearest
    fit = [d for d in near if (d - here).days * (side or 0) >= (1 if strict else 0)]
    if not fit:
        return nearest
    best = min(fit, key=lambda d: abs((d - here).days))
    far = abs((best - here).days) > _FAR_DAYS and abs((nearest - here).days) < _CLOSE_DAYS
    return nearest if far and not strict else best
