"""The atlas's pictures: whole, light at any size, no label on another, and something when empty."""

import re
from dataclasses import replace
from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.story.atlas import Life, Spot, atlas_html, lineage_svg, map_svg, to_png, tree_svg
from voc.story.atlas.families import ordered
from voc.story.atlas.lettering import LINE_HEIGHT, cut, lettered, width
from voc.story.atlas.shapes import PAPER
from voc.story.colours import OTHER_THEMES, THEMES, luminance

from .drawn import LIVES, atlas, day, empty

SVG = "{http://www.w3.org/2000/svg}"


def texts(svg: str) -> list[str]:
    """Parse a picture and list what is written on it."""
    return [element.text or "" for element in ElementTree.fromstring(svg).iter(f"{SVG}text")]


places = st.floats(0, 1, allow_nan=False, width=32)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.tuples(places, places, st.integers(1, 30)), min_size=1, max_size=25))
def test_no_label_covers_another_at_any_scale(drawn: list[tuple[float, float, int]]) -> None:
    spots = [
        Spot(id="", label="m" * n, theme=0, x=x, y=y, radius=0.1, n_passages=1, n_records=1)
        for x, y, n in drawn
    ]
    stands, least = lettered(spots, [12.0] * len(spots))
    assert (np.hypot(*(stands - [(s.x, s.y) for s in spots]).T) < 0.1).all(), "each in its topic"
    for scale in (200, 700, 1500, 9000):
        shown = [n for n, needed in enumerate(least) if needed <= scale]
        for n, one in enumerate(shown):
            for other in shown[:n]:
                labels = spots[one].label, spots[other].label
                room = sum(width(label, 12, bold=True) for label in labels) / 2
                x, y = np.abs(stands[one] - stands[other]) * scale
                assert x >= room or y >= 12 * LINE_HEIGHT - 1e-6
    assert least[0] == 0, "the largest topic is always named"


def test_large_neighbours_on_one_line_are_both_named() -> None:
    labels = ("confirmation email", "a prompt response")
    spots = [
        Spot(id="", label=label, theme=0, x=x, y=0.3, radius=0.05, n_passages=300, n_records=300)
        for label, x in zip(labels, (0.45, 0.55), strict=True)
    ]
    drawn = replace(atlas(2, 60), topics=tuple(spots))
    assert {*labels} <= {*texts(map_svg(drawn))}


def test_a_text_is_cut_where_its_room_ends() -> None:
    assert cut("bill", 14, 200) == "bill"
    short = cut("charged twice after the migration", 14, 80)
    assert short.endswith("…")
    assert width(short, 14) <= 80


@pytest.mark.parametrize("draw", [map_svg, tree_svg, lineage_svg])
def test_a_picture_says_what_it_shows(draw: object) -> None:
    svg = draw(atlas(12, 300))  # type: ignore[operator]
    root = ElementTree.fromstring(svg)
    assert root.get("role") == "img" and root.get("aria-label")
    assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


def test_a_map_of_many_passages_stays_light_and_keeps_its_labels() -> None:
    few, many = map_svg(atlas(6, 100)), map_svg(atlas(6, 12_000))
    assert few.count("h0") == 100 and "<image" not in few
    assert many.count("<image") == 1 and len(many) < 1_500_000
    assert {f"charged twice no {n}" for n in range(6)} <= {*texts(few)} & {*texts(many)}


def test_no_picture_of_many_dots_covers_what_is_written() -> None:
    drawn = [
        part.tag.removeprefix(SVG) for part in ElementTree.fromstring(map_svg(atlas(6, 12_000)))
    ]
    assert drawn.index("image") < drawn.index("text"), "what is drawn later lies above"


def test_no_line_of_a_life_leaves_the_picture() -> None:
    first = day(0)
    lives = (
        Life(id="A", labels=((first, "double charge"),), state="active"),
        replace(LIVES[1], labels=((first, "two bills"),), ended_at=first),
        replace(LIVES[2], ended_at=first, successors=("D",)),
        Life(id="D", labels=((first, "new"),), state="active", parents=("C",)),
    )
    svg = lineage_svg(replace(atlas(3, 30), lives=lives, as_of=day(2)))
    lanes = [path.get("d") or "" for path in ElementTree.fromstring(svg).findall(f"{SVG}path")]
    births = [
        float(dot.get("cx") or 0) for dot in ElementTree.fromstring(svg).findall(f"{SVG}circle")
    ]
    starts = [float(re.findall(r"-?[\d.]+", lane)[0]) for lane in lanes]
    assert sum("C" in lane for lane in lanes) == 3 and min(starts) >= min(births)


def test_the_tree_sums_up_what_is_too_small_and_hides_small_bases() -> None:
    written = texts(tree_svg(atlas(90, 900)))
    named = sum(label.startswith("charged twice") for label in written)
    left = sum(int(re.findall(r"\d+", one)[0]) for one in written if one.startswith("and "))
    assert named + left == 90 and named <= 64
    assert "few" in written and "−40" in written


def test_families_lie_side_by_side_and_changes_are_counted() -> None:
    order = [life.id for life in ordered(LIVES)]
    assert abs(order.index("A") - order.index("B")) == 1
    assert order.index("C") < order.index("D") and {*order[-1:]} == {"G"}
    written = texts(lineage_svg(atlas(3, 30)))
    assert "7 births, 1 rename, 1 merge, 1 split, 1 retirement since 5 January 2026" in written
    assert "“double charge”" in written and "two bills (merged)" in written


def test_what_is_empty_says_so() -> None:
    nothing = empty()
    assert "No topics yet" in " ".join(texts(map_svg(nothing)))
    assert "No topics yet" in " ".join(texts(tree_svg(nothing)))
    assert "No topic has been born yet" in " ".join(texts(lineage_svg(nothing)))
    assert "voc night" in atlas_html(nothing) and "<canvas" not in atlas_html(nothing)


@pytest.mark.parametrize(("n_topics", "n_themes"), [(1, 1), (1, 0), (5, 0), (20, 3)])
def test_one_topic_and_no_theme_can_be_drawn(n_topics: int, n_themes: int) -> None:
    drawn = atlas(n_topics, 60, n_themes=n_themes)
    assert "charged twice no 0" in texts(map_svg(drawn))
    assert ("All topics" in texts(tree_svg(drawn))) == (n_themes == 0)
    assert "charged twice no 0" in atlas_html(drawn)


def test_the_page_stands_alone_and_a_text_can_not_break_it() -> None:
    page = atlas_html(atlas(5, 60))
    assert "</script><b>" not in page and page.count("</script>") == 2
    assert not re.search(r"(src|href)=\"(?!#|data:)", page)
    assert "The line &amp; the &lt;hub&gt;" in page


def test_a_page_without_times_has_no_lives() -> None:
    page = atlas_html(replace(atlas(5, 60), lives=(), as_of=None))
    assert 'id="lives"' not in page and 'href="#lives"' not in page


def test_colours_of_themes_stand_out_from_paper() -> None:
    def light(colour: str) -> float:
        return luminance((int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)))

    for colour in (*THEMES, OTHER_THEMES):
        assert (light(PAPER) + 0.05) / (light(colour) + 0.05) >= 3.0
    assert len({*THEMES, OTHER_THEMES}) == len(THEMES) + 1


def test_a_picture_becomes_a_png() -> None:
    png = to_png(map_svg(atlas(3, 30)))
    assert png.startswith(b"\x89PNG")
    assert np.frombuffer(png[16:24], ">u4").tolist() == [3200, 1800]
