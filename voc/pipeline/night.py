"""The night: analyse what is new, find topics, take a snapshot, tell the story."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from voc.domain.journey import JourneyMap
from voc.domain.record import FeedbackRecord
from voc.domain.topic import TopicPolicy
from voc.nlp.embed import Keeper
from voc.pipeline.analyse import NOTHING_KNOWN, Verbatim, analyse
from voc.pipeline.discover import find_topics
from voc.pipeline.duplicates import compare_new
from voc.pipeline.erase import expire
from voc.pipeline.figures import take_snapshot
from voc.pipeline.joins import join_customers
from voc.pipeline.models import (
    Models,
    analysis_version,
    embedding_space,
    load_models,
    readable_languages,
)
from voc.pipeline.publish import tell_story
from voc.pipeline.reanchor import is_stale, reanchor
from voc.pipeline.report import Progress
from voc.pipeline.review import is_due, review
from voc.pipeline.settle import known_topics
from voc.store import Store

CHUNK = 256


@dataclass(frozen=True, slots=True)
class NightReport:
    """Say what a night did: records analysed, topics born and known, the snapshot and story, and
    records erased because of their age."""

    analysed: int
    born: int
    topics: int
    snapshot_id: str
    story_id: str
    erased: int = 0


def night(
    store: Store,
    *,
    company: str,
    journey: JourneyMap,
    embedding: str,
    cache: Path,
    keep_from: datetime | None = None,
    topics: TopicPolicy | None = None,
    keeper: Keeper | None = None,
    on_progress: Progress = lambda _step, _done, _total: None,
) -> NightReport:
    """Bring the store's customers, analyses, topics, snapshot and story up to date. What is older
    than `keep_from` is erased. `topics` is the policy by which topics are born. With a keeper, no
    text is encoded twice.

    Each chunk is one transaction and each step works on what the steps before it left, so a night
    stopped anywhere is finished by the next one, and one with nothing to do changes nothing.

    Raises:
        Locked: another night runs on this store; or somebody reads it when all is done and the
            bytes of what was erased are to go.
        SnapshotMissing: the store holds no records.
    """
    with store.night_lock():
        erased = expire(store, keep_from).n_records if keep_from else 0
        if keeper:
            keeper.forget_unless(len(store.erasures()))
        join_customers(store)
        compare_new(store)
        version = analysis_version(journey, embedding=embedding)
        # Most reruns need none.
        models = functools.cache(
            lambda: load_models(journey, embedding=embedding, cache=cache, keeper=keeper)
        )
        analysed = _analyse_pending(store, models, version, embedding, on_progress)
        policy = topics or TopicPolicy()
        reanchor(store, models, embedding_space(embedding))
        born = find_topics(store, models, policy=policy, on_progress=on_progress)
        if is_due(store.topic_events(), store.newest(), policy):
            review(store, models, policy=policy, on_progress=on_progress)
        snapshot = take_snapshot(
            store,
            company=company,
            journey=journey,
            version=version,
            languages=readable_languages(embedding),
        )
        story = tell_story(store, snapshot)
        if erased:
            store.compact()
        n_topics = len(store.registry.load().active())
        return NightReport(analysed, born, n_topics, snapshot.id, story.id, erased)


def _analyse_pending(
    store: Store,
    models: Callable[[], Models],
    version: str,
    embedding: str,
    on_progress: Progress,
) -> int:
    total = store.counts(version).pending
    # Vectors of another model can't be compared: then topics are assigned when all are read anew.
    stale = is_stale(store.topics(), embedding_space(embedding))
    topics = NOTHING_KNOWN if stale else known_topics(store)
    done, after = 0, None
    while chunk := store.pending(version, CHUNK, after=after):
        batch = [_verbatim(record, models().journey) for record in chunk]
        store.save_analyses(analyse(batch, models(), topics), version)
        done, after = done + len(chunk), chunk[-1].id
        on_progress("analyse", done, total)
    return done


def _verbatim(record: FeedbackRecord, journey: JourneyMap) -> Verbatim:
    point = record.touchpoint
    asked_at = journey.stage_of_touchpoint(point) if point else None
    return Verbatim(record.id, record.verbatim, record.language, asked_at, record.score)
