"""Discovery on the demo company's own texts, with the real embedding model."""

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

from voc.nlp.embed import Encoder
from voc.nlp.passages import split
from voc.nlp.topics import FoundTopic, PassageSet, discover, topic_vectors
from voc.nlp.topics.wording import content_words

pytestmark = pytest.mark.model
TEXTS = Path(__file__).parents[3] / "fixtures" / "texts"


Planted = dict[str, set[str]]  # subject to the records that speak of it


@pytest.fixture(scope="module")
def passages(encoder: Encoder) -> tuple[PassageSet, Planted]:
    texts: list[str] = []
    records: list[str] = []
    planted: Planted = {}
    for number, line in enumerate(
        line for file in sorted(TEXTS.glob("*.jsonl")) for line in file.open(encoding="utf-8")
    ):
        row = json.loads(line)
        if row["lang"] != "en":
            continue
        for subject in (row["topic"], *row["also"]):
            planted.setdefault(subject, set()).add(f"r{number}")
        whole = f"{row['title']}\n{row['text']}" if row.get("title") else row["text"]
        for span in split(whole):
            texts.append(span.of(whole))
            records.append(f"r{number}")
    passages = PassageSet(
        texts=tuple(texts),
        vectors=topic_vectors(encoder(texts), records),
        record_ids=tuple(records),
        customer_ids=(None,) * len(texts),
    )
    return passages, planted


@pytest.fixture(scope="module")
def topics(passages: tuple[PassageSet, Planted], encoder: Encoder) -> tuple[FoundTopic, ...]:
    return discover(passages[0], embed=encoder)


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        ("double_charge", {"payment", "twice", "charged", "account", "refund", "paid"}),
        ("router_restart", {"hub", "router", "restart", "firmware", "update"}),
        ("slow_evening", {"slow", "night", "evenings", "speed", "stream"}),
        ("moving_house", {"move", "moving", "house", "address"}),
        ("number_transfer", {"number", "pac", "port"}),
        ("chatbot_loop", {"bot", "chat", "robot"}),
        ("hold_time", {"queue", "queued", "hold", "wait"}),
    ],
)
def test_a_planted_subject_is_recognisable(
    subject: str,
    words: set[str],
    passages: tuple[PassageSet, Planted],
    topics: tuple[FoundTopic, ...],
) -> None:
    records = [{passages[0].record_ids[i] for i in topic.members} for topic in topics]
    planted = passages[1][subject]
    own = [n for n, held in enumerate(records) if _main_subject(held, passages[1]) == subject]
    found = set().union(*(records[n] & planted for n in own))
    assert len(found) >= 0.2 * len(planted)
    said = " ".join(" ".join((topics[n].label, *topics[n].keywords)) for n in own)
    assert words & set(said.split())


def _main_subject(records: set[str], planted: Planted) -> str:
    return max(sorted(planted), key=lambda subject: len(records & planted[subject]))


def test_praise_of_the_engineer_visit_is_a_topic(
    passages: tuple[PassageSet, Planted], topics: tuple[FoundTopic, ...]
) -> None:
    planted = passages[1]["engineer_visit"]
    records = [{passages[0].record_ids[i] for i in topic.members} for topic in topics]
    own = [
        topic
        for topic, held in zip(topics, records, strict=True)
        if len(held & planted) >= max(len(held) / 2, 10)
    ]
    said = {
        word for topic in own for text in (topic.label, *topic.keywords) for word in text.split()
    }
    assert said & {"engineer", "fitter", "socket", "drilled"}


def test_a_label_speaks_of_what_its_records_speak_of(
    passages: tuple[PassageSet, Planted], topics: tuple[FoundTopic, ...]
) -> None:
    whole: dict[str, list[str]] = {}
    for record, text in zip(passages[0].record_ids, passages[0].texts, strict=True):
        whole.setdefault(record, []).extend(content_words(text))
    shares = []
    for topic in topics:
        stems = tuple(word.rstrip("s")[:4] for word in content_words(topic.label))
        said = [whole[record] for record in {passages[0].record_ids[i] for i in topic.members}]
        shares.append(sum(any(w.startswith(stems) for w in ws) for ws in said) / len(said))
        assert len(topic.label.split()) >= 2 or shares[-1] >= 0.25
    assert min(shares) >= 0.1
    assert np.quantile(shares, 0.15) >= 0.2


def test_labels_read_like_labels(topics: tuple[FoundTopic, ...]) -> None:
    assert 12 <= len(topics) <= 70
    labels = [topic.label for topic in topics]
    assert max(Counter(labels).values()) == 1
    assert all(1 <= len(label.split()) <= 6 for label in labels)
    assert not [label for label in labels if "larkline" in label.lower()]
