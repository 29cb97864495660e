"""A linear head: classify vectors by multinomial logistic regression."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.errors import ModelMissing

# Probabilities this small say the same: never.
_FLOOR = 1e-4


@dataclass(frozen=True, slots=True)
class LinearHead:
    """Hold a fitted head. `weights` has shape (labels, dimensions), `bias` (labels,), both float32
    and already divided by the temperature."""

    labels: tuple[str, ...]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, vectors: Vectors) -> NDArray[np.float64]:
        """Give one row of probabilities per vector, in the order of `labels`."""
        return softmax(vectors @ self.weights.T + self.bias)

    def save(self, path: Path) -> None:
        """Write the head as an .npz file of plain arrays."""
        np.savez(path, labels=np.array(self.labels), weights=self.weights, bias=self.bias)


def load_head(path: Path) -> LinearHead:
    """Read a head from an .npz file.

    Raises:
        ModelMissing: the file isn't there.
    """
    if not path.is_file():
        raise ModelMissing(f"The head {path} is missing.", hint="Reinstall voc.")
    with np.load(path, allow_pickle=False) as arrays:
        labels = tuple(str(label) for label in arrays["labels"])
        return LinearHead(labels, arrays["weights"], arrays["bias"])


def combined(said: Sequence[NDArray[np.float64]], parts: Sequence[float]) -> NDArray[np.float64]:
    """Combine what several heads say, rows of probabilities: their geometric mean, in which each
    counts by its part.

    References:
        Hinton (2002), Training products of experts.
    """
    logits = [part * np.log(rows + _FLOOR) for part, rows in zip(parts, said, strict=True)]
    return softmax(np.sum(logits, axis=0))


def softmax(logits: NDArray[np.floating]) -> NDArray[np.float64]:
    """Normalise rows of logits to probabilities."""
    shifted = np.exp((logits - logits.max(axis=1, keepdims=True)).astype(np.float64))
    result: NDArray[np.float64] = shifted / shifted.sum(axis=1, keepdims=True)
    return result


def temperature_of(logits: NDArray[np.floating], truth: NDArray[np.int64]) -> float:
    """Search the temperature that makes held-out labels, given as columns of `logits`, likeliest.

    References:
        Guo et al. (2017), On calibration of modern neural networks.
    """
    rows = np.arange(len(truth))

    def loss(temperature: float) -> float:
        return float(-np.log(softmax(logits / temperature)[rows, truth] + 1e-12).mean())

    candidates: list[float] = np.geomspace(0.2, 5.0, 60).tolist()
    return min(candidates, key=loss)
