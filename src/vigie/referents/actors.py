"""Referents room. Who: the words of a dispatch that name someone, and the actors they name.

Flow: `Notes` → names (mentions_names) and role phrases (roles_phrases) → which names are one
(coref_names), what is said of them (actors_evidence), what descriptions and pronouns recall
(coref, coref_pronouns) → `Mention`s and `Actor`s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Actor, Issue, Mention, Notes
from vigie.referents.actors_called import called, name_of
from vigie.referents.actors_evidence import (
    affiliate,
    describe,
    employ,
    inherit,
    learn_bodies,
    make_clusters,
)
from vigie.referents.actors_frame import main_country
from vigie.referents.actors_land import place
from vigie.referents.actors_names import (
    Defined,
    at_home,
    define,
    embodied,
    lands_of,
    spoken_of,
    true_bearers,
    untagged,
)
from vigie.referents.actors_sides import Reader
from vigie.referents.coref import Cluster, link_descriptions
from vigie.referents.coref_gender import learn_genders
from vigie.referents.coref_names import group_names
from vigie.referents.coref_pronouns import BOTH, Link, link_pronouns
from vigie.referents.mentions import Found, find_mentions
from vigie.referents.mentions_names import find_names
from vigie.referents.mentions_tagged import Name
from vigie.referents.mentions_titled import inside
from vigie.referents.roles import Who, load_who
from vigie.referents.roles_phrases import Phrase, find_phrases
from vigie.referents.roles_titles import link_titles

__all__ = ["Who", "find_actors", "load_who"]


def find_actors(
    notes: Notes, kb: KnowledgeBase, who: Who
) -> tuple[tuple[Mention, ...], dict[str, Actor], tuple[Issue, ...]]:
    """Mentions in reading order, actors by key, and what was odd.

    Args:
        notes: The dispatch, parsed.
        kb: Known actors.
        who: The pack's words for actors.
    """
    if not notes.tokens:
        return (), {}, ()
    names, same, phrases, defined = _read_names(notes, kb, who)
    main = main_country(notes, kb, names)
    names = _known(notes, kb, who, names, main[0] if main else None)
    roots = group_names(notes, kb, who, names, same)
    names = true_bearers(names, roots)
    by_name = make_clusters(notes, kb, who, names, roots, main[0] if main else None)
    titles = link_titles(notes, who, names, phrases)
    reader = Reader(
        notes, who, phrases, names, by_name, main[0] if main else None,
        lands=lands_of(notes, kb, names),
    )  # fmt: skip
    describe(notes, kb, who, reader, names, phrases, titles, by_name)
    learn_genders(notes, who, names, phrases, titles, by_name)
    fixed = {p: by_name[n] for p, n in titles.items()}
    fixed |= {p: by_name[n] for p, (n, _) in defined.items()}
    learn_bodies(fixed, phrases)
    spans = {p: span for p, (_, span) in defined.items()}
    founds = find_mentions(notes, kb, who, names, phrases, titles, spans)
    linked = link_descriptions(notes, who, reader, founds, phrases, fixed, by_name)
    clusters = [c for c, _ in linked]
    affiliate(notes, who, names, phrases, titles, by_name)
    employ(phrases, titles, by_name, founds, clusters)
    links = link_pronouns(notes, who, founds, clusters)
    founds, linked, links = _without_pairs(founds, linked, links)
    clusters = [c for c, _ in linked]
    inherit(who, phrases, founds, clusters, links)
    place(notes, kb, who, names, phrases, founds, clusters, by_name, main)
    founds = [
        _settled(f, c, how, phrases) for f, (c, how) in zip(founds, linked, strict=True)
    ]
    keys = _keys(notes, founds, clusters)
    mentions = _mentions(notes, founds, linked, links, keys)
    shown = called(notes, kb, who, founds, clusters, phrases, links)
    return mentions, _actors(notes, founds, clusters, keys, shown), ()


def _read_names(
    notes: Notes, kb: KnowledgeBase, who: Who
) -> tuple[list[Name], dict[int, int], list[Phrase], Defined]:
    """Names and role phrases, with the acronyms that the text defines."""
    names = find_names(notes, kb, who)
    phrases = find_phrases(notes, kb, who, inside(names))
    names = sorted([*names, *untagged(notes, phrases, names)], key=lambda n: n.start)
    names, same, defined = define(notes, embodied(notes, kb, phrases, names), phrases)
    return names, same, phrases, defined


def _known(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name], home: str | None
) -> list[Name]:
    spoken = spoken_of(notes, kb, names)
    return [at_home(notes, kb, who, n, spoken, home) for n in names]


def _settled(found: Found, cluster: Cluster, how: str, phrases: Sequence[Phrase]) -> Found:
    """A bare description is shown once it plainly recalls a named actor: "l'avocat", "la chaîne"."""
    if found.shown or found.phrase is None or how != "description" or not cluster.named:
        return found
    phrase = phrases[found.phrase]
    if phrase.noun.weak and found.kind == "PER":
        return found  # "le fils" is whose, not who
    fits = (
        phrase.definite is not False or phrase.by is not None
    ) and cluster.kind == found.kind != "GROUP"
    return msgspec.structs.replace(found, shown=True) if fits else found


def _without_pairs(
    founds: Sequence[Found], linked: Sequence[tuple[Cluster, str]], links: Sequence[Link]
) -> tuple[list[Found], list[tuple[Cluster, str]], list[Link]]:
    """All three without "les deux ministres" as someone apart: they are the two met before."""
    both = {link.token for link in links if link.how == BOTH}
    kept = [k for k, f in enumerate(founds) if f.head not in both]
    rank = {k: n for n, k in enumerate(kept)}
    moved = [
        msgspec.structs.replace(link, found=rank[link.found])
        for link in links
        if link.found in rank
    ]
    return [founds[k] for k in kept], [linked[k] for k in kept], moved


def _keys(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster]
) -> dict[int, str]:
    """A readable key for each cluster: the country's code, or the fullest form, folded."""
    first: dict[int, int] = {}
    for k, (found, cluster) in enumerate(zip(founds, clusters, strict=True)):
        first.setdefault(id(cluster), k)
        if found.name is not None or not cluster.named:
            cluster.forms[notes.raw(found.start, found.end)] += 2 if found.shown else 1
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for k in sorted(first.values()):
        cluster = clusters[k]
        if not cluster.forms:  # a pronoun with no name to stand for: its own words name it
            cluster.forms[notes.raw(founds[k].start, founds[k].end)] += 1
        base = (cluster.side.country or "") if cluster.kind == "GPE" else ""
        base = base or fold(name_of(cluster)).replace(" ", "-") or "actor"
        key, n = base, 2
        while key in taken:
            key, n = f"{base}-{n}", n + 1
        taken.add(key)
        keys[id(cluster)] = key
    return keys


