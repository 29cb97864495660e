"""Tell the story of a snapshot."""

from collections.abc import Sequence

from voc.domain.claim import Claim, ClaimKind, Story
from voc.domain.snapshot import LossContrast, Snapshot
from voc.metrics.movement import benjamini_hochberg
from voc.story.caveats import caveats
from voc.story.claims import divergences, emerging, levels, losses, movements, topics
from voc.story.claims.compose import digest
from voc.story.claims.divergences import Divergence
from voc.story.claims.emerging import Emergence
from voc.story.claims.movements import Movement
from voc.story.figures import Figures
from voc.story.headline import headline
from voc.story.summary import summary

KINDS: tuple[ClaimKind, ...] = (
    "stage_movement",
    "score_movement",
    "emerging_topic",
    "divergence",
    "painful_topic",
    "loss_topic",
    "praised_topic",
    "score_level",
)


def tell(snapshot: Snapshot) -> Story:
    """Find the claims of a snapshot and sum them up; equal snapshots give equal stories.

    Movements, emerging topics, divergences and losses are tested together at a false discovery
    rate of 5 %, so that looking at more does not find more by chance.
    """
    figures = Figures(snapshot)
    looks: list[Movement | Emergence | Divergence | LossContrast] = [
        *movements.look(figures),
        *emerging.look(figures),
        *divergences.look(figures),
        *losses.look(figures),
    ]
    marks = benjamini_hochberg([look.p_value for look in looks])
    found = [look for look, mark in zip(looks, marks, strict=True) if mark]
    grown = emerging.claims([one for one in found if isinstance(one, Emergence)], figures)
    claims = sorted(
        [
            *movements.claims(_movements(found), _movements(looks), figures),
            *grown,
            *divergences.claims([one for one in found if isinstance(one, Divergence)], figures),
            *losses.claims([one for one in found if isinstance(one, LossContrast)], figures),
            *topics.claims(figures, told={claim.subject for claim in grown}),
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


def _movements(looks: Sequence[object]) -> list[Movement]:
    return [look for look in looks if isinstance(look, Movement)]


def _weight(claim: Claim) -> tuple[bool, int, float]:
    """Order claims: what got worse before what got better, both voices before one, then by kind
    and size."""
    change = claim.figures.get("solicited_change", claim.figures.get("unsolicited_change", 0))
    kind = KINDS.index(claim.kind)
    if claim.figures.get("direction") == "up":
        kind = KINDS.index("divergence")
    both_voices = claim.kind.endswith("_movement") and "solicited" not in claim.query
    return not (both_voices and kind < 2), kind, -abs(float(change or 0))


def _story_id(claims: Sequence[Claim], snapshot: Snapshot) -> str:
    return digest(snapshot.id, *(claim.model_dump_json() for claim in claims))
