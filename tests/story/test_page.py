"""The page stands alone, shows every claim, hides small bases and can't be broken by a text."""

import re
from html.parser import HTMLParser
from itertools import pairwise

import pytest

from voc.domain.claim import Story
from voc.domain.snapshot import Snapshot
from voc.story import render_html, tell
from voc.story.colours import background, ink_on, luminance

from .company import company

VOID = {"meta", "link", "br", "img", "input", "hr", "circle", "line", "rect", "stop"}


class _Outline(HTMLParser):
    """Collect what a browser would: open tags, ids, links and visible text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        self.ids += [values["id"]] if values.get("id") else []
        self.links += [v for k, v in attrs if k in ("href", "src", "srcset") and v]
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        if tag not in VOID:
            assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return company()


@pytest.fixture(scope="module")
def story(snapshot: Snapshot) -> Story:
    return tell(snapshot)


@pytest.fixture(scope="module")
def page(story: Story, snapshot: Snapshot) -> _Outline:
    return _Outline(render_html(story, snapshot))


def test_the_page_is_whole_and_needs_nothing_from_elsewhere(page: _Outline) -> None:
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert all(link == "data:," or link[1:] in page.ids for link in page.links)
    assert not {"script", "img", "iframe"} & {tag for tag, _ in page.tags}
    assert "url(http" not in page.text
    assert "@import" not in page.text


def test_every_claim_stands_on_it_with_its_quotes(page: _Outline, story: Story) -> None:
    text = page.text.replace("\u00a0", " ")
    for claim in story.claims:
        assert f"claim-{claim.id}" in page.ids
        assert claim.sentence in text
    assert all(quote.text in text for quote in story.claims[0].evidence)
    assert all(caveat in text for caveat in story.caveats)


def test_charts_and_tables_can_be_heard(page: _Outline) -> None:
    levels = [int(tag[1]) for tag, _ in page.tags if re.fullmatch("h[1-6]", tag)]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    for tag, values in page.tags:
        if tag == "svg":
            assert values.get("aria-hidden") == "true" or values.get("aria-label")
        if tag == "th":
            assert values.get("scope")


@pytest.mark.parametrize("value", range(-100, 101, 4))
def test_numbers_on_the_heat_map_are_readable(value: int) -> None:
    shades = (background(value), ink_on(value))
    dark, light = sorted(
        luminance((int(s[1:3], 16), int(s[3:5], 16), int(s[5:7], 16))) for s in shades
    )
    assert (light + 0.05) / (dark + 0.05) >= 4.5


def test_a_base_of_fewer_than_five_is_hatched_and_not_said(
    story: Story, snapshot: Snapshot
) -> None:
    few = tuple(
        c.model_copy(update={"n_customers": 4, "n_promoters": 3_333})
        if c.key == "leave" and c.solicited
        else c
        for c in snapshot.cells
    )
    html = render_html(story, snapshot.model_copy(update={"cells": few}))
    assert "Fewer than 5 customers: not shown." in html
    assert "3,3" not in html


def test_a_text_that_looks_like_html_is_shown_as_text(snapshot: Snapshot) -> None:
    quotes = tuple(
        q.model_copy(update={"text": '<script>alert(1)</script> & "x"'}) for q in snapshot.quotes
    )
    evil = snapshot.model_copy(update={"quotes": quotes, "company": "</title><b>A&B"})
    html = render_html(tell(evil), evil)
    assert "<script" not in html
    assert "<b>A&B" not in html
    assert _Outline(html).open == []


def test_a_company_without_records_has_a_page(snapshot: Snapshot) -> None:
    empty = snapshot.model_copy(
        update={"cells": (), "periods": (), "quotes": (), "losses": (), "coverage": ()}
    )
    page = _Outline(render_html(tell(empty), empty))
    assert "No two periods have enough records yet to be compared." in page.text
