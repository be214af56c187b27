"""Referents room. Who: the words of a dispatch that name someone, and the actors they name.

Flow: `Notes` → names (mentions_names) and role phrases (roles_phrases) → which names are one
(coref_names), what is said of them (actors_sides), what descriptions and pronouns recall (coref,
coref_pronouns) → `Mention`s and `Actor`s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.knowledge.folding import fold
from vigie.knowledge.kb import KnowledgeBase
from vigie.records import Actor, Issue, Mention, Notes
from vigie.referents.actors_sides import Reader, Side, known_side, main_country, place_country
from vigie.referents.coref import Cluster, link_descriptions
from vigie.referents.coref_names import group_names, row_of
from vigie.referents.coref_pronouns import link_pronouns
from vigie.referents.mentions import Found, find_mentions
from vigie.referents.mentions_acronyms import Definition, find_definitions
from vigie.referents.mentions_names import Name, find_names, inside
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
    names = find_names(notes, kb, who)
    phrases = find_phrases(notes, kb, who, inside(names))
    names, same, defined = _define(notes, names, phrases)
    main = main_country(notes, kb, names)
    home = main[0] if main else None
    names = [_at_home(notes, kb, who, n, names, home) for n in names]
    roots = group_names(notes, kb, who, names, same)
    by_name = _clusters(notes, kb, who, names, roots, home)
    titles = link_titles(notes, who, names, phrases)
    inner = {n.start: by_name[k].side for k, n in enumerate(names) if n.kind != "PER"}
    reader = Reader(notes, who, phrases, inner, home)
    _describe(notes, who, reader, names, phrases, titles, by_name)
    fixed = {p: by_name[n] for p, n in titles.items()}
    fixed |= {p: by_name[n] for p, (n, _) in defined.items()}
    _learn_bodies(fixed, phrases)
    spans = {p: span for p, (_, span) in defined.items()}
    founds = find_mentions(notes, kb, who, names, phrases, titles, spans)
    linked = link_descriptions(notes, who, reader, founds, phrases, fixed, dict(enumerate(by_name)))
    clusters = [c for c, _ in linked]
    _affiliate(notes, who, names, by_name)
    _employ(phrases, titles, by_name, founds, clusters)
    _place(notes, kb, names, founds, clusters, main)
    founds = [_settled(f, c, how, phrases) for f, (c, how) in zip(founds, linked, strict=True)]
    keys = _keys(notes, founds, clusters)
    mentions = [
        _mention(notes, f, keys[id(c)], how)
        for f, (c, how) in zip(founds, linked, strict=True)
    ]
    for link in link_pronouns(notes, who, founds, clusters):
        found, cluster = founds[link.found], clusters[link.found]
        mentions.append(
            Mention(
                span=notes.span(link.token, link.token + 1), tok_start=link.token,
                tok_end=link.token + 1, head=link.token, kind=found.kind,
                actor=keys[id(cluster)], how=link.how, named=False,
            )
        )  # fmt: skip
    mentions.sort(key=lambda m: (m.tok_start, -m.tok_end, not m.named))
    return tuple(mentions), _actors(notes, founds, clusters, keys), ()


def _define(
    notes: Notes, names: Sequence[Name], phrases: Sequence[Phrase]
) -> tuple[list[Name], dict[int, int], dict[int, tuple[int, tuple[int, int]]]]:
    """Names with the acronyms that the text defines; pairs of names; phrases that are defined."""
    definitions = find_definitions(notes, names, phrases)
    busy = inside(names)
    extra = [
        Name(start=d.token, end=d.token + 1, kind="ORG", folded=fold(notes.tokens[d.token].text))
        for d in definitions
        if d.token not in busy
    ]
    short = {d.token for d in definitions}
    kept = [
        msgspec.structs.replace(n, kind="ORG") if n.start in short and n.kind != "GPE" else n
        for n in names
    ]
    merged = sorted([*kept, *extra], key=lambda n: n.start)
    at = {n.start: k for k, n in enumerate(merged)}
    same, defined = {}, {}
    for d in definitions:
        if d.token not in at:
            continue
        if d.start in at and merged[at[d.start]].end == d.end:
            same[at[d.token]] = at[d.start]
        else:
            _phrase_of(phrases, d, at[d.token], defined)
    return merged, same, defined


def _at_home(
    notes: Notes, kb: KnowledgeBase, who: Who, name: Name, names: Sequence[Name], home: str | None
) -> Name:  # fmt: skip
    """A common name of a body ("Parti socialiste") without its bearers in lands not spoken of."""
    if home is None or name.kind != "ORG" or not name.rows:
        return name
    if notes.tokens[name.start].i and who.noun_at(notes.tokens, name.start, name.end) is None:
        return name
    spoken = {home, *(place_country(notes, kb, n) for n in names)}
    rows = tuple(r for r in name.rows if r.country is None or len(r.country) != 3 or r.country in spoken
                 or r.country in ("IGO", "NGO"))
    return msgspec.structs.replace(name, rows=rows)


def _phrase_of(
    phrases: Sequence[Phrase], d: Definition, name: int,
    defined: dict[int, tuple[int, tuple[int, int]]],
) -> None:  # fmt: skip
    for p, phrase in enumerate(phrases):
        if phrase.start == d.start:
            defined[p] = (name, (d.start, d.end))


def _clusters(
    notes: Notes, kb: KnowledgeBase, who: Who, names: Sequence[Name], roots: Sequence[int],
    main: str | None,
) -> list[Cluster]:  # fmt: skip
    """One cluster for each group of names, with what is known of it apart from any role."""
    made: dict[int, Cluster] = {}
    out = []
    anchor = notes.dispatch.anchor
    for name, root in zip(names, roots, strict=True):
        cluster = made.get(root)
        if cluster is None:
            kind = "GPE" if name.kind == "LOC" else name.kind
            cluster = made[root] = Cluster(kind, Side())
            cluster.named = True
        if name.kind == "PER":
            cluster.kind = "PER"
        cluster.side = cluster.side.or_else(_own_side(notes, kb, who, name, main))
        if name.kind == "GROUP":
            cluster.plural = notes.tokens[name.start].has("Number=Plur") or cluster.plural
        row = row_of(name, anchor)
        if row is not None and cluster.kb is None:
            cluster.kb = row.stands_for or row.id
        out.append(cluster)
    return out


def _own_side(
    notes: Notes, kb: KnowledgeBase, who: Who, name: Name, main: str | None
) -> Side:
    """What a name says by itself: its country, its row, the noun and adjectives it is made of."""
    country = place_country(notes, kb, name)
    if name.kind in ("GPE", "LOC"):
        return Side(country=country, why=("country",))
    if name.kind == "PER":
        return Side()
    side = known_side(name, notes.dispatch.anchor)
    if name.kind == "ORG" and not side.country:
        side = side.or_else(_parent(notes, kb, who, name))
    if name.kind == "GROUP":
        found = kb.demonym(notes.text(name.start, name.end))
        country = country or (main if main in found else None)
        sector = None if side.sector else "CVL"
        return side.or_else(Side(country=country, sector=sector, why=("inhabitants",)))
    tokens = notes.tokens[name.start : name.end]
    nouns = [who.noun_at(notes.tokens, name.start, name.end)]
    noun = nouns[0][0] if nouns[0] and len(tokens) > 1 else None
    nations = [c for t in tokens for c in kb.demonym(t.low)[:1] if len(kb.demonym(t.low)) == 1]
    nations += [c for t in tokens for c in [kb.country(t.text)] if c]
    words = Side(
        country=nations[0] if nations else noun.country if noun else None,
        sector=noun.sector if noun else None,
        why=(f"words of '{notes.text(name.start, name.end)}'",),
    )
    return side.or_else(words)


def _parent(notes: Notes, kb: KnowledgeBase, who: Who, name: Name) -> Side:
    """Country of the known body in a name's complement: "Mission de la Ligue arabe"."""
    tokens, anchor = notes.tokens, notes.dispatch.anchor
    for k in range(name.start + 1, name.end - 1):
        if fold(tokens[k].text) in who.words["of"]:
            rows = kb.find(notes.text(k + 1, name.end), anchor)
            if rows:
                return Side(country=rows[0].country_at(anchor), why=(f"of {rows[0].id}",))
    return Side()


