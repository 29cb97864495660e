"""Topics that grow and hurt: more records than their own baseline, and negative ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from voc.domain.claim import Claim
from voc.metrics.balance import Split, balance_z
from voc.metrics.emerging import Surge, surge
from voc.metrics.estimate import upper_tail
from voc.metrics.movement import SUPPRESSED_BELOW
from voc.story.claims.compose import compose
from voc.story.figures import WEEK, Figures, n_read, split
from voc.story.wording import counted, day, listed, number, probability, quoted, sentence

RECENT_WEEKS = 4
NEW_WEEKS = 6
MIN_RECORDS = 10
MIN_RATIO = 2.0  # a rise by less may be sure and is still no new problem


@dataclass(frozen=True, slots=True)
class Emergence:
    """Hold a topic's last weeks. `p_value` is the larger of two one-sided ones: more records than
    expected, and net sentiment below 0, so that a wave that hurts nobody is no finding."""

    topic: str
    surge: Surge
    recent: Split
    by_voice: dict[bool, int]
    since: date
    until: date
    first_heard: date
    p_value: float

    @property
    def is_new(self) -> bool:
        """Tell whether nobody spoke of it until some weeks ago."""
        return self.since - self.first_heard <= (NEW_WEEKS - RECENT_WEEKS) * WEEK


def look(figures: Figures) -> list[Emergence]:
    """Look at every topic of the voices that are heard now; too few records give p = 1."""
    calendar = _calendar(figures)
    found = (_emergence(figures, topic, calendar) for topic in figures.topics)
    return [one for one in found if one]


def _calendar(figures: Figures) -> dict[bool, list[date]]:
    """Map each voice that is heard to the end to its whole weeks."""
    heard = {voice: figures.full_weeks(solicited=voice) for voice in (True, False)}
    last = max((weeks[-1] for weeks in heard.values() if weeks), default=None)
    return {v: weeks for v, weeks in heard.items() if weeks and last and last - weeks[-1] <= WEEK}


def _emergence(figures: Figures, topic: str, calendar: dict[bool, list[date]]) -> Emergence | None:
    weeks = sorted({week for weeks in calendar.values() for week in weeks})
    cells = {voice: figures.weeks("topic", topic, solicited=voice) for voice in calendar}
    heard = [week for found in cells.values() for week in found]
    if not heard:
        return None
    totals = [figures.weeks("all", "", solicited=voice) for voice in calendar]
    counts = [[found[w].n_records if w in found else 0 for w in weeks] for found in cells.values()]
    exposure = [[n_read(total[w]) if w in total else 0 for w in weeks] for total in totals]
    grown = surge(np.array(counts), np.array(exposure), recent_weeks=RECENT_WEEKS)
    recent = [c for found in cells.values() for w, c in found.items() if w in weeks[-RECENT_WEEKS:]]
    if grown is None:
        return None
    splits = np.array([split(cell, "net_sentiment") for cell in recent]).reshape(-1, 3)
    total = Split(*(int(n) for n in splits.sum(axis=0)))
    enough = total.n >= MIN_RECORDS and sum(c.n_customers for c in recent) >= SUPPRESSED_BELOW
    return Emergence(
        topic,
        surge=grown,
        recent=total,
        by_voice={v: sum(c.n_records for c in recent if c.solicited == v) for v in calendar},
        since=weeks[-RECENT_WEEKS],
        until=weeks[-1] + WEEK - timedelta(days=1),
        first_heard=min(heard),
        p_value=max(grown.p_value, upper_tail(-balance_z(total))) if enough else 1.0,
    )


def claims(found: Iterable[Emergence], figures: Figures) -> list[Claim]:
    """Claim the topics that at least doubled and hurt, the biggest first."""
    grown = [s for s in found if s.surge.observed >= MIN_RATIO * s.surge.expected]
    return [_claim(one, figures) for one in sorted(grown, key=lambda one: -one.recent.n)]


def _claim(found: Emergence, figures: Figures) -> Claim:
    return compose(
        figures.snapshot,
        kind="emerging_topic",
        scope="topic",
        key=found.topic,
        days=(found.since, found.until),
        sentence=_sentence(found, figures),
        figures={
            "records": found.recent.n,
            "records_solicited": found.by_voice.get(True, 0),
            "records_unsolicited": found.by_voice.get(False, 0),
            "expected": found.surge.expected,
            "negative": found.recent.minus,
            "positive": found.recent.plus,
            "first_heard": found.first_heard.isoformat(),
            "new": int(found.is_new),
            "p_value": found.p_value,
        },
        messages={True: "negative", False: "negative"},
        since=found.since,
        base=found.recent.n,
        base_unit="record",
    )


def _sentence(found: Emergence, figures: Figures) -> str:
    label = quoted(figures.topics[found.topic].label)
    what = "is a new problem" if found.is_new else "is a growing problem"
    nouns = {True: "survey comment", False: "unsolicited message"}
    said = listed([counted(n, nouns[voice]) for voice, n in found.by_voice.items() if n])
    return sentence(
        f"{label} {what}: {said} in the {RECENT_WEEKS} weeks to {day(found.until)}, "
        f"{_compared(found)} ({probability(found.surge.p_value)}). Of these "
        f"{number(found.recent.n)}, {number(found.recent.minus)} are negative and "
        f"{number(found.recent.plus)} positive."
    )


def _compared(found: Emergence) -> str:
    if found.is_new:
        return f"and none before the week of {day(found.first_heard)}"
    expected = round(found.surge.expected)
    before = number(expected) if expected else "fewer than one"
    return f"against {before} expected from the weeks before"
