"""Erasing a customer leaves none of their texts, and reading the exports again brings none back."""

import csv
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from tests.store.store_examples import (
    a_passage,
    a_snapshot,
    a_story,
    a_topic,
    an_analysis,
    analyses_of,
    birth,
)
from voc.domain.changes import Changes
from voc.domain.claim import Claim
from voc.domain.mapping import SourceMapping
from voc.domain.snapshot import Quote, TopicInfo
from voc.domain.topic import PassageRef
from voc.errors import Conflict, Locked, NotFound
from voc.pipeline.declared import written
from voc.pipeline.erase import erase_before, erase_customer, expire
from voc.pipeline.ingest import ingest, ingest_customers
from voc.pipeline.joins import join_customers
from voc.pipeline.report import whole
from voc.store import RecordFilter, Store, open_store

SECRET = "a secret of this test"
COLUMNS = ("id", "when", "said", "score", "customer", "email")
FEEDBACK = SourceMapping(
    format="csv", channel="social", solicited=False, external_id="id", occurred_at="when",
    text="said", customer="customer", email="email", score="score", scale="nps_0_10",
    timezone="UTC",
)  # fmt: skip
ANAS = ("The purple modem hums", "A crooked mast by the orchard", "Zebra hold music, forty minutes")
ROWS = [
    ["1", "2026-03-01", ANAS[0], "9", "C-1", "ana@example.com"],
    ["2", "2026-03-02", "The bill was wrong", "3", "C-2", "ben@example.com"],
    ["3", "2026-03-03", ANAS[1], "99", "", "ana@example.com"],
    ["4", "2026-03-04", f"RT @ana: {ANAS[0]}", "", "C-3", ""],
    ["5", "2026-03-05", "The bill was wrong, twice", "1", "", "shared@example.com"],
    ["6", "2026-03-06", "Nobody answers", "2", "C-4", "shared@example.com"],
    ["7", "2026-03-07", "Somebody answered", "8", "C-5", "shared@example.com"],
    ["8", "never", "Lost in time", "8", "C-1", ""],
]
REVISED = [["1", "2026-03-01", ANAS[2], "9", "C-1", "ana@example.com"], *ROWS[1:]]
LISTED = [["C-1", "Westhaven", "ana@example.com"], ["C-2", "Saltshire", ""]]


def write(path: Path, rows, header=COLUMNS) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def take_in(store: Store, path: Path):
    return whole(ingest(store, source="posts", mapping=FEEDBACK, paths=[path], secret=SECRET))


def keys(key: str) -> list[str]:
    return written(key, [("posts", FEEDBACK)], secret=SECRET)


def everything(store: Store) -> str:
    return repr(dict(store.dump()))


def by_id(store: Store):
    return {r.external_id: r for r, _ in store.list_records(RecordFilter(), limit=100)}


def quote(record, scope="all", key="") -> Quote:
    return Quote(
        scope=scope, key=key, solicited=False, channel="social", sentiment_label="negative",
        sentiment=-0.5, record_id=record.id, text=record.verbatim, occurred_at=record.occurred_at,
    )  # fmt: skip


def tell(store: Store) -> None:
    """Analyse the records, find a topic whose label Ana alone said, and quote her and Ben."""
    records = [r for r in by_id(store).values() if r.mark is None]
    topic = a_topic("t1", label="zebra hold music", keywords=("zebra hold music", "bill"))
    refs = tuple(PassageRef.of(r.id, 0, r.verbatim) for r in records)
    topic = replace(topic, representatives=refs, pinned=refs)
    changes = Changes([replace(birth(topic), number=1)], at=topic.born_at, actor="ana")
    label = {"label": "zebra hold music", "barred": refs, "pinned": ()}
    changes.change("t1", "renamed", "they say Zebra hold music", {"t1": label})
    store.registry.log([birth(topic), *changes.events])
    analyses = [an_analysis(r.id, a_passage(0, len(r.verbatim), topic_id="t1")) for r in records]
    store.save_analyses(analyses_of(*analyses), "v1")
    quotes = tuple(quote(by_id(store)[id_]) for id_ in "123")
    info = TopicInfo(
        id="t1", label=topic.label, keywords=topic.keywords, stage=None, born_at=topic.born_at
    )
    snapshot = a_snapshot("n1").model_copy(update={"quotes": quotes, "topics": (info,)})
    store.save_snapshot(snapshot)
    claim = Claim(
        id="c1", kind="painful_topic", subject="t1", sentence="“Zebra hold music” hurts most.",
        figures={}, query={}, evidence=quotes[:2], counter_evidence=quotes[2:],
    )  # fmt: skip
    store.save_story(a_story("s1", "n1").model_copy(update={"claims": (claim,)}))


