"""Picture the top of a story page for the README: `docs/screenshot.py STORY.html PICTURE.png`."""

import shutil
import sys
from pathlib import Path

WIDTH = 1280
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-background-networking")


def picture(page_file: Path, png: Path, *, last: str = "#voices") -> None:
    """Picture a page from its top to the end of one section, with the system's Chromium."""
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium")
    if chromium is None:
        sys.exit("Chromium is missing: `make system` installs it.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=SWITCHES)
        page = browser.new_page(viewport={"width": WIDTH, "height": 900})
        page.goto(page_file.resolve().as_uri())
        box = page.locator(last).bounding_box()
        if box is None:
            sys.exit(f"{page_file} has no visible {last}: is it a story page?")
        height = box["y"] + box["height"] + 40
        page.screenshot(
            path=png, full_page=True, clip={"x": 0, "y": 0, "width": WIDTH, "height": height}
        )
        browser.close()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    picture(Path(sys.argv[1]), Path(sys.argv[2]))
