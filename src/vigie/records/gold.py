"""Records room. A reading as one JSON object in the gold format, offsets into the raw text."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from vigie.records.inferred import inferred_fields
from vigie.records.reading import Reading, Referents
from vigie.records.report import Report
from vigie.records.span import Span

_At = Callable[[Span], dict[str, Any]]


def as_gold(reading: Reading) -> dict[str, Any]:
    """The reading as one JSON object, in the gold format (offsets into `raw`)."""
    d, raw = reading.dispatch, reading.dispatch.raw

    def at(span: Span) -> dict[str, Any]:
        return {"start": span.start, "end": span.end, "text": raw[span.start : span.end]}

    return {
        "id": d.id,
        "raw": raw,
        "given": {k: v for k, v in msgspec.to_builtins(d.given).items() if v},
        "meta": msgspec.to_builtins(d.meta),
        "cut": [at(c.span) | {"reason": c.reason, "rule": c.rule} for c in d.cuts],
        **_referents(reading.referents, at),
        "quotes": [
            at(q.span) | {"speaker": q.speaker, "direct": q.direct, "venue": q.venue,
                          "stance": q.stance, "rule": q.rule, "addressee": q.addressee,
                          "principal": q.principal, "relay": q.relay, "said_on": q.said_on}
            for q in reading.quotes
        ],
        "reports": [_report(r, at) for r in reading.reports],
        "issues": [msgspec.to_builtins(i) for i in reading.issues],
        "made_by": reading.made_by,
    }  # fmt: skip


def _referents(ref: Referents, at: _At) -> dict[str, Any]:
    """Who, when and where."""
    return {
        "actors": {
            k: {"name": a.name, "names": list(a.names), "country": a.country,
                "sector": a.sector, "role": a.role, "kb": a.kb, "why": list(a.why)}
            for k, a in ref.actors.items()
        },
        "mentions": [
            at(m.span) | {"kind": m.kind, "actor": m.actor, "how": m.how}
            for m in ref.mentions if m.named
        ],
        "times": [
            at(t.span) | {"value": t.value, "grain": t.grain, "timex": t.timex, "rule": t.rule,
                          "anchor": t.anchor, "candidates": list(t.candidates)}
            for t in ref.times
        ],
        "places": [
            at(p.span) | {"name": p.name, "country": p.country, "lat": p.lat, "lon": p.lon,
                          "precision": p.precision, "radius_km": p.radius_km, "why": p.why}
            for p in ref.places
        ],
    }  # fmt: skip


def _report(r: Report, at: _At) -> dict[str, Any]:
    """One report; what it does not have beside type and sides is left out."""
    row = at(r.span) | {
        "id": r.id, "trigger": at(r.trigger), "type": r.type, "mode": r.mode,
        "status": r.status, "actors": list(r.actors), "recipients": list(r.recipients),
        "when": r.when, "where": r.where, "said_by": r.said_by, "rule": r.rule,
        "why": list(r.why), "made_by": r.made_by,
    }  # fmt: skip
    beside = {
        "candidates": list(r.candidates),
        "sizes": [
            at(z.span) | {"what": z.what, "low": z.low, "best": z.best, "high": z.high,
                          "unit": z.unit, "claimant": z.claimant, "why": z.why}
            for z in r.sizes
        ],
        "contexts": list(r.contexts), "cameo": r.cameo, "goldstein": r.goldstein,
        "confidence": r.confidence, "told_on": r.told_on,
        "content": at(r.content) if r.content else None,
        "inferred": sorted(inferred_fields(r)),
        "also": [at(t.span) | {"trigger": at(t.trigger)} for t in r.also],
    }  # fmt: skip
    return row | {k: v for k, v in beside.items() if v not in (None, [])}
