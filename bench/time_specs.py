"""Bench: the French time grammar and dateparser on the same cases of the DateTime specifications.

    python bench/time_specs.py              the table
    python bench/time_specs.py --faults 40  … and what we get wrong

The specifications (`../shared/data/time_specs`) say what assistants are asked in French: "Je
reviendrai le 15". Five files are read (DateTimeModel, DateParser, DatePeriodParser,
DateTimeParser, HolidayParser). A case that says no reference day is kept only where the
year is said: each was recorded on a day of its own. A case is kept when the whole of its expression is of a form below, those a
dispatch uses. Left out, and why:

- month before day, figures without a year, am/pm, seconds, "Q1 2016", "semaine 31", "70's":
  translated from English or typed in haste; agencies write neither;
- words that do not agree ("cette vendredi", "la semaine dernier", "lendemain" for tomorrow) and
  figures spelt out ("deux mille dix-huit"): half of the files is machine French;
- sums of units ("dans deux ans et 21 jours"), "reste de la semaine", "plus tôt ce mois-ci",
  "dans les 5 jours", "3 prochains mois": no date but a stretch about today; by our rulings these
  are durations and bear no value;
- "même semaine", "cette année-là", "jour suivant": they follow on from a day that a text has
  named, and a lone sentence has named none;
- "la semaine", "le mois" with neither "cette" nor "dernière"; centuries (theirs begin in 1400,
  ours in 1401); cases with no value of their own.

What counts as right, for both: a value among those that the case allows (past or future), an end
being included or not. "Il y a un mois" and "dans deux ans" are a month and a year with us, a day
in the specifications: the unit that holds that day is right, and so is the unit of "fin du mois". "Dimanche prochain" is kept although
the specifications mean the week after by it, and French news the next Sunday: we lose those.
dateparser is given the expression alone, which spares it the finding. It is no dependency of
Vigie: where it is not installed its column stays empty.
"""

from __future__ import annotations

import argparse
import json
import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from vigie.annotations.notes import annotate
from vigie.annotations.pipeline import load_tagger
from vigie.knowledge.loaders import load_pack
from vigie.records import Block, Dispatch, Meta
from vigie.referents.times import find_times, load_times

