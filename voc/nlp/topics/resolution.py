"""The resolution that other samples reproduce best."""

import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from voc.nlp.topics.cores import Cores
from voc.nlp.topics.graph import Graph
from voc.nlp.topics.leiden import SEED, THREADS, Labels, runs

RESOLUTIONS = (0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0)
TOLERANCE = 0.01
SAMPLES, SAMPLED, SAMPLE_SHARE = (2, 10), 30_000, 0.8
_CORE_RUNS, _ITERATIONS = 2, 2
_COMPARED = 3000


def resolution_of(graph: Graph) -> float:
    """Choose the resolution that samples of a graph agree on most.

    Samples of 80 % of the nodes, as many as 30,000 nodes make, from 2 to 10, are clustered alone,
    each at every resolution; the criterion is the mean adjusted mutual information between one
    sample and the next on 3,000 shared nodes, averaged with the neighbouring resolutions.
    Resolutions that give more communities than the root of the number of nodes aren't considered.
    Among resolutions within 0.01 of the best the finest is taken: topics can be summed up later,
    but what one topic mixes stays mixed. A sample's cores, the nodes that two runs at the finest
    resolution put together, stay together at all.

    References: Ben-Hur, Elisseeff & Guyon 2002 (agreement of samples); Vinh, Epps & Bailey 2010
    (adjusted mutual information); Pal & Bezdek 1995 (root).
    """
    n = graph.shape[0]
    samples = _samples(n)
    parts = [graph[nodes][:, nodes].tocsr() for nodes in samples]
    found = runs(parts, resolution=RESOLUTIONS[-1], n_runs=_CORE_RUNS, iterations=1)
    cores = [Cores.agreed(part, own) for part, own in zip(parts, found, strict=True)]
    agreements: list[float] = []
    with ThreadPoolExecutor(THREADS) as pool:
        # All are asked for at once, so that no thread waits for the others of its resolution.
        asked = [
            [pool.submit(own.cut, resolution=r, iterations=_ITERATIONS) for own in cores]
            for r in RESOLUTIONS
        ]
        for each in asked:
            cut = [run.result() for run in each]
            usual = np.median([(np.bincount(labels) > 1).sum() for labels in cut])
            if agreements and usual > math.sqrt(n):
                pool.shutdown(cancel_futures=True)
                break
            agreements.append(
                _agreement([_spread(p, nodes, n) for p, nodes in zip(cut, samples, strict=True)])
            )
    smooth = _smooth(agreements)
    return RESOLUTIONS[int(np.flatnonzero(smooth >= smooth.max() - TOLERANCE)[-1])]


def _samples(n: int) -> list[Labels]:
    random = np.random.default_rng(SEED)
    size = int(n * SAMPLE_SHARE)
    n_samples = int(np.clip(SAMPLED // n, *SAMPLES))
    return [np.sort(random.choice(n, size, replace=False)) for _ in range(n_samples)]


def _spread(labels: Labels, nodes: Labels, n: int) -> Labels:
    out = np.full(n, -1, np.int64)
    out[nodes] = labels
    return out


def _agreement(parts: list[Labels]) -> float:
    from sklearn.metrics import adjusted_mutual_info_score

    scores = []
    for left, right in zip(parts, [*parts[1:], parts[0]], strict=True):
        both = np.flatnonzero((left >= 0) & (right >= 0))[:_COMPARED]
        scores.append(adjusted_mutual_info_score(left[both], right[both]))
    return float(np.mean(scores))


def _smooth(values: list[float]) -> NDArray[np.float64]:
    padded = np.pad(np.asarray(values), 1, mode="edge")
    return np.asarray((padded[:-2] + padded[1:-1] + padded[2:]) / 3.0)
