"""A score keeps its value, its scale and the rule by which it may be summarised."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from voc.errors import RecordRejected


class Rule(StrEnum):
    """Name the metric that a scale may be summarised by.

    NPS and CSAT count only scales that are theirs. A rating is a place on a scale that no common
    rule summarises. Whether `yes` is good hangs on the question, so a share is compared with
    nothing.
    """

    NPS = "nps"
    CSAT = "csat"
    CES = "ces"
    RATING = "rating"
    SHARE = "share"


# From where on a scale of 0 to 10 customers promote, and from where they don't detract
# (Reichheld 2003, The one number you need to grow).
PROMOTER, PASSIVE = 9, 7
# How many of the best answers count as satisfied.
TOP_BOXES = 2
# Where the good and the bad end of other scales begin, from the lowest as 0 to the highest as 1.
_GOOD, _BAD = 0.75, 0.35


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
            Scale("ces_1_5", 1, 5, Rule.CES),
            Scale("ces_1_7", 1, 7, Rule.CES),
            Scale("stars_1_5", 1, 5, Rule.RATING),
            Scale("rating_1_7", 1, 7, Rule.RATING),
            Scale("rating_1_10", 1, 10, Rule.RATING),
            Scale("rating_0_10", 0, 10, Rule.RATING),
            Scale("rating_0_100", 0, 100, Rule.RATING),
            Scale("emoji_1_5", 1, 5, Rule.CSAT),
            Scale("emoji_1_3", 1, 3, Rule.RATING),
            Scale("yes_no", 0, 1, Rule.SHARE),
        )
    }
)
_FACES = (
    "😡 😠 🤬 😢 😭 😞",
    "🙁 ☹ 😕 😟 :( :-(",
    "😐 😑 :| :-|",
    "🙂 😊 ☺ :) :-)",
    "😀 😃 😄 😁 😍 🤩 :d :-d",
)
_ANSWERS = {
    "yes_no": {0: "no n false nein non não nee 👎 ❌", 1: "yes y true ja sí si oui sim 👍 ✅"},
    "emoji_1_5": dict(enumerate(_FACES, 1)),
    "emoji_1_3": {1: " ".join(_FACES[:2]), 2: _FACES[2], 3: " ".join(_FACES[3:])},
    "stars_1_5": {
        n: f"{'★' * n} {'★' * n}{'☆' * (5 - n)} {'⭐' * n} {'⭐' * n}{'☆' * (5 - n)}"
        for n in range(1, 6)
    },
}
# Answers that are words or signs, by scale.
_WRITTEN: Mapping[str, Mapping[str, float]] = MappingProxyType(
    {
        scale: {word: float(value) for value, words in answers.items() for word in words.split()}
        for scale, answers in _ANSWERS.items()
    }
)
# "4/5", "Rated 4 out of 5 stars", "4 stars", "4★".
_OUT_OF = re.compile(
    r"(?:rated )?(\d+(?:\.\d+)?)(?: ?(?:/|out of|of|von|sur|de) ?(\d+))?"
    r"(?: ?(?:stars?|sterne?|★|⭐))?"
)
# "10 - Extremely likely", "5 (very satisfied)", "Not at all likely: 0": a number and what it means.
_LABELLED = re.compile(
    r"(?P<before>\d+) ?(?:[-–—:=|.)]|(?=\()) ?(?P<after_words>[^\d]*[^\W\d_][^\d]*)"
    r"|(?P<words>[^\d]*[^\W\d_][^\d]*?) ?(?:[-–—:=|(]) ?(?P<after>\d+)\)?"
)
_COMMA = re.compile(r"(\d+),(\d{1,2})")
# What makes a sign an emoji, or gives a thumb a colour, and changes no answer.
_DRESS = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")


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


def leaning(score: Score) -> int:
    """Say whether a score is good (1), bad (-1) or neither (0).

    Effort and yes or no are neither: which end is good hangs on the question.
    """
    scale, value = score.scale, score.value
    place = (value - scale.lowest) / (scale.highest - scale.lowest)
    match scale.rule:
        case Rule.NPS:
            return (value >= PROMOTER) - (value < PASSIVE)
        case Rule.CSAT:
            return (value >= scale.highest + 1 - TOP_BOXES) - (place <= _BAD)
        case Rule.RATING:
            return (place >= _GOOD) - (place <= _BAD)
        case Rule.CES | Rule.SHARE:
            return 0


def labelled(answer: str) -> tuple[str, str] | None:
    """Part an answer such as "10 - Extremely likely" into its number and its words, in lower case;
    None where it isn't both."""
    found = _LABELLED.fullmatch(answer.strip().casefold())
    if found is None:
        return None
    words = found["after_words"] or found["words"]
    return found["before"] or found["after"], words.strip(" ()")


def read_score(answer: str, scale: Scale) -> Score:
    """Read an answer as exports write it: a number, with or without its words ("10 - Extremely
    likely"), "4 out of 5" on a scale to 5, a percentage on a scale to 100, and the words, faces or
    stars of the scales that have them.

    Raises:
        RecordRejected: it is none, or lies outside the scale. Its message doesn't show it.
    """
    written = _DRESS.sub("", answer).strip().casefold()
    if scale.highest == 100:
        written = written.removesuffix("%").strip()
    if (found := _OUT_OF.fullmatch(written)) and found[2] in (None, f"{scale.highest:g}"):
        written = found[1]
    if parts := labelled(written):
        written = parts[0]
    elif written and not written[0].isalnum():
        written = written.split()[0]  # a face or stars, and what they mean
    written = _COMMA.sub(r"\1.\2", written)
    try:
        value = _WRITTEN.get(scale.id, {}).get(written)
        return Score(float(written) if value is None else value, scale)
    except (ValueError, RecordRejected):
        signs = " and no sign" if scale.id in _WRITTEN else ""
        raise RecordRejected(
            f"The score is no number from {scale.lowest:g} to {scale.highest:g}{signs}, "
            f"as {scale.id} has.",
            field="score",
            hint="Name the right scale, its words in `answers`, or the value among `missing`.",
        ) from None  # what it comes from shows the value
