"""train/recipe: clauses of saying, verb first, hung on treebank sentences.

*…, a fait savoir samedi la Maison Blanche* is how news tell who said it, and treebanks
hold some forty of them: too few for the parser to see a subject there.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import Any

import yaml

from recipe.conllu import Sentence, Word
from recipe.docs import cut_figures
from recipe.names import Names

DATA = Path(__file__).parent.parent / "data" / "inversions.yaml"
PARTICIPLE = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
PRESENT = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"

# Share of clauses put first: *Comme l'a annoncé la police, …*
FRONTED = 0.05

# Governor of the clause's verb, and of a piece's top word, until they are known.
OUTSIDE = -1


def invert(sentences: list[Sentence], names: Names, size: int) -> Iterator[list[Word]]:
    """Make `size` sentences that end in a clause of saying with its subject behind."""
    hosts = [s.words for s in sentences if _can_host(s.words)]
    names.random.shuffle(hosts)
    maker = ClauseMaker(sentences, names)
    for at in range(size):
        host = cut_figures(hosts[at % len(hosts)])
        if names.random.random() < FRONTED:
            yield _front(host, maker.clause(is_told=True))
        else:
            yield _hang(host, maker.clause(), names.random)


class ClauseMaker:
    """Draws clauses; knows words by what the treebanks say of them most often."""

    def __init__(self, sentences: list[Sentence], names: Names, path: Path = DATA) -> None:
        self.names = names
        self.data: dict[str, Any] = yaml.load(
            path.read_text(encoding="utf8"), Loader=yaml.BaseLoader
        )
        seen: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
        for sentence in sentences:
            for word in sentence.words:
                key = (word.form, word.pos)
                seen.setdefault(key, Counter())[(word.morph, word.lemma)] += 1
        self.known = {key: counts.most_common(1)[0][0] for key, counts in seen.items()}

    def clause(self, *, is_told: bool = False) -> list[Word]:
        """One clause; its verb has no governor yet, and the relation parataxis.

        Args:
            is_told: Whether it is of the kind *comme l'a annoncé…*
        """
        random = self.names.random
        shares = [0.85, 0.15, 0.0] if is_told else [0.8, 0.14, 0.06]
        kind = random.choices(["one", "many", "pronoun"], shares)[0]
        subject = self._piece(random.choice(self.data["subjects"][kind]))
        verb = self._told(kind) if is_told else self._verb(kind, subject)
        top = next(i for i, word in enumerate(verb) if word.head == OUTSIDE)
        words = list(verb)
        between = self._adjuncts("between", [0.45, 0.40, 0.15])
        after = self._adjuncts("after", [0.85, 0.15])
        told = [] if kind == "pronoun" else [subject]
        for part in [*between, *told, *after]:
            start = len(words)
            words += [
                replace(word, head=top if word.head == OUTSIDE else start + word.head)
                for word in part
            ]
        return words

    def _verb(self, kind: str, subject: list[Word]) -> list[Word]:
        random = self.names.random
        said, says = self.data["said"].split(), self.data["says"].split()
        if kind == "pronoun":
            if random.random() < 0.35:
                return self._present_pronoun(random.choice(says), subject[0])
            form, lemma = random.choice(said).split(":")
            pronoun = replace(subject[0], head=2)
            return [self._aux("a", 2, space=False), pronoun, self._participle(form, lemma)]
        if kind == "one" and random.random() < 0.35:
            return self._present(random.choice(says))
        auxiliary = "ont" if kind == "many" else "a"
        if random.random() < 0.12:
            cause, verb = random.choice(list(self.data["caused"].items()))
            return [
                self._aux(auxiliary, 2),
                self._word(cause, "VERB", 2, "aux:caus"),
                self._word(verb, "VERB", OUTSIDE, "parataxis"),
            ]
        if random.random() < 0.04:
            return self._told(kind)
        form, lemma = random.choice(said).split(":")
        return [self._aux(auxiliary, 1), self._participle(form, lemma)]

    def _told(self, kind: str) -> list[Word]:
        """*comme l'a annoncé*: the same clause, as an adverbial one."""
        form, lemma = self.names.random.choice(self.data["said"].split()).split(":")
        return [
            self._word("comme", "SCONJ", 3, "mark"),
            self._word("l'", "PRON", 3, "obj"),
            self._aux("ont" if kind == "many" else "a", 3),
            replace(self._participle(form, lemma), dep="advcl"),
        ]

    def _present(self, entry: str) -> list[Word]:
        forms, lemma = entry.split(":")
        _, _, parts = forms.partition("=")
        if not parts:
            return [self._word(forms, "VERB", OUTSIDE, "parataxis", lemma, PRESENT)]
        pronoun, verb = parts.split("|")
        return [
            self._word(pronoun, "PRON", 1, "expl:comp"),
            self._word(verb, "VERB", OUTSIDE, "parataxis", lemma, PRESENT),
        ]

    def _present_pronoun(self, entry: str, pronoun: Word) -> list[Word]:
        """*dit-il*, *explique-t-elle*: after a d or a t, the pronoun has none of its own."""
        *before, verb = self._present(entry)
        if verb.form[-1] in "dt":
            pronoun = replace(pronoun, form=pronoun.form.replace("-t-", "-"))
        return [*before, replace(verb, space=False), replace(pronoun, head=len(before))]

    def _participle(self, form: str, lemma: str) -> Word:
        return self._word(form, "VERB", OUTSIDE, "parataxis", lemma, PARTICIPLE)

    def _aux(self, form: str, head: int, *, space: bool = True) -> Word:
        return replace(self._word(form, "AUX", head, "aux:tense"), space=space)

    def _adjuncts(self, place: str, shares: list[float]) -> list[list[Word]]:
        random = self.names.random
        count = random.choices(range(len(shares)), shares)[0]
        return [
            self._piece(text) for text in random.sample(self.data["adjuncts"][place], count)
        ]

    def _piece(self, text: str) -> list[Word]:
        """Words of a piece; heads count from 0, and the top word's is OUTSIDE."""
        rows = [row.split(":", 3) for row in text.split()]
        filled = [self._fill(row[0]) for row in rows]
        starts = [sum(map(len, filled[:i])) for i in range(len(filled))]
        words: list[Word] = []
        for (_, pos, head, dep), forms, start in zip(rows, filled, starts, strict=True):
            governor = OUTSIDE if head == "0" else starts[int(head) - 1]
            words.append(self._word(forms[0], pos, governor, dep))
            words += [self._word(form, pos, start, "flat:name") for form in forms[1:]]
        return words

    def _fill(self, form: str) -> list[str]:
        names = self.names
        if not form.startswith("{"):
            return [form]
        if form.startswith("{nat"):
            forms = dict(
                zip(
                    ["m", "f", "mp", "fp"],
                    names.random.choice(names.nationalities),
                    strict=True,
                )
            )
            return [forms[form[5:-1]]]
        drawn = {
            "{person}": names.person,
            "{family}": names.family,
            "{given}": names.given,
            "{city}": lambda: names.city().text,
            "{country}": lambda: names.listed_one("countries").text,
        }
        return drawn[form]().split()

    def _word(
        self, form: str, pos: str, head: int, dep: str, lemma: str = "", morph: str = ""
    ) -> Word:
        known_morph, known_lemma = self.known.get((form, pos), (morph, lemma or form))
        return Word(
            form=form,
            space=not form.endswith("'"),
            pos=pos,
            morph=known_morph,
            lemma=lemma or known_lemma,
            head=head,
            dep=dep,
        )


