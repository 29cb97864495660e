"""An example head: the stage whose labelled examples lie nearest to a text."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors

# How fast an example counts less the farther it is from a text, in cosine; chosen on the halves of
# the gold passages that were looked at, as FLOOR was.
WIDTH = 0.05
# The share that no label's examples can take from the others.
FLOOR = 1e-3
# Whole steps make products exact, so that a text is read the same in any batch.
STEPS = 400


@dataclass(frozen=True)
class ExampleHead:
    """Hold examples. `vectors` (examples, dimensions) are both readings side by side, int8 in
    steps of 1 / STEPS; `owners` (examples,) number the labels, ascending, each at least once."""

    labels: tuple[str, ...]
    vectors: NDArray[np.int8]
    owners: NDArray[np.int16]

    def probabilities(self, vectors: Vectors) -> NDArray[np.float64]:
        """Give one row of probabilities per vector, in the order of `labels`: the density of each
        label's examples around it. Labels weigh equally whatever their counts.

        References:
            Parzen (1962), On estimation of a probability density function and mode.
        """
        asked = _in_steps(vectors).astype(np.float32)
        density = np.stack([_density(asked, own) for own in self._by_label], axis=1)
        density += FLOOR * density.mean(axis=1, keepdims=True)
        result: NDArray[np.float64] = density / density.sum(axis=1, keepdims=True)
        return result

    @cached_property
    def _by_label(self) -> list[NDArray[np.float32]]:
        begins = np.searchsorted(self.owners, np.arange(1, len(self.labels)))
        return np.split(self.vectors.astype(np.float32), begins)


def _density(asked: NDArray[np.float32], examples: NDArray[np.float32]) -> NDArray[np.float64]:
    """Average over one label's examples; the two readings' cosines count half each."""
    cosines = asked @ examples.T / np.float32(2 * STEPS * STEPS)
    near: NDArray[np.float64] = np.exp((cosines - 1) / WIDTH).mean(axis=1, dtype=np.float64)
    return near


def keep_examples(vectors: Vectors, labels: Sequence[str]) -> ExampleHead:
    """Keep labelled vectors, both readings of texts side by side."""
    known = tuple(sorted(set(labels)))
    owners = np.searchsorted(known, labels).astype(np.int16)
    order = np.argsort(owners, kind="stable")
    return ExampleHead(known, _in_steps(vectors)[order], owners[order])


def _in_steps(vectors: Vectors) -> NDArray[np.int8]:
    return np.clip(np.rint(vectors * STEPS), -127, 127).astype(np.int8)
