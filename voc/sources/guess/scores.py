"""Decide which scale a column of scores is on, from all of its values."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from voc.domain.score import SCALES, Scale, labelled, read_score
from voc.errors import RecordRejected
from voc.sources.guess.names import family, words
from voc.sources.guess.verbal import Series, is_answer, is_no_answer, leaning, plain, series_of

# By the kind of score that the name means, in the order of `names`: NPS, CSAT, CES, rating, other;
# what a survey calls its score.
_SIGNS = ("emoji_1_3", "emoji_1_5")
_BY_FAMILY = (
    ("nps_0_10", "yes_no"),
    ("csat_1_5", "csat_1_7", "yes_no", "rating_1_10", "rating_0_10", "rating_0_100", *_SIGNS),
    ("ces_1_5", "ces_1_7", "yes_no", "rating_1_10", "rating_0_10"),
    ("stars_1_5", "rating_1_7", "rating_1_10", "rating_0_10", "rating_0_100", *_SIGNS),
    (
        *("csat_1_5", "yes_no", "rating_1_7", "rating_1_10", "rating_0_10", "rating_0_100"),
        *("stars_1_5", *_SIGNS),
    ),
    ("csat_1_5", "yes_no", "rating_1_7", "nps_0_10", "rating_0_100", *_SIGNS),
)
_, _CSAT, _CES, _RATING, _OTHER, _SCORE_OF_SURVEY = range(6)
# Which scale the words of a series are on, by what they ask for and how many there are. Whether
# agreeing is good hangs on the statement, and five words of likelihood are no NPS.
_IN_WORDS = {
    ("satisfaction", 5): "csat_1_5",
    ("satisfaction", 7): "csat_1_7",
    ("quality", 5): "stars_1_5",
    ("ease", 5): "ces_1_5",
    ("ease", 7): "ces_1_7",
}
# "(0-10)", "1 bis 7", "0 = never … 10 = always" in a column's name.
_ENDS = re.compile(
    r"\b([01])\s*(?:-|–|—|to|bis|a|à|al|through|\.\.\.?|…)\s*(3|5|7|10|100)\b"
    r"|\b([01])\s*[=:].*\b(3|5|7|10|100)\s*[=:]",
    re.IGNORECASE,
)
_SCORE = re.compile(r"(survey |response )?score")
_GRADES = re.compile(r"\b(schulnoten?|gesamtnote)\b|^noten?$")
# Which share of the values may be stray, or one in how many: first few, then, where no scale has
# nearly all, more; most where its name states the ends.
_MOST_STRAY = 0.1
_STRAY = ((0.02, 20), (_MOST_STRAY, 5))
_STATED_STRAY = (*_STRAY, (0.5, 2))


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """Say which scale a column is on. `answers` give words of its own their value; `outside` are
    the values that the scale doesn't have, with how often each stands there; `missing` say that
    there is no opinion. Without a scale, `reason` says why there is none."""

    scale: str | None = None
    answers: Mapping[str, float] = field(default_factory=dict)
    outside: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    reason: str = ""


def answers(values: Iterable[str]) -> list[str]:
    """Choose the values that may be a score: numbers, and the words and signs of the scales."""
    return [
        value
        for value in values
        if _number(value) is not None
        or is_answer(value)
        or is_no_answer(value)
        or any(_is_on(value, scale) for scale in SCALES.values())
    ]


def speaks_for_itself(name: str, values: Iterable[str]) -> bool:
    """Tell whether a column is one of scores whatever it is called: its values are words of a
    series, stars, faces, or numbers with words that praise or blame, or its name states the ends
    of a scale."""
    listed = list(values)
    if series_of(listed):
        return True
    if not listed or len(answers(listed)) < len(listed):
        return False
    if all(_number(value) is not None for value in listed):
        return ends(name) is not None
    said = [parts[1] for value in listed if (parts := labelled(value))]
    return any(map(leaning, said)) or any(_is_sign(value) for value in listed)


def ends(name: str) -> tuple[int, int] | None:
    """Read the ends of a scale that a column's name states."""
    found = _ENDS.search(name)
    return (int(found[1] or found[3]), int(found[2] or found[4])) if found else None


