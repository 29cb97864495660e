"""The story as one self-contained web page."""

from typing import TYPE_CHECKING

from voc.domain.claim import Story
from voc.domain.snapshot import Snapshot
from voc.metrics.movement import Base
from voc.story.charts import dumbbells
from voc.story.figures import Figures
from voc.story.findings import findings
from voc.story.heat import heat_map
from voc.story.strands import Strand, is_dated, is_together, strands, voices
from voc.story.summary import unmoved
from voc.story.tables import strip, topic_rows
from voc.story.wording import day, days, during, glued, number, sentence

if TYPE_CHECKING:
    from jinja2 import Environment

BRIEF = ("painful_topic", "praised_touchpoint", "praised_topic", "score_level")


def render_html(story: Story, snapshot: Snapshot) -> str:
    """Render a story with the snapshot it was told from; the page loads nothing from elsewhere."""
    figures = Figures(snapshot)
    found = findings(story.claims, figures)
    apart = {c.subject: c.id for c in story.claims if c.kind == "divergence"}
    return (
        environment()
        .get_template("story.html")
        .render(
            story=story,
            snapshot=snapshot,
            findings=[one for one in found if one.claim.kind not in BRIEF],
            brief=[one for one in found if one.claim.kind in BRIEF],
            unmoved=unmoved(figures),
            strip=strip(figures, story.claims),
            heat=heat_map(figures, story.claims),
            dumbbells=dumbbells(figures, diverging=apart),
            times=_times(figures),
            topics=topic_rows(figures),
            told=[_told(strand, figures) for strand in strands(figures)],
            is_dated=is_dated(figures),
            Base=Base,
        )
    )


def environment() -> "Environment":
    """Set up the templates: what is undefined is an error, and every text is escaped."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    templates = Environment(
        loader=PackageLoader("voc.story"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= {"day": day, "number": number, "sentence": sentence, "glued": glued}
    return templates


def _times(figures: Figures) -> tuple[str, str] | None:
    """Give the days of both voices where they speak of different times."""
    pair = voices(figures)
    if pair is None or is_together(pair[0].days, pair[1].days):
        return None
    return days(*pair[0].days), days(*pair[1].days)


def _told(strand: Strand, figures: Figures) -> dict[str, str]:
    """Say over which days a strand is told, and which periods of its voice are compared."""
    period = figures.period(solicited=strand.solicited)
    return {
        "name": sentence(strand.name),
        "when": during(*strand.days),
        "current": days(*period.current) if period else "",
        "previous": days(*period.previous) if period else "",
    }
