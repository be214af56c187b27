"""Views room. What is said and no more: a record seen without what the coder inferred.

Flow: a `Wanted` that asks for what is said only → the same SQL over narrower tables (an event's
day, place and sides that no report says are not there) → events, reports and rows as said. Which
values are inferred is in records/inferred.py; here they are left out, once for all views.
"""

from __future__ import annotations

from vigie.errors import BadRequest
from vigie.store.record import Record

# Tables of the record as the questions name them, without the values that all reports infer.
_SAID = """
events AS (SELECT rank, id, type, quad, status,
  CASE WHEN {when} THEN '~' ELSE starts END AS starts,
  CASE WHEN {when} THEN NULL ELSE ends END AS ends,
  CASE WHEN {where} THEN NULL ELSE place END AS place,
  CASE WHEN {where} THEN NULL ELSE country END AS country,
  story, origins, weight, score, goldstein, contradicted, first_told, last_told
  FROM main.events),
event_sides AS (SELECT event, side, actor FROM main.event_sides s WHERE NOT EXISTS (
  SELECT 1 FROM event_inferred i
  WHERE i.event = s.event AND i.field = s.side AND i.actor = s.actor))
"""
_FIELD = "EXISTS (SELECT 1 FROM event_inferred i WHERE i.event = events.rank AND i.field = '{0}')"
_TABLES = _SAID.format(when=_FIELD.format("when"), where=_FIELD.format("where"))


def over(sql: str, *, said_only: bool) -> str:
    """A question on events, put to the tables of what is said where only that is wanted."""
    if not said_only:
        return sql
    return (
        f"WITH {_TABLES}, {sql[5:]}" if sql.startswith("WITH ") else f"WITH {_TABLES} {sql}"
    )


def need_said(record: Record) -> None:
    """Refuse where the record does not hold which values of its events are inferred.

    Raises:
        BadRequest: its events were made by an earlier version.
    """
    if not record.rows("SELECT 1 FROM sqlite_master WHERE name = 'event_inferred'"):
        raise BadRequest(
            f"the events of {record.path} do not say what was inferred; "
            f"make them anew: vigie merge {record.path}"
        )
