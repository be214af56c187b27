"""Laws of citations, Web Annotations and reports for people."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vigie.doors.exports.names import plain_name
from vigie.store.record import Record


def test_citations_keep_the_precision_of_dates(dirty: Record, out):
    items = {i["id"]: i for i in json.loads(out(dirty, "csl"))}
    assert items["wire"]["issued"] == {"date-parts": [[2020, 5, 22]]}
    assert items['déjà/vu "9"']["issued"] == {"date-parts": [[2020, 5]]}
    assert items["wire"]["container-title"] == "Agence"


def test_bibtex_is_balanced_and_its_keys_are_plain(dirty: Record, out):
    """Braces close, TeX's own characters are escaped, no two entries share a key."""
    text = out(dirty, "bibtex").decode()
    keys = re.findall(r"^@misc\{(.+),$", text, re.M)
    assert len(keys) == len(set(keys)) == 5
    assert all(re.fullmatch(r"[A-Za-z0-9.-]+", key) for key in keys)
    plain = re.sub(r"\\.", "", text)
    assert plain.count("{") == plain.count("}")
    assert not re.search(r"(?<!\\)[&%#]", text)


@given(st.text(max_size=90), st.text(max_size=90))
def test_two_names_never_become_one(left: str, right: str):
    assert left == right or plain_name(left) != plain_name(right)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9.-]*", plain_name(left))


def test_annotations_stand_on_the_words_they_quote(dirty: Record, out):
    """Position and quote of a target agree with the text as received."""
    page = json.loads(out(dirty, "annotations"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert len({a["id"] for a in page["items"]}) == len(page["items"]) > 0
    for item in page["items"]:
        place, quote = item["target"][0]["selector"]
        name = item["target"][0]["source"].removeprefix("urn:vigie:dispatch:")
        from urllib.parse import unquote

        reading = dirty.reading_of(unquote(name))
        assert reading is not None
        raw = reading.dispatch.raw
        assert raw[place["start"] : place["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in raw


def test_annotations_are_json_ld(record: Record, out):
    """Rdflib reads them as linked data: each annotation has its target and its bodies."""
    import rdflib

    page = json.loads(out(record, "annotations"))
    oa = "http://www.w3.org/ns/oa#"
    page["@context"] = {  # of our own, so that nothing is fetched
        "@vocab": oa, "id": "@id", "type": "@type", "source": {"@type": "@id"},
        "items": {"@container": "@list"}, "target": "oa:hasTarget", "body": "oa:hasBody", "oa": oa,
    }  # fmt: skip
    graph = rdflib.Graph().parse(data=json.dumps(page), format="json-ld")
    told = list(graph.subjects(rdflib.RDF.type, rdflib.URIRef(f"{oa}Annotation")))
    assert len(told) == len(page["items"])
    for one in told:
        assert graph.value(one, rdflib.URIRef(f"{oa}hasTarget")) is not None


class Tags(HTMLParser):
    """Tags that are open, and all attributes met."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.names: set[str] = set()

    def handle_starttag(self, tag, attrs):
        self.names.add(tag)
        self.attributes += attrs
        if tag not in ("meta",):
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.mark.parametrize("which", ["record", "dirty"])
def test_html_is_one_file_that_asks_for_nothing(
    which: str, out, request: pytest.FixtureRequest
):
    """Tags close, nothing is fetched, no word of a dispatch becomes a tag."""
    page = Tags()
    page.feed(out(request.getfixturevalue(which), "html").decode())
    assert page.open == []
    assert not page.names & {"script", "img", "link", "iframe", "b"}
    assert not any(name in ("src", "href", "style") for name, _ in page.attributes)


def test_reports_show_each_telling_in_its_sentence(record: Record, out):
    for name in ("markdown", "html"):
        text = out(record, name).decode()
        assert "dément avoir perdu Asaba" in text.replace("<mark>", "").replace(
            "</mark>", ""
        )
        assert "La Gazette" in text
    assert "≠ status: asserted (Agence) ≠ denied (ANL)" in out(record, "markdown").decode()


def test_markdown_runs_nothing_of_a_dispatch(dirty: Record, out):
    assert not re.search(r"(?<!\\)<b>", out(dirty, "markdown").decode())


def test_a_report_says_what_was_asked(record: Record, out):
    assert "types: COERCE" in out(record, "markdown", types=("COERCE",)).decode()
