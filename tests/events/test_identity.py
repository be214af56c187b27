"""Who is who across dispatches: what is said of two sightings, and the ids of a whole record."""

from __future__ import annotations

import time
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.events.identity import ActorSeen, compare_actors, link_actors
from vigie.knowledge.kb import open_kb
from vigie.records import Actor

KB = open_kb()


def seen(dispatch: str, name: str, kind: str = "PER", **fields: Any) -> ActorSeen:
    """A sighting: `names` separated by ";", the rest as in `Actor`."""
    names = tuple(fields.pop("names", name).split(";"))
    day = fields.pop("day", None)
    key = fields.pop("key", name.lower().replace(" ", "-"))
    return ActorSeen(
        dispatch, Actor(key=key, name=name, names=names, kind=kind, **fields), day
    )


def verdict(left: ActorSeen, right: ActorSeen) -> str:
    """What is said of two."""
    return compare_actors(left, right, KB).verdict


@pytest.mark.parametrize(
    ("left", "right", "told"),
    [
        (seen("a", "Oumar Keïta", country="MLI"), seen("b", "OUMAR KEITA", country="MLI"), "same"),
        (seen("a", "Oumar Keïta"), seen("b", "Oumar Keita", country="MLI"), "same"),
        (seen("a", "Oumar Keïta", country="MLI"), seen("b", "Oumar Keïta", country="GIN"), "unsure"),
        (seen("a", "Oumar Keïta", country="MLI"), seen("b", "Salif Keïta", country="MLI"), "different"),
        (seen("a", "Oumar Keïta", country="MLI"), seen("b", "Keïta", country="MLI"), "unsure"),
        (seen("a", "Oumar Keïta", country="MLI"), seen("b", "Jean Dupont", country="MLI"), "different"),
        (seen("a", "Oumar Keïta", country="MLI"), seen("b", "Jean Dupont", country="FRA"), "different"),
        (seen("a", "Walid Chaaban", country="LBN"), seen("b", "Oualid Shaban", country="LBN"), "same"),
        (seen("a", "Jean Marc Dupont"), seen("b", "Jean Dupont"), "same"),
        (seen("a", "J. Dupont", country="FRA"), seen("b", "Jean Dupont", country="FRA"), "same"),
        (seen("a", "J. Dupont", country="FRA"), seen("b", "Marc Dupont", country="FRA"), "different"),
        (seen("a", "Haftar", kb="lby.khalifa-haftar"), seen("b", "LNA", "ORG", kb="x.y"), "different"),
        (seen("a", "Haftar", kb="lby.khalifa-haftar", country="LBY"),
         seen("b", "général Haftar", kb="lby.khalifa-haftar", country="USA"), "same"),
        (seen("a", "Union des dockers du Havre", "ORG"), seen("b", "UDH", "ORG"), "same"),
        (seen("a", "UDH", "ORG", country="FRA"), seen("b", "UDH", "ORG", country="HTI"), "unsure"),
        (seen("a", "Fatima", country="EGY"), seen("b", "Fatima", country="EGY"), "unsure"),
        (seen("a", "Fatima", country="EGY", sector="GOV"),
         seen("b", "Fatima", country="EGY", sector="GOV"), "same"),
        (seen("a", "@lavigie"), seen("b", "@LaVigie"), "same"),
        (seen("a", "témoin", role="témoin", country="LBY"),
         seen("b", "témoin", role="témoin", country="LBY"), "unsure"),
        (seen("a", "manifestants", "GROUP", role="manifestants", country="LBY", sector="CVL"),
         seen("b", "manifestants", "GROUP", role="manifestants", country="LBY", sector="CVL"), "unsure"),
        (seen("a", "soldats", "GROUP", role="soldats", country="LBY", sector="MIL"),
         seen("b", "manifestants", "GROUP", role="manifestants", country="TUN", sector="CVL"), "different"),
        (seen("a", "police", "ORG", role="police", country="LBY", sector="COP"),
         seen("b", "police libyenne", "ORG", role="police libyenne", country="LBY", sector="COP"), "same"),
        (seen("a", "police", "ORG", role="police", sector="COP"),
         seen("b", "police", "ORG", role="police", sector="COP"), "unsure"),
        (seen("a", "Harpie", "ORG", country="FRA"), seen("b", "Harpie", country="FRA"), "unsure"),
    ],
)  # fmt: skip
def test_each_ground_weighs(left: ActorSeen, right: ActorSeen, told: str):
    """A clash of given names, of country or of kind is heard; one common word is never enough."""
    judged = compare_actors(left, right, KB)
    assert judged.verdict == told, judged.reasons
    assert judged == compare_actors(right, left, KB)
    assert judged.left < judged.right
    assert judged.score == pytest.approx(sum(r.score for r in judged.reasons))


def ids_of(*sightings: ActorSeen) -> list[str]:
    """Ids, in the order of the sightings."""
    ids = link_actors(sightings, KB)
    return [ids[(s.dispatch, s.actor.key)] for s in sightings]


