"""Reports room. Who said what: every quote of one dispatch, direct and indirect.

Flow: `Notes` + mentions + actors → stretches between marks (quotes_marks), cues (quotes_speech),
reported clauses (quotes_clauses, quotes_according), posts (quotes_posts), speakers
(quotes_speakers, quotes_subjects) → `Quote`s in reading order. Words between marks that nobody
says (titles, nicknames, scare quotes) are left out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from vigie.records import Actor, Mention, Notes, Quote
from vigie.reports.quotes_according import find_according, find_sources, source_head
from vigie.reports.quotes_attribution import Attribution, attribute, is_said
from vigie.reports.quotes_clauses import (
    Said,
    find_colon,
    find_incise,
    find_infinitive,
    find_noun_clause,
    find_que,
)
from vigie.reports.quotes_marks import Stretch, find_stretches, inside, trimmed
from vigie.reports.quotes_posts import find_posts
from vigie.reports.quotes_scene import Scene
from vigie.reports.quotes_sources import source_key
from vigie.reports.quotes_speakers import Speaker, Voices
from vigie.reports.quotes_speech import Cue, Speech, find_cues, load_speech
from vigie.reports.quotes_venues import venue_of

__all__ = ["Speech", "find_quotes", "load_speech"]

# A reported clause that holds quoted words is kept when this many of its own words stand before
# them; else the quoted words are what was said.
OWN_WORDS = 6
SMALL_PART = 0.4  # quoted words that are less than this of a clause leave it whole


def find_quotes(
    notes: Notes, mentions: Sequence[Mention], actors: Mapping[str, Actor], speech: Speech
) -> tuple[Quote, ...]:
    """Every quote of a dispatch, in reading order.

    Args:
        notes: The dispatch, parsed.
        mentions: Who is named in it, pronouns included.
        actors: The actors the mentions point to.
        speech: The language's words of speech.

    Returns:
        Direct quotes (the words between the marks) and indirect ones (the reported clause); a
        speaker that is no known actor ("des témoins") is one of its own (`with_sources`).
    """
    scene = look(notes, mentions, actors, speech)
    posts = list(find_posts(scene))
    marked = [q for q in _direct(scene) if not any(_inside(q, post) for post in posts)]
    direct = [*marked, *posts]
    return tuple(_resolved(scene, _without_copies([*direct, *_indirect(scene, direct)])))


def look(
    notes: Notes, mentions: Sequence[Mention], actors: Mapping[str, Actor], speech: Speech
) -> Scene:
    """The marks, cues, sources and speakers of a dispatch, gathered once."""
    stretches = find_stretches(notes)
    within = inside(notes, stretches)
    return Scene(
        notes=notes, speech=speech, voices=Voices(notes, mentions, actors, speech, within),
        stretches=stretches, within=within, cues=find_cues(notes, speech),
        sources=list(find_sources(notes, speech)),
    )  # fmt: skip


def _inside(quote: Quote, post: Quote) -> bool:
    """Whether marks stand inside a post: its author's own quoting."""
    return post.tok_start <= quote.tok_start and quote.tok_end < post.tok_end


def _direct(scene: Scene) -> list[Quote]:
    out: list[Quote] = []
    last: tuple[Stretch, Attribution] | None = None
    for stretch in scene.stretches:
        found = attribute(scene, stretch, last)
        if not is_said(scene, stretch, found):
            continue
        out.append(_quote(scene, stretch.start, stretch.end, found, direct=True))
        if found.speaker and found.speaker.key:
            last = (stretch, found)
    return out


def _indirect(scene: Scene, direct: list[Quote]) -> list[Quote]:
    out = []
    pairs = _without_echoes(scene, _reported(scene))
    for said, speaker, relay in _without_relays(pairs):
        clipped = _without_marks(scene, said)
        if clipped and any(q.tok_start <= clipped[0] < q.tok_end for q in direct):
            continue
        if clipped and speaker:
            found = Attribution(
                rule=said.rule, speaker=speaker, cue=said.cue, stance=said.stance
            )
            quote = _quote(scene, *clipped, found, direct=False)
            out.append(msgspec.structs.replace(quote, relay=relay))
    return out


