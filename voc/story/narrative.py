"""Sum the claims up: a headline and a few sentences that say no more than they do."""

from collections.abc import Sequence
from datetime import date

from voc.domain.claim import Claim
from voc.story.claims import movements
from voc.story.figures import Figures
from voc.story.wording import VOICES, counted, day, listed, part_of_month, points, quoted, sentence

LABEL_WORDS = 5
LEVEL_TITLES = {
    ("nps", True): "NPS",
    ("net_sentiment", True): "Net sentiment of survey comments",
    ("net_sentiment", False): "Net sentiment of what is said unasked",
    ("csat", True): "CSAT",
}


def headline(claims: Sequence[Claim], figures: Figures) -> str:
    """Say the most important true thing in at most 20 words; `claims` come in order of weight."""
    for claim in claims:
        if claim.kind in ("stage_movement", "score_movement") and _down(claim):
            return _worsened(claim, figures)
        if claim.kind == "emerging_topic":
            n = counted(int(_figure(claim, "records")), "record")
            new = "new" if claim.figures["new"] else "growing"
            return f"A {new} problem: {_topic(claim, figures)}, {n} in four weeks"
        if claim.kind == "divergence":
            stage = _stage(claim, figures)
            return f"Surveys say the {stage} stage does well; customers who speak up say otherwise"
    level = _levels(claims)
    pain = next((c for c in claims if c.kind == "painful_topic"), None)
    if not level:
        return "Too few customers have spoken to tell a story yet"
    return f"{level}; {_topic(pain, figures)} hurts most" if pain else level


def summary(claims: Sequence[Claim], figures: Figures) -> tuple[str, ...]:
    """Tell the story in up to five sentences."""
    moved = [c for c in claims if c.kind in ("stage_movement", "score_movement")]
    emerging = [c for c in claims if c.kind == "emerging_topic"]
    apart = [c for c in claims if c.kind == "divergence"]
    if not claims:
        return ()
    parts = [
        _levels(claims),
        _movements(moved, figures),
        _emerging(emerging, figures),
        f"The two voices disagree about {_places(apart, figures)}: asked, customers are content; "
        "unasked, they are not"
        if apart
        else "",
        _topics(claims, figures),
    ]
    return tuple(f"{sentence(part)}." for part in parts if part)


def title(claim: Claim, figures: Figures) -> str:
    """Name a claim in a few words."""
    if claim.kind.endswith("_movement"):
        what, voice, size, agreed = _movement(claim)
        moved = f"{what}{voice} is {'down' if _down(claim) else 'up'} {size}{agreed}"
        place = f"{_stage(claim, figures)}: " if claim.kind == "stage_movement" else ""
        return f"{place}{moved}" if place else sentence(moved)
    if claim.kind == "divergence":
        return f"{_stage(claim, figures)}: good when asked, bad when not"
    if claim.kind == "score_level":
        return LEVEL_TITLES[str(claim.figures["measure"]), claim.query["solicited"] == "true"]
    return sentence(figures.topics[claim.subject].label)


def _levels(claims: Sequence[Claim]) -> str:
    """Put the levels of both voices in one clause."""
    parts = []
    for claim in claims:
        if claim.kind != "score_level":
            continue
        value, asked = _figure(claim, "level"), claim.query["solicited"] == "true"
        parts.append(
            {
                ("nps", True): f"NPS stands at {points(value)}",
                ("net_sentiment", True): f"Net sentiment is {points(value)} in surveys",
                ("net_sentiment", False): f"net sentiment is {points(value)} in what customers "
                "say unasked",
                ("csat", True): f"CSAT is {100 * value:.0f}%",
            }[str(claim.figures["measure"]), asked]
        )
    return sentence(listed(parts)) if parts else ""


