"""Finding topics again, from those that there are: what the passages don't ask for stays."""

import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from tests.nlp.topics.planted import SUBJECTS, planted
from voc.nlp.topics import FoundTopic, discover
from voc.nlp.topics.communities import communities
from voc.nlp.topics.graph import lattice, neighbour_graph
from voc.nlp.topics.vectors import unit

PASSAGES = planted()
SUBJECT = np.repeat(np.arange(len(SUBJECTS)), 12)


def members(found: tuple[FoundTopic, ...]) -> list[tuple[int, ...]]:
    return sorted(topic.members for topic in found)


@pytest.mark.parametrize(
    "start",
    [
        pytest.param(SUBJECT * 7 + 3, id="as they are"),
        pytest.param(SUBJECT // 2, id="two subjects in one topic"),
        pytest.param(SUBJECT * 2 + np.arange(72) % 2, id="one subject in two topics"),
        pytest.param(np.where(SUBJECT == 4, -1, SUBJECT), id="a subject without a topic"),
        pytest.param(np.full(72, -1), id="no topic at all"),
    ],
)
def test_what_lies_apart_is_found_whatever_the_topics_were(start: np.ndarray) -> None:
    assert members(discover(PASSAGES, start=start.tolist())) == members(discover(PASSAGES))


def test_the_order_of_the_passages_does_not_matter() -> None:
    order = np.random.default_rng(2).permutation(len(SUBJECT))
    shuffled = type(PASSAGES)(
        texts=tuple(PASSAGES.texts[n] for n in order),
        vectors=PASSAGES.vectors[order],
        record_ids=tuple(PASSAGES.record_ids[n] for n in order),
        customer_ids=tuple(PASSAGES.customer_ids[n] for n in order),
    )
    start = np.random.default_rng(3).integers(-1, 3, len(SUBJECT))
    again = discover(shuffled, start=start[order].tolist())
    back = sorted(tuple(sorted(order[list(topic.members)].tolist())) for topic in again)
    assert back == members(discover(PASSAGES, start=start.tolist()))


def test_where_nothing_lies_apart_some_more_passages_change_less_than_from_nothing() -> None:
    cloud = np.random.default_rng(5).standard_normal((800, 8)).astype(np.float32)
    points = lattice(unit(cloud))
    before = np.full(len(points), -1)
    before[:720] = communities(neighbour_graph(points[:720]))
    graph = neighbour_graph(points)
    own = slice(0, 720)
    from_nothing = adjusted_rand_score(before[own], communities(graph)[own])
    from_topics = adjusted_rand_score(before[own], communities(graph, start=before)[own])
    assert from_topics > from_nothing


def test_a_node_without_neighbours_stays_alone() -> None:
    points = np.zeros((60, 4), np.float32)
    points[:30, 0] = points[30:59, 1] = 4000.0
    points[59, 2] = 4000.0
    found = communities(neighbour_graph(points, neighbours=5), start=np.zeros(60, np.int64))
    assert (found == found[59]).sum() == 1
    assert len(set(found[:30])) == len(set(found[30:59])) == 1
