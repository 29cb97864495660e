"""Tell copies of a text, some of it edited, from texts that only sound alike.

Keys find the pairs that are worth a look; the share of equal characters decides.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from rapidfuzz.fuzz import ratio
from rensa import RMinHash

from voc.domain.duplicate import WINDOW, Sketches
from voc.nlp.clean.language import count_words

FEWEST_WORDS = 12
# An edit may take some of them away.
_FEWEST_LEFT = 10
ALIKE = 0.86
# The shorter of two alike texts has at least this share of the longer one's length.
LENGTHS = 0.75
N_KEYS = 40
_PER_KEY = 4
_SHINGLE = 4
_SEED = 1
_BITS = 64 // _SHINGLE
_UNTOLD_BITS = 8
_AT_ONCE = 1_000

Keys = npt.NDArray[np.uint32]
Rows = npt.NDArray[np.int64]


def is_comparable(text: str) -> bool:
    """Tell whether a normal text is long enough to be looked at: 10 words."""
    return count_words(text) >= _FEWEST_LEFT


def are_alike(text: str, other: str) -> bool:
    """Tell whether one normal text is the other with some of it edited, or cut off at its end. One
    of them has 12 words or more: what is shorter, several people say in almost the same words."""
    shorter, longer = (text, other) if len(text) < len(other) else (other, text)
    if shorter.endswith("…") and len(shorter) >= LENGTHS * len(longer):
        longer = longer[: len(shorter)]
    if not ratio(shorter, longer, score_cutoff=100 * ALIKE):
        return False
    return max(count_words(text), count_words(other)) >= FEWEST_WORDS


def keys(texts: Sequence[str]) -> Keys:
    """Give each normal text 40 keys, shape (texts, 40): texts that are alike most likely share one.

    A key is made of the lowest values in four random orders of the text's four-character strings;
    two texts share it with the fourth power of the share of strings that they have in common.

    References: J. Leskovec, A. Rajaraman, J. Ullman, Mining of Massive Datasets, 3.3 and 3.4.
    """
    parts = [_keys(texts[start : start + _AT_ONCE]) for start in range(0, len(texts), _AT_ONCE)]
    return np.concatenate([np.empty((0, N_KEYS), dtype=np.uint32), *parts])


def _keys(texts: Sequence[str]) -> Keys:
    strings, starts = _strings(texts)
    n_orders = N_KEYS * _PER_KEY
    lowest = RMinHash.digest_matrix_from_flat_token_hashes(strings, starts, n_orders, _SEED)
    values = np.array(lowest.to_rows(), dtype=np.uint64).reshape(len(texts), N_KEYS, _PER_KEY)
    joined = np.broadcast_to(np.arange(N_KEYS, dtype=np.uint64), values.shape[:2])
    for place in range(_PER_KEY):
        joined = _mixed(joined ^ values[:, :, place])
    return (joined >> np.uint64(32)).astype(np.uint32)


class KeyIndex:
    """Find the texts that share a key with one of these."""

    def __init__(self, sketches: Sketches) -> None:
        self._sketches = sketches
        flat = sketches.keys.ravel()
        order = np.argsort(flat, kind="stable")
        order = order[np.count_nonzero(flat == 0) :]
        self._keys, self._rows = flat[order], order // max(1, sketches.keys.shape[1])
        # Most keys are in no text of the two: a table of their first bits says so at once.
        self._seen = np.zeros(1 << (32 - _UNTOLD_BITS), dtype=np.bool_)
        self._seen[self._keys >> _UNTOLD_BITS] = True

    def common(self) -> dict[int, list[int]]:
        """Map each row that shares keys with another one of these texts to such keys."""
        found: dict[int, list[int]] = {}
        same = self._keys[1:] == self._keys[:-1]
        shared = np.zeros(len(self._keys), dtype=np.bool_)
        shared[1:] |= same
        shared[:-1] |= same
        for row, key in zip(self._rows[shared].tolist(), self._keys[shared].tolist(), strict=True):
            found.setdefault(row, []).append(key)
        return found

    def near(self, others: Sketches) -> tuple[Rows, Rows]:
        """Find the pairs that share a key and may be alike by length and time: the rows of the
        others, and those of these."""
        flat = others.keys.ravel()
        hits = np.flatnonzero(self._seen[flat >> _UNTOLD_BITS])
        first = np.searchsorted(self._keys, flat[hits])
        counts = np.searchsorted(self._keys, flat[hits], side="right") - first
        ends = np.cumsum(counts)
        steps = np.arange(counts.sum()) - np.repeat(ends - counts, counts)
        mine = self._rows[np.repeat(first, counts) + steps]
        theirs = np.repeat(hits // others.keys.shape[1], counts)
        may = _may_be_alike(others, theirs, self._sketches, mine)
        pairs = np.unique(np.stack([theirs[may], mine[may]]), axis=1)
        return pairs[0], pairs[1]


def _may_be_alike(one: Sketches, rows: Rows, other: Sketches, its: Rows) -> npt.NDArray[np.bool_]:
    lengths = one.lengths[rows], other.lengths[its]
    apart = np.abs(one.days[rows] - other.days[its])
    may: npt.NDArray[np.bool_] = apart <= WINDOW.days
    may &= np.minimum(*lengths) >= LENGTHS * np.maximum(*lengths)
    return may


def _strings(texts: Sequence[str]) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
    """Hash all strings of four characters, and say where those of each text begin. A text's last
    three are filled up with spaces."""
    padding = " " * (_SHINGLE - 1)
    characters = np.frombuffer(
        "".join(text + padding for text in texts).encode("utf-32-le", "replace"), dtype="<u4"
    ).astype(np.uint64)
    sizes = [len(text) + len(padding) for text in texts]
    padded = np.append(characters, np.full(len(padding), ord(" "), dtype=np.uint64))
    hashes = np.zeros(len(characters), dtype=np.uint64)
    for place in range(_SHINGLE):
        hashes = (hashes << np.uint64(_BITS)) ^ padded[place : place + len(characters)]
    return _mixed(hashes), np.concatenate([[0], np.cumsum(sizes)]).astype(np.uint64)


def _mixed(values: npt.NDArray[np.uint64]) -> npt.NDArray[np.uint64]:
    """Spread close values over all 64 bits (splitmix64; Steele, Lea and Flood, 2014)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))
