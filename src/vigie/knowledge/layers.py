"""Knowledge room. A user's own pack: a folder laid over the shipped one, file by file.

Flow: `--pack FOLDER` or $VIGIE_PACK → `read_layer` → {file name: content} → `Pack` lays each over its
own file with `layered`. Lists are added to, tables are joined; an entry with `replaces: yes` takes
the place of the shipped entries of its word. `ontology/<TYPE>.yaml` makes a type of one's own.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from vigie.errors import BadRequest
from vigie.knowledge.yaml import read_yaml

VARIABLE = "VIGIE_PACK"
WORDS = ("verb", "noun", "adj", "phrase", "word", "words")  # keys that hold an entry's word
FREE = ("triggers", "ontology")  # folders in which files may be new

Layer = Mapping[str, Any]


def own_layer() -> Layer:
    """The user's own pack, if $VIGIE_PACK names one; nothing otherwise.

    Raises:
        BadRequest: it names no folder.
        BadKnowledge: a file of it is no YAML.
    """
    folder = os.environ.get(VARIABLE)
    return read_layer(Path(folder)) if folder else {}


def read_layer(folder: Path) -> dict[str, Any]:
    """The files of an own pack, by name without ending ("triggers/ASSAULT").

    Raises:
        BadRequest: there is no such folder, or it holds no YAML file.
        BadKnowledge: a file is no YAML.
    """
    paths = sorted(folder.rglob("*.yaml")) if folder.is_dir() else []
    if not paths:
        raise BadRequest(
            f"{folder} is no pack; make a folder with triggers/ASSAULT.yaml or classes.yaml in it "
            "(docs/coding.md shows one)."
        )
    return {p.relative_to(folder).with_suffix("").as_posix(): read_yaml(p) for p in paths}


def check_layer(layer: Layer, shipped: Sequence[str]) -> None:
    """Refuse a file that nothing would read.

    Raises:
        BadRequest: a file stands for none of the shipped pack's.
    """
    for name in layer:
        if name not in shipped and name.partition("/")[0] not in FREE:
            known = ", ".join(f"{n}.yaml" for n in shipped if "/" not in n)
            raise BadRequest(
                f"{name}.yaml is no file of a pack; use triggers/<TYPE>.yaml, "
                f"ontology/<TYPE>.yaml, {known}."
            )


def layered(base: Any, own: Any) -> Any:
    """One content over another.

    >>> layered({"a": ["x"], "b": "1"}, {"a": ["y"], "b": "2"})
    {'a': ['x', 'y'], 'b': '2'}
    """
    if base is None or own is None:
        return base if own is None else own
    if isinstance(base, dict) and isinstance(own, dict):
        return {**base, **{k: layered(base.get(k), v) for k, v in own.items()}}
    if isinstance(base, list) and isinstance(own, list):
        gone = {_word(row) for row in own if _replaces(row)}
        kept = [row for row in base if _word(row) is None or _word(row) not in gone]
        return [*kept, *(_stripped(row) for row in own)]
    return own


def own_types(layer: Layer) -> tuple[str, ...]:
    """Types that an own pack adds, sorted."""
    found = (name.partition("/") for name in layer)
    return tuple(sorted(code for folder, _, code in found if folder == "ontology"))


def _word(row: Any) -> tuple[str, str] | None:
    if not isinstance(row, dict):
        return None
    return next(((key, str(row[key])) for key in WORDS if key in row), None)


def _replaces(row: Any) -> bool:
    return isinstance(row, dict) and "replaces" in row


def _stripped(row: Any) -> Any:
    return {k: v for k, v in row.items() if k != "replaces"} if _replaces(row) else row
