"""Names of topics in scripts without capital letters, which the parser of English can't read."""

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import regex

from voc.nlp.topics.spheres import Indices
from voc.nlp.topics.wording import readable

N_NAMES = 8
_LOOKED_AT, _READ = 50, 500
_MIN_SHARE, _MIN_TEXTS = 0.2, 3
_LONGEST = 8
# Scripts that put no space between words: their words are told by the letters that recur together.
_UNSPACED = r"\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}ー"
_RUN = regex.compile(rf"[{_UNSPACED}\p{{M}}]+|[\p{{L}}--[{_UNSPACED}]][\p{{L}}\p{{M}}]*", regex.V1)
_IS_UNSPACED = regex.compile(rf"[{_UNSPACED}]")
_LETTERS = regex.compile(r"\X")
_ASCII = regex.compile(r"[!-~]+")


def is_uncased(texts: Sequence[str], group: Indices) -> bool:
    """Tell whether most texts of a group are mostly in letters that have no capital."""
    looked_at = [texts[i] for i in group[:_LOOKED_AT]]
    return 2 * sum(map(_uncased, looked_at)) > len(looked_at)


def _uncased(text: str) -> bool:
    if text.isascii():
        return False
    letters = [char for char in readable(text) if char.isalpha()]
    return 2 * sum(char.lower() == char.upper() for char in letters) > len(letters)


def uncased_names(texts: Sequence[str], groups: Sequence[Indices]) -> list[tuple[str, ...]]:
    """Rank what could name each group: up to 8 words, pairs of words, or sequences of two to eight
    letters where no spaces are written, that a fifth of its texts hold and few others do.

    Up to 500 texts of a group are read. No two names of a group share a word (two letters where no
    spaces are written), and no two groups have the same first one.
    """
    said = [[set(_pieces(texts[i])) for i in group[:_READ]] for group in groups]
    counts = [Counter(piece for own in group for piece in own) for group in said]
    everywhere: Counter[str] = Counter()
    for own in counts:
        everywhere.update(own)
    n = sum(map(len, said))
    taken: set[str] = set()
    out = []
    for own, group in zip(counts, said, strict=True):
        least = max(_MIN_TEXTS, _MIN_SHARE * len(group))
        score = {
            piece: held / len(group) * math.log1p(held * n / len(group) / everywhere[piece])
            * math.sqrt(len(piece))
            for piece, held in own.items()
            if held >= least
        }  # fmt: skip
        names = _apart(sorted(score, key=lambda piece: (-score[piece], piece)), taken)
        taken.update(names[:1])
        out.append(names)
    return out


def _apart(ranked: Sequence[str], taken: set[str]) -> tuple[str, ...]:
    chosen: list[str] = []
    held: set[str] = set()
    for piece in ranked:
        if not chosen and piece in taken:
            continue
        own = {*piece.split()}
        if _IS_UNSPACED.match(piece):
            own = {one + other for one, other in pairwise(_LETTERS.findall(piece))}
        if held.isdisjoint(own):
            chosen.append(piece)
            held |= own
    return tuple(chosen[:N_NAMES])


def _pieces(text: str) -> Iterator[str]:
    # Placeholders, links and handles go with all else that isn't in such a script.
    plain = " ".join(_ASCII.sub(" . ", text).split())
    runs = _RUN.findall(plain)
    for run in runs:
        if _IS_UNSPACED.match(run):
            letters = _LETTERS.findall(run)
            for size in range(2, _LONGEST + 1):
                for start in range(len(letters) - size + 1):
                    yield "".join(letters[start : start + size])
        elif len(run) > 1:
            yield run
    for one, other in pairwise(runs):
        pair = f"{one} {other}"
        if not (_IS_UNSPACED.match(one) or _IS_UNSPACED.match(other)) and pair in plain:
            yield pair
