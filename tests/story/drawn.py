"""Atlases made by hand."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import numpy as np

from voc.metrics.movement import Base
from voc.story.atlas import Atlas, Level, Life, Spot, ThemeSpot

THEMES = ("bills", "visits", "the line & the <hub>")
START = datetime(2026, 1, 5, tzinfo=UTC)


def day(n: int) -> datetime:
    return START + timedelta(days=n)


def atlas(n_topics: int, n_passages: int, *, n_themes: int = 3) -> Atlas:
    """Put topics in a row of circles, largest first, and passages at random within them."""
    random = np.random.default_rng(3)
    radius = 0.5 / max(n_topics, 1)
    topic_of = np.arange(n_passages) % (n_topics + 1) - 1
    centres = np.column_stack([(np.arange(n_topics) + 0.5) / n_topics, np.full(n_topics, radius)])
    angle, far = random.random((2, n_passages))
    spread = np.column_stack([np.cos(6.3 * angle), np.sin(6.3 * angle)])
    spread *= radius * far[:, None]
    levels = (Level(True, -40.0, 120, Base.FULL), Level(False, 0.0, 4, Base.SUPPRESSED))
    spots = [
        Spot(
            id=f"T{n}",
            label=f"charged twice no {n}",
            theme=n % n_themes if n_themes else -1,
            x=float(x),
            y=float(y),
            radius=radius,
            n_passages=int((topic_of == n).sum()),
            n_records=100 - n,
            keywords=("charged", "twice"),
            levels=levels,
            examples=("They took the money twice.",),
        )
        for n, (x, y) in enumerate(centres)
    ]
    return Atlas(
        title="What customers of A & B talk about",
        topics=tuple(spots),
        themes=tuple(ThemeSpot(name, 200 - n) for n, name in enumerate(THEMES[:n_themes])),
        points=centres[np.maximum(topic_of, 0)] + spread if n_topics else spread + 0.5,
        topic_of=topic_of,
        texts=[f"passage {n} </script><b>" for n in range(n_passages)],
        lives=LIVES,
        as_of=day(180),
    )


def empty() -> Atlas:
    """Draw a workspace in which no topic was found yet."""
    return replace(Atlas(title="What customers of A & B talk about"), as_of=day(0))


LIVES = (
    Life(id="A", labels=((day(0), "double charge"), (day(50), "charged twice")), state="active"),
    Life(
        id="B",
        labels=((day(14), "two bills"),),
        state="merged",
        ended_at=day(80),
        successors=("A",),
    ),
    Life(
        id="C",
        labels=((day(0), "engineer visit"),),
        state="split",
        ended_at=day(95),
        successors=("D", "E"),
    ),
    Life(id="D", labels=((day(95), "engineer late"),), state="active", parents=("C",)),
    Life(id="E", labels=((day(95), "kind engineer"),), state="active", parents=("C",)),
    Life(id="F", labels=((day(20), "snow"),), state="retired", ended_at=day(100)),
    Life(id="G", labels=((day(60), "new price"),), state="active", n_records=900),
)
