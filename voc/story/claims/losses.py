"""What customers who left had spoken of more often than comparable customers who stayed."""

from collections.abc import Iterable, Sequence

from voc.domain.claim import Claim
from voc.domain.snapshot import LossContrast
from voc.metrics.movement import SUPPRESSED_BELOW, base
from voc.story.claims.compose import compose
from voc.story.figures import Figures
from voc.story.wording import number, percent, probability, quoted


def look(figures: Figures) -> Sequence[LossContrast]:
    """Take the contrasts whose bases, those who mention the topic included, allow a claim.

    The base is known before who left is looked at, so what lacks it is no comparison made.
    """
    return [
        loss
        for loss in figures.snapshot.losses
        if loss.topic_id in figures.topics and base(_smallest_group(loss)).allows_claim
    ]


def _smallest_group(loss: LossContrast) -> int:
    return min(loss.n_left, loss.n_stayed, loss.n_left_mentioning + loss.n_stayed_mentioning)


def claims(found: Iterable[LossContrast], figures: Figures) -> list[Claim]:
    """Claim the topics that go with leaving, the strongest first."""
    told = [
        loss
        for loss in found
        if loss.odds_ratio_low > 1 and loss.n_left_mentioning >= SUPPRESSED_BELOW
    ]
    return [_claim(loss, figures) for loss in sorted(told, key=lambda loss: -loss.odds_ratio)]


def _claim(loss: LossContrast, figures: Figures) -> Claim:
    spans = [
        figures.days("whole", solicited=period.solicited) for period in figures.snapshot.periods
    ]
    left = f"{number(loss.n_left_mentioning)} of {number(loss.n_left)}"
    stayed = f"{number(loss.n_stayed_mentioning)} of {number(loss.n_stayed)}"
    return compose(
        figures.snapshot,
        kind="loss_topic",
        scope="topic",
        key=loss.topic_id,
        days=(min(first for first, _ in spans), max(last for _, last in spans)),
        sentence=f"{quoted(figures.topics[loss.topic_id].label)} is associated with leaving: "
        f"{left} customers who left had mentioned it "
        f"({percent(loss.n_left_mentioning / loss.n_left)}), against {stayed} comparable customers "
        f"who stayed ({percent(loss.n_stayed_mentioning / loss.n_stayed)}); odds ratio "
        f"{loss.odds_ratio:.1f} (95% interval {loss.odds_ratio_low:.1f} to "
        f"{loss.odds_ratio_high:.1f}, {probability(loss.p_value)}). The figures don't show that it "
        "is why they left.",
        figures={
            "left": loss.n_left,
            "left_mentioning": loss.n_left_mentioning,
            "stayed": loss.n_stayed,
            "stayed_mentioning": loss.n_stayed_mentioning,
            "odds_ratio": loss.odds_ratio,
            "odds_ratio_low": loss.odds_ratio_low,
            "odds_ratio_high": loss.odds_ratio_high,
            "p_value": loss.p_value,
        },
        messages={True: "negative", False: "negative"},
        base=min(loss.n_left, loss.n_stayed),
        before_leaving=True,
    )
