"""The words of a text, and what the lists say of each."""
# ruff: noqa: SIM905 (a list of a hundred literals would fill a hundred lines)

import re
from collections.abc import Sequence
from dataclasses import dataclass

from voc.nlp.clean.persons.lexicon import folded, lexicon

# Not inside of a handle, a tag, an address or a code; a possessive 's is no part.
_WORD = re.compile(r"(?<![\w@#/&])[^\W\d_](?:[^\W\d_]|['’`-](?!s\b)(?=[^\W\d_]))*(?![\w@])")
_APOSTROPHE = re.compile(r"['’`]")
_LONGEST_ABBREVIATION = 3

_AND = frozenset({"and", "und", "y"})

# What the word before or after makes of a name: a place, a building, a company.
_BEFORE_A_PLACE = frozenset(
    "san santa santo sao saint st sankt los las costa rio puerto monte buenos fort port mount lake "
    "rua avenida avda av via calle rue plaza piazza paseo camp new north south east west ul ulica "
    "bloody hurricane storm".split()
)
_AFTER_A_PLACE = frozenset(
    "street st road rd avenue ave lane ln drive way court ct place square hall crescent close "
    "terrace gardens hill county city town tower building park bridge station strasse weg platz "
    "allee hospital clinic surgery infirmary ward centre center house hotel theatre stadium suite "
    "university college school international airport airlines airline airways orchestra inc ltd "
    "llc corp corporation group gmbh ag plc co bank insurance investments foundation stores store "
    "supermarket bros sons".split()
)


@dataclass(frozen=True, slots=True)
class Word:
    """Hold a word of a text, its place, and the form by which the lists know it."""

    start: int
    end: int
    text: str
    key: str

    @property
    def capital(self) -> bool:
        """Tell whether it starts with a capital, and is no abbreviation such as TV or SIM."""
        short = 1 < len(self.text) <= _LONGEST_ABBREVIATION
        return self.text[0].isupper() and not (short and self.text.isupper())

    @property
    def initial(self) -> bool:
        """Tell whether it is a single capital other than I."""
        return len(self.text) == 1 and self.text.isupper() and self.text != "I"

    @property
    def first(self) -> bool:
        """Tell whether it is a first name and nothing else."""
        return self.key in lexicon().first

    @property
    def maybe_first(self) -> bool:
        """Tell whether it is a first name, and perhaps a word or place too."""
        return self.key in lexicon().first or self.key in lexicon().doubtful

    @property
    def last(self) -> bool:
        """Tell whether it is a surname, and perhaps a word too."""
        return self.key in lexicon().last

    @property
    def place(self) -> bool:
        """Tell whether a big city, a region or a country has this name."""
        return self.key in lexicon().places

    @property
    def ordinary(self) -> bool:
        """Tell whether it is a common word, as "It's" and "Don't" are."""
        base = _APOSTROPHE.split(self.key)[0]
        return len(base) < 2 or base in lexicon().words or self.key in lexicon().words

    @property
    def listed(self) -> bool:
        """Tell whether any list of names has it."""
        return self.maybe_first or self.last


def words_of(text: str) -> list[Word]:
    """Split a text into words."""
    return [Word(m.start(), m.end(), m[0], folded(m[0])) for m in _WORD.finditer(text)]


def near(text: str, words: Sequence[Word], place: int) -> bool:
    """Tell whether only a space, a hyphen or an initial's full stop parts a word from the last."""
    before = words[place - 1]
    gap = text[before.end : words[place].start]
    return gap in {" ", "-"} or (gap in {". ", "."} and len(before.text) == 1)


def next_item(text: str, words: Sequence[Word], place: int) -> int | None:
    """Give the place of the word that a comma or "and" joins to this one."""
    for after in range(place + 1, min(place + 3, len(words))):
        gap = text[words[after - 1].end : words[after].start]
        if after == place + 1 and gap in {", ", " & "}:
            if words[after].key not in _AND:
                return after
        elif after == place + 1 and not (gap == " " and words[after].key in _AND):
            return None
        elif after == place + 2 and gap == " ":
            return after
    return None


def in_place_name(text: str, words: Sequence[Word], place: int) -> bool:
    """Tell whether the words around make it part of a street's, building's or company's name."""
    if place and words[place - 1].key in _BEFORE_A_PLACE:
        gap = text[words[place - 1].end : words[place].start]
        if gap in {" ", "-", ". "}:
            return True
    for after in range(place + 1, min(place + 3, len(words))):
        if not near(text, words, after) or not words[after].text[0].isupper():
            return False
        if words[after].key in _AFTER_A_PLACE:
            return True
    return False
