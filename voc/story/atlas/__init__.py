"""The atlas of topics: map, tree of themes and lineage, as pictures and as one page."""

from voc.story.atlas.levels import levels
from voc.story.atlas.lineage import lineage_svg
from voc.story.atlas.map import map_svg
from voc.story.atlas.page import atlas_html
from voc.story.atlas.png import to_png
from voc.story.atlas.tree import tree_svg
from voc.story.atlas.types import Atlas, Level, Life, Spot, ThemeSpot

__all__ = [
    "Atlas",
    "Level",
    "Life",
    "Spot",
    "ThemeSpot",
    "atlas_html",
    "levels",
    "lineage_svg",
    "map_svg",
    "to_png",
    "tree_svg",
]
