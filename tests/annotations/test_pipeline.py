"""The shipped pipeline cuts French as treebanks do, keeps paragraphs apart, and loads or says why."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest
import spacy
import yaml

from vigie.annotations.pipeline import SHIPPED, Tagger, load_tagger, model_id
from vigie.errors import BadRequest

ROOT = Path(__file__).parents[2]
MODEL = ROOT / "src" / "vigie" / SHIPPED


@pytest.fixture(scope="module")
def tagger() -> Tagger:
    return load_tagger()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        # Elisions are words; contractions are one.
        ("l'armée du Nord aux abois", "l' armée du Nord aux abois"),
        ("jusqu’à lorsqu'il qu’Ankara", "jusqu’ à lorsqu' il qu’ Ankara"),
        ("aujourd'hui aujourd’hui", "aujourd'hui aujourd’hui"),
        ("c'est-à-dire C’est-à-dire quelqu'un", "c'est-à-dire C’est-à-dire quelqu'un"),
        ("D'après L'ONU, QU'IL AILLE", "D' après L' ONU , QU' IL AILLE"),
        # Pronouns behind the verb are words; other hyphens stay inside.
        ("a-t-il dit-il explique-t-elle est-ce", "a -t-il dit -il explique -t-elle est -ce"),
        ("dites-le-moi, allons-y", "dites -le -moi , allons -y"),
        ("porte-parole rendez-vous là-bas celui-ci", "porte-parole rendez-vous là-bas celui-ci"),
        # Names keep their hyphens and apostrophes.
        ("Abdel Fattah al-Burhan", "Abdel Fattah al-Burhan"),
        ("al-Jaroushi, Abu-Akleh (el-Béchir)", "al-Jaroushi , Abu-Akleh ( el-Béchir )"),
        ("Kim Jong-il à N'Djamena", "Kim Jong-il à N'Djamena"),
        ("O'Hara", "O'Hara"),
        # Abbreviations keep their dot; a sentence loses its own.
        ("M. Dupont et MM. Durand, av. J.-C.", "M. Dupont et MM. Durand , av. J.-C."),
        ("L'O.N.U. et l'ONU.", "L' O.N.U. et l' ONU ."),
        ("Il a 3 ans... et l'an 2012.", "Il a 3 ans ... et l' an 2012 ."),
        # Figures.
        ("10.000 1,5 20h30 m³ USD n°5", "10.000 1,5 20h30 m³ USD n° 5"),
        ("10% 30€ $40", "10 % 30 € $ 40"),
        # Quotation marks of every kind.
        ("«Non», “oui” et \"si\"", "« Non » , “ oui ” et \" si \""),
        ("l'«ami» d'\"hier\"", "l' « ami » d' \" hier \""),
        # Dirt: soft hyphens stay inside, words run together come apart.
        ("pre\u00admier", "pre\u00admier"),
        ("fin.Le Paris—Lyon oui…non", "fin . Le Paris — Lyon oui … non"),
        ("#Libye @jean http://a.fr/x", "#Libye @jean http://a.fr/x"),
    ],
)  # fmt: skip
def test_words_are_those_of_ud_french(tagger: Tagger, text: str, words: str) -> None:
    """Contractions whole, elisions and clitics apart, names and figures untouched."""
    doc = tagger.tokenizer(text)  # type: ignore[attr-defined]
    assert [token.text for token in doc] == words.split()


@pytest.mark.parametrize("kind", ["prefixes", "suffixes", "infixes", "whole"])
def test_every_rule_of_the_tokenizer_does_what_its_example_shows(
    tagger: Tagger, kind: str
) -> None:
    """An example of a cut is cut; one of a whole stays whole."""
    rules = yaml.load(
        (ROOT / "train" / "tokenizer_fr.yaml").read_text(encoding="utf8"), yaml.BaseLoader
    )[kind]
    for rule in rules:
        words = [token.text for token in tagger.tokenizer(rule["example"])]  # type: ignore[attr-defined]
        assert (len(words) == 1) == (kind == "whole"), (rule, words)


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f"])
def test_a_no_break_space_parts_words(tagger: Tagger, blank: str) -> None:
    doc = tagger.tokenizer(f"«{blank}Oui{blank}»")  # type: ignore[attr-defined]
    assert [token.text for token in doc if not token.is_space] == ["«", "Oui", "»"]


@pytest.mark.parametrize("line_break", ["\n", "\n\n", " \n", "\r\n", "\n \n", " \n\n "])
def test_a_line_break_ends_a_sentence(tagger: Tagger, line_break: str) -> None:
    """A title without a full stop stays out of the paragraph below it."""
    doc = tagger(f"Deux morts à Tripoli{line_break}L'armée a repris la ville.")
    assert [sent[0].text for sent in doc.sents] == ["Deux", "L'"]


@pytest.mark.parametrize(
    "text", ["", " ", "\n", "\n\nOui.", "Oui.\n\n", "\u00ad", "…", "«»"]
)
def test_no_text_however_odd_raises(tagger: Tagger, text: str) -> None:
    assert tagger(text).text == text


def test_many_texts_read_like_one(tagger: Tagger) -> None:
    """Reading in batches changes nothing."""
    texts = ["Le président est parti.", "Titre\nM. Dupont parle à Kiev."]
    for text, doc in zip(texts, tagger.pipe(texts), strict=True):
        assert doc.to_json() == tagger(text).to_json()


def test_names_and_inverted_subjects_of_a_dispatch(tagger: Tagger) -> None:
    doc = tagger("La trêve tient, a fait savoir samedi la Maison Blanche.")
    subject = next(token for token in doc if token.text == "Maison")
    assert (subject.dep_, subject.head.text) == ("nsubj", "savoir")
    assert [(ent.text, ent.label_) for ent in doc.ents] == [("Maison Blanche", "ORG")]


def test_the_model_is_the_one_its_manifest_names(tagger: Tagger) -> None:
    """Name, hash, licence, sources and scores; and the hash is that of the files."""
    manifest = json.loads((MODEL / "manifest.json").read_text(encoding="utf8"))
    assert set(manifest) == {
        "name", "version", "sha256", "licence", "trained_on", "scores", "replaces"
    }  # fmt: skip
    total = hashlib.sha256()
    for path in sorted(MODEL.rglob("*")):
        if path.is_file() and path.name not in {"CARD.md", "manifest.json"}:
            total.update(str(path.relative_to(MODEL)).encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    assert total.hexdigest() == manifest["sha256"]
    assert model_id() == f"vigie-fr@{manifest['sha256'][:6]}"


def test_the_model_is_light_and_holds_no_pickle() -> None:
    """On disk as it stands, and so in the wheel and out of it."""
    files = [path for path in MODEL.rglob("*") if path.is_file()]
    assert sum(path.stat().st_size for path in files) < 20_000_000
    assert not [path for path in files if path.suffix in {".pkl", ".pickle"}]


def test_numbers_kept_in_half_precision_are_widened(tagger: Any) -> None:
    """The hashed tables are halves on disk; what multiplies them is never less than whole."""

    def kinds(nlp: Any) -> set[str]:
        models = [pipe.model for name, pipe in nlp.components if hasattr(pipe, "model")]
        nodes = [node for model in models for node in model.walk()]
        return {
            str(node.get_param(name).dtype)
            for node in nodes for name in node.param_names if node.has_param(name)
        }  # fmt: skip

    assert kinds(spacy.load(MODEL)) == {"float16", "float32"}
    assert kinds(tagger) == {"float32"}


def test_an_unknown_pipeline_is_refused_with_the_cure() -> None:
    with pytest.raises(BadRequest, match=r"no spaCy pipeline 'fr_nowhere'.*spacy download"):
        load_tagger("fr_nowhere")


def test_a_pipeline_without_arcs_or_names_is_refused(tmp_path: Path) -> None:
    spacy.blank("xx").to_disk(tmp_path / "empty")
    with pytest.raises(BadRequest, match="has no parser and no ner"):
        load_tagger(str(tmp_path / "empty"))


def test_another_pipeline_goes_by_name_and_version(tmp_path: Path) -> None:
    """A model that is not ours has no manifest."""
    other = spacy.blank("xx")
    other.add_pipe("parser").add_label("nsubj")  # type: ignore[attr-defined]
    other.add_pipe("ner").add_label("PER")  # type: ignore[attr-defined]
    other.initialize()
    other.meta.update(name="core_news_lg", version="3.8.0")
    other.to_disk(tmp_path / "other")
    assert model_id(str(tmp_path / "other")) == "xx_core_news_lg@3.8.0"