def _reported(scene: Scene) -> list[tuple[Said, Speaker | None]]:
    """Every reported clause with its speaker, sources before verbs."""
    notes = scene.notes
    out: list[tuple[Said, Speaker | None]] = []
    for source, at, last in scene.sources:
        head = source_head(notes, source, last, scene.speech)
        if (
            head is None
            or source.heard
            or scene.within[at] >= 0
            or (source.voice and not _opens(scene, at))
            or not _stands_apart(scene, source.bare, at)
        ):
            continue
        speaker = scene.voices.source(head, source)
        if speaker is None:
            continue
        said = find_according(notes, source, at, last, head, reach=speaker.at)
        if said and not (source.voice and said.start < at):
            out.append((said, speaker))
    for cue in scene.cues:
        said = _under(scene, cue) if scene.within[cue.at] < 0 else None
        if said and scene.is_uttered(cue, inverted=said.inverted):
            out.append((said, scene.cue_speaker(cue, inverted=said.inverted)))
    for token in notes.tokens:
        say = scene.speech.nouns.get(token.lemma) if token.pos == "NOUN" else None
        if say and scene.within[token.i] < 0:
            said = find_noun_clause(
                notes,
                token,
                Cue(at=token.i, last=token.i, root=token.i, say=say),
                scene.speech,
            )
            if said:
                out.append((said, scene.voices.owner(token.i)))
    return out


def _opens(scene: Scene, at: int) -> bool:
    """Whether a preposition opens its clause: "Pour X, …", not "pour Y ou pour X, …"."""
    before = scene.notes.tokens[at - 1] if at else None
    return (
        before is None
        or before.sent != scene.notes.tokens[at].sent
        or (
            before.pos in ("PUNCT", "SCONJ", "CCONJ", "ADV")
            and scene.notes.tokens[at].low not in _lows(scene, at)
        )
    )


def _lows(scene: Scene, at: int) -> set[str]:
    """The words of a sentence before a token."""
    tokens = scene.notes.tokens
    return {t.low for t in tokens[scene.notes.sents[tokens[at].sent][0] : at]}


def _stands_apart(scene: Scene, bare: bool, at: int) -> bool:
    """Whether a source without a name ("de source sûre") is set off by a comma."""
    return (
        not bare or at == 0 or scene.notes.tokens[at - 1].text in (",", "(", ")", "»", '"')
    )


def _without_echoes(
    scene: Scene, pairs: list[tuple[Said, Speaker | None]]
) -> list[tuple[Said, Speaker | None]]:
    """Without "selon lui" inside a reported clause: it names again the voice that tells it."""
    tokens = scene.notes.tokens
    clauses = (_without_marks(scene, s) for s, _ in pairs if s.cue and not s.inverted)
    told = [range(*clause) for clause in clauses if clause]
    return [
        (said, speaker) for said, speaker in pairs
        if said.speaker_at is None
        or tokens[said.speaker_at].pos != "PRON"
        or not any(said.speaker_at in clause for clause in told)
    ]  # fmt: skip


def _without_relays(
    pairs: list[tuple[Said, Speaker | None]],
) -> list[tuple[Said, Speaker | None, str | None]]:
    """Without "selon X" where all that X relays is that Y says something: X is then its relay."""
    starts = {
        said.cue.at for said, speaker in pairs
        if said.cue and speaker and not said.inverted and not said.cue.say.noun
    }  # fmt: skip
    relays = {
        said.root: speaker.key for said, speaker in pairs
        if said.speaker_at is not None and said.root in starts and speaker
    }  # fmt: skip
    return [
        (said, speaker, relays.get(said.cue.at) if said.cue else None)
        for said, speaker in pairs
        if said.speaker_at is None or said.root not in starts
    ]


def _under(scene: Scene, cue: Cue) -> Said | None:
    """What a verb of speech reports, by the frames it takes."""
    notes, say = scene.notes, cue.say
    said = find_colon(notes, cue) if say.mark else None
    if said is None and say.inf:
        said = find_infinitive(notes, cue, scene.speech)
    if said is None and say.que:
        said = find_que(notes, cue, scene.speech)
    if said is None and say.mark:
        said = find_incise(notes, cue, scene.speech)
    return said


