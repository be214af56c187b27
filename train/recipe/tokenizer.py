"""train/recipe: the tokenizer, from rules in a file to an empty pipeline that carries it.

The language is spaCy's `xx` (none in particular), so that loading the trained model never
imports spaCy's French module and its fifteen thousand exceptions.
"""

import re
from pathlib import Path
from typing import Any

import spacy
import yaml
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

RULES = Path(__file__).parent.parent / "tokenizer_fr.yaml"


def empty_pipeline(rules: Path = RULES) -> Language:
    """A pipeline with our tokenizer and our norms, and nothing after them."""
    data = yaml.load(rules.read_text(encoding="utf8"), Loader=yaml.BaseLoader)
    nlp = spacy.blank("xx")
    set_norms(nlp, data["norms"])
    nlp.tokenizer = make_tokenizer(nlp, data)
    return nlp


def set_norms(nlp: Language, norms: dict[str, str]) -> None:
    """Tell the vocabulary under which spelling some words are looked up."""
    lookups = nlp.vocab.lookups
    if lookups.has_table("lexeme_norm"):
        lookups.remove_table("lexeme_norm")
    lookups.add_table("lexeme_norm", _cased(norms))
    nlp.vocab.lookups = lookups


def make_tokenizer(nlp: Language, data: dict[str, Any]) -> Tokenizer:
    """Compile the rules; the tokenizer is saved with the pipeline, as text."""
    pieces = data["pieces"]

    def rules(name: str) -> list[str]:
        return [f"(?:{_fill(row['rule'], pieces)})" for row in data[name]]

    whole = "^(?:" + "|".join(rules("whole")) + ")$"
    return Tokenizer(
        nlp.vocab,
        rules=_special_words(data["words"].split()),
        prefix_search=compile_prefix_regex(rules("prefixes")).search,
        suffix_search=compile_suffix_regex(rules("suffixes")).search,
        infix_finditer=compile_infix_regex(rules("infixes")).finditer,
        token_match=re.compile(whole).match,
        url_match=nlp.Defaults.url_match,
    )


def _fill(rule: str, pieces: dict[str, str]) -> str:
    for name, piece in pieces.items():
        rule = rule.replace("{" + name + "}", piece)
    return rule


def _special_words(words: list[str]) -> dict[str, list[dict[int | str, str]]]:
    special = {}
    for word in words:
        whole, _, parts = word.partition("=")
        cut = parts.split("|") if parts else [whole]
        for spell in (str, _capital, str.upper):
            for mark in "'’":
                forms = [spell(cut[0]), *cut[1:]] if spell is _capital else map(spell, cut)
                rows = [{"ORTH": form.replace("'", mark)} for form in forms]
                special["".join(row["ORTH"] for row in rows)] = rows
    return special


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


def _cased(norms: dict[str, str]) -> dict[str, str]:
    """Every norm also from its capitals; what a word is looked up as stays lower case."""
    table = {}
    for word, norm in norms.items():
        for spelling in (word, _capital(word), word.upper()):
            table[spelling] = norm
    return table
