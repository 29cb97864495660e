"""What changes at the source changes here: a new text is a revision, a deletion a withdrawal."""

import csv
import json
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from tests.shared import REPOSITORY
from tests.workspaces import LARKLINE
from voc.domain.mapping import SourceMapping
from voc.domain.record import FeedbackRecord, Mark
from voc.domain.snapshot import Snapshot
from voc.errors import SettingsInvalid
from voc.pipeline.ingest import CHUNK, IngestReport, ingest
from voc.pipeline.night import night
from voc.pipeline.preview import preview
from voc.pipeline.report import whole
from voc.resources.journeys import load_journey
from voc.settings import ModelChoice
from voc.store import RecordFilter, Store, create_or_migrate, open_store

TICKETS = SourceMapping(format="zendesk", channel="ticket", solicited=False)
POSTS = SourceMapping(format="x_posts", channel="social", solicited=False)


def take_in(store: Store, path: Path, how: SourceMapping, source: str = "it") -> IngestReport:
    return whole(
        ingest(store, source=source, mapping=how, paths=[path], secret="a secret of this test")
    )


def write(path: Path, rows: Sequence[object]) -> Path:
    path.write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    return path


def ticket(number: int, **more: Any) -> dict[str, Any]:
    return {
        "id": number,
        "created_at": "2026-03-02T10:00:00Z",
        "subject": f"Bill {number}",
        "description": "Charged twice for the same unmistakable month.",
        "requester_id": 7,
        "status": "open",
    } | more


def said(store: Store) -> dict[str, FeedbackRecord]:
    listed = store.list_records(RecordFilter(), limit=10_000)
    return {record.external_id: record for record, _ in listed}


def everything(store: Store) -> dict[str, Any]:
    return dict(store.dump())


def adds_up(report: IngestReport) -> bool:
    parts = (report.stored, report.revised, report.unchanged, report.duplicate, report.withdrawn)
    return report.read == sum(parts) + report.rejected


def test_a_deleted_ticket_goes_with_all_it_said_and_comes_back_undeleted(
    store: Store, tmp_path: Path
) -> None:
    before = write(tmp_path / "before.jsonl", [ticket(1), ticket(2)])
    take_in(store, before, TICKETS)
    (tmp_path / "edited.jsonl").write_text(json.dumps(ticket(1, subject="Bill 1, edited")))
    take_in(store, tmp_path / "edited.jsonl", TICKETS)
    gone = write(tmp_path / "after.jsonl", [ticket(1, status="deleted"), ticket(2)])
    report = take_in(store, gone, TICKETS)
    assert (report.read, report.withdrawn, report.unchanged) == (2, 1, 1) and adds_up(report)
    assert "1 withdrawn" in str(report)
    assert list(said(store)) == ["2"] and list(store.record_facts()["id"]) == [said(store)["2"].id]
    withdrawn = [row for row in everything(store)["record"] if Mark.WITHDRAWN.value in row]
    history = everything(store)["record_revision"]
    assert (len(withdrawn), len(history)) == (1, 2)
    assert "Bill 1" not in json.dumps([withdrawn, history], default=str)

    kept = everything(store)
    again = take_in(store, gone, TICKETS)
    assert (again.withdrawn, again.unchanged) == (0, 2) and everything(store) == kept
    assert take_in(store, before, TICKETS).revised == 1
    assert said(store)["1"].verbatim.startswith("Bill 1\n") and said(store)["1"].mark is None


def test_a_post_and_its_deletion_in_one_file_leave_nothing_however_often_it_is_read(
    store: Store, tmp_path: Path
) -> None:
    posts = [
        {"id": str(n), "created_at": "2026-03-02T10:00:00Z", "author_id": "7",
         "text": f"The network is down in street {n} again"}
        for n in range(CHUNK + 1)
    ]  # fmt: skip
    notices = [
        {"delete": {"status": {"id": 1, "id_str": "1", "user_id_str": "7"}}},
        {"id": "2", "action": "delete", "redacted_at": "2026-03-03T10:00:00Z"},
        {"tweet": {**posts[3], "deleted_at": "2026-03-03T10:00:00Z"}},
        {"delete": {"tweet": {"id": "unknown here"}}},
        {"delete": {"tweet": {}}},
    ]
    path = write(tmp_path / "posts.jsonl", [*posts, *notices])
    report = take_in(store, path, POSTS)
    assert adds_up(report) and report.rejected == 1
    assert not said(store).keys() & {"1", "2", "3"} and len(said(store)) == CHUNK - 2
    kept = everything(store)
    assert take_in(store, path, POSTS).read == report.read
    assert everything(store) == kept


