"""Decide what a mapping lacks, from the columns of an export and all of its rows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from voc.domain.record import Channel
from voc.sources import delimited, qualtrics, sheet, surveymonkey, tabular
from voc.sources.guess.columns import (
    FIELDS,
    choose,
    columns_of,
    free_texts,
    other_scores,
    prefixes,
)
from voc.sources.guess.dates import Dates, decide, is_day_first
from voc.sources.guess.names import words
from voc.sources.guess.others import of_others
from voc.sources.guess.recognise import probe
from voc.sources.guess.said import (
    asked_beside,
    in_doubt,
    not_read,
    outside,
    passed_over,
    unnamed,
    unread,
)
from voc.sources.guess.scores import Graded, grade
from voc.sources.guess.voice import voice
from voc.sources.header import Start, check_names, is_unnamed
from voc.sources.row import COLUMN_FIELDS, SourceRow, lacks
from voc.sources.shape import Shape

_LOOKED_AT = 1000
_TABLES = (delimited.rows, sheet.rows, qualtrics.rows, surveymonkey.rows, tabular.rows)
# Where people speak up of themselves: a score beside it answers another question.
_UNASKED = (Channel.TICKET, Channel.CHAT, Channel.EMAIL, Channel.SOCIAL)
_READING = ("encoding", "delimiter", "sheet", "items")


class Decisions:
    """Gather the fields of a mapping, what must be asked, and what each decision rests on."""

    def __init__(self, path: Path, shape: Shape, given: Mapping[str, Any]) -> None:
        self._path, self._shape, self._given = path, shape, given
        reading = {key: given[key] for key in _READING if key in given}
        self._probe = probe(shape.name).model_copy(update=reading)
        self.fields: dict[str, Any] = {k: v for k, v in given.items() if k != "format"}
        if shape.name == "json" and "items" not in given and (key := self._list_key()):
            self.fields["items"] = key
            self._probe = self._probe.model_copy(update={"items": key})
        start, names = Start(), list[str]()
        if shape.read in _TABLES:
            start, names, _ = tabular.start(path, self._probe)
        check_names(names, path=path)
        header = qualtrics.read_header(path, self._probe) if shape.name == "qualtrics" else None
        self._zone = header.timezone if header else None
        self._columns = columns_of(
            list(islice(self._read(), _LOOKED_AT)),
            self._probe.missing,
            labels=header.labels if header else {},
        )
        present = {column.name for column in self._columns}
        self._defaults = {
            field: tuple(name for name in value if name in present) if field in FIELDS else value
            for field, value in shape.defaults.items()
        }
        self.questions: dict[str, str] = {}
        self.notes = [
            *passed_over(start),
            *unnamed([c.name for c in self._columns if is_unnamed(c.name) and c.values]),
        ]
        self.rivals: tuple[str, ...] = ()

    def make(self) -> None:
        """Decide on columns, dates, scale, channel and voice."""
        self._choose_columns()
        dates, scores = self._whole_columns()
        self._decide_dates(dates)
        self._decide_voice()
        self._decide_scale(scores)
        self._name_unread()

    def _name_unread(self) -> None:
        """Name the columns that no field reads and no note has named: nothing is lost unsaid."""
        if "text" in self._shape.defaults:
            return
        named = {name for field in COLUMN_FIELDS for name in self._known.get(field, ())}
        named |= {
            name for field in ("only", "unless", "deleted") for name in self._known.get(field, ())
        }
        more = {*free_texts(self._columns, self._known)}
        scores = {name for name, _ in other_scores(self._columns, self._known)}
        self.notes += not_read(
            [c.name for c in self._columns if c.values and c.name not in named | more | scores]
        )

    def _read(self) -> Iterator[SourceRow]:
        return self._shape.read(self._path, self._probe)

    def _list_key(self) -> str | None:
        """Find the list in a file that is one object: its items come out numbered from 0."""
        rows = list(islice(self._read(), 2))
        names = rows[0].values if len(rows) == 1 else ()
        return next((name.split(".0.")[0] for name in names if ".0." in name), None)

    @property
    def _known(self) -> dict[str, Any]:
        return {**self._defaults, **self.fields}

    def _choose_columns(self) -> None:
        # A tool's export that says what its text is has no other column worth guessing.
        wanted = ("text", "occurred_at") if "text" in self._shape.defaults else FIELDS
        wanted = tuple(field for field in wanted if field not in self.fields)
        self.fields |= choose(self._columns, self._known, wanted=wanted)
        present = [column.name for column in self._columns]
        if any(c.repeats for c in self._columns if (c.name,) == self.fields.get("external_id")):
            self.notes.append("Some ids are repeated: they are revisions of one record.")
        if not self._known.get("text"):
            self.questions["text"] = "No column holds sentences. Which one holds what was said?"
            if "customer_id" in present:
                self.notes.append("A list of customers is read by `voc ingest customers FILE`.")
        if not self._known.get("occurred_at") and "default_date" not in self._known:
            self.questions["occurred_at"] = "No column holds dates. Name one, or a `default_date`."
        self._leave_out()
        if "score" in wanted:
            scores = other_scores(self._columns, self._known)
            self.notes += [unread(name, graded) for name, graded in scores]
        more = free_texts(self._columns, self._known)
        if more and "text" not in self._shape.defaults:
            self.notes.append(
                f"These columns hold sentences too: {', '.join(more)}. To read them with the text, "
                "name all: --set text=… --set text=…"
            )

    def _leave_out(self) -> None:
        """Leave out what tools write before a text, and what the company itself wrote."""
        texts = [column for column in self._columns if column.name in self._known.get("text", ())]
        found = [prefix for column in texts for prefix in prefixes(column)]
        if found and "strip" not in self._known:
            self.fields["strip"] = tuple(dict.fromkeys(found))
            self.notes.append("What many texts begin with is no customer's: `strip` removes it.")
        if "unless" not in self._known and (others := of_others(self._columns)):
            self.fields["unless"] = others
            self.notes.append(
                "Agents', bots' and test rows are no customers'; `unless` leaves them out."
            )
        inbound = [c for c in self._columns if words(c.name) == "inbound" and "True" in c.counts]
        if inbound and "only" not in self._known:
            self.fields["only"] = {inbound[0].name: "True"}
            self.notes.append("Only inbound messages are customers'; `only` leaves out the others.")

    def _whole_columns(self) -> tuple[Counter[str], Counter[str]]:
        dates, scores = Counter[str](), Counter[str]()
        for row in self._read():
            for field, counter in (("occurred_at", dates), ("score", scores)):
                if value := self._cell(row, self._known.get(field, ())):
                    counter[value] += 1
        return dates, scores

    def _decide_dates(self, values: Counter[str]) -> None:
        if not values:
            return
        formats = self._known.get("date_formats", ())
        dates = decide(values, formats=formats)
        if not formats:
            self._take_formats(dates)
        if dates.zoneless and not self._known.get("timezone"):
            if self._zone:
                self.fields["timezone"] = self._zone
            else:
                self.questions["timezone"] = (
                    "The times carry no time zone. In which one are they? Europe/London, say."
                )

    def _take_formats(self, dates: Dates) -> None:
        if dates.doubt:
            self.rivals = tuple(dict.fromkeys((*dates.formats, *dates.doubt)))
            shown = [(self._row_of(example), example) for example in dates.examples]
            self.questions["date_formats"] = in_doubt(dates.doubt, shown)
        elif dates.formats != ("iso",):
            self.fields["date_formats"] = dates.formats
            day_first = is_day_first(dates.formats)
            if day_first is not None:
                order = "day" if day_first else "month"
                self.notes.append(f"The {order} comes first: other dates would not be possible.")

    def _row_of(self, date: str) -> int:
        """Find the first row with a date."""
        columns = self._known["occurred_at"]
        return next(row.number for row in self._read() if self._cell(row, columns) == date)

    def _cell(self, row: SourceRow, columns: Sequence[str]) -> str:
        """Join a row's cells of a field, without those that mean "no answer"."""
        cells = (row.values.get(name, "").strip() for name in columns)
        return " ".join(cell for cell in cells if cell not in self._probe.missing)

    def _decide_scale(self, values: Counter[str]) -> None:
        columns, scale = self._known.get("score"), self._known.get("scale")
        if not columns:
            if "scale" in self.fields:
                self.questions["score"] = "A scale is given, but which column holds the scores?"
            return
        present = [column.name for column in self._columns]
        if present and not values and not set(columns) & set(present):
            raise lacks(self._path, list(columns), present)
        channel = self._known.get("channel")
        is_asked = channel not in _UNASKED or str(self._known.get("solicited")).lower() == "true"
        if not is_asked and not scale and "score" not in self._given:
            self.fields.pop("score", None)
            self.notes.append(asked_beside(columns[0]))
            return
        label = next((c.label for c in self._columns if c.name == columns[0]), columns[0])
        graded = grade(
            label,
            values,
            is_review=channel == Channel.REVIEW,
            is_survey=channel == Channel.SURVEY,
        )
        if scale:
            self.fields |= {"scale": scale} if "score" in self.fields else {}
            self._take_answers(graded if graded.scale == scale else Graded())
        elif graded.scale:
            self.fields["scale"] = graded.scale
            self.notes.append(f"By its name and values {columns[0]!r} is on {graded.scale}.")
            self._take_answers(graded)
            self.notes += outside(graded)
        else:
            self.fields.pop("score", None)
            if "score" in self._given:
                self.questions["scale"] = unread(columns[0], graded)
            else:
                self.notes.append(unread(columns[0], graded))

    def _take_answers(self, graded: Graded) -> None:
        if graded.answers and "answers" not in self.fields:
            self.fields["answers"] = graded.answers
        if graded.missing and "missing" not in self.fields:
            self.fields["missing"] = (*self._probe.missing, *graded.missing)

    def _of_staff(self, channel: str) -> None:
        senders = self._known.get("email")
        if channel == Channel.EMAIL and senders and "unless" not in self.fields:
            self.notes.append(
                "Mails that your own staff wrote would count as customers': --set "
                f"'unless.{senders[0]}=*@your.company' leaves them out."
            )

    def _decide_voice(self) -> None:
        if {"channel", "solicited"} <= self._known.keys():
            self.fields |= {key: self._known[key] for key in ("channel", "solicited")}
            self._of_staff(self._known["channel"])
            return
        told = voice(self._path.name, [column.name for column in self._columns])
        if told is None:
            self.questions |= {
                "channel": "Where did the customers speak? survey, ticket, review, social, chat, "
                "email or other.",
                "solicited": "Did you ask for it? true or false.",
            }
            return
        channel, solicited = told
        if "channel" in self.fields:
            solicited = self.fields["channel"] == Channel.SURVEY
        self._of_staff(channel)
        self.fields = {"channel": channel.value, "solicited": solicited, **self.fields}
        asked = "you asked for it" if solicited else "nobody asked for it"
        self.notes.append(f"By its names the channel is {channel.value}: {asked}.")
