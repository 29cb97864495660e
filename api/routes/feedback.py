"""Feedback records with their analyses."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AwareDatetime

from api.dependencies import StoreDep
from api.schemas import FeedbackPage, FeedbackPublic
from voc.domain.analysis import Sentiment
from voc.domain.record import Channel
from voc.store import RecordFilter

router = APIRouter(prefix="/feedback", tags=["feedback"])
MAX_PAGE = 500
FROM = "A day, or a time with its zone."
TO = "A day, included whole, or a time with its zone, not included."


@router.get("")
def list_feedback(
    store: StoreDep,
    source: str | None = None,
    channel: Channel | None = None,
    solicited: bool | None = None,
    stage: str | None = None,
    topic: str | None = None,
    touchpoint: str | None = None,
    sentiment: Sentiment | None = None,
    since: Annotated[date | AwareDatetime | None, Query(alias="from", description=FROM)] = None,
    until: Annotated[date | AwareDatetime | None, Query(alias="to", description=TO)] = None,
    contains: Annotated[str | None, Query(max_length=200)] = None,
    duplicate_of: Annotated[str | None, Query(description="Only what repeats this record.")] = None,
    after: Annotated[str | None, Query(description="`next` of the page before.")] = None,
    limit: Annotated[int, Query(ge=1, le=MAX_PAGE)] = 50,
) -> FeedbackPage:
    """List records, newest first. With a stage or topic, `sentiment` is that of the passage."""
    chosen = RecordFilter(
        source=source,
        channel=channel,
        solicited=solicited,
        stage=stage,
        topic_id=topic,
        touchpoint=touchpoint,
        sentiment_label=sentiment,
        since=_start(since),
        until=_end(until),
        contains=contains,
        duplicate_of=duplicate_of,
    )
    found = store.list_records(chosen, after=after, limit=limit + 1)
    page = [FeedbackPublic.of(record, analysis) for record, analysis in found[:limit]]
    return FeedbackPage(items=page, next=page[-1].id if len(found) > limit else None)


@router.get("/{record_id}")
def get_feedback(record_id: str, store: StoreDep) -> FeedbackPublic:
    """Get one record with its passages."""
    return FeedbackPublic.of(*store.record(record_id))


def _start(moment: date | datetime | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment, time(), UTC)


def _end(moment: date | datetime | None) -> datetime | None:
    if moment is None or isinstance(moment, datetime):
        return moment
    return datetime.combine(moment + timedelta(days=1), time(), UTC)