def test_a_deleted_original_hands_its_reposts_on(store: Store, tmp_path: Path) -> None:
    text = "Your app logs me out every single morning"
    posts = [
        {"id": str(n), "created_at": f"2026-03-0{n}T10:00:00Z", "author_id": str(n), "text": text}
        for n in (1, 2, 3)
    ]
    take_in(store, write(tmp_path / "posts.jsonl", posts), POSTS)
    notice = {"delete": {"status": {"id_str": "1"}}}
    take_in(store, write(tmp_path / "notices.jsonl", [notice]), POSTS)
    found = said(store)
    assert found["2"].mark is None
    assert (found["3"].mark, found["3"].duplicate_of) == (Mark.DUPLICATE, found["2"].id)


def test_a_mapping_says_which_rows_delete(store: Store, tmp_path: Path) -> None:
    header = ["id", "when", "said", "state", "removed"]
    rows = [["1", "2026-03-02", "Slow", "live", ""], ["2", "2026-03-02", "Dear", "Removed", ""],
            ["3", "2026-03-02", "Rude", "live", "2026-03-04"],
            ["", "2026-03-02", "Gone", "removed", ""]]  # fmt: skip
    path = tmp_path / "reviews.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([header, *rows])
    how = SourceMapping.model_validate(
        {"format": "csv", "channel": "review", "solicited": False, "external_id": "id",
         "occurred_at": "when", "text": "said", "only": {"said": "Slow"},
         "deleted": {"state": "removed", "removed": "*"}}
    )  # fmt: skip
    assert preview(path, mapping=how).withdrawn == 2
    take_in(store, path, how.model_copy(update={"deleted": {}, "only": {}}))
    report = take_in(store, path, how)
    assert (report.withdrawn, report.unchanged, report.rejected) == (2, 1, 1)
    assert [r.field for r in store.rejections()] == ["external_id"]
    with pytest.raises(SettingsInvalid, match="`deleted` needs ids"):
        take_in(store, path, how.model_copy(update={"external_id": ()}))


@pytest.fixture
def reviews(tmp_path: Path) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path / 'voc.db'}"
    create_or_migrate(url)
    with open_store(url) as opened:
        yield opened


def run_night(store: Store) -> Snapshot:
    journey, choice = load_journey("telecom"), ModelChoice()
    night(store, company="L", journey=journey, embedding=choice.embedding, cache=choice.cache)
    snapshot = store.latest_snapshot()
    assert snapshot is not None
    return snapshot


def n_records(snapshot: Snapshot, topic: str) -> int:
    return sum(
        cell.n_records
        for cell in snapshot.cells
        if (cell.scope, cell.key, cell.span, cell.channel) == ("topic", topic, "whole", "*")
    )


@pytest.mark.model
def test_a_revised_text_is_analysed_anew_and_its_topic_and_figures_follow(
    reviews: Store, tmp_path: Path
) -> None:
    sources = tomllib.loads((REPOSITORY / "fixtures" / "larkline.toml").read_text("utf-8"))
    how = SourceMapping.model_validate(sources["sources"]["store_reviews"])
    with (LARKLINE / "store_reviews.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    take_in(reviews, LARKLINE / "store_reviews.csv", how)
    first = run_night(reviews)

    by_record = reviews.passage_facts().groupby("record_id")
    sure = by_record.filter(
        lambda its: its["topic_id"].notna().all() and its["topic_confidence"].min() > 0
    )
    topics = sure.groupby("record_id")["topic_id"].agg(list)
    ours = topics.iloc[0]
    theirs = next(its for its in topics if not set(its) & set(ours))
    old, new = (reviews.record(topics.index[list(topics).index(its)])[0] for its in (ours, theirs))
    by_id = {row["Review ID"]: row for row in rows}
    revised = by_id[old.external_id] | {
        name: by_id[new.external_id][name] for name in ("Title", "Review")
    }
    path = tmp_path / "later.csv"
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(revised))
        writer.writeheader()
        writer.writerow(revised)
    assert take_in(reviews, path, how).revised == 1
    second = run_night(reviews)

    record, analysis = reviews.record(old.id)
    assert record.verbatim == new.verbatim
    assert analysis is not None
    assert [passage.topic_id for passage in analysis.passages] == theirs
    for topic, change in [
        *((topic, -1) for topic in set(ours)),
        *((topic, 1) for topic in set(theirs)),
    ]:
        assert n_records(second, topic) - n_records(first, topic) == change
    assert reviews.snapshot(first.id) == first
    (history,) = everything(reviews)["record_revision"]
    assert old.verbatim in history
