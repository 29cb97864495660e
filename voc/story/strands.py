"""What is told together: a voice, or one channel of a voice whose channels spoke in turn."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from voc.domain.claim import Claim
from voc.domain.snapshot import Cell, Scope, Span
from voc.story.figures import Figures
from voc.story.wording import VOICES, during

ALL = "*"
SILENCE = timedelta(days=28)
CHANNELS = {
    "survey": "surveys",
    "ticket": "tickets",
    "review": "reviews",
    "social": "social posts",
    "chat": "chats",
    "email": "e-mails",
    "other": "other feedback",
}
Days = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Strand:
    """Hold a voice, or one channel of it ("*": all), with the span and days it is told over."""

    solicited: bool
    channel: str
    span: Span
    days: Days

    @property
    def name(self) -> str:
        """Name it in the plural."""
        return VOICES[self.solicited] if self.channel == ALL else CHANNELS[self.channel]

    @property
    def noun(self) -> str:
        """Name its texts, with a space before; nothing where its name says it."""
        if self.channel != ALL:
            return ""
        return " comments" if self.solicited else " messages"

    def holds(self, claim: Claim) -> bool:
        """Tell whether a claim is told of this strand."""
        channel = claim.query.get("channel", ALL)
        return (claim.query.get("solicited"), channel) == (
            str(self.solicited).lower(),
            self.channel,
        )

    def cell(self, figures: Figures, scope: Scope, key: str) -> Cell | None:
        """Get the cell that its levels are told from."""
        return figures.cell(scope, key, self.span, solicited=self.solicited, channel=self.channel)


def strands(figures: Figures) -> list[Strand]:
    """List what is heard: surveys first, and of a voice that is cut the latest channel first.

    A voice is cut into its channels where all of its time is told and more than four weeks of
    silence lie between them: one level over both would speak of neither time.
    """
    return [strand for voice in (True, False) for strand in _of_voice(figures, voice)]


def _of_voice(figures: Figures, voice: bool) -> Iterator[Strand]:
    if figures.cell("all", "", "whole", solicited=voice) is None:
        return
    span = figures.now(solicited=voice)
    heard = _heard(figures, voice)
    if span == "whole" and _is_cut(sorted(heard.values())):
        for channel in sorted(heard, key=lambda name: heard[name][1], reverse=True):
            yield Strand(voice, channel, span, heard[channel])
    else:
        yield Strand(voice, ALL, span, figures.days(span, solicited=voice))


def _heard(figures: Figures, voice: bool) -> dict[str, Days]:
    heard: dict[str, Days] = {}
    for row in figures.snapshot.coverage:
        if row.solicited == voice and row.first_day and row.last_day:
            first, last = heard.get(row.channel, (row.first_day, row.last_day))
            heard[row.channel] = min(first, row.first_day), max(last, row.last_day)
    return heard


def _is_cut(spans: list[Days]) -> bool:
    latest = [max(last for _, last in spans[: i + 1]) for i in range(len(spans))]
    return any(
        first - until > SILENCE for (first, _), until in zip(spans[1:], latest, strict=False)
    )


def widened(strand: Strand, figures: Figures) -> Strand:
    """Take all of a strand's time."""
    if strand.span == "whole":
        return strand
    days = figures.days("whole", solicited=strand.solicited)
    return replace(strand, span="whole", days=days)


def is_together(days: Days, others: Days) -> bool:
    """Tell whether two spans share at least half of the longer: else they speak of two times."""
    shared = min(days[1], others[1]) - max(days[0], others[0]) + timedelta(days=1)
    longer = max(last - first for first, last in (days, others)) + timedelta(days=1)
    return 2 * shared >= longer


def voices(figures: Figures) -> tuple[Strand, Strand] | None:
    """Get the two voices where each is told as one, at whatever time."""
    found = strands(figures)
    pair = len(found) == 2 and found[0].solicited and not found[1].solicited
    return (found[0], found[1]) if pair else None


def pair_of_voices(figures: Figures) -> tuple[Strand, Strand] | None:
    """Get the two voices where they may be compared: each told as one, at the same time."""
    pair = voices(figures)
    return pair if pair and is_together(pair[0].days, pair[1].days) else None


def is_dated(figures: Figures) -> bool:
    """Tell whether records carry more than one date; one for all is no date to tell."""
    days = {day for row in figures.snapshot.coverage for day in (row.first_day, row.last_day)}
    return len(days - {None}) != 1


def when(strand: Strand, figures: Figures) -> str:
    """Write when a strand's levels hold, with a space before; nothing where no date is known."""
    return f" {during(*strand.days)}" if is_dated(figures) else ""
