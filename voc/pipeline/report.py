"""Count what became of the rows that were read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voc.domain.record import Rejection

OnRejected = Callable[[Sequence[Rejection]], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """Count what became of the rows: read = stored + revised + unchanged + duplicate + withdrawn +
    rejected + erased.

    `skipped` rows were left out by the mapping's `only` and are not among those read.
    `erased` rows are of customers, or from a time, that were erased: they are not stored again.
    `scores_rejected` are scores, not rows: their records were kept without them.
    """

    source: str
    read: int = 0
    stored: int = 0
    revised: int = 0
    unchanged: int = 0
    duplicate: int = 0
    withdrawn: int = 0
    rejected: int = 0
    erased: int = 0
    skipped: int = 0
    scores_rejected: int = 0

    def __str__(self) -> str:
        always = ("stored", "revised", "unchanged", "duplicate", "rejected")
        seldom = [part for part in ("withdrawn", "erased") if getattr(self, part)]
        sums = " + ".join(f"{getattr(self, part):,} {part}" for part in (*always, *seldom))
        scores = f"; {self.scores_rejected:,} scores left out" if self.scores_rejected else ""
        skipped = f"; {self.skipped:,} skipped by the filter" if self.skipped else ""
        return f"{self.read:,} read = {sums}{scores}{skipped}"
