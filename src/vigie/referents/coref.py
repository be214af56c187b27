"""Referents room. Descriptions and the actors they recall: "l'armée", "le ministre", "le groupe".

Flow: mentions in reading order → for each, a `Cluster`, the actor in the making. A name recalls by
its words (coref_names.py), a role phrase beside a name is that person, any other description
recalls the nearest actor that it fits in noun, country and complement, or begins a new one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from vigie.knowledge.folding import fold
from vigie.records import Notes
from vigie.referents.actors_sides import Reader, Side
from vigie.referents.mentions import Found
from vigie.referents.mentions_tagged import STATES
from vigie.referents.roles import Who
from vigie.referents.roles_phrases import GOVERNMENT, Phrase, gender_of

# Bodies whose fighters and members are the body itself when they act: "les rebelles du M23".
_RANKS = frozenset({"REB", "PRM", "OPP", "PTY", "CRM", "UAF"})


# So many named bodies that "la banque", "le parti" may mean are too many to say which.
CROWD = 3

PAST = "<past>"  # detail of a body that is over: "le gouvernement précédent"
ANY = "<any>"  # detail of a body met as "un tribunal"
OWNED = "<owned>"  # detail of a body that is someone's: "les forces de X"


class Cluster:
    """An actor in the making: what it was called, and what has been said of it.

    Attributes:
        kind: PER, ORG, GPE or GROUP.
        side: Country and sector so far.
        forms: Words of its shown mentions, counted.
        folds: Its names, folded.
        bodies: What its nouns are listed under.
        details: Stems of what stood beside its nouns.
        gender: "Masc", "Fem" or None.
        plural: Whether the plural pronouns take it up.
        named: Whether it has a name of its own.
        kb: Row of the knowledge base it is, if one.
    """

    __slots__ = (
        "bodies",
        "details",
        "folds",
        "forms",
        "gender",
        "kb",
        "kind",
        "named",
        "plural",
        "side",
    )

    def __init__(self, kind: str, side: Side) -> None:
        self.kind = kind
        self.side = side
        self.forms: Counter[str] = Counter()
        self.folds: set[str] = set()
        self.bodies: set[str] = set()
        self.details: frozenset[str] = frozenset()
        self.gender: str | None = None
        self.plural = kind == "GROUP"
        self.named = False
        self.kb: str | None = None


def link_descriptions(
    notes: Notes, who: Who, reader: Reader, founds: Sequence[Found], phrases: Sequence[Phrase],
    fixed: Mapping[int, Cluster], by_name: Sequence[Cluster],
) -> list[tuple[Cluster, str]]:  # fmt: skip
    """The cluster of each mention and how it was found.

    Args:
        notes: The dispatch.
        who: The pack.
        reader: Reads the sides of phrases.
        founds: Mentions in reading order.
        phrases: What `Found.phrase` counts.
        fixed: Phrase → cluster, where the text says so (titles, acronyms).
        by_name: The cluster of each name.
    """
    starts = {f.start: f.name for f in founds if f.name is not None}
    surnames = {f.start: notes.tokens[f.end - 1].low for f in founds if f.name is not None}
    recent: list[Cluster] = []
    told: list[Cluster] = []  # those met below the title
    out: list[tuple[Cluster, str]] = []
    for found in founds:
        if found.name is not None:
            cluster, how = by_name[found.name], "name"
            if cluster not in recent:
                _take_over(cluster, recent, out)
        else:
            assert found.phrase is not None
            phrase = phrases[found.phrase]
            if found.phrase in fixed:
                cluster, how = fixed[found.phrase], "apposition"
            else:
                inner = [
                    by_name[n] for k in phrase.named if (n := starts.get(k)) is not None
                ]
                side = reader.side(found.phrase)
                cluster, how = _resolve(
                    notes,
                    who,
                    phrase,
                    side,
                    inner,
                    recent,
                    surnames.get(phrase.person or -1, ""),
                    reader.home,
                    told,
                )
                if how in ("description", "same name") and cluster.kind != "PER":
                    cluster.side = cluster.side.or_else(side)
            _learn(notes, cluster, phrase)
        if cluster in recent:
            recent.remove(cluster)
        recent.append(cluster)
        if notes.kind(found.start) != "title" and cluster not in told:
            told.append(cluster)
        out.append((cluster, how))
    return out


def _take_over(
    cluster: Cluster, recent: list[Cluster], out: list[tuple[Cluster, str]]
) -> None:
    """Hand to a named body the descriptions that came before its name."""
    for old in [c for c in recent if not c.named and c.kind == cluster.kind == "ORG"]:
        same = old.bodies & cluster.bodies and old.side.country == cluster.side.country
        if same and old.side.country and not old.details:
            recent.remove(old)
            out[:] = [(cluster, how) if c is old else (c, how) for c, how in out]


def details_of(notes: Notes, who: Who, phrase: Phrase, surname: str) -> frozenset[str]:
    """Stems of the words that tell this body from another of its kind, countries apart."""
    tokens = notes.tokens
    words = {
        who.stem(t.low)
        for t in tokens[phrase.noun_end : phrase.end]
        if t.pos in ("NOUN", "PROPN", "ADJ", "NUM")
        and not (phrase.countries and t.pos == "ADJ")
    }
    if phrase.person is not None:
        words |= {OWNED, who.stem(surname)}
    if phrase.former:
        words.add(PAST)
    return frozenset(words)


def _resolve(
    notes: Notes, who: Who, phrase: Phrase, side: Side, inner: Sequence[Cluster],
    recent: Sequence[Cluster], surname: str, home: str | None,
    told: Sequence[Cluster],
) -> tuple[Cluster, str]:  # fmt: skip
    if phrase.kind == "GROUP" and phrase.noun.kind == "PER" and inner and not phrase.former:
        body = inner[0]
        if body.kind == "ORG" and body.side.sector in _RANKS:
            return body, "members"
    details = details_of(notes, who, phrase, surname)
    if phrase.by is not None and phrase.kind != "PER":
        return _new(
            phrase, side, details | {OWNED}
        ), "new"  # "ses forces" are nobody met yet
    if phrase.kind == "ORG" and phrase.definite is False:
        return _new(phrase, side, details | {ANY}), "new"
    latest = [*reversed(recent)]
    latest.sort(key=lambda c: ANY in c.details)  # what was only "un tribunal" comes last
    spelt = fold(notes.text(phrase.start, phrase.reach))
    for cluster in latest:
        if spelt in cluster.folds and cluster.kind == phrase.kind:
            return cluster, "same name"
    if phrase.definite is not False or phrase.by is not None or phrase.kind != "PER":
        gender = gender_of(notes, phrase)
        far = details & (who.bodies.keys() | who.elsewhere)  # "la population européenne"
        for cluster in latest:
            if far and not far & cluster.details:
                continue
            if cluster in told and _is_foreigner(phrase, side, home, cluster):
                continue
            if _recalls(phrase, side, details, gender, cluster):
                return cluster, "description"
    if phrase.definite and phrase.noun.stands_for and not (phrase.named or phrase.plural):
        fits = [c for c in latest if c.named and c.kind == "ORG"]
        fits = [c for c in fits if _stands_for(phrase, side, c)]
        if fits and (len(fits) < CROWD or fits[0] is latest[0]):
            return fits[0], "description"
    band = _only_band(phrase, latest)
    if band is not None:
        return band, "description"
    return _new(phrase, side, details), "new"


def _is_foreigner(phrase: Phrase, side: Side, home: str | None, cluster: Cluster) -> bool:
    """Whether "l'armée française" comes after a bare "l'armée", which is the land's own."""
    bare = cluster.kind == "ORG" and not cluster.named and not cluster.side.country
    said = bool(phrase.countries) and phrase.noun.sector in STATES
    return bare and said and side.country != home


