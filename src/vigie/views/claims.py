"""Views room. Claims: one happening as each party tells it, the words of each kept apart.

Flow: events with their tellings where the record has events, else reports grouped by type, sides,
place and day → `Told`, one a happening: who asserts, who denies, who alleges, in which words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from vigie.knowledge.folding import fold
from vigie.store.events import all_events, has_events
from vigie.store.record import Record
from vigie.views.quotes import check_day
from vigie.views.tellings import TellingRow, telling_row, tellings

UNKNOWN_DAY = "~"  # sorts after every day


class Claim(msgspec.Struct, frozen=True, kw_only=True):
    """What one party says of a happening; `party` is None where the dispatch tells it itself.

    `told_on` is the day the party spoke, where the dispatch says it.
    """

    party: str | None
    status: str
    words: str
    dispatch: str
    outlet: str | None
    published: str | None
    told_on: str | None
    report: str


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """A happening and its claims, by party, then by publication.

    `event` is None in a record without events. `disputed` says that one denies or doubts what
    another asserts.
    """

    event: str | None
    type: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    where: str | None
    when: str | None
    disputed: bool
    claims: tuple[Claim, ...]


def claims(
    record: Record, *, party: str | None = None, about: str | None = None,
    since: str | None = None, everything: bool = False,
) -> list[Told]:  # fmt: skip
    """Happenings that are told by several voices or in dispute, by their day.

    Args:
        record: Where to look.
        party: Part of the name of one who tells it; accents and case folded.
        about: Words that a side, the place or a claim must hold; accents and case folded.
        since: First day of the happening; the undated are left out when it is set.
        everything: Also what one voice alone tells, as long as someone is cited for it.

    Raises:
        BadRequest: `since` is no day.
    """
    check_day(since)
    out = []
    for event, rows in _groups(record):
        told = _told(event, rows)
        voices = {claim.party for claim in told.claims}
        kept = any(voices) if everything else len(voices) > 1 or told.disputed
        if since and (told.when or "") < since:
            continue
        if kept and _spoken_by(told, party) and _about(told, about):
            out.append(told)
    return sorted(out, key=lambda t: (t.when or UNKNOWN_DAY, t.claims[0].report))


def _groups(record: Record) -> Iterator[tuple[str | None, list[TellingRow]]]:
    """Tellings of one happening: those of an event, or those that agree in all they say."""
    if has_events(record):
        for event in all_events(record):
            rows = tellings(record, event)
            if rows:
                yield event.id, rows
        return
    groups: dict[tuple[object, ...], list[TellingRow]] = {}
    for reading in record.readings():
        for report in reading.reports:
            row = telling_row(reading, report)
            groups.setdefault(_key(row), []).append(row)
    for rows in groups.values():
        yield None, rows


def _key(row: TellingRow) -> tuple[object, ...]:
    """What two reports must share to be held for one happening; the undated stay apart."""
    sides = [
        tuple(sorted(fold(name) for name in side)) for side in (row.actors, row.recipients)
    ]
    return (row.type, *sides, fold(row.where or ""), row.when or row.report)


def _told(event: str | None, rows: list[TellingRow]) -> Told:
    fullest = max(rows, key=lambda r: (bool(r.actors) + bool(r.recipients), bool(r.where)))
    said = sorted((_claim(row) for row in rows), key=_order)
    return Told(
        event=event, type=fullest.type, actors=fullest.actors, recipients=fullest.recipients,
        where=fullest.where, when=next((r.when for r in rows if r.when), None),
        disputed=_is_disputed(said), claims=tuple(said),
    )  # fmt: skip


def _claim(row: TellingRow) -> Claim:
    return Claim(
        party=row.said_by, status=row.status, words=row.clause, dispatch=row.dispatch,
        outlet=row.outlet, published=row.published, told_on=row.told_on, report=row.report,
    )  # fmt: skip


def _order(claim: Claim) -> tuple[str, ...]:
    return (claim.party or "", claim.published or UNKNOWN_DAY, claim.dispatch, claim.report)


def _is_disputed(said: Iterable[Claim]) -> bool:
    """Whether someone denies it, or one asserts what another only alleges."""
    by_status: dict[str, set[str | None]] = {}
    for claim in said:
        by_status.setdefault(claim.status, set()).add(claim.party)
    doubted = by_status.get("alleged", set())
    return "denied" in by_status or bool(
        doubted and by_status.get("asserted", doubted) - doubted
    )


def _spoken_by(told: Told, party: str | None) -> bool:
    return not party or any(fold(party) in fold(claim.party or "") for claim in told.claims)


def _about(told: Told, about: str | None) -> bool:
    words = (
        *told.actors,
        *told.recipients,
        told.where or "",
        *(c.words for c in told.claims),
    )
    return not about or any(fold(about) in fold(text) for text in words)
