"""Reports room. Acts inside other acts: what is asked, promised, blamed, dealt with, told by a verb.

Flow: hits and the tree → the words that tell no act of their own, each with the reason; happenings
→ the same, where what stands inside them changes what they are.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from vigie.records import Notes
from vigie.reports.happening import Happening
from vigie.reports.status import StatusRules
from vigie.reports.syntax import Syntax
from vigie.reports.triggers import Hit

DEALS = (
    "AGREE",
    "AID",
    "SUPPORT",
    "COOPERATE",
)  # nouns of these are as often things as acts
DEALT = (*DEALS, "SANCTION", "REJECT")  # what is done with such a thing
EASED = ("CONCEDE", "RETREAT")  # what ends a thing of either kind
CURBS = ("SANCTION", "COERCE", "THREATEN", "PROTEST")
KILLING = "targeted"  # "une enquête sur l'assassinat de X" is asked for, the killing is not
FORCE = ("ASSAULT", "COERCE")  # acts that one denounces as done by someone
HELD = ("obj", "obl", "nmod", "iobj", "nsubj", "conj", "appos", "acl")
HOPS = 3  # nouns between a captive and the act: "la libération de dizaines d'otages"
ACCUSED = ("xcomp", "ccomp", "advcl")  # clauses that say what one is accused of


def alleged_by(
    notes: Notes, syntax: Syntax, happenings: Sequence[Happening]
) -> list[Happening]:
    """What someone is accused of is alleged by the accuser ("accusé par X d'avoir tué")."""
    blamed: dict[int, Happening] = {}
    for h in happenings:
        if h.type == "ACCUSE":
            for k in below(notes, syntax, h.tok, clauses=ACCUSED):
                if k != h.tok:
                    blamed.setdefault(k, h)
    out = []
    for h in happenings:
        by = blamed.get(h.tok)
        told = h.status in ("asserted", "alleged") and h.type != "ACCUSE"
        if by is not None and told and not set(h.actors) & set(by.actors):
            told_by = h.said_by or next(iter(by.actors), None)
            h = msgspec.structs.replace(
                h,
                status="alleged",
                said_by=told_by,
                why=(*h.why, "content of an accusation"),
            )
        out.append(h)
    return out


def sworn(
    notes: Notes, happenings: Sequence[Happening], hits: Sequence[Hit]
) -> list[Happening]:
    """What one promises to take or to strike is a threat: "a promis que ses troupes reprendraient".

    A threat is made once it is said: "promet une riposte" is asserted, though what it says is to come.
    """
    force = {
        hit.tok: notes.tokens[hit.tok].head for hit in hits
        if hit.sense.type == "ASSAULT" or (hit.sense.type, hit.sense.mode) == ("COERCE", "seize")
    }  # fmt: skip
    out = []
    for h in happenings:
        if h.type == "AGREE" and any(
            tok in h.content and head in (h.tok, *h.parts) for tok, head in force.items()
        ):
            why = (*h.why, "content: force")
            h = msgspec.structs.replace(
                h, type="THREATEN", mode="violence", status="asserted", why=why
            )
        elif h.type == "THREATEN" and h.status == "announced" and _is_own(h):
            h = msgspec.structs.replace(
                h, status="asserted", why=(*h.why, "said, hence made")
            )
        out.append(h)
    return out


def _is_own(happening: Happening) -> bool:
    """Whether only the word of the act itself tells of what is to come."""
    return any(reason.startswith("own: ") for reason in happening.why)


def carried(notes: Notes, syntax: Syntax, hits: Sequence[Hit]) -> dict[int, str]:
    """Nouns of action whose verb tells the same act ("fournir une aide"): one act, not two."""
    verbs = {hit.tok: hit.sense for hit in hits if hit.sense.kind == "verb"}
    out: dict[int, str] = {}
    for hit in hits:
        if hit.sense.kind == "noun" and (found := syntax.support_verb(hit.tok)):
            sense = verbs.get(found[0])
            if sense is not None and sense.type == hit.sense.type and found[1] == "obj":
                out[hit.tok] = f"told by {sense.lemma}"
    return out


def things(notes: Notes, hits: Sequence[Hit]) -> dict[int, str]:
    """Nouns that are only what another act is about, with why.

    A deal is one act with its signing ("signer un accord de coopération"), and is none where it
    is broken off ("geler l'aide"); who is held is a side of the release ("libérer les otages").
    """
    acts = {tok: hit for hit in hits for tok in (hit.tok, *hit.parts)}
    out: dict[int, str] = {}
    for hit in hits:
        if hit.sense.kind != "noun":
            continue
        held = "self" in hit.sense.slots.get("recipient", ())
        at = hit.tok
        for _ in range(HOPS if held else 1):
            token = notes.tokens[at]
            over = acts.get(token.head)
            if token.rel not in HELD or token.head == at:
                break
            if (
                over is not None
                and over is not hit
                and (held or _deals(hit, over, token.rel))
            ):
                out[hit.tok] = f"what {over.sense.lemma} is about"
                break
            at = token.head
    return out


def _deals(noun: Hit, over: Hit, rel: str) -> bool:
    """Whether a noun of a deal is what a verb does something with."""
    if over.sense.kind != "verb" or rel not in ("obj", "nmod", "nsubj", "obl"):
        return False
    if over.sense.type in EASED:  # "lever les sanctions"
        return noun.sense.type in (*DEALS, *CURBS)
    return over.sense.type in DEALT and noun.sense.type in DEALS


def contents(
    notes: Notes, syntax: Syntax, hits: Sequence[Hit], status: StatusRules
) -> dict[int, str]:
    """Triggers that are only the content of an act of speech ("menace de frapper"), with why.

    What is denied is told all the same, as denied; what is refused is not.
    """
    out: dict[int, str] = {}
    killings = {h.tok for h in hits if h.sense.kind == "noun" and h.sense.mode == KILLING}
    done = {h.tok for h in hits if h.sense.kind == "noun" or notes.child(h.tok, "aux")}
    acts = {h.tok: h.sense.type if h.tok in done else "" for h in hits}
    for hit in hits:
        if hit.sense.speech and hit.sense.lemma not in status.denials:
            for root in (hit.tok, *hit.parts):
                for k in below(notes, syntax, root):
                    blamed = hit.sense.type == "ACCUSE" and acts.get(k) in FORCE
                    past = k in killings and notes.tokens[k].rel == "nmod"
                    if k in acts and k != hit.tok and not (blamed or past):
                        out.setdefault(k, f"content of {hit.sense.lemma}")
    return out


def below(
    notes: Notes, syntax: Syntax, root: int, clauses: tuple[str, ...] = ("xcomp", "ccomp")
) -> list[int]:
    """Tokens of the content of an act of speech: its complements, not its circumstances."""
    cases = {*syntax.support.content, None}
    out: list[int] = []
    stack = [root]
    while stack:
        i = stack.pop()
        for kid in notes.children(i):
            if i == root:
                clause = kid.rel in clauses and (kid.rel != "advcl" or kid.has("VerbForm=Inf")
                                                 or notes.child(kid.i, "mark", "aux") is not None)  # fmt: skip
                clause = clause or (kid.rel == "obj" and kid.i > i)
                named = kid.rel in ("obl", "nmod") and notes.case(kid.i) in cases
                named = named and kid.lemma not in syntax.support.circumstances
                inner = kid.rel == "acl" and kid.has("VerbForm=Inf")
                inner = inner or (  # "menace de répondre en frappant", hung too high
                    kid.rel == "advcl" and kid.has("Tense=Pres|VerbForm=Part") and bool(out)
                )
                if not (clause or named or inner):
                    continue
            elif kid.dep in ("acl:relcl", "obl:mod", "parataxis", "appos") or (
                kid.rel == "obl" and notes.case(kid.i) not in cases
            ):
                continue
            out.append(kid.i)
            stack.append(kid.i)
    return out
