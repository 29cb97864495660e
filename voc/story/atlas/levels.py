"""Net sentiment of a topic, voice by voice, from a snapshot's figures."""

from voc.metrics.balance import balance
from voc.metrics.movement import Base
from voc.story.atlas.types import Level
from voc.story.figures import Figures, base_of, split


def levels(figures: Figures, topic_id: str) -> tuple[Level, ...]:
    """Compute both voices' levels over all time; a silent voice has none."""
    found = []
    for solicited in (True, False):
        cell = figures.cell("topic", topic_id, "whole", solicited=solicited)
        if cell is None:
            continue
        base = base_of(cell, "net_sentiment")
        shown = base is not Base.SUPPRESSED
        value = balance(split(cell, "net_sentiment")).value if shown else 0.0
        found.append(Level(solicited, value, cell.n_records, base))
    return tuple(found)
