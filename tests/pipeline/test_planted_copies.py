"""Copies with 1 to 10 % of their words or characters edited are found, and hardly anything else.

The threshold was chosen on the texts of even places; those of odd places are measured here.
"""

import csv
import json
import random
from collections.abc import Callable
from itertools import islice
from pathlib import Path

import pytest

from tests.pipeline.copies import a_saying, edited, originals
from tests.shared import GOLD, REPOSITORY
from voc.domain.record import Channel
from voc.nlp.clean import normal_text
from voc.nlp.clean.language import count_words
from voc.nlp.duplicates import FEWEST_WORDS
from voc.pipeline.duplicates import compare_new
from voc.store import Store, create_or_migrate, open_store

MOST = 2_500


def column(path: Path, name: str) -> list[str]:
    if not path.is_file():
        pytest.skip(f"{path.name} is not beside the repository")
    with path.open(encoding="utf-8-sig", newline="") as file:
        return [row[name] for row in csv.DictReader(file)]


def demo() -> list[str]:
    files = sorted((REPOSITORY / "fixtures" / "texts").glob("*.jsonl"))
    return [json.loads(line)["text"] for file in files for line in file.open(encoding="utf-8")]


def hospitals() -> list[str]:
    return column(REPOSITORY / "fixtures" / "nhs" / "feedback.csv", "feedback")


def survey() -> list[str]:
    return column(GOLD / "nhs_survey_fft.csv", "feedback")


def posts() -> list[str]:
    return column(GOLD / "airline_tweets.csv", "text")


def measured(texts: list[str]) -> list[str]:
    """Choose the texts of odd places that are long enough, each normal form once."""
    first = {normal_text(text): text for text in sorted(set(texts))[1::2]}
    return [text for normal, text in first.items() if count_words(normal) >= FEWEST_WORDS]


@pytest.fixture
def sqlite(tmp_path: Path) -> Store:
    url = f"sqlite:///{tmp_path / 'voc.db'}"
    create_or_migrate(url)
    return open_store(url)


@pytest.mark.parametrize("texts", [demo, hospitals, survey, posts])
@pytest.mark.parametrize("by_word", [True, False], ids=["words", "characters"])
def test_planted_copies_are_found(
    sqlite: Store, texts: Callable[[], list[str]], by_word: bool
) -> None:
    rng = random.Random(20260105)
    chosen = list(islice(measured(texts()), MOST))
    words = [word for text in chosen for word in text.split()]
    records, expected = [], {}
    for n, text in enumerate(chosen):
        share = rng.uniform(0.01, 0.10)
        copy = edited(text, share=share, by_word=by_word, words=words, rng=rng)
        # Each by a customer of its own, the copy up to four weeks later.
        day = rng.uniform(0, 400)
        records.append(a_saying(f"{n}", text, days=day, customer_id=f"c{n}"))
        later = day + rng.uniform(0, 28)
        records.append(a_saying(f"{n}-copy", copy, days=later, customer_id=f"d{n}"))
        expected[f"{n}-copy"] = f"{n}"
    rng.shuffle(records)
    for start in range(0, len(records), 1_000):
        sqlite.upsert_records(records[start : start + 1_000])
        compare_new(sqlite)
    found = {id_: original for id_, original in originals(sqlite).items() if original}
    right = sum(expected.get(id_) == original for id_, original in found.items())
    assert len(chosen) > 50
    assert right >= 0.98 * len(expected), f"recall {right / len(expected):.4f}"
    assert right >= 0.98 * len(found), f"precision {right / len(found):.4f}"


@pytest.mark.parametrize("texts", [demo, hospitals])
def test_different_customers_who_sound_alike_are_all_heard(
    sqlite: Store, texts: Callable[[], list[str]]
) -> None:
    reviews = [
        a_saying(f"{n}", text, source="reviews", channel=Channel.REVIEW, customer_id=f"c{n}")
        for n, text in enumerate(texts())
    ]
    sqlite.upsert_records(reviews)
    compare_new(sqlite)
    assert set(originals(sqlite).values()) == {None}
