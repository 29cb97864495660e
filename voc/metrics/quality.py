"""How well labels were guessed: confusion, F1, calibration, coverage at a confidence."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.metrics.estimate import Estimate
from voc.metrics.share import share

DRAWS, SEED, BINS = 1000, 7, 10


@dataclass(frozen=True, slots=True)
class LabelQuality:
    """Hold how one label fares; a figure without a base is None."""

    label: str
    n_true: int
    n_found: int
    precision: float | None
    recall: float | None
    f1: float


@dataclass(frozen=True, slots=True)
class Bin:
    """Hold the guesses of one band of confidence: their mean confidence, and the share right."""

    confidence: float
    right: Estimate


def confusion(truth: Sequence[str], found: Sequence[str]) -> tuple[list[str], NDArray[np.int64]]:
    """Count pairs of labels; gives the labels and a matrix, rows what is true, columns what was
    found."""
    labels = sorted({*truth, *found})
    n = len(labels)
    return labels, np.bincount(_pairs(truth, found, labels), minlength=n * n).reshape(n, n)


def macro_f1(truth: Sequence[str], found: Sequence[str]) -> Estimate:
    """Average F1 over all labels that are true or found of any text, with a bootstrap interval over
    texts (percentiles, 1,000 draws, seeded).

    Raises:
        ValueError: there is no text.
    """
    if not truth:
        raise ValueError("Macro-F1 needs a text.")
    labels = sorted({*truth, *found})
    pairs, n = _pairs(truth, found, labels), len(labels)
    chance = np.random.default_rng(SEED)
    drawn = [
        _macro(np.bincount(chance.choice(pairs, len(pairs)), minlength=n * n).reshape(n, n))
        for _ in range(DRAWS)
    ]
    low, high = np.quantile(drawn, [0.025, 0.975])
    value = _macro(np.bincount(pairs, minlength=n * n).reshape(n, n))
    return Estimate(value, float(low), float(high), len(truth))


def label_qualities(truth: Sequence[str], found: Sequence[str]) -> list[LabelQuality]:
    """Compute precision, recall and F1 of every label."""
    labels, counts = confusion(truth, found)
    return [_quality(label, counts, n) for n, label in enumerate(labels)]


def calibration(confidence: Sequence[float], right: Sequence[bool]) -> tuple[float, list[Bin]]:
    """Compute the expected calibration error over ten bands of equal width (0..1), and the bands.

    References:
        Guo et al. (2017), On calibration of modern neural networks.
    """
    sure, hit = np.asarray(confidence, float), np.asarray(right, bool)
    bands = np.minimum((sure * BINS).astype(int), BINS - 1)
    bins = []
    for band in np.unique(bands):
        own = bands == band
        bins.append(Bin(float(sure[own].mean()), share(int(hit[own].sum()), of=int(own.sum()))))
    error = sum(one.right.n * abs(one.confidence - one.right.value) for one in bins)
    return error / max(1, len(sure)), bins


def at_confidence(
    confidence: Sequence[float], right: Sequence[bool], *, least: float
) -> tuple[float, Estimate | None]:
    """Give the share of guesses that are at least so sure (0..1), and the share of them right."""
    sure = np.asarray(confidence, float) >= least
    if not sure.any():
        return 0.0, None
    hits = int((np.asarray(right, bool) & sure).sum())
    return float(sure.mean()), share(hits, of=int(sure.sum()))


def _pairs(truth: Sequence[str], found: Sequence[str], labels: list[str]) -> NDArray[np.int64]:
    place = {label: n for n, label in enumerate(labels)}
    rows = np.array([place[label] for label in truth], np.int64)
    return rows * len(labels) + np.array([place[label] for label in found], np.int64)


def _macro(counts: NDArray[np.int64]) -> float:
    """Average F1 over the labels that occur in this draw."""
    total = counts.sum(axis=0) + counts.sum(axis=1)
    return float((2 * counts.diagonal()[total > 0] / total[total > 0]).mean())


def _quality(label: str, counts: NDArray[np.int64], n: int) -> LabelQuality:
    hits, n_true, n_found = int(counts[n, n]), int(counts[n].sum()), int(counts[:, n].sum())
    return LabelQuality(
        label=label,
        n_true=n_true,
        n_found=n_found,
        precision=hits / n_found if n_found else None,
        recall=hits / n_true if n_true else None,
        f1=2 * hits / (n_true + n_found),
    )
