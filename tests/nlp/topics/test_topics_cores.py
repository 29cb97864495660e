import numpy as np
import pytest
from scipy.sparse import csr_array
from sklearn.metrics import adjusted_rand_score

from voc.nlp.topics.cores import Cores
from voc.nlp.topics.leiden import leiden, runs

GROUPS, PARTS, SIZE = 8, 4, 30
NODES = np.arange(GROUPS * PARTS * SIZE)
GROUP, PART = NODES // (PARTS * SIZE), NODES // SIZE


@pytest.fixture(scope="module")
def graph() -> csr_array:
    """A graph of groups, each of four parts that hold together more than the group does."""
    random = np.random.default_rng(3)
    chance = np.full((len(NODES), len(NODES)), 0.005)
    chance[GROUP[:, None] == GROUP] = 0.04
    chance[PART[:, None] == PART] = 0.4
    upper = np.triu(random.random(chance.shape) < chance, 1)
    return csr_array((upper | upper.T).astype(float))


@pytest.mark.parametrize(("resolution", "truth"), [(1.0, GROUP), (3.0, PART)])
def test_cores_are_cut_as_their_nodes_are(
    graph: csr_array, resolution: float, truth: np.ndarray
) -> None:
    (found,) = runs([graph], resolution=6.0, n_runs=2, iterations=1)
    cores = Cores.agreed(graph, found)
    by_nodes = leiden(graph, resolution=resolution, iterations=5)
    by_cores = cores.cut(resolution=resolution, iterations=5)
    assert adjusted_rand_score(by_nodes, truth) == 1.0
    assert adjusted_rand_score(by_cores, truth) == 1.0


def test_what_all_runs_put_together_stays_together(graph: csr_array) -> None:
    coarse, fine = np.minimum(GROUP, 5), PART
    of = Cores.agreed(graph, [coarse, fine]).of
    assert adjusted_rand_score(of, PART) == 1.0
