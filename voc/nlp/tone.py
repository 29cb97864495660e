"""Read the sentiment of a text by its tone and its words."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.nlp.embed import Readings, plain
from voc.nlp.head import LinearHead, combined, load_head
from voc.nlp.lexical import WordHead, word_head

# What the words say counts half; what both say is cooled, as chosen on the gold passages looked at.
WORDS_PART, HEAT = 0.5, 1.4


@dataclass(frozen=True, slots=True)
class ToneHead:
    """Hold two heads over the same labels: one over tone vectors, one over words."""

    vectors: LinearHead
    words: WordHead

    @property
    def labels(self) -> tuple[str, ...]:
        """Name the columns of `probabilities`."""
        return self.vectors.labels

    def probabilities(self, texts: Sequence[str], readings: Readings) -> NDArray[np.float64]:
        """Give one row of probabilities per text."""
        return combined(
            [
                self.vectors.probabilities(readings.tone),
                self.words.probabilities([plain(text) for text in texts]),
            ],
            [1.0 / HEAT, WORDS_PART / HEAT],
        )

    def save(self, path: Path) -> None:
        """Write the head as an .npz file of plain arrays."""
        np.savez_compressed(
            path,
            allow_pickle=False,
            labels=np.array(self.labels),
            weights=self.vectors.weights,
            bias=self.vectors.bias,
            **self.words.arrays(),
        )


def load_tone_head(path: Path) -> ToneHead:
    """Read a head that `save` wrote.

    Raises:
        ModelMissing: the file isn't there.
    """
    vectors = load_head(path)
    with np.load(path, allow_pickle=False) as held:
        return ToneHead(vectors, word_head(vectors.labels, held))
