"""Laws of orders: who says an imperative asks it; what it orders is not told as done."""

from __future__ import annotations

import pytest

from vigie.flow.kit import Kit
from vigie.flow.plan import read_one
from vigie.records import Given, RawDispatch, Reading


def read(kit: Kit, text: str) -> Reading:
    given = Given(published="2020-05-22", language="fr")
    return read_one(RawDispatch(id="case", text=text, given=given), kit)


@pytest.mark.parametrize(
    ("text", "doer", "asked"),
    [
        (
            "« Libérez les otages », a lancé le président Macron au Hamas.",
            "Macron",
            "Hamas",
        ),
        ("« Retirez vos troupes », a demandé le ministre turc.", "ministre turc", None),
    ],
)
def test_an_order_is_asked_by_who_says_it(
    kit: Kit, text: str, doer: str, asked: str | None
) -> None:
    """One REQUEST, asserted, by the speaker; nothing of what it orders is told."""
    reading = read(kit, text)
    (report,) = reading.reports
    names = reading.referents.actors
    assert (report.type, report.status) == ("REQUEST", "asserted")
    assert [names[k].name for k in report.actors] == [doer]
    assert [names[k].name for k in report.recipients] == ([asked] if asked else [])


@pytest.mark.parametrize(
    "text",
    [
        "« Libérez les otages », pouvait-on lire sur un mur de Beyrouth.",
        "Retirez vos billets au guichet.",
    ],
)
def test_an_order_nobody_gives_tells_no_act(kit: Kit, text: str) -> None:
    """Neither a request nor what it orders."""
    assert not [r for r in read(kit, text).reports if r.type in ("REQUEST", "RETREAT")]
