"""Who is who: offices, bodies, groups and countries, on sentences of our own and on strange ones."""

from __future__ import annotations

import itertools
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from who_kit import Read, dispatch, read, read_all

from vigie.knowledge.yaml import read_yaml
from vigie.records import Entity, Notes, Reading, Referents, Token, as_gold
from vigie.records.who import WhoIndex

CASES: list[dict[str, Any]] = [
    case
    for book in ("who_cases.yaml", "who_cases_roles.yaml")
    for case in read_yaml(Path(__file__).with_name(book))
]
GOLD = Path(__file__).parents[3] / "shared" / "gold"


@pytest.fixture(scope="module")
def reads() -> dict[str, Read]:
    made = read_all(
        [dispatch(c["text"], c.get("published") or "2024-03-15") for c in CASES]
    )
    return {c["text"]: r for c, r in zip(CASES, made, strict=True)}


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["text"][:70])
def test_sentences(case: dict[str, Any], reads: dict[str, Read]):
    """Each actor said to be there is shown, with its country and sector; nothing else named is."""
    got = reads[case["text"]]
    for line in case["is"]:
        name, country, sector = (part.strip() for part in line.split("|"))
        actor = got.actor(name)
        assert got.mention(name).named, name
        assert (actor.country or "-", actor.sector or "-") == (country, sector), actor.why
    for words in case.get("not") or []:
        assert words not in got.shown()
    if "same" in case:
        assert len({got.mention(w).actor for w in case["same"]}) == 1
    if "apart" in case:
        assert len({got.mention(w).actor for w in case["apart"]}) == len(case["apart"])


def test_office_is_that_of_the_day():
    """A president is one while in office, and a former official afterwards."""
    text = "Hosni Moubarak a reçu la délégation."
    assert read(text, "2010-05-01").actor("Hosni Moubarak").sector == "GOV"
    assert read(text, "2016-05-01").actor("Hosni Moubarak").sector == "ELI"


def test_words_outrank_what_is_known():
    """An office that the dispatch says is believed, whatever the knowledge base holds."""
    got = read("Le juge Hosni Moubarak a ouvert une enquête.", "2010-05-01")
    assert got.actor("Hosni Moubarak").sector == "JUD"


def test_country_of_the_dispatch_is_said_to_be_so():
    """A bare description takes the country of the title, and its reason is written down."""
    got = read("La police a dispersé la foule.", title="Mali : heurts à la frontière")
    police = got.actor("police")
    assert police.country == "MLI"
    assert any("main country" in why for why in police.why)


def test_no_country_is_better_than_a_guess():
    """Between two countries of equal weight a bare description has none."""
    assert (
        read("Le Mali accuse le Niger. Les autorités ont réagi.").actor("autorités").country
        is None
    )


def test_pronouns_carry_their_actor_and_stay_hidden():
    """A pronoun recalls the subject before; the dummy "il" recalls nobody."""
    got = read(
        "Le président tchadien a parlé. Il a promis des élections. Il faut attendre."
    )
    pronouns = [m for m in got.mentions if m.how == "pronoun"]
    assert [got.text(m) for m in pronouns] == ["Il"]
    assert not pronouns[0].named
    assert pronouns[0].actor == got.mention("président tchadien").actor


def test_pronouns_agree():
    """A feminine pronoun passes over a masculine subject."""
    got = read(
        "La ministre turque Selma Aktan a vu le général Oumar Sidibé. Elle a salué la trêve."
    )
    she = next(m for m in got.mentions if m.how == "pronoun")
    assert got.actors[she.actor].name == "Selma Aktan"


def test_relative_hangs_on_its_antecedent():
    got = read("Les rebelles syriens, qui tiennent la ville, ont attaqué l'armée.")
    relative = next(m for m in got.mentions if m.how == "relative")
    assert relative.actor == got.mention("rebelles syriens").actor


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("La Turquie soutient Tripoli.", True),
        ("Des combats ont éclaté en Turquie.", False),
        ("Des frappes ont visé la Turquie.", True),
        ("Il a négocié avec la Turquie.", True),
        ("Un accord a été signé par la Turquie.", True),
        ("Il vit en Turquie.", False),
    ],
)
def test_a_country_is_a_side_or_a_place(text: str, acts: bool):
    """Preposition and function tell a country that acts from one where things happen."""
    assert read(text).mention("Turquie").acts is acts


DIRTY = [
    "", " ", "\n\n", "…", "« »", "- - -", "@", "#", "(ANL)", "((((", "L'", "Le", "M.", "de de de",
    "LE PRÉSIDENT TURC A PARLÉ", "le president turc a parle", "l’armée\u00a0israélienne", "a" * 500,
    "Le ministre,", ", ministre,", "Le général (", "123 456", "🙂 🙂", "القذافي", "du du (X) (Y)",
    "président président président", "Le le le roi", "ONU ONU (ONU) ONU", "qui qui qui", "Il",
]  # fmt: skip


def test_nothing_raises_and_all_is_in_order():
    """Whatever the text: no exception, spans inside it, every mention has its actor."""
    for got in read_all([dispatch(t) for t in DIRTY if t.strip()]):
        size = len(got.notes.dispatch.raw)
        for mention in got.mentions:
            assert 0 <= mention.span.start < mention.span.end <= size
            assert mention.actor in got.actors
            assert (
                mention.tok_start <= mention.head < mention.tok_end
                or not mention.named
                or (got.notes.tokens[mention.head].i == mention.head)
            )
        shown = [m.span for m in got.mentions if m.named]
        assert all(not a.overlaps(b) for a, b in itertools.pairwise(shown))


