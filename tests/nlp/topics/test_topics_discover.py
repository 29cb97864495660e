"""Discovery: what a reader of the topics would notice."""

from dataclasses import replace

import numpy as np
import pytest
from threadpoolctl import threadpool_limits

from tests.nlp.topics.planted import SUBJECTS, planted
from voc.errors import CorpusTooSmall
from voc.nlp.topics import FoundTopic, PassageSet, Reason, assign, discover, discovery, look
from voc.nlp.topics.communities import belonging, communities
from voc.nlp.topics.graph import lattice, neighbour_graph
from voc.nlp.topics.spheres import spheres
from voc.nlp.topics.vectors import unit


@pytest.fixture(scope="module")
def passages() -> PassageSet:
    return planted()


@pytest.fixture(scope="module")
def topics(passages: PassageSet) -> tuple[FoundTopic, ...]:
    return discover(passages)


def test_each_subject_becomes_one_topic(
    passages: PassageSet, topics: tuple[FoundTopic, ...]
) -> None:
    found = {frozenset(passages.texts[i] for i in topic.members) for topic in topics}
    assert found == {frozenset(texts) for texts in SUBJECTS.values()}


def test_labels_are_short_unique_and_in_the_customers_words(
    passages: PassageSet, topics: tuple[FoundTopic, ...]
) -> None:
    labels = [topic.label for topic in topics]
    assert len(set(labels)) == len(labels)
    for topic in topics:
        said = " ".join(passages.texts[i] for i in topic.members).lower()
        assert topic.label.lower() in said
        assert 1 <= len(topic.label.split()) <= 6
        assert "larkline" not in topic.label.lower()


def test_keywords_tell_the_subjects_apart(topics: tuple[FoundTopic, ...]) -> None:
    first = [topic.keywords[0] for topic in topics]
    assert len(set(first)) == len(topics)
    assert all(1 <= len(topic.keywords) <= 8 for topic in topics)


def test_representatives_are_members_by_different_customers(
    passages: PassageSet, topics: tuple[FoundTopic, ...]
) -> None:
    for topic in topics:
        assert set(topic.representatives) <= set(topic.members)
        assert len({passages.customer_ids[i] for i in topic.representatives}) == 5


def test_most_members_lie_within_their_topics_radius(
    passages: PassageSet, topics: tuple[FoundTopic, ...]
) -> None:
    centroids = np.stack([topic.centroid for topic in topics])
    radii = np.array([topic.radius for topic in topics], np.float32)
    np.testing.assert_allclose(np.linalg.norm(centroids, axis=1), 1.0, atol=1e-5)
    assigned, confidence = assign(passages.vectors, centroids, radii)
    for number, topic in enumerate(topics):
        inside = [i for i in topic.members if assigned[i] == number]
        assert len(inside) >= 0.8 * len(topic.members)
        assert confidence[inside].min() > 0


def test_a_sphere_shrinks_where_strangers_lie_among_its_members() -> None:
    random = np.random.default_rng(3)
    near = unit(np.eye(1, 16, dtype=np.float32) + 0.05 * random.standard_normal((40, 16)))
    far = unit(np.eye(1, 16, dtype=np.float32) + 0.4 * random.standard_normal((120, 16)))
    vectors = np.vstack([near, far]).astype(np.float32)
    group = np.arange(80)  # all that are near, and a third of those that are far
    alone, among = spheres(vectors[:80], [group]), spheres(vectors, [group])
    inside = vectors @ among.centroids[0] >= among.radii[0]
    assert among.radii[0] > alone.radii[0]
    assert inside[:40].all()
    assert inside[group].sum() >= 0.7 * inside.sum()


