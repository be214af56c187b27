"""Reports room. Posts: words set in a paragraph of their own after "X écrit :" or "@x :".

Flow: paragraphs → `Quote`s that no mark bounds. The press of the networks cites posts so: a line
that names the author and ends in a colon, then the post, with its handle and its tags around it.
"""

from __future__ import annotations

from collections.abc import Iterator

from vigie.records import Quote
from vigie.reports.quotes_according import source_head
from vigie.reports.quotes_marks import EDGE, MARKS
from vigie.reports.quotes_scene import Scene
from vigie.reports.quotes_speakers import Speaker
from vigie.reports.quotes_speech import Cue

FEWEST_WORDS = 3
SIGNATURE = 9  # tokens a name and a function take at the end of a paragraph
SIGNED_WORDS = 6  # the fewest words that someone would sign
LAST_LATIN = "\u024f"
TAGS = ("#", "@", "http", "www.")
POST = "Twitter"  # the only network whose handles begin a line so


def find_posts(scene: Scene) -> Iterator[Quote]:
    """Quotes that fill a paragraph after a colon or a handle."""
    before: Speaker | None = None
    waiting = False
    posted = any(t.text[0] in "@#" for t in scene.notes.tokens)
    for start, end in _paragraphs(scene):
        handle = _handle_end(scene, start, end)
        said = waiting or handle or (posted and _is_tagged(scene, start, end))
        if said and scene.within[start] < 0 and scene.notes.tokens[end - 1].text != ":":
            if _is_foreign(scene, start, end):  # the original, its translation comes next
                author = _author(scene, start, handle) if handle else None
                before, waiting = before or author, True
                continue
            quote = _post(scene, start, end, handle, before if waiting else None)
            if quote:
                yield quote
        elif _signature(scene, start, end):
            yield _signed(scene, start, _signature(scene, start, end) or end)
        before, waiting = _introduction(scene, start, end, posted=posted)


def _paragraphs(scene: Scene) -> Iterator[tuple[int, int]]:
    tokens, start = scene.notes.tokens, 0
    for k in range(1, len(tokens) + 1):
        if k < len(tokens) and (
            tokens[k].block == tokens[k - 1].block or tokens[k].text in ":,"
        ):
            continue  # a note cut out of a line leaves its colon to a block of its own
        if tokens:
            yield start, k
            start = k


def _introduction(
    scene: Scene, start: int, end: int, *, posted: bool
) -> tuple[Speaker | None, bool]:
    """Who a paragraph's last sentence lets speak, when it ends in a colon under a verb of speech.

    In a dispatch made of posts any verb will do ("X donne des détails :").
    """
    tokens = scene.notes.tokens
    if end <= start or tokens[end - 1].text != ":":
        return None, False
    first = scene.notes.sents[tokens[end - 1].sent][0]
    if first == end - 1 and first > start:  # the colon was cut off its sentence
        first = scene.notes.sents[tokens[first - 1].sent][0]
    first = max(start, first)
    for cue in reversed(scene.cues):
        if first <= cue.at < end and cue.say.mark and _is_free(scene, cue, end):
            found = scene.cue_speaker(cue, inverted=False)
            found = found or scene.cue_speaker(cue, inverted=True)
            return found or _named(scene, first, cue.at), True
    for source, at, last in scene.sources:
        head = (
            source_head(scene.notes, source, last, scene.speech)
            if first <= at < end
            else None
        )
        if head is not None:
            return scene.voices.source(head, source), True
    if not posted or any(t.lemma in scene.speech.shows for t in tokens[first:end]):
        return None, False
    return _named(scene, first, end), True


def _named(scene: Scene, first: int, stop: int) -> Speaker | None:
    """The first person named in a stretch, outside marks: who is named inside speaks elsewhere."""
    outside = (k for k in range(first, stop) if scene.within[k] < 0)
    people = (scene.voices.by_token.get(k) for k in outside)
    who = next((m for m in people if m and m.named and m.kind == "PER"), None)
    return scene.voices.speaker(who.head) if who else None


def _is_free(scene: Scene, cue: Cue, end: int) -> bool:
    """Whether a verb of speech has not yet said what it says: "X ajoute :", not "X dit que … :"."""
    if scene.within[cue.at] >= 0 or scene.notes.tokens[cue.at].has("VerbForm=Inf"):
        return False
    rest = scene.notes.tokens[cue.last + 1 : end]
    return not any(t.low in scene.speech.conjunctions for t in rest)


