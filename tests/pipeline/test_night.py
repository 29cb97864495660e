"""The night on both databases: it tells a story, and a second one changes nothing."""

import tomllib

import pytest

from tests.shared import REPOSITORY
from tests.workspaces import LARKLINE
from voc.domain.mapping import SourceMapping
from voc.errors import Locked, SnapshotMissing
from voc.pipeline.ingest import ingest
from voc.pipeline.night import NightReport, night
from voc.pipeline.report import whole
from voc.resources.journeys import load_journey
from voc.settings import ModelChoice
from voc.store import Store

pytestmark = pytest.mark.model


def run(store: Store) -> NightReport:
    choice = ModelChoice()
    journey = load_journey("telecom")
    return night(
        store, company="Larkline", journey=journey, embedding=choice.embedding, cache=choice.cache
    )


def test_a_night_tells_a_story_and_a_second_one_changes_nothing(store: Store) -> None:
    sources = tomllib.loads((REPOSITORY / "fixtures" / "larkline.toml").read_text("utf-8"))
    mapping = SourceMapping.model_validate(sources["sources"]["installation_survey"])
    export = LARKLINE / "installation_survey.csv"
    whole(
        ingest(
            store, source="installation_survey", mapping=mapping, paths=[export], secret="s" * 16
        )
    )
    first = run(store)
    assert first.analysed > 0
    told = store.latest_story()
    assert told is not None and told.claims
    before = dict(store.dump())
    second = run(store)
    assert second.analysed == second.born == 0
    assert second.story_id == first.story_id
    assert dict(store.dump()) == before


def test_a_night_without_records_says_what_to_do(store: Store) -> None:
    with pytest.raises(SnapshotMissing, match="voc ingest"):
        run(store)


def test_one_night_at_a_time(store: Store) -> None:
    with store.night_lock(), pytest.raises(Locked):
        run(store)
