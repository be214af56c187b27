"""Referents room, times. A matched stretch → its value: each rule's word, and what does it.

The table below is all that a rule of the pack may ask for under `value:`.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from vigie.referents.times import calendar_ops as dates
from vigie.referents.times import pointing_ops as points
from vigie.referents.times.context import Answer, Context
from vigie.referents.times.match import Found

Op = Callable[[Context, Found], Answer]
_DAY = len("2020-05-23")

OPS: MappingProxyType[str, Op] = MappingProxyType({
    "day-of-text-year": dates.day_of_text_year_value, "date": dates.date_value, "full": dates.full_value, "days": dates.days_value,
    "days-through": dates.days_through_value, "week-of": dates.week_of_value,
    "months": dates.months_value, "months-listed": dates.months_value,
    "month-pair": dates.month_pair_value, "nth-weekday": dates.nth_weekday_value,
    "day-of-unit": dates.day_of_unit_value, "weekend-only": points.weekend_value, "month-of-text": dates.month_of_text_value,
    "years": dates.years_value, "year-range": dates.year_range_value,
    "decade": dates.decade_value, "century": dates.century_value,
    "year-part": dates.year_part_value, "season": dates.season_value,
    "feast": points.feast_day_value, "weekday": points.weekday_value,
    "weekdays": points.weekdays_value, "weekday-of-week": points.weekday_of_week_value,
    "this-night": points.this_night_value, "last-night": points.last_night_value,
    "today": points.today_value, "this-day": points.this_day_value,
    "clock": points.clock_value, "part": points.part_value, "shift": points.shift_value,
    "unit": points.unit_value, "same": points.same_value, "about": points.about_value,
    "duration": points.no_value, "none": points.no_value,
})  # fmt: skip


def resolve(context: Context, found: Found) -> Answer:
    """The value of a stretch, clock time included; the context remembers it."""
    answer = OPS[found.rule.op](context, found)
    if found.extra is not None and answer.value and len(answer.value) == _DAY:
        clock = points.clock_of(found.extra)
        answer = answer._replace(
            value=answer.value + clock, grain="hour" if clock else answer.grain
        )
    context.remember(found, answer)
    return answer
