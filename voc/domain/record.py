"""The feedback record: one customer's answer or message."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from voc.domain.identity import NO_KEYS, Keys
from voc.domain.score import Score

SCORE_FIELD = "score"
CELL_FIELDS = frozenset({SCORE_FIELD, "monthly_revenue", "joined_on", "left_on", "email", "phone"})
"""The fields of rejections that refuse no row: what else it says is kept."""


class Channel(StrEnum):
    """Say where the customer spoke."""

    SURVEY = "survey"
    TICKET = "ticket"
    REVIEW = "review"
    SOCIAL = "social"
    CHAT = "chat"
    EMAIL = "email"
    OTHER = "other"


class Mark(StrEnum):
    """Say why a record is kept but not analysed."""

    NO_TEXT = "no_text"
    EMPTY_ANSWER = "empty_answer"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeedback:
    """Hold one mapped row before cleaning. `text` may hold personal data: never store or log it."""

    external_id: str
    occurred_at: datetime
    text: str
    score: Score | None = None
    response_id: str | None = None
    customer: str | None = None
    contact: str | None = None
    email: str | None = None
    phone: str | None = None
    account: str | None = None
    customer_segment: str | None = None
    region: str | None = None
    touchpoint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRecord:
    """Hold one customer's answer or message, cleaned and redacted.

    `id` is derived from source and external id, so the same row always has the same id.
    `occurred_at` is aware UTC. The keys are keyed hashes, never the customer's own; `customer_id`
    is the surest key known for the customer, which joins may replace by a surer one.
    `content_digest` changes when anything in the row changes. `normal_digest` is equal for
    records whose texts differ only in case, punctuation or a retweet prefix.
    """

    id: str
    source: str
    external_id: str
    channel: Channel
    solicited: bool
    occurred_at: datetime
    verbatim: str
    language: str
    content_digest: str
    normal_digest: str
    mark: Mark | None = None
    duplicate_of: str | None = None
    score: Score | None = None
    response_id: str | None = None
    customer_id: str | None = None
    customer_key: str | None = None
    contact_key: str | None = None
    email_key: str | None = None
    phone_key: str | None = None
    account_id: str | None = None
    customer_segment: str | None = None
    region: str | None = None
    touchpoint: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Name one row that could not become a record, or of which one cell was left out: a score, or
    what is known of a customer.

    `cells` are a field and what stood in its columns, redacted, of what may be kept. By the others
    they are found again when the customer, the time or the record is erased: `occurred_at` is None
    where no time could be read.
    """

    source: str
    file: str
    row: int
    field: str
    reason: str
    cells: tuple[tuple[str, str], ...] = ()
    record_id: str | None = None
    occurred_at: datetime | None = None
    keys: Keys = NO_KEYS

    @property
    def is_cell(self) -> bool:
        """Tell whether a cell alone was left out, and the record or customer kept."""
        return self.field in CELL_FIELDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Hold what the company knows of a customer. `monthly_revenue` is in the company's currency."""

    id: str
    account_id: str | None = None
    customer_segment: str | None = None
    region: str | None = None
    monthly_revenue: float | None = None
    joined_on: date | None = None
    left_on: date | None = None
    email_key: str | None = None
    phone_key: str | None = None
