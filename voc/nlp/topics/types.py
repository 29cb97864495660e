"""What discovery takes and gives."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from voc.domain.analysis import Vectors

Embed = Callable[[Sequence[str]], Vectors]


@dataclass(frozen=True, slots=True, kw_only=True)
class PassageSet:
    """Hold passages side by side: row i of `vectors` (float32, unit length, as
    `topic_vectors` makes them) stands for `texts[i]`. A customer id is None where the
    customer isn't known."""

    texts: tuple[str, ...]
    vectors: Vectors
    record_ids: tuple[str, ...]
    customer_ids: tuple[str | None, ...]

    def __post_init__(self) -> None:
        lengths = {len(self.texts), len(self.vectors), len(self.record_ids), len(self.customer_ids)}
        if len(lengths) != 1:
            raise ValueError("texts, vectors, record_ids and customer_ids differ in length")

    def __len__(self) -> int:
        return len(self.texts)

    def speaker(self, index: int) -> str:
        """Name who said passage `index`: an unknown customer counts as one per record."""
        return self.customer_ids[index] or f"record {self.record_ids[index]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundTopic:
    """Hold one topic found. Indices point into the passage set; `members` ascend,
    `representatives` begin with the most central; topics of the same `theme` share a parent.
    `centroid` has unit length; `radius` is the cosine to it that a passage needs to belong, set so
    that 85 % of the members do, or fewer (at least half) where other passages lie among them."""

    label: str
    theme: int
    keywords: tuple[str, ...]
    members: tuple[int, ...]
    representatives: tuple[int, ...]
    centroid: Vectors
    radius: float
