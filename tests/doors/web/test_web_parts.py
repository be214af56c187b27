"""The page's parts: addresses, days, marks, drawings."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.doors.interface import say, speaking
from vigie.doors.interface.labels import country_name
from vigie.doors.web.asked import best_language, read_query
from vigie.doors.web.days import day_words
from vigie.doors.web.drawn import chart_of
from vigie.doors.web.drawn_map import WORLD, View, best_view, draw_map
from vigie.doors.web.drawn_network import draw_network
from vigie.doors.web.marked import Mark, pieces
from vigie.doors.web.words import versions
from vigie.records import Span
from vigie.views.bars import Bar, Bars
from vigie.views.map import Dot, Where
from vigie.views.network import Link, Network, Node, layout

SPANS = st.tuples(st.integers(0, 40), st.integers(1, 20)).map(
    lambda p: Span(p[0], p[0] + p[1])
)
MARKS = st.lists(
    st.builds(lambda s, k: Mark(span=s, layer=k), SPANS, st.sampled_from("abc"))
)


@given(text=st.text(max_size=50), marks=MARKS)
def test_marked_text_is_the_text(text: str, marks: list[Mark]) -> None:
    """Joined, the pieces are the text; each letter is under just the marks that cover it."""
    cut = pieces(text, marks)
    assert "".join(p.words for p in cut) == text
    for piece in cut:
        for at in range(piece.start, piece.start + len(piece.words)):
            lying = {m.layer for m in marks if m.span.start <= at < m.span.end}
            assert set(piece.layers) == lying


@pytest.mark.parametrize(
    ("value", "fr", "en"),
    [
        ("2020-05-21", "21 mai 2020", "21 May 2020"),
        ("2020-05-01", "1er mai 2020", "1 May 2020"),
        ("2020-05", "mai 2020", "May 2020"),
        ("2020", "2020", "2020"),
        ("2020-05-21T21:30", "21 mai 2020, 21 h 30", "21 May 2020, 21:30"),
        ("2020-05-21/2020-05-22", "21–22 mai 2020", "21–22 May 2020"),
        ("2020-04-30/2020-05-02", "30 avril – 2 mai 2020", "30 April – 2 May 2020"),
        ("2019-12-30/2020-01-02", "30 décembre 2019 – 2 janvier 2020", "30 December 2019 – 2 January 2020"),
        ("2020-13-40", "2020-13-40", "2020-13-40"),
        ("n'importe quoi", "n'importe quoi", "n'importe quoi"),
        (None, "non daté", "not dated"),
    ],
)  # fmt: skip
def test_a_day_is_said_as_closely_as_it_is_known(
    value: str | None, fr: str, en: str
) -> None:
    """A month stays a month; what is no date is given as it stands."""
    for lang, words in (("fr", fr), ("en", en)):
        with speaking(lang):
            assert day_words(value) == words


def test_speaking_ends_with_its_block() -> None:
    """A visit's language does not outlive it."""
    with speaking("fr"):
        assert say("timeline.undated") == "non daté"
        with speaking("en"):
            assert country_name("TUR") == "Turkey"
        assert country_name("TUR") == "Turquie"


def test_a_link_keeps_what_was_asked() -> None:
    """Changing one filter keeps the others, and the language where it was asked for."""
    asked = read_query(
        [("since", "2020-05"), ("actor", "ANL & cie"), ("cursor", "x"), ("lang", "fr")]
    )
    assert asked.same("/map") == "/map?since=2020-05&actor=ANL+%26+cie&lang=fr"
    assert asked.same("/map", actor=None) == "/map?since=2020-05&lang=fr"
    assert (
        asked.here("/events", cursor=None)
        == "/events?since=2020-05&actor=ANL+%26+cie&lang=fr"
    )
    assert asked.link("/dispatches", "a/b?c#d") == "/dispatches/a%2Fb%3Fc%23d?lang=fr"
    assert read_query([]).link("/") == "/"


def test_a_form_left_empty_asks_nothing() -> None:
    """Browsers send every field of a form; the empty ones filter nothing."""
    asked = read_query(
        [("since", ""), ("type", " "), ("min_origins", ""), ("dyad", ""), ("dyad", "")]
    )
    assert asked.wanted == read_query([]).wanted
    assert not asked.is_filtered


