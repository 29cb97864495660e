"""Labels of topics and themes: what may be one, and how two are kept apart."""

import unicodedata
from collections.abc import Iterable
from itertools import chain, count

from voc.errors import Conflict

LONGEST = 80
# Erasing takes a label apart here, and leaves what others said too.
BETWEEN = " · "


def checked(label: str) -> str:
    """Give a label as people see it, without spaces around it and with single ones inside.

    Raises:
        Conflict: it has no letter and no digit, or more than 80 characters.
    """
    label = " ".join(label.split())
    if not any(sign.isalnum() for sign in label):
        raise Conflict(
            "A label needs a letter or a digit.", hint="Say in a few words what customers say."
        )
    if len(label) > LONGEST:
        raise Conflict(
            f"This label has {len(label):,} characters; at most {LONGEST} are read at a glance.",
            hint="Say it in a few words.",
        )
    return label


def reading(label: str) -> str:
    """Give what two labels that read alike have in common, whatever their capitals."""
    shown = "".join(sign for sign in label if sign.isprintable())
    return " ".join(unicodedata.normalize("NFKC", shown).casefold().split())


def distinct(label: str, words: Iterable[str], taken: Iterable[str]) -> str:
    """Give a label that reads like none of those taken: itself, or with one of the words that tell
    its topic behind it, or else with a number."""
    gone = {reading(one) for one in taken}
    held = set(reading(label).split())
    telling = (word for word in words if held.isdisjoint(reading(word).split()))
    offers = chain(
        [label],
        (f"{label}{BETWEEN}{word}" for word in telling),
        (f"{label} ({number})" for number in count(2)),
    )
    return next(one for one in offers if reading(one) not in gone)
