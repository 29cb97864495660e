"""What an evaluation on labelled passages says."""

from dataclasses import dataclass

from voc.metrics.estimate import Estimate
from voc.metrics.quality import Bin, LabelQuality


@dataclass(frozen=True, slots=True)
class Confidence:
    """Hold how far confidence can be believed: the expected calibration error, its bands, and what
    stands at 0.8 and above: the share of passages, and the share right."""

    error: float
    bins: list[Bin]
    coverage: float
    precision: Estimate | None


@dataclass(frozen=True, slots=True)
class LabelsQuality:
    """Hold how one kind of label fares. `confusion` has a row per true and a column per found
    label, in the order of `labels`."""

    f1: Estimate
    accuracy: float
    labels: list[str]
    confusion: list[list[int]]
    by_label: list[LabelQuality]
    confidence: Confidence

    def mistakes(self) -> list[tuple[int, str, str]]:
        """List what is taken for what, the most frequent first: count, true label, found label."""
        pairs = (
            (n, truth, found)
            for truth, counts in zip(self.labels, self.confusion, strict=True)
            for found, n in zip(self.labels, counts, strict=True)
            if n and truth != found
        )
        return sorted(pairs, key=lambda pair: -pair[0])


@dataclass(frozen=True, slots=True)
class ToLabel:
    """Hold a passage worth a label: what it was taken for, how surely, and how alike others are."""

    text: str
    stage: str
    confidence: float
    likeness: float


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Hold all that was measured; None where the file has no such labels. Passages in a language
    that is not read count as mistakes, but have no confidence to believe."""

    journey: str
    n_passages: int
    n_not_read: int
    stage: LabelsQuality | None
    sentiment: LabelsQuality | None
    label_next: list[ToLabel]