def _without_marks(scene: Scene, said: Said) -> tuple[int, int] | None:
    """The clause, stopped before quoted words that make a quote of their own; None if none left."""
    if scene.within[said.start] >= 0:
        return None
    for stretch in scene.stretches:
        if said.start <= stretch.start < said.end and scene.is_long(stretch):
            tokens = scene.notes.tokens
            own = sum(t.text[0].isalnum() for t in tokens[said.start : stretch.open])
            whole = sum(t.text[0].isalnum() for t in tokens[said.start : said.end])
            if stretch.words < SMALL_PART * whole and stretch.after <= said.end:
                continue
            if own < OWN_WORDS:
                return None
            return trimmed(scene.notes, said.start, stretch.open)
    return said.start, said.end


def _quote(
    scene: Scene, start: int, end: int, found: Attribution, *, direct: bool
) -> Quote:
    speaker = found.speaker
    return Quote(
        span=scene.notes.span(start, end), tok_start=start, tok_end=end, direct=direct,
        speaker=speaker.key if speaker else None, speaker_span=speaker.span if speaker else None,
        venue=venue_of(scene, found, start), cue=found.cue.at if found.cue else None,
        stance=found.stance, rule=found.rule,
    )  # fmt: skip


def _resolved(scene: Scene, quotes: list[Quote]) -> list[Quote]:
    """Give the quotes of an unresolved pronoun to who spoke just before, else was last named."""
    out: list[Quote] = []
    tokens = scene.notes.tokens
    for quote in quotes:
        quote = _without_self(scene, quote, out[-1] if out else None)
        at = scene.pronoun_of(quote)
        if at is not None or scene.is_pronoun_incise(quote):
            here = quote.tok_start if at is None else min(at, quote.tok_start)
            near = out and tokens[here].block - tokens[out[-1].tok_end - 1].block <= 1
            key = out[-1].speaker if near else None
            found = scene.voices.subject_before(at) if at is not None else None
            if found and (key is None or scene.speaks_since(found, out[-1])):
                key = found.key
            quote = msgspec.structs.replace(quote, speaker=key or quote.speaker)
        elif quote.speaker is None and quote.speaker_span is not None:
            quote = msgspec.structs.replace(
                quote, speaker=source_key(scene.notes, quote, scene.speech)
            )
        out.append(quote)
    return out


def _without_self(scene: Scene, quote: Quote, last: Quote | None) -> Quote:
    """Another speaker than the one told of ("X a parlé. Kiev a bombardé le port, a-t-il dit.").

    Whoever an incise calls by a pronoun is not the subject named in the clause it is set after.
    """
    if quote.rule != "incise" or quote.cue is None or quote.speaker is None:
        return quote
    voices, tokens = scene.voices, scene.notes.tokens
    at = voices.subjects.of(quote.cue, inverted=True)
    if at is None or tokens[at].low not in scene.speech.inverted or quote.direct:
        return quote
    told = (
        voices.by_token.get(t.i) for t in tokens[quote.tok_start : quote.tok_end]
        if t.rel == "nsubj" and t.i != at
    )  # fmt: skip
    if not any(m and m.named and m.actor == quote.speaker for m in told):
        return quote
    near = last and tokens[quote.tok_start].block - tokens[last.tok_end - 1].block <= 1
    found = voices.subject_before(scene.notes.sents[tokens[at].sent][0], like=at)
    key = last.speaker if last and near else found.key if found else None
    return msgspec.structs.replace(quote, speaker=key) if key else quote


def _without_copies(quotes: list[Quote]) -> list[Quote]:
    """In reading order, one quote a stretch: a clause inside another with the same end is it."""
    out: list[Quote] = []
    for quote in sorted(quotes, key=lambda q: (q.tok_start, -q.tok_end, not q.direct)):
        if out and quote.tok_start == out[-1].tok_start and quote.direct == out[-1].direct:
            continue
        out.append(quote)
    return out
