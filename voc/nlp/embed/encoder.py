"""Encode texts with onnxruntime, one text per run."""

import os
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from voc.domain.analysis import Vectors
from voc.nlp.embed.build import MODEL_FILE, READINGS, TOKENIZER_FILE, build
from voc.resources.models import ModelManifest

# What says who is spoken to, or where to look, and not what about: with it, texts to the same
# handle look alike whatever they say.
_ADDRESSING = re.compile(r"^RT\b:?|(?<!\w)@\w+:?|https?://\S+|<[A-Z_]{2,}>|(?<!\w)#(?=\w)")


def plain(text: str) -> str:
    """Leave out handles, links, placeholders of redacted data, hash signs and retweet marks."""
    return _ADDRESSING.sub(" ", text).strip()


@dataclass(frozen=True, slots=True)
class Readings:
    """Hold two vectors per text, float32 unit rows of shape (texts, dimensions): `meaning` is the
    published model's, `tone` that of the layers trained for sentiment and type."""

    meaning: Vectors
    tone: Vectors

    @property
    def both(self) -> Vectors:
        """Set both side by side: shape (texts, 2 * dimensions)."""
        return np.hstack([self.meaning, self.tone])


class Encoder:
    """Encode texts as unit vectors.

    Handles, links, placeholders of redacted data and hash signs are not read.
    Each text is run alone: int8 activations are scaled by what else is in the batch, so only then
    does a text have the same vector in any batch, process or partition (docs/decisions/0001).
    """

    def __init__(
        self, folder: Path, manifest: ModelManifest, *, threads: int | None = None
    ) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self.manifest = manifest
        self._threads = threads or os.cpu_count() or 1
        self._session: Any = onnxruntime.InferenceSession(
            str(folder / MODEL_FILE), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(manifest.max_tokens)

    def __call__(self, texts: Sequence[str]) -> Vectors:
        """Encode what texts are about; gives float32 unit rows of shape (texts, dimensions)."""
        return self.read(texts).meaning

    def read(self, texts: Sequence[str]) -> Readings:
        """Encode what texts are about, and in what tone.

        Equal texts are run once. Tokens beyond the model's limit are not read.
        """
        if not texts:
            nothing = np.zeros((0, self.manifest.dimensions), np.float32)
            return Readings(nothing, nothing)
        read = [plain(text) for text in texts]
        distinct = list(dict.fromkeys(read))
        encodings = self._tokenizer.encode_batch(distinct)
        with ThreadPoolExecutor(self._threads) as pool:
            rows = list(pool.map(self._run, (encoding.ids for encoding in encodings)))
        place = {text: row for row, text in enumerate(distinct)}
        stacked = np.stack(rows)[[place[text] for text in read]]
        return Readings(stacked[:, 0], stacked[:, 1])

    def _run(self, ids: list[int]) -> Vectors:
        tokens = np.array([ids], np.int64)
        inputs = {"input_ids": tokens, "attention_mask": np.ones_like(tokens)}
        return np.concatenate(self._session.run(READINGS, inputs))


def load_encoder(manifest: ModelManifest, *, cache: Path, threads: int | None = None) -> Encoder:
    """Load a model, building it first where this machine has not yet."""
    return Encoder(build(manifest, cache=cache), manifest, threads=threads)