def _mentions(
    notes: Notes, founds: Sequence[Found], linked: Sequence[tuple[Cluster, str]],
    links: Sequence[Link], keys: Mapping[int, str],
) -> tuple[Mention, ...]:  # fmt: skip
    """All mentions in reading order, the longer before the shorter at one place."""
    out = [
        Mention(
            span=notes.span(f.start, f.end), tok_start=f.start, tok_end=f.end, head=f.head,
            kind=f.kind, actor=keys[id(cluster)], how=how, named=f.shown, acts=f.acts,
        )
        for f, (cluster, how) in zip(founds, linked, strict=True)
    ]  # fmt: skip
    for link in links:
        i, of = link.token, link.found
        out.append(
            Mention(
                span=notes.span(i, i + 1), tok_start=i, tok_end=i + 1, head=i,
                kind=founds[of].kind, actor=keys[id(linked[of][0])], how=link.how, named=False,
            )
        )  # fmt: skip
    return tuple(sorted(out, key=lambda m: (m.tok_start, -m.tok_end, not m.named)))


def _actors(
    notes: Notes,
    founds: Sequence[Found],
    clusters: Sequence[Cluster],
    keys: Mapping[int, str],
    names: Mapping[int, str],
) -> dict[str, Actor]:
    shown: dict[int, list[str]] = {}
    for found, cluster in zip(founds, clusters, strict=True):
        forms = shown.setdefault(id(cluster), [])
        form = notes.raw(found.start, found.end)
        if found.shown and form not in forms:
            forms.append(form)
    out: dict[str, Actor] = {}
    for cluster in clusters:
        key = keys[id(cluster)]
        if key not in out:
            side = cluster.side
            out[key] = Actor(
                key=key, name=names[id(cluster)], names=tuple(shown[id(cluster)] or [name_of(cluster)]),
                kind=cluster.kind, country=side.country,
                sector=None if cluster.kind == "GPE" else side.sector, role=side.role,
                kb=cluster.kb, why=tuple(dict.fromkeys(side.why)),
            )  # fmt: skip
    return out
