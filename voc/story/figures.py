"""Look up a snapshot's cells, and say which of them speak of now."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from voc.domain.snapshot import Cell, Period, Scope, Snapshot, Span, StageInfo, TopicInfo
from voc.metrics.balance import Split
from voc.metrics.movement import Base, base

Measure = Literal["nps", "net_sentiment"]
QUARTER = timedelta(days=91)
ENOUGH_RECORDS = 300
WEEK = timedelta(days=7)
Key = tuple[Scope, str, Span, bool, str]


@dataclass(frozen=True)
class Figures:
    """Index a snapshot. Unless a channel is named, all channels of a voice are summed."""

    snapshot: Snapshot

    @cached_property
    def _index(self) -> Mapping[Key, list[Cell]]:
        index: defaultdict[Key, list[Cell]] = defaultdict(list)
        for cell in self.snapshot.cells:
            index[cell.scope, cell.key, cell.span, cell.solicited, cell.channel].append(cell)
        return {key: sorted(found, key=lambda cell: cell.start) for key, found in index.items()}

    @cached_property
    def stages(self) -> Mapping[str, StageInfo]:
        """Map stage ids to stages, in the order of the journey."""
        return {stage.id: stage for stage in self.snapshot.stages}

    @cached_property
    def topics(self) -> Mapping[str, TopicInfo]:
        """Map topic ids to topics."""
        return {topic.id: topic for topic in self.snapshot.topics}

    def cell(
        self, scope: Scope, key: str, span: Span, *, solicited: bool, channel: str = "*"
    ) -> Cell | None:
        """Get the cell of a span other than a week."""
        return next(iter(self._index.get((scope, key, span, solicited, channel), ())), None)

    def weeks(self, scope: Scope, key: str, *, solicited: bool) -> Mapping[date, Cell]:
        """Map Mondays to the cells of their weeks; a week without records has none."""
        return {c.start: c for c in self._index.get((scope, key, "week", solicited, "*"), ())}

    def period(self, *, solicited: bool) -> Period | None:
        """Get the two periods of a voice."""
        return next((p for p in self.snapshot.periods if p.solicited == solicited), None)

    def now(self, *, solicited: bool) -> Span:
        """Choose the span that levels are told over: the last 13 weeks where a voice has them and
        spoke often enough in them, else all of its time."""
        period, cell = (
            self.period(solicited=solicited),
            self.cell("all", "", "current", solicited=solicited),
        )
        if period is None or cell is None or cell.n_records < ENOUGH_RECORDS:
            return "whole"
        first, last = period.current
        return "current" if last - first + timedelta(days=1) >= QUARTER else "whole"

    def days(self, span: Span, *, solicited: bool) -> tuple[date, date]:
        """Get the first and last day of a voice's span.

        Raises:
            LookupError: the voice is silent.
        """
        period = self.period(solicited=solicited)
        whole = self.cell("all", "", "whole", solicited=solicited)
        if period is None or whole is None:
            raise LookupError(f"The snapshot has no voice with solicited={solicited}.")
        if span != "whole":
            return period.current if span == "current" else period.previous
        known = [c.last_day for c in self.snapshot.coverage if c.solicited == solicited]
        return whole.start, max([period.current[1], *(day for day in known if day)])

    def full_weeks(self, *, solicited: bool) -> list[date]:
        """List the Mondays of a voice's whole weeks up to its last, silent ones included."""
        weeks = self.weeks("all", "", solicited=solicited)
        if not weeks:
            return []
        _, last_day = self.days("whole", solicited=solicited)
        n_weeks = (last_day + timedelta(days=1) - min(weeks)) // WEEK
        return [min(weeks) + i * WEEK for i in range(n_weeks)]


def split(cell: Cell, measure: Measure) -> Split:
    """Take a cell's counts for a measure."""
    if measure == "nps":
        return Split(cell.n_promoters, cell.n_passives, cell.n_detractors)
    return Split(cell.n_positive, cell.n_neutral, cell.n_negative)


def n_read(cell: Cell) -> int:
    """Count a cell's records with an analysed text."""
    return split(cell, "net_sentiment").n


def n_customers(cell: Cell | None, measure: Measure) -> int:
    """Count the customers behind a measure: no more of them than records counted."""
    return min(cell.n_customers, split(cell, measure).n) if cell else 0


def base_of(cell: Cell | None, measure: Measure) -> Base:
    """Judge the base of a measure."""
    return base(n_customers(cell, measure))
