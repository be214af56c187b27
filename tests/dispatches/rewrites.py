"""A second proof of lineage: one event told by four desks, and a wire changed as editors do.

Made apart from the generator the copy index was tuned on: other sentences, other edits. Paragraphs
change places, sentences are fused, headlines and an agency's turns of phrase change, figures are
spelled out, an outlet puts its own paragraphs around; the three other desks share facts, names and
a quotation with the wire, and not its words.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from itertools import combinations
from pathlib import Path
from typing import Any

import yaml

from vigie.dispatches.copies import find_copies
from vigie.records import Meta

WORDS: dict[str, Any] = yaml.load(
    Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"), yaml.BaseLoader
)
_STOP = re.compile(r"(?<=[.»])\s+")
Text = tuple[str, str, Meta]


class Event:
    """An event of a seed: its facts, and who tells it."""

    def __init__(self, seed: int) -> None:
        self.luck = random.Random(f"event-{seed}")
        pick, numbers = self.luck.choice, list(WORDS["numbers"])
        name, day = pick(WORDS["officials"]), self.luck.randrange(7)
        quote = pick(WORDS["quotes"])
        body = pick(WORDS["bodies"])
        self.facts = {
            "place": pick(WORDS["places"]), "official": name, "last": name.split(maxsplit=1)[1],
            "post": pick(WORDS["posts"]), "group": pick(WORDS["groups"]), "target": pick(WORDS["targets"]),
            "dead": pick(numbers[:6]), "hurt": pick(numbers[6:10]), "moved": pick(numbers[-3:]),
            "day": WORDS["days"][day], "next": WORDS["days"][(day + 1) % 7], "date": "3 mai 2021",
            "Quote": quote[0].upper() + quote[1:], "body": body, "Body": body[0].upper() + body[1:],
        }  # fmt: skip

    def told(self, desk: int) -> list[str]:
        """The paragraphs of a desk."""
        return [
            self.luck.choice(forms).format(**self.facts) for forms in WORDS["desks"][desk]
        ]

    def title(self) -> str:
        """A headline."""
        return self.luck.choice(WORDS["titles"]).format(**self.facts)


def reordered(wire: list[str], event: Event) -> list[str]:
    """Its paragraphs in another order, the first one kept."""
    rest = wire[1:]
    event.luck.shuffle(rest)
    return [wire[0], *rest]


def fused(wire: list[str], event: Event) -> list[str]:
    """Paragraphs joined by two, and their sentences by a conjunction."""
    out = []
    for first, second in zip(wire[::2], [*wire[1::2], ""], strict=False):
        joined = event.luck.choice(WORDS["fusions"])
        low = second if second.startswith("«") else second[:1].lower() + second[1:]
        out.append(first.rstrip(".") + joined + low if second else first)
    return out


def headed(wire: list[str], event: Event) -> list[str]:
    """Another headline, no dateline, an outlet's own sentence at the end."""
    return [
        event.title(),
        wire[0].split(" - ", 1)[1],
        *wire[1:],
        event.luck.choice(WORDS["own"]),
    ]


def styled(wire: list[str], event: Event) -> list[str]:
    """Another agency's turns of phrase."""
    text = "\n".join(wire)
    for old, new in WORDS["swaps"]:
        text = text.replace(old, new)
    return text.split("\n")


def spelled(wire: list[str], event: Event) -> list[str]:
    """Figures spelled out, the day dated."""
    text = "\n".join(wire)
    for figure, word in WORDS["numbers"].items():
        text = re.sub(rf"\b{figure}\b", word, text)
    return text.replace(event.facts["day"], f"ce {event.facts['day']} 3 mai").split("\n")


def trimmed(wire: list[str], event: Event) -> list[str]:
    """A sentence in three gone, the rest in another agency's style."""
    sentences = [s for p in wire for s in _STOP.split(p)]
    kept = sentences[:1] + [s for s in sentences[1:] if event.luck.random() < 0.6]
    return styled(kept, event)


def padded(wire: list[str], event: Event) -> list[str]:
    """The wire inside an outlet's article of its own."""
    return [event.title(), WORDS["own"][0], *wire, *WORDS["own"][1:]]


def mixed(wire: list[str], event: Event) -> list[str]:
    """All at once: another order, style and headline, figures in letters."""
    return headed(spelled(styled(reordered(wire, event), event), event), event)


EDITS = (reordered, fused, headed, styled, spelled, trimmed, padded, mixed)


def make_rewrites(seed: int) -> tuple[list[Text], set[frozenset[str]]]:
    """A wire, its rewritings, three tellings of other desks; and the pairs that are kin.

    Events are to be scored one by one: two events of these few sentences would be one text.
    """
    event = Event(seed)
    wire = event.told(0)
    told = {"wire": wire} | {edit.__name__: edit(wire, event) for edit in EDITS}
    pairs = {frozenset(pair) for pair in combinations(told, 2)}
    told |= {f"desk{desk}": event.told(desk) for desk in (1, 2, 3)}
    texts = [
        (name, "\n\n".join(paragraphs), Meta(published=f"2021-05-03T{hour:02}:00"))
        for hour, (name, paragraphs) in enumerate(told.items())
    ]
    return texts, pairs


def rewrites_score(events: int) -> tuple[float, float, dict[str, float]]:
    """Precision and recall of pairs, and by edit the share put in one lineage with its wire."""
    right = found = wanted = 0
    by_edit: Counter[str] = Counter()
    for seed in range(events):
        texts, pairs = make_rewrites(seed)
        groups = [[k.dispatch_id for k in li.kin] for li in find_copies(texts)]
        put = {frozenset(pair) for group in groups for pair in combinations(group, 2)}
        right, found, wanted = (
            right + len(put & pairs), found + len(put), wanted + len(pairs)
        )  # fmt: skip
        by_edit.update(next(iter(p - {"wire"})) for p in put & pairs if "wire" in p)
    return right / found, right / wanted, {n: k / events for n, k in by_edit.items()}