def grade(
    name: str, values: Mapping[str, int], *, is_review: bool = False, is_survey: bool = False
) -> Graded:
    """Find the scale of a column's values: the one that its name states, that of its words, or the
    narrowest of the name's kind on which the bulk of the values lies.

    What a review calls a score is its stars; what a survey calls so and nothing else is NPS, where
    it goes from 0 to 10.
    """
    missing = tuple(value for value in values if is_no_answer(value))
    said = {value: n for value, n in values.items() if value not in missing}
    if not said:
        return Graded(reason="it holds no answer")
    return replace(_grade(name, said, _kind(name, is_review, is_survey)), missing=missing)


def _kind(name: str, is_review: bool, is_survey: bool) -> int:
    kind = family(name)
    kind = _OTHER if kind is None else kind
    if kind == _OTHER and is_review:
        return _RATING
    if kind == _OTHER and is_survey and _SCORE.fullmatch(words(name)):
        return _SCORE_OF_SURVEY
    return kind


def _grade(name: str, values: Mapping[str, int], kind: int) -> Graded:
    if series := series_of(value for value in values if is_answer(value)):
        in_words = _in_words(series, values, kind)
        if sum(in_words.outside.values()) <= _MOST_STRAY * sum(values.values()):
            return in_words
    if _GRADES.search(words(name)) and all(1 <= (_number(v) or 1) <= 6 for v in values):
        return Graded(reason="of grades 1 is the best, if they are German")
    if any(_is_reversed(value) for value in values):
        return Graded(reason="its low numbers stand for the good answers")
    total = sum(values.values())
    for most, one_of in _STATED_STRAY if ends(name) else _STRAY:
        for scale_id in _candidates(name, kind):
            outside = {v: n for v, n in values.items() if not _is_on(v, SCALES[scale_id])}
            if scale_id in _SIGNS and len(values) - len(outside) > SCALES[scale_id].highest:
                continue  # more faces than the scale has
            n_stray = sum(outside.values())
            if n_stray <= most * total or (n_stray == 1 and total >= one_of):
                return Graded(scale=scale_id, outside=outside)
    if values and all(map(is_answer, values)):
        return Graded(reason="its words fit several scales, or none as a whole")
    return Graded(reason="its values are on no known scale")


def _candidates(name: str, kind: int) -> list[str]:
    """List the scales of a kind, narrowest first; those with the ends that the name states."""
    stated = ends(name)
    if stated is None:
        return list(_BY_FAMILY[kind])
    listed = dict.fromkeys([*_BY_FAMILY[kind], *_BY_FAMILY[_RATING], "emoji_1_3"])
    return [id for id in listed if (SCALES[id].lowest, SCALES[id].highest) == stated]


def _in_words(series: Series, values: Mapping[str, int], kind: int) -> Graded:
    """Give each word its place; those of the series that nobody said are given theirs too."""
    asks = "ease" if series.asks == "agreement" and kind == _CES else series.asks
    scale = _IN_WORDS.get((asks, series.size))
    if scale is None:
        return Graded(reason=f"its words of {asks} are on no known scale")
    if kind == _CSAT and asks == "quality":
        scale = "csat_1_5"
    said = {value: float(series.places[plain(value)]) for value in values if series.has(value)}
    first = {float(place): word.capitalize() for word, place in reversed([*series.places.items()])}
    unsaid = {word: place for place, word in first.items() if place not in said.values()}
    return Graded(
        scale=scale,
        answers=dict(sorted((said | unsaid).items(), key=lambda item: item[1])),
        outside={value: n for value, n in values.items() if value not in said},
    )


def _is_reversed(value: str) -> bool:
    parts = labelled(value)
    if parts is None or not (side := leaning(parts[1])):
        return False
    return (float(parts[0]) <= 1 and side > 0) or (float(parts[0]) >= 5 and side < 0)


def _is_sign(value: str) -> bool:
    """Tell whether a value is stars or a face."""
    if _number(value) is not None or any(char.isdecimal() for char in value):
        return False
    return any(_is_on(value, SCALES[id]) for id in (*_SIGNS, "stars_1_5"))


def _is_on(value: str, scale: Scale) -> bool:
    try:
        read_score(value, scale)
    except RecordRejected:
        return False
    return True


def _number(value: str) -> float | None:
    try:
        number = float(value.replace(",", ".", 1))
    except ValueError:
        return None
    return number if abs(number) < 1e9 else None
