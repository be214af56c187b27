"""Events room. Who is who across dispatches: one id for one actor in the whole record.

Flow: actors as each dispatch has them (`ActorSeen`) → keys that bring the likely ones together →
`compare_actors` on neighbours → unions that no contradiction forbids → ids. Near-linear: only
actors that share a key are compared, each with its neighbour. No order of input matters.

An id says what it rests on:

    lby.khalifa-haftar         a row of the knowledge base
    person:mli.oumar-maiga     a name, and the country when one is known ("any" when not)
    org:fra.cercle-du-port     the same for what is no person
    body:lby.gouvernement      a described body of a country: "le gouvernement libyen"
    group:LBY-CVL              a class, not an actor: people without a name, by country and sector
    one:d7#temoin              someone of whom nothing tells whether he was seen elsewhere
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise

from vigie.events.identity_evidence import (
    BEYOND,
    COMMON_SECTOR,
    ActorSeen,
    NameLore,
    bare_body,
    compare_actors,
    fullest,
    initials,
    standing,
)
from vigie.knowledge.folding import fold

__all__ = ["ActorSeen", "compare_actors", "link_actors", "name_sorts", "sort_of", "ties_of"]

Sort = tuple[str, ...]


def link_actors(seen: Iterable[ActorSeen], lore: NameLore) -> dict[tuple[str, str], str]:
    """Record-wide id of each actor, by dispatch and key.

    Args:
        seen: All actors of all dispatches, in any order; of equals one is kept.
        lore: The knowledge base, asked for demonyms and for names by ear.
    """
    sorts: dict[Sort, list[ActorSeen]] = defaultdict(list)
    for one in sorted({s.id: s for s in sorted(seen, key=repr)}.values(), key=_by_id):
        sorts[sort_of(one, lore)].append(one)
    ids = name_sorts({sort: members[0] for sort, members in sorts.items()}, lore)
    return {
        (one.dispatch, one.actor.key): ids[sort]
        for sort, members in sorts.items()
        for one in members
    }


def name_sorts(first: Mapping[Sort, ActorSeen], lore: NameLore) -> dict[Sort, str]:
    """The record-wide id of each sort, by its first sighting."""
    ids = {sort: _plain_id(one, lore) for sort, one in first.items()}
    nodes = {
        sort: one for sort, one in first.items()
        if not ids[sort] or standing(one.actor).tier == "known"
    }  # fmt: skip
    return ids | _name_ids(nodes, lore)


def ties_of(sort: Sort, one: ActorSeen, lore: NameLore) -> set[Sort]:
    """What a sort shares with all sorts on which its id may hang, by its first sighting."""
    told, actor = standing(one.actor), one.actor
    if _plain_id(one, lore) and told.tier != "known":
        return set()
    out = set(_blocks_of(one, lore)) | {("id", _slug(form)) for form in told.forms}
    if actor.kb:
        out.add(("row", actor.kb))
    if actor.kind == "PER" and actor.country:
        out |= {("alone", form.split()[-1], actor.country) for form in told.forms}
        out |= {("alone", form, actor.country) for form in told.forms[:1]}
    return out


def _by_id(one: ActorSeen) -> str:
    return one.id


def sort_of(one: ActorSeen, lore: NameLore) -> Sort:
    """What makes two sightings alike beyond asking: they are handled as one."""
    actor, told = one.actor, standing(one.actor)
    country = actor.country or ""
    if told.tier == "known":
        return ("known", actor.kb or "", country, *told.forms)
    if told.tier == "named":
        return ("named", actor.kind, country, *told.forms)
    if told.tier == "word" and _is_placed(one):
        return ("word", country, actor.sector or "", *told.forms)
    if told.tier == "group":
        return ("group", country, actor.sector or "")
    if told.tier == "body" and country:
        return ("body", country, bare_body(actor, lore))
    return ("one", one.dispatch, actor.key)


def _is_placed(one: ActorSeen) -> bool:
    """Whether one word is enough: a country and an uncommon sector go with it."""
    return bool(one.actor.country) and one.actor.sector not in (None, COMMON_SECTOR)


def _plain_id(one: ActorSeen, lore: NameLore) -> str:
    """Id of what has no name to be compared by, "" for the others."""
    actor, told = one.actor, standing(one.actor)
    if told.tier == "known":
        return actor.kb or ""
    if told.tier == "group":
        return f"group:{actor.country or 'ANY'}-{actor.sector or 'ANY'}"
    if told.tier == "body" and actor.country:
        return f"body:{actor.country.lower()}.{_slug(bare_body(actor, lore))}"
    return "" if told.forms else f"one:{one.id}"


def _name_ids(nodes: Mapping[Sort, ActorSeen], lore: NameLore) -> dict[Sort, str]:
    """Ids of the named, once those whom their names and the rest say to be one are joined."""
    order = sorted(nodes)
    joined = _Unions(order, nodes)
    first: dict[str, Sort] = {}
    for key in order:
        if row := nodes[key].actor.kb:
            joined.join(key, first.setdefault(row, key))
    edges = sorted(
        (-judged.score, left, right)
        for left, right in set(_proposed(order, nodes, lore))
        if (judged := compare_actors(nodes[left], nodes[right], lore)).verdict == "same"
    )
    for _, left, right in edges:
        joined.join(left, right)
    _adopt(order, nodes, joined)
    members: dict[Sort, list[Sort]] = defaultdict(list)
    for key in order:
        members[joined.root(key)].append(key)
    return {
        key: name
        for name, keys in _named(members.values(), nodes, joined).items()
        for key in keys
    }


def _proposed(
    order: Sequence[Sort], nodes: Mapping[Sort, ActorSeen], lore: NameLore
) -> Iterator[tuple[Sort, Sort]]:
    """Pairs worth comparing: neighbours in a block, the stateless beside the only state."""
    blocks: dict[Sort, list[Sort]] = defaultdict(list)
    for key in order:
        for block in set(_blocks_of(nodes[key], lore)):
            blocks[block].append(key)
    for keys in blocks.values():
        states: dict[str, list[Sort]] = defaultdict(list)
        for key in keys:
            states[_state(nodes[key])].append(key)
        stateless = states.pop("", [])
        runs = list(states.values())
        runs = [*runs, stateless] if len(runs) != 1 else [runs[0] + stateless]
        for run in runs:
            yield from pairwise(run)


def _blocks_of(one: ActorSeen, lore: NameLore) -> Iterator[Sort]:
    """Keys under which a sighting may meet itself."""
    told, person = standing(one.actor), one.actor.kind == "PER"
    for form in told.forms:
        yield ("name", str(person), form)
        words = form.split()
        if person and len(words) > 1:
            yield ("ear", lore.skeleton(form))
            for word in words[:-1]:
                yield ("name", "True", f"{word} {words[-1]}")
            yield ("name", "True", f"{words[0][0]} {words[-1]}")
        elif not person:
            for acronym in initials(form):
                yield ("name", "False", acronym)


def _state(one: ActorSeen) -> str:
    country = one.actor.country or ""
    return "" if country in BEYOND else country


class _Unions:
    """Groups that grow by pairs; two rows of the base, or two states, never share one."""

    def __init__(self, order: Sequence[Sort], nodes: Mapping[Sort, ActorSeen]) -> None:
        self._up = {key: key for key in order}
        self.rows = {k: {row for row in (nodes[k].actor.kb,) if row} for k in order}
        self.states = {k: {_state(nodes[k])} - {""} for k in order}

    def root(self, key: Sort) -> Sort:
        """The smallest of the group, which stands for it."""
        while self._up[key] != key:
            self._up[key] = key = self._up[self._up[key]]
        return key

    def join(self, left: Sort, right: Sort) -> None:
        """Make one of two groups, unless that would contradict what is known."""
        low, high = sorted((self.root(left), self.root(right)))
        rows = self.rows[low] | self.rows[high]
        states = self.states[low] | self.states[high]
        if low != high and len(rows) < 2 and (rows or len(states) < 2):
            self._up[high], self.rows[low], self.states[low] = low, rows, states


def _adopt(order: Sequence[Sort], nodes: Mapping[Sort, ActorSeen], joined: _Unions) -> None:
    """A family name alone joins the one bearer that the record has in its country."""
    bearers: dict[Sort, set[Sort]] = defaultdict(set)
    alone: list[tuple[Sort, Sort]] = []
    for key in order:
        one, told = nodes[key], standing(nodes[key].actor)
        if one.actor.kind != "PER" or not one.actor.country:
            continue
        if told.tier == "word":
            alone.append((key, (told.forms[0], one.actor.country)))
            continue
        for form in told.forms:
            bearers[(form.split()[-1], one.actor.country)].add(key)
    for key, block in alone:
        roots = {joined.root(k) for k in bearers[block]}
        if len(roots) == 1:
            joined.join(key, min(roots))


def _named(
    groups: Iterable[list[Sort]], nodes: Mapping[Sort, ActorSeen], joined: _Unions
) -> dict[str, list[Sort]]:
    """An id for each group, by its fullest name; the base's where it has one."""
    out: dict[str, list[Sort]] = {}
    for keys in sorted(groups):
        root = joined.root(keys[0])
        row, state = (
            min(joined.rows[root], default=None),
            min(joined.states[root], default=""),
        )
        base = row or _name_id([nodes[k] for k in keys], state)
        name, n = base, 2
        while name in out:
            name, n = f"{base}-{n}", n + 1
        out[name] = keys
    return out


def _name_id(members: Sequence[ActorSeen], state: str) -> str:
    if all(standing(m.actor).tier == "word" and not _is_placed(m) for m in members):
        return f"one:{members[0].id}"
    best = min({f for m in members for f in standing(m.actor).forms}, key=fullest)
    kind = "person" if members[0].actor.kind == "PER" else "org"
    beyond = sorted({m.actor.country or "" for m in members} - {""})
    country = state or (beyond[0] if beyond else "any")
    return f"{kind}:{country.lower()}.{_slug(best)}"


def _slug(text: str) -> str:
    return fold(text).replace(" ", "-")
