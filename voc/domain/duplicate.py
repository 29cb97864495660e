"""What decides whether one record repeats another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

from voc.domain.record import Channel

WINDOW = timedelta(days=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """Hold what is compared of a record. `verbatim` may end early; `score` is scale and value.

    `duplicate_of` is the record it repeats by now; one that is `kept_apart` repeats none.
    """

    id: str
    source: str
    channel: str
    occurred_at: datetime
    verbatim: str
    normal_digest: str
    duplicate_of: str | None
    kept_apart: bool
    customer_id: str | None
    score: tuple[str, float] | None

    @property
    def place(self) -> tuple[datetime, str]:
        """Give its place in time; of two at the same moment, the lower id goes first."""
        return self.occurred_at, self.id

    @property
    def is_social(self) -> bool:
        """Tell whether it may be shared by others word for word."""
        return self.channel == Channel.SOCIAL


def may_repeat(later: Utterance, earlier: Utterance) -> bool:
    """Tell whether a record may repeat an earlier one, if their texts are alike.

    They are at most 30 days apart. A score that the earlier one lacks is an answer of its own. Two
    known customers of one source are two voices, but for posts, which people share.
    """
    if later.kept_apart or later.place <= earlier.place:
        return False
    if later.occurred_at - earlier.occurred_at > WINDOW:
        return False
    if later.score is not None and later.score != earlier.score:
        return False
    if later.is_social and earlier.is_social:
        return True
    known = None not in (later.customer_id, earlier.customer_id)
    return not (
        known and later.source == earlier.source and later.customer_id != earlier.customer_id
    )


@dataclass(frozen=True, slots=True)
class Sketches:
    """Hold by what the texts of records are found, one row each. `keys`: (records, n) uint32, 0
    where a text has fewer; `lengths`: (records,) characters; `days`: (records,) days since 1970."""

    record_ids: Sequence[str]
    keys: npt.NDArray[np.uint32]
    lengths: npt.NDArray[np.int64]
    days: npt.NDArray[np.int64]

    def rows(self, chosen: Sequence[int]) -> "Sketches":
        """Choose some rows."""
        ids = [self.record_ids[row] for row in chosen]
        return Sketches(ids, self.keys[chosen], self.lengths[chosen], self.days[chosen])