def test_an_id_says_what_it_rests_on():
    """The base's where it has one; else name, body, class, or the dispatch alone."""
    assert ids_of(
        seen("a", "Haftar", kb="lby.khalifa-haftar", country="LBY"),
        seen("a", "Libye", "GPE", kb="LBY", country="LBY"),
        seen("a", "Oumar Keïta", country="MLI"),
        seen("a", "Anne Dupont"),
        seen("a", "Cercle du Port", "ORG", country="FRA"),
        seen("a", "gouvernement libyen", "ORG", role="gouvernement libyen", country="LBY"),
        seen("a", "quatre soldats", "GROUP", role="soldats", country="MLI", sector="MIL"),
        seen("a", "manifestants", "GROUP", role="manifestants"),
        seen("a", "témoin", role="témoin", country="LBY"),
        seen("a", "police", "ORG", role="police"),
        seen("a", "Fatima"),
    ) == [
        "lby.khalifa-haftar", "LBY", "person:mli.oumar-keita", "person:any.anne-dupont",
        "org:fra.cercle-du-port", "body:lby.gouvernement", "group:MLI-MIL", "group:ANY-ANY",
        "one:a#témoin", "one:a#police", "one:a#fatima",
    ]  # fmt: skip


def test_a_family_name_joins_the_only_bearer_in_its_country():
    """With two bearers, or another country, it stays by itself."""
    full = seen("a", "Oumar Keïta", country="MLI")
    short = seen("b", "Keïta", country="MLI", sector="CVL")
    assert len(set(ids_of(full, short))) == 1
    assert len(set(ids_of(full, short, seen("c", "Salif Keïta", country="MLI")))) == 3
    assert len(set(ids_of(full, seen("b", "Keïta", country="GIN")))) == 2


def test_namesakes_of_two_countries_stay_two_and_the_stateless_joins_neither():
    """Without a country, one who may be either is himself."""
    a, b = seen("a", "Ali Ba", country="MLI"), seen("b", "Ali Ba", country="SEN")
    c = seen("c", "Ali Ba")
    assert ids_of(a, b, c) == [
        "person:mli.ali-ba",
        "person:sen.ali-ba",
        "person:any.ali-ba",
    ]
    assert ids_of(a, c) == ["person:mli.ali-ba"] * 2


def test_two_rows_of_the_base_are_never_joined_by_what_lies_between():
    """A name that fits two known actors joins one of them, never both into one."""
    left = seen("a", "Jean Marc Dupont", kb="fra.x", country="FRA")
    right = seen("b", "Jean Luc Dupont", kb="fra.y", country="FRA")
    ids = ids_of(left, right, seen("c", "Jean Dupont", country="FRA"))
    assert ids[:2] == ["fra.x", "fra.y"]
    assert ids[2] in ("fra.x", "fra.y")


def test_a_name_unknown_here_joins_the_row_known_there():
    """What one dispatch could not link, another dispatch of the record does."""
    known = seen("a", "Khalifa Haftar", kb="lby.khalifa-haftar", country="LBY")
    assert ids_of(known, seen("b", "Khalifa Haftar"))[1] == "lby.khalifa-haftar"


NAMES = [
    "Ali Ba",
    "Ba",
    "A. Ba",
    "Ali Moussa Ba",
    "Moussa Ba",
    "@ba",
    "témoin",
    "UDH",
    "port",
]
SIGHTINGS = st.lists(
    st.builds(
        lambda d, n, k, c, s, r, b: seen(
            d, n, k, country=c, sector=s, role=n if r else None, kb=b, key=f"{n}-{k}"
        ),
        st.sampled_from("abcd"), st.sampled_from(NAMES), st.sampled_from(["PER", "ORG", "GROUP"]),
        st.sampled_from([None, "MLI", "FRA", "IGO"]), st.sampled_from([None, "GOV", "CVL"]),
        st.booleans(), st.sampled_from([None, None, "mli.ali-ba", "fra.ali-ba"]),
    ),
    max_size=25, unique_by=lambda s: s.id,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(SIGHTINGS, st.randoms())
def test_the_order_of_dispatches_does_not_matter(sightings: list[ActorSeen], random: Any):
    """Same sightings, same ids; a row of the base keeps its id; groups are classes."""
    ids = link_actors(sightings, KB)
    mixed = list(sightings)
    random.shuffle(mixed)
    assert link_actors(mixed, KB) == ids
    for one in sightings:
        told = ids[(one.dispatch, one.actor.key)]
        if one.actor.kb:
            assert told == one.actor.kb
        elif one.actor.kind == "GROUP":
            assert told.startswith("group:")
        else:
            assert not told.startswith("group:")


GIVEN = ["".join(w).title() for w in product(*["bdlmn", "aiu"] * 4)][:5000]


def test_the_time_taken_grows_with_the_record_not_with_its_square():
    """Twenty thousand bearers of one family name are linked in a few seconds."""
    many = [
        seen(f"d{n}", f"{GIVEN[n % 5000]} Traoré", country="MLI", key="k")
        for n in range(20_000)
    ]
    start = time.process_time()
    assert len(set(link_actors(many, KB).values())) == 5000
    assert time.process_time() - start < 20


@pytest.mark.parametrize("name", ["", " ", "@", "#", "…", "١٢٣", "-"])
def test_no_name_however_strange_raises(name: str):
    """A name of which nothing is left is nobody's."""
    one, two = seen("a", name, key="k"), seen("b", name, key="k")
    assert compare_actors(one, two, KB).verdict != "same"
    assert len(set(ids_of(one, two))) == 2