def test_the_order_of_the_passages_does_not_matter(
    passages: PassageSet, topics: tuple[FoundTopic, ...]
) -> None:
    order = np.random.default_rng(5).permutation(len(passages))
    shuffled = PassageSet(
        texts=tuple(passages.texts[i] for i in order),
        vectors=passages.vectors[order],
        record_ids=tuple(passages.record_ids[i] for i in order),
        customer_ids=tuple(passages.customer_ids[i] for i in order),
    )
    again = discover(shuffled)
    assert [(t.label, t.keywords, t.radius) for t in again] == [
        (t.label, t.keywords, t.radius) for t in topics
    ]
    assert [{int(order[i]) for i in t.members} for t in again] == [set(t.members) for t in topics]


def test_the_number_of_threads_does_not_matter(
    passages: PassageSet, topics: tuple[FoundTopic, ...]
) -> None:
    for threads in (1, 2):
        with threadpool_limits(threads):
            again = discover(passages)
        for one, other in zip(topics, again, strict=True):
            assert one.members == other.members and one.radius == other.radius
            assert one.centroid.tobytes() == other.centroid.tobytes()


def test_neighbours_are_the_nearest_whatever_the_threads() -> None:
    vectors = unit(np.random.default_rng(4).standard_normal((700, 384)).astype(np.float32))
    points = lattice(vectors)
    with threadpool_limits(1):
        alone = neighbour_graph(points, neighbours=10)
    graph = neighbour_graph(points, neighbours=10)
    assert (graph != alone).nnz == 0
    exact = points.astype(np.float64) @ points.T.astype(np.float64)
    np.fill_diagonal(exact, -np.inf)
    for row in range(700):
        nearest = set(np.argsort(-exact[row], kind="stable")[:10].tolist())
        assert nearest <= set(graph.indices[graph.indptr[row] : graph.indptr[row + 1]].tolist())


@pytest.mark.parametrize("kinds", [1, 9, 60])
def test_of_equally_near_neighbours_the_earlier_are_taken(kinds: int) -> None:
    random = np.random.default_rng(5)
    vectors = unit(random.standard_normal((kinds, 64)).astype(np.float32))
    points = lattice(vectors[random.integers(0, kinds, 500)])
    graph = neighbour_graph(points, neighbours=10)
    exact = points.astype(np.float64) @ points.T.astype(np.float64)
    np.fill_diagonal(exact, -np.inf)
    nearest = np.argsort(-exact, axis=1, kind="stable")[:, :10]
    pairs = {frozenset((n, int(m))) for n in range(500) for m in nearest[n] if exact[n, m] > 0}
    assert {frozenset((n, int(m))) for n, m in zip(*graph.nonzero(), strict=True)} == pairs


def test_a_passage_in_no_topic_has_a_reason(passages: PassageSet) -> None:
    few = planted(customers={"moving house": 3}, more={"thanks": ["Thank you so much"] * 3})
    left = {one.reason: one.members for one in look(few).dissolved}
    assert {few.texts[i] for i in left[Reason.FEW_CUSTOMERS]} == set(SUBJECTS["moving house"])
    assert {few.texts[i] for i in left[Reason.NO_SUBJECT]} == {"Thank you so much"}


def test_what_is_not_read_joins_what_was_found(monkeypatch: pytest.MonkeyPatch) -> None:
    passages = planted()
    monkeypatch.setattr(discovery, "READ_AT_ONCE", 60)
    topics = discover(passages)
    inside = sum(len(topic.members) for topic in topics)
    assert len(topics) == len(SUBJECTS)
    assert inside >= 0.8 * len(passages)
    for topic in topics:
        subjects = [s for s, said in SUBJECTS.items() if passages.texts[topic.members[0]] in said]
        assert {passages.texts[i] for i in topic.members} <= set(SUBJECTS[subjects[0]])


def test_alike_topics_share_a_theme(topics: tuple[FoundTopic, ...]) -> None:
    assert len({topic.theme for topic in topics}) == round(len(topics) ** 0.5)


def test_a_subject_of_few_customers_is_no_topic() -> None:
    one_person = planted(customers={"moving house": 3})
    said = {one_person.texts[i] for topic in discover(one_person) for i in topic.members}
    assert not said & set(SUBJECTS["moving house"])
    assert said >= set(SUBJECTS["charged twice"])


