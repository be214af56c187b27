"""Reports room. From quoted words to whoever says them, and whether anyone does.

Flow: a `Stretch` and the `Scene` around it → `Attribution`: the cue and the speaker, by the first
rule that holds (incise after, cue or colon before, incise inside, "selon", the last speaker).
"""

from __future__ import annotations

import msgspec

from vigie.reports.quotes_according import source_head
from vigie.reports.quotes_clauses import incise_start
from vigie.reports.quotes_marks import EDGE, Stretch
from vigie.reports.quotes_scene import Scene
from vigie.reports.quotes_speakers import Speaker
from vigie.reports.quotes_speech import Cue

UNATTRIBUTED_WORDS = 5  # nobody being known to say them, else `ATTRIBUTED_WORDS`
AFTER = 9  # tokens after the closing mark within which an incise must reach its verb


class Attribution(msgspec.Struct, frozen=True, kw_only=True):
    """Who says a quote and what shows it; `whole` when the marks hold all that was said."""

    rule: str
    speaker: Speaker | None = None
    cue: Cue | None = None
    stance: str = "neutral"
    whole: bool = False


def attribute(
    scene: Scene, stretch: Stretch, last: tuple[Stretch, Attribution] | None
) -> Attribution:
    """Who says a stretch of quoted words, by the first rule that holds."""
    first = None
    for rule in (_incise_after, _before, _incise_inside, _according, _signed):
        found = rule(scene, stretch)
        if found and found.speaker:
            return found
        first = first or found
    return first or _carried(scene, stretch, last)


def is_said(scene: Scene, stretch: Stretch, found: Attribution) -> bool:
    """Whether somebody says the words: not a title, a nickname, or a word held at arm's length."""
    if found.whole and found.speaker:
        return True
    if _is_title(scene, stretch):
        return False
    known = found.cue is not None or found.rule == "source"
    if not known and _reads_as_name(scene, stretch):
        return False
    return stretch.words >= UNATTRIBUTED_WORDS or (known and scene.is_long(stretch))


def _incise_after(scene: Scene, stretch: Stretch) -> Attribution | None:
    """Read "« … », a déclaré X": the verb comes after the mark with nothing but clitics between."""
    tokens = scene.notes.tokens
    for cue in scene.cues:
        if not stretch.end <= cue.at < stretch.after + AFTER or not cue.say.mark:
            continue
        if tokens[cue.at].block != tokens[stretch.end - 1].block:
            continue
        opening = incise_start(scene.notes, cue, scene.speech)
        if opening is None or any(
            t.text[0].isalnum() for t in tokens[stretch.after : opening]
        ):
            continue
        subject = scene.voices.subjects.of(cue.root, inverted=True)
        if subject is None and _has_subject(scene, cue):
            continue
        speaker = scene.voices.speaker(subject)
        if speaker is None and subject is not None:  # "lit-on dans un communiqué de X"
            speaker = scene.voices.issuer(
                subject, scene.notes.sents[tokens[subject].sent][1]
            )
        return Attribution(
            rule="incise", speaker=speaker, cue=cue, stance=cue.say.stance, whole=True
        )
    return None


def _has_subject(scene: Scene, cue: Cue) -> bool:
    """Whether a verb has its subject before it, outside the marks."""
    return any(
        k.i < cue.at and scene.within[k.i] < 0
        for k in scene.notes.children(cue.root, "nsubj")
    )