def _can_host(words: Sequence[Word]) -> bool:
    root = next((w for w in words if w.dep == "ROOT"), None)
    return (
        root is not None
        and 6 <= len(words) <= 32
        and words[-1].form == "."
        and root.pos in ("VERB", "AUX")
        and not any(w.dep == "parataxis" or w.form in ("«", "»", '"') for w in words)
    )


def _front(host: list[Word], clause: list[Word]) -> list[Word]:
    """The clause, a comma, the host."""
    shift = len(clause) + 1
    root = shift + next(i for i, word in enumerate(host) if word.dep == "ROOT")
    top = next(i for i, word in enumerate(clause) if word.head == OUTSIDE)
    first = replace(clause[0], form=clause[0].form.capitalize())
    words = [
        replace(word, head=root if word.head == OUTSIDE else word.head)
        for word in [first, *clause[1:]]
    ]
    words.append(Word(",", True, "PUNCT", "", ",", top, "punct"))
    words += [replace(word, head=word.head + shift) for word in host]
    if host[0].pos not in ("PROPN", "X") and host[0].form != "Je":
        words[shift] = replace(words[shift], form=words[shift].form.lower())
    return _tight(words)


def _tight(words: list[Word]) -> list[Word]:
    """No blank before a comma."""
    return [
        replace(word, space=False) if after.form == "," else word
        for word, after in zip(words, [*words[1:], words[-1]], strict=True)
    ]


def _hang(host: list[Word], clause: list[Word], random: Random) -> list[Word]:
    """The host, in quotation marks half of the time, a comma, the clause, a full stop."""
    opening, closing = random.choices([("", ""), ("«", "»"), ('"', '"')], [5, 3, 2])[0]
    shift = 1 if opening else 0
    root = shift + next(i for i, word in enumerate(host) if word.dep == "ROOT")
    words = [replace(word, head=word.head + shift) for word in host[:-1]]
    if opening:
        first = Word(opening, opening == "«", "PUNCT", "", opening, root, "punct")
        words = [first, *words, Word(closing, False, "PUNCT", "", closing, root, "punct")]
        words[-2] = replace(words[-2], space=closing == "»")
    words[-1] = replace(words[-1], space=False)
    start = len(words) + 1
    top = start + next(i for i, word in enumerate(clause) if word.head == OUTSIDE)
    words.append(Word(",", True, "PUNCT", "", ",", top, "punct"))
    words += [
        replace(word, head=root if word.head == OUTSIDE else start + word.head)
        for word in clause
    ]
    words = _tight(words)
    words[-1] = replace(words[-1], space=False)
    return [*words, Word(".", True, "PUNCT", "", ".", root, "punct")]
