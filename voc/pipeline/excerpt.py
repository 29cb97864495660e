"""What to quote of a verbatim so that a reader who sees nothing else understands it."""

import re

from voc.domain.analysis import Span

SHORT, LONGEST = 200, 280
FEW_WORDS = 8
LOST_CHARACTER = "\N{REPLACEMENT CHARACTER}"
_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|\n")
_OPENS_WELL = re.compile(r"[\"'“‘(#@£$€]*[A-Z0-9]")
_CLOSES_WELL = re.compile(r"[.!?…][\"'”’)\]]*$")
_LEANS_BACK = re.compile(
    r"\W*(?:and|but|so|because|also|then|this|that|these|those|it|they|he|she|which|who|"
    r"although|though|however|again|otherwise|except)\b",
    re.IGNORECASE,
)


def excerpt(verbatim: str, span: Span) -> str:
    """Cut out the whole verbatim where it is short, else the sentences that hold the span; the
    span alone where they are too long."""
    if len(verbatim.strip()) <= SHORT:
        return verbatim.strip()
    breaks = [0, *(match.end() for match in _END.finditer(verbatim)), len(verbatim)]
    start = max(place for place in breaks if place <= span.start)
    end = min(place for place in breaks if place >= span.end)
    sentences = verbatim[start:end].strip()
    return sentences if len(sentences) <= LONGEST else span.of(verbatim)


def clearness(text: str, *, of: str) -> float:
    """Judge, from 0 to 1, how well an excerpt of a verbatim is understood alone."""
    begins, ends = of.strip().startswith(text), of.strip().endswith(text)
    clear = 1.0
    if not (begins or _OPENS_WELL.match(text)) or not (ends or _CLOSES_WELL.search(text)):
        clear *= 0.4
    if not begins and _LEANS_BACK.match(text):
        clear *= 0.6
    if LOST_CHARACTER in text:
        clear *= 0.2
    return clear if len(text.split()) >= FEW_WORDS else 0.6 * clear
