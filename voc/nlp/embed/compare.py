"""Compare the built form of a model with the published one, in fidelity and speed."""

import logging
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voc.nlp.embed.encoder import Encoder
from voc.nlp.embed.plain import plain
from voc.nlp.embed.weights import MEANING
from voc.resources.models import check_digests

_WARM = 64


@dataclass(frozen=True, slots=True)
class Comparison:
    """Say how near the built form's vectors are to the published model's (cosine), and how many
    texts a second each encodes. The built form gives all its readings meanwhile."""

    n_texts: int
    mean_cosine: float
    worst_cosine: float
    published_per_second: float
    built_per_second: float
    readings: tuple[str, ...]


def compare(encoder: Encoder, texts: Sequence[str]) -> Comparison:
    """Encode the same texts in both forms, one form after the other in this process: the published
    one by `SentenceTransformer.encode` as it comes, in float32 and its own batches.

    Raises:
        ModelMissing, DigestMismatch: the published files can't be used.
    """
    published = _published(check_digests(encoder.manifest))
    read = [encoder.manifest.prefix + plain(text) for text in texts]
    expected, slow = _timed(lambda part: published.encode(part, normalize_embeddings=True), read)
    found, fast = _timed(lambda part: encoder.read(part).by_name[MEANING], list(texts))
    cosine = (expected * found).sum(axis=1)
    return Comparison(
        n_texts=len(texts),
        mean_cosine=float(cosine.mean()),
        worst_cosine=float(cosine.min()),
        published_per_second=len(texts) / slow,
        built_per_second=len(texts) / fast,
        readings=encoder.readings,
    )


def _published(folder: Path) -> Any:
    with _quiet():
        from sentence_transformers import SentenceTransformer

        return SentenceTransformer(str(folder), device="cpu", local_files_only=True)


@contextmanager
def _quiet() -> Iterator[None]:
    """Hold back a library's remarks and bars: nobody who runs voc can act on them."""
    from transformers.utils import logging as transformers_logging

    level = logging.root.manager.disable
    logging.disable(logging.WARNING)
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        with warnings.catch_warnings(action="ignore"):
            yield
    finally:
        logging.disable(level)


def _timed(encode: Callable[[list[str]], Any], texts: list[str]) -> tuple[Any, float]:
    encode(texts[:_WARM])
    begun = time.perf_counter()
    vectors = np.asarray(encode(texts))
    return vectors, time.perf_counter() - begun
