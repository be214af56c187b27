"""train/recipe: the trained parts → one pipeline in a folder, its manifest and its card.

The folder is written aside and then put in place by renaming, so that whoever loads the
model meanwhile finds the old one or the new one, never half of either.
"""

import hashlib
import json
import shutil
from pathlib import Path
from string import Template
from typing import Any, cast

import spacy
import srsly
import yaml
from spacy.language import Language
from spacy.pipeline import AttributeRuler

from recipe.paths import DATA
from recipe.tokenizer import empty_pipeline

NAME = "vigie-fr"
LICENCE = "LGPL-LR AND CC-BY-SA-4.0 AND CC-BY-SA-3.0 AND CC-BY-3.0 AND CC-BY-2.5"
# Files of the folder that tell of the model and are not it.
ABOUT = {"CARD.md", "manifest.json"}
TABLE = "E"  # what thinc calls the rows of a hashed table


def assemble(
    folder: Path, *, syntax: Path, lemmas: Path, names: Path, version: str
) -> None:
    """Join what was trained apart behind our tokenizer, and save plain spaCy.

    Nothing of the training configuration is kept: the pipeline starts from the empty one.
    Its hashed tables are kept in half precision.
    """
    nlp = empty_pipeline()
    for source, pipes in [
        (syntax, ["tok2vec", "morphologizer"]),
        (lemmas, ["trainable_lemmatizer"]),
        (syntax, ["parser"]),
        (names, ["ner"]),
    ]:
        trained = spacy.load(source)
        for string in trained.vocab.strings:
            nlp.vocab.strings.add(string)
        for pipe in pipes:
            nlp.add_pipe(pipe, source=trained)
    _rename_relations(nlp)
    nlp.meta.update(
        lang="xx",
        name="vigie_fr",
        version=version,
        license=LICENCE,
        author="Vigie",
        description="French news: words, lemmas, arcs and names, for Vigie. See CARD.md.",
    )
    _halve_tables(nlp)
    nlp.to_disk(folder)
    (folder / "vocab" / "strings.json").write_text(
        json.dumps(_ends(nlp), ensure_ascii=False), encoding="utf8"
    )


def _halve_tables(nlp: Language) -> None:
    """Keep the hashed tables, half of the model's weight, in half precision.

    Vigie widens them again as it loads the model. Of 103,441 words of dispatches, 2 are read
    otherwise than in full precision; with all numbers halved, 23 are.
    """
    for _, pipe in nlp.pipeline:
        for node in pipe.model.walk() if hasattr(pipe, "model") else ():
            if node.has_param(TABLE):
                node.set_param(TABLE, node.get_param(TABLE).astype("float16"))


def _ends(nlp: Language) -> list[str]:
    """What the lemmatizer cuts off and puts on: the only words that loading must bring back."""
    trees = srsly.msgpack_loads(nlp.get_pipe("trainable_lemmatizer").trees.to_bytes())
    ends = {tree[k] for tree in trees["trees"] for k in ("orig", "subst") if k in tree}
    return sorted(nlp.vocab.strings[end] for end in ends if end)


def _rename_relations(nlp: Language) -> None:
    """Put the few renamings of relations behind the parser, as data that spaCy applies."""
    renamed = yaml.load(
        (DATA / "relations.yaml").read_text(encoding="utf8"), yaml.BaseLoader
    )
    ruler = cast(AttributeRuler, nlp.add_pipe("attribute_ruler", after="parser"))
    for old, new in renamed.items():
        ruler.add(patterns=[[{"DEP": old}]], attrs={"DEP": new})


def digest(folder: Path) -> str:
    """SHA-256 of the model's files, in the order of their names, names included."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in ABOUT:
            total.update(str(path.relative_to(folder)).encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def describe(
    folder: Path,
    card: Path,
    *,
    version: str,
    trained_on: list[dict[str, str]],
    scores: dict[str, float],
    replaces: str | None,
    extra: dict[str, str],
) -> None:
    """Write the manifest, and the card from its template.

    Args:
        folder: The assembled model.
        card: Template of the card; `$name` and the like are filled in.
        version: Version of the model.
        trained_on: One row a source: file, licence, sha256.
        scores: Figures on the held-out sets.
        replaces: Id of the model this one takes the place of, if any.
        extra: Other pieces of text for the card.
    """
    sha256 = digest(folder)
    manifest = {
        "name": NAME,
        "version": version,
        "sha256": sha256,
        "licence": LICENCE,
        "trained_on": trained_on,
        "scores": scores,
        "replaces": replaces,
    }
    _write(folder / "manifest.json", json.dumps(manifest, ensure_ascii=False, indent=1))
    table = "\n".join(f"| {name} | {value} |" for name, value in scores.items())
    sources = "\n".join(
        f"| `{row['file']}` | {row['licence']} | `{row['sha256'][:12]}` |"
        for row in trained_on
    )
    text = Template(card.read_text(encoding="utf8")).substitute(
        name=NAME,
        version=version,
        id=f"{NAME}@{sha256[:6]}",
        licence=LICENCE,
        scores=table,
        sources=sources,
        replaces=replaces or "nothing",
        size=f"{size_mb(folder):.1f}",
        **extra,
    )
    _write(folder / "CARD.md", text)


def _write(path: Path, text: str) -> None:
    path.write_text(text.rstrip() + "\n", encoding="utf8")


def put_in_place(fresh: Path, place: Path) -> None:
    """Put the fresh folder where the old one is, by two renames."""
    place.parent.mkdir(parents=True, exist_ok=True)
    aside = place.parent / f".{place.name}.new"
    old = place.parent / f".{place.name}.old"
    for leftover in (aside, old):
        shutil.rmtree(leftover, ignore_errors=True)
    shutil.copytree(fresh, aside)
    if place.exists():
        place.rename(old)
    aside.rename(place)
    shutil.rmtree(old, ignore_errors=True)


def model_id(folder: Path) -> str | None:
    """Id of the model in a folder, if there is one."""
    found = _manifest(folder)
    return f"{found['name']}@{found['sha256'][:6]}" if found else None


def replaced_by(model: Path, place: Path) -> str | None:
    """Id of the model that a fresh one takes the place of; made again, it keeps its own."""
    there = _manifest(place)
    if there and there["sha256"] == digest(model):
        return str(there["replaces"]) if there["replaces"] else None
    return model_id(place)


def _manifest(folder: Path) -> dict[str, Any] | None:
    path = folder / "manifest.json"
    if not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf8"))
    return found


def size_mb(folder: Path) -> float:
    """Weight of the folder on disk, in millions of bytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
