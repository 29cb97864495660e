"""Tell a snapshot: claims with figures and evidence, a narrative, and the page that shows them."""

from voc.story.page import render_html
from voc.story.tell import tell

__all__ = ["render_html", "tell"]
