"""Name what a claim speaks of: its stage, its topic, its movement, itself."""

from dataclasses import dataclass

from voc.domain.claim import Claim
from voc.story.figures import Figures
from voc.story.strands import CHANNELS
from voc.story.wording import VOICES, counted, quoted, sentence

LEVEL_TITLES = {
    ("nps", True): "NPS",
    ("net_sentiment", True): "Net sentiment of survey comments",
    ("net_sentiment", False): "Net sentiment of what is said unasked",
    ("csat", True): "CSAT",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """Word what moved, in which voice, by how much, and whether the other voice agrees; `now` is
    where it stands in points."""

    what: str
    voice: str
    size: str
    agreed: str
    now: float


def movement(claim: Claim) -> Movement:
    """Word the movement of the claim's first voice."""
    voices = [v for v in ("solicited", "unsolicited") if f"{v}_measure" in claim.figures]
    first = voices[0]
    now, then = (figure(claim, f"{first}_{span}") for span in ("current", "previous"))
    is_nps = claim.figures[f"{first}_measure"] == "nps"
    return Movement(
        what="NPS" if is_nps else "net sentiment",
        voice="" if is_nps else f" in {VOICES[first == 'solicited']}",
        size=counted(abs(round(now) - round(then)), "point"),
        agreed=", and unsolicited feedback agrees" if len(voices) == 2 else "",
        now=now,
    )


def title(claim: Claim, figures: Figures) -> str:
    """Name a claim in a few words."""
    if claim.kind.endswith("_movement"):
        moved = movement(claim)
        text = f"{moved.what}{moved.voice} is {'down' if is_down(claim) else 'up'} {moved.size}"
        place = f"{stage_name(claim, figures)}: " if claim.kind == "stage_movement" else ""
        return f"{place}{text}{moved.agreed}" if place else sentence(f"{text}{moved.agreed}")
    if claim.kind == "divergence":
        return f"{stage_name(claim, figures)}: good when asked, bad when not"
    if claim.kind == "score_level":
        if channel := claim.query.get("channel"):
            return f"Net sentiment of {CHANNELS[channel]}"
        return LEVEL_TITLES[str(claim.figures["measure"]), claim.query["solicited"] == "true"]
    if claim.kind == "praised_touchpoint":
        return f"{sentence(touchpoint_name(claim.subject))}: the best {rule_name(claim)}"
    return sentence(figures.topics[claim.subject].label)


def stage_name(claim: Claim, figures: Figures) -> str:
    """Name the stage of a claim."""
    return figures.stages[claim.subject].name


def topic_name(claim: Claim, figures: Figures) -> str:
    """Quote the topic of a claim."""
    return quoted(figures.topics[claim.subject].label)


def touchpoint_name(key: str) -> str:
    """Write a touchpoint's id as words."""
    return key.replace("_", " ")


def rule_name(claim: Claim) -> str:
    """Name the rule by which customers rated: NPS or CSAT."""
    return str(claim.figures["measure"]).upper()


def is_down(claim: Claim) -> bool:
    """Tell whether what moved got worse."""
    return claim.figures["direction"] == "down"


def figure(claim: Claim, name: str) -> float:
    """Get a figure of a claim as a number."""
    return float(claim.figures[name] or 0)
