"""The passages that show best what a topic is about."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from voc.domain.analysis import Vectors

N_REPRESENTATIVES = 5
_DIVERSITY = 0.25
_NEAREST = 2000
_POOL = 40
_NEW_CHANNEL = 0.1
_TELLING = range(4, 41)


def central(
    vectors: Vectors, members: NDArray[np.int64], centroid: Vectors, *, n: int
) -> list[int]:
    """List the n members nearest to the centroid, nearest first."""
    similarity = (vectors[members] @ centroid).round(4)
    return [int(i) for i in members[np.argsort(-similarity, kind="stable")[:n]]]


def representatives(
    vectors: Vectors,
    members: NDArray[np.int64],
    centroid: Vectors,
    *,
    texts: Sequence[str],
    speakers: Sequence[str],
    channels: Sequence[str] = (),
) -> tuple[int, ...]:
    """Choose five members: central, unlike each other, of telling length, by different customers,
    and from several channels where these are known.

    Fewer than five where the topic has fewer customers with distinct texts.

    References: Carbonell & Goldstein 1998 (MMR).
    """
    pool = central(vectors, members, centroid, n=_NEAREST)
    pool.sort(key=lambda i: len(texts[i].split()) not in _TELLING)
    pool = _one_each(pool, texts, speakers)[:_POOL]
    chosen: list[int] = []
    while pool and len(chosen) < N_REPRESENTATIVES:
        redundancy = (
            (vectors[pool] @ vectors[chosen].T).max(axis=1) if chosen else np.zeros(len(pool))
        )
        gain = (1 - _DIVERSITY) * (vectors[pool] @ centroid) - _DIVERSITY * redundancy
        if chosen and channels:
            heard = {channels[i] for i in chosen}
            gain += _NEW_CHANNEL * np.array([channels[i] not in heard for i in pool])
        chosen.append(pool.pop(int(gain.round(4).argmax())))
    return tuple(chosen)


def _one_each(pool: Sequence[int], texts: Sequence[str], speakers: Sequence[str]) -> list[int]:
    seen: set[str] = set()
    out = []
    for index in pool:
        keys = {f"speaker {speakers[index]}", f"text {texts[index].casefold()}"}
        if not keys & seen:
            out.append(index)
            seen |= keys
    return out
