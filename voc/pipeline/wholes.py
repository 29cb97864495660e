"""Read whole records beside their passages: what a short text is about shows in all of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Span
from voc.nlp.passages import n_words
from voc.pipeline.models import Models

# A longer record is about several things: its passages say more than the whole.
MAX_WORDS = 100
# How much the whole counts beside its passages; this and the limit above were chosen on the demo
# company, whose texts no lesson was written after.
WHOLE_SHARE = 2 / 3
# How much likelier a stage is where the customer was asked about one of its touchpoints.
ASKED_WEIGHT = 3.0


@dataclass(frozen=True, slots=True)
class Said:
    """Hold what the heads say of one text: probabilities in the order of each head's labels."""

    stage: NDArray[np.float64]
    sentiment: NDArray[np.float64]
    type: NDArray[np.float64]

    def with_whole(self, whole: "Said") -> "Said":
        """Weigh what passages say against what is said of the text as a whole."""

        def weighed(parts: NDArray[np.float64], all_: NDArray[np.float64]) -> NDArray[np.float64]:
            return WHOLE_SHARE * all_ + (1 - WHOLE_SHARE) * parts

        return Said(
            weighed(self.stage, whole.stage),
            weighed(self.sentiment, whole.sentiment),
            weighed(self.type, whole.type),
        )


def expected(
    stages: NDArray[np.float64], asked_at: Sequence[str | None], labels: Sequence[str]
) -> NDArray[np.float64]:
    """Weigh rows of probabilities by what the customer was asked about: an answer about a
    touchpoint is more often about its stage, and says so less often ("very helpful")."""
    weights = np.ones_like(stages)
    for row, stage in enumerate(asked_at):
        if stage in labels:
            weights[row, labels.index(stage)] = ASKED_WEIGHT
    weighed = stages * weights
    shares: NDArray[np.float64] = weighed / weighed.sum(axis=1, keepdims=True)
    return shares


def read_wholes(
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    asked_at: Sequence[str | None],
    models: Models,
) -> Mapping[int, Said]:
    """Read the texts of several passages and at most 100 words; gives what is said by their number.
    A text of one passage is read already."""
    numbers = [
        number
        for number, (text, own) in enumerate(zip(texts, spans, strict=True))
        if len(own) > 1 and n_words(text) <= MAX_WORDS
    ]
    read = [texts[number] for number in numbers]
    readings = models.encoder.read(read)
    said = (
        expected(
            models.stage.probabilities(read, readings),
            [asked_at[number] for number in numbers],
            models.stage.labels,
        ),
        models.sentiment.probabilities(read, readings),
        models.type.probabilities(readings.tone),
    )
    return {number: Said(*(rows[n] for rows in said)) for n, number in enumerate(numbers)}
