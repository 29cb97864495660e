"""Sources of feedback: each reads one format row by row; a mapping makes feedback of the rows."""

import re
from collections.abc import Mapping
from types import MappingProxyType

from voc.domain.mapping import SourceMapping
from voc.errors import SettingsInvalid
from voc.sources import delimited, jsonl, moment, qualtrics, zendesk
from voc.sources.row import Reader

SOURCES: Mapping[str, Reader] = MappingProxyType(
    {
        "csv": delimited.rows,
        "jsonl": jsonl.rows,
        "qualtrics": qualtrics.rows,
        "zendesk": zendesk.rows,
    }
)
_DEFAULTS = {"qualtrics": qualtrics.DEFAULTS, "zendesk": zendesk.DEFAULTS}


def prepare(mapping: SourceMapping, *, source: str) -> SourceMapping:
    """Fill in the columns that the format always has, and check what can be checked unread.

    Raises:
        SettingsInvalid: naming the source, and what its mapping lacks or has wrong.
    """
    defaults = _DEFAULTS.get(mapping.format, {})
    filled = {field: names for field, names in defaults.items() if not getattr(mapping, field)}
    if mapping.default_date is not None:
        filled.pop("occurred_at", None)
    mapping = mapping.model_copy(update=filled)
    for problem, hint in _problems(mapping):
        raise SettingsInvalid(f"Source {source!r}: {problem}", hint=hint)
    return mapping


def _problems(mapping: SourceMapping) -> list[tuple[str, str]]:
    found = []
    if not mapping.text and not mapping.score:
        found.append(("no column for text or score.", "Name one in `text`."))
    if not mapping.occurred_at and mapping.default_date is None:
        found.append(("no column for the date.", "Set `occurred_at` or `default_date`."))
    if mapping.delimiter is not None and len(mapping.delimiter) != 1:
        found.append(("the delimiter is not one character.", 'Write "," or ";", say.'))
    for pattern in mapping.strip:
        try:
            re.compile(pattern)
        except re.error as error:
            found.append((f"`strip` has {pattern!r}: {error}.", "Correct the expression."))
    if mapping.timezone is not None:
        moment.zone(mapping)
    return found
