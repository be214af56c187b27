"""A real Chromium: load, filter, open an event, see its words; nothing leaves the machine; axe."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = Path("/usr/bin/chromium")
if not CHROMIUM.exists():
    pytest.skip(f"no Chromium at {CHROMIUM}", allow_module_level=True)
api = pytest.importorskip("playwright.sync_api", reason="needs playwright")
uvicorn = pytest.importorskip("uvicorn", reason="the pages need vigie[web]")

from vigie.doors.web.app import make_app  # noqa: E402 - after the skips

ARGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
PATHS = ("/", "/events", "/events/e1asaba", "/dispatches/wire", "/actors/lby.lna", "/actors",
         "/stories/s1", "/map", "/network", "/search?q=Asaba", "/about", "/nowhere")  # fmt: skip


@pytest.fixture(scope="module")
def base(record: Path) -> Iterator[str]:
    """Address of a server of the made record."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = uvicorn.Server(
        uvicorn.Config(make_app(record), host="127.0.0.1", port=port, log_level="error")
    )
    thread = threading.Thread(target=server.run)
    thread.start()
    pause = threading.Event()
    for _ in range(200):
        if server.started:
            break
        pause.wait(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, without a window."""
    with api.sync_playwright() as p:
        found = p.chromium.launch(executable_path=str(CHROMIUM), args=ARGS)
        yield found
        found.close()


@contextmanager
def visit(browser: Any, base: str, **settings: Any) -> Iterator[tuple[Any, list[str]]]:
    """A page, and all that went wrong on it: requests that leave, errors, messages."""
    context = browser.new_context(locale="fr-FR", **settings)
    odd: list[str] = []

    def route(asked: Any) -> None:
        if asked.request.url.startswith(base):
            asked.continue_()
        else:
            odd.append(asked.request.url)
            asked.abort()

    context.route("**/*", route)
    page = context.new_page()
    page.on("pageerror", lambda e: odd.append(str(e)))
    page.on("console", lambda m: odd.append(m.text) if "404" not in m.text else None)
    yield page, odd
    context.close()


@pytest.mark.parametrize("script", [True, False])
def test_load_filter_open_see_the_words(browser: Any, base: str, script: bool) -> None:
    """From the first page to the word in its dispatch, with and without JavaScript."""
    with visit(browser, base, java_script_enabled=script) as (page, odd):
        page.goto(base)
        page.locator(".filters > summary").click()
        page.get_by_label("lieu", exact=True).fill("asaba")
        page.get_by_role("button", name="Filtrer").click()
        assert "place=asaba" in page.url
        assert page.locator(".line").count() == 1
        page.locator(".line .what").click()
        assert page.url.endswith("/events/e1asaba")
        assert "démenti" in page.locator(".contradictions").inner_text()
        page.locator("tr", has_text="quand").locator("a", has_text="wire").click()
        found = page.locator("#at")
        assert found.inner_text() == "jeudi"
        assert found.is_visible()
        assert odd == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_fails_axe(browser: Any, base: str, scheme: str) -> None:
    """No fault of accessibility that axe knows, contrast included, in light and in dark."""
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="needs axe"
    ).Axe()
    faults = []
    with visit(browser, base, color_scheme=scheme, bypass_csp=True) as (page, odd):
        for path in PATHS:
            page.goto(base + path)
            found = axe.run(page)
            assert found.response["passes"]
            faults += [
                (path, v["id"], v["nodes"][0]["html"][:160])
                for v in found.response["violations"]
            ]
        assert odd == []
    assert faults == []


@pytest.mark.parametrize("wide", [360, 1280])
def test_no_page_scrolls_sideways(browser: Any, base: str, wide: int) -> None:
    """At the width of a phone as of a desk, the page fits."""
    with visit(browser, base, viewport={"width": wide, "height": 800}) as (page, odd):
        for path in PATHS:
            page.goto(base + path)
            assert page.evaluate("document.documentElement.scrollWidth") <= wide, path
        assert odd == []


def test_marks_can_be_put_out_without_a_script(browser: Any, base: str) -> None:
    """Unticking a layer takes its marks off the text, by style alone."""
    with visit(browser, base, java_script_enabled=False) as (page, _):
        page.goto(f"{base}/dispatches/wire")
        assert page.locator(".raw sup").first.is_visible()
        page.locator("#l-trigger").uncheck()
        assert not page.locator(".raw sup").first.is_visible()


def test_the_keyboard_reaches_the_content(browser: Any, base: str) -> None:
    """The first Tab shows the way to the content, and / leads to the search field."""
    with visit(browser, base) as (page, odd):
        page.goto(base)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.id") == "q-top"
        assert odd == []


def test_vega_draws_the_bars_and_days_can_be_chosen(browser: Any, base: str) -> None:
    """The chart takes the drawing's place, needs no eval; a drag and a click give addresses."""
    pytest.importorskip("vl_convert", reason="charts need vigie[tables]")
    with visit(browser, base) as (page, odd):
        page.goto(f"{base}/events")
        page.wait_for_selector(".bars.drawn", timeout=60_000)
        assert not page.locator(".bars > svg").is_visible()
        assert "Barres" in (page.locator(".bars .vega").get_attribute("aria-label") or "")
        box = page.locator(".vega canvas").bounding_box()
        page.mouse.move(box["x"] + box["width"] * 0.2, box["y"] + 50)
        page.mouse.down()
        page.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 60, steps=6)
        page.mouse.up()
        page.locator(".chosen a").click()
        assert "since=2020-" in page.url
        assert "until=2020-" in page.url
        page.goto(f"{base}/events")
        page.wait_for_selector(".bars.drawn", timeout=60_000)
        box = page.locator(".vega canvas").bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        page.wait_for_url("**/events?since=2020-05-21&until=2020-05-21")
        assert odd == []


def test_paper_gets_the_drawing(browser: Any, base: str) -> None:
    """In print the chart gives its place back to the drawing, which needs no script."""
    pytest.importorskip("vl_convert", reason="charts need vigie[tables]")
    with visit(browser, base) as (page, _):
        page.goto(base)
        page.wait_for_selector(".bars.drawn", timeout=60_000)
        page.emulate_media(media="print")
        assert page.locator(".bars > svg").is_visible()
        assert not page.locator(".vega").is_visible()
