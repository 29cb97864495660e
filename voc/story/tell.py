"""Tell the story of a snapshot."""

from collections.abc import Sequence

from voc.domain.claim import Claim, ClaimKind, Story
from voc.domain.snapshot import LossContrast, Snapshot
from voc.metrics.movement import benjamini_hochberg
from voc.story.caveats import caveats
from voc.story.claims import divergences, emerging, levels, losses, movements, topics, touchpoints
from voc.story.claims.compose import digest
from voc.story.claims.divergences import Divergence
from voc.story.claims.emerging import Emergence
from voc.story.claims.movements import Movement
from voc.story.claims.touchpoints import Rated
from voc.story.figures import Figures
from voc.story.headline import headline
from voc.story.summary import summary

Look = Movement | Emergence | Divergence | LossContrast | Rated
KINDS: tuple[ClaimKind, ...] = (
    "stage_movement",
    "score_movement",
    "emerging_topic",
    "divergence",
    "painful_topic",
    "loss_topic",
    "praised_touchpoint",
    "praised_topic",
    "score_level",
)


def tell(snapshot: Snapshot) -> Story:
    """Find the claims of a snapshot and sum them up; equal snapshots give equal stories.

    What is asked of stages (movements, divergences), of topics (emerging, losses) and of
    touchpoints are three families, each tested at a false discovery rate of 5 %: looking at more
    does not find more by chance, and into how many topics the texts fell does not decide what may
    be said of a stage.
    """
    figures = Figures(snapshot)
    moved = movements.look(figures)
    found = [
        *_real([*moved, *divergences.look(figures)]),
        *_real([*emerging.look(figures), *losses.look(figures)]),
        *_real(touchpoints.look(figures)),
    ]
    grown = emerging.claims([one for one in found if isinstance(one, Emergence)], figures)
    claims = sorted(
        [
            *movements.claims(_movements(found), moved, figures),
            *grown,
            *divergences.claims([one for one in found if isinstance(one, Divergence)], figures),
            *losses.claims([one for one in found if isinstance(one, LossContrast)], figures),
            *topics.claims(figures, told={claim.subject for claim in grown}),
            *touchpoints.claims([one for one in found if isinstance(one, Rated)], figures),
            *levels.claims(figures),
        ],
        key=_weight,
    )
    return Story(
        id=_story_id(claims, snapshot),
        snapshot_id=snapshot.id,
        headline=headline(claims, figures),
        summary=summary(claims, figures),
        claims=tuple(claims),
        caveats=caveats(claims, figures),
    )


def _real(looks: Sequence[Look]) -> list[Look]:
    marks = benjamini_hochberg([look.p_value for look in looks])
    return [look for look, mark in zip(looks, marks, strict=True) if mark]


def _movements(looks: Sequence[object]) -> list[Movement]:
    return [look for look in looks if isinstance(look, Movement)]


def _weight(claim: Claim) -> tuple[int, bool, float]:
    """Order claims: what got worse before what got better, by kind (a stage before the whole: it
    says where to act), both voices before one, then by size."""
    change = claim.figures.get("solicited_change", claim.figures.get("unsolicited_change", 0))
    kind = KINDS.index(claim.kind)
    if claim.figures.get("direction") == "up":
        kind = KINDS.index("divergence")
    both_voices = claim.kind.endswith("_movement") and "solicited" not in claim.query
    return kind, not both_voices, -abs(float(change or 0))


def _story_id(claims: Sequence[Claim], snapshot: Snapshot) -> str:
    return digest(snapshot.id, *(claim.model_dump_json() for claim in claims))
