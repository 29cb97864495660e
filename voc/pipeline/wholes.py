"""Read records beyond their passages: a short text as a whole, what was asked, and the score."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Sentiment, Span
from voc.domain.score import Score, leaning
from voc.nlp.passages import n_words
from voc.pipeline.models import Models

# A longer record is about several things: its passages say more than the whole.
MAX_WORDS = 100
# How much the whole counts beside its passages; this and the limit above were chosen on the demo
# company, whose texts no lesson was written after.
WHOLE_SHARE = 2 / 3
# How much likelier a stage is where the customer was asked about one of its touchpoints.
ASKED_WEIGHT = 3.0
# How much less likely a record speaks against its own score; chosen on the demo company.
OPPOSED_WEIGHT = 1 / 3
_OPPOSED = {1: Sentiment.NEGATIVE, -1: Sentiment.POSITIVE, 0: None}


@dataclass(frozen=True, slots=True)
class Shares:
    """Hold the probabilities of one text, in the order of each head's labels."""

    stage: NDArray[np.float64]
    sentiment: NDArray[np.float64]
    type: NDArray[np.float64]

    def with_whole(self, whole: "Shares") -> "Shares":
        """Weigh what passages say against what is said of the text as a whole."""

        def weighed(parts: NDArray[np.float64], all_: NDArray[np.float64]) -> NDArray[np.float64]:
            return WHOLE_SHARE * all_ + (1 - WHOLE_SHARE) * parts

        return Shares(
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


def with_score(
    sentiments: NDArray[np.float64], score: Score | None, labels: Sequence[str]
) -> NDArray[np.float64]:
    """Weigh a record's probabilities of sentiment by the score given with it: the opposite of what
    a good or bad score says is less likely. Its passages are not touched."""
    opposed = _OPPOSED[leaning(score)] if score else None
    weights = np.array([OPPOSED_WEIGHT if label == opposed else 1.0 for label in labels])
    weighed = sentiments * weights
    shares: NDArray[np.float64] = weighed / weighed.sum()
    return shares


def read_wholes(
    texts: Sequence[str],
    spans: Sequence[Sequence[Span]],
    asked_at: Sequence[str | None],
    models: Models,
) -> Mapping[int, Shares]:
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
    return {number: Shares(*(rows[n] for rows in said)) for n, number in enumerate(numbers)}
