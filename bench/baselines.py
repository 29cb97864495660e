"""What others would do, recomputed beside voc in the same run."""

from collections.abc import Sequence

import numpy as np
from labelled import SEED, Labelled

from voc.domain.journey import JourneyMap
from voc.nlp.embed import Encoder

FOLDS = 5


def described(journey: JourneyMap, encoder: Encoder, texts: Sequence[str]) -> list[str]:
    """Guess the stage whose description is nearest in meaning: it never says none."""
    told = encoder([f"{stage.name}. {stage.description}" for stage in journey.stages])
    nearest = (encoder(texts) @ told.T).argmax(axis=1)
    return [journey.stages[n].id for n in nearest]


def regressed(labelled: Labelled, encoder: Encoder) -> list[str]:
    """Guess by logistic regression on meaning vectors, learned from the other four fifths of these
    very texts: what labelling them would give."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import KFold, cross_val_predict

    folds = KFold(FOLDS, shuffle=True, random_state=SEED)
    model = LogisticRegression(C=10, max_iter=1000, class_weight="balanced")
    return list(cross_val_predict(model, encoder(labelled.texts), labelled.labels, cv=folds))


def vader(texts: Sequence[str]) -> list[str]:
    """Guess sentiment by VADER at its usual thresholds of 0.05."""
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

    reader = SentimentIntensityAnalyzer()
    signs = [np.sign(round(reader.polarity_scores(text)["compound"] / 0.1)) for text in texts]
    return [("neutral", "positive", "negative")[int(sign)] for sign in signs]
