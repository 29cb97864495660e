"""Sources of feedback: each reads one format row by row; a mapping makes feedback of the rows."""

from collections.abc import Mapping
from types import MappingProxyType

import regex

from voc.domain.mapping import SourceMapping
from voc.errors import SettingsInvalid
from voc.sources import moment
from voc.sources.row import Reader
from voc.sources.shapes import SHAPES

SOURCES: Mapping[str, Reader] = MappingProxyType({shape.name: shape.read for shape in SHAPES})
_DEFAULTS = {shape.name: shape.defaults for shape in SHAPES}


def prepare(mapping: SourceMapping, *, source: str) -> SourceMapping:
    """Fill in the columns that the format always has, and check what can be checked unread.

    Raises:
        SettingsInvalid: naming the source, and what its mapping lacks or has wrong.
    """
    filled = {
        field: value
        for field, value in _DEFAULTS[mapping.format].items()
        if field not in mapping.model_fields_set
    }
    if mapping.default_date is not None:
        filled.pop("occurred_at", None)
    if mapping.live is not None and mapping.timezone is None:
        filled["timezone"] = "UTC"  # as every API gives times that carry no zone
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
    if mapping.deleted and not mapping.external_id:
        found.append(("`deleted` needs ids to follow.", "Name their column in `external_id`."))
    if mapping.delimiter is not None and len(mapping.delimiter) != 1:
        found.append(("the delimiter is not one character.", 'Write "," or ";", say.'))
    for pattern in mapping.strip:
        try:
            regex.compile(pattern)
        except regex.error as error:
            found.append((f"`strip` has {pattern!r}: {error}.", "Correct the expression."))
    if mapping.timezone is not None:
        moment.zone(mapping)
    return found
