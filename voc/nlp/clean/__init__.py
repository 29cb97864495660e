"""Clean a customer's text: repair it, redact it, tell its language, mark it if it says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.domain.record import Mark
from voc.nlp.clean.empty import mark
from voc.nlp.clean.language import UNKNOWN, language
from voc.nlp.clean.normal import normal_digest
from voc.nlp.clean.redact import Entity, Redacted, redact
from voc.nlp.clean.repair import repair

__all__ = [
    "UNKNOWN",
    "Clean",
    "Entity",
    "Redacted",
    "clean",
    "language",
    "mark",
    "normal_digest",
    "redact",
    "repair",
]


@dataclass(frozen=True, slots=True)
class Clean:
    """Hold a text that may be stored. `normal_digest` is "" for a text that can't be a repeat."""

    verbatim: str
    language: str
    mark: Mark | None
    normal_digest: str


def clean(text: str, *, strip: Sequence[str] = ()) -> Clean:
    """Clean a raw text; `strip` are regular expressions of boilerplate to remove."""
    verbatim = redact(repair(text, strip)).text
    marked = mark(verbatim)
    if marked:
        return Clean(verbatim, UNKNOWN, marked, "")
    return Clean(verbatim, language(verbatim), None, normal_digest(verbatim))
