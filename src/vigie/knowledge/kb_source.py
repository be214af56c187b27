"""Knowledge room. The files of the knowledge base, read into rows.

Flow: actors/countries.yaml gives countries, demonyms and capitals; every other file with `rows`
gives actors, one line each ("name; other form | SECTOR 1999-2004 role"); policy.yaml says how a
partially recognised state is counted. Malformed lines stop the start, by file and line.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec

from vigie.errors import BadKnowledge
from vigie.knowledge.folding import Skeletons, fold
from vigie.knowledge.kb_row import KbRow, Term
from vigie.knowledge.yaml import read_yaml

SECTORS = frozenset(
    ("COP", "GOV", "JUD", "LEG", "MIL", "PRM", "PTY", "REB", "SPY", "UAF", "UNK", "AGR", "BUS",
     "CRM", "CVL", "EDU", "ELI", "JRN", "LAB", "MED", "REF", "OPP", "PRE", "REL", "SOC")
)  # fmt: skip
BEYOND = ("IGO", "NGO", "ANY")  # not countries; ANY is "several, or not known"
REQUIRED = frozenset({"kind", "source", "rows"})
KINDS = ("PER", "ORG", "GPE", "GROUP")
FAMOUS = "*"  # after a person's name: the last word alone names him in running text as well
_TERM = re.compile(
    r"(?:(?P<country>[A-Z]{3})\.)?(?P<sector>[A-Z]{3}|-)"
    r"(?: (?P<start>\d{4}(?:\.\d\d)?)?-(?P<end>\d{4}(?:\.\d\d)?)?)?(?: (?P<role>.+))?"
)


class Policy:
    """How partially recognised states are counted: as themselves, or as a sector of another."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self._counted_as = {code: entry["counted_as"] for code, entry in table.items()}

    def apply(
        self, country: str | None, sector: str | None
    ) -> tuple[str | None, str | None]:
        """Country and sector under the policy; a sector of its own outranks the policy's."""
        told = self._counted_as.get(country or "")
        if told is None:
            return country, sector
        state, _, part = told.partition(" ")
        return state, sector or part or None


class Source:
    """All rows and tables as they are read, before they are laid out for speed."""

    def __init__(
        self, policy: Policy, folding: dict[str, Any], roles: Mapping[str, str]
    ) -> None:
        self.policy = policy
        self.roles = roles
        self.articles: list[str] = folding["articles"]
        self.skeletons = Skeletons(folding)
        self.particles = frozenset(folding["particles"])
        self.rows: dict[str, KbRow] = {}
        self.seats: dict[str, str] = {}
        self.countries: dict[str, str] = {}
        self.demonyms: dict[str, set[str]] = {}
        self.unspotted: set[str] = set()
        self.own: dict[str, str] = {}  # id of each row of the user's → its file
        self.replaced: dict[
            str, KbRow
        ] = {}  # shipped rows that a row of the user's stands for

    def add(self, row: KbRow, where: Path, *, own: bool = False) -> None:
        """Take a row in; one of the user's own takes the place of the shipped one.

        Raises:
            BadKnowledge: another row has its id.
        """
        known = self.rows.get(row.id)
        if known is not None and (not own or row.id in self.own):
            raise BadKnowledge(where, row.name, f"one row for {row.id}, not two")
        if known is not None:
            self.replaced[row.id] = known
        if own:
            self.own[row.id] = where.name
        self.rows[row.id] = row


