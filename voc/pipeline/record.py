"""Make a feedback record of mapped feedback: cleaned, redacted, with keys hashed."""

import hashlib
import json
from dataclasses import asdict, replace

from voc.domain.mapping import SourceMapping
from voc.domain.record import FeedbackRecord, RawFeedback
from voc.nlp.clean import clean
from voc.pipeline.identity import keyed_hash, record_id


def to_record(
    feedback: RawFeedback, *, source: str, mapping: SourceMapping, secret: str
) -> FeedbackRecord:
    """Make a record. Nothing of the raw text or the customer's keys is left in it."""
    cleaned = clean(feedback.text, strip=mapping.strip)
    record = FeedbackRecord(
        id=record_id(source, feedback.external_id),
        source=source,
        external_id=feedback.external_id,
        channel=mapping.channel,
        solicited=mapping.solicited,
        occurred_at=feedback.occurred_at,
        verbatim=cleaned.verbatim,
        language=cleaned.language,
        content_digest="",
        normal_digest=cleaned.normal_digest,
        mark=cleaned.mark,
        score=feedback.score,
        response_id=feedback.response_id,
        customer_id=_hashed(feedback.customer, secret),
        account_id=_hashed(feedback.account, secret),
        customer_segment=feedback.customer_segment,
        region=feedback.region,
        touchpoint=feedback.touchpoint,
    )
    return replace(record, content_digest=_digest(record))


def _hashed(key: str | None, secret: str) -> str | None:
    return keyed_hash(key, secret=secret) if key else None


def _digest(record: FeedbackRecord) -> str:
    fields = json.dumps(asdict(record), default=str, sort_keys=True)
    return hashlib.sha256(fields.encode()).hexdigest()