def test_same_text_same_reading():
    text = "Le président turc Recep Altan et son homologue russe ont parlé. Il a remercié Moscou."
    first, second = read(text), read(text)
    assert first.mentions == second.mentions
    assert first.actors == second.actors


def test_small_letters_and_capitals_name_the_same_body():
    """A title in capitals and its body text speak of one army."""
    got = read("L'armée israélienne a tiré.", title="L'ARMÉE ISRAÉLIENNE OUVRE LE FEU")
    armies = {m.actor for m in got.mentions if "arm" in got.text(m).lower()}
    assert len(armies) == 1


@pytest.mark.gold
def test_gold_floors():
    """Mentions, coreference, countries and sectors on the gold dev split do not sink."""
    if not GOLD.exists():
        pytest.skip(f"no gold files at {GOLD}")
    sys.path.insert(0, str(GOLD))
    import score

    rows = [
        json.loads(line) for line in (GOLD / "dev.jsonl").read_text("utf8").splitlines()
    ]
    golds = {r["id"]: r for r in rows}
    readings = {}
    made = [dispatch(r["raw"], r["meta"].get("published")) for r in rows]
    for row, got in zip(rows, read_all(made), strict=True):
        referents = Referents(mentions=got.mentions, actors=got.actors, times=(), places=())
        reading = as_gold(Reading(dispatch=got.notes.dispatch, referents=referents))
        readings[row["id"]] = reading
    figures, _ = score.score(list(golds.values()), readings)
    # Raw text, junk and all, one block: the floors are below what cleaned dispatches reach.
    assert figures["mentions"]["F1"] >= 0.78
    assert figures["coreference (B-cubed on found mentions)"]["F1"] >= 0.93
    assert figures["actor sector"]["acc"] >= 0.75


WORDS = st.sampled_from(
    ["le", "La", "président", "turc", "de", "l'", "armée", "ANL", "(", ")", ",", "Altan", "Recep", "et",
     "qui", "il", "ses", "Ankara", "Libye", "ministre", "ex-ministre", "des", "manifestants", "@x", "M.",
     "par", "intérim", "«", "»", "dit", "ONU", "chef", "régime", "Moscou", "porte-parole", ":"]
)  # fmt: skip
POS = st.sampled_from(
    ["NOUN", "PROPN", "ADJ", "DET", "ADP", "VERB", "PRON", "PUNCT", "CCONJ", "NUM"]
)
DEPS = st.sampled_from(
    [
        "nsubj",
        "nmod",
        "amod",
        "appos",
        "flat:name",
        "conj",
        "case",
        "det",
        "obj",
        "acl:relcl",
        "cop",
    ]
)
TOKEN = st.tuples(
    WORDS,
    POS,
    DEPS,
    st.integers(0, 9),
    st.sampled_from(["", "Number=Plur", "VerbForm=Inf"]),
)


@settings(max_examples=150, deadline=None)
@given(
    drawn=st.lists(TOKEN, min_size=1, max_size=30),
    ent=st.integers(0, 29),
    size=st.integers(1, 4),
)
def test_no_tree_however_wrong_raises(
    drawn: list[tuple[str, str, str, int, str]], ent: int, size: int
):
    """Any words under any tree, with a name anywhere, are read without an exception."""
    tokens, at = [], 0
    for i, (word, pos, dep, back, morph) in enumerate(drawn):
        head = max(i - back, 0)
        tokens.append(
            Token(
                i,
                word,
                word,
                pos,
                morph,
                "ROOT" if head == i else dep,
                head,
                at,
                at + len(word),
                0,
                0,
                True,
            )
        )
        at += len(word) + 1
    text = " ".join(w for w, *_ in drawn)
    ents = [Entity(ent, min(ent + size, len(tokens)), "PER")] if ent < len(tokens) else []
    notes = Notes(dispatch(text, "2020-05"), tokens, [(0, len(tokens))], ents, "test")
    got = Read(notes)
    index = WhoIndex(notes, got.mentions)
    for token in tokens:
        assert all(key in got.actors for key in index.at(token.i))
        assert index.owner(token.i) in (None, *got.actors)


def test_a_common_name_of_a_body_is_of_the_land_spoken_of():
    """« Le gouvernement d'union nationale » is Libya's only where Libya is spoken of."""
    words = "gouvernement d'union nationale"
    assert read(f"Le {words} a tenu sa première réunion.").actor(words).country is None
    assert read(f"En Libye, le {words} s'est réuni.").actor(words).country == "LBY"


def test_an_adjective_of_two_lands_is_of_the_one_named():
    """« Congolais » is of the Congo that the dispatch names, be it by its capital."""
    got = read("Kinshasa accuse le Rwanda. Le gouvernement congolais a fermé la frontière.")
    assert got.actor("gouvernement congolais").country == "COD"


def test_the_army_of_another_land_is_another():
    """« L'armée française » after a bare « l'armée » is not the same army."""
    got = read(
        "Les rebelles ont été repoussés par l'armée à N'Djamena. Au Tchad, une intervention "
        "de l'armée française est dénoncée."
    )
    assert got.mention("armée").actor != got.mention("armée française").actor


def test_a_neighbour_is_of_another_land():
    """« Les voisins du Tchad » are no Chadians."""
    got = read("L'ONU a prié les voisins du Tchad d'accueillir les réfugiés.")
    assert got.actor("voisins du Tchad").country is None


def test_what_someone_owns_gives_its_land_to_its_heads():
    """« Les chefs de son armée » are of the land of whose army it is."""
    got = read("Le président russe a reçu les chefs de son armée.")
    assert got.actor("chefs de son armée").country == "RUS"
