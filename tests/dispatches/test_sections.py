"""The section of a dispatch: from the page, from the trail it shows, from its address, or none."""

import pytest

from vigie.dispatches.clean import clean
from vigie.dispatches.readers.web_page import read_page
from vigie.records import Given, RawDispatch

BODY = "Les dockers du port ont cessé le travail lundi pour réclamer une hausse de leurs salaires."


def section(residue, text=BODY, **given):
    raw = RawDispatch(id="x", text=text, given=Given(**given))
    return clean(raw, residue, "fr")[0].meta.section


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://journal.example/afrique/2020/05/18/le-gna-prend-une-base.html", "afrique"),
        ("https://journal.example/fr/actualites/moyen-orient/le-gna-prend-une-base", "moyen orient"),
        ("https://journal.example/2020/05/18/article.html", None),
        ("https://journal.example/le-gna-prend-une-base-aerienne-pres-de-tripoli/", None),
        ("https://journal.example/Monde%20arabe/x", None), ("https://[", None), (None, None),
    ],
)  # fmt: skip
def test_an_address_names_a_section_by_its_first_folder(residue, url, wanted):
    """Languages, days and words like "articles" are no sections; nor is the article's own name."""
    assert section(residue, url=url) == wanted


def test_a_trail_in_the_text_gives_its_deepest_name(residue):
    text = f"Accueil > Monde > Afrique du Nord\n\nGrève générale au port de Sfax\n\n{BODY}"
    assert section(residue, text) == "Afrique du Nord"
    trail = "Accueil › Économie › Grève générale au port de Sfax"
    assert (
        section(residue, f"{trail}\n\nGrève générale au port de Sfax\n\n{BODY}")
        == "Économie"
    )


def test_what_came_beside_the_text_wins(residue):
    text = f"Accueil > Monde\n\n{BODY}"
    assert (
        section(residue, text, section="Social", url="https://j.example/une/x") == "Social"
    )
    assert section(residue, text, url="https://j.example/afrique/x") == "Monde"


SCRIPT = '<script type="application/ld+json">{}</script>'
CRUMBS = '{"@type": "BreadcrumbList", "itemListElement": [{"name": "Accueil"}, {"item": {"name": "Monde"}}, {"name": "Grève"}]}'


@pytest.mark.parametrize(
    ("head", "body", "wanted"),
    [
        ('<meta property="article:section" content="Économie">', "", "Économie"),
        (SCRIPT.replace("{}", '{"@type": "NewsArticle", "articleSection": ["Social", "Port"]}'), "", "Social"),
        (SCRIPT.replace("{}", CRUMBS), "", "Monde"),
        ("", '<nav aria-label="Breadcrumb"><a href="/">Accueil</a><a href="/m">Maghreb</a><a>Grève</a></nav>', "Maghreb"),
        ('<meta property="article:section" content="Grève, port, Sfax, dockers, salaires, Tunisie">', "", None),
        ("", "", None),
    ],
)  # fmt: skip
def test_a_page_names_its_section(head, body, wanted):
    pytest.importorskip("lxml")
    paragraphs = f"<p>{BODY}</p>" * 4
    page = f"<html><head><title>Grève</title>{head}</head><body>{body}<article><h1>Grève</h1>{paragraphs}</article></body></html>"
    (found,) = read_page(page.encode(), "x")
    assert found.given.section == wanted
