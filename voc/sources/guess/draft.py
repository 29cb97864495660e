"""A mapping while it is guessed."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from voc.errors import SourceError
from voc.sources import delimited, qualtrics, sheet, surveymonkey, tabular
from voc.sources.guess.asked import asked
from voc.sources.guess.columns import FIELDS, columns_of
from voc.sources.guess.others import check_rows
from voc.sources.guess.recognise import probe
from voc.sources.guess.said import in_turn, passed_over, unnamed
from voc.sources.header import Start, check_names, is_unnamed
from voc.sources.row import SourceRow
from voc.sources.shape import Shape

_LOOKED_AT = 1000
_TABLES = (delimited.rows, sheet.rows, qualtrics.rows, surveymonkey.rows, tabular.rows)
_READING = ("encoding", "delimiter", "sheet", "items")


class Draft:
    """Gather the fields of a mapping, what must be asked, and what each decision rests on."""

    def __init__(self, path: Path, shape: Shape, given: Mapping[str, Any]) -> None:
        self.path, self.shape, self.given = path, shape, given
        reading = {key: given[key] for key in _READING if key in given}
        self.probe = probe(shape.name).model_copy(update=reading)
        self.broken: SourceError | None = None
        self.fields: dict[str, Any] = {k: v for k, v in given.items() if k != "format"}
        if shape.name == "json" and "items" not in given and (key := self._list_key()):
            self.fields["items"] = key
            self.probe = self.probe.model_copy(update={"items": key})
        start, names = Start(), list[str]()
        if shape.read in _TABLES:
            start, names, _ = tabular.start(path, self.probe)
        check_names(names, path=path)
        header = qualtrics.read_header(path, self.probe) if shape.name == "qualtrics" else None
        self.zone = header.timezone if header else None
        rows = list(islice(self.rows(), _LOOKED_AT))
        check_rows(rows, names, path=path)
        beside = asked(rows)
        labels = header.labels if header else beside.labels
        found = columns_of(rows, self.probe.missing, labels=labels)
        self.columns = [c for c in found if c.name not in beside.questions | {*beside.mixed}]
        present = {column.name for column in self.columns}
        self._defaults = {
            field: tuple(name for name in value if name in present) if field in FIELDS else value
            for field, value in shape.defaults.items()
        }
        if start.sheet and start.sheet != start.sheets[0]:
            self.fields.setdefault("sheet", start.sheet)
        self.questions: dict[str, str] = {}
        self.notes = [
            *passed_over(start),
            *unnamed([c.name for c in self.columns if is_unnamed(c.name) and c.values]),
            *in_turn(beside.mixed),
        ]
        self.rivals: tuple[str, ...] = ()

    @property
    def known(self) -> dict[str, Any]:
        """Get the fields by now, with those that the format has by itself."""
        return {**self._defaults, **self.fields}

    def rows(self) -> Iterator[SourceRow]:
        """Read the export as it is understood by now; of one that breaks off, what stands before
        that place."""
        any_read = False
        try:
            for row in self.shape.read(self.path, self.probe):
                any_read = True
                yield row
        except SourceError as error:
            if not any_read:
                raise
            self.broken = error

    def cell(self, row: SourceRow, columns: Sequence[str]) -> str:
        """Join a row's cells of a field, without those that mean "no answer"."""
        cells = (row.values.get(name, "").strip() for name in columns)
        return " ".join(cell for cell in cells if cell not in self.probe.missing)

    def _list_key(self) -> str | None:
        """Find the list in a file that is one object: its items come out numbered from 0."""
        rows = list(islice(self.rows(), 2))
        names = rows[0].values if len(rows) == 1 else ()
        return next((name.split(".0.")[0] for name in names if ".0." in name), None)