def _describe(
    notes: Notes, who: Who, reader: Reader, names: Sequence[Name], phrases: Sequence[Phrase],
    titles: Mapping[int, int], by_name: Sequence[Cluster],
) -> None:  # fmt: skip
    """Give each person the sides that the text says, then those that are known."""
    office: Side | None = None
    for p, k in sorted(titles.items(), key=lambda t: (phrases[t[0]].former, t[0])):
        cluster, phrase = by_name[k], phrases[p]
        side = reader.side(p)
        if who.stem(phrase.noun.lemma) in who.same_office and office is not None:
            side = msgspec.structs.replace(
                side, sector=office.sector, role=office.role, strong=True
            )
        if side.strong:
            cluster.side = cluster.side.or_else(side)
        if cluster.side.sector:
            office = cluster.side
    for k, name in enumerate(names):
        if name.kind == "PER":
            by_name[k].side = by_name[k].side.or_else(known_side(name, notes.dispatch.anchor))
            if k and names[k - 1].kind == "GROUP" and names[k - 1].end == name.start:
                by_name[k].side = by_name[k].side.or_else(
                    Side(country=by_name[k - 1].side.country, why=("nationality",))
                )
    for p, k in sorted(titles.items()):
        by_name[k].side = by_name[k].side.or_else(reader.side(p))
        token = notes.tokens[phrases[p].head]
        for gender in ("Masc", "Fem"):
            if token.has(f"Gender={gender}"):
                by_name[k].gender = by_name[k].gender or gender


