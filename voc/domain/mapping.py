"""A mapping: how the columns of a source become the fields of a record."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from voc.domain.record import Channel
from voc.domain.score import SCALES


def _as_tuple(value: object) -> object:
    return (value,) if isinstance(value, str) else value


Format = Literal[
    "csv",
    "spreadsheet",
    "json",
    "jsonl",
    "parquet",
    "qualtrics",
    "surveymonkey",
    "typeform",
    "typeform_csv",
    "zendesk",
    "zendesk_csv",
    "intercom",
    "freshdesk",
    "freshdesk_csv",
    "app_store",
    "app_reviews",
    "google_play",
    "trustpilot",
    "x_posts",
    "x_analytics",
    "mbox",
    "sql",
]
Columns = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Live(BaseModel):
    """Say how a live source is asked, instead of a file being read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credential: str = Field(
        pattern=r"^[A-Z][A-Z0-9_]*$",
        description="Name of the environment variable that holds the credential.",
    )
    url: str = Field(default="", description="The tool's address: https://acme.zendesk.com, say.")
    survey: str = Field(default="", pattern=r"^[\w-]*$", description="Id of the survey or form.")
    query: str = Field(default="", description="One SELECT; :watermark is filled in.")
    watermark: str = Field(default="", description="Column of the query that only grows.")
    since: datetime | date | int | str | None = Field(
        default=None, description="Where the first pull begins; without it, at the beginning."
    )


class SourceMapping(BaseModel):
    """Say how to read one source. A field may name several columns: their values are joined, in
    order, by a space (text: by a line break)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Format
    channel: Channel
    solicited: bool
    external_id: Columns = ()
    occurred_at: Columns = ()
    text: Columns = ()
    score: Columns = ()
    response_id: Columns = ()
    customer: Columns = ()
    contact: Columns = ()
    email: Columns = ()
    phone: Columns = ()
    account: Columns = ()
    customer_segment: Columns = ()
    region: Columns = ()
    touchpoint: Columns = ()
    scale: str | None = Field(default=None, description="Scale of `score`, for example nps_0_10.")
    answers: Mapping[str, float] = Field(
        default_factory=dict, description="Source's words for a score to their value on `scale`."
    )
    phone_code: str | None = Field(
        default=None,
        pattern=r"^[1-9]\d{0,2}$",
        description="Country code of phone numbers that carry none, for example 44.",
    )
    date_formats: Columns = Field(
        default=(),
        description="strptime formats, `iso`, `unix` or `unix_ms`, in order; empty means iso.",
    )
    timezone: str | None = Field(default=None, description="Zone of times that carry none.")
    default_date: date | None = Field(
        default=None, description="Date of rows that carry none; without it they are rejected."
    )
    missing: tuple[str, ...] = Field(
        default=("", "NA", "N/A", "n/a", "nan", "NaN", "null", "NULL", "None", "-1", "-1.0"),
        description="Values of any field but the text that mean: no answer.",
    )
    strip: tuple[str, ...] = Field(
        default=(), description="Regular expressions removed from the text (boilerplate)."
    )
    only: Mapping[str, str] = Field(
        default_factory=dict, description="Keep only rows whose column has this value."
    )
    unless: Mapping[str, Columns] = Field(
        default_factory=dict,
        description="Leave out rows whose column is so, in any case; `*` stands for anything.",
    )
    deleted: Mapping[str, str] = Field(
        default_factory=dict,
        description="Rows whose column has this value (`*`: any) withdraw their record.",
    )
    touchpoints: Mapping[str, str] = Field(
        default_factory=dict, description="Source's touchpoint value to the journey's touchpoint."
    )
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = Field(
        default=None,
        description="Sheet of a spreadsheet; else the first in which somebody says something.",
    )
    items: str | None = Field(
        default=None, description="Key of a JSON object's list of items; dots lead to inner ones."
    )
    live: Live | None = Field(default=None, description="How a live source is asked.")

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> Self:
        if (self.score or self.scale) and self.scale not in SCALES:
            known = ", ".join(SCALES)
            raise ValueError(f"scale of score must be one of {known}; got {self.scale!r}")
        for word, value in self.answers.items():
            scale = SCALES.get(self.scale or "")
            if scale is None or not scale.lowest <= value <= scale.highest:
                raise ValueError(f"answers: {word!r} = {value:g} lies outside {self.scale}")
        return self
