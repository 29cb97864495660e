"""Sum the claims up in a few sentences that say no more than they do."""

from collections.abc import Sequence
from datetime import date

from voc.domain.claim import Claim
from voc.story.claims import movements
from voc.story.figures import Figures
from voc.story.naming import (
    figure,
    is_down,
    movement,
    rule_name,
    stage_name,
    topic_name,
    touchpoint_name,
)
from voc.story.strands import CHANNELS, is_dated, pair_of_voices, strands, voices
from voc.story.wording import before, counted, day, during, listed, months, points, sentence


def summary(claims: Sequence[Claim], figures: Figures) -> tuple[str, ...]:
    """Tell the story in up to five sentences."""
    if not claims:
        return ()
    apart = [claim for claim in claims if claim.kind == "divergence"]
    parts = [
        levels(
            claims, figures, at_a_time=len(strands(figures)) > 1 and not pair_of_voices(figures)
        ),
        _movements(claims, figures),
        _emerging([claim for claim in claims if claim.kind == "emerging_topic"], figures),
        f"The two voices disagree about {_places(apart, figures)}: asked, customers are content; "
        "unasked, they are not"
        if apart
        else "",
        _topics(claims, figures),
    ]
    return tuple(f"{sentence(part)}." for part in parts if part)


def levels(claims: Sequence[Claim], figures: Figures, *, at_a_time: bool) -> str:
    """Put the levels of all strands in one clause; with their months where they speak of
    different times."""
    parts = [
        _level(claim) + (f" ({_months(claim)})" if at_a_time else "")
        for claim in claims
        if claim.kind == "score_level"
    ]
    if not parts:
        return ""
    apart = "; the two are of different times and are not compared"
    return sentence(listed(parts)) + (apart if at_a_time and voices(figures) else "")


def _level(claim: Claim) -> str:
    value, asked = figure(claim, "level"), claim.query["solicited"] == "true"
    if channel := claim.query.get("channel"):
        return f"net sentiment is {points(value)} in {CHANNELS[channel]}"
    return {
        ("nps", True): f"NPS stands at {points(value)}",
        ("net_sentiment", True): f"net sentiment is {points(value)} in surveys",
        ("net_sentiment", False): f"net sentiment is {points(value)} in what customers say unasked",
        ("csat", True): f"CSAT is {100 * value:.0f}%",
    }[str(claim.figures["measure"]), asked]


def _months(claim: Claim) -> str:
    return months(*(date.fromisoformat(claim.query[end]) for end in ("from", "to")))


def unmoved(figures: Figures) -> str:
    """Say that nothing moved, between which periods, or why that can't be said."""
    looked = {moved.solicited for moved in movements.look(figures)}
    if not looked and not is_dated(figures):
        return "All records carry one date, so nothing can be said about change"
    if not looked:
        return "No two periods have enough records yet to be compared"
    spans = {figures.days("current", solicited=voice) for voice in looked}
    if len(spans) > 1:
        return "Nothing moved by more than chance between the two periods compared"
    current = spans.pop()
    return (
        f"{sentence(during(*current))}, nothing moved by more than chance against {_then(current)}"
    )


def _then(current: tuple[date, date]) -> str:
    return before(*current).removeprefix("in ")


def _movements(claims: Sequence[Claim], figures: Figures) -> str:
    moved = [claim for claim in claims if claim.kind in ("stage_movement", "score_movement")]
    if not moved:
        return unmoved(figures)
    fell = [_where(claim, figures) for claim in moved[1:] if is_down(claim)]
    rose = [_where(claim, figures) for claim in moved[1:] if not is_down(claim)]
    also = [f"{listed(fell)} fell"] if fell else []
    also += [f"{listed(rose)} rose"] if rose else []
    text = _moved(moved[0], figures)
    return f"{text}; {listed(also)} as well" if also else text


def _moved(claim: Claim, figures: Figures) -> str:
    moved = movement(claim)
    place = f" at the {stage_name(claim, figures)} stage" if claim.kind == "stage_movement" else ""
    verb, noun = ("fell", "drop") if is_down(claim) else ("rose", "rise")
    text = f"{sentence(moved.what)}{place}{moved.voice} {verb} by {moved.size} to "
    first, last = (
        date.fromisoformat(str(claim.figures[f"{end}_day"])) for end in ("first", "last")
    )
    text += f"{points(moved.now)} {during(first, last)}{moved.agreed}"
    if began := claim.figures.get("began"):
        text += f"; the {noun} began around the week of {day(date.fromisoformat(str(began)))}"
    return text


def _emerging(emerging: Sequence[Claim], figures: Figures) -> str:
    if not emerging:
        return ""
    first = emerging[0]
    new = "new" if first.figures["new"] else "growing"
    n = counted(int(figure(first, "records")), "record")
    text = f"A {new} problem is {topic_name(first, figures)}, with {n} in the last four weeks"
    rest = [topic_name(claim, figures) for claim in emerging[1:]]
    return f"{text}; so {'is' if len(rest) == 1 else 'are'} {listed(rest)}" if rest else text


def _topics(claims: Sequence[Claim], figures: Figures) -> str:
    """Name each strand's heaviest pain and highest praise, and what goes with leaving."""
    names: dict[str, list[str]] = {}
    for strand in strands(figures):
        said = []
        for kind, text in (
            ("painful_topic", "{} hurts most"),
            ("praised_topic", "{} is praised most"),
        ):
            claim = next((c for c in claims if c.kind == kind and strand.holds(c)), None)
            if claim:
                said.append(text.format(topic_name(claim, figures)))
        if said:
            names.setdefault(listed(said), []).append(strand.name)
    parts = [f"in {listed(heard)}, {said}" for said, heard in names.items()]
    lost = [topic_name(claim, figures) for claim in claims if claim.kind == "loss_topic"]
    best = [
        f"“{touchpoint_name(claim.subject)}” has the best {rule_name(claim)}"
        for claim in claims
        if claim.kind == "praised_touchpoint"
    ]
    if best:
        parts.append(f"of the touchpoints, {listed(best)}")
    if lost:
        verb = "is" if len(lost) == 1 else "are"
        parts.append(f"{listed(lost)} {verb} associated with leaving")
    return "; ".join(parts)


def _places(claims: Sequence[Claim], figures: Figures) -> str:
    names = [stage_name(claim, figures) for claim in claims]
    return f"the {listed(names)} {'stage' if len(names) == 1 else 'stages'}"


def _where(claim: Claim, figures: Figures) -> str:
    if claim.kind == "score_movement":
        return "the company as a whole"
    return f"the {stage_name(claim, figures)} stage"
