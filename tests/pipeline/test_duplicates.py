"""What repeats another record counts once; what only sounds like it counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import bindparam, create_engine, text

from tests.pipeline.copies import MONDAY, a_saying, originals
from tests.shared import REPOSITORY
from voc.domain.record import Channel, FeedbackRecord, Mark
from voc.domain.score import SCALES, Score
from voc.errors import NotFound
from voc.nlp.clean import normal_digest
from voc.pipeline.duplicates import compare_new, join, split
from voc.store import RecordFilter, Store, create_or_migrate, open_store
from voc.store.tables import Moment

LOST = "The engineer never came and nobody at the call centre could tell me when the next one would"
EDITED = "The enginer never came, and nobody at the call centre could tell when the next one would!"
OTHER = "Paid for two lines by mistake and the refund took three weeks and four calls to arrive"


def take_in(store: Store, *records: FeedbackRecord) -> dict[str, str | None]:
    store.upsert_records(records)
    compare_new(store)
    return originals(store)


def post(id: str, verbatim: str = LOST, *, days: float = 0, **fields: Any) -> FeedbackRecord:
    return a_saying(id, verbatim, days=days, **fields)


def review(id: str, verbatim: str = LOST, *, days: float = 0, **fields: Any) -> FeedbackRecord:
    more = {"source": "reviews", "channel": Channel.REVIEW} | fields
    return a_saying(id, verbatim, days=days, **more)


def test_an_edited_copy_repeats_the_earliest_and_only_that_is_analysed(store: Store) -> None:
    found = take_in(store, post("b", EDITED, days=1), post("a"), post("c", OTHER))
    assert found == {"a": None, "b": "a", "c": None}
    assert [record.id for record in store.pending("v1", 9)] == ["a", "c"]
    assert store.record("b")[0].mark is Mark.DUPLICATE
    listed = store.list_records(RecordFilter(duplicate_of="a"), limit=9)
    assert [record.id for record, _ in listed] == ["b"]
    assert dict(store.counts().duplicates) == {"x": 1}


def test_a_later_ingest_finds_copies_of_what_is_stored(store: Store) -> None:
    take_in(store, post("b", days=1))
    assert take_in(store, post("c", EDITED, days=2)) == {"b": None, "c": "b"}
    # An older one that comes late takes the place, with all that repeat it.
    assert take_in(store, post("a", EDITED)) == {"a": None, "b": "a", "c": "a"}
    before = dict(store.dump())
    assert take_in(store, post("c", EDITED, days=2)) == {"a": None, "b": "a", "c": "a"}
    assert dict(store.dump()) == before


@pytest.mark.parametrize(
    "copy",
    [
        f"RT @jo_bloggs: {LOST}",
        f"so true RT <HANDLE> {LOST}",
        f"“@jo_bloggs: {LOST}” 😂",
        f"RT @jo: RT @jim: {LOST[:80]}…",
        f"> {LOST[:50]}\n> {LOST[51:]}",
        f"On Monday, Jo wrote:\n> {LOST}\n\nMe too.",
        f"FYI\n-----Original Message-----\n{LOST}",
        f"@Larkline {LOST} https://t.example/x1",
    ],
)
def test_retweets_and_quotes_without_own_words_repeat_what_they_quote(
    store: Store, copy: str
) -> None:
    assert take_in(store, post("a"), post("b", copy, days=1))["b"] == "a"


@pytest.mark.parametrize(
    "reply",
    [
        f"Same here, they left my mother waiting in all day RT @jo_bloggs: {LOST}",
        f"Same here, they left my mother waiting in all day\n> {LOST}",
        f"“@jo_bloggs: {LOST}” same here, they left my mother waiting",
    ],
)
def test_a_quote_with_words_of_its_own_is_a_voice_of_its_own(store: Store, reply: str) -> None:
    assert take_in(store, post("a"), post("b", reply, days=1))["b"] is None


@pytest.mark.parametrize(
    "said", ["thanks", "good service", "the nurses were all very kind to me and my mother"]
)
def test_what_many_say_is_no_duplicate_outside_of_posts(store: Store, said: str) -> None:
    known = [review(f"r{n}", said, customer_id=f"c{n}") for n in range(3)]
    found = take_in(store, *known, *(review(f"s{n}", said) for n in range(3)))
    assert set(found.values()) == {None}


def test_short_posts_are_duplicates_when_their_words_are_equal(store: Store) -> None:
    said = "no signal in Leeds again"
    found = take_in(
        store,
        post("a", said),
        post("b", f"RT @jo: {said.upper()}!!", days=1),
        post("c", "no signal in Leeds today", days=1),
        post("d", "thanks", days=1),
        post("e", "thanks", days=1),
        review("f", said, days=1),
    )
    assert found == {"a": None, "b": "a", "c": None, "d": None, "e": None, "f": None}


@pytest.mark.parametrize(
    ("second", "original"),
    [
        (review("b", EDITED, days=1), "a"),
        (review("b", EDITED, days=1, customer_id="c1"), "a"),
        (review("b", EDITED, days=1, customer_id="c2"), None),
        (review("b", EDITED, days=1, customer_id="c2", source="tickets"), "a"),
        (review("b", EDITED, days=1, customer_id="c1", score=Score(2, SCALES["stars_1_5"])), None),
        (review("b", EDITED, days=31, customer_id="c1"), None),
        (post("b", EDITED, days=1, customer_id="c2"), "a"),
    ],
    ids=["unknown", "same", "other", "elsewhere", "score", "a month later", "posted"],
)
def test_whose_words_they_are_decides(
    store: Store, second: FeedbackRecord, original: str | None
) -> None:
    assert take_in(store, review("a", customer_id="c1"), second)["b"] == original


def test_when_a_record_changes_the_next_takes_its_place(store: Store) -> None:
    copies = [post("b", EDITED, days=1), post("c", days=2), post("d", EDITED, days=3)]
    assert take_in(store, post("a"), *copies)["d"] == "a"
    assert take_in(store, post("a", OTHER)) == {"a": None, "b": None, "c": "b", "d": "b"}
    store.withdraw(["b"])
    compare_new(store)
    assert originals(store) == {"a": None, "c": None, "d": "c"}
    assert take_in(store, post("c", OTHER, days=2)) == {"a": None, "c": "a", "d": None}


def test_an_original_that_is_revised_with_the_same_text_keeps_its_place(store: Store) -> None:
    take_in(store, post("a"), post("b", EDITED, days=1))
    revised = replace(post("a"), content_digest="more likes")
    assert take_in(store, revised, post("c", EDITED, days=2)) == {"a": None, "b": "a", "c": "a"}


def test_a_person_says_what_is_no_duplicate_and_takes_it_back(store: Store) -> None:
    copies = [post("b", EDITED, days=1), post("c", days=2)]
    take_in(store, post("a"), *copies)
    assert split(store, ["b"]) == ["b"]
    assert originals(store) == {"a": None, "b": None, "c": "a"}
    later = take_in(store, replace(copies[0], content_digest="likes"), post("d", EDITED, days=3))
    assert later == {"a": None, "b": None, "c": "a", "d": "a"}
    assert split(store, ["a"]) == ["c", "d"]
    assert set(originals(store).values()) == {None}
    assert store.kept_apart() == ["b", "c", "d"]
    assert join(store, ["a"]) == ["b", "c", "d"]
    assert originals(store) == {"a": None, "b": "a", "c": "a", "d": "a"}
    for undo, ids in ((split, ["gone"]), (join, ["b"])):
        with pytest.raises(NotFound):
            undo(store, ids)


def test_records_that_an_older_version_stored_are_compared(database_url: str) -> None:
    store_as_0001(database_url, ["b", "a"], [EDITED, LOST], [MONDAY + timedelta(days=1), MONDAY])
    create_or_migrate(database_url)
    with open_store(database_url) as store:
        # None of them was read just now.
        assert not any(compare_new(store).values())
        assert originals(store) == {"a": None, "b": "a"}


def store_as_0001(
    url: str, ids: Sequence[str], texts: Sequence[str], times: Sequence[datetime]
) -> None:
    """Make a database as the first version did."""
    config = Config()
    config.set_main_option("script_location", str(REPOSITORY / "voc" / "store" / "migrations"))
    engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
    columns = ("source, external_id, channel, solicited, occurred_at, verbatim, language, "
               "content_digest, normal_digest, id")  # fmt: skip
    values = "'x', :id, 'social', :no, :at, :said, 'en', :id, :digest, :id"
    insert_one = text(f"INSERT INTO record ({columns}) VALUES ({values})").bindparams(
        bindparam("at", type_=Moment())
    )
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        for id_, said, at in zip(ids, texts, times, strict=True):
            row = {"id": id_, "said": said, "at": at, "digest": normal_digest(said), "no": False}
            connection.execute(insert_one, row)
    engine.dispose()
