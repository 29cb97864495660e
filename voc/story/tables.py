"""The page's tables: the topics customers speak of most, and the strip of figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.domain.claim import Claim
from voc.domain.snapshot import Quote, TopicInfo
from voc.metrics.balance import balance
from voc.metrics.movement import Base
from voc.metrics.share import share
from voc.story.charts import Bars, scaled, spark
from voc.story.claims.topics import topic_strands
from voc.story.evidence import quotes_for
from voc.story.figures import Figures, base_of, n_read, split
from voc.story.findings import topic_weeks
from voc.story.strands import ALL, CHANNELS, Strand, strands
from voc.story.wording import counted, number, percent, points, sentence

TOP = 12


@dataclass(frozen=True, slots=True)
class Tone:
    """Hold how one strand speaks of a topic: share of its records, and net sentiment as a bar from
    the middle (50 %) to `x`."""

    name: str
    solicited: bool
    base: Base
    share: str
    n: int
    value: str
    x: float


@dataclass(frozen=True, slots=True)
class TopicRow:
    """Hold one topic."""

    topic: TopicInfo
    stage: str
    n_records: int
    spark: Bars | None
    tones: tuple[Tone, ...]
    quote: Quote | None


@dataclass(frozen=True, slots=True)
class Figure:
    """Hold one number of the strip."""

    name: str
    value: str
    detail: str


def topic_rows(figures: Figures) -> list[TopicRow]:
    """List the topics with most records over the span that topics are told over."""
    strands = topic_strands(figures)
    if not strands:
        return []
    rows = [_row(figures, topic, strands) for topic in figures.topics.values()]
    shown = [row for row in rows if any(tone.base is not Base.SUPPRESSED for tone in row.tones)]
    return sorted(shown, key=lambda row: -row.n_records)[:TOP]


def _row(figures: Figures, topic: TopicInfo, strands: Sequence[Strand]) -> TopicRow:
    tones = tuple(_tone(figures, topic.id, strand) for strand in strands)
    weeks, counts = topic_weeks(figures, topic.id)
    heaviest = max(tones, key=lambda tone: tone.n)
    label = "positive" if heaviest.x > 50 else "negative"
    quotes = quotes_for(
        figures.snapshot, {heaviest.solicited: label}, scope="topic", key=topic.id, at_most=1
    )
    stage = figures.stages.get(topic.stage or "")
    return TopicRow(
        topic,
        stage.name if stage else "",
        sum(tone.n for tone in tones),
        spark(counts, weeks),
        tones,
        quotes[0] if quotes else None,
    )


def _tone(figures: Figures, topic: str, strand: Strand) -> Tone:
    cell, everything = strand.cell(figures, "topic", topic), strand.cell(figures, "all", "")
    judged = base_of(cell, "net_sentiment")
    if cell is None or everything is None or judged is Base.SUPPRESSED:
        return Tone(strand.name, strand.solicited, Base.SUPPRESSED, "", 0, "", 50)
    value = balance(split(cell, "net_sentiment")).value
    part = percent(share(n_read(cell), of=n_read(everything)).value)
    told = (points(value), scaled(value))
    return Tone(strand.name, strand.solicited, judged, part, cell.n_records, *told)


def strip(figures: Figures, claims: Sequence[Claim]) -> list[Figure]:
    """Choose the numbers that stand under the headline."""
    found = [_level(claim) for claim in claims if claim.kind == "score_level"]
    for strand in strands(figures):
        if cell := strand.cell(figures, "all", ""):
            people = counted(cell.n_customers, "customer")
            known = f"from {people}" if _knows_customers(figures, strand) else "customers unknown"
            found.append(Figure(_records(strand), number(cell.n_records), known))
    coverage = figures.snapshot.coverage
    received = counted(sum(row.n_records for row in coverage), "record")
    n_sources = len({row.source for row in coverage})
    return [*found, Figure("Sources", number(n_sources), f"{received} in all")]


def _level(claim: Claim) -> Figure:
    low, value, high = (float(claim.figures[f"level{end}"] or 0) for end in ("_low", "", "_high"))
    measure = str(claim.figures["measure"])
    write = percent if measure == "csat" else points
    name = {"nps": "NPS", "csat": "CSAT"}.get(measure, "Net sentiment")
    asked = "asked" if claim.query["solicited"] == "true" else "unasked"
    where = CHANNELS.get(claim.query.get("channel", ALL), asked)
    detail = f"95% interval {write(low)} to {write(high)}"
    return Figure(f"{name}, {where}", write(value), detail)


def _records(strand: Strand) -> str:
    if strand.channel != ALL:
        return sentence(strand.name)
    return "Survey answers" if strand.solicited else "Unsolicited messages"


def _knows_customers(figures: Figures, strand: Strand) -> bool:
    rows = [
        row
        for row in figures.snapshot.coverage
        if row.solicited == strand.solicited and strand.channel in (ALL, row.channel)
    ]
    return any(row.n_without_customer < row.n_records - row.n_duplicates for row in rows)