@pytest.fixture
def export(tmp_path: Path) -> Path:
    return write(tmp_path / "posts.csv", REVISED)


@pytest.fixture
def told(store: Store, tmp_path: Path, export: Path) -> Store:
    take_in(store, write(tmp_path / "first.csv", ROWS))
    listed = write(tmp_path / "customers.csv", LISTED, ("customer_id", "region", "email"))
    whole(ingest_customers(store, [listed], secret=SECRET))
    take_in(store, export)
    tell(store)
    for said in (*ANAS, "Westhaven", "Lost in time"):
        assert said.casefold() in everything(store).casefold()
    return store


@pytest.mark.parametrize("key", ["C-1", "ana@example.com", " ANA@example.com"])
def test_nothing_of_an_erased_customer_is_left(told: Store, key: str) -> None:
    theirs = [record.id for id_, record in by_id(told).items() if id_ in ("1", "3")]
    assert len(theirs) == 2 and all(id_ in everything(told) for id_ in theirs)
    done = erase_customer(told, keys(key)).erasure
    assert (done.n_records, done.n_revisions, done.n_passages, done.n_quotes) == (2, 1, 2, 2)
    left, gone = everything(told).casefold(), (ANAS[1], ANAS[2], "zebra", "westhaven")
    assert not [said for said in (*gone, "Lost in time") if said.casefold() in left]
    assert set(by_id(told)) == {"2", "4", "5", "6", "7"}
    assert not [id_ for id_ in theirs if id_ in left]


def test_a_story_says_that_its_quote_is_gone(told: Store) -> None:
    ben = by_id(told)["2"]
    erase_customer(told, keys("C-1"))
    [claim] = told.story("s1").claims
    texts = [q.text for q in (*claim.evidence, *claim.counter_evidence)]
    assert texts == ["[This quote was erased.]", ben.verbatim, "[This quote was erased.]"]
    assert any("erased" in caveat for caveat in told.story("s1").caveats)
    assert [q.record_id for q in told.snapshot("n1").quotes] == [ben.id]


def test_the_words_that_only_the_customer_said_leave_the_topics(told: Store) -> None:
    erase_customer(told, keys("C-1"))
    [topic] = told.topics()
    assert (topic.label, topic.keywords) == ("bill", ("bill",))
    assert told.snapshot("n1").topics[0].label == "bill"
    assert told.story("s1").claims[0].sentence == "“bill” hurts most."


def test_what_repeated_an_erased_post_stands_for_itself(told: Store, export: Path) -> None:
    erase_customer(told, keys("C-1"))
    assert by_id(told)["4"].duplicate_of is None


def test_reading_the_exports_again_brings_nobody_back(
    told: Store, export: Path, tmp_path: Path
) -> None:
    erase_customer(told, keys("C-1"))
    before = everything(told)
    report = take_in(told, export)
    assert (report.read, report.erased, report.rejected) == (8, 2, 1)
    parts = ("stored", "revised", "unchanged", "duplicate", "withdrawn", "rejected", "erased")
    assert report.read == sum(getattr(report, part) for part in parts)
    assert "2 erased" in str(report)
    listed = write(tmp_path / "customers.csv", LISTED, ("customer_id", "region", "email"))
    again = whole(ingest_customers(told, [listed], secret=SECRET))
    assert (again.read, again.unchanged, again.erased) == (2, 1, 1)
    assert everything(told) == before
    new = [["20", "2027-01-01", "It is me again", "", "", "ana@example.com"]]
    assert take_in(told, write(tmp_path / "next.csv", new)).erased == 1


def test_erasing_again_changes_nothing_and_the_audit_holds_no_key(told: Store) -> None:
    erase_customer(told, keys("ana@example.com"))
    before = everything(told)
    assert erase_customer(told, keys("C-1")).erasure.n_records == 0
    assert everything(told) == before
    [line] = told.erasures()
    assert (line.n_records, line.newest) == (2, datetime(2026, 3, 7, 12, tzinfo=UTC))
    assert "ana@" not in before and "C-1" not in before


def test_a_shared_address_erases_what_it_alone_names(told: Store, export: Path) -> None:
    assert erase_customer(told, keys("shared@example.com")).erasure.n_records == 1
    assert {"6", "7"} <= set(by_id(told))
    assert take_in(told, export).erased == 1


