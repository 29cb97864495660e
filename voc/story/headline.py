"""The headline: the most important true thing in at most twenty words."""

from collections.abc import Sequence
from datetime import date

from voc.domain.claim import Claim
from voc.story.figures import Figures
from voc.story.naming import figure, is_down, movement, stage_name, topic_name
from voc.story.strands import pair_of_voices, strands
from voc.story.summary import levels
from voc.story.wording import counted, part_of_month, points

MOVED = ("stage_movement", "score_movement")


def headline(claims: Sequence[Claim], figures: Figures) -> str:
    """Say the most important claim; they come in order of weight. What got better is said only
    where nothing hurts anew, and where nothing happened, how things stand."""
    for claim in claims:
        if claim.kind in MOVED and is_down(claim):
            return _worsened(claim, figures)
        if claim.kind == "emerging_topic":
            n = counted(int(figure(claim, "records")), "record")
            new = "new" if claim.figures["new"] else "growing"
            return f"A {new} problem: {topic_name(claim, figures)}, {n} in four weeks"
        if claim.kind == "divergence":
            stage = stage_name(claim, figures)
            return f"Surveys say the {stage} stage does well; customers who speak up say otherwise"
    risen = next((claim for claim in claims if claim.kind in MOVED), None)
    return _improved(risen, figures) if risen else _standing(claims, figures)


def _worsened(claim: Claim, figures: Figures) -> str:
    moved = movement(claim)
    text = (
        f"The {stage_name(claim, figures)} stage has got worse"
        if claim.kind == "stage_movement"
        else "Customers are less happy"
    )
    if began := claim.figures.get("began"):
        text += f" since {part_of_month(date.fromisoformat(str(began)))}"
    return f"{text}: {moved.what}{moved.voice} is down {moved.size}{moved.agreed}"


def _improved(claim: Claim, figures: Figures) -> str:
    moved = movement(claim)
    text = (
        f"The {stage_name(claim, figures)} stage has got better"
        if claim.kind == "stage_movement"
        else "Customers are happier"
    )
    still = ""
    if moved.now < 0:
        still = (
            ", but detractors still outnumber promoters"
            if moved.what == "NPS"
            else ", but still more negative than positive"
        )
    return f"{text}: {moved.what}{moved.voice} is up {moved.size} to {points(moved.now)}{still}"


def _standing(claims: Sequence[Claim], figures: Figures) -> str:
    """Say how things stand: both voices where they speak of one time, else the first strand."""
    stands = [claim for claim in claims if claim.kind == "score_level"]
    if not stands:
        return "Too few customers have spoken to tell a story yet"
    together = pair_of_voices(figures) is not None
    text = levels(stands if together else stands[:1], figures, at_a_time=False)
    heaviest = _heaviest(stands[-1] if together else stands[0], claims, figures)
    return f"{text}; {heaviest}" if heaviest else text


def _heaviest(stand: Claim, claims: Sequence[Claim], figures: Figures) -> str:
    """Say what weighs most in the strand of a level: the pain where it is low, else the praise."""
    strand = next(strand for strand in strands(figures) if strand.holds(stand))
    is_low = figure(stand, "level") < (0.5 if stand.figures["measure"] == "csat" else 0)
    kinds = [("painful_topic", "hurts"), ("praised_topic", "is praised")]
    for kind, verb in kinds if is_low else reversed(kinds):
        claim = next((c for c in claims if c.kind == kind and strand.holds(c)), None)
        if claim:
            return f"{topic_name(claim, figures)} {verb} most"
    return ""
