"""Write topics in BERTopic's own file format, without importing it."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.topics.wording import COURTESIES, FUNCTION_WORDS, readable

OUTLIERS = -1
_MIN_TEXTS = 3
_NGRAMS = (1, 3)
_LEAST = 1e-6
_N_WORDS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberedTopic:
    """Hold one topic as BERTopic knows it, `number` from 0; -1 is for texts without a topic."""

    number: int
    label: str
    keywords: tuple[str, ...]
    centroid: Vectors
    examples: tuple[str, ...]


def bertopic_files(
    topics: Sequence[NumberedTopic], texts: Sequence[str], topic_of: NDArray[np.int64]
) -> dict[str, bytes]:
    """Make the files that `BERTopic.load` opens; `topic_of` numbers the topic of each text.

    BERTopic's format keeps no documents: examples stand in an aspect, `Examples`. c-TF-IDF is as
    BERTopic computes it, over words and sequences of up to three that three texts hold.

    References: BERTopic 0.17, `_save_utils.py`; Grootendorst 2022.
    """
    from safetensors.numpy import save

    ordered = sorted(topics, key=lambda topic: topic.number)
    numbers = [topic.number for topic in ordered]
    rows = np.searchsorted(numbers, topic_of)
    words, settings, weights, diagonal = _weighted(ordered, texts, rows)
    centroids = np.stack([topic.centroid for topic in ordered]).astype(np.float32)
    return {
        "topics.json": _json(_topics(ordered, topic_of, words, weights)),
        "config.json": _json(_CONFIG),
        "ctfidf_config.json": _json(settings),
        "topic_embeddings.safetensors": save({"topic_embeddings": centroids}),
        "ctfidf.safetensors": save(
            {
                "indptr": weights.indptr,
                "indices": weights.indices,
                "data": weights.data,
                "shape": np.array(weights.shape),
                "diag": diagonal,
            }
        ),
    }


# What BERTopic's constructor takes. "english" would strip every letter outside A to Z.
_CONFIG: Mapping[str, Any] = {
    "calculate_probabilities": False,
    "language": "multilingual",
    "low_memory": False,
    "min_topic_size": 10,
    "n_gram_range": list(_NGRAMS),
    "nr_topics": None,
    "seed_topic_list": None,
    "top_n_words": _N_WORDS,
    "verbose": False,
    "zeroshot_min_similarity": 0.7,
    "zeroshot_topic_list": None,
}


def _weighted(
    topics: Sequence[NumberedTopic], texts: Sequence[str], rows: NDArray[np.int64]
) -> tuple[list[str], dict[str, Any], Any, NDArray[np.float64]]:
    """Compute c-TF-IDF as BERTopic does, with frequent words reduced."""
    import scipy.sparse as sp
    from sklearn.feature_extraction.text import CountVectorizer
    from sklearn.preprocessing import normalize

    params = {
        "ngram_range": list(_NGRAMS),
        "stop_words": sorted(FUNCTION_WORDS | COURTESIES),
        "token_pattern": r"(?u)\b\w[\w']+\b",
    }
    counted = CountVectorizer(**params | {"ngram_range": _NGRAMS}, dtype=np.int32)
    held = counted.fit_transform([readable(text) for text in texts])
    own = {word for topic in topics for word in topic.keywords}
    often = np.asarray((held > 0).sum(axis=0)).ravel() >= _MIN_TEXTS
    names = counted.get_feature_names_out()
    kept = [n for n, word in enumerate(names) if often[n] or word in own]
    members = sp.csr_matrix(
        (np.ones(len(rows)), (rows, np.arange(len(rows)))), shape=(len(topics), len(rows))
    )
    counts = members @ held[:, kept].astype(np.float64)
    total = np.asarray(counts.sum(axis=0)).ravel()
    diagonal = np.log(int(counts.sum(axis=1).mean()) / np.maximum(total, 1.0) + 1.0)
    shares = normalize(counts, axis=1, norm="l1")
    shares.data = np.sqrt(shares.data)
    weights = sp.csr_matrix(shares @ sp.diags(diagonal))
    weights.sort_indices()
    words = [str(names[n]) for n in kept]
    vocabulary = {word: n for n, word in enumerate(words)}
    settings = {
        "ctfidf_model": {"bm25_weighting": False, "reduce_frequent_words": True},
        "vectorizer_model": {"params": params, "vocab": vocabulary},
    }
    return words, settings, weights, diagonal


def _topics(
    topics: Sequence[NumberedTopic],
    topic_of: NDArray[np.int64],
    words: Sequence[str],
    weights: Any,
) -> dict[str, Any]:
    place = {word: n for n, word in enumerate(words)}
    said = {
        topic.number: _scored(topic, weights[[row]].toarray()[0], words, place)
        for row, topic in enumerate(topics)
    }
    numbers, sizes = np.unique(topic_of, return_counts=True)
    return {
        "topic_representations": said,
        "topics": topic_of.tolist(),
        "topic_sizes": dict(zip(numbers.tolist(), sizes.tolist(), strict=True)),
        "topic_mapper": [[topic.number, topic.number] for topic in topics],
        "topic_labels": {t.number: f"{t.number}_{t.label}" for t in topics},
        "custom_labels": [topic.label for topic in topics],
        "_outliers": int(topics[0].number == OUTLIERS),
        "topic_aspects": {
            "Examples": {t.number: [[text, 1.0] for text in t.examples] for t in topics}
        },
    }


def _scored(
    topic: NumberedTopic,
    weights: NDArray[np.float64],
    words: Sequence[str],
    place: Mapping[str, int],
) -> list[tuple[str, float]]:
    """Give a topic's keywords with their weights, in their order, and the heaviest words after
    them: BERTopic's charts expect as many of each topic."""
    heaviest = [words[n] for n in np.argsort(-weights, kind="stable")[: 2 * _N_WORDS]]
    chosen = list(dict.fromkeys([*topic.keywords, *heaviest]))[:_N_WORDS]
    found = [float(weights[place[word]]) if word in place else 0.0 for word in chosen]
    return [
        (word, round(max(weight, _LEAST), 6)) for word, weight in zip(chosen, found, strict=True)
    ]


def _json(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=1).encode() + b"\n"
