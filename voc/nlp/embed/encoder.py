"""Encode texts with onnxruntime, texts of one length together."""

import json
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors
from voc.nlp.embed.build import (
    CARD_FILE,
    MODEL_FILE,
    TOKENIZER_FILE,
    build,
    load_session,
    load_tokenizer,
)
from voc.nlp.embed.graph import INPUT
from voc.nlp.embed.kept import Keeper
from voc.nlp.embed.plain import plain
from voc.nlp.embed.weights import MEANING
from voc.resources.models import ModelManifest

# What fits a core's cache; more in one run is slower.
MAX_TOKENS_A_RUN = 256


@dataclass(frozen=True, slots=True)
class Readings:
    """Hold one vector per text and reading, float32 unit rows of shape (texts, dimensions).

    `meaning` is the published model's; others are those of layers trained again, by their names in
    the model's manifest.
    """

    by_name: Mapping[str, Vectors]

    @property
    def meaning(self) -> Vectors:
        """Give what texts are about."""
        return self.by_name[MEANING]

    @property
    def tone(self) -> Vectors:
        """Give in what tone texts speak."""
        return self.by_name["tone"]

    @property
    def both(self) -> Vectors:
        """Set meaning and tone side by side: shape (texts, 2 * dimensions)."""
        return np.hstack([self.meaning, self.tone])


class Encoder:
    """Encode texts as unit vectors.

    Handles, links, placeholders of redacted data and hash signs are not read.
    Only texts of one length run together and all scales are fixed, so that a text has the same
    vector in any batch, process or partition (docs/decisions/0001).
    """

    def __init__(
        self,
        folder: Path,
        manifest: ModelManifest,
        *,
        threads: int | None = None,
        keeper: Keeper | None = None,
    ) -> None:
        self.manifest = manifest
        self.readings = (MEANING, *manifest.readings)
        self._threads = threads or os.cpu_count() or 1
        self._session = load_session(folder / MODEL_FILE)
        self._tokenizer = load_tokenizer(folder / TOKENIZER_FILE, max_tokens=manifest.max_tokens)
        card = json.loads((folder / CARD_FILE).read_text(encoding="utf-8"))
        self._first_token_only = card["pooling"] == "cls"
        self._kept = keeper.open(folder.name) if keeper else None

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Encode what texts are about; gives float32 unit rows of shape (texts, dimensions)."""
        return self.read(texts).meaning

    def read(self, texts: Sequence[str]) -> Readings:
        """Encode what texts are about, and whatever else the model reads in them.

        Equal texts are run once. Tokens beyond the model's limit are not read.
        """
        read = [plain(text) for text in texts]
        distinct = list(dict.fromkeys(read))
        found = dict(self._kept.find(distinct)) if self._kept else {}
        new = [text for text in distinct if text not in found]
        vectors = self._encode(new)
        if self._kept:
            self._kept.keep(new, vectors)
        found |= dict(zip(new, vectors, strict=True))
        rows = np.array([found[text] for text in read], np.float32)
        apart = rows.reshape(len(read), len(self.readings), self.manifest.dimensions)
        return Readings({name: apart[:, n] for n, name in enumerate(self.readings)})

    def _encode(self, texts: Sequence[str]) -> NDArray[np.float16]:
        """Encode distinct texts; shape (texts, readings * dimensions), in half precision whether
        they are kept or not, so that it makes no difference."""
        width = len(self.readings) * self.manifest.dimensions
        vectors = np.zeros((len(texts), width), np.float16)
        encodings = self._tokenizer.encode_batch_fast([self.manifest.prefix + t for t in texts])
        ids = [encoding.ids for encoding in encodings]
        runs = list(_runs(ids))
        with ThreadPoolExecutor(self._threads) as pool:
            for rows, found in zip(runs, pool.map(self._run, _tokens(ids, runs)), strict=True):
                vectors[rows] = found
        return vectors

    def _run(self, tokens: NDArray[np.int64]) -> Vectors:
        states = np.stack(self._session.run(self.readings, {INPUT: tokens}))
        # Pooled here: onnxruntime adds up one text's tokens in another order than several texts'.
        pooled = states[:, :, 0] if self._first_token_only else states.mean(axis=2)
        unit = pooled / np.sqrt((pooled**2).sum(axis=-1, keepdims=True))
        side_by_side: Vectors = np.concatenate(list(unit), axis=1)
        return side_by_side


def _runs(ids: Sequence[Sequence[int]]) -> Iterator[list[int]]:
    """Group texts by their number of tokens, longest first, and give each run's rows."""
    by_length: dict[int, list[int]] = {}
    for row, own in enumerate(ids):
        by_length.setdefault(len(own), []).append(row)
    for length in sorted(by_length, reverse=True):
        rows, size = by_length[length], max(1, MAX_TOKENS_A_RUN // length)
        yield from (rows[start : start + size] for start in range(0, len(rows), size))


def _tokens(
    ids: Sequence[Sequence[int]], runs: Iterable[Sequence[int]]
) -> Iterator[NDArray[np.int64]]:
    for rows in runs:
        yield np.array([ids[row] for row in rows], np.int64)


def load_encoder(
    manifest: ModelManifest,
    *,
    cache: Path,
    threads: int | None = None,
    keeper: Keeper | None = None,
) -> Encoder:
    """Load a model, building it first where this machine has not yet."""
    return Encoder(build(manifest, cache=cache), manifest, threads=threads, keeper=keeper)
