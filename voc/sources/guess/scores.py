"""Decide which scale a column of scores is on, from all of its values."""

from collections.abc import Mapping

from voc.domain.score import SCALES
from voc.sources.guess.names import family

# By the kind of score that the name means, in the order of `names`: NPS, CSAT, CES, rating, other.
_BY_FAMILY = (
    ("nps_0_10",),
    ("csat_1_5", "csat_1_7", "rating_1_10"),
    ("ces_1_7",),
    ("stars_1_5", "rating_1_10"),
    ("csat_1_5", "nps_0_10"),
)
_MOST_OUTSIDE = 0.1


def numbers(values: Mapping[str, int]) -> dict[float, int]:
    """Read the values that are numbers, each with how often it stands there."""
    found: dict[float, int] = {}
    for value, n in values.items():
        try:
            number = float(value)
        except ValueError:
            continue
        if abs(number) < 1e9:
            found[number] = found.get(number, 0) + n
    return found


def choose_scale(name: str, values: Mapping[str, int]) -> str | None:
    """Choose the narrowest scale of the name's kind that nearly all values lie in; None where no
    scale fits."""
    kind = family(name)
    found, total = numbers(values), sum(values.values())
    for scale_id in _BY_FAMILY[kind if kind is not None else -1]:
        scale = SCALES[scale_id]
        inside = sum(n for number, n in found.items() if scale.lowest <= number <= scale.highest)
        if total and inside >= (1 - _MOST_OUTSIDE) * total and max(found) <= scale.highest * 10:
            return scale_id
    return None
