"""Reports room. Whose a thing is: token of a noun that is nobody → heads of those it leads to.

"Des quartiers tenus par les insurgés" are the insurgents', "une lettre demandant…" asks what its
author asks, "des positions rebelles" are held by rebels. What someone only supplied is not his.
"""

from __future__ import annotations

from collections.abc import Iterable

from vigie.records import Actor
from vigie.reports.syntax import Syntax


def launchers(syntax: Syntax, head: int) -> list[int]:
    """Who fired or sent a weapon: agents of its participles, those that supplied it left out."""
    out: list[int] = []
    for kid in syntax.notes.children(head, "acl"):
        if kid.lemma not in syntax.support.supply:
            out += syntax.agents(kid.i)
    return out


def holders(syntax: Syntax, head: int) -> list[int]:
    """Who holds a place: "la zone contrôlée par X", "les quartiers que tient X"."""
    out: list[int] = []
    for kid in syntax.notes.children(head, "acl", "amod"):
        if kid.lemma in syntax.support.hold:
            relative = kid.dep == "acl:relcl" and not syntax.passive(kid.i)
            out += syntax.subjects(kid.i) if relative else syntax.agents(kid.i)
    return [k for k in out if k != head]


def authors(syntax: Syntax, head: int) -> list[int]:
    """Who made a message public: "X a publié une lettre demandant…" gives X."""
    found = syntax.support_verb(head)
    if syntax.tokens[head].lemma not in syntax.support.messages or found is None:
        return []
    verb, how = found
    return syntax.subjects(verb) if how in ("obj", "obl") else []


def sides_meant(
    syntax: Syntax, head: int, actors: Iterable[Actor]
) -> tuple[str, ...]:  # fmt: skip
    """Whom an adjective of side stands for, if the dispatch names one: "les positions rebelles"."""
    known = sorted(actors, key=lambda a: a.key)
    own = syntax.tokens[head]
    adjectives = syntax.notes.children(head, "amod")
    for adj in [own, *adjectives] if own.pos == "ADJ" else adjectives:
        nouns = syntax.support.stands_for.get(adj.lemma.removesuffix("s"), ())
        for noun in nouns:
            for actor in known:
                if any(n.lower().startswith(noun) for n in actor.names):
                    return (actor.key,)
    return ()
