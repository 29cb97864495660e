"""The journey as a heat map: each stage in both voices, now and against the period before."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.domain.claim import Claim
from voc.domain.snapshot import StageInfo
from voc.metrics.balance import balance
from voc.metrics.movement import Base
from voc.story.claims.movements import measure_of
from voc.story.colours import background, ink_on
from voc.story.figures import Figures, Measure, base_of, split
from voc.story.wording import interval, points

FEW = (Base.SUPPRESSED, Base.NO_CLAIM)


@dataclass(frozen=True, slots=True)
class Heat:
    """Hold one cell of the map; `real` links a change that is more than chance to its claim."""

    base: Base
    value: str = ""
    detail: str = ""
    n: int = 0
    background: str = ""
    ink: str = ""
    change: str = ""
    real: str = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    """Hold one stage of the map."""

    stage: StageInfo
    asked: Heat
    unasked: Heat


def heat_map(figures: Figures, claims: Sequence[Claim]) -> list[HeatRow]:
    """Draw the stages in the order of the journey."""
    return [
        HeatRow(
            stage,
            asked=_heat(figures, stage.id, claims, solicited=True),
            unasked=_heat(figures, stage.id, claims, solicited=False),
        )
        for stage in figures.snapshot.stages
    ]


def _heat(figures: Figures, stage: str, claims: Sequence[Claim], *, solicited: bool) -> Heat:
    measure = measure_of(figures, solicited=solicited)
    cell = figures.level("stage", stage, solicited=solicited)
    judged = base_of(cell, measure)
    if cell is None or judged is Base.SUPPRESSED:
        return Heat(Base.SUPPRESSED)
    estimate = balance(split(cell, measure))
    coloured = judged.allows_claim
    return Heat(
        judged,
        value=points(estimate.value),
        detail=interval(estimate),
        n=estimate.n,
        background=background(estimate.value) if coloured else "",
        ink=ink_on(estimate.value) if coloured else "",
        change=_change(figures, stage, measure, solicited=solicited),
        real=_claimed(stage, claims, solicited=solicited),
    )


def _change(figures: Figures, stage: str, measure: Measure, *, solicited: bool) -> str:
    now, then = (
        figures.cell("stage", stage, span, solicited=solicited) for span in ("current", "previous")
    )
    if now is None or then is None or {base_of(c, measure) for c in (now, then)} & {*FEW}:
        return ""
    levels = (round(balance(split(cell, measure)).value) for cell in (now, then))
    return points(next(levels) - next(levels))


def _claimed(stage: str, claims: Sequence[Claim], *, solicited: bool) -> str:
    voice = "solicited" if solicited else "unsolicited"
    for claim in claims:
        here = claim.kind == "stage_movement" and claim.subject == stage
        if here and f"{voice}_change" in claim.figures:
            return claim.id
    return ""
