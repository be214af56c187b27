"""The corridor. What a new or changed entry of the lexicon would change over a corpus.

Flow: dispatches + a layer of entries → each dispatch that holds one of their words, coded with and
without → `Change`s, each in its sentence. The tagger runs once a dispatch.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import msgspec

from vigie.annotations.notes import annotate
from vigie.errors import BadKnowledge, BadRequest
from vigie.flow.kit import Kit, Tongue, known_forms
from vigie.flow.plan import prepare, read_notes
from vigie.knowledge.inflection import inflect
from vigie.knowledge.layers import Layer, layered, own_layer, read_layer
from vigie.knowledge.lexicon import TYPES, load_lexicon
from vigie.knowledge.loaders import Pack, load_pack
from vigie.knowledge.ontology_rules import load_ontology
from vigie.knowledge.yaml import read_yaml
from vigie.records import Notes, RawDispatch, Reading, Report, Span
from vigie.reports.beside import load_beside

WORDS = ("verb", "noun", "adj", "phrase")  # keys of an entry that hold its word
GAINED, LOST, CHANGED = "gained", "lost", "changed"
SAME = (
    "mode",
    "status",
    "actors",
    "recipients",
    "when",
    "where",
    "said_by",
    "cameo",
    "contexts",
)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A report that the entries add, take away or alter; `fields` names what they alter."""

    kind: str
    dispatch: str
    sentence: str
    report: Report
    fields: tuple[str, ...] = ()


def read_entries(path: Path) -> dict[str, Any]:
    """The layer that a file of entries, or an own pack's folder, makes.

    A file is `<TYPE>.yaml` with a list of entries, or a table {TYPE: [entries]}.

    Raises:
        BadRequest: it is not there, or does not say of which type its entries are.
        BadKnowledge: it is no YAML.
    """
    if path.is_dir():
        return read_layer(path)
    if not path.exists():
        raise BadRequest(f"{path} is not there; name a file of entries or a pack's folder.")
    content = read_yaml(path)
    type_ = path.stem.partition("-")[0]
    table = content if isinstance(content, dict) else {type_: content}
    for code, rows in table.items():
        if code not in TYPES or not isinstance(rows, list):
            raise BadRequest(
                f"{path} does not say of which type its entries are; call it ASSAULT.yaml, or "
                f"write 'ASSAULT: [entries]' in it (types: {', '.join(TYPES)})."
            )
    return {f"triggers/{code}": rows for code, rows in table.items()}


def try_entries(raws: Iterable[RawDispatch], layer: Layer, kit: Kit) -> Iterator[Change]:
    """What the entries change, dispatch after dispatch, in reading order.

    Raises:
        BadKnowledge: an entry is malformed.
    """
    old = kit.default
    pack = load_pack(old.language, layered(dict(own_layer()), dict(layer)))
    new = _with_pack(old, pack)
    words = _words(layer, pack)
    for raw in raws:
        text = raw.text.lower()
        if words is not None and not any(word in text for word in words):
            continue
        dispatch, tongue, _ = prepare(raw, kit)
        if tongue is not old or not dispatch.text.strip():
            continue
        notes = annotate(dispatch, old.tagger, old.model, new.forms)
        yield from _changes(notes, read_notes(notes, old, kit), read_notes(notes, new, kit))


def _with_pack(tongue: Tongue, pack: Pack) -> Tongue:
    """A tongue whose coder reads another lexicon, all else being the same."""
    lexicon = load_lexicon(pack)
    coder = msgspec.structs.replace(
        tongue.coder, lexicon=lexicon, ontology=load_ontology(pack.layer)
    )
    return msgspec.structs.replace(
        tongue, coder=coder, beside=load_beside(pack, lexicon, tongue.speech),
        forms=known_forms(pack, lexicon, tongue.speech, coder.status),
    )  # fmt: skip


def _words(layer: Layer, pack: Pack) -> frozenset[str] | None:
    """Beginnings of the words the entries stand on; None where other files change as well."""
    if any(not name.startswith("triggers/") for name in layer):
        return None
    paradigms = pack.read("conjugation")["paradigms"]
    copulas = frozenset(pack.read("support")["copula"])
    out: set[str] = set()
    for name, rows in layer.items():
        for rank, row in enumerate(rows or ()):
            key = next((k for k in WORDS if isinstance(row, dict) and k in row), None)
            if key is None:
                raise BadKnowledge(
                    f"{name}.yaml", f"entry {rank + 1}", "a verb, noun, adj or phrase"
                )
            word = str(row[key]).split()[0 if key == "phrase" else -1]
            if word in copulas:
                return None
            forms = inflect(word, paradigms) if key in ("verb", "phrase") else []
            out |= {*forms, word} if forms else {word[: max(3, len(word) - 2)]}
    return frozenset(out)


def _changes(notes: Notes, before: Reading, after: Reading) -> Iterator[Change]:
    old = {(r.type, r.trigger): r for r in before.reports}
    new = {(r.type, r.trigger): r for r in after.reports}
    for key in sorted({*old, *new}, key=lambda k: (k[1].start, k[0])):
        a, b = old.get(key), new.get(key)
        report = b or a
        assert report is not None
        fields = tuple(f for f in SAME if a and b and getattr(a, f) != getattr(b, f))
        kind = CHANGED if fields else GAINED if a is None else LOST if b is None else ""
        if kind:
            yield Change(
                kind=kind, dispatch=notes.dispatch.id, report=report, fields=fields,
                sentence=_sentence(notes, report.trigger),
            )  # fmt: skip


def _sentence(notes: Notes, trigger: Span) -> str:
    token = next(t for t in notes.tokens if t.start <= trigger.start < t.end)
    return " ".join(notes.raw(*notes.sents[token.sent]).split())
