"""Events room. Whether two reports tell one act: grounds weighed, added up, and said.

Flow: two `Seen` → weights of evidence (natural log odds, above 0 for "same") → `Judgement`. Each
ground is weighed by its own small function; `weigh` is what the clustering calls by the million,
`judge` the same with words for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import log

from vigie.events.days import crossing, gap_days, say_days
from vigie.events.places import weigh_places
from vigie.events.seen import Face, Seen
from vigie.records import Judgement, Reason, Size

# Types that one act may be told under: a coder takes "s'emparer" for COERCE or ASSAULT, "mettre
# en garde" for THREATEN or ACCUSE. Reports of two families are never compared.
FAMILIES = (
    ("ASSAULT", "COERCE", "MOBILIZE", "SANCTION"),
    ("THREATEN", "ACCUSE", "REJECT", "REQUEST"),
    ("AGREE", "CONSULT", "SUPPORT", "COOPERATE", "AID"),
    ("RETREAT", "CONCEDE"),
    ("PROTEST",),
)
FAMILY = {code: n for n, family in enumerate(FAMILIES) for code in family}
SPOKEN = frozenset({*FAMILIES[1], "AGREE", "SUPPORT", "CONSULT"})  # acts of words
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})  # all sides may be actors of these

# Scores from which two reports are one act, may be one. Of pairs of two lineages of examples/
# and sahel/ that scored 1.0 to 1.5, all 10 were one act; of 0.5 to 1.0, 10 of 14.
SAME, UNSURE = 1.0, 0.0
GROUNDS = (
    "chance", "type", "time", "actors", "recipients", "place", "wording", "sense", "figures",
    "dispatch", "copied words",
)  # fmt: skip

# What stands against two reports of one family and one day that share a side or a place: most
# such pairs are two acts. This and the weights below were set on the merge gold of examples/ and
# looked at on Global Voices (docs/events.md has the figures).
CHANCE = -3.2
# Two threats by one side in one week are seldom two: types that make up under 3 reports in 100
# (counted on 940 reports of ../shared/corpora) meet by chance less.
CHANCE_SELDOM = -2.4
SELDOM = frozenset(
    {"THREATEN", "MOBILIZE", "COOPERATE", "SANCTION", "AID", "CONCEDE", "REJECT", "CONSULT"}
)
# A wave of protests fills a country's streets for weeks: of the posts' pairs that scored 0.5 to
# 1.5, two in three were of two marches.
CHANCE_PROTEST = -3.8
# Nobody denies what nobody tells: a denial and a telling of one kind of act, in two texts, belong
# together more than chance. Set by this reasoning; the examples hold one such pair.
ANSWERED = 1.0
SAME_MODE, SAME_TYPE, OTHER_TYPE, OTHER_MODE = 1.6, 0.9, -1.5, -2.0
OTHER_DEED = -6.0  # an arrest and a seizure are two acts; a raid and a shelling may be one
DEEDS = frozenset({"COERCE", "SANCTION", "MOBILIZE", "RETREAT"})
OTHER_STATUS = -1.2  # done here, to come or supposed there
SURE_DAY = log(8)  # two reports dated in their own words to one day
# Against, by days between the nearest possible days: 1, 2, 3 to 7, more.
GAPS_SURE, GAPS_UNSURE = (-1.4, -4.0, -9.0, -14.0), (0.0, -0.3, -1.5, -6.0)
SAME_ACTOR = {"PER": 2.4, "ORG": 2.2, "GPE": 1.8, "LOC": 1.2, "GROUP": 0.9}
SAME_CLASS = 0.4  # "des manifestants" of one country are seldom the same ones
ONE_UNKNOWN = -0.3  # one report names the side, the other does not
EXTRA_ACTOR = -0.25  # each named by one report alone, beside the shared ones
# Of a rebel force and its people, of which a country has few: "Haftar" for "l'ANL".
SAME_FORCE = 1.9
SAME_STATE, SAME_CAMP, OTHER_CAMP, OTHER_STATE = 0.7, 1.2, -2.2, -2.6
SAME_OFFICE = 0.6  # "la police" for "la police malienne": its country was left out
OTHER_PERSON, OTHER_BODY, STRANGERS = -0.8, -1.2, -0.4
RECIPIENTS = 0.8  # the one done to is told less evenly than the doer
BOTH_INFERRED = (
    0.2  # whom a side fights follows from the side: said by neither, it says little
)
# But for whom one is arrested, tried or killed: seldom twice in a month, and by whom goes unsaid.
ONE_PERSON = 1.3
BODILY = frozenset({"ASSAULT", "COERCE", "SANCTION"})
PROTESTED = 0.3  # every protest of a country is against its ruler
# Who strikes in one report is struck in the other, and the other way round: a blow and its answer.
TURNED = -2.5
SAME_SENSE = 0.6
WORDING_MOST, WORDING_LEAST = 1.6, 0.25
SAME_FIGURE, OTHER_FIGURE, FAR_FIGURE = 1.2, -0.3, -1.5
# Who tells two acts in one text mostly means two, less so of one person to whom it was done.
ONE_DISPATCH, ONE_DISPATCH_ONE_PERSON, ONE_DISPATCH_NOBODY = -2.5, -1.2, -3.6
# Two leaders spoke and agreed: two acts in one text, for all that the sides are the same.
ONE_DISPATCH_MUTUAL = -12.0
# A title tells again what its text tells: 5 of the 6 pairs of a type that were seen.
ONE_DISPATCH_TITLE = 0.6
COPIED = 12.0  # the same sentence in two texts of one lineage

STATE_SECTORS = frozenset({"GOV", "MIL", "COP", "LEG", "JUD", "SPY", None})
FIGHTING = frozenset({"REB", "UAF", "MIL"})
REBELS = frozenset({"REB", "UAF"})
_BEYOND = frozenset({"IGO", "NGO", None})
_ANYONES = frozenset({"CVL", None})
_BIG_FIGURE = 3  # smaller ones agree by chance

Cast = Mapping[str, Face]
Parts = tuple[float, ...]


def weigh(a: Seen, b: Seen, cast: Cast) -> Parts:
    """Weights of the grounds, in the order of `GROUNDS`."""
    if a.text == b.text and a.source.origin == b.source.origin and a.dispatch != b.dispatch:
        return (CHANCE, SAME_TYPE, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, COPIED)
    if a.type in MUTUAL and b.type in MUTUAL:
        actors = _weigh_mutual(a, b, cast)
        recipients = 0.0
    else:
        actors = weigh_side(a.doers, b.doers, cast)
        recipients = _share_of_recipients(a, b, cast) * _weigh_recipients(a, b, cast)
        if a.type in BODILY and _are_turned(a, b, cast):
            actors = min(actors, 0.0) + TURNED
    place = weigh_places(a.spot, b.spot, sure=a.placed and b.placed)
    if a.type in SPOKEN:
        place *= 0.4  # words have a subject, where they were said is seldom told
    return (
        _chance(a, b), _weigh_type(a, b), _weigh_time(a, b), actors, recipients, place,
        _weigh_words(a.words, b.words), SAME_SENSE if a.rule and a.rule == b.rule else 0.0,
        _weigh_sizes(a.sizes, b.sizes) if a.sizes and b.sizes else 0.0,
        _weigh_dispatch(a, b, cast) if a.dispatch == b.dispatch else 0.0, 0.0,
    )  # fmt: skip


def _weigh_recipients(a: Seen, b: Seen, cast: Cast) -> float:
    """The ones done to; what Vigie only infers never speaks against what another dispatch says."""
    found = weigh_side(a.recipients, b.recipients, cast)
    guessed = infers_recipients(a) or infers_recipients(b)
    return max(found, ONE_UNKNOWN) if guessed else found


def _are_turned(a: Seen, b: Seen, cast: Cast) -> bool:
    """Whether the doers of each are nearer to those the other was done to than to its doers."""
    if not (a.doers and b.doers and a.recipients and b.recipients):
        return False
    straight = (
        weigh_side(a.doers, b.doers, cast),
        weigh_side(a.recipients, b.recipients, cast),
    )
    turned = (
        weigh_side(a.doers, b.recipients, cast),
        weigh_side(a.recipients, b.doers, cast),
    )
    return max(turned) >= SAME_CAMP > max(straight) and sum(turned) > sum(straight)


def _share_of_recipients(a: Seen, b: Seen, cast: Cast) -> float:
    """How much of the weight of a side the ones done to have."""
    if a.type == "PROTEST":
        return PROTESTED
    if a.recipients == b.recipients and a.mode and a.mode == b.mode and a.type in BODILY:
        face = cast[a.recipients[0]] if len(a.recipients) == 1 else None
        if face is not None and face.kind == "PER" and face.named:
            return ONE_PERSON
    return BOTH_INFERRED if infers_recipients(a) and infers_recipients(b) else RECIPIENTS


def infers_recipients(seen: Seen) -> bool:
    """Whether no words of a report's act say whom it was done to."""
    return "recipients" in seen.inferred


