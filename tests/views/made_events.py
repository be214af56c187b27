"""A small record made by hand: four dispatches on one crisis, the events they tell, their story.

The dispatches are of our own making. `tell` finds the offsets of the words it is given, so that
the readings are such as the street makes them.
"""

from __future__ import annotations

from pathlib import Path

from vigie.records import (
    Actor,
    ActorCard,
    Block,
    Contradiction,
    Dating,
    Dispatch,
    Event,
    Figure,
    Kin,
    Lineage,
    Mention,
    Meta,
    Origin,
    Party,
    Place,
    RawDispatch,
    Reading,
    Referents,
    Report,
    Side,
    Size,
    Span,
    Spot,
    Story,
    Voice,
    When,
)
from vigie.store.events import save_events
from vigie.store.record import Record, dispatch_key

GNA = Actor(key="GNA", name="Gouvernement d'union nationale", names=("GNA",), kind="ORG",
            country="LBY", sector="GOV")  # fmt: skip
LNA = Actor(key="LNA", name="ANL", names=("ANL", "Armée nationale libyenne"), kind="ORG",
            country="LBY", sector="REB")  # fmt: skip
TUR = Actor(
    key="TUR", name="Turquie", names=("Turquie",), kind="GPE", country="TUR", sector="GOV"
)
CAST = {a.key: a for a in (GNA, LNA, TUR)}
IDS = {"GNA": "lby.gna", "LNA": "lby.lna", "TUR": "tur"}


def span(text: str, words: str) -> Span:
    """Where words stand in a text, the first time."""
    start = text.index(words)
    return Span(start, start + len(words))


def dispatch(name: str, text: str, published: str, outlet: str) -> Dispatch:
    """A dispatch that nothing was cut from."""
    return Dispatch(
        id=name, raw=text, text=text, starts=(0,), shifts=(0,),
        blocks=(Block(start=0, end=len(text), kind="body"),),
        meta=Meta(language="fr", published=published, outlet=outlet, title=f"Titre de {name}"),
    )  # fmt: skip


def reading(name: str, text: str, published: str, outlet: str, *reports: Report,
            named: dict[str, str], days: dict[str, str] | None = None,
            places: tuple[str, ...] = ()) -> Reading:  # fmt: skip
    """A reading whose mentions, times and places stand where the words do."""
    mentions = tuple(
        Mention(span=span(text, words), tok_start=0, tok_end=1, head=0, kind=CAST[key].kind,
                actor=key, how="name") for words, key in named.items()
    )  # fmt: skip
    times = tuple(
        When(span=span(text, words), tok_start=0, tok_end=1, value=value, grain="day",
             timex="DATE", rule="made") for words, value in (days or {}).items()
    )  # fmt: skip
    spots = tuple(
        Place(span=span(text, words), tok_start=0, tok_end=1, name=words, country="LBY",
              lat=32.0, lon=13.0, precision="city") for words in places
    )  # fmt: skip
    return Reading(
        dispatch=dispatch(name, text, published, outlet),
        referents=Referents(mentions=mentions, actors=CAST, times=times, places=spots),
        reports=reports, lemmas=text.lower(), made_by="test",
    )  # fmt: skip


def report(
    name: str, text: str, words: str, trigger: str, type_: str, **fields: object
) -> Report:
    """A report of the clause those words are."""
    base: dict[str, object] = {
        "mode": None, "status": "asserted", "actors": (), "recipients": (), "when": None,
    }  # fmt: skip
    return Report(
        id=name, span=span(text, words), trigger=span(text, trigger), type=type_,
        **(base | fields),
    )  # type: ignore[arg-type]  # fmt: skip


WIRE = ("Le GNA a pris jeudi la ville d'Asaba à l'ANL, qui a perdu douze hommes. "
        "La Turquie a menacé l'ANL de représailles.")  # fmt: skip
COPY = WIRE + " (avec agence)"
OTHER = "L'ANL dément avoir perdu Asaba. Selon elle, trois soldats ont été tués vendredi."
LATER = "Au moins vingt combattants de l'ANL sont morts à Asaba jeudi, dit le GNA."


def readings() -> list[Reading]:
    """Four dispatches: a wire, its copy, a denial, a later toll."""

    def taken(name: str, text: str) -> Report:
        return report(
            name, text, "Le GNA a pris jeudi la ville d'Asaba à l'ANL", "pris", "COERCE",
            mode="seize", actors=("GNA",), recipients=("LNA",), when="2020-05-21", where="Asaba",
            goldstein=-9.0, confidence=0.8,
            sizes=(Size(what="killed", span=span(text, "douze"), low=12, best=12, high=12),),
        )  # fmt: skip

    def threat(name: str, text: str) -> Report:
        return report(
            name, text, "La Turquie a menacé l'ANL de représailles", "menacé", "THREATEN",
            actors=("TUR",), recipients=("LNA",), goldstein=-4.4,
        )  # fmt: skip

    named = {"GNA": "GNA", "ANL": "LNA", "Turquie": "TUR"}
    days, places = {"jeudi": "2020-05-21"}, ("Asaba",)
    denied = report(
        "r5", OTHER, "L'ANL dément avoir perdu Asaba", "perdu", "COERCE", mode="seize",
        status="denied", actors=("GNA",), recipients=("LNA",), where="Asaba", said_by="LNA",
        goldstein=-9.0,
    )  # fmt: skip
    later = report(
        "r6", LATER, "Au moins vingt combattants de l'ANL sont morts à Asaba jeudi", "morts",
        "COERCE", status="alleged", recipients=("LNA",), when="2020-05-21", where="Asaba",
        said_by="GNA", sizes=(Size(what="killed", span=span(LATER, "vingt"), low=20),),
    )  # fmt: skip
    return [
        reading("wire", WIRE, "2020-05-22", "Agence", taken("r1", WIRE), threat("r2", WIRE),
                named=named, days=days, places=places),
        reading("copy", COPY, "2020-05-22T10:00", "Le Courrier", taken("r3", COPY),
                threat("r4", COPY), named=named, days=days, places=places),
        reading("deny", OTHER, "2020-05-23", "La Gazette", denied, named={"ANL": "LNA"},
                places=places),
        reading("late", LATER, "2020-05-25", "L'Écho", later,
                named={"ANL": "LNA", "GNA": "GNA"}, days=days, places=places),
    ]  # fmt: skip


