"""Make a feedback record of mapped feedback: cleaned, redacted, with keys hashed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from voc.domain.mapping import SourceMapping
from voc.domain.record import FeedbackRecord, RawFeedback
from voc.nlp.clean import Clean, Rules, clean_many
from voc.pipeline.identity import keyed_hash, record_id


def to_records(
    feedback: Sequence[RawFeedback],
    *,
    source: str,
    mapping: SourceMapping,
    secret: str,
    rules: Rules,
) -> list[FeedbackRecord]:
    """Make records. Nothing of the raw texts or the customers' keys is left in them."""
    cleaned = clean_many([one.text for one in feedback], strip=mapping.strip, rules=rules)
    return [
        _record(one, its, source=source, mapping=mapping, secret=secret)
        for one, its in zip(feedback, cleaned, strict=True)
    ]


def _record(
    feedback: RawFeedback, cleaned: Clean, *, source: str, mapping: SourceMapping, secret: str
) -> FeedbackRecord:
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