def read_source(folder: Path, policy: Path, own: Path | None = None) -> Source:
    """All files of the knowledge base, those of the user's own folder over the shipped ones.

    Raises:
        BadKnowledge: a file is missing or malformed.
    """
    roles = read_yaml(folder / "roles.yaml")
    source = Source(Policy(read_yaml(policy)), read_yaml(folder / "folding.yaml"), roles)
    _read_countries(folder / "countries.yaml", source)
    for path in sorted(folder.glob("*.yaml")):
        content = read_yaml(path)
        if isinstance(content, dict) and "rows" in content:
            _read_rows(path, content, source)
    for path in own_files(own):
        content = read_yaml(path)
        if not isinstance(content, dict) or not content.keys() >= REQUIRED:
            raise BadKnowledge(path, "the file", f"the keys {', '.join(sorted(REQUIRED))}")
        _read_rows(path, content, source, own=True)
    for row in source.rows.values():
        if row.stands_for is not None and row.stands_for not in source.rows:
            raise BadKnowledge(folder, row.name, f"an actor with the id {row.stands_for}")
    return source


def own_files(own: Path | None) -> list[Path]:
    """The files of the user's own folder, in order of name."""
    return sorted(own.glob("*.yaml")) if own is not None else []


def _read_countries(path: Path, source: Source) -> None:
    content = read_yaml(path)
    for code, entry in content["countries"].items():
        _add_country(path, source, code, entry, content["endings"])
    for code, names in content["territories"].items():
        _add_territories(path, source, code, names, content["endings"])
    for word in content["not_in_running_text"]:
        source.unspotted.add(fold(word))
    for word, codes in content["demonyms"].items():
        told = {source.policy.apply(c, None)[0] or c for c in codes.split()}
        for form in _inflect(word, content["endings"]):
            source.demonyms.setdefault(form, set()).update(told)


def _add_country(
    path: Path,
    source: Source,
    code: str,
    entry: Mapping[str, Any],
    endings: Mapping[str, Any],
) -> None:
    if not isinstance(entry, dict) or "fr" not in entry:
        raise BadKnowledge(path, code, "a country with its French name, `fr`")
    name = _bare(entry["fr"], source.articles)
    forms = tuple(_split(entry.get("forms") or ""))
    country, sector = source.policy.apply(code, None)
    term = Term(country, sector)
    source.add(_row(code, name, "GPE", forms, (term,), "own knowledge"), path)
    for form in (name, *forms):
        source.countries[form] = country or code
    for word in _split(entry.get("adj") or ""):
        for form in _inflect(word, endings):
            source.demonyms.setdefault(form, set()).add(country or code)
    for rank, seat in enumerate(_split(entry.get("capital") or "")):
        row_id = f"{code.lower()}.capital" + (f"-{rank + 1}" if rank else "")
        names = seat.split("=")
        row = _row(row_id, names[0], "GPE", tuple(names[1:]), (term,), "own knowledge")
        source.add(msgspec.structs.replace(row, stands_for=code, seat=True), path)
        for form in names:
            source.seats[form] = row_id


def _add_territories(
    path: Path, source: Source, code: str, lines: list[str], endings: Mapping[str, Any]
) -> None:
    for line in lines:
        names, _, words = line.partition(" | ")
        name, *forms = _split(names)
        name = _bare(name, source.articles)
        row_id = f"{code.lower()}.{_slug(name)}"
        term = Term(code, None)
        source.add(_row(row_id, name, "GPE", tuple(forms), (term,), "own knowledge"), path)
        for form in (name, *forms):
            source.countries[form] = code
        for word in _split(words):
            for form in _inflect(word, endings):
                source.demonyms.setdefault(form, set()).add(code)


def _read_rows(
    path: Path, content: Mapping[str, Any], source: Source, *, own: bool = False
) -> None:
    if not isinstance(content["rows"], dict):
        raise BadKnowledge(path, "rows", "countries, each with its list of lines")
    for country, lines in content["rows"].items():
        if country not in BEYOND and country not in source.rows:
            raise BadKnowledge(
                path, country, f"a country of countries.yaml, or one of {BEYOND}"
            )
        for line in lines or ():
            for row in _read_line(path, line, country, content, source):
                source.add(row, path, own=own)
                if content.get("seats"):
                    source.seats.update(dict.fromkeys((row.name, *row.forms), row.id))
    source.unspotted.update(fold(form) for form in content.get("not_in_running_text") or ())


