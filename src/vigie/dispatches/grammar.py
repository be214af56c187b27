"""Dispatches room. The shapes around an article: dates, hours, agencies, names, places, credits.

Flow: a pack's datelines.yaml and knowledge/agencies.yaml → one `Grammar`, compiled once, that
the stamps, datelines and bylines modules read by. Patterns see text through `tape.plain`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from vigie.dispatches.tape import plain
from vigie.errors import BadKnowledge
from vigie.knowledge.loaders import HOME, Pack
from vigie.knowledge.yaml import read_yaml

_MACRO = re.compile(r"\{([a-z_]+)\}")


class Grammar(msgspec.Struct, frozen=True, kw_only=True):
    """What the words of a language look like around an article, as compiled patterns.

    `shapes` are the patterns that rules may name between braces. `agencies` and `cities` give
    the proper name of a written form (folded and in lower case), `months` the number of a
    month's name, `zones` the ISO suffix of a zone.
    """

    shapes: dict[str, str]
    months: dict[str, int]
    zones: tuple[tuple[re.Pattern[str], str], ...]
    ago_days: dict[str, int]  # days back of "hier"
    days_ago: re.Pattern[str]  # "il y a 3 jours", its number in a group
    agencies: dict[str, str]
    loose: frozenset[str]
    signers: frozenset[str]  # forms of agencies that sign alone, letter for letter
    cities: dict[str, str]
    small: frozenset[str]  # words that stay small inside the name of a place
    date: re.Pattern[str]
    piece: re.Pattern[str]
    dateline: re.Pattern[str]
    buried: re.Pattern[str]
    label: re.Pattern[str]
    signed: re.Pattern[str]
    update: re.Pattern[str]
    agency: re.Pattern[str]
    credit: re.Pattern[str]
    signature: re.Pattern[str]
    by: re.Pattern[str]
    by_line: re.Pattern[str]
    roles: re.Pattern[str]
    role_places: re.Pattern[str]
    joiners: re.Pattern[str]
    citing: re.Pattern[str]  # before an agency's name it cites the agency and does not sign
    name: re.Pattern[str]
    full_name: re.Pattern[
        str
    ]  # alone between brackets or commas, so "Anne Le Bris" is whole
    noise: re.Pattern[str]
    url_words: re.Pattern[str]  # folders of an address that name no section


def load_grammar(pack: Pack) -> Grammar:
    """The grammar of a pack.

    Raises:
        BadKnowledge: datelines.yaml lacks a field, or a pattern does not compile.
    """
    data = pack.read("datelines")
    agencies, loose = _agencies()
    try:
        shapes = _shapes(data, agencies)
        return _compile(data, shapes, agencies, loose)
    except KeyError as e:
        raise BadKnowledge(pack.folder / "datelines.yaml", e.args[0], "this field") from e
    except re.error as e:
        raise BadKnowledge(
            pack.folder / "datelines.yaml", e.pattern, f"a pattern ({e})"
        ) from e


def compile_pattern(pattern: str, shapes: dict[str, str]) -> re.Pattern[str]:
    """A pattern of a pack, its {shapes} filled in, read without accents or capitals."""
    return re.compile(_fill(plain(pattern), shapes), re.IGNORECASE)


def agency_name(form: str, grammar: Grammar) -> str | None:
    """The proper name of an agency from the way it signs, or None.

    The first of several is meant: "awp/afp" is AWP.
    """
    for part in grammar.joiners.split(plain(form).strip(" .()[]©").lower()):
        if part in grammar.agencies:
            return grammar.agencies[part]
    return None


def _fill(pattern: str, shapes: dict[str, str]) -> str:
    return _MACRO.sub(lambda m: f"(?:{shapes[m[1]]})" if m[1] in shapes else m[0], pattern)


def _agencies() -> tuple[dict[str, str], frozenset[str]]:
    rows = read_yaml(HOME / "agencies.yaml")
    forms = {plain(form): row["name"] for row in rows for form in row["forms"]}
    loose = {plain(form) for row in rows for form in row.get("loose", ())}
    return forms, frozenset(loose)


def _any(words: Iterable[str]) -> str:
    return "|".join(sorted(map(re.escape, map(plain, words)), key=len, reverse=True))


def _shapes(data: Any, agencies: dict[str, str]) -> dict[str, str]:
    """Patterns by name, those that need others after them."""
    small = plain(data["name_particles"])
    word = r"[A-Z][\w'.]*(?:-[A-Z]?[\w'.]+)*"
    opener = rf"(?!(?i:{plain(data['openers'])})\b)"
    step = rf"(?: (?:(?:{small})(?: |(?<=')))?(?:(?<= de )L[ae] )?{opener}{word})"
    part = (
        rf"(?:(?: |-)(?:(?i:{plain(data['place_particles'])})(?: |-|(?<='))?)?[A-Z][\w']*)"
    )
    shapes = {
        "month": _any(m for forms in data["months"].values() for m in forms),
        "weekday": _any(data["weekdays"]),
        "name": rf"(?-i:{opener}{word}{step}{{1,3}})",
        "full_name": rf"(?-i:{opener}{word}(?: (?:(?i:{small})(?: |(?<='))){{0,2}}{word}){{1,4}})",
        "place": rf"(?-i:[A-Z][\w']*{part}{{0,4}})",
        "agency": rf"(?-i:\b(?:{_any(agencies)})\b)",
        "zone": "|".join([*map(plain, data["zones"]), plain(data["zone_words"])]),
        "tongue": plain(data["languages"]),
        "language": plain(data["languages"] + "|" + data["language_codes"]),
    }
    hours = plain(data["hour_marks"])
    shapes["clock"] = (
        rf"(?P<hour>[01]?\d|2[0-4]) ?(?:{hours}|:|H) ?(?P<minute>[0-5]\d)?(?::[0-5]\d)?(?!\d)"
    )
    shapes["day"] = (
        rf"(?P<iso>\d{{4}}-\d\d-\d\d)(?:T(?P<isoclock>\d\d:\d\d)(?::\d\d)?(?:\.\d+)?"
        r"(?P<isozone>Z|[+-]\d\d:?\d\d)?)?"
        r"|(?P<dd>\d{1,2})(?P<sep>[/.-])(?P<mm>\d{1,2})(?P=sep)(?P<yy>\d{4}|\d\d)(?!\d)"
        rf"|(?P<d>\d{{1,2}}) ?(?:{plain(data['ordinal'])})?[ -](?P<m>{shapes['month']})\b\.?"
        r"(?:,?[ -](?P<y>\d{4}))?"
        rf"|(?P<m2>{shapes['month']})\.? (?P<d2>\d{{1,2}})(?:{plain(data['ordinal'])})?,? (?P<y2>\d{{4}})"
    )
    bare = re.sub(r"\?P<\w+>", "?:", shapes["day"]).replace("(?P=sep)", "[/.-]")
    shapes["date"] = rf"(?:(?:{shapes['weekday']})\.?,? )?(?:le )?(?:{bare})"
    return shapes


def _compile(
    data: Any, shapes: dict[str, str], agencies: dict[str, str], loose: frozenset[str]
) -> Grammar:
    def seen(pattern: str) -> re.Pattern[str]:
        return compile_pattern(pattern, shapes)

    words = {
        key: plain(data[key])
        for key in ("published", "modified", "ago", "reading", "glue", "by", "joiners")
    }
    names = rf"{{name}}(?:(?:,| ?(?:{words['joiners']})) {{name}})*"
    return Grammar(
        shapes=shapes,
        months={plain(f): int(n) for n, forms in data["months"].items() for f in forms},
        zones=tuple((seen(p), suffix) for p, suffix in data["zones"].items()),
        ago_days={plain(word): int(n) for word, n in data["ago_days"].items()},
        days_ago=seen(data["days_ago"]),
        agencies={form.lower(): name for form, name in agencies.items()},
        loose=loose,
        signers=frozenset(agencies) - loose,
        cities={plain(city).lower(): city for city in data["cities"]},
        small=frozenset(plain(data["place_particles"]).split("|")),
        date=seen("{day}"),
        piece=seen(
            rf"(?P<modified>\b(?:{words['modified']})\b)|(?P<published>\b(?:{words['published']})\b)"
            rf"|(?P<ago>\b(?:{words['ago']})\b)|(?P<reading>\b(?:{words['reading']})(?!\w))"
            r"|(?P<date>(?<!\d){day})|(?P<clock>(?<!\d){clock})|(?P<zone>\b(?:{zone})\b)"
            r"|(?P<weekday>\b{weekday}\b\.?)|(?P<agency>{agency})"
            rf"|(?P<by>\b(?:{words['by']}) (?P<names>{names}))|(?P<glue>(?:{words['glue']})\b)"
        ),
        dateline=seen(
            r"(?P<place>{place}(?:/{place})?)?(?: ?\((?P<country>(?!{agency}\))[^()\n\d/]{3,30})\)(?=[ ,-])|, ?(?P<land>{place})(?=,))?"
            r"(?:[ ,]{0,3}(?:(?:{weekday}\.?,? )?(?:le )?(?P<date>{day})|{weekday}(?=[ ,])))?"
            r"(?P<wire>[ ,]{0,3}[(\[/](?:©|\(c\))? ?(?:\d{4} )?(?P<agency>[^()\[\]\n]{2,40})[)\]/])?"
            r"(?P<dash>\s?\.?\s?-{1,2}\s?|\s?:\s|\s|$)"
        ),
        buried=seen(
            r"(?<=[\s)])(?:(?P<town>(?-i:[A-Z][A-Z'-]+(?: [A-Z][A-Z'-]+){0,3}(?:/[A-Z-]+)?))"
            r"(?: \([^()\n]{3,30}\))?,? (?:(?:{weekday}\.?,? )?(?:le )?(?:{date}),? )?"
            r"\({agency}[^()\n]{0,20}\) ?-{1,2} |(?:{date})(?<=\d{4})\.? ?-{1,2} (?=(?-i:[A-Z])))"
        ),
        label=seen(
            rf"(?:^|(?<=\s))(?=(?-i:[A-Z]))(?:{words['published']}|{words['modified']})\b"
        ),
        signed=seen(
            r"(?P<agency>{agency}) ?/ ?(?P<place>{place})(?: ?/ ?(?P<name>{name}))?(?: ?-{1,2} |\s|$)"
        ),
        update=seen(rf"\((?:{plain(data['update_notes'])})[^()\n]{{0,200}}\)"),
        agency=seen("{agency}"),
        credit=seen(
            rf"[(\[]?(?:(?:{plain(data['agencies_only'])})\s?)*(?:[\w'. -]{{2,30}} )??"
            rf"(?:(?:{words['joiners']}|{plain(data['agencies_only'])})\s)*"
            r"(?:{agency}(?:\s?(?:[/,;+&]|et|and)\s?){0,2}){1,4}[)\].]*"
        ),
        signature=seen(r"(?<=[.!?…»\"”)]) ({agency}(?:(?: ?[/,+&] ?| (?:et|and) ){agency}){0,3})[.]?$"),
        by=seen(rf"(?:{words['by']}) (?P<names>{names})"),
        by_line=seen(rf"(?:{words['by']}) ?:? ?(?-i:[A-Z])[\w'. &-]{{1,40}}(?: ?{{agency}}[^\n.]{{0,30}})?"),
        roles=seen(rf"(?:^|(?<=[\s,;(]))(?:{plain(data['roles'])})(?=[\s,;:)]|$|(?<='))"),
        role_places=seen(rf" (?:{plain(data['role_places'])}) {{place}}$"),
        citing=seen(rf"(?:['(]|\b(?:{plain(data['citing'])})\s)$"),
        joiners=seen(rf"\s*[,;/|+&]\s*|\s+(?:{words['joiners']})\s+"),
        name=seen("{name}"),
        full_name=seen("{full_name}"),
        url_words=seen(data["url_words"]),
        noise=seen(rf"\s*(?:{plain(data['byline_noise'])})\s*$"),
    )  # fmt: skip
