"""A mapping: how the columns of a source become the fields of a record."""

from collections.abc import Mapping
from datetime import date
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
]
Columns = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


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
    account: Columns = ()
    customer_segment: Columns = ()
    region: Columns = ()
    touchpoint: Columns = ()
    scale: str | None = Field(default=None, description="Scale of `score`, for example nps_0_10.")
    date_formats: Columns = Field(
        default=(),
        description="strptime formats, `iso`, `unix` or `unix_ms`, in order; empty means iso.",
    )
    timezone: str | None = Field(default=None, description="Zone of times that carry none.")
    default_date: date | None = Field(
        default=None, description="Date of rows that carry none; without it they are rejected."
    )
    missing: tuple[str, ...] = Field(
        default=("", "NA", "N/A", "nan", "null", "None", "-1"),
        description="Values of any field but the text that mean: no answer.",
    )
    strip: tuple[str, ...] = Field(
        default=(), description="Regular expressions removed from the text (boilerplate)."
    )
    only: Mapping[str, str] = Field(
        default_factory=dict, description="Keep only rows whose column has this value."
    )
    touchpoints: Mapping[str, str] = Field(
        default_factory=dict, description="Source's touchpoint value to the journey's touchpoint."
    )
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = Field(
        default=None, description="Sheet of a spreadsheet; without it, the first visible one."
    )
    items: str | None = Field(
        default=None, description="Key of a JSON object's list of items; dots lead to inner ones."
    )

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> Self:
        if self.score and self.scale not in SCALES:
            known = ", ".join(SCALES)
            raise ValueError(f"scale of score must be one of {known}; got {self.scale!r}")
        return self