def _learn_bodies(fixed: Mapping[int, Cluster], phrases: Sequence[Phrase]) -> None:
    """What a person is called anywhere may recall him anywhere."""
    for p, cluster in fixed.items():
        cluster.bodies.add(phrases[p].noun.body)


def _affiliate(
    notes: Notes, who: Who, names: Sequence[Name], by_name: Sequence[Cluster]
) -> None:
    """A person's body set behind the name: "X, de l'Observatoire Y"."""
    bodies = {n.start: by_name[k] for k, n in enumerate(names) if n.kind == "ORG"}
    for k, name in enumerate(names):
        if name.kind != "PER":
            continue
        i = name.end
        if i < len(notes.tokens) and notes.tokens[i].text in (",", "("):
            i += 1
        if i + 1 < len(notes.tokens) and fold(notes.tokens[i].text) in who.words["of"]:
            i += 2 if notes.tokens[i + 1].pos == "DET" else 1
            if i in bodies:
                by_name[k].side = by_name[k].side.or_else(bodies[i].side)


def _employ(
    phrases: Sequence[Phrase], titles: Mapping[int, int], by_name: Sequence[Cluster],
    founds: Sequence[Found], clusters: Sequence[Cluster],
) -> None:  # fmt: skip
    """A person's body described in the title: "le responsable de l'organisation, X"."""
    at = {f.start: k for k, f in enumerate(founds) if f.phrase is not None and f.kind == "ORG"}
    for p, k in titles.items():
        phrase, cluster = phrases[p], by_name[k]
        if cluster.side.country or cluster.kind != "PER":
            continue
        for i in range(phrase.noun_end, phrase.reach):
            if i in at and clusters[at[i]].side.country:
                cluster.side = cluster.side.or_else(clusters[at[i]].side)
                break


