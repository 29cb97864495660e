"""The topics that customers praise most and that hurt them most, each strand for itself."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from voc.domain.claim import Claim
from voc.domain.snapshot import Cell
from voc.metrics.balance import Split, balance, balance_z
from voc.metrics.estimate import two_sided
from voc.metrics.movement import base, benjamini_hochberg
from voc.metrics.share import share
from voc.story.claims.compose import compose, figures_of
from voc.story.figures import Figures, n_customers, n_read, split
from voc.story.strands import Strand, is_together, strands, when, widened
from voc.story.wording import based, interval, number, percent, points, quoted

AT_MOST = 3
MIN_RATIO = 2  # a tone may be sure and too mixed to be called praise or pain
OPENINGS = {
    (True, True): "{topic} is praised most",
    (True, False): "{topic} is praised too",
    (False, True): "{topic} hurts most",
    (False, False): "{topic} hurts too",
}


@dataclass(frozen=True, slots=True)
class Tone:
    """Hold how one strand speaks of a topic."""

    strand: Strand
    topic: str
    cell: Cell
    counts: Split
    customers: int

    @property
    def weight(self) -> int:
        """Count the positive records beyond the negative ones."""
        return self.counts.plus - self.counts.minus

    @property
    def is_clear(self) -> bool:
        """Tell whether one side has twice the records of the other."""
        fewer, more = sorted((self.counts.plus, self.counts.minus))
        return more >= MIN_RATIO * fewer


def topic_strands(figures: Figures) -> list[Strand]:
    """Choose the strands that topics are told over: now, where that holds enough of them."""
    return [
        strand if len(_tones(figures, strand)) >= AT_MOST else widened(strand, figures)
        for strand in strands(figures)
    ]


def claims(figures: Figures, *, told: Collection[str] = ()) -> list[Claim]:
    """Claim, per strand, the topics of most weight whose tone is beyond chance and clear: two
    records for each one against.

    The heaviest is claimed always; others not where another claim of pain (`told`) speaks of the
    topic, or an earlier strand says the same of it.
    """
    tones = [tone for strand in topic_strands(figures) for tone in _tones(figures, strand)]
    marks = benjamini_hochberg([two_sided(balance_z(tone.counts)) for tone in tones])
    real = [tone for tone, mark in zip(tones, marks, strict=True) if mark and tone.is_clear]
    found = []
    for sign in (-1, 1):
        said = {*told} if sign < 0 else set()
        for rank, tone in _heaviest(real, sign, figures):
            if rank == 0 or tone.topic not in said:
                found.append(_claim(tone, rank, tones, figures))
                said.add(tone.topic)
    return found


def _tones(figures: Figures, strand: Strand) -> list[Tone]:
    found = []
    for topic in figures.topics:
        cell = strand.cell(figures, "topic", topic)
        customers = n_customers(cell, "net_sentiment")
        if cell is not None and base(customers).allows_claim:
            found.append(Tone(strand, topic, cell, split(cell, "net_sentiment"), customers))
    return found


def _heaviest(tones: Sequence[Tone], sign: int, figures: Figures) -> list[tuple[int, Tone]]:
    """Rank the tones of one sign in each strand by weight, and keep the first."""
    ranked: list[tuple[int, Tone]] = []
    for strand in topic_strands(figures):
        own = [tone for tone in tones if tone.strand == strand and sign * tone.weight > 0]
        own.sort(key=lambda tone: -abs(tone.weight))
        ranked += enumerate(own[:AT_MOST])
    return ranked


def _claim(tone: Tone, rank: int, tones: Sequence[Tone], figures: Figures) -> Claim:
    cell, strand, estimate = tone.cell, tone.strand, balance(tone.counts)
    everything = strand.cell(figures, "all", "")
    part = share(cell.n_records, of=max(cell.n_records, n_read(everything) if everything else 0))
    is_praised = tone.weight > 0
    opening = OPENINGS[is_praised, rank == 0].format(topic=quoted(figures.topics[tone.topic].label))
    return compose(
        figures.snapshot,
        kind="praised_topic" if is_praised else "painful_topic",
        scope="topic",
        key=tone.topic,
        days=strand.days,
        solicited=strand.solicited,
        channel=strand.channel,
        sentence=f"In {strand.name}{when(strand, figures)}, {opening}: {number(cell.n_records)} of "
        f"{number(part.n)}{strand.noun} mention it ({percent(part.value)}), with a net sentiment "
        f"of {points(estimate.value)} ({interval(estimate)}){_elsewhere(tone, tones)}.",
        figures={
            **figures_of("net_sentiment", estimate),
            **figures_of("share", part),
            "records": cell.n_records,
        },
        messages={strand.solicited: "positive" if is_praised else "negative"},
        base=tone.customers,
    )


def _elsewhere(tone: Tone, tones: Sequence[Tone]) -> str:
    """Add how the other voice speaks of the topic at the same time, where it has a base."""
    for other in tones:
        is_other = other.topic == tone.topic and other.strand.solicited != tone.strand.solicited
        if is_other and is_together(tone.strand.days, other.strand.days):
            return f"; in {other.strand.name} it is {based(balance(other.counts))}"
    return ""
