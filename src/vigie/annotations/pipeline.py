"""Annotations room. Clean text → spaCy Doc: words, lemmas, arcs and names, by one tagger.

The tagger is the French pipeline shipped in `knowledge/models/fr` (made by `train/`), or
any other installed spaCy pipeline, named by the caller. Whichever it is, Vigie puts one
component in front of it: a line break ends a sentence, a closing mark begins none.
Dispatches carry titles and leads without a full stop, and the parser, which keeps what it is
given of sentence starts, would run them into the next paragraph; and it takes the second
half of *"Qui l'a tué ?" demande-t-il* for a sentence. The component is added here, not saved
with the model, so that every pipeline gets it and the shipped one stays plain spaCy. So are
those that stand in for spaCy's slow ones, see together.py.

The shipped pipeline's words are those of UD French with contractions whole (*du*, *aux*
are one word; *l'*, *qu'*, *-t-il* are words of their own), its relations those of UD with
Sequoia's subtypes, its names PER, LOC, ORG and MISC.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol, cast
from unicodedata import category

import msgspec
import spacy
from numpy import flatnonzero, float16, float32
from spacy.attrs import IS_ALPHA
from spacy.language import Language
from spacy.tokens import Doc, Token
from thinc.api import NumpyOps, get_current_ops, use_ops

from vigie.annotations.together import quicken
from vigie.errors import BadRequest

SHIPPED = "knowledge/models/fr"
LINES = "vigie_lines"

# A heading before a colon has no more words than this ("Jeux olympiques de Paris : …"), and its
# words of more letters than that a capital.
HEADING_WORDS, SMALL = 5, 3

# What a dispatch cannot be read without: the arcs, and the names.
NEEDED = ("parser", "ner")

# Letters of the hash that results carry: enough to tell our models apart, short to read.
HASH_SHOWN = 6


class Tagger(Protocol):
    """What the corridor needs of a tagger; any spaCy `Language` has it."""

    path: Path | None
    meta: dict[str, Any]

    def __call__(self, text: str) -> Doc:
        """Read one text."""
        ...

    def pipe(self, texts: Iterable[Any], **options: Any) -> Iterator[Any]:
        """Read many texts, in order."""
        ...


class _Manifest(msgspec.Struct, frozen=True):
    """What names a model of ours: `manifest.json` beside its files."""

    name: str
    sha256: str


def load_tagger(name_or_path: str | None = None) -> Tagger:
    """Load the shipped French pipeline, or the spaCy pipeline named instead of it.

    Args:
        name_or_path: Name of an installed spaCy pipeline, or a folder that holds one;
            None for the one shipped with Vigie.

    Raises:
        BadRequest: no such pipeline, or it does not give arcs and names.
    """
    source = _source(name_or_path)
    try:
        with _fast_products():
            tagger = spacy.load(source)
    except (OSError, ImportError, ValueError, KeyError) as problem:
        raise BadRequest(_cannot_load(name_or_path, problem)) from problem
    lacking = [pipe for pipe in NEEDED if pipe not in tagger.pipe_names]
    if lacking:
        raise BadRequest(
            f"the pipeline '{source}' has no {' and no '.join(lacking)}; name one that has"
            f" {' and '.join(NEEDED)}, or none for Vigie's own"
        )
    _widen(tagger)
    tagger.add_pipe(LINES, first=True)
    quicken(tagger)
    return cast(Tagger, tagger)


def model_id(name_or_path: str | None = None) -> str:
    """What results call a tagger: `vigie-fr@9f2c1a`, or `fr_core_news_lg@3.8.0`.

    A model of ours goes by its name and the start of its hash; another one by its name
    and version, which is all that spaCy says of it. A folder is not loaded for this.

    Raises:
        BadRequest: no such pipeline.
    """
    folder = Path(_source(name_or_path))
    if (folder / "manifest.json").is_file():
        manifest = (folder / "manifest.json").read_bytes()
        found = msgspec.json.decode(manifest, type=_Manifest)
        return f"{found.name}@{found.sha256[:HASH_SHOWN]}"
    meta = load_tagger(name_or_path).meta
    return f"{meta['lang']}_{meta['name']}@{meta['version']}"


def _source(name_or_path: str | None) -> str:
    return str(files("vigie").joinpath(SHIPPED)) if name_or_path is None else name_or_path


def _fast_products() -> AbstractContextManager[None]:
    """Have a pipeline loaded within multiply its matrices by numpy's library.

    spaCy's own falls back to unoptimised code on processors it does not recognise: a fourth
    of the speed on a virtual machine. A backend that the host chose itself is left alone.
    """
    if type(get_current_ops()) is NumpyOps:
        return use_ops("numpy", use_blis=False)
    return nullcontext()


def _widen(nlp: Language) -> None:
    """Bring numbers that are kept in half precision back to the full one, which spaCy needs.

    The shipped pipeline keeps its hashed tables so: half of its weight is theirs.
    """
    for _, component in nlp.pipeline:
        for node in component.model.walk() if hasattr(component, "model") else ():
            for name in node.param_names:
                if node.has_param(name) and node.get_param(name).dtype == float16:
                    node.set_param(name, node.get_param(name).astype(float32))


@Language.component(LINES)
def start_at_lines(doc: Doc) -> Doc:
    """Begin a sentence at the first word after each line break, and never at a closing mark.

    Blank tokens begin none either: they belong to the words before them. The parser keeps
    what is said here and decides the rest.
    """
    line = 0  # where the line begins
    # Looking only at what is no plain word saves a twelfth of the whole reading.
    for i in flatnonzero(doc.to_array(IS_ALPHA) == 0).tolist():
        token = doc[i]
        if token.is_space:
            if i:
                token.is_sent_start = False
            if "\n" in token.text:
                _begin_after(doc, i)
                line = i + 1
        elif token.text == ":" and _is_heading(doc, line, i):
            _begin_after(doc, i)
        elif not token.is_sent_start and _is_closing(token):
            token.is_sent_start = False
    return doc


def _is_heading(doc: Doc, line: int, colon: int) -> bool:
    """Whether a line opens with a heading before a colon ("Libye : le gouvernement cède").

    A heading is of few words, the long ones with a capital, and what follows is no quotation.
    """
    if not 0 < colon - line <= HEADING_WORDS or colon + 1 >= len(doc):
        return False
    after = doc[colon + 1]
    if after.is_quote or after.is_space or after.is_punct:
        return False
    return all(t.is_title or t.is_upper or len(t) <= SMALL for t in doc[line:colon])


def _begin_after(doc: Doc, i: int) -> None:
    word = next((token for token in doc[i + 1 :] if not token.is_space), None)
    if word is not None:
        word.is_sent_start = True


def _is_closing(token: Token) -> bool:
    """Whether a mark ends what stands before it, by its kind and by the blank before it.

    A comma, a stop or a bracket that closes is glued to the word before it in every
    language; the French » has a blank before it, the German one has none.
    """
    kind = category(token.text[0])
    if kind == "Po" and token.i:
        before = token.nbor(-1)
        return not before.whitespace_ and not before.is_space
    return kind in ("Pe", "Pf")


def _cannot_load(name_or_path: str | None, problem: Exception) -> str:
    if name_or_path is None:
        return (
            f"the pipeline shipped in vigie/{SHIPPED} cannot be loaded ({_first_line(problem)});"
            " install Vigie again, or rebuild it with `make train`"
        )
    return (
        f"no spaCy pipeline '{name_or_path}' can be loaded ({_first_line(problem)});"
        " install it (python -m spacy download fr_core_news_lg), give the path of a folder"
        " that holds one, or name none for Vigie's own"
    )


def _first_line(problem: Exception) -> str:
    return (str(problem).splitlines() or [type(problem).__name__])[0].rstrip(".")