def test_passages_that_lie_close_but_share_no_words_are_no_topic() -> None:
    unlike = (
        "cricket needs rain", "purple curtains everywhere", "Tuesday tastes salty",
        "grandfather collects stamps", "the violin lesson overran", "pigeons own this balcony",
        "yoghurt lid exploded", "somebody painted the gnome", "knitting calms nobody",
        "the marathon finished uphill", "my haircut frightens toddlers", "wasps judged the cake",
        "unread novels multiply", "the ferry smelled of onions", "gravel beats tarmac",
        "left sock vanished", "custard divides families", "the clown quit politely",
    )  # fmt: skip
    passages = planted(more={"nothing in common": unlike})
    said = {passages.texts[i] for topic in discover(passages) for i in topic.members}
    assert said and not said & set(unlike)


def test_a_passage_between_groups_belongs_least() -> None:
    subjects = np.eye(6, 32, dtype=np.float32)
    noise = np.random.default_rng(7).standard_normal((181, 32)).astype(np.float32)
    rows = np.repeat(subjects, 30, axis=0)
    vectors = unit(np.vstack([rows, subjects[:3].sum(axis=0)]) + 0.05 * noise)
    graph = neighbour_graph(lattice(vectors))
    inside = belonging(graph, communities(graph))
    assert inside[:180].min() > 0.8
    assert inside[180] < inside[:180].min() - 0.1


def test_greetings_and_signatures_are_no_topic() -> None:
    courtesies = ["Thank you so much", "Kind regards, Yusuf Okafor", "Great, thanks!", "Hello"] * 8
    passages = planted(more={"courtesy": courtesies})
    said = {passages.texts[i] for topic in discover(passages) for i in topic.members}
    assert said and not said & set(courtesies)


def test_a_much_repeated_text_counts_with_its_topic_and_is_none_of_its_own() -> None:
    repeated = SUBJECTS["charged twice"][0]
    passages = planted(more={"charged twice": [repeated] * 40})
    topics = discover(passages)
    homes = [t for t in topics if any(passages.texts[i] == repeated for i in t.members)]
    assert len(homes) == 1
    assert {passages.texts[i] for i in homes[0].members} == set(SUBJECTS["charged twice"])
    assert len(homes[0].members) == len(SUBJECTS["charged twice"]) + 40


def _repeated(*texts: str, times: int) -> PassageSet:
    """Build a corpus in which each of some texts, far from each other, is said many times."""
    n = len(texts) * times
    return PassageSet(
        texts=texts * times,
        vectors=np.tile(np.eye(len(texts), 8, dtype=np.float32), (times, 1)),
        record_ids=tuple(f"r{i}" for i in range(n)),
        customer_ids=(None,) * n,
    )


@pytest.mark.parametrize("kinds", [1, 2, 6])
def test_what_many_say_in_the_same_words_is_a_topic(kinds: int) -> None:
    said = [texts[0] for texts in SUBJECTS.values()][:kinds]
    seen = look(_repeated(*said, times=60))
    assert [len(topic.members) for topic in seen.topics] == [60] * kinds
    assert not seen.dissolved


def test_passages_of_which_no_two_are_alike_are_no_topic() -> None:
    passages = planted()
    apart = replace(passages, vectors=np.eye(len(passages), dtype=np.float32))
    seen = look(apart)
    assert not seen.topics
    assert [one.reason for one in seen.dissolved] == [Reason.FEW_RECORDS] * len(passages)


def test_too_few_passages_are_refused_with_what_to_do() -> None:
    tiny = PassageSet(
        texts=("a",), vectors=np.ones((1, 4), np.float32), record_ids=("1",), customer_ids=(None,)
    )
    with pytest.raises(CorpusTooSmall, match="at least 50 passages"):
        discover(tiny)
