"""A word head: classify texts by the words and pairs of words that they hold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.nlp.head import softmax

STRENGTH = 8.0
MIN_TEXTS = 2


@dataclass(frozen=True)
class WordHead:
    """Hold a fitted head. `words` are its n-grams, `rarity` (n-grams,) their inverse document
    frequency, `weights` (labels, n-grams) and `bias` (labels,), all float32."""

    labels: tuple[str, ...]
    words: tuple[str, ...]
    rarity: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]

    def probabilities(self, texts: Sequence[str]) -> NDArray[np.float64]:
        """Give one row of probabilities per text, in the order of `labels`."""
        if not texts:
            return np.zeros((0, len(self.labels)))
        return softmax(self._counted.transform(texts) @ self._by_word + self.bias)

    @cached_property
    def _counted(self) -> Any:
        counted = _vectoriser({word: n for n, word in enumerate(self.words)})
        counted.idf_ = self.rarity.astype(np.float64)
        return counted

    @cached_property
    def _by_word(self) -> NDArray[np.float64]:
        """Lay the weights as they are multiplied, or each call would copy them."""
        return np.ascontiguousarray(self.weights.T, np.float64)

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Give the head as small arrays, weights in half precision; `word_head` reads them."""
        return {
            "words": np.frombuffer("\n".join(self.words).encode(), np.uint8),
            "rarity": self.rarity.astype(np.float16),
            "word_weights": self.weights.astype(np.float16),
            "word_bias": self.bias,
        }


def word_head(labels: tuple[str, ...], held: Mapping[str, NDArray[Any]]) -> WordHead:
    """Make a head of the arrays that it was given as."""
    return WordHead(
        labels,
        tuple(held["words"].tobytes().decode().split("\n")),
        held["rarity"].astype(np.float32),
        held["word_weights"].astype(np.float32),
        held["word_bias"],
    )


def fit_words(texts: Sequence[str], labels: Sequence[str], *, balanced: bool = True) -> WordHead:
    """Fit a head by multinomial logistic regression on n-grams weighted by their rarity.

    N-grams of one text only are left out. Classes weigh equally, whatever their counts, where
    `balanced`.
    """
    from sklearn.linear_model import LogisticRegression

    counted = _vectoriser(None)
    rows = counted.fit_transform(texts)
    model = LogisticRegression(
        C=STRENGTH, solver="newton-cg", class_weight="balanced" if balanced else None
    )
    model.fit(rows, labels)
    return WordHead(
        tuple(str(label) for label in model.classes_),
        tuple(str(word) for word in counted.get_feature_names_out()),
        counted.idf_.astype(np.float32),
        model.coef_.astype(np.float32),
        model.intercept_.astype(np.float32),
    )


def _vectoriser(known: dict[str, int] | None) -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer

    return TfidfVectorizer(
        ngram_range=(1, 2),
        sublinear_tf=True,
        min_df=MIN_TEXTS if known is None else 1,
        vocabulary=known,
    )
