"""The atlas in a real browser: dots can be read, topics chosen, by pointer and by keyboard."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.e2e.test_page import CHROMIUM, CONTRAST, DESK, PHONE, SWITCHES
from tests.story.drawn import atlas
from voc.story.atlas import atlas_html

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(
        shutil.which("chromium") is None, reason="Chromium is missing: `make system` installs it"
    ),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=CHROMIUM, args=SWITCHES)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = Path(tmp_path_factory.mktemp("atlas")) / "topics.html"
    file.write_text(atlas_html(atlas(5, 800)), encoding="utf-8")
    return file.as_uri()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page(viewport=DESK)
    complaints: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text))
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    opened.goto(address)
    yield opened
    opened.close()
    assert complaints == []
    assert [url for url in asked if not url.startswith("data:")] == [address]


def inked(page: Page) -> Any:
    """Give the picture that the canvas shows."""
    return page.evaluate(
        "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => "
        "done(document.getElementById('canvas').toDataURL()))))"
    )


def test_a_dot_can_be_read_where_the_pointer_is(page: Page) -> None:
    box = page.locator("#canvas").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#hover")).to_contain_text("passage ")
    expect(page.locator("#hover")).to_contain_text("</script><b>")
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page.locator("#chosen")).to_contain_text("They took the money twice.")


def test_a_topic_can_be_chosen_by_keyboard(page: Page) -> None:
    whole = inked(page)
    page.locator("#choice").focus()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#chosen h3")).to_have_text("charged twice no 0")
    assert inked(page) != whole
    page.get_by_role("button", name="Whole map").press("Enter")
    expect(page.locator("#chosen")).to_be_empty()
    assert inked(page) == whole


def test_the_map_moves_and_grows_by_keyboard_and_never_holds_it(page: Page) -> None:
    whole = inked(page)
    page.locator("#canvas").focus()
    for key in ("+", "ArrowLeft"):
        before = inked(page)
        page.keyboard.press(key)
        assert inked(page) != before
    page.keyboard.press("0")
    assert inked(page) == whole
    page.keyboard.press("Tab")
    expect(page.locator("#canvas")).not_to_be_focused()


def test_a_theme_stands_out_when_it_is_pressed(page: Page) -> None:
    whole = inked(page)
    bills = page.get_by_role("button", name="Bills")
    bills.press("Enter")
    expect(bills).to_have_attribute("aria-pressed", "true")
    assert inked(page) != whole


@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_it_fits_the_screen_and_can_be_read(page: Page, size: Any) -> None:
    page.set_viewport_size(size)
    page.locator("summary").click()
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
    assert page.evaluate(CONTRAST) == []
    assert page.get_by_role("rowheader").count() == 5
