"""The story as one self-contained web page."""

from voc.domain.claim import Story
from voc.domain.snapshot import Snapshot
from voc.metrics.movement import Base
from voc.story.charts import dumbbell
from voc.story.claims.movements import measure_of
from voc.story.figures import Figures
from voc.story.findings import findings
from voc.story.heat import heat_map
from voc.story.tables import strip, topic_rows
from voc.story.wording import day, days, during, glued, number, sentence

BRIEF = ("painful_topic", "praised_topic", "score_level")


def render_html(story: Story, snapshot: Snapshot) -> str:
    """Render a story with the snapshot it was told from; the page loads nothing from elsewhere."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("voc.story"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": day, "number": number, "sentence": sentence, "glued": glued}
    figures = Figures(snapshot)
    found = findings(story.claims, figures)
    apart = {c.subject: c.id for c in story.claims if c.kind == "divergence"}
    both = [dumbbell(figures, stage, diverges=apart.get(stage, "")) for stage in figures.stages]
    return environment.get_template("story.html").render(
        story=story,
        snapshot=snapshot,
        findings=[one for one in found if one.claim.kind not in BRIEF],
        brief=[one for one in found if one.claim.kind in BRIEF],
        strip=strip(figures, story.claims),
        heat=heat_map(figures, story.claims),
        asked_by="NPS" if measure_of(figures, solicited=True) == "nps" else "Net sentiment",
        dumbbells=[row for row in both if row.asked or row.unasked],
        topics=topic_rows(figures),
        voices=_voices(figures),
        Base=Base,
    )


def _voices(figures: Figures) -> list[dict[str, str]]:
    """Say over which days each voice is told and compared."""
    told = []
    for period in figures.snapshot.periods:
        asked = period.solicited
        if figures.cell("all", "", "whole", solicited=asked) is None:
            continue
        told.append(
            {
                "name": "Surveys" if asked else "Unsolicited feedback",
                "told": during(*figures.days(figures.now(solicited=asked), solicited=asked)),
                "current": days(*period.current),
                "previous": days(*period.previous),
            }
        )
    return told