def _place(
    notes: Notes, kb: KnowledgeBase, names: Sequence[Name], founds: Sequence[Found],
    clusters: Sequence[Cluster], main: tuple[str, str] | None,
) -> None:  # fmt: skip
    """Give descriptions without a country that of their sentence, else the dispatch's own."""
    by_sent: dict[int, set[str]] = {}
    for name in names:
        country = place_country(notes, kb, name) if name.kind in ("GPE", "LOC") else None
        if country:
            by_sent.setdefault(notes.tokens[name.start].sent, set()).add(country)
    for found, cluster in zip(founds, clusters, strict=True):
        if cluster.side.country or not _is_of_the_land(cluster, found):
            continue
        near = by_sent.get(notes.tokens[found.start].sent, set())
        role_less = cluster.named and cluster.side.sector is None
        if main is not None and not (role_less and main[1] != "title"):
            side = Side(country=main[0], why=(f"main country: {main[1]}",))
        elif len(near) == 1 and not cluster.named:
            side = Side(country=next(iter(near)), why=("only country of the sentence",))
        else:
            continue
        cluster.side = cluster.side.or_else(side)


def _is_of_the_land(cluster: Cluster, found: Found) -> bool:
    """Whether an actor without a country may take the dispatch's: who holds an office does."""
    if not cluster.named:
        return found.phrase is not None
    if cluster.kind == "PER":
        return cluster.kb is None
    return cluster.kind == "ORG" and cluster.side.sector is not None and cluster.kb is None


def _settled(found: Found, cluster: Cluster, how: str, phrases: Sequence[Phrase]) -> Found:
    """A bare description is shown once it plainly recalls a named actor: "l'avocat", "la chaîne"."""
    if found.shown or found.phrase is None or how != "description" or not cluster.named:
        return found
    phrase = phrases[found.phrase]
    fits = phrase.definite is not False and cluster.kind == found.kind != "GROUP"
    return msgspec.structs.replace(found, shown=True) if fits else found


def _keys(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster]
) -> dict[int, str]:
    """A readable key for each cluster: the country's code, or the fullest form, folded."""
    first: dict[int, int] = {}
    for k, (found, cluster) in enumerate(zip(founds, clusters, strict=True)):
        first.setdefault(id(cluster), k)
        weight = 2 if found.shown else 1
        cluster.forms[notes.raw(found.start, found.end)] += weight if found.name is not None else 1
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for k in sorted(first.values()):
        cluster = clusters[k]
        base = (cluster.side.country or "") if cluster.kind == "GPE" else ""
        base = base or fold(name_of(cluster)).replace(" ", "-") or "actor"
        key, n = base, 2
        while key in taken:
            key, n = f"{base}-{n}", n + 1
        taken.add(key)
        keys[id(cluster)] = key
    return keys


def name_of(cluster: Cluster) -> str:
    """The form an actor is best called by: a person's fullest, a body's most frequent."""
    forms = cluster.forms
    if cluster.kind == "PER" and cluster.named:
        return min(forms, key=lambda f: (f.startswith("@"), -min(f.count(" "), 3), -forms[f], f))
    return min(forms, key=lambda f: (-forms[f], -len(f), f))


def _mention(notes: Notes, found: Found, key: str, how: str) -> Mention:
    return Mention(
        span=notes.span(found.start, found.end), tok_start=found.start, tok_end=found.end,
        head=found.head, kind=found.kind, actor=key, how=how, named=found.shown, acts=found.acts,
    )  # fmt: skip


def _actors(
    notes: Notes, founds: Sequence[Found], clusters: Sequence[Cluster], keys: Mapping[int, str]
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
                key=key, name=name_of(cluster), names=tuple(shown[id(cluster)] or [name_of(cluster)]),
                kind=cluster.kind, country=side.country,
                sector=None if cluster.kind == "GPE" else side.sector, role=side.role,
                kb=cluster.kb, why=tuple(dict.fromkeys(side.why)),
            )  # fmt: skip
    return out
