"""Cleaning: what is cut, what is kept, and the way home from the clean text to the raw one."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from vigie.dispatches.clean import clean
from vigie.dispatches.tape import plain, thread
from vigie.knowledge.yaml import read_yaml
from vigie.records import Given, RawDispatch

STYLES = read_yaml(Path(__file__).with_name("styles.yaml"))
META = ("title", "published", "modified", "agency", "dateline_place", "dateline_date")


def unmarked(text):
    """The text without its marks, and the solid characters that stood between them."""
    raw, cut, depth = "", set(), 0
    for letter in text:
        if letter in "⟦⟧":
            depth += 1 if letter == "⟦" else -1
            continue
        if depth and not letter.isspace():
            cut.add(len(raw))
        raw += letter
    return raw, cut


def words(raw, offsets):
    """Words at the offsets, for a message one can read."""
    return "".join(raw[i] if i in offsets else "·" for i in range(len(raw)))


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s["id"])
def test_each_style_is_cut_to_the_letter(style, residue):
    """The marked words go, no other word does."""
    raw, wanted = unmarked(style["text"])
    dispatch, _ = clean(
        RawDispatch(id="x", text=raw, given=Given(**style.get("given", {}))), residue, "fr"
    )
    got = {
        i
        for c in dispatch.cuts
        for i in range(c.span.start, c.span.end)
        if not raw[i].isspace()
    }
    kept = re.sub("·+", "·", words(raw, wanted - got))
    lost = re.sub("·+", "·", words(raw, got - wanted))
    assert (kept, lost) == ("·" * bool(raw), "·" * bool(raw))


@pytest.mark.parametrize("style", STYLES, ids=lambda s: s["id"])
def test_each_style_says_its_heading(style, residue):
    """Title, dates, wire, place and names are read; what is not said stays unsaid."""
    raw, _ = unmarked(style["text"])
    dispatch, issues = clean(
        RawDispatch(id="x", text=raw, given=Given(**style.get("given", {}))), residue, "fr"
    )
    got = {f: getattr(dispatch.meta, f) for f in META} | {
        "authors": list(dispatch.meta.authors)
    }
    want = {f: style.get(f) for f in META} | {"authors": style.get("authors", [])}
    assert got == want
    assert not issues


@pytest.mark.parametrize("mark", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)),
                                  "\u061c", "\u180e", "\u200e", "\u200f"])  # fmt: skip
def test_a_mark_of_direction_hides_no_name(mark):
    """What tells a screen which way to write is dropped; what it stood before keeps its offset."""
    raw = f"{mark}#Libye : des tirs à {mark}#Syrte{mark}, selon @x"
    tape = thread(raw)
    assert tape.text == "#Libye : des tirs à #Syrte, selon @x"
    at = tape.text.index("#Syrte")
    assert [raw[tape.raw(at + k)] for k in range(6)] == list("#Syrte")


PIECES = st.sampled_from([
    "date 2020-05", "Connexion client", "Reuters • 23/05/2020 à 21:29", "ISTANBUL, 23 mai (Reuters) -",
    "Le président a parlé samedi.", "« Non », a-t-il dit [en arabe].", "(Actualisé avec citations)",
    "Titre de la dépêche", "© 2020 Thomson Reuters. All rights reserved.", "Lire aussi : autre chose",
    "Sur le même sujet", "(Jean Dupont et Zoé Le Goff)", "R. I.", "Publié le 31/02/2021", "\n", "\n\n",
    " ", "\u00a0", "\u00ad", "\ufeff", "e\u0301te\u0301", "’", "\r\n", "\r", "\u2028", "9 hours ago", "AFP", "Par Jean Dupont",
    "Photo de Karim Sahraoui", "***", "Tripoli -", "22 juin 2012. - ", "x" * 90 + ".",
])  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
)


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_every_clean_letter_comes_home(text, residue):
    """A letter of the clean text stands in the raw text where the map says, up to its accents."""
    dispatch, _ = clean(RawDispatch(id="x", text=text), residue, "fr")
    for at, letter in enumerate(dispatch.text):
        if not letter.isspace():
            raw = dispatch.to_raw(at, at + 1).text(text)
            assert plain(letter)[0] == plain(raw)[0]


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_cleaning_twice_changes_nothing(text, residue):
    """The clean text is clean."""
    once, _ = clean(RawDispatch(id="x", text=text), residue, "fr")
    twice, _ = clean(RawDispatch(id="x", text=once.text), residue, "fr")
    assert twice.text == once.text


@settings(max_examples=250, deadline=None)
@given(text=TEXTS)
def test_what_is_not_cut_is_kept(text, residue):
    """Each solid letter is either inside a cut or in the clean text, and blocks tile the latter."""
    dispatch, _ = clean(RawDispatch(id="x", text=text), residue, "fr")
    cut = {i for c in dispatch.cuts for i in range(c.span.start, c.span.end)}
    home = {
        dispatch.to_raw(at, at + 1).start
        for at, c in enumerate(dispatch.text)
        if not c.isspace()
    }
    assert not cut & home
    left = "".join(c for i, c in enumerate(text) if i not in cut)
    assert "".join(thread(left).text.split()) == "".join(dispatch.text.split())
    inside = [dispatch.text[b.start : b.end] for b in dispatch.blocks]
    assert "\n\n".join(inside) == dispatch.text
    assert all(b and "\n" not in b for b in inside)


def test_blocks_say_title_lead_and_body(residue):
    """What stands between the title and the stamp is the lead, and so is a second title."""
    by_id = {style["id"]: unmarked(style["text"])[0] for style in STYLES}
    for name, kinds in (
        ("lead-then-byline", ["title", "lead", "body", "body"]),
        ("short-title", ["title", "lead", "body", "body"]),
        ("press-release", ["body", "body"]),
    ):
        dispatch, _ = clean(RawDispatch(id="x", text=by_id[name]), residue, "fr")
        assert [b.kind for b in dispatch.blocks] == kinds


def test_a_title_given_beside_the_text_is_found_in_it(residue):
    """Glued to the body or ended by a stop, it is the title; said twice, it is cut once."""
    title = "Tripoli : la trêve tient."
    body = (
        "Les combats ont cessé mardi autour de la capitale, ont indiqué des habitants. " * 2
    )
    for text in (f"{title} {body}", f"{title}\n{title}\n{body}"):
        dispatch, _ = clean(
            RawDispatch(id="x", text=text, given=Given(title=title)), residue, "fr"
        )
        first = dispatch.blocks[0]
        assert (first.kind, dispatch.text[: first.end]) == ("title", title)
        assert dispatch.meta.title == title
        assert dispatch.text.count(title) == 1


def test_soft_hyphens_and_odd_spaces_go_and_letters_are_composed(residue):
    """« L’ar\u00admée\u00a0» reads as it should and still points home."""
    raw = "L’ar\u00adme\u0301e a\u00a0dit\u202f: «\u00a0non\u00a0»  mardi."
    dispatch, _ = clean(RawDispatch(id="x", text=raw), residue, "fr")
    assert dispatch.text == "L’armée a dit : « non » mardi."
    assert dispatch.to_raw(10, 13).text(raw) == "dit"


def test_a_dateline_far_from_publication_is_an_issue(residue):
    """Both dates are kept and the clash is written down."""
    raw = RawDispatch(
        id="x", text="ALGER, 3 mars 2015 (APS) - Le ministre a reçu mardi une délégation étrangère.",
        given=Given(published="2021-06-01"),
    )  # fmt: skip
    dispatch, issues = clean(raw, residue, "fr")
    assert [i.kind for i in issues] == ["dateline-contradicts-publication"]
    assert (dispatch.meta.dateline_date, dispatch.meta.published) == (
        "2015-03-03",
        "2021-06-01",
    )


def test_a_day_that_cannot_be_is_an_issue(residue):
    """The 31st of February dates nothing."""
    text = (
        "Un titre qui tient la route\nPublié le 31/02/2021 à 10:00\n"
        + "Le ministre a parlé mardi. " * 5
    )
    dispatch, issues = clean(RawDispatch(id="x", text=text), residue, "fr")
    assert dispatch.meta.published is None
    assert [i.kind for i in issues] == ["day-impossible"]


@pytest.mark.parametrize(
    ("beside", "wanted"),
    [("2020-05", "2020-05-23T21:29"), ("2020-05-23", "2020-05-23T21:29"), (None, "2020-05-23T21:29"),
     ("2020-05-23T21:29:31Z", "2020-05-23T21:29:31Z")],
)  # fmt: skip
def test_the_more_precise_of_two_agreeing_dates_wins(beside, wanted, residue):
    """What came beside the text fills in, and does not blur."""
    text = (
        "Un titre qui tient la route Reuters • 23/05/2020 à 21:29\n\n"
        + "Le ministre a parlé. " * 6
    )
    dispatch, _ = clean(
        RawDispatch(id="x", text=text, given=Given(published=beside)), residue, "fr"
    )
    assert dispatch.meta.published == wanted


@pytest.mark.parametrize("text", ["", " \n ", "\u00ad", "***", "Partager"])
def test_a_text_of_nothing_is_an_issue(text, residue):
    """No sentence: the dispatch stands empty, and says so."""
    dispatch, issues = clean(RawDispatch(id="x", text=text), residue, None)
    if not dispatch.text:
        assert [i.kind for i in issues] == ["no-sentence"]


@pytest.mark.parametrize(
    ("stamp", "published", "agencies"),
    [
        ("La Gazette d'Outre-Mer avec Agence Sirocco - Publié le 19/05/2020 à 07:15", "2020-05-19T07:15", ()),
        ("Le Mar et la Côte | Publié le 3 mai 2020", "2020-05-03", ()),
        ("Le Phare avec AFP et Reuters – Publié le 3 mai 2020 à 12h", "2020-05-03T12:00", ("AFP", "Reuters")),
        ("La Gazette du Ven, mis en ligne le 3 mai 2020 à 9h05", "2020-05-03T09:05", ()),
    ],
)  # fmt: skip
def test_an_outlet_and_its_stamp_are_one_line_that_goes(
    stamp, published, agencies, residue
):
    """Whatever short day ("Mer", "Ven") its name seems to hold."""
    body = (
        "Les dockers du port ont cessé le travail lundi, selon le syndicat et la direction."
    )
    raw = RawDispatch(id="x", text=f"Grève au port de Sfax\n\n{stamp}\n\n{body}")
    dispatch, _ = clean(raw, residue, "fr")
    assert dispatch.text == f"Grève au port de Sfax\n\n{body}"
    assert (dispatch.meta.published, dispatch.meta.agencies) == (published, agencies)


@given(text=st.text(max_size=60) | st.text("aéÀ’«œµ…—ñ€\u0301ø", max_size=60))
def test_folding_a_text_is_folding_its_letters(text):
    """Whether it goes as bytes or letter by letter; offsets stay what they were."""
    assert plain(text) == "".join(map(plain, text))
    assert len(plain(text)) == len(text)
