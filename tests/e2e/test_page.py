"""The demo company's page in a real browser: whole, silent, readable in every medium."""

import re
import shutil
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

CHROMIUM = shutil.which("chromium")
SWITCHES = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
CONTRAST = Path(__file__).with_name("contrast.js").read_text(encoding="utf-8")
DESK, PHONE = ViewportSize(width=1280, height=900), ViewportSize(width=390, height=844)

pytestmark = [
    pytest.mark.browser,
    pytest.mark.model,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is missing: `make system` installs it"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield launched
        launched.close()


@pytest.fixture
def address(told_workspace: str) -> str:
    return Path(told_workspace, "story.html").as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page(viewport=DESK)
    opened.goto(address)
    yield opened
    opened.close()


def heard(page: Page) -> list[dict[str, Any]]:
    """List what a screen reader is given, in order: role, name and level."""
    tree = page.context.new_cdp_session(page).send("Accessibility.getFullAXTree")
    return [
        {
            "role": node["role"]["value"],
            "name": node.get("name", {}).get("value", ""),
            "level": next(
                (p["value"]["value"] for p in node.get("properties", []) if p["name"] == "level"), 0
            ),
        }
        for node in tree["nodes"]
        if not node["ignored"]
    ]


def words(page: Page) -> str:
    """Give all text that shows, whatever its line breaks."""
    return re.sub(r"\s+", " ", page.inner_text("body"))


def test_it_opens_without_an_error_and_asks_for_nothing_else(
    browser: Browser, address: str, story: dict[str, Any]
) -> None:
    page = browser.new_page(viewport=DESK)
    complaints: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(address, wait_until="networkidle")
    expect(page.get_by_role("heading", level=1)).to_have_text(story["headline"])
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    page.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith("data:")] == [address]


def test_it_can_be_heard(page: Page) -> None:
    nodes = heard(page)
    levels = [node["level"] for node in nodes if node["role"] == "heading"]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(below - above <= 1 for above, below in pairwise(levels))
    pictures = [node for node in nodes if node["role"] in ("image", "img")]
    assert pictures
    assert all(node["name"] for node in pictures)
    hidden = page.locator("svg[aria-hidden=true]").count()
    assert len(pictures) + hidden == page.locator("svg, img").count()


def test_every_table_has_headers_of_columns_and_rows(page: Page) -> None:
    tables = page.get_by_role("table").all()
    assert len(tables) == page.locator("table").count() > 0
    for table in tables:
        assert table.get_by_role("columnheader").count() > 0
        rows = table.locator("tbody tr").count()
        assert table.get_by_role("rowheader").count() == rows > 0


def test_every_link_leads_to_something_that_shows(page: Page) -> None:
    for link in page.locator("a[href]").all():
        target = link.get_attribute("href") or ""
        expect(page.locator(f'[id="{target.removeprefix("#")}"]')).to_be_visible()


def test_the_keyboard_reaches_the_story_first(page: Page) -> None:
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the story")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_nothing_is_wider_than_the_screen(page: Page, size: ViewportSize) -> None:
    page.set_viewport_size(size)
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
@pytest.mark.parametrize("medium", [{"color_scheme": "dark"}, {"media": "print"}, {}], ids=str)
def test_every_text_stands_out_from_what_lies_behind_it(
    page: Page, size: ViewportSize, medium: dict[str, Any]
) -> None:
    page.set_viewport_size(size)
    page.emulate_media(**medium)
    assert page.evaluate(CONTRAST) == []


def test_dark_mode_and_paper_show_the_same_words(page: Page) -> None:
    # Links within the page have no use on paper.
    page.evaluate("document.querySelectorAll('nav, .skip').forEach((links) => links.remove())")
    on_screen = words(page)
    assert len(on_screen) > 2_000
    page.emulate_media(color_scheme="dark")
    assert words(page) == on_screen
    page.emulate_media(media="print", color_scheme="light")
    assert words(page) == on_screen
