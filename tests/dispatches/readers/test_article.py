"""The plain article of a page: where most of its prose stands, and nothing around it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

html = pytest.importorskip("lxml.html", reason="the extra `web` is not installed")

from vigie.dispatches.readers.article import plain_article  # noqa: E402 - after the skip

PROSE = [
    "Les combats ont repris mardi autour de l'aéroport, où deux brigades se font face depuis l'été.",
    "Le ministre a appelé les deux camps à cesser le feu et promis d'envoyer des renforts au nord.",
    "Un habitant, joint par téléphone dans la soirée, a décrit une ville coupée en deux par les tirs.",
    "L'hôpital a reçu une vingtaine de blessés, dont quatre enfants, selon son directeur de garde.",
]
P = "".join(f"<p>{p}</p>" for p in PROSE)
WHOLE = "\n\n".join(PROSE)


def article(body: str) -> str | None:
    return plain_article(html.document_fromstring(f"<html><body>{body}</body></html>"))


@pytest.mark.parametrize(
    "body",
    [
        f"<article>{P}</article>", f"<div class='x1'><div class='x2'>{P}</div></div>", P,
        f"<article class='has-sidebar tag-port no-comments'>{P}</article>",
        f"<nav>Accueil</nav><main>{P}</main><aside><p>{PROSE[0]}</p></aside><footer>©</footer>",
        f"<div>{P}</div><div class='post-comments'><p>{PROSE[1]}</p></div>",
        f"<div>{P}<div class='share-bar'>Partager</div></div><ul>{'<li><a>Autre titre</a></li>' * 9}</ul>",
        "<div>" + "<br><br>".join(PROSE) + "</div>",
        f"<table><tr><td><ul><li><a>Menu</a></li></ul></td><td>{P}</td></tr></table>",
        f"<article>{P}<table><tr><td>Lyon</td><td>12</td></tr></table></article>",
        f"<article>{P}<form><label>Votre avis</label><button>Envoyer</button></form></article>",
    ],
)  # fmt: skip
def test_the_article_comes_out_alone(body):
    found = article(body)
    assert found is not None
    assert set(found.split("\n\n")) <= set(PROSE)
    assert len(found) >= len(WHOLE) / 3


def test_words_linked_inside_a_sentence_stay_in_it():
    linked = P.replace("deux brigades", "<a href='/x'>deux <b>brigades</b></a>")
    assert article(f"<article>{linked}</article>") == WHOLE


@pytest.mark.parametrize(
    "body",
    [
        "".join(f"<div><h2>Titre</h2><div><p>{p}</p></div></div>" for p in PROSE),  # a home page
        "<ul>" + "<li><a href='/x'>Le ministre a reçu les députés de l'opposition mardi</a></li>" * 20 + "</ul>",
        f"<p>{PROSE[0]}</p>", "", "<div></div>" * 500,
    ],
)  # fmt: skip
def test_a_page_without_one_article_has_none(body):
    assert article(body) is None


@settings(max_examples=100, deadline=None)
@given(
    tags=st.lists(st.sampled_from(["div", "p", "table", "td", "a", "ul", "li", "article", "br", "body", "nav"]), max_size=60),
    closed=st.lists(st.booleans(), min_size=60, max_size=60),
)  # fmt: skip
def test_no_markup_raises(tags, closed):
    """Tags in any order, closed or not: a text or None."""
    parts = [
        f"</{t}>" if c else f"<{t}>{PROSE[0]}" for t, c in zip(tags, closed, strict=False)
    ]
    found = article("".join(parts))
    assert found is None or found.strip()