def test_erasing_one_of_two_who_share_an_address_says_what_it_kept(told: Store) -> None:
    erased = erase_customer(told, keys("C-4"))
    assert (erased.erasure.n_records, erased.n_shared_keys) == (1, 1)
    assert by_id(told)["5"].customer_id != by_id(told)["7"].customer_id


def test_a_key_that_nobody_has_is_refused(told: Store) -> None:
    join_customers(told)
    before = everything(told)
    with pytest.raises(NotFound, match="Nobody"):
        erase_customer(told, keys("C-77"))
    assert everything(told) == before


BAD = [
    ["30", "never", "My kettle sings at night", "", "C-9", "eve@example.com"],
    ["31", "never", "My kettle sings by day", "", "", "eve@example.com"],
    ["32", "never", "My fridge is warm", "", "C-8", "both@example.com"],
    ["33", "never", "My stove is cold", "", "C-7", "both@example.com"],
    ["34", "never", "My lamp is dark", "", "", "both@example.com"],
]


@pytest.mark.parametrize("key", ["C-9", "eve@example.com"])
def test_who_has_only_rejected_rows_is_erased(store: Store, tmp_path: Path, key: str) -> None:
    bad = write(tmp_path / "bad.csv", BAD)
    take_in(store, bad)
    assert everything(store).count("My kettle") == 2
    assert erase_customer(store, keys(key)).erasure.n_records == 0
    assert len(store.erasures()) == 1
    assert take_in(store, bad).read == 5
    good = [[row[0], "2026-03-01", *row[2:]] for row in BAD]
    report = take_in(store, write(tmp_path / "good.csv", good))
    assert (report.erased, report.stored) == (2, 3)
    left = everything(store)
    assert "kettle" not in left and all(row[2] in left for row in BAD[2:])
    erase_customer(store, keys(key))
    assert everything(store) == left


def test_records_go_with_the_rejected_row_that_says_whose_they_are(
    store: Store, tmp_path: Path
) -> None:
    good = [["31", "2026-03-01", *BAD[1][2:]], ROWS[1]]
    take_in(store, write(tmp_path / "bad.csv", [BAD[0], *good]))
    assert erase_customer(store, keys("C-9")).erasure.n_records == 1
    assert set(by_id(store)) == {"2"} and "kettle" not in everything(store)


def test_a_shared_address_of_rejected_rows_erases_what_it_alone_names(
    store: Store, tmp_path: Path
) -> None:
    take_in(store, write(tmp_path / "bad.csv", BAD))
    erase_customer(store, keys("both@example.com"))
    left = everything(store)
    assert BAD[4][2] not in left and all(row[2] in left for row in BAD[:4])


def test_what_is_older_than_a_day_goes_and_stays_away(told: Store, export: Path) -> None:
    day = datetime(2026, 3, 4, tzinfo=UTC)
    assert erase_before(told, day).n_records == 3
    assert min(r.occurred_at for r in by_id(told).values()) > day
    report = take_in(told, export)
    assert (report.erased, report.stored) == (3, 0)
    assert [line.before for line in told.erasures()] == [day]
    erase_before(told, day)
    assert not [r.cells for r in told.rejections() if r.field == "occurred_at" and r.cells]
    assert expire(told, day).n_records == 0
    assert len(told.erasures()) == 1


def test_a_mistyped_year_erases_nothing(told: Store) -> None:
    with pytest.raises(Conflict, match="nothing would be left"):
        erase_before(told, datetime(2062, 3, 4, tzinfo=UTC))
    assert len(by_id(told)) == 7


def test_the_files_of_sqlite_no_longer_hold_the_bytes(tmp_path: Path, export: Path) -> None:
    from voc.store import create_or_migrate

    url = f"sqlite:///{tmp_path / 'here' / 'voc.db'}"
    (tmp_path / "here").mkdir()
    create_or_migrate(url)
    with open_store(url) as store:
        take_in(store, write(tmp_path / "first.csv", ROWS))
        take_in(store, export)
        tell(store)
        assert said_in(tmp_path / "here") == {*ANAS, "zebra hold music"}
        other = create_engine(url)
        with other.connect() as reader:
            reader.execute(text("BEGIN"))
            reader.execute(text("SELECT * FROM record")).first()
            with pytest.raises(Locked, match="-wal"):
                erase_customer(store, keys("C-1"))
        other.dispose()
        erase_customer(store, keys("C-1"))
    assert said_in(tmp_path / "here") == {ANAS[0]}  # a repost, which is another customer's


def said_in(folder: Path) -> set[str]:
    held = b"".join(path.read_bytes() for path in folder.iterdir()).lower()
    return {said for said in (*ANAS, "zebra hold music") if said.lower().encode() in held}