def _before(scene: Scene, stretch: Stretch) -> Attribution | None:
    """Read "X a déclaré : « … »", "X dénonce « … »": the nearest cue before the mark."""
    tokens, first = (
        scene.notes.tokens,
        scene.notes.sents[scene.notes.tokens[stretch.open].sent][0],
    )
    colon = stretch.open > 0 and tokens[stretch.open - 1].text == ":"
    while (
        first > 0
        and ":" in (tokens[first].text, tokens[first - 1].text)
        and (stretch.open <= first + 1)
    ):  # what the colon follows is a sentence, or a paragraph, of its own
        colon, first = True, scene.notes.sents[tokens[first - 1].sent][0]
    found = None
    for cue in reversed(scene.cues):
        if first <= cue.at < stretch.open and scene.within[cue.at] < 0:
            if not _reaches(scene, cue, stretch):
                continue
            speaker = _cue_speaker(scene, cue)
            rule = "colon" if colon else "cue"
            found = found or Attribution(
                rule=rule, speaker=speaker, cue=cue, stance=cue.say.stance, whole=colon
            )
            if speaker:
                return msgspec.structs.replace(
                    found, speaker=speaker, cue=cue, stance=cue.say.stance
                )
    return found or (_noun_before(scene, stretch, first) if colon else None)


def _reaches(scene: Scene, cue: Cue, stretch: Stretch) -> bool:
    """Whether a cue before the mark carries the words after it."""
    notes, tokens = scene.notes, scene.notes.tokens
    near = {t.low for t in tokens[max(0, stretch.open - 2) : stretch.open]}
    if not (cue.say.mark or (cue.say.que and near & scene.speech.conjunctions)):
        return False
    if any(t.text == ";" for t in tokens[cue.last + 1 : stretch.open]):
        return False
    if tokens[stretch.open - 1].text == ":":
        return cue.say.mark
    if incise_start(notes, cue, scene.speech) is not None and not _opens_clause(
        scene, cue, stretch
    ):
        return False
    return scene.is_uttered(cue, inverted=False)


def _opens_clause(scene: Scene, cue: Cue, stretch: Stretch) -> bool:
    """Whether the quoted words stand under the cue in the tree, or right after it."""
    if stretch.open - cue.last <= 2:
        return True
    return any(k.i == cue.at for k in scene.notes.ancestors(stretch.start))


def _cue_speaker(scene: Scene, cue: Cue) -> Speaker | None:
    inverted = incise_start(scene.notes, cue, scene.speech) is not None
    found = scene.cue_speaker(cue, inverted=False)
    return found or (scene.cue_speaker(cue, inverted=True) if inverted else None)


def _noun_before(scene: Scene, stretch: Stretch, first: int) -> Attribution | None:
    """Read "Son message : « … »": a noun of speech before the colon, said by whom it is of."""
    tokens = scene.notes.tokens
    for k in range(stretch.open - 2, first - 1, -1):
        say = scene.speech.nouns.get(tokens[k].lemma)
        if say:
            cue = Cue(at=k, last=k, root=k, say=say)
            owner = scene.voices.owner(k)
            known = owner is not None and owner.key is not None
            speaker = owner if known else _subject_of(scene, first, stretch.open) or owner
            return Attribution(
                rule="colon", speaker=speaker, cue=cue, stance=say.stance, whole=True
            )
    speaker = _subject_of(scene, first, stretch.open)  # "Le maire est furieux : « … »"
    return Attribution(rule="colon", speaker=speaker, whole=True) if speaker else None


def _subject_of(scene: Scene, first: int, stop: int) -> Speaker | None:
    """The first subject of a stretch of text that can speak."""
    for token in scene.notes.tokens[first:stop]:
        if token.rel == "nsubj" and scene.within[token.i] < 0:
            speaker = scene.voices.speaker(scene.voices.subjects.antecedent(token.i))
            if speaker:
                return speaker
    return None


def _incise_inside(scene: Scene, stretch: Stretch) -> Attribution | None:
    """Read "« Moi, dit-il, j'ai … »": the incise is inside the marks."""
    tokens = scene.notes.tokens
    for cue in scene.cues:
        if stretch.start < cue.at < stretch.end and cue.say.mark:
            after = tokens[cue.at + 1] if cue.at + 1 < len(tokens) else None
            if (
                after
                and after.low in scene.speech.inverted
                and incise_start(scene.notes, cue, scene.speech)
            ):
                speaker = scene.voices.speaker(after.i)
                return Attribution(rule="incise", speaker=speaker, cue=cue, whole=True)
    return None


