"""Search a text by a company's own regular expression, which may be one that never ends."""

from collections.abc import Iterator

import regex

from voc.errors import SettingsInvalid

# Of processor time. What ends at all takes a thousandth of it.
_LONGEST_SECONDS = 1.0


def spans(pattern: str, text: str, *, of: str) -> Iterator[tuple[int, int]]:
    """Give where an expression matches; `of` is the setting that it comes from.

    Raises:
        SettingsInvalid: it takes longer than a second.
    """
    try:
        for match in regex.finditer(pattern, text, timeout=_LONGEST_SECONDS):
            yield match.span()
    except TimeoutError:
        raise _endless(pattern, of) from None


def without(pattern: str, text: str, *, of: str) -> str:
    """Leave out what an expression matches.

    Raises:
        SettingsInvalid: it takes longer than a second.
    """
    try:
        return regex.sub(pattern, "", text, timeout=_LONGEST_SECONDS)
    except TimeoutError:
        raise _endless(pattern, of) from None


def _endless(pattern: str, of: str) -> SettingsInvalid:
    return SettingsInvalid(
        f"{of}: {pattern!r} takes longer than a second on one text.",
        hint="Leave out repeats of repeats, such as (a|aa)+: they try every way to part a text.",
    )
