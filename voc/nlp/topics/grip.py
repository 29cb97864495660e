"""How well words hold a group of texts together, against chance."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]
WORDS = 5
MIN_TEXTS = 3
DRAWS = 5
MARGIN = 0.1
_SEED = 20240607


def gripped(words: Sequence[frozenset[str]], groups: Sequence[Indices]) -> list[bool]:
    """Say for each group whether its own words hold it together better than chance.

    The grip of a group is the share of its texts that hold one of its five most telling words.
    Five random groups of the same size show what five words picked after the fact hold anyway; a
    group that is not 0.1 above their mean is a grab-bag.

    Args:
        words: per text, its content words.
        groups: indices into `words`.
    """
    if not groups:
        return []
    held = Counter(word for text in words for word in text)
    pool = np.sort(np.concatenate(groups))
    random = np.random.default_rng(_SEED)
    out = []
    for group in groups:
        chance = np.mean(
            [
                _grip(words, random.choice(pool, len(group), replace=False), held)
                for _ in range(DRAWS)
            ]
        )
        out.append(bool(_grip(words, group, held) >= chance + MARGIN))
    return out


def _grip(words: Sequence[frozenset[str]], group: Indices, held: Counter[str]) -> float:
    counts = Counter(word for i in group for word in words[i])
    n, total = len(group), len(words)
    telling = {
        word: (k / n) * np.log((k / n) / (held[word] / total))
        for word, k in counts.items()
        if k >= MIN_TEXTS
    }
    top = set(sorted(telling, key=lambda word: (-telling[word], word))[:WORDS])
    return sum(bool(top & words[i]) for i in group) / n