SPECS = Path(__file__).resolve().parents[2] / "shared" / "data" / "time_specs"
FILES = (
    "DateTimeModel",
    "DateParser",
    "DatePeriodParser",
    "DateTimeParser",
    "HolidayParser",
)
ANY_DAY = "2016-11-07"  # for cases that say their year
_W = "(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_M = (
    "(?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre"
    r"|janv\.|févr\.|avr\.|juil\.|sept\.|oct\.|nov\.|déc\.)"
)
_D, _Y = r"(?:1er|\d\d?)", r"(?:1\d|20)\d\d"
_N = r"(?:\d+|un|une|deux|trois|quatre|cinq|six|dix)"
_ORD = "(?:premier|première|deuxième|troisième|quatrième|dernier|dernière)"
_UNIT = "(?:semaine|mois|année|an|week-end|weekend|décennie)"
_FAR = "(?:dernier|dernière|prochain|prochaine|passé|passée)"
_FULL = r"\d\d?[/.-]\d\d?[/.-]\d{4}"
_FEMALE = (
    r"(?:semaine|année|décennie)(?: dernière| prochaine| passée)?"  # agreement is asked for
)
_MALE = r"(?:mois|an|week-end|weekend)(?: dernier| prochain| passé)?"
FORMS = {
    "date": rf"(?:le |ce )?(?:{_W},? )?(?:le )?{_D} {_M}(?: {_Y})?",
    "figures": rf"(?:le )?(?:{_W} )?(?:{_FULL}|\d{{4}}-\d\d-\d\d)",
    "day of the month": rf"(?:le|{_W}) {_D}|{_D} (?:de ce mois|du mois (?:prochain|dernier))",
    "weekday": rf"(?:ce )?{_W}(?: dernier| prochain)?"
    rf"|{_W} de (?:cette semaine|la semaine (?:dernière|prochaine))",
    "nth weekday": rf"{_ORD} {_W} (?:de|d'|du|en) ?(?:{_M}(?: {_Y})?|ce mois|mois {_FAR})",
    "day by its distance": r"aujourd'hui|hier|demain|avant[- ]hier|apr[èe]s[- ]demain"
    rf"|(?:il y a|dans) {_N} (?:jours?|semaines?|mois|ans?|années?)",
    "days through": rf"du (?:{_W} )?{_D}(?: {_M})?(?: {_Y})? au (?:{_W} )?{_D}(?: {_M}(?:,? {_Y})?| de ce mois)"
    rf"|entre le {_D}(?: {_M})?(?: {_Y})? et le {_D} {_M}(?: {_Y})?",
    "week, month, year": rf"cette (?:semaine|année|décennie)|(?:la )?(?:semaine|année|décennie) {_FAR}"
    rf"|ce (?:mois|week-end)|(?:le )?(?:mois|an|week-end|weekend) {_FAR}|l'(?:an|année) {_FAR}|ce mois-ci"
    rf"|(?:le |la )?(?:début|fin|milieu) (?:de l'|de la |du |de )(?:{_FEMALE}|{_MALE})",
    "week of": rf"(?:la )?semaine du {_D}(?: {_M})?(?: {_Y})?",
    "month": rf"(?:ce |(?:le )?mois de |début |fin |mi-)?{_M}(?: {_Y}| de l'année {_Y}| {_FAR}| de l'année prochaine)?",
    "year": rf"(?:l'année |en |début |fin )?{_Y}|{_Y}-{_Y}|de {_Y} à {_Y}|entre {_Y} et {_Y}"
    rf"|entre {_M} {_Y} et {_M} {_Y}",
    "quarter": rf"(?:le )?{_ORD} (?:trimestre|semestre)(?: de)?(?: {_Y}| cette année)?",
    "decade": r"les années (?:\d{4}|\d0)",
    "hour": rf"(?:{_D} {_M} {_Y}|{_FULL}|aujourd.hui|demain),? à \d\d?(?:h\d\d| heures)"
    rf"|ce (?:matin|soir) à \d\d? ?h(?:eures)?|\d\d? heures (?:ce matin|ce soir|aujourd.hui)|à \d\d?h\d\d aujourd.hui",
    "feast": "(?:jour de )?no[ëe]l|nouvel an|pâques|(?:la )?saint-sylvestre",
}  # fmt: skip
_FORMS = {name: re.compile(form) for name, form in FORMS.items()}
_YEAR_SAID = re.compile(rf"\b{_Y}\b")
_DATED = re.compile(r"[12]\d{3}-\d\d-\d\d(?:[ T]|$)")
_COUNTED = re.compile(
    rf"(?:il y a|dans) {_N} (?:semaines?|mois|ans?|années?)$|(?:l[ea] )?(?:début|fin|milieu) |mi-"
)
Stretch = tuple[str, str]


class Case(NamedTuple):
    """One expression in its sentence, the day it is said, and the stretches it may name."""

    form: str
    text: str
    words: str
    day: str
    allowed: frozenset[Stretch]


def read_cases() -> tuple[list[Case], int]:
    """The cases kept, each once, and how many had a value at all."""
    kept: dict[tuple[str, str], Case] = {}
    every = 0
    for name in FILES:
        for row in json.loads((SPECS / f"{name}.json").read_text(encoding="utf-8-sig")):
            day = (row.get("Context") or {}).get("ReferenceDateTime", ANY_DAY)[:10]
            if not row["Results"] or not (
                "Context" in row or _YEAR_SAID.search(row["Results"][0]["Text"])
            ):
                continue
            result = row["Results"][0]
            allowed = frozenset(
                _allowed(result.get("Value") or result.get("Resolution") or {})
            )
            every += bool(allowed)
            words = result["Text"].strip().replace("’", "'")
            form = next((n for n, f in _FORMS.items() if f.fullmatch(words.lower())), None)
            if allowed and form:
                kept.setdefault(
                    (row["Input"], day), Case(form, row["Input"], words, day, allowed)
                )
    return list(kept.values()), every


def _allowed(value: dict[str, Any]) -> Iterator[Stretch]:
    """The stretches a case allows; it writes them in either of two ways."""
    sides = [value.get("PastResolution") or {}, value.get("FutureResolution") or {}]
    for said in (*sides, *value.get("values", ())):
        single = said.get("dateTime") or said.get("date") or said.get("value") or ""
        first = single or said.get("startDate") or said.get("start") or ""
        last = single or said.get("endDate") or said.get("end") or ""
        if not (_DATED.match(first) and _DATED.match(last)):
            continue
        first, last = first.replace(" ", "T")[:16], last.replace(" ", "T")[:16]
        yield first, last
        if not single and len(last) == 10:
            yield first, (date.fromisoformat(last) - timedelta(days=1)).isoformat()


