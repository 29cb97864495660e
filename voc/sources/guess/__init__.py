"""Guess how an export is mapped; what its rows leave open is asked, not guessed."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from voc.domain.mapping import Format, SourceMapping
from voc.domain.score import SCALES
from voc.errors import SettingsInvalid, SourceError
from voc.sources.guess.decisions import decide
from voc.sources.guess.draft import Draft
from voc.sources.guess.recognise import recognise
from voc.sources.row import COLUMN_FIELDS
from voc.sources.shapes import BY_NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """Hold a guessed mapping. `fields` are those that the format doesn't have by itself;
    `questions` name, per field, what must be answered before the mapping can be used; `notes` are
    what the guess rests on. `rivals` are the date formats between which the column doesn't
    tell. `broken` says where the file can't be read on; all else is of the rows before."""

    format: Format
    title: str
    fields: Mapping[str, Any]
    questions: Mapping[str, str]
    notes: tuple[str, ...]
    rivals: tuple[str, ...]
    broken: SourceError | None = None

    def mapping(self, **assumed: Any) -> SourceMapping:
        """Make the mapping; `assumed` stands in for what is still asked.

        Raises:
            SettingsInvalid: a field that was given can't have that value.
        """
        try:
            return SourceMapping(**{**assumed, **self.fields, "format": self.format})
        except ValidationError as error:
            problems = (
                f"{'.'.join(map(str, detail['loc'])) or 'mapping'}: {detail['msg']}"
                for detail in error.errors(include_url=False, include_input=False)
            )
            raise SettingsInvalid(f"The mapping can't be used: {'; '.join(problems)}.") from error


def guess(path: Path, *, given: Mapping[str, Any]) -> Guess:
    """Guess the mapping of a file; what is `given` is taken as it is, "" for no column.

    Dates and scores are decided from all rows.

    Raises:
        SourceError: the file can't be read.
        SettingsInvalid: there is no such format or scale.
    """
    form: Format = given.get("format") or recognise(path)
    if form not in BY_NAME:
        raise SettingsInvalid(f"There is no format {form!r}.", hint="`voc sources` lists them.")
    if (scale := given.get("scale", "")) and scale not in SCALES:
        raise SettingsInvalid(
            f"There is no scale {scale!r}.", hint=f"The scales are {', '.join(SCALES)}."
        )
    draft = Draft(path, BY_NAME[form], {k: _columns(k, v) for k, v in given.items()})
    decide(draft)
    return Guess(
        format=form,
        title=BY_NAME[form].title,
        fields=draft.fields,
        questions=draft.questions,
        notes=tuple(draft.notes),
        rivals=draft.rivals,
        broken=draft.broken,
    )


def _columns(field: str, value: Any) -> Any:
    """Write a field's one column as the tuple that a mapping holds."""
    if field not in (*COLUMN_FIELDS, "date_formats") or not isinstance(value, str):
        return value
    return (value,) if value else ()
