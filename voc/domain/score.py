"""A score keeps its value, its scale and the rule by which it may be summarised."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from voc.errors import RecordRejected


class Rule(StrEnum):
    """Name the metric that a scale may be summarised by."""

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    RATING = "rating"


@dataclass(frozen=True, slots=True)
class Scale:
    """Bound a score: lowest and highest value, both included."""

    id: str
    lowest: float
    highest: float
    rule: Rule


SCALES: Mapping[str, Scale] = MappingProxyType(
    {
        scale.id: scale
        for scale in (
            Scale("nps_0_10", 0, 10, Rule.NPS),
            Scale("csat_1_5", 1, 5, Rule.CSAT),
            Scale("csat_1_7", 1, 7, Rule.CSAT),
            Scale("ces_1_7", 1, 7, Rule.CES),
            Scale("stars_1_5", 1, 5, Rule.RATING),
            Scale("rating_1_10", 1, 10, Rule.RATING),
        )
    }
)


@dataclass(frozen=True, slots=True)
class Score:
    """Hold one answer on a scale.

    Raises:
        RecordRejected: the value lies outside its scale.
    """

    value: float
    scale: Scale

    def __post_init__(self) -> None:
        if not self.scale.lowest <= self.value <= self.scale.highest:
            raise RecordRejected(
                f"Score {self.value:g} lies outside {self.scale.id} "
                f"({self.scale.lowest:g} to {self.scale.highest:g}).",
                field="score",
                hint="Correct the value, or name the right scale in the source's mapping.",
            )
