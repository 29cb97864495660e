"""Make a feedback record of mapped feedback: cleaned, redacted, with keys hashed."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, fields, replace

from voc.domain.mapping import SourceMapping
from voc.domain.record import FeedbackRecord, RawFeedback
from voc.domain.score import Score
from voc.nlp.clean import Clean, Rules, clean_many
from voc.pipeline.declared import declared
from voc.pipeline.identity import holds_address, keyed_hash, record_id

_FIELDS = tuple(field.name for field in fields(FeedbackRecord))
# Records from before these were stored have none: the same row must keep its digest. The customer's
# own key is told by `customer_id`.
_UNLESS_NONE = frozenset({"contact_key", "email_key", "phone_key"})


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
    keys = declared(feedback, source=source, mapping=mapping, secret=secret)
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
        customer_id=keys.surest,
        customer_key=keys.customer,
        contact_key=keys.contact,
        email_key=keys.email,
        phone_key=keys.phone,
        account_id=_hashed(feedback.account, secret),
        customer_segment=feedback.customer_segment,
        region=feedback.region,
        touchpoint=feedback.touchpoint,
    )
    return _without_addresses(replace(record, content_digest=_digest(record)), mapping)


def _without_addresses(record: FeedbackRecord, mapping: SourceMapping) -> FeedbackRecord:
    """Replace ids that hold an address; the digest of the content doesn't notice, so that records
    from before this was done stay unchanged."""
    if holds_address(record.external_id, mapping):
        record = replace(record, external_id=record.id)
    if record.response_id and holds_address(record.response_id, mapping):
        record = replace(record, response_id=record_id(record.source, record.response_id))
    return record


def _hashed(key: str | None, secret: str) -> str | None:
    return keyed_hash(key, secret=secret) if key else None


def _digest(record: FeedbackRecord) -> str:
    values = {name: getattr(record, name) for name in _FIELDS if name != "customer_key"}
    values = {k: v for k, v in values.items() if v is not None or k not in _UNLESS_NONE}
    written = json.dumps(values, default=_plain, sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()


def _plain(value: object) -> object:
    return asdict(value) if isinstance(value, Score) else str(value)
