"""Laws of the mended tree: who is counted heads, who is told of is a subject, no cycle ever."""

from __future__ import annotations

import pytest
from notes_kit import notes_of

from vigie.annotations import mends
from vigie.flow.kit import Kit
from vigie.records import Notes, Token


def at(notes: Notes, word: str) -> Token:
    """The token of a word that stands once in a text."""
    (token,) = [t for t in notes.tokens if t.text == word]
    return token


@pytest.mark.parametrize(
    ("text", "noun", "verb", "rel"),
    [
        ("Plus de 200 soldats ont quitté la base.", "soldats", "quitté", "nsubj"),
        ("L'armée a retiré lundi plus de 600 soldats.", "soldats", "retiré", "obj"),
        ("Quelque 1.000 personnes, selon la police, ont défilé jeudi.", "personnes", "défilé", "nsubj"),
        ("La police a arrêté mardi huit militants.", "militants", "arrêté", "obj"),
        ("L'armée a mené vers minuit des raids sur Gaza.", "raids", "mené", "obj"),
        ("Le roi a signé avec son homologue turc un accord.", "accord", "signé", "obj"),
    ],
)  # fmt: skip
def test_what_is_counted_is_the_argument_of_its_verb(
    kit: Kit, text: str, noun: str, verb: str, rel: str
) -> None:
    """Neither the words that bound a number nor a day between them take its place."""
    notes = notes_of(kit, text)
    assert at(notes, noun).rel == rel
    assert at(notes, noun).head == at(notes, verb).i


@pytest.mark.parametrize(
    "text",
    ["L'armée a marché deux jours.", "Le convoi a roulé mardi trois heures.", "Il a duré huit jours."],
)  # fmt: skip
def test_a_span_of_time_is_no_object(kit: Kit, text: str) -> None:
    """Days and hours that are counted stay circumstances."""
    notes = notes_of(kit, text)
    counted = [t for t in notes.tokens if t.rel == "nummod"]
    assert counted
    assert all(notes.tokens[t.head].rel != "nsubj" for t in counted)


def test_a_verb_after_its_clitic_is_a_verb(kit: Kit) -> None:
    """No noun has a subject without a copula, and no verb an article."""
    notes = notes_of(kit, "Le juge est venu. La police l'accuse de vol.")
    verb = at(notes, "accuse")
    assert (verb.pos, verb.lemma) == ("VERB", "accuser")
    assert [k.pos for k in notes.children(verb.i, "obj")] == ["PRON"]


def test_a_relative_clause_hangs_on_the_noun_before_its_comma(kit: Kit) -> None:
    """Not on the verb before it; its pronoun is its object."""
    notes = notes_of(kit, "Il a parlé au maire, qu'il accuse de fraude.")
    verb = at(notes, "accuse")
    assert (verb.dep, verb.head) == ("acl:relcl", at(notes, "maire").i)
    assert at(notes, "qu'").rel == "obj"


def test_a_participle_is_nobodys_subject() -> None:
    """The noun it qualifies is: "deux soldats luttant contre X ont été tués", misread."""
    rows = [
        ("soldats", "NOUN", "", "nsubj", 1),
        ("luttant", "VERB", "Tense=Pres|VerbForm=Part", "nsubj:pass", 2),
        ("tués", "VERB", "Tense=Past|VerbForm=Part", "ROOT", 2),
    ]
    tokens = [
        Token(i, word, word, pos, morph, dep, head, i * 8, i * 8 + 7, 0, 0, True)
        for i, (word, pos, morph, dep, head) in enumerate(rows)
    ]
    mends._give_subjects(tokens)
    assert [(t.dep, t.head) for t in tokens] == [("nsubj:pass", 2), ("acl", 0), ("ROOT", 2)]


@pytest.mark.parametrize(
    "text",
    [
        "Deux soldats luttant contre des hommes menaçant la ville ont été tués mardi.",
        "Plus de dix, plus de cent, plus de mille personnes, qu'il accuse, ont fui.",
        "Accusé par X, Y, à qui Z a parlé, que W accuse, a signé avec son ami turc un accord.",
        "« Libérez-les », a-t-il dit, selon A, selon B, selon C, plus de dix fois.",
    ],
)
def test_a_mended_tree_is_a_tree(kit: Kit, text: str) -> None:
    """From every word one comes to a root: mending makes no cycle."""
    notes = notes_of(kit, text)
    for token in notes.tokens:
        seen, i = set(), token.i
        while notes.tokens[i].head != i:
            assert i not in seen
            seen.add(i)
            i = notes.tokens[i].head
