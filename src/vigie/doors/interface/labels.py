"""Doors, interface. Codes and reasons of the record in the reader's words.

Flow: a code and its kind, or a reason → `labels.yaml`, `reasons.yaml` → words of the interface's
language. Only what people look at is worded so; exports and REST keep the codes. What somebody's
own pack adds is not known here and is shown as it is.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import msgspec

from vigie.doors.interface import LANGUAGES, language, say
from vigie.knowledge.folding import fold
from vigie.knowledge.ontology_rules import Ontology, load_ontology
from vigie.knowledge.yaml import read_yaml
from vigie.records import Event
from vigie.records.report import STATUSES

HERE = Path(__file__).parent
_BLANK = re.compile(r"\{(\w+)(?::(\w+))?\}")


class Saying(msgspec.Struct, frozen=True):
    """A reason as the record holds it, its blanks' kinds of code, and its words by language."""

    pattern: re.Pattern[str]
    kinds: dict[str, str]
    words: dict[str, str]


def label(kind: str, code: str | None) -> str:
    """Words of a code: `kind` is a part of labels.yaml: mode, sector, context, cut and more.

    >>> from vigie.doors.interface import speaking
    >>> with speaking("fr"):
    ...     label("sector", "MIL"), label("mode", "of-my-pack"), label("sector", None)
    ('armée', 'of-my-pack', '')
    """
    words = labels()[kind].get(code or "")
    return words[language() == "en"] if words else code or ""


def modes() -> list[str]:
    """Codes of the modes we have words for, in the order of their words."""
    return sorted(labels()["mode"], key=lambda code: (fold(label("mode", code)), code))


def type_label(code: str) -> str:
    """Name of a type; a type of somebody's own pack keeps its code."""
    known = _ontology()
    return known.label(code, language()) if code in known.rows else code


def act_label(type_: str, mode: str | None) -> str:
    """What was done: its type, with its mode."""
    return f"{type_label(type_)} ({label('mode', mode)})" if mode else type_label(type_)


def event_label(event: Event) -> str:
    """What was done in an event."""
    return act_label(event.type, event.mode)


def country_name(code: str | None) -> str:
    """A country's name; a code we do not know is given as it is."""
    names = _countries().get(code or "")
    return names[language() == "en"] if names else code or ""


def known_words(name: str, country: str | None, sector: str | None) -> str:
    """What is known of an actor beside its name: "Libye, rebelles"."""
    known = (country_name(country), label("sector", sector))
    return ", ".join(words for words in known if words and fold(words) != fold(name))


@cache
def codes_by_name() -> dict[str, str]:
    """Codes of countries by their names in every language of the interface."""
    return {name: code for code, names in _countries().items() for name in names}


def reason_words(reason: str) -> str:
    """A reason in words; one we have no words for is shown as it is.

    >>> from vigie.doors.interface import speaking
    >>> with speaking("fr"):
    ...     reason_words("said by anl (que)"), reason_words("my own")
    ('dit par anl (que)', 'my own')
    """
    for saying in sayings():
        if found := saying.pattern.fullmatch(reason):
            blanks = {
                name: label(saying.kinds[name], text) if name in saying.kinds else text
                for name, text in found.groupdict().items()
            }
            return saying.words[language()].format(**blanks)
    return reason


def ground_words(what: str) -> str:
    """What two reports or two names were compared on."""
    return label("ground", what) if what in labels()["ground"] else reason_words(what)


def side_words(what: str, told: str | None) -> str:
    """What stood on one side of a ground; the type, mode and status of a report in words."""
    code, *rest = (told or "–").split()
    if what != "type" or code not in _ontology().rows:
        return told or "–"
    words = [say(f"status.{c}") if c in STATUSES else label("mode", c) for c in rest]
    return ", ".join((type_label(code), *words))


@cache
def labels() -> dict[str, dict[str, list[str]]]:
    """All the codes we have words for, by kind."""
    found: dict[str, dict[str, list[str]]] = read_yaml(HERE / "labels.yaml")
    return found


@cache
def sayings() -> tuple[Saying, ...]:
    """All the reasons we have words for, in order."""
    return tuple(_saying(row) for row in read_yaml(HERE / "reasons.yaml"))


def _saying(row: dict[str, str]) -> Saying:
    parts, kinds, at = [], {}, 0
    for blank in _BLANK.finditer(row["says"]):
        name, kind = blank[1], blank[2]
        held = f"(?P<{name}>.+?)"
        if kind:
            kinds[name] = kind
            held = f"(?P<{name}>{'|'.join(map(re.escape, labels()[kind]))})"
        parts += [re.escape(row["says"][at : blank.start()]), held]
        at = blank.end()
    parts.append(re.escape(row["says"][at:]))
    return Saying(
        re.compile("".join(parts), re.DOTALL),
        kinds,
        {code: row[code] for code in LANGUAGES},
    )


@cache
def _countries() -> dict[str, list[str]]:
    rows: dict[str, list[str]] = read_yaml(HERE / "countries.yaml")
    return rows


@cache
def _ontology() -> Ontology:
    return load_ontology()