@pytest.mark.parametrize(
    ("header", "lang"),
    [("fr-FR,fr;q=0.9", "fr"), ("de,en;q=0.2,fr;q=0.1", "en"), ("de", "en"), ("", "en"),
     (";q=,,fr;q=oops", "fr")],
)  # fmt: skip
def test_the_browser_s_language_is_kept(header: str, lang: str) -> None:
    """Of our languages, the one it prefers; whatever is sent, there is an answer."""
    assert best_language(header) == lang


def test_cooperation_rises_and_conflict_hangs() -> None:
    """Bars share one scale on both sides of the axis, and stay within the drawing."""
    bars = Bars(step="day", total=9, bars=(
        Bar(start="2020-05-21", end="2020-05-21", quads={"MC": 2, "VX": 1, "MX": 4}),
        Bar(start="2020-05-22", end="2020-05-22", quads={"VC": 2}),
    ))  # fmt: skip
    chart = chart_of(bars)
    for column in chart.columns:
        for block in column.blocks:
            above = block.quad in ("VC", "MC")
            assert (block.y + block.height <= chart.axis + 0.1) == above
            assert block.y >= 0
            assert block.y + block.height <= chart.high
            assert block.height == pytest.approx(
                column.quads[block.quad] * chart.columns[1].blocks[0].height / 2, abs=0.05
            )


def dot(name: str, lat: float | None, lon: float | None, precision: str = "city") -> Dot:
    """A place with one event."""
    return Dot(name=name, country=None, precision=precision, lat=lat, lon=lon, radius_km=50.0,
               events=1, quads={"MX": 1}, event="e")  # fmt: skip


def test_a_country_is_an_area_and_never_a_point() -> None:
    """What is known to the country is its outline; nothing else is drawn for it."""
    found = Where(
        dots=(), countries={"LBY": {"MX": 3}, "XXX": {"MX": 1}}, nowhere=0, total=4
    )
    drawn = draw_map(found, best_view(found))
    assert not drawn.rings
    shapes = {a.code: a.path for a in drawn.areas}
    assert shapes["LBY"].startswith("M")
    assert shapes["LBY"].endswith("z")
    assert shapes["XXX"] == ""  # no outline: it stands in the table only


def test_the_map_shows_how_far_a_place_may_be() -> None:
    """A radius is drawn to scale; a place without degrees is not drawn."""
    found = Where(
        dots=(dot("A", 32.0, 13.0), dot("B", None, None)), countries={}, nowhere=0, total=2
    )
    view = View(13.0, 32.0, 5)
    (ring,) = draw_map(found, view).rings
    assert ring.ry == pytest.approx(50 / 111.32 * view.scale, abs=0.1)
    assert (ring.x, ring.y) == (480.0, 280.0)


def test_moving_stays_within_the_world() -> None:
    """Every step of the buttons leads to a view that an address may ask for."""
    view = WORLD
    for right, up, closer in [(0.3, 0, 0)] * 9 + [(0, 0.35, 0)] * 9 + [(0, 0, 1)] * 12 + [(-0.3, -0.35, -1)] * 20:  # fmt: skip
        view = view.moved(right, up, closer)
        assert -180 <= view.lon <= 180
        assert -80 <= view.lat <= 80
        assert 0 <= view.zoom <= 8


def test_the_same_network_is_drawn_the_same() -> None:
    """The layout hangs on names and weights alone, and stays within its frame."""
    names = [f"a{n}" for n in range(20)]
    weights = {(names[n], names[n * 7 % 20]): n + 1 for n in range(20)}
    spots = layout(names, weights)
    assert spots == layout(names, dict(reversed(weights.items())))
    assert all(0 <= x <= 1 and 0 <= y <= 1 for x, y in spots.values())
    assert len(set(spots.values())) == 20


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_networks_are_drawn_too(count: int) -> None:
    """Nobody, one who acts on itself, two, three."""
    names = [f"a{n}" for n in range(count)]
    spots = layout(names, {})
    nodes = tuple(
        Node(id=n, name=n, country=None, events=1, x=spots[n][0], y=spots[n][1])
        for n in names
    )
    links = tuple(Link(left=n, right=names[0], events=1, quads={"VC": 1}) for n in names)
    knots, edges = draw_network(Network(nodes=nodes, links=links))
    assert len(knots) == count
    assert len(edges) == max(0, count - 1)


def test_files_are_named_by_their_content() -> None:
    """The address of a file of ours changes with it, so that it may be kept for ever."""
    assert {"page.css", "page.js", "vigie.svg"} <= versions().keys()