def _movements(moved: Sequence[Claim], figures: Figures) -> str:
    if not moved and not movements.look(figures):
        return "No two periods have enough records yet to be compared"
    if not moved:
        return "Nothing moved by more than chance between the two periods compared"
    fell = [_where(claim, figures) for claim in moved[1:] if _down(claim)]
    rose = [_where(claim, figures) for claim in moved[1:] if not _down(claim)]
    also = [f"{listed(fell)} fell"] if fell else []
    also += [f"{listed(rose)} rose"] if rose else []
    text = _moved(moved[0], figures)
    return f"{text}; {listed(also)} as well" if also else text


def _worsened(claim: Claim, figures: Figures) -> str:
    what, voice, size, agreed = _movement(claim)
    place = f"The {_stage(claim, figures)} stage has got worse"
    text = place if claim.kind == "stage_movement" else "Customers are less happy"
    if began := claim.figures.get("began"):
        text += f" since {part_of_month(date.fromisoformat(str(began)))}"
    return f"{text}: {what}{voice} is down {size}{agreed}"


def _moved(claim: Claim, figures: Figures) -> str:
    what, voice, size, agreed = _movement(claim)
    place = f" at the {_stage(claim, figures)} stage" if claim.kind == "stage_movement" else ""
    verb, noun = ("fell", "drop") if _down(claim) else ("rose", "rise")
    text = f"{sentence(what)}{place} {verb} by {size}{voice}{agreed}"
    if began := claim.figures.get("began"):
        text += f"; the {noun} began around the week of {day(date.fromisoformat(str(began)))}"
    return text


def _movement(claim: Claim) -> tuple[str, str, str, str]:
    """Word what moved, in which voice, by how much, and whether the other voice agrees."""
    voices = [v for v in ("solicited", "unsolicited") if f"{v}_measure" in claim.figures]
    first = voices[0]
    now, then = (round(_figure(claim, f"{first}_{span}")) for span in ("current", "previous"))
    is_nps = claim.figures[f"{first}_measure"] == "nps"
    return (
        "NPS" if is_nps else "net sentiment",
        "" if is_nps else f" in {VOICES[first == 'solicited']}",
        counted(abs(now - then), "point"),
        ", and unsolicited feedback agrees" if len(voices) == 2 else "",
    )


def _emerging(emerging: Sequence[Claim], figures: Figures) -> str:
    if not emerging:
        return ""
    first = emerging[0]
    new = "new" if first.figures["new"] else "growing"
    n = counted(int(_figure(first, "records")), "record")
    text = f"A {new} problem is {_topic(first, figures)}, with {n} in the last four weeks"
    rest = [_topic(claim, figures) for claim in emerging[1:]]
    return f"{text}; so {'is' if len(rest) == 1 else 'are'} {listed(rest)}" if rest else text


def _topics(claims: Sequence[Claim], figures: Figures) -> str:
    """Name the heaviest pain, the highest praise and what goes with leaving."""
    parts = []
    for kind, text in (
        ("painful_topic", "what hurts most is {}"),
        ("praised_topic", "what is praised most is {}"),
        ("loss_topic", "{} is associated with leaving"),
    ):
        claim = next((c for c in claims if c.kind == kind), None)
        if claim:
            parts.append(text.format(_topic(claim, figures)))
    return "; ".join(parts)


def _places(claims: Sequence[Claim], figures: Figures) -> str:
    names = [_stage(claim, figures) for claim in claims]
    return f"the {listed(names)} {'stage' if len(names) == 1 else 'stages'}"


def _where(claim: Claim, figures: Figures) -> str:
    if claim.kind == "score_movement":
        return "the company as a whole"
    return f"the {_stage(claim, figures)} stage"


def _stage(claim: Claim, figures: Figures) -> str:
    return figures.stages[claim.subject].name


def _topic(claim: Claim, figures: Figures) -> str:
    return quoted(" ".join(figures.topics[claim.subject].label.split()[:LABEL_WORDS]))


def _down(claim: Claim) -> bool:
    return claim.figures["direction"] == "down"


def _figure(claim: Claim, name: str) -> float:
    return float(claim.figures[name] or 0)
