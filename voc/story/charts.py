"""Geometry of the page's charts: x in per cent of the width, y in pixels from the top."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil

from voc.domain.snapshot import Scope
from voc.metrics.balance import Split, balance
from voc.metrics.movement import Base, base
from voc.story.figures import Figures, Measure, base_of, split
from voc.story.strands import Strand, voices
from voc.story.wording import day, points

HEIGHT = 132
SPARK_HEIGHT = 30
SPARK_BARS = 60
FEW_WEEKS = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """Place one voice on a scale of −100..100 with its interval."""

    x: float
    low: float
    high: float
    value: str
    n: int


@dataclass(frozen=True, slots=True)
class Dumbbell:
    """Put both voices of a stage on one line; a voice without a base is None."""

    name: str
    asked: Mark | None
    unasked: Mark | None
    diverges: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """Draw a level that held over a span of weeks."""

    x1: float
    x2: float
    y: float
    value: str


@dataclass(frozen=True, slots=True)
class Weekly:
    """Draw a balance week by week: dots (x, y), the levels before and after, and where 0 lies."""

    title: str
    dots: tuple[tuple[float, float], ...]
    steps: tuple[Step, ...]
    zero: float
    months: tuple[tuple[float, str], ...]
    summary: str
    height: int = HEIGHT


@dataclass(frozen=True, slots=True)
class Bar:
    """Draw one week's count."""

    x: float
    width: float
    height: float
    recent: bool


@dataclass(frozen=True, slots=True)
class Bars:
    """Draw counts week by week."""

    bars: tuple[Bar, ...]
    months: tuple[tuple[float, str], ...]
    peak: int
    height: int


def scaled(value: float) -> float:
    """Place −100..100 on 0..100 %."""
    return round((value + 100) / 2, 2)


def dumbbells(figures: Figures, *, diverging: Mapping[str, str]) -> list[Dumbbell]:
    """Place each stage's net sentiment in both voices; none where a voice is silent or cut.

    `diverging` maps stages to the claim that says so.
    """
    pair = voices(figures)
    if pair is None:
        return []
    drawn = [
        Dumbbell(
            info.name,
            _mark(figures, stage, pair[0]),
            _mark(figures, stage, pair[1]),
            diverging.get(stage, ""),
        )
        for stage, info in figures.stages.items()
    ]
    return [row for row in drawn if row.asked or row.unasked]


def _mark(figures: Figures, stage: str, strand: Strand) -> Mark | None:
    cell = strand.cell(figures, "stage", stage)
    if cell is None or base_of(cell, "net_sentiment") is Base.SUPPRESSED:
        return None
    estimate = balance(split(cell, "net_sentiment"))
    ends = scaled(estimate.low), scaled(estimate.high)
    return Mark(scaled(estimate.value), *ends, points(estimate.value), estimate.n)


def weekly(
    figures: Figures, scope: Scope, key: str, measure: Measure, *, solicited: bool, step: date
) -> Weekly:
    """Draw the weeks of both periods, and the level before and from `step` on.

    Weeks with fewer than five customers have no dot.
    """
    first = figures.days("previous", solicited=solicited)[0]
    last = figures.days("current", solicited=solicited)[1]
    weeks = [w for w in figures.full_weeks(solicited=solicited) if first <= w <= last]
    cells = figures.weeks(scope, key, solicited=solicited)
    dots = [
        (_middle(i, weeks), _y(balance(split(cells[week], measure)).value))
        for i, week in enumerate(weeks)
        if week in cells and base_of(cells[week], measure) is not Base.SUPPRESSED
    ]
    name = "NPS in surveys" if measure == "nps" else "Net sentiment"
    voice = "" if measure == "nps" else f" in {'surveys' if solicited else 'unsolicited feedback'}"
    steps = []
    for side in ([w for w in weeks if w < step], [w for w in weeks if w >= step]):
        held = [split(cells[week], measure) for week in side if week in cells]
        total = Split(*(sum(counts) for counts in zip(*held, strict=True))) if held else None
        if total and base(total.n) is not Base.SUPPRESSED:
            level = balance(total).value
            ends = weeks.index(side[0]), weeks.index(side[-1]) + 1
            x1, x2 = (100 * end / len(weeks) for end in ends)
            steps.append(Step(round(x1, 2), round(x2, 2), _y(level), points(level)))
    levels = " to ".join(s.value for s in steps)
    return Weekly(
        title=f"{name}{voice}, by week",
        dots=tuple(dots),
        steps=tuple(steps),
        zero=_y(0),
        months=months(weeks),
        summary=f"{name}{voice}: from {levels}, changing on {day(step)}",
    )


def bars(
    counts: Sequence[int], weeks: Sequence[date], *, recent: int = 0, height: int = SPARK_HEIGHT
) -> Bars:
    """Draw weekly counts; the last `recent` weeks stand out."""
    peak, width = max([*counts, 1]), 100 / max(1, len(weeks))
    drawn = tuple(
        Bar(
            x=round(i * width, 2),
            width=round(0.78 * width, 2),
            height=round(height * count / peak, 1),
            recent=i >= len(weeks) - recent,
        )
        for i, count in enumerate(counts)
    )
    return Bars(drawn, months(weeks), peak, height)


def spark(counts: Sequence[int], weeks: Sequence[date]) -> Bars | None:
    """Draw weekly counts small, several weeks to a bar where there are many; None where they are
    too few to show a course."""
    if len(weeks) < FEW_WEEKS:
        return None
    at_once = ceil(len(weeks) / SPARK_BARS)
    starts = range(0, len(weeks), at_once)
    sums = [sum(counts[start : start + at_once]) for start in starts]
    return bars(sums, weeks[::at_once])


def months(weeks: Sequence[date]) -> tuple[tuple[float, str], ...]:
    """Label the first week of each month; of years, where there are more than two of them."""
    long = len(weeks) > 110
    labels = [f"{week:%Y}" if long else f"{week:%b}" for week in weeks]
    starts = [i for i, label in enumerate(labels) if i == 0 or label != labels[i - 1]]
    apart = [i for n, i in enumerate(starts) if n == len(starts) - 1 or starts[n + 1] - i > 2]
    return tuple((round(100 * i / len(weeks), 2), labels[i]) for i in apart)


def _middle(i: int, weeks: Sequence[date]) -> float:
    return round(100 * (i + 0.5) / len(weeks), 2)


def _y(value: float) -> float:
    return round(HEIGHT * (100 - value) / 200, 1)
