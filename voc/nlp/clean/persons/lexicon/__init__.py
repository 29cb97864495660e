"""The lists that names are found with: names of people, and words that are none."""

import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_LETTERS = str.maketrans(
    {"ß": "ss", "ø": "o", "ł": "l", "đ": "d", "æ": "ae", "ı": "i", "þ": "th", "ð": "d", "’": "'"}
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Hold folded words. `doubtful` are first names that are also words or places; `words` are the
    common words of English; `places` those names that big cities, regions and countries have."""

    first: frozenset[str]
    doubtful: frozenset[str]
    last: frozenset[str]
    words: frozenset[str]
    places: frozenset[str]


@cache
def lexicon() -> Lexicon:
    """Read the lists, once per process."""
    return Lexicon(*(_read(name) for name in ("first", "doubtful", "last", "words", "places")))


def folded(word: str) -> str:
    """Fold a word to the form the lists have: lower case, without accents."""
    word = word.lower()
    if word.isascii():
        return word
    parts = unicodedata.normalize("NFKD", word.translate(_LETTERS))
    return "".join(char for char in parts if not unicodedata.combining(char))


def _read(name: str) -> frozenset[str]:
    text = files(__name__).joinpath(f"{name}.txt").read_text(encoding="ascii")
    return frozenset(text.split())
