"""Reports, actors and dispatches made by hand, for the laws of the events room."""

from __future__ import annotations

from collections.abc import Iterable

from hypothesis import strategies as st

from vigie.events.days import read_days
from vigie.events.seen import Face, Seen, Source
from vigie.records import Size, Spot

CAST = {
    "GNA": Face("GNA", "ORG", "LBY", "GOV", True),
    "ANL": Face("ANL", "ORG", "LBY", "REB", True),
    "HAFTAR": Face("Haftar", "PER", "LBY", "REB", True),
    "SARRAJ": Face("Sarraj", "PER", "LBY", "GOV", True),
    "TUR": Face("Turquie", "GPE", "TUR", None, True),
    "ERDOGAN": Face("Erdogan", "PER", "TUR", "GOV", True),
    "USA": Face("États-Unis", "GPE", "USA", None, True),
    "TRUMP": Face("Trump", "PER", "USA", "GOV", True),
    "ONU": Face("ONU", "ORG", "IGO", None, True),
    "group:LBY-CVL": Face("habitants", "GROUP", "LBY", "CVL", False),
    "body:lby.troupes": Face("troupes", "ORG", "LBY", "MIL", False),
}
ASABA = Spot(name="Asaba", country="LBY", lat=32.03, lon=12.85, precision="city")
TARHOUNA = Spot(name="Tarhouna", country="LBY", lat=32.43, lon=13.63, precision="city")
LIBYA = Spot(name="Libye", country="LBY", lat=27.0, lon=17.5, precision="country")


def made(
    name: str, *, dispatch: str | None = None, origin: str | None = None, told: str | None = None,
    type: str = "COERCE", mode: str | None = "seize", status: str = "asserted",
    doers: Iterable[str] = (), recipients: Iterable[str] = (), spot: Spot | None = None,
    when: str | None = None, candidates: tuple[str, ...] = (), dated: bool = True,
    placed: bool = True, said_by: str | None = None, sizes: tuple[Size, ...] = (),
    rule: str = "", words: int = 0, text: int | None = None, outlet: str | None = None,
    credits: tuple[str, ...] = (), heads: bool = False,
) -> Seen:  # fmt: skip
    """A report laid out; what is not said is not known."""
    home = dispatch or f"d-{name}"
    return Seen(
        id=name, type=type, mode=mode, status=status, doers=tuple(sorted(doers)),
        recipients=tuple(sorted(recipients)), spot=spot, placed=placed,
        days=read_days(when, candidates), dated=dated, said_by=said_by, sizes=sizes, rule=rule,
        words=words, text=sum(name.encode()) if text is None else text, heads=heads,
        source=Source(
            dispatch=home, origin=origin or home, name=outlet or home, told=told, outlet=outlet,
            credits=credits,
        ),
    )  # fmt: skip


_SIDES = st.lists(st.sampled_from(sorted(CAST)), max_size=2, unique=True)
_WHENS = st.sampled_from(
    [(None, ()), ("2020-05-20", ()), ("2020-05-21", ()), ("2020-05", ()), ("2020-05-18/2020-05-24", ()),
     (None, ("2020-05-07", "2020-05-14", "2020-05-21", "2020-05-28"))]
)  # fmt: skip


@st.composite
def reports(draw: st.DrawFn, most: int = 14) -> list[Seen]:
    """Some reports on a few actors, days and towns: near enough to be joined or to clash."""
    out = []
    tolds = draw(
        st.lists(st.sampled_from([None, "2020-05", "2020-05-22"]), min_size=6, max_size=6)
    )
    for n in range(draw(st.integers(1, most))):
        when, candidates = draw(_WHENS)
        home = draw(st.integers(0, 5))
        kind, mode = draw(
            st.sampled_from(
                [("COERCE", "seize"), ("ASSAULT", None), ("ASSAULT", "aerial"),
                 ("THREATEN", None), ("CONSULT", "phone"), ("PROTEST", "demo")]
            )
        )  # fmt: skip
        out.append(
            made(
                f"r{n:03}", dispatch=f"d{home}", type=kind, mode=mode,
                origin=f"d{draw(st.integers(0, 2))}", doers=draw(_SIDES), recipients=draw(_SIDES),
                spot=draw(st.sampled_from([None, ASABA, TARHOUNA, LIBYA])), when=when,
                candidates=candidates, dated=draw(st.booleans()), placed=draw(st.booleans()),
                told=tolds[home],
                words=draw(st.integers(0, 255)), text=draw(st.integers(0, 3)),
                heads=draw(st.booleans()),
            )
        )  # fmt: skip
    return out
