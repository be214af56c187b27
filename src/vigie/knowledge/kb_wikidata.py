"""Knowledge room. Wikidata's dump of entities, read into rows of our own form.

Flow: DUMP (JSON, one entity a line, .gz or .bz2) → first reading: countries and offices, by
Q-number → second reading: people who held an office, bodies → `Line`s → one YAML file for each
kind, in the form of the shipped files. Nothing but the two tables is held in memory; a line that
cannot be read becomes an `Issue`. What the base knows already is left as it is.
"""

from __future__ import annotations

import bz2
import gzip
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Any

import msgspec

from vigie.errors import BadRequest
from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.knowledge.kb_source import BEYOND
from vigie.knowledge.yaml import read_yaml
from vigie.records import Issue

TABLE = Path(__file__).with_name("wikidata.yaml")
MAX_FORMS = 12
STEPS = 6  # from an office up to the kind we know: "president of X" → president
MARKS = frozenset(";|+*?@#:\n")  # of our own form: a name that holds one is left out
# Statements: instance of, subclass of, citizenship, country, applies to, office, ISO code, from, to.
IS, KIND_OF, CITIZEN, COUNTRY, APPLIES, HELD, ISO = (
    "P31",
    "P279",
    "P27",
    "P17",
    "P1001",
    "P39",
    "P298",
)
TO_THE_MONTH = 10
START, END, FOUNDED, ENDED = "P580", "P582", "P571", "P576"

_Entity = Mapping[str, Any]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """One row to be: its kind, its country, the line that says it, the Wikidata id."""

    kind: str
    country: str
    name: str
    text: str
    item: str


class Lore(msgspec.Struct, frozen=True, kw_only=True):
    """What the first reading keeps: Q-number → alpha-3; → office: name, kinds, country."""

    countries: dict[str, str]
    offices: dict[str, tuple[str, tuple[str, ...], str | None]]


def read_dump(path: Path, kb: KnowledgeBase) -> Iterator[Line | Issue]:
    """The rows of a dump, in its order; what cannot be read, as issues.

    Raises:
        BadRequest: the file is not there.
    """
    if not path.is_file():
        raise BadRequest(
            f"{path} is not there; name a dump of Wikidata (.json, .json.gz, .json.bz2)."
        )
    table = read_yaml(TABLE)
    lore = _read_lore(path, table)
    taken = {f"{r.country}.{fold(f)}" for r in kb.rows for f in (r.name, *r.forms)}
    for entity in _entities(path):
        if isinstance(entity, Issue):
            yield entity
            continue
        line = _line(entity, table, lore)
        if line is None or (line.country not in kb and line.country not in BEYOND):
            continue
        key = f"{line.country}.{fold(line.name)}"
        if key not in taken:
            taken.add(key)
            yield line


def write_files(lines: Iterable[Line], folder: Path) -> list[Path]:
    """One file of rows for each kind, in the form of the shipped ones; same lines, same bytes."""
    by_kind: dict[str, dict[str, list[str]]] = {}
    for line in lines:
        by_kind.setdefault(line.kind, {}).setdefault(line.country, []).append(line.text)
    out = []
    folder.mkdir(parents=True, exist_ok=True)
    for kind, rows in sorted(by_kind.items()):
        path = folder / f"wikidata-{kind.lower()}.yaml"
        text = [f"kind: {kind}", "source: Wikidata (CC0)", 'minor: "yes"', "rows:"]
        for country, listed in sorted(rows.items()):
            text.append(f"  {country}:")
            text += [f"    - {msgspec.json.encode(row).decode()}" for row in sorted(listed)]
        path.write_text("\n".join(text) + "\n", encoding="utf-8")
        out.append(path)
    return out


def _entities(path: Path) -> Iterator[_Entity | Issue]:
    """Entities of a dump, one a line between brackets; a broken line, or a broken end, as issues."""
    number = 0
    try:
        with _open(path) as lines:
            for number, raw in enumerate(lines, 1):
                line = raw.strip().rstrip(b",")
                if line in (b"", b"[", b"]"):
                    continue
                try:
                    yield msgspec.json.decode(line, type=dict[str, Any])
                except (
                    msgspec.DecodeError,
                    msgspec.ValidationError,
                    UnicodeDecodeError,
                ) as e:
                    yield _issue(path, number, str(e))
    except (OSError, EOFError) as e:  # a compressed file cut short
        yield _issue(path, number + 1, str(e))


def _open(path: Path) -> IO[bytes]:
    if path.suffix == ".gz":
        return gzip.open(path)  # type: ignore[return-value]  # its stub says GzipFile
    return bz2.open(path) if path.suffix == ".bz2" else path.open("rb")


def _issue(path: Path, number: int, said: str) -> Issue:
    return Issue(
        dispatch_id=f"{path.name}:{number}", kind="entity-unreadable", found=said[:80],
        expected="an entity of Wikidata in JSON", done="left it out",
    )  # fmt: skip


def _read_lore(path: Path, table: Mapping[str, Any]) -> Lore:
    countries: dict[str, str] = {}
    offices: dict[str, tuple[str, tuple[str, ...], str | None]] = {}
    kinds = {*table["position"], *table["offices"]}
    for entity in _entities(path):
        if isinstance(entity, Issue):
            continue
        item = str(entity.get("id"))
        codes = [v for v in _values(entity, ISO) if isinstance(v, str)]
        if codes:
            countries[item] = codes[0]
        above = (*_items(entity, KIND_OF), *_items(entity, IS))
        if kinds & set(above):
            state = next(iter((*_items(entity, COUNTRY), *_items(entity, APPLIES))), None)
            offices[item] = (_label(entity, table["languages"]), above, state)
    return Lore(countries=countries, offices=offices)


