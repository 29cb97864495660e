"""Decide which scale a column of scores is on, from all of its values."""

from collections.abc import Iterable, Mapping

from voc.domain.score import SCALES, Scale, read_score
from voc.errors import RecordRejected
from voc.sources.guess.names import family

# By the kind of score that the name means, in the order of `names`: NPS, CSAT, CES, rating, other.
_SIGNS = ("emoji_1_3", "emoji_1_5")
_BY_FAMILY = (
    ("nps_0_10", "yes_no"),
    ("csat_1_5", "csat_1_7", "rating_1_10", "yes_no", "rating_0_100", *_SIGNS),
    ("ces_1_7", "yes_no"),
    ("stars_1_5", "rating_1_10", "rating_0_100", *_SIGNS),
    ("csat_1_5", "yes_no", "nps_0_10", "rating_0_100", *_SIGNS),
)
_RATING = 3
_MOST_OUTSIDE = 0.1


def answers(values: Iterable[str]) -> list[str]:
    """Choose the values that may be a score: numbers, and the words and signs of the scales."""
    return [
        value
        for value in values
        if _number(value) is not None or any(_is_on(value, scale) for scale in SCALES.values())
    ]


def choose_scale(name: str, values: Mapping[str, int], *, is_review: bool = False) -> str | None:
    """Choose the narrowest scale of the name's kind that nearly all values lie on; None where no
    scale fits. What a review calls a score is its stars."""
    kind = family(name)
    if is_review and kind == len(_BY_FAMILY) - 1:
        kind = _RATING
    total = sum(values.values())
    for scale_id in _BY_FAMILY[kind if kind is not None else -1]:
        scale = SCALES[scale_id]
        outside = [value for value in values if not _is_on(value, scale)]
        if scale_id in _SIGNS and len(values) - len(outside) > scale.highest:
            continue  # more faces than the scale has
        far = any((_number(value) or 0) > scale.highest * 10 for value in outside)
        if total and not far and sum(values[v] for v in outside) <= _MOST_OUTSIDE * total:
            return scale_id
    return None


def _is_on(value: str, scale: Scale) -> bool:
    try:
        read_score(value, scale)
    except RecordRejected:
        return False
    return True


def _number(value: str) -> float | None:
    try:
        number = float(value)
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