def _only_band(phrase: Phrase, recent: Sequence[Cluster]) -> Cluster | None:
    """The one armed group named so far, for a bare "les rebelles"."""
    if not (phrase.definite and phrase.plural and phrase.noun.sector in _RANKS):
        return None
    if phrase.specified or phrase.noun.kind != "PER" or phrase.noun.inherits:
        return None
    bands = [c for c in recent if c.named and c.kind == "ORG" and c.side.sector in _RANKS]
    fits = [c for c in bands if c.side.sector == phrase.noun.sector]
    return fits[0] if len(fits) == len(bands) == 1 else None


def _new(phrase: Phrase, side: Side, details: frozenset[str]) -> Cluster:
    cluster = Cluster(phrase.kind, side)
    cluster.details = details
    return cluster


def _recalls(
    phrase: Phrase,
    side: Side,
    details: frozenset[str],
    gender: str | None,
    cluster: Cluster,
) -> bool:
    """Whether a description fits an actor already met."""
    if not _is_noun_of(phrase, cluster) or (phrase.kind == "PER") != (
        cluster.kind == "PER"
    ):
        return False
    if phrase.noun.kind == "ORG" and (phrase.kind == "GROUP") != (cluster.kind == "GROUP"):
        return False
    if phrase.kind == "ORG" and cluster.named and side.sector != cluster.side.sector:
        return False
    unplaced = cluster.named and not cluster.side.country
    if phrase.countries and unplaced and phrase.noun.sector in STATES:
        return False  # "l'Armée de libération" is no "armée française"
    if side.country and cluster.side.country and side.country != cluster.side.country:
        return False
    if phrase.kind == "PER":
        if gender and cluster.gender and gender != cluster.gender:
            return False  # "la blogueuse" is not the "blogueur" met before
        known = cluster.side.sector
        if (side.sector == "ELI") != (known == "ELI") and known is not None:
            return False
        if (details or phrase.named) and side.sector and known and side.sector != known:
            return False
    both = {*details, *cluster.details}
    if OWNED in both or (PAST in both and phrase.noun.body == GOVERNMENT):
        return bool((details & cluster.details) - {OWNED})
    theirs = cluster.details - {ANY}
    return not details or not theirs or bool(details & theirs)