def stretch_of(value: str) -> Stretch:
    """First and last day (or the instant) that an ISO 8601 value covers."""
    first, _, last = value.partition("/")
    first, last = first.removesuffix("Z"), (last or first).removesuffix("Z")
    if len(first) == 4:
        first += "-01-01"
    if len(last) == 4:
        last += "-12-31"
    if len(first) == 7:
        first += "-01"
    if len(last) == 7:
        last += f"-{monthrange(int(last[:4]), int(last[5:]))[1]}"
    return first, last


def is_right(case: Case, value: str | None) -> bool:
    """Whether a value is one that the case allows."""
    if not value:
        return False
    first, last = stretch_of(value)
    if _COUNTED.match(case.words.lower()):
        return any(first <= a and b <= last for a, b in case.allowed)
    last_unit = stretch_of(value.rpartition("/")[2])[
        0
    ]  # "2014-2018" may end as 2018 begins
    return not case.allowed.isdisjoint({(first, last), (first, last_unit)})


def our_reader() -> Callable[[Case], list[str | None]]:
    """Reads a case's sentence with Vigie: every value found in it."""
    pack, tagger = load_pack("fr"), load_tagger(None)
    grammar = load_times(pack)

    def read(case: Case) -> list[str | None]:
        dispatch = Dispatch(
            id="spec", raw=case.text, text=case.text, starts=(0,), shifts=(0,),
            blocks=(Block(start=0, end=len(case.text), kind="body"),),
            meta=Meta(published=case.day),
        )  # fmt: skip
        times, _ = find_times(annotate(dispatch, tagger, "bench"), grammar)
        return [t.value for t in times]

    return read


def their_reader() -> Callable[[Case], list[str | None]] | None:
    """Reads a case's words with dateparser, None where it is not installed."""
    try:
        from dateparser.date import DateDataParser  # type: ignore[import-untyped]
    except ImportError:
        return None

    def read(case: Case) -> list[str | None]:
        settings = {
            "RELATIVE_BASE": datetime.fromisoformat(case.day), "RETURN_TIME_AS_PERIOD": True,
            "PREFER_DATES_FROM": "past",
        }  # fmt: skip
        found = DateDataParser(languages=["fr"], settings=settings).get_date_data(
            case.words
        )
        if found is None or found.date_obj is None:
            return [None]
        said = found.date_obj.isoformat()
        lengths = {"time": 16, "day": 10, "month": 7, "year": 4}
        return [said[: lengths.get(found.period, 10)]]

    return read


def main() -> None:
    """Print the table."""
    words = argparse.ArgumentParser(
        description="Time grammar on the French DateTime specs."
    )
    words.add_argument("--faults", type=int, default=0)
    args = words.parse_args()
    if not SPECS.is_dir():
        print(f"nothing to measure: no specifications at {SPECS}")
        return
    cases, every = read_cases()
    ours, theirs = our_reader(), their_reader()
    counts: Counter[tuple[str, str]] = Counter()
    faults = []
    for case in cases:
        counts[case.form, "cases"] += 1
        values = ours(case)
        right = any(is_right(case, v) for v in values)
        counts[case.form, "ours"] += right
        if theirs is not None:
            counts[case.form, "theirs"] += is_right(case, theirs(case)[0])
        if not right:
            faults.append((case, values))
    print(f"{len(cases)} cases of a form that news uses, of {every} with a value\n")
    print(f"| {'form':20} | cases | Vigie | dateparser |\n|---|---|---|---|")
    for form in (*FORMS, "all"):
        row = [
            sum(n for (f, c), n in counts.items() if c == column and form in (f, "all"))
            for column in ("cases", "ours", "theirs")
        ]
        if row[0]:
            shown = f"{row[2] / row[0]:.2f}" if theirs else ""
            print(f"| {form:20} | {row[0]:5} | {row[1] / row[0]:5.2f} | {shown:10} |")
    for case, values in faults[: args.faults]:
        print(
            f"- {case.day} {case.text!r} [{case.words}]: {sorted(case.allowed)}, got {values}"
        )


if __name__ == "__main__":
    main()