def _signature(scene: Scene, start: int, end: int) -> int | None:
    """The dash of a name that signs a paragraph: "… —X, journaliste"; None when none does."""
    tokens = scene.notes.tokens
    for k in range(max(start + SIGNED_WORDS, end - SIGNATURE), end - 1):
        mention = scene.voices.by_token.get(k + 1)
        person = (
            mention is not None and mention.kind == "PER" and mention.tok_start == k + 1
        )
        if tokens[k].text in ("—", "–") and person and scene.within[k] < 0:
            return k
    return None


def _signed(scene: Scene, start: int, dash: int) -> Quote:
    speaker = scene.voices.speaker(dash + 1)
    return Quote(
        span=scene.notes.span(start, dash), tok_start=start, tok_end=dash, direct=True,
        speaker=speaker.key if speaker else None, speaker_span=speaker.span if speaker else None,
        rule="signed",
    )  # fmt: skip


def _handle_end(scene: Scene, start: int, end: int) -> int | None:
    """First token after "@name:" at the head of a paragraph, tags skipped, or None."""
    tokens = scene.notes.tokens
    while start + 1 < end and (
        tokens[start].text.startswith("#") or tokens[start].low in scene.speech.relays
    ):
        start += 1  # "#tag RT @name:": the one passed on is the one who speaks
    k = start + 1 if tokens[start].text == "@" else start
    if k >= end or not (k > start or tokens[start].text.startswith("@")):
        return None
    k += 1
    colon = k < end and tokens[k].text == ":"
    while k < end and tokens[k].text in (":", "…"):
        k += 1
    return k if k < end and (colon or tokens[k].text[0].isupper()) else None


def _is_foreign(scene: Scene, start: int, end: int) -> bool:
    """Whether a paragraph is mostly in another script."""
    letters = [c for t in scene.notes.tokens[start:end] for c in t.text if c.isalpha()]
    return bool(letters) and sum(c > LAST_LATIN for c in letters) * 2 > len(letters)


def _post(
    scene: Scene, start: int, end: int, handle: int | None, before: Speaker | None
) -> Quote | None:
    tokens = scene.notes.tokens
    first = handle if handle is not None else start
    speaker = before
    if handle is not None and (speaker is None or speaker.key is None):
        author = _author(scene, start, handle)
        speaker = author if author.key or speaker is None else speaker
    while end > first and _is_loose(scene, end - 1):
        end -= 1
    while first < end and (tokens[first].text in EDGE or tokens[first].text in MARKS):
        first += 1
    words = sum(1 for t in tokens[first:end] if t.text[0].isalnum())
    if words < FEWEST_WORDS:
        return None
    return Quote(
        span=scene.notes.span(first, end), tok_start=first, tok_end=end, direct=True,
        speaker=speaker.key if speaker else None, speaker_span=speaker.span if speaker else None,
        venue=POST if handle is not None else None, rule="post",
    )  # fmt: skip


def _author(scene: Scene, start: int, handle: int) -> Speaker:
    """Who a handle names."""
    tokens = scene.notes.tokens
    for k in sorted(range(start, handle), key=lambda k: not tokens[k].text.startswith("@")):
        mention = scene.voices.by_token.get(k)
        if mention and mention.tok_end <= handle and mention.actor in scene.voices.actors:
            return Speaker(key=mention.actor, span=mention.span, at=k)
    return Speaker(key=None, span=scene.notes.span(start, handle), at=start)


def _is_tagged(scene: Scene, start: int, end: int) -> bool:
    """Whether a paragraph is a post by its tags: at its head, or after its last full stop."""
    tokens = scene.notes.tokens
    if end - start <= 1:
        return False
    if tokens[start].text.startswith("#"):
        return True
    k = end - 1
    while k > start and _is_tag(scene, k):
        k -= 1
    return k < end - 1 and tokens[k].text in (".", "!", "?", "…")


def _is_loose(scene: Scene, k: int) -> bool:
    """Whether a token at the end of a post is none of its words: a tag, a foreign word, a dash."""
    text = scene.notes.tokens[k].text
    return _is_tag(scene, k) or _is_foreign(scene, k, k + 1) or text in ("–", "-", "—", ":")


def _is_tag(scene: Scene, k: int) -> bool:
    """Whether a token is a tag or an address at the end of a post."""
    tokens = scene.notes.tokens
    text = tokens[k].text
    return text.startswith(TAGS) or (k > 0 and tokens[k - 1].text == "#")