def verdict_of(score: float) -> str:
    """The verdict a score bears."""
    return "same" if score >= SAME else "unsure" if score >= UNSURE else "different"


def judge(a: Seen, b: Seen, cast: Cast, by: str) -> Judgement:
    """The judgement on two reports, each ground that weighs with what stood on both sides."""
    left, right = (a, b) if a.id < b.id else (b, a)
    parts = weigh(left, right, cast)
    score = sum(parts)
    return Judgement(
        left=left.id, right=right.id, verdict=verdict_of(score), score=round(score, 2), by=by,
        reasons=tuple(
            Reason(what=what, score=round(part, 2), left=_told(what, left, cast),
                   right=_told(what, right, cast))
            for what, part in zip(GROUNDS, parts, strict=True) if part
        ),
    )  # fmt: skip


def _chance(a: Seen, b: Seen) -> float:
    """What stands against two reports that meet, before anything else is known of them."""
    answered = a.dispatch != b.dispatch and (a.status == "denied") != (b.status == "denied")
    if a.type in SELDOM and b.type in SELDOM:
        chance = CHANCE_SELDOM
    else:
        chance = CHANCE_PROTEST if a.type == b.type == "PROTEST" else CHANCE
    return chance + ANSWERED if answered else chance


def _weigh_type(a: Seen, b: Seen) -> float:
    done = ("asserted", "denied", "alleged")
    late = OTHER_STATUS if (a.status in done) != (b.status in done) else 0.0
    if a.type != b.type:
        return OTHER_TYPE * (2 if a.mode and b.mode else 1) + late
    if _are_other_vows(a, b):
        return OTHER_TYPE + late
    if a.mode and b.mode and a.mode != b.mode:
        return (OTHER_DEED if a.type in DEEDS else OTHER_MODE) + late
    return (SAME_MODE if a.mode and a.mode == b.mode else SAME_TYPE) + late


