"""Views room. How a brief is worded: names, days, numbers, places, verbs, by a template pack.

The pack (`knowledge/briefs/<language>.yaml`) holds the language; here is only how its templates
are filled. "‿" stands between a small word and what follows it until `fuse` has elided and
contracted; nothing of a name is ever changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec

from vigie.errors import BadRequest
from vigie.knowledge.folding import fold
from vigie.knowledge.loaders import HOME
from vigie.knowledge.yaml import read_yaml
from vigie.records import Event, Figure, Party, Spot
from vigie.views.events import is_iso

JOIN = "‿"
MOST_NAMES = 3  # named on one side before "and others"


class Phrase(msgspec.Struct, frozen=True):
    """Names as the subject of a verb: the words, and whether the verb is plural."""

    text: str
    is_plural: bool = False


class Wording:
    """A template pack, its rules compiled.

    Args:
        pack: The content of `knowledge/briefs/<language>.yaml`.
        language: Its code.
        countries: Names of countries, as the record bears them.
    """

    def __init__(self, pack: Any, language: str, countries: frozenset[str]) -> None:
        self.pack = pack
        self.language = language
        self._countries = countries  # folded
        blanks = {"vowels": pack["vowels"], "mute_h": "|".join(pack["mute_h"] or ["$^"])}
        self._fuse = []
        for rule in pack["fuse"] or []:
            find = rule["find"]
            for blank, value in blanks.items():
                find = find.replace(f"{{{blank}}}", value)
            self._fuse.append((re.compile(find), rule["put"]))

    def fuse(self, text: str) -> str:
        """Elide and contract at the joins, then let them go."""
        for find, put in self._fuse:
            text = find.sub(put, text)
        return text.replace(JOIN, " ")

    def sentence(self, text: str) -> str:
        """A finished sentence: fused, spaces single, a capital first."""
        text = re.sub(r"\s+([.,])", r"\1", " ".join(self.fuse(text).split()))
        return text[:1].upper() + text[1:]

    # --- names ---------------------------------------------------------------------------

    def name(self, party: Party, article: str | None = None) -> Phrase:
        """A party with its article: that of the dispatches, else by rule; none where unknown.

        Args:
            party: Who.
            article: The determiner that stands before the name in a dispatch, if one does.
        """
        name = self._own(party.name)
        if name != party.name or (party.kind == "PER" and not name[:1].islower()):
            return Phrase(name)
        found = self._article(party, article)
        if name[:1].islower() and self.pack["indefinite"] and (
            found is None or party.kind == "GROUP"
        ):  # fmt: skip
            return self._someone(name)
        return Phrase(_with(found, name), found == self.pack.get("plural_article"))

    def _someone(self, name: str) -> Phrase:
        """People or a source without a name: "des manifestants", "un avocat"."""
        rule, head = self.pack["indefinite"], name.split()[0]
        many = bool(re.search(rule["plural"], head))
        kind = "many" if many else "feminine" if head in rule["feminine_heads"] else "one"
        return Phrase(f"{rule[kind]}{name}", many)

    def names(self, phrases: Sequence[Phrase]) -> Phrase:
        """Several as one: "A, B and C"; past `MOST_NAMES`, "and others"."""
        kept = list(dict.fromkeys(p.text for p in phrases))
        if len(kept) > MOST_NAMES:
            kept = [*kept[: MOST_NAMES - 1], self.pack["others"]]
        return Phrase(self.listed(kept), len(kept) > 1 or any(p.is_plural for p in phrases))

    def listed(self, words: Sequence[str], last: str = "and") -> str:
        """Words in a row, the last joined by "and" or "or"."""
        if len(words) < 2:
            return "".join(words)
        return f"{self.pack['comma'].join(words[:-1])} {self.pack[last]} {words[-1]}"

    def _article(self, party: Party, attested: str | None) -> str | None:
        pack, name = self.pack, party.name
        if fold(name) in self._countries:
            return self._country(name)["article"]  # type: ignore[no-any-return]
        if party.kind == "GPE":
            return None  # a town
        for article, words in (pack["acronyms"] or {}).items():
            if name in words:
                return str(article)
        known = (pack["articles"] or {}).get((attested or "").casefold())
        if known:
            return str(known)
        head = re.split(r"[\s'’-]", name.casefold())[0]
        for article, words in (pack["heads"] or {}).items():
            if head in words:
                return str(article)
        return None

    def _country(self, name: str) -> Any:
        """The kind of a country: its article, and what stands before it as a place."""
        kinds = self.pack["countries"]
        for kind in kinds.values():
            if fold(name) in map(fold, kind["names"]):
                return kind
        ends = [kind for end, kind in self.pack["by_ending"].items() if name.endswith(end)]
        return kinds[(ends or [self.pack["otherwise"]])[0]]

    # --- places, days, numbers -----------------------------------------------------------

    def place(self, spot: Spot, at: str | None = None) -> str:
        """Where, with its preposition: "à‿Tripoli", "en Libye", "à‿les‿Comores".

        Args:
            spot: The place.
            at: What an act puts before a place ("retired from"), if it has a way of its own.
        """
        name = self._own(spot.name)
        if spot.precision == "country" or fold(spot.name) in self._countries:
            kind = self._country(spot.name)
            elided = "elided_at" in kind and name[:1] in self.pack["vowels"]
            template = at or str(kind["elided_at" if elided else "at"])
            return template.format(name=_with(kind["article"], name), bare=name)
        rules = self.pack["places"]
        if at and spot.precision in ("city", "site"):
            return at.format(name=name)
        return str(rules.get(spot.precision, rules["area"])).format(name=name)

    def _own(self, name: str) -> str:
        """A name as this language has it; the record's where it has none."""
        return str((self.pack.get("names") or {}).get(name, name))

    def when(self, event: Event) -> str:
        """The day in words, no closer than it is known: a day, two ends, a weekday, a month."""
        rules = self.pack["dates"]
        if event.when:
            first, _, last = (part[:10] for part in event.when.partition("/"))
            if not is_iso(first) or (last and not is_iso(last)):  # a season, a decade
                first, last = event.starts or "", event.ends or ""
                if not (is_iso(first) and is_iso(last)):
                    return str(rules["none"])
            if not last or last == first:
                return self._point(first)
            if len(first) == len(last) == 10:
                return str(rules["between"]).format(
                    first=self.day(first, last), last=self.day(last)
                )
            return str(rules["months"]).format(first=self.told(first), last=self.told(last))
        return self._one_of(event.candidates) if event.candidates else str(rules["none"])

    def day(self, iso: str, until: str | None = None) -> str:
        """A day in words; the month and year left to a later day that shares them."""
        day = date.fromisoformat(iso[:10])
        number = self.pack["first"] if day.day == 1 and self.pack["first"] else str(day.day)
        shared = "short" if until and until[:7] == iso[:7] else (
            "no_year" if until and until[:4] == iso[:4] else "full"
        )  # fmt: skip
        return str(self.pack["dates"][shared]).format(
            day=number, month=self.pack["months"][day.month - 1], year=day.year
        )

    def told(self, iso: str | None) -> str:
        """A day of publication, as closely as it is known; "" where it is not."""
        if not iso or not is_iso(iso[:10]):
            return iso or ""
        return self.day(iso) if len(iso) > 7 else self._month(iso) if len(iso) == 7 else iso

    def figure(self, figure: Figure, by: str | None) -> str:
        """A number with its bounds, what it counts, who claims it, when it was told."""
        rules = self.pack["figure"]
        if figure.best is not None:
            number, count = rules["best"].format(n=figure.best), figure.best
        elif figure.low is not None and figure.high is not None:
            number, count = (
                rules["between"].format(low=figure.low, high=figure.high),
                figure.high,
            )
        elif figure.low is not None:
            number, count = rules["at_least"].format(n=figure.low), figure.low
        else:
            number, count = rules["at_most"].format(n=figure.high), figure.high or 0
        forms = (self.pack["counted"] or {}).get(figure.what, [figure.what, figure.what])
        words = f"{number} {forms[count > 1]}"
        if by:
            words += rules["by"].format(name=by)
        told = self.told(figure.told)
        return words + (rules["told"].format(day=told) if told else "")

    def _point(self, iso: str) -> str:
        rules = self.pack["dates"]
        if len(iso) == 10:
            return str(rules["day"]).format(day=self.day(iso))
        if len(iso) == 7:
            return str(rules["month"]).format(
                month=self._month(iso, of=False), year=iso[:4]
            )
        return str(rules["year"]).format(year=iso)

    def _month(self, iso: str, *, of: bool = True) -> str:
        month = str(self.pack["months"][int(iso[5:7]) - 1])
        if not of:
            return month
        return str(self.pack["dates"]["month_of"]).format(month=month, year=iso[:4])

    def _one_of(self, days: Sequence[str]) -> str:
        """Days an act may be: as one weekday of a month where they are, else in a row."""
        rules, ordered = self.pack["dates"], sorted(d[:10] for d in days)
        found = [date.fromisoformat(d) for d in ordered]
        if len({d.isoweekday() for d in found}) == len({d[:7] for d in ordered}) == 1:
            short = [rules["listed"].format(day=self.day(d, d)) for d in ordered]
            return str(rules["weekday"]).format(
                weekday=self.pack["weekdays"][found[0].weekday()],
                month=self.pack["months"][found[0].month - 1], year=found[0].year,
                days=self.listed(short, "or"),
            )  # fmt: skip
        untils = [*ordered[1:], None]
        whole = [
            rules["listed"].format(day=self.day(d, u))
            for d, u in zip(ordered, untils, strict=True)
        ]
        return str(rules["one_of"]).format(days=self.listed(whole, "or"))

    # --- the act -------------------------------------------------------------------------

    def act(self, type_: str, mode: str | None) -> Any:
        """How a type (and mode) is said; None where the pack does not say it."""
        acts = self.pack["acts"]
        return acts.get(f"{type_}.{mode}") or acts.get(type_)


def load_wording(language: str) -> Wording:
    """The template pack of a language.

    Raises:
        BadRequest: there is none.
    """
    known = wordings()
    if language not in known:
        raise BadRequest(
            f"no brief can be written in '{language}'; write one of: {', '.join(known)}."
        )
    rows = read_yaml(HOME / "gazetteers" / "countries.yaml")
    names = frozenset(fold(name) for row in rows.values() for name in row[3:])
    return Wording(read_yaml(HOME / "briefs" / f"{language}.yaml"), language, names)


def wordings() -> list[str]:
    """Languages a brief can be written in."""
    return sorted(p.stem for p in (HOME / "briefs").glob("*.yaml"))


def _with(article: str | None, name: str) -> str:
    if not article:
        return name
    return f"{article}{name}" if article.endswith("'") else f"{article}{JOIN}{name}"