def _read_line(
    path: Path, line: str, country: str, content: Mapping[str, Any], source: Source
) -> list[KbRow]:
    """The rows of a line: those between "+" share its terms."""
    if not isinstance(line, str):
        raise BadKnowledge(
            path, line, "a line of text: 'name; other form | SECTOR years role'"
        )
    if content["kind"] not in KINDS:
        raise BadKnowledge(path, content["kind"], f"a kind: {', '.join(KINDS)}")
    actors, *parts = (part.strip() for part in line.split(" | "))
    stands_for = next((part[1:] for part in parts if part.startswith("@")), None)
    told = [part for part in parts if not part.startswith("@")]
    if not told and "term" in content:
        told = [content["term"]]
    if not told:
        raise BadKnowledge(path, line, "a name, then ' | ' and at least one term")
    terms = tuple(_read_term(path, line, part, country, source) for part in told)
    rows = []
    for names in actors.split(" + "):
        if not fold(names):
            raise BadKnowledge(path, line, "a name before the first ' | '")
        name, *forms = (_bare(form, source.articles) for form in _split(names))
        if name.endswith(FAMOUS):
            name = name.removesuffix(FAMOUS)
            forms.append(name.split()[-1])
        source.unspotted.update(fold(f) for f in forms if f.startswith("?"))
        forms = [f.removeprefix("?") for f in forms]
        row_id = f"{country.lower()}.{_slug(name)}"
        row = _row(row_id, name, content["kind"], tuple(forms), terms, content["source"])
        seat, minor = bool(content.get("seats")), bool(content.get("minor"))
        marked = msgspec.structs.replace(row, stands_for=stands_for, seat=seat, minor=minor)
        rows.append(marked)
    return rows


def _read_term(path: Path, line: str, text: str, country: str, source: Source) -> Term:
    found = _TERM.fullmatch(text)
    if found is None:
        raise BadKnowledge(
            path, line, "a term like 'GOV 1999-2004 role', '-' for no sector"
        )
    sector = None if found["sector"] == "-" else found["sector"]
    if sector is not None and sector not in SECTORS:
        raise BadKnowledge(path, line, f"a PLOVER sector, not {sector}")
    state, sector = source.policy.apply(found["country"] or country, sector)
    start, end = ((found[k] or "").replace(".", "-") for k in ("start", "end"))
    if start and end and start[:4] > end[:4]:
        raise BadKnowledge(path, line, "a term that starts before it ends")
    short, _, rest = (found["role"] or "").partition(" ")
    role = f"{source.roles.get(short, short)} {rest}".strip() or None
    return Term(None if state == "ANY" else state, sector, start, end, role)


def _row(
    row_id: str, name: str, kind: str, forms: tuple[str, ...], terms: tuple[Term, ...], source: str
) -> KbRow:  # fmt: skip
    last = terms[-1]
    starts = [t.start for t in terms]
    ends = [t.end for t in terms]
    years = (min(starts) if all(starts) else "", max(ends) if all(ends) else "")
    return KbRow(
        id=row_id, name=name, kind=kind, country=last.country, sector=last.sector, role=last.role,
        years=years, forms=forms, terms=terms, source=source,
    )  # fmt: skip


def _inflect(word: str, endings: Mapping[str, Any]) -> list[str]:
    """All forms of an adjective, by the longest ending of the table; "a/b/c" lists its own."""
    if "/" in word:
        return word.split("/")
    for ending in sorted(endings, key=len, reverse=True):
        if word.endswith(ending):
            stem = word.removesuffix(ending)
            return [stem + tail for tail in endings[ending]]
    return [word]


def _bare(name: str, articles: list[str]) -> str:
    """A name without its article: "la Libye", "l'Irak"."""
    for article in articles:
        for glue in (" ", "'", "’"):
            if name.startswith(article + glue):
                return name[len(article) + 1 :]
    return name


def _split(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _slug(name: str) -> str:
    return fold(name).replace(" ", "-")
