"""The topics that customers praise most and that hurt them most, each voice for itself."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from voc.domain.claim import Claim
from voc.domain.snapshot import Cell, Span
from voc.metrics.balance import Split, balance, balance_z
from voc.metrics.estimate import two_sided
from voc.metrics.movement import Base, benjamini_hochberg
from voc.metrics.share import share
from voc.story.claims.compose import compose, figures_of
from voc.story.figures import Figures, base_of, n_read, split
from voc.story.wording import VOICES, based, during, interval, number, percent, points, quoted

AT_MOST = 3
NOUNS = {True: "survey comments", False: "unsolicited messages"}


@dataclass(frozen=True, slots=True)
class Tone:
    """Hold how one voice speaks of a topic."""

    cell: Cell
    counts: Split
    judged: Base

    @property
    def weight(self) -> int:
        """Count the positive records beyond the negative ones."""
        return self.counts.plus - self.counts.minus


def span_of(figures: Figures, *, solicited: bool) -> Span:
    """Choose the span that a voice's topics are told over: now, where it holds enough of them."""
    now = figures.now(solicited=solicited)
    return now if len(_tones(figures, now, solicited=solicited)) >= AT_MOST else "whole"


def claims(figures: Figures) -> list[Claim]:
    """Claim the topics of most weight whose tone is beyond chance, worst first, then best."""
    tones = [
        tone
        for voice in (True, False)
        for tone in _tones(figures, span_of(figures, solicited=voice), solicited=voice)
    ]
    marks = benjamini_hochberg([two_sided(balance_z(tone.counts)) for tone in tones])
    real = [tone for tone, mark in zip(tones, marks, strict=True) if mark]
    told = _heaviest(sorted(real, key=lambda tone: -abs(tone.weight)))
    painful = [tone for tone in told if tone.weight < 0][:AT_MOST]
    praised = [tone for tone in told if tone.weight > 0][:AT_MOST]
    return [
        _claim(tone, rank, [other for other in tones if other.cell.key == tone.cell.key], figures)
        for chosen in (painful, praised)
        for rank, tone in enumerate(chosen)
    ]


def _tones(figures: Figures, span: Span, *, solicited: bool) -> list[Tone]:
    found = []
    for topic in figures.topics:
        cell = figures.cell("topic", topic, span, solicited=solicited)
        judged = base_of(cell, "net_sentiment")
        if cell is not None and judged.allows_claim:
            found.append(Tone(cell, split(cell, "net_sentiment"), judged))
    return found


def _heaviest(tones: Iterable[Tone]) -> Sequence[Tone]:
    """Keep the first tones, one per topic."""
    chosen: dict[str, Tone] = {}
    for tone in tones:
        chosen.setdefault(tone.cell.key, tone)
    return list(chosen.values())


def _claim(tone: Tone, rank: int, tones: Sequence[Tone], figures: Figures) -> Claim:
    cell, estimate = tone.cell, balance(tone.counts)
    days = figures.days(cell.span, solicited=cell.solicited)
    everything = figures.cell("all", "", cell.span, solicited=cell.solicited)
    part = share(cell.n_records, of=max(cell.n_records, n_read(everything) if everything else 0))
    opening = {
        (True, True): "Customers praise {topic} most",
        (True, False): "Customers also praise {topic}",
        (False, True): "{topic} hurts customers most",
        (False, False): "{topic} hurts them too",
    }[tone.weight > 0, rank == 0].format(topic=quoted(figures.topics[cell.key].label))
    return compose(
        figures.snapshot,
        kind="praised_topic" if tone.weight > 0 else "painful_topic",
        scope="topic",
        key=cell.key,
        days=days,
        solicited=cell.solicited,
        sentence=f"{opening}: {number(cell.n_records)} of {number(part.n)} {NOUNS[cell.solicited]} "
        f"{during(*days)} mention it ({percent(part.value)}), with a net sentiment of "
        f"{points(estimate.value)} ({interval(estimate)}){_elsewhere(tone, tones)}.",
        figures={
            **figures_of("net_sentiment", estimate),
            **figures_of("share", part),
            "records": cell.n_records,
        },
        messages={cell.solicited: "positive" if tone.weight > 0 else "negative"},
        small_base=tone.judged is Base.SMALL,
    )


def _elsewhere(tone: Tone, tones: Sequence[Tone]) -> str:
    """Add how the other voice speaks of the topic, where it has a base."""
    other = next((t for t in tones if t.cell.solicited != tone.cell.solicited), None)
    if other is None:
        return ""
    return f"; in {VOICES[other.cell.solicited]} it is {based(balance(other.counts))}"
