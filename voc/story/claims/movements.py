"""What moved between the two periods, in the company and at each stage."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from voc.domain.claim import Claim
from voc.domain.snapshot import Scope
from voc.metrics.balance import balance, balance_change
from voc.metrics.estimate import Change, Estimate
from voc.metrics.movement import base
from voc.story.claims.compose import Figure, compose, figures_of
from voc.story.claims.onset import Onset, onset
from voc.story.figures import Figures, Measure, n_customers, split
from voc.story.strands import is_together
from voc.story.wording import based, before, day, during, probability, sentence, size

AGREEMENT = 0.05
NAMES = {
    ("nps", True): "NPS",
    ("net_sentiment", True): "the net sentiment of survey comments",
    ("net_sentiment", False): "the net sentiment of unsolicited feedback",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """Hold one comparison of the two periods, real or not."""

    scope: Scope
    key: str
    solicited: bool
    measure: Measure
    current: Estimate
    previous: Estimate
    change: Change
    customers: int

    @property
    def p_value(self) -> float:
        """Give the two-sided p value."""
        return self.change.p_value

    @property
    def down(self) -> bool:
        """Tell whether it got worse."""
        return self.change.z < 0


def measure_of(figures: Figures, *, solicited: bool) -> Measure:
    """Choose what a voice is measured by: NPS where it was asked for, else net sentiment."""
    cell = figures.cell("all", "", "whole", solicited=solicited)
    return "nps" if solicited and cell and split(cell, "nps").n else "net_sentiment"


def look(figures: Figures) -> list[Movement]:
    """Compare both periods wherever both bases allow a claim."""
    places: list[tuple[Scope, str]] = [("all", ""), *(("stage", key) for key in figures.stages)]
    looks = [_compare(figures, *place, solicited=v) for place in places for v in (True, False)]
    return [movement for movement in looks if movement]


def _compare(figures: Figures, scope: Scope, key: str, *, solicited: bool) -> Movement | None:
    measure = measure_of(figures, solicited=solicited)
    now = figures.cell(scope, key, "current", solicited=solicited)
    then = figures.cell(scope, key, "previous", solicited=solicited)
    customers = min(n_customers(now, measure), n_customers(then, measure))
    if now is None or then is None or not base(customers).allows_claim:
        return None
    splits = split(now, measure), split(then, measure)
    return Movement(
        scope,
        key,
        solicited,
        measure,
        current=balance(splits[0]),
        previous=balance(splits[1]),
        change=balance_change(*splits),
        customers=customers,
    )


def claims(found: Sequence[Movement], looked: Iterable[Movement], figures: Figures) -> list[Claim]:
    """Claim the real movements; what both voices show at one place is one claim.

    Once a movement is found in one voice, the other voice is one further look at the same place:
    it agrees when it moved the same way at the same time with p < 0.05.
    """
    together = _at_the_same_time(figures)
    real = {(m.scope, m.key, m.down) for m in found}
    agreeing = [m for m in looked if (m.scope, m.key, m.down) in real and m.p_value < AGREEMENT]
    told: defaultdict[tuple[object, ...], list[Movement]] = defaultdict(list)
    for moved in sorted({*found, *agreeing} if together else {*found}, key=_place):
        told[(*_place(moved)[:3], together or moved.solicited)].append(moved)
    return [_claim(moves, figures) for moves in told.values()]


def _place(moved: Movement) -> tuple[str, str, bool, bool]:
    return moved.scope, moved.key, not moved.down, not moved.solicited


def _at_the_same_time(figures: Figures) -> bool:
    spans = [period.current for period in figures.snapshot.periods]
    return all(is_together(spans[0], other) for other in spans[1:])


def _claim(pair: Sequence[Movement], figures: Figures) -> Claim:
    first = pair[0]
    current = figures.days("current", solicited=first.solicited)
    previous = figures.days("previous", solicited=first.solicited)
    began = onset(pair, figures)
    return compose(
        figures.snapshot,
        kind="score_movement" if first.scope == "all" else "stage_movement",
        scope=first.scope,
        key=first.key,
        days=(previous[0], current[1]),
        solicited=None if len(pair) == 2 else first.solicited,
        sentence=_sentence(pair, figures, current, began),
        figures={
            "first_day": current[0].isoformat(),
            "last_day": current[1].isoformat(),
            **_figures(pair, began),
        },
        messages={m.solicited: "negative" if m.down else "positive" for m in pair},
        since=began.week if began else current[0],
        base=min(m.customers for m in pair),
    )


def _sentence(
    pair: Sequence[Movement], figures: Figures, current: tuple[date, date], began: Onset | None
) -> str:
    first = pair[0]
    verb, noun = ("fell", "drop") if first.down else ("rose", "rise")
    stage = figures.stages[first.key].name if first.scope == "stage" else None
    place = f" at the {stage} stage" if stage else ""
    parts = [
        f"{sentence(during(*current))}, {NAMES[first.measure, first.solicited]}{place} {verb} to "
        f"{based(first.current)} from {based(first.previous)} {before(*current)}, a {noun} of "
        f"{size(first.change, first.current, first.previous)} that is more than chance "
        f"({probability(first.p_value)})."
    ]
    if len(pair) == 2:
        other = pair[1]
        parts.append(
            f"Both voices agree: {NAMES[other.measure, other.solicited]} {verb} too, to "
            f"{based(other.current)} from {based(other.previous)} "
            f"({probability(other.p_value)})."
        )
    if began:
        parts.append(_since(first, began))
    return " ".join(parts)


def _since(first: Movement, began: Onset) -> str:
    about = "" if began.sharp else "about "
    text = (
        f"The {'drop' if first.down else 'rise'} shows since {about}the week of {day(began.week)}"
    )
    if began.since is None:
        return f"{text}."
    name = "NPS" if first.measure == "nps" else "net sentiment"
    return f"{text}; from then on {name} there is {based(began.since)}."


def _figures(pair: Sequence[Movement], began: Onset | None) -> dict[str, Figure]:
    figures: dict[str, Figure] = {"direction": "down" if pair[0].down else "up"}
    for moved in pair:
        voice = "solicited" if moved.solicited else "unsolicited"
        figures |= {f"{voice}_measure": moved.measure}
        figures |= figures_of(f"{voice}_current", moved.current)
        figures |= figures_of(f"{voice}_previous", moved.previous)
        figures |= {
            f"{voice}_change": moved.change.difference,
            f"{voice}_change_low": moved.change.low,
            f"{voice}_change_high": moved.change.high,
            f"{voice}_p_value": moved.p_value,
        }
    if began:
        figures["began"] = began.week.isoformat()
        figures |= figures_of("since", began.since) if began.since else {}
    return figures