def party(key: str, *reports: str) -> Party:
    """A side, as the record names it."""
    a = CAST[key]
    return Party(actor=IDS[key], name=a.name, country=a.country, sector=a.sector, kind=a.kind,
                 reports=reports)  # fmt: skip


WIRE_ORIGIN = Origin(
    source="wire", name="Agence", dispatches=("wire", "copy"), reports=("r1", "r3")
)

TAKEN = Event(
    id="e1asaba", type="COERCE", quad="MX", mode="seize", status="asserted",
    actors=(party("GNA", "r1", "r3", "r5"),), recipients=(party("LNA", "r1", "r3", "r5", "r6"),),
    where=Spot(name="Asaba", country="LBY", lat=32.0, lon=13.0, precision="city",
               reports=("r1", "r3", "r5", "r6")),
    when="2020-05-21", when_why=("r1: jeudi",), starts="2020-05-21", ends="2020-05-21",
    reports=("r1", "r3", "r5", "r6"),
    origins=(
        WIRE_ORIGIN,
        Origin(source="deny", name="La Gazette", dispatches=("deny",), reports=("r5",)),
        Origin(source="late", name="L'Écho", dispatches=("late",), reports=("r6",)),
    ),
    voices=(
        Voice(party=None, name="Agence", status="asserted", reports=("r1", "r3")),
        Voice(party="lby.lna", name="ANL", status="denied", reports=("r5",)),
        Voice(party="lby.gna", name="Gouvernement d'union nationale", status="alleged",
              reports=("r6",)),
    ),
    figures=(
        Figure(what="killed", low=12, best=12, high=12, claimant=None, told="2020-05-22",
               report="r1", dispatch="wire"),
        Figure(what="killed", low=20, best=None, high=None, claimant="lby.gna",
               told="2020-05-25", report="r6", dispatch="late"),
    ),
    contradictions=(
        Contradiction(field="status", sides=(
            Side(value="asserted", parties=("Agence",), reports=("r1", "r3"), since="2020-05-22"),
            Side(value="denied", parties=("ANL",), reports=("r5",), since="2020-05-23"),
        )),
    ),
    first_told="2020-05-22", last_told="2020-05-25", score=-7.0, weight=4.2,
    weight_why=("origins 3", "killed 20"), story="s1",
)  # fmt: skip
THREAT = Event(
    id="e2menace", type="THREATEN", quad="VX", actors=(party("TUR", "r2", "r4"),),
    recipients=(party("LNA", "r2", "r4"),), reports=("r2", "r4"),
    candidates=("2020-05-07", "2020-05-14", "2020-05-21"), starts="2020-05-07", ends="2020-05-21",
    origins=(Origin(source="wire", name="Agence", dispatches=("wire", "copy"),
                    reports=("r2", "r4")),),
    voices=(Voice(party=None, name="Agence", status="asserted", reports=("r2", "r4")),),
    first_told="2020-05-22", last_told="2020-05-22", score=-3.5, weight=1.5, story="s1",
)  # fmt: skip
UNDATED = Event(
    id="e3sansjour", type="AID", quad="MC", actors=(party("TUR"),), recipients=(party("GNA"),),
    reports=(), weight=0.1,
)  # fmt: skip
EVENTS = (TAKEN, THREAT, UNDATED)
CARDS = tuple(
    ActorCard(id=IDS[a.key], name=a.name, kind=a.kind, names=a.names, country=a.country,
              sector=a.sector, dispatches=4) for a in CAST.values()
)  # fmt: skip
STORIES = (
    Story(id="s1", title="Asaba : ANL, GNA", actors=("lby.lna", "lby.gna"), places=("Asaba",),
          events=("e1asaba", "e2menace"), starts="2020-05-07", ends="2020-05-21"),
)  # fmt: skip
DATINGS = (
    Dating(dispatch="wire", given="2020-05", published="2020-05-22", through=("e1asaba",)),
)
LINEAGES = (
    Lineage(source="wire", kin=(Kin(dispatch_id="wire", of=None, kind="source"),
                                Kin(dispatch_id="copy", of="wire", kind="copy"))),
)  # fmt: skip


def made_record(path: Path, *, merged: bool = True) -> Path:
    """The record on disk, its events merged or not; its path."""
    with Record(path, write=True) as record:
        list(record.add((key_of(r), r) for r in readings()))
        if merged:
            save_events(record, EVENTS, CARDS, STORIES, DATINGS, LINEAGES)
    return path


def key_of(reading: Reading) -> str:
    """The key a dispatch has in the record."""
    return dispatch_key(RawDispatch(id=reading.dispatch.id, text=reading.dispatch.raw))
