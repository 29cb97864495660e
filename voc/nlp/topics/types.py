"""What discovery takes and gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voc.domain.analysis import Vectors

Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSet:
    """Hold passages side by side: row i of `vectors` (float32, unit length, as
    `topic_vectors` makes them) stands for `texts[i]`. A customer id is None where the
    customer isn't known; `channels` may be empty where channels aren't known."""

    texts: tuple[str, ...]
    vectors: Vectors
    record_ids: tuple[str, ...]
    customer_ids: tuple[str | None, ...]
    channels: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        lengths = {len(self.texts), len(self.vectors), len(self.record_ids), len(self.customer_ids)}
        if len(lengths) != 1 or len(self.channels) not in {0, len(self.texts)}:
            raise ValueError("texts, vectors, record_ids and customer_ids differ in length")

    def __len__(self) -> int:
        return len(self.texts)

    def speaker(self, index: int) -> str:
        """Name who said passage `index`: an unknown customer counts as one per record."""
        return self.customer_ids[index] or f"record {self.record_ids[index]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTopic:
    """Hold one topic found. Indices point into the passage set; `members` ascend,
    `representatives` begin with the most central; topics of the same `theme` share a parent;
    `theme_label` is what most of them share, or empty: `theme_name` names it. `centroid` has unit
    length; `radius` is the cosine to it that a passage needs to belong, set so that 85 % of the
    members do, or fewer (at least half) where other passages lie among them."""

    label: str
    theme: int
    theme_label: str
    keywords: tuple[str, ...]
    members: tuple[int, ...]
    representatives: tuple[int, ...]
    centroid: Vectors
    radius: float


class Reason(StrEnum):
    """Say why passages are in no topic."""

    NO_SUBJECT = "says no subject"
    BETWEEN = "lies between topics"
    FEW_RECORDS = "too few records say the like"
    FEW_CUSTOMERS = "too few customers say the like"
    LOOSE = "its group is much looser than the others"
    NAMELESS = "no words name its group"
    FAR = "is near no topic"


@dataclass(frozen=True, slots=True)
class Dissolved:
    """Hold passages that became no topic, and why: one group that was dissolved, or all passages
    that were in no group."""

    reason: Reason
    members: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Look:
    """Hold what one look at a set of passages found: topics, largest first, and what it left."""

    topics: tuple[FoundTopic, ...]
    dissolved: tuple[Dissolved, ...]
