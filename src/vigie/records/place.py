"""Records room. Where: a toponym used as a place, and how closely it is known."""

from __future__ import annotations

import msgspec

from vigie.records.span import Span

PRECISIONS = ("site", "district", "city", "admin1", "area", "country")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """A place named as a place (a capital that acts as a government is a mention, not a place).

    Degrees are WGS 84; both are None when the place is not known. `radius_km` is the uncertainty
    of a relation ("à 50 km au sud de Gao") or of an area. `why` says how it was chosen.
    """

    span: Span
    tok_start: int
    tok_end: int
    name: str
    country: str | None
    lat: float | None
    lon: float | None
    precision: str
    radius_km: float | None = None
    why: str = ""