def _are_other_vows(a: Seen, b: Seen) -> bool:
    """Whether two acts to come are of one type only as promises: to aid, to visit."""
    deeds = {one.rule.split(":")[1] if ":" in one.rule else one.type for one in (a, b)}
    return a.type == b.type == "AGREE" and len(deeds) > 1 and "AGREE" not in deeds


def _weigh_time(a: Seen, b: Seen) -> float:
    x, y = a.days, b.days
    if not x or not y:
        return 0.0
    sure = a.dated and b.dated
    both = crossing(x, y)
    if both:
        found = SURE_DAY + log(both.bit_count() / (x.count * y.count))
        return max(0.0, found if sure else 0.6 * found)
    gap = gap_days(x, y)
    steps = GAPS_SURE if sure else GAPS_UNSURE
    return steps[0 if gap == 1 else 1 if gap == 2 else 2 if gap <= 7 else 3]


def weigh_side(a: tuple[str, ...], b: tuple[str, ...], cast: Cast) -> float:
    """Whether two lists of actors are one side."""
    if not a or not b:
        return ONE_UNKNOWN if a or b else 0.0
    if a == b and len(a) == 1:
        return SAME_ACTOR.get(cast[a[0]].kind, 1.0) if cast[a[0]].named else SAME_CLASS
    shared = set(a) & set(b)
    if shared:
        best = max(
            SAME_ACTOR.get(cast[k].kind, 1.0) if cast[k].named else SAME_CLASS
            for k in shared
        )
        return best + EXTRA_ACTOR * (len(a) + len(b) - 2 * len(shared))
    return max(_kinship(cast[x], cast[y]) for x in a for y in b)


