"""A past period's numbers are restated since they were published, and the split is exact."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.pipeline.nights import Company
from tests.store.store_examples import MONDAY, a_record, a_snapshot
from voc.domain.restatement import Restated
from voc.errors import NotFound, SettingsInvalid, SnapshotMissing
from voc.pipeline.curate import curating
from voc.pipeline.restate import restate

SUBJECTS = ("charged_twice", "router_restarts", "helpful_engineer", "waiting_on_hold")
FIRST, LAST = MONDAY.date(), MONDAY.date() + timedelta(days=1)


def publish(company: Company, name: str) -> None:
    as_of = company.store.newest()
    assert as_of is not None
    company.store.save_snapshot(a_snapshot(name).model_copy(update={"as_of": as_of}))


def split(company: Company, subject: str) -> Restated:
    id_ = company.named()[subject]
    found = restate(company.store, FIRST, LAST, since="first")
    return next(one for one in found.topics if one.topic_id == id_)


def test_what_changed_is_split_by_cause(tmp_path: Path) -> None:
    company = Company.at(tmp_path)
    company.night(**dict.fromkeys(SUBJECTS, 24), chatter=60)
    publish(company, "first")
    company.night(**dict.fromkeys(SUBJECTS, 3))
    publish(company, "second")
    late = a_record("charged_twice-0-late", "charged twice again", occurred_at=MONDAY)
    company.subjects[late.id] = "charged twice"
    company.store.upsert_records([replace(late, occurred_at=MONDAY - timedelta(minutes=1))])
    company.store.withdraw(["charged_twice-0-0", "charged_twice-0-1"])
    company.read([late.id])
    publish(company, "third")
    bills, routers = company.named()["charged twice"], company.named()["router restarts"]
    with curating(company.store, actor="ana") as work:
        work.move(work.passages(["router_restarts-0-1"]), source=routers, target=bills)
    at_once = split(company, "charged twice")
    publish(company, "fourth")

    found = split(company, "charged twice")
    assert found == at_once
    assert (found.published, found.new, found.late, found.taxonomy, found.model) == (
        24,
        3,
        -1,
        1,
        0,
    )
    assert found.now == sum(topic == bills for topic in company.topics().values()) == 27
    assert split(company, "router restarts").taxonomy == -1
    before = dict(company.store.dump())
    publish(company, "fourth")
    assert dict(company.store.dump()) == before


def test_what_cannot_be_restated_says_why(tmp_path: Path) -> None:
    company = Company.at(tmp_path)
    with pytest.raises(SnapshotMissing):
        restate(company.store, FIRST, LAST)
    with pytest.raises(SettingsInvalid, match="before it begins"):
        restate(company.store, LAST, FIRST)
    company.store.save_snapshot(a_snapshot("first"))
    with pytest.raises(NotFound, match="zz"):
        restate(company.store, FIRST, LAST, since="zz")
    assert restate(company.store, date(2026, 1, 1), LAST).topics == []
