"""Say what a story does not rest on."""

from collections.abc import Sequence

from voc.domain.claim import Claim
from voc.story.figures import Figures
from voc.story.strands import ALL, Strand, is_dated, is_together, strands, voices
from voc.story.wording import VOICES, counted, day, days, listed, number, percent, sentence


def caveats(claims: Sequence[Claim], figures: Figures) -> tuple[str, ...]:
    """List what a reader should know before acting."""
    return (
        *_voices(figures),
        *_times(figures),
        *_unread(figures),
        *_customers(figures),
        *_small(claims),
    )


def _voices(figures: Figures) -> list[str]:
    heard = {strand.solicited for strand in strands(figures)}
    return [
        f"There is no record of {name}: the story has one voice only."
        for voice, name in VOICES.items()
        if voice not in heard
    ]


def _times(figures: Figures) -> list[str]:
    told = strands(figures)
    if told and not is_dated(figures):
        return [
            f"All records carry one date, {day(told[0].days[0])}, as when an export has none: "
            "nothing can be said about change."
        ]
    found = []
    pair = voices(figures)
    if pair and not is_together(pair[0].days, pair[1].days):
        found.append(
            f"The voices speak of different times: {listed([_spoken(s) for s in pair])}. They "
            "stand side by side and are not compared: a difference may be one of time."
        )
    found += [
        f"The channels of {VOICES[voice]} speak of different times and are told apart: "
        f"{listed([_spoken(s) for s in told if s.solicited == voice])}."
        for voice in (True, False)
        if any(s.solicited == voice and s.channel != ALL for s in told)
    ]
    return found


def _spoken(strand: Strand) -> str:
    return f"{strand.name} {days(*strand.days)}"


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
    # A source counts its rejections once, however many channels it feeds.
    rejected = sum({c.source: c.n_rejected for c in coverage}.values())
    if rejected:
        found.append(f"{counted(rejected, 'row was', 'rows were')} rejected and count nowhere.")
    return found


def _customers(figures: Figures) -> list[str]:
    lacking = []
    for voice, name in VOICES.items():
        rows = [row for row in figures.snapshot.coverage if row.solicited == voice]
        unknown = sum(row.n_without_customer for row in rows)
        n_records = sum(row.n_records - row.n_duplicates for row in rows)
        if unknown:
            of = f"all {number(unknown)}"
            if unknown < n_records:
                of = f"{number(unknown)} of {number(n_records)}"
            lacking.append(f"{of} records of {name}")
    if not lacking:
        return []
    return [
        f"{sentence(listed(lacking))} lack a customer id. Each of these counts as a customer of "
        "its own, so there may be fewer customers than it seems."
    ]


def _small(claims: Sequence[Claim]) -> list[str]:
    small = sum(claim.small_base for claim in claims)
    if not small:
        return []
    return [f"{counted(small, 'claim rests', 'claims rest')} on fewer than 100 customers."]
