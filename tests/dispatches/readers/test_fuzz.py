"""Fuzz targets: whatever is done to a good file, its reader gives dispatches and issues, in time.

`python bench/fuzz.py --seconds 60` runs the same targets for as long as asked.
"""

from __future__ import annotations

import gzip
import io
import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from seeds import SEEDS, spoil

from vigie.dispatches.clean import clean
from vigie.dispatches.readers.limits import Limits
from vigie.dispatches.readers.pick import read_stream
from vigie.records import Issue, RawDispatch

pytest.importorskip("trafilatura", reason="the extra `web` is not installed")
pytest.importorskip("fastwarc", reason="the extra `web` is not installed")

LIMITS = Limits(packed_bytes=2_000_000, file_bytes=1_000_000)


def read(name: str, data: bytes) -> list[RawDispatch | Issue]:
    return list(read_stream(io.BytesIO(data), "x", name, limits=LIMITS))


@pytest.mark.parametrize("name", sorted(SEEDS))
def test_the_good_file_is_read(name):
    """A seed that its reader refuses would make its target worth nothing."""
    found = read(name, SEEDS[name])
    wanted = Issue if name == "a.opml" else RawDispatch
    assert any(isinstance(item, wanted) for item in found)


@pytest.mark.parametrize("name", sorted(SEEDS))
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_a_spoilt_file_gives_dispatches_and_issues(name, seed):
    """Texts that can be written, names that are there, no exception."""
    for item in read(name, spoil(SEEDS[name], random.Random(seed))):
        assert isinstance(item, RawDispatch | Issue)
        if isinstance(item, RawDispatch):
            assert item.id
            assert item.text.strip()
            item.text.encode()


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), name=st.sampled_from(["a.html", "a.txt", "a.warc"]))
def test_what_comes_out_of_a_spoilt_file_can_be_cleaned(residue, seed, name):
    for item in read(name, spoil(SEEDS[name], random.Random(seed))):
        if isinstance(item, RawDispatch):
            dispatch, _ = clean(item, residue, "fr")
            assert (
                clean(RawDispatch(id="y", text=dispatch.text), residue)[0].text
                == dispatch.text
            )


def seconds(name: str, data: bytes, limits: Limits) -> tuple[list[str], float]:
    start = time.perf_counter()
    found = list(read_stream(io.BytesIO(data), "x", name, limits=limits))
    kinds = [item.kind for item in found if isinstance(item, Issue)]
    return kinds, time.perf_counter() - start


def test_a_page_of_a_hundred_megabytes_is_refused_at_once(tmp_path):
    """No more of it is held than a page may have."""
    path = tmp_path / "big.html"
    with path.open("wb") as handle:
        handle.write(b"<html><body>")
        handle.truncate(100_000_000)
    start = time.perf_counter()
    with path.open("rb") as handle:
        (issue,) = read_stream(handle, "big", "big.html")
    assert (issue.kind, time.perf_counter() - start < 2) == ("input-too-long", True)


@pytest.mark.parametrize("name", ["a.txt.gz", "a.html.gz", "a.rss.gz", "a.json.gz"])
def test_a_gigabyte_from_a_megabyte_is_not_unfolded(name):
    """Members one after the other, a thousand times their size."""
    bomb = gzip.compress(b"<rss>" + bytes(10_000_000)) * 100
    kinds, spent = seconds(name, bomb, Limits())
    assert kinds == ["input-too-long"]
    assert spent < 10


@pytest.mark.parametrize(
    "data",
    [
        b"<rss>" + b"<a>" * 200_000,
        b"<newsItem>" + b"<a>" * 200_000 + b"</a>" * 200_000 + b"</newsItem>",
        b"<urlset " + b"a='1' " * 50_000 + b"/>",
        b"<rss><channel>" + b"<item/>" * 20_000 + b"</channel></rss>",
        b"<!--" + b"x" * 500_000 + b'--><!DOCTYPE a [<!ENTITY b "b">]><rss/>',
        b"<opml><body>" + b"<outline>" * 100_000,
    ],
    ids=["open", "deep", "wide", "many", "late-entity", "opml"],
)  # fmt: skip
def test_xml_made_to_be_slow_or_deep_is_not(data):
    kinds, spent = seconds("a.xml", data, Limits())
    assert kinds
    assert spent < 20


@pytest.mark.parametrize("name", ["f.rss", "f.atom"])
def test_a_feed_that_is_html_is_read_as_the_page_it_is(name):
    (found,) = read(name, SEEDS["a.html"])
    assert isinstance(found, RawDispatch)
    assert (
        read(name, b"<html><body>Maintenance</body></html>")[0].kind
        == "page-without-article"
    )


@pytest.mark.parametrize("cut", [40, 400, 700])
def test_a_packed_crawl_cut_anywhere_says_so(cut):
    data = SEEDS["a.warc.gz"]
    found = read("a.warc.gz", data[: max(1, len(data) - cut)])
    assert any(isinstance(item, Issue) for item in found)
