"""Count what became of the rows that were read."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path

from voc.domain.record import Rejection
from voc.errors import VocError

OnRejected = Callable[[Sequence[Rejection]], None]
# Called with a step's name, how much is done, and how much there is, if that is known.
Progress = Callable[[str, int, int | None], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class IngestReport:
    """Count what became of the rows: read = stored + revised + unchanged + duplicate + withdrawn +
    rejected + erased.

    `skipped` rows were left out by the mapping's `only` and are not among those read.
    `erased` rows are of customers, or from a time, that were erased: they are not stored again.
    `scores_rejected` are scores, not rows: their records were kept without them; `cells_rejected`
    are such cells of customers.
    `short` rows had fewer cells than the header: those missing at their end are taken as empty.
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
    cells_rejected: int = 0
    short: int = 0

    def __str__(self) -> str:
        always = ("stored", "revised", "unchanged", "duplicate", "rejected")
        seldom = [part for part in ("withdrawn", "erased") if getattr(self, part)]
        sums = " + ".join(f"{getattr(self, part):,} {part}" for part in (*always, *seldom))
        left_out = (("score", self.scores_rejected), ("cell", self.cells_rejected))
        scores = "".join(f"; {n:,} {what}{'s' * (n != 1)} left out" for what, n in left_out if n)
        short = f"; {self.short:,} with fewer cells than the header" if self.short else ""
        skipped = f"; {self.skipped:,} skipped by the filter" if self.skipped else ""
        return f"{self.read:,} read = {sums}{scores}{short}{skipped}"

    @classmethod
    def total(cls, source: str, reports: "Iterable[IngestReport]") -> "IngestReport":
        """Add up the reports of a source's files."""
        counts: Counter[str] = Counter()
        for report in reports:
            counts.update({k: v for k, v in asdict(report).items() if k != "source"})
        return cls(source=source, **counts)


@dataclass(frozen=True, slots=True)
class FileRead:
    """Say what became of one file's rows, and why it could not be read to its end, if so: the rows
    before that place are stored."""

    path: Path
    report: IngestReport
    error: VocError | None = None


def whole(files: Generator[FileRead]) -> IngestReport:
    """Add up files that can all be read to their ends.

    Raises:
        VocError: of the first that can't.
    """
    reports = []
    # The error would keep the files open, and the store locked, as long as somebody looks at it.
    with closing(files):
        for file in files:
            if file.error:
                raise file.error
            reports.append(file.report)
    return IngestReport.total(reports[0].source if reports else "", reports)
