"""The corridor's tool bag: everything heavy, loaded once and handed to `plan.py`."""

from __future__ import annotations

from typing import Any

import msgspec

import vigie
from vigie.annotations.common import Forms
from vigie.annotations.pipeline import load_tagger, model_id
from vigie.dispatches.clean import load_residue
from vigie.dispatches.residue import Residue
from vigie.knowledge.gazetteer import Gazetteer, open_gazetteer
from vigie.knowledge.inflection import read_as_of
from vigie.knowledge.kb import KnowledgeBase, open_kb
from vigie.knowledge.lexicon import Lexicon, load_lexicon
from vigie.knowledge.loaders import Pack, load_pack
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.referents.actors import Who, load_who
from vigie.referents.places import PlaceRules, load_places
from vigie.referents.times import TimeGrammar, load_times
from vigie.reports.beside import Beside, load_beside
from vigie.reports.coder import Coder
from vigie.reports.implied import load_implied
from vigie.reports.modes import load_modes
from vigie.reports.quotes import Speech, load_speech
from vigie.reports.status import StatusRules, load_status
from vigie.reports.support import load_support

LIGATURE, SPELLED_OUT = "œ", "oe"
DIGEST_SHOWN = 7  # letters of a digest: enough to tell makers apart, short to read


class Tongue(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to read one language: its pack, compiled for each room, and its tagger."""

    language: str
    tagger: Any
    model: str
    residue: Residue
    who: Who
    times: TimeGrammar
    places: PlaceRules
    speech: Speech
    coder: Coder
    beside: Beside
    forms: Forms


class Kit(msgspec.Struct, frozen=True, kw_only=True):
    """What it takes to read: the languages' tools, the knowledge base, the gazetteer."""

    tongues: dict[str, Tongue]
    default: Tongue
    kb: KnowledgeBase
    gazetteer: Gazetteer
    ontology: Ontology
    made_by: str

    @property
    def languages(self) -> list[str]:
        """Languages that can be read."""
        return sorted(self.tongues)

    def tongue(self, language: str | None) -> Tongue | None:
        """Tools for a language; for an unknown one (too short to tell), the default's."""
        return self.default if language is None else self.tongues.get(language)


def open_kit(language: str = "fr", model: str | None = None) -> Kit:
    """Load everything needed to read one language.

    Args:
        language: The language whose pack and tagger are loaded.
        model: Name or path of another spaCy pipeline than the one shipped.

    Raises:
        BadRequest: no such pack or pipeline.
        BadKnowledge: a file of knowledge is malformed.
    """
    pack = load_pack(language)
    kb = open_kb()
    ontology = load_ontology(pack.layer)
    tongue = open_tongue(pack, kb, ontology, model)
    return Kit(
        tongues={language: tongue}, default=tongue, kb=kb, gazetteer=open_gazetteer(),
        ontology=ontology, made_by=_maker(tongue.model, pack, kb),
    )  # fmt: skip


def maker(language: str, model: str | None = None) -> str:
    """Who reads: version, pack and model. A reading by another maker is another reading.

    Raises:
        BadRequest: no such pack or pipeline.
    """
    pack = load_pack(language)
    return _maker(model_id(model), pack, open_kb())


def _maker(model: str, pack: Pack, kb: KnowledgeBase) -> str:
    known = f"pack:{pack.language}@{pack.digest()} kb:{kb.digest[:DIGEST_SHOWN]}"
    return f"vigie/{vigie.__version__} {known} model:{model}"


def known_forms(pack: Pack, lexicon: Lexicon, speech: Speech, status: StatusRules) -> Forms:
    """Forms of the verbs and nouns that a pack knows, to mend what the tagger misses.

    A form of two verbs ("convient") is that of the one that speaks, the commoner in the news.
    """
    verbs = {**lexicon.forms, **status.forms, **speech.forms}
    conjugation, sizes = pack.read("conjugation"), pack.read("sizes")
    pairs = conjugation["read_as"]
    rare = read_as_of(verbs.values(), conjugation["paradigms"], pairs, pairs["never"])
    return Forms(
        verbs=verbs, nouns={**lexicon.plurals, **_unligatured(lexicon)}, read_as={**rare, **pairs["words"]},
        spans=frozenset(pack.read("support")["spans"]),
        participle=conjugation["participle"],
        contractions={
            short: whole for whole, held in pack.read("speech")["contractions"].items()
            for short in held
        },
        numbers=frozenset((*sizes["words"], *sizes["multipliers"])) - set(sizes["articles"]),
    )  # fmt: skip


def _unligatured(lexicon: Lexicon) -> dict[str, str]:
    """Nouns spelled without their ligature, in both numbers: "manoeuvres"."""
    nouns = {w: w for w in lexicon.by["noun"]} | lexicon.plurals
    pairs = {w: noun for w, noun in nouns.items() if LIGATURE in w}
    return {w.replace(LIGATURE, SPELLED_OUT): noun for w, noun in pairs.items()}


def open_tongue(
    pack: Pack, kb: KnowledgeBase, ontology: Ontology, model: str | None
) -> Tongue:
    """Compile one pack for each room, and load its tagger."""
    tagger = load_tagger(model)
    speech = load_speech(pack)
    coder = Coder(
        lexicon=load_lexicon(pack), ontology=ontology, support=load_support(pack),
        implied=load_implied(pack), status=load_status(pack), speech=speech, kb=kb,
        modes=load_modes(pack, ontology),
    )  # fmt: skip
    return Tongue(
        language=pack.language, tagger=tagger, model=model_id(model),
        residue=load_residue(pack), who=load_who(pack), times=load_times(pack),
        places=load_places(pack), speech=speech, coder=coder,
        beside=load_beside(pack, coder.lexicon, speech),
        forms=known_forms(pack, coder.lexicon, speech, coder.status),
    )  # fmt: skip
