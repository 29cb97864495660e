"""The page's tables: the topics customers speak of most, and the strip of figures."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.domain.claim import Claim
from voc.domain.snapshot import Quote, TopicInfo
from voc.metrics.balance import balance
from voc.metrics.movement import Base
from voc.metrics.share import share
from voc.story.charts import Bars, bars, scaled
from voc.story.claims.topics import span_of
from voc.story.evidence import quotes_for
from voc.story.figures import Figures, base_of, n_read, split
from voc.story.findings import topic_weeks
from voc.story.wording import VOICES, counted, number, percent, points

TOP = 12


@dataclass(frozen=True, slots=True)
class Tone:
    """Hold how one voice speaks of a topic: share of its records, and net sentiment as a bar from
    the middle (50 %) to `x`."""

    voice: str
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
    bars: Bars
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
    rows = [_row(figures, topic) for topic in figures.topics.values()]
    shown = [row for row in rows if any(tone.base is not Base.SUPPRESSED for tone in row.tones)]
    return sorted(shown, key=lambda row: -row.n_records)[:TOP]


def _row(figures: Figures, topic: TopicInfo) -> TopicRow:
    tones = tuple(_tone(figures, topic.id, solicited=voice) for voice in (True, False))
    weeks, counts = topic_weeks(figures, topic.id)
    heaviest = max(tones, key=lambda tone: tone.n)
    label = "positive" if heaviest.x > 50 else "negative"
    quotes = quotes_for(
        figures.snapshot, {True: label, False: label}, scope="topic", key=topic.id, at_most=1
    )
    stage = figures.stages.get(topic.stage or "")
    return TopicRow(
        topic,
        stage.name if stage else "",
        sum(tone.n for tone in tones),
        bars(counts, weeks),
        tones,
        quotes[0] if quotes else None,
    )


def _tone(figures: Figures, topic: str, *, solicited: bool) -> Tone:
    span = span_of(figures, solicited=solicited)
    cell = figures.cell("topic", topic, span, solicited=solicited)
    everything = figures.cell("all", "", span, solicited=solicited)
    judged = base_of(cell, "net_sentiment")
    if cell is None or everything is None or judged is Base.SUPPRESSED:
        return Tone(VOICES[solicited], Base.SUPPRESSED, "", 0, "", 50)
    value = balance(split(cell, "net_sentiment")).value
    part = percent(share(n_read(cell), of=n_read(everything)).value)
    return Tone(VOICES[solicited], judged, part, cell.n_records, points(value), scaled(value))


def strip(figures: Figures, claims: Sequence[Claim]) -> list[Figure]:
    """Choose the numbers that stand under the headline."""
    found = []
    for claim in claims:
        if claim.kind == "score_level":
            low, value, high = (claim.figures[f"level{end}"] for end in ("_low", "", "_high"))
            is_share = claim.figures["measure"] == "csat"
            write = percent if is_share else points
            name = {"nps": "NPS", "csat": "CSAT"}.get(
                str(claim.figures["measure"]), "Net sentiment"
            )
            asked = claim.query["solicited"] == "true"
            ends = f"{write(float(low or 0))} to {write(float(high or 0))}"
            found.append(
                Figure(
                    f"{name}, {'asked' if asked else 'unasked'}",
                    write(float(value or 0)),
                    f"95% interval {ends}",
                )
            )
    for voice, name in ((True, "Survey answers"), (False, "Unsolicited messages")):
        cell = figures.level("all", "", solicited=voice)
        if cell:
            found.append(
                Figure(
                    name, number(cell.n_records), f"from {counted(cell.n_customers, 'customer')}"
                )
            )
    coverage = figures.snapshot.coverage
    received = sum(c.n_records for c in coverage)
    found.append(
        Figure(
            "Sources",
            number(len({c.source for c in coverage})),
            f"{counted(received, 'record')} in all",
        )
    )
    return found
