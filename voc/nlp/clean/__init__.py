"""Clean a customer's text: repair it, redact it, tell its language, mark it if it says nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from voc.domain.record import Mark
from voc.nlp.clean.empty import mark
from voc.nlp.clean.language import UNKNOWN, language
from voc.nlp.clean.normal import normal_digest, normal_text
from voc.nlp.clean.redact import DEFAULT, Entity, Redacted, Rules, redact, redact_many
from voc.nlp.clean.repair import repair

__all__ = [
    "UNKNOWN",
    "Clean",
    "Entity",
    "Redacted",
    "Rules",
    "clean",
    "clean_many",
    "language",
    "mark",
    "normal_digest",
    "normal_text",
    "redact",
    "redact_many",
    "repair",
]


@dataclass(frozen=True, slots=True)
class Clean:
    """Hold a text that may be stored. `normal_digest` is "" for a text that can't be a repeat."""

    verbatim: str
    language: str
    mark: Mark | None
    normal_digest: str


def clean(text: str, *, strip: Sequence[str] = (), rules: Rules = DEFAULT) -> Clean:
    """Clean a raw text; `strip` are regular expressions of boilerplate to remove."""
    return clean_many([text], strip=strip, rules=rules)[0]


def clean_many(
    texts: Sequence[str], *, strip: Sequence[str] = (), rules: Rules = DEFAULT
) -> list[Clean]:
    """Clean raw texts, faster than one by one and with the same results."""
    redacted = redact_many([repair(text, strip) for text in texts], rules=rules)
    return [_described(its.text) for its in redacted]


def _described(verbatim: str) -> Clean:
    marked = mark(verbatim)
    if marked:
        return Clean(verbatim, UNKNOWN, marked, "")
    return Clean(verbatim, language(verbatim), None, normal_digest(verbatim))