def _is_noun_of(phrase: Phrase, cluster: Cluster) -> bool:
    """Whether an actor was called by a noun, or by one that a bare "le ministère" shortens."""
    body = phrase.noun.body
    if body in cluster.bodies:
        return True
    bare = phrase.definite and not phrase.specified and phrase.kind == cluster.kind != "PER"
    return bool(
        bare
        and phrase.noun.sector == cluster.side.sector is not None
        and any(b.startswith(body + " ") for b in cluster.bodies)
    )


def _stands_for(phrase: Phrase, side: Side, cluster: Cluster) -> bool:
    """Whether "le groupe", or "le mouvement islamiste palestinien", may be a named body."""
    theirs = cluster.side
    if (theirs.sector or "") not in phrase.noun.stands_for and (
        theirs.country not in phrase.noun.stands_for
    ):
        return False
    first = {b.partition(" ")[0] for b in cluster.bodies}
    if phrase.noun.sector and first and phrase.noun.body.partition(" ")[0] not in first:
        return False  # what is called a daily is no "télévision publique"
    if not phrase.specified:
        return True
    same_land = side.country is not None and side.country == theirs.country
    return same_land and phrase.sector in (None, theirs.sector)


def _learn(notes: Notes, cluster: Cluster, phrase: Phrase) -> None:
    """What a phrase tells of how its actor may be recalled."""
    if cluster.kind == "PER" or phrase.noun.kind != "PER" or phrase.kind == cluster.kind:
        cluster.bodies.add(phrase.noun.body)
    if phrase.kind == cluster.kind:
        cluster.plural = phrase.plural
        cluster.gender = cluster.gender or gender_of(notes, phrase)