def _according(scene: Scene, stretch: Stretch) -> Attribution | None:
    """Read "selon X, « … »" or "« … », selon X"."""
    tokens = scene.notes.tokens
    sents = {tokens[stretch.open].sent, tokens[stretch.after - 1].sent}
    for source, at, last in scene.sources:
        near = tokens[at].sent in sents and scene.within[at] < 0 and not source.heard
        if near and not (source.voice and at > stretch.open):
            head = source_head(scene.notes, source, last, scene.speech)
            speaker = scene.voices.source(head, source) if head is not None else None
            if speaker:
                return Attribution(rule="source", speaker=speaker, stance=source.stance)
    return None


def _signed(scene: Scene, stretch: Stretch) -> Attribution | None:
    """Read "« … » — X": a name after a dash."""
    tokens, k = scene.notes.tokens, stretch.after
    while k < len(tokens) and tokens[k].text in EDGE and tokens[k].text not in "—–-":
        k += 1
    if k + 1 < len(tokens) and tokens[k].text in ("—", "–", "-"):
        mention = scene.voices.by_token.get(k + 1)
        if mention and mention.kind == "PER":
            return Attribution(
                rule="signed", speaker=scene.voices.speaker(k + 1), whole=True
            )
    return None


def _carried(
    scene: Scene, stretch: Stretch, last: tuple[Stretch, Attribution] | None
) -> Attribution:
    """No cue: the one who spoke last in the paragraph goes on, else the sentence's subject."""
    tokens = scene.notes.tokens
    if last:
        gap = tokens[stretch.open].block - tokens[last[0].open].block
        if gap == 0 or (gap == 1 and _fills_paragraph(scene, stretch)):
            return Attribution(rule="carried", speaker=last[1].speaker)
    first = scene.notes.sents[tokens[stretch.open].sent][0]
    speaker = _subject_of(scene, first, stretch.open)
    if speaker and speaker.key:
        return Attribution(rule="subject", speaker=speaker)
    return Attribution(rule="carried", speaker=last[1].speaker if last else None)


def _fills_paragraph(scene: Scene, stretch: Stretch) -> bool:
    tokens = scene.notes.tokens
    return stretch.open == 0 or tokens[stretch.open - 1].block != tokens[stretch.open].block


def _reads_as_name(scene: Scene, stretch: Stretch) -> bool:
    """Whether words that nobody is cited for begin like a title and say nothing."""
    tokens = scene.notes.tokens[stretch.start : stretch.end]
    apart = stretch.open > 0 and scene.notes.tokens[stretch.open - 1].text != ":"
    finite = any("VerbForm=Fin" in t.morph for t in tokens)
    return apart and not finite and tokens[0].text[0].isupper()


def _is_title(scene: Scene, stretch: Stretch) -> bool:
    """Whether a word before the mark says that what follows is a name, or it reads like one."""
    tokens = scene.notes.tokens
    first = tokens[stretch.start]
    if first.pos in ("VERB", "AUX") or "Polarity=Neg" in first.morph:
        return False  # "la chaîne « met tout en œuvre »": a predicate, not a name
    k = stretch.open - 1
    while (
        k > 0
        and tokens[k].lemma not in scene.speech.titles
        and (tokens[k].pos == "ADJ" or tokens[k].text in (",", ":", "("))
    ):
        k -= 1
    if k >= 0 and tokens[k].lemma in scene.speech.titles:
        return True
    words = [t for t in tokens[stretch.start : stretch.end] if t.text[0].isalnum()]
    finite = any(t.has("VerbForm=Fin") for t in words)
    capitals = sum(t.text[0].isupper() for t in words)
    return not finite and capitals * 2 > len(words)
