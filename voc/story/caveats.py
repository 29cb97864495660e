"""Say what a story does not rest on."""

from collections.abc import Sequence
from datetime import timedelta

from voc.domain.claim import Claim
from voc.story.figures import Figures
from voc.story.wording import VOICES, counted, days, number, percent, sentence

SAME_TIME = timedelta(days=14)
MANY_RECORDS = 100


def caveats(claims: Sequence[Claim], figures: Figures) -> tuple[str, ...]:
    """List what a reader should know before acting."""
    return (*_voices(figures), *_unread(figures), *_customers(figures), *_small(claims))


def _voices(figures: Figures) -> list[str]:
    spans = {}
    found = []
    for voice, name in VOICES.items():
        if figures.cell("all", "", "whole", solicited=voice):
            spans[voice] = figures.days("whole", solicited=voice)
        else:
            found.append(f"There is no record of {name}: the story has one voice only.")
    if len(spans) == 2:
        (first, last), (other_first, other_last) = spans[True], spans[False]
        if max(abs(first - other_first), abs(last - other_last)) > SAME_TIME:
            found.append(
                f"The voices don't cover the same time: surveys {days(first, last)}, unsolicited "
                f"feedback {days(other_first, other_last)}."
            )
    return found


def _unread(figures: Figures) -> list[str]:
    coverage = figures.snapshot.coverage
    found = []
    text = sum(c.n_with_text for c in coverage)
    analysed = sum(c.n_analysed for c in coverage)
    if unread := sum(c.n_unread_language for c in coverage):
        found.append(
            f"{counted(unread, 'record is', 'records are')} in a language that was not read "
            f"({percent(unread / max(text, unread))} of those with text)."
        )
    if analysed:
        no_stage = 1 - sum(c.n_with_stage for c in coverage) / analysed
        no_topic = 1 - sum(c.n_with_topic for c in coverage) / analysed
        found.append(
            f"Of the {counted(analysed, 'record')} that were read, {percent(no_stage)} fit no "
            f"stage of the journey and {percent(no_topic)} no topic; the figures of stages and "
            "topics leave them out."
        )
    if rejected := sum(c.n_rejected for c in coverage):
        found.append(f"{counted(rejected, 'row was', 'rows were')} rejected and count nowhere.")
    return found


def _customers(figures: Figures) -> list[str]:
    found = []
    for voice, name in VOICES.items():
        cell = figures.cell("all", "", "whole", solicited=voice)
        if cell and cell.n_records == cell.n_customers >= MANY_RECORDS:
            found.append(
                f"{sentence(name)}: no two records share a customer, as when a source carries no "
                f"customer id, so each of the {number(cell.n_records)} counts as a customer."
            )
    return found


def _small(claims: Sequence[Claim]) -> list[str]:
    small = sum(claim.small_base for claim in claims)
    if not small:
        return []
    return [f"{counted(small, 'claim rests', 'claims rest')} on fewer than 100 customers."]
