"""Claims as the page shows them: title, charts and quotes beside the sentence."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from voc.domain.claim import Claim, ClaimKind
from voc.domain.snapshot import Scope
from voc.story.charts import Bars, Weekly, bars, weekly
from voc.story.claims.emerging import RECENT_WEEKS
from voc.story.figures import WEEK, Figures, Measure
from voc.story.naming import title

BAR_HEIGHT = 90
SHOWN_WEEKS = 52
KICKERS: dict[ClaimKind, str] = {
    "stage_movement": "What moved",
    "score_movement": "What moved",
    "emerging_topic": "What is new",
    "divergence": "Where the voices disagree",
    "painful_topic": "What hurts",
    "praised_topic": "What is praised",
    "praised_touchpoint": "What is praised",
    "loss_topic": "What goes with leaving",
    "score_level": "Where the company stands",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """Hold a claim with what illustrates it."""

    claim: Claim
    kicker: str
    title: str
    weekly: tuple[Weekly, ...] = ()
    bars: Bars | None = None


def findings(claims: Sequence[Claim], figures: Figures) -> list[Finding]:
    """Illustrate each claim."""
    return [
        Finding(
            claim,
            "What is growing" if claim.figures.get("new") == 0 else KICKERS[claim.kind],
            title(claim, figures),
            weekly=_weekly(claim, figures),
            bars=_bars(claim, figures) if claim.kind == "emerging_topic" else None,
        )
        for claim in claims
    ]


def topic_weeks(
    figures: Figures, topic: str, *, at_most: int | None = None
) -> tuple[list[date], list[int]]:
    """Count a topic's records per whole week in all voices, silent weeks included."""
    voices = (True, False)
    heard = [week for voice in voices for week in figures.full_weeks(solicited=voice)]
    n_weeks = (max(heard) - min(heard)) // WEEK + 1 if heard else 0
    weeks = [min(heard) + i * WEEK for i in range(n_weeks)][-(at_most or n_weeks) :]
    cells = [figures.weeks("topic", topic, solicited=voice) for voice in voices]
    return weeks, [sum(found[w].n_records for found in cells if w in found) for w in weeks]


def _bars(claim: Claim, figures: Figures) -> Bars:
    weeks, counts = topic_weeks(figures, claim.subject, at_most=SHOWN_WEEKS)
    return bars(counts, weeks, recent=RECENT_WEEKS, height=BAR_HEIGHT)


def _weekly(claim: Claim, figures: Figures) -> tuple[Weekly, ...]:
    if not claim.kind.endswith("_movement"):
        return ()
    stage = claim.subject if claim.kind == "stage_movement" else ""
    drawn = []
    for solicited in (True, False):
        name = f"{'' if solicited else 'un'}solicited_measure"
        if name not in claim.figures:
            continue
        measure: Measure = "nps" if claim.figures[name] == "nps" else "net_sentiment"
        began = claim.figures.get("began")
        step = (
            date.fromisoformat(str(began))
            if began
            else figures.days("current", solicited=solicited)[0]
        )
        scope: Scope = "stage" if stage else "all"
        drawn.append(weekly(figures, scope, stage, measure, solicited=solicited, step=step))
    return tuple(drawn)