def _line(entity: _Entity, table: Mapping[str, Any], lore: Lore) -> Line | None:
    forms = _forms(entity, table["languages"])
    if not forms:
        return None
    classes = _items(entity, IS)
    if table["human"] in classes:
        terms, country = _terms(entity, table, lore)
        kind = "PER"
    else:
        kind = "ORG"
        terms, country = _body(entity, classes, table, lore)
    if not terms or country is None:
        return None
    text = " | ".join(("; ".join(forms), *terms))
    item = str(entity.get("id"))
    return Line(kind=kind, country=country, name=forms[0], text=text, item=item)


def _terms(
    entity: _Entity, table: Mapping[str, Any], lore: Lore
) -> tuple[list[str], str | None]:
    """Offices a person held, in order of time, and his country."""
    citizen = next(
        (c for q in _items(entity, CITIZEN) if (c := lore.countries.get(q))), None
    )
    found = []
    for claim in _claims(entity, HELD):
        office = _item(_value(claim))
        name, _, state = lore.offices.get(office or "", ("", (), None))
        sector = _sector(office, table, lore)
        if sector is None:
            continue
        start, end = _qualifier(claim, START), _qualifier(claim, END)
        where = lore.countries.get(state or "")
        years = f" {start}-{end}" if start or end else ""
        role = f" {name}" if name and not MARKS & set(name) else ""
        found.append((start, end, where, f"{sector}{years}{role}"))
    home = citizen or next((w for *_, w, _ in found if w), None)
    out = [
        f"{where}.{told}" if where and where != home else told
        for _, _, where, told in sorted(found, key=lambda f: (f[0] or f[1], f[1], f[3]))
    ]
    return out, home


def _body(
    entity: _Entity, classes: Sequence[str], table: Mapping[str, Any], lore: Lore
) -> tuple[list[str], str | None]:
    known = [q for q in classes if q in table["bodies"]]
    if not known:
        return [], None
    beyond = next((table["beyond"][q] for q in known if q in table["beyond"]), None)
    state = next((c for q in _items(entity, COUNTRY) if (c := lore.countries.get(q))), None)
    start, end = (_year(next(iter(_values(entity, p)), None)) for p in (FOUNDED, ENDED))
    years = f" {start}-{end}" if start or end else ""
    return [f"{table['bodies'][known[0]]}{years}"], beyond or state


def _sector(office: str | None, table: Mapping[str, Any], lore: Lore) -> str | None:
    """Sector of an office: that of the nearest kind above it that is known."""
    level = {office} if office else set()
    for _ in range(STEPS):
        told = sorted(table["offices"][q] for q in level if q in table["offices"])
        if told:
            return str(told[0])
        level = {up for q in level for up in lore.offices.get(q or "", ("", (), None))[1]}
    return None


def _forms(entity: _Entity, languages: Sequence[str]) -> list[str]:
    """Labels, then aliases, in the languages read; each once, none that our form cannot hold."""
    out: list[str] = []
    for part in ("labels", "aliases"):
        told = entity.get(part)
        if not isinstance(told, dict):
            continue
        for language in languages:
            entries = told.get(language) or []
            for entry in entries if isinstance(entries, list) else [entries]:
                name = entry.get("value") if isinstance(entry, dict) else None
                if isinstance(name, str) and fold(name) and not MARKS & set(name):
                    out.append(" ".join(name.split()))
    return list(dict.fromkeys(out))[:MAX_FORMS]


def _label(entity: _Entity, languages: Sequence[str]) -> str:
    return next(iter(_forms(entity, languages)), "")


def _claims(entity: _Entity, prop: str) -> list[Mapping[str, Any]]:
    """Statements of a property that have a value and are not withdrawn."""
    claims = entity.get("claims")
    listed = claims.get(prop) if isinstance(claims, dict) else None
    return [
        c for c in listed if isinstance(c, dict) and c.get("rank") != "deprecated"
    ] if isinstance(listed, list) else []  # fmt: skip


def _value(claim: Mapping[str, Any], key: str = "mainsnak") -> Any:
    snak = (claim or {}).get(key) if key else claim
    told = snak.get("datavalue") if isinstance(snak, dict) else None
    return told.get("value") if isinstance(told, dict) else None


def _values(entity: _Entity, prop: str) -> list[Any]:
    return [v for c in _claims(entity, prop) if (v := _value(c)) is not None]


def _item(value: Any) -> str | None:
    found = value.get("id") if isinstance(value, dict) else None
    return found if isinstance(found, str) else None


def _items(entity: _Entity, prop: str) -> tuple[str, ...]:
    return tuple(q for v in _values(entity, prop) if (q := _item(v)))


def _qualifier(claim: Mapping[str, Any], prop: str) -> str:
    told = claim.get("qualifiers")
    listed = told.get(prop) if isinstance(told, dict) else None
    first = listed[0] if isinstance(listed, list) and listed else None
    return _year(_value(first, "")) if isinstance(first, dict) else ""


def _year(value: Any) -> str:
    """Year, or year and month, of a date of Wikidata ("+2014-06-08T00:00:00Z"); "" if none."""
    told = value.get("time") if isinstance(value, dict) else None
    if not isinstance(told, str) or not told.startswith("+") or not told[1:5].isdigit():
        return ""
    month = told[6:8]
    precision = value.get("precision") if isinstance(value, dict) else None
    exact = (
        isinstance(precision, int)
        and precision >= TO_THE_MONTH
        and month.isdigit()
        and month != "00"
    )
    return f"{told[1:5]}.{month}" if exact else told[1:5]