def _kinship(x: Face, y: Face) -> float:
    """How likely two actors of different ids stand for one another."""
    if x.country is None or y.country is None:
        if x.sector and y.sector and x.sector != y.sector:
            return -0.8
        if x.sector == y.sector not in _ANYONES and not (x.named and y.named):
            return SAME_OFFICE
        return 0.0 if not (x.named and y.named) else STRANGERS
    if x.country != y.country:
        return OTHER_STATE if x.country not in _BEYOND or y.country not in _BEYOND else -1.5
    if x.country in _BEYOND:
        return STRANGERS
    if not _one_camp(x, y):
        return OTHER_CAMP
    if x.kind == y.kind == "PER" and x.named and y.named:
        return OTHER_PERSON
    if x.kind == y.kind == "ORG" and x.named and y.named:
        return OTHER_BODY if x.sector == y.sector else STRANGERS
    if x.sector == y.sector in REBELS and x.kind != y.kind:
        return SAME_FORCE
    return SAME_CAMP if x.sector == y.sector or "GPE" in (x.kind, y.kind) else SAME_STATE


def _one_camp(x: Face, y: Face) -> bool:
    """Whether two sectors of one country may act as one: a state's, a force's, the same."""
    if x.sector == y.sector:
        return True
    if x.sector in STATE_SECTORS and y.sector in STATE_SECTORS:
        return True
    if x.sector in FIGHTING and y.sector in FIGHTING:
        return not (x.named and y.named)
    return x.sector is None or y.sector is None


def _weigh_mutual(a: Seen, b: Seen, cast: Cast) -> float:
    """Sides of a talk, an accord: who is actor and who recipient is the teller's choice."""
    ours = tuple(sorted({*a.doers, *a.recipients}))
    theirs = tuple(sorted({*b.doers, *b.recipients}))
    shared = [k for k in ours if k in theirs]
    if not shared:
        return weigh_side(ours, theirs, cast)
    found = sum(
        SAME_ACTOR.get(cast[k].kind, 1.0) if cast[k].named else SAME_CLASS for k in shared
    )
    left = tuple(k for k in ours if k not in shared)
    right = tuple(k for k in theirs if k not in shared)
    return found + (weigh_side(left, right, cast) if left and right else 0.0)


def _weigh_dispatch(a: Seen, b: Seen, cast: Cast) -> float:
    """What standing in one text says against two reports."""
    if a.heads != b.heads and a.type == b.type:
        return ONE_DISPATCH_TITLE
    if a.type != b.type and a.type in MUTUAL and b.type in MUTUAL:
        return ONE_DISPATCH_MUTUAL
    if a.recipients and a.recipients == b.recipients:
        face = cast[a.recipients[0]]
        if len(a.recipients) == 1 and face.kind == "PER" and face.named:
            return ONE_DISPATCH_ONE_PERSON
    if any(cast[k].named for k in {*a.doers} & {*b.doers}):
        return ONE_DISPATCH
    return ONE_DISPATCH_NOBODY  # "des manifestants" here and there in one text


def _weigh_words(a: int, b: int) -> float:
    """Likeness of two clauses, from the stems they share."""
    few = min(a.bit_count(), b.bit_count())
    if few < 2:
        return 0.0
    share = (a & b).bit_count() / few
    return max(0.0, (share - WORDING_LEAST) * WORDING_MOST / (1 - WORDING_LEAST))


def _weigh_sizes(a: tuple[Size, ...], b: tuple[Size, ...]) -> float:
    """Figures told under one name: the same one is telling, far ones speak against."""
    found = 0.0
    for x in a:
        for y in b:
            p, q = x.best or x.low, y.best or y.low
            if x.what != y.what or not p or not q:
                continue
            if p == q:
                found += SAME_FIGURE if p >= _BIG_FIGURE else 0.3
            else:
                found += FAR_FIGURE if max(p, q) > 5 * min(p, q) else OTHER_FIGURE
    return max(-2.0, min(2.0, found))


def _told(what: str, seen: Seen, cast: Cast) -> str:
    """What stood on one side, in a few words."""
    if what == "type":
        return " ".join(filter(None, (seen.type, seen.mode, seen.status)))
    if what == "time":
        return say_days(seen.days)
    if what == "actors":
        return ", ".join(_named(k, seen, cast) for k in seen.doers)
    if what == "recipients":
        return ", ".join(_named(k, seen, cast) for k in seen.recipients)
    if what == "place":
        return seen.spot.name if seen.spot else ""
    if what == "figures":
        return ", ".join(f"{s.what} {s.best or s.low or s.high}" for s in seen.sizes)
    if what in ("dispatch", "copied words"):
        return seen.dispatch
    return seen.rule if what == "sense" else ""


def _named(actor: str, seen: Seen, cast: Cast) -> str:
    return dict(seen.called).get(actor, cast[actor].name)
