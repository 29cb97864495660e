"""The known shapes of exports, as data: generic files first, then those of tools."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from voc.sources import (
    delimited,
    freshdesk,
    intercom,
    jsonl,
    mbox,
    parquet,
    qualtrics,
    sheet,
    surveymonkey,
    tabular,
    typeform,
    x_posts,
    zendesk,
)
from voc.sources.double_header import SURVEYMONKEY
from voc.sources.live import sql
from voc.sources.objects import reader
from voc.sources.shape import Shape

_ALL = ("text or score", "date")
_ZONE = ("time zone",)
_SURVEY = {"channel": "survey", "solicited": True}
_TICKET = {"channel": "ticket", "solicited": False}
_REVIEW = {"channel": "review", "solicited": False, "scale": "stars_1_5"}
_POST = {"channel": "social", "solicited": False}
# Where a tool's JSON keeps the list, if it isn't an array itself.
_LISTS = (
    *("items", "data", "results", "records", "responses", "reviews", "feedback", "rows"),
    *("entries", "tickets", "conversations", "messages", "comments", "posts", "tweets"),
)


def _fields(given: Mapping[str, Any], **columns: str | tuple[str, ...]) -> Mapping[str, Any]:
    named = {key: (name,) if isinstance(name, str) else name for key, name in columns.items()}
    return MappingProxyType({**given, **named})


SHAPES: tuple[Shape, ...] = (
    Shape(name="csv", title="CSV or TSV, any delimiter", read=delimited.rows, needs=_ALL),
    Shape(name="spreadsheet", title="XLSX, XLS or ODS", read=sheet.rows, needs=_ALL),
    Shape(name="jsonl", title="JSON Lines: an object per line", read=jsonl.rows, needs=_ALL),
    Shape(name="json", title="JSON: a list of objects", read=reader(*_LISTS), needs=_ALL),
    Shape(name="parquet", title="Parquet", read=parquet.rows, needs=_ALL),
    Shape(
        name="qualtrics",
        title="Qualtrics: CSV with three header rows",
        read=qualtrics.rows,
        signatures=(frozenset({"ResponseId", "RecordedDate"}),),
        defaults=_fields(
            _SURVEY,
            external_id="ResponseId",
            response_id="ResponseId",
            occurred_at="RecordedDate",
        ),
        needs=("score and text", "time zone"),
    ),
    Shape(
        name="surveymonkey",
        title="SurveyMonkey: CSV or XLSX with two header rows",
        read=surveymonkey.rows,
        signatures=(SURVEYMONKEY,),
        defaults=_fields(
            _SURVEY,
            external_id="Respondent ID",
            response_id="Respondent ID",
            occurred_at="Date Created",
        ),
        needs=("score and text", "date format", "time zone"),
    ),
    Shape(
        name="typeform",
        title="Typeform: JSON of the Responses API",
        read=typeform.rows,
        signatures=(frozenset({"response_id", "landed_at", "submitted_at"}),),
        defaults=_fields(
            _SURVEY,
            external_id="response_id",
            response_id="response_id",
            occurred_at="submitted_at",
        ),
        needs=("score and text",),
    ),
    Shape(
        name="typeform_csv",
        title="Typeform: CSV",
        read=tabular.rows,
        signatures=(frozenset({"#", "Submit Date (UTC)", "Network ID"}),),
        defaults=_fields(
            {**_SURVEY, "timezone": "UTC"},
            external_id="#",
            response_id="#",
            occurred_at="Submit Date (UTC)",
        ),
        needs=("score and text",),
    ),
    Shape(
        name="zendesk",
        title="Zendesk: JSON or JSON Lines of tickets",
        read=zendesk.rows,
        signatures=(
            frozenset({"id", "created_at", "subject", "description", "requester_id", "url"}),
        ),
        defaults=_fields(
            {**_TICKET, "deleted": {"status": "deleted"}},
            external_id="id",
            occurred_at="created_at",
            text=("subject", "description"),
            contact="requester_id",
            customer="requester.external_id",
            email="requester.email",
            phone="requester.phone",
        ),
    ),
    Shape(
        name="zendesk_csv",
        title="Zendesk: CSV of a view",
        read=tabular.rows,
        signatures=(frozenset({"Id", "Subject", "Requester id", "Created at"}),),
        defaults=_fields(
            _TICKET,
            external_id="Id",
            occurred_at="Created at",
            text=("Subject", "Description"),
            contact="Requester id",
            customer="Requester external id",
            email="Requester email",
        ),
        needs=_ZONE,
    ),
    Shape(
        name="intercom",
        title="Intercom: JSON of conversations",
        read=intercom.rows,
        signatures=(frozenset({"id", "created_at", "source.author.type", "source.body"}),),
        defaults=_fields(
            {"channel": "chat", "solicited": False},
            external_id="id",
            occurred_at="created_at",
            text="said",
            contact="contact",
            customer="customer",
            email="email",
        ),
    ),
    Shape(
        name="freshdesk",
        title="Freshdesk: JSON of tickets",
        read=freshdesk.rows,
        signatures=(frozenset({"id", "created_at", "subject", "requester_id", "source"}),),
        defaults=_fields(
            {**_TICKET, "deleted": {"deleted": "true"}},
            external_id="id",
            occurred_at="created_at",
            text=("subject", "said"),
            contact="requester_id",
            customer="requester.unique_external_id",
            email=("requester.email",),
            phone=("requester.phone",),
        ),
    ),
    Shape(
        name="freshdesk_csv",
        title="Freshdesk: CSV of tickets",
        read=tabular.rows,
        signatures=(frozenset({"Ticket ID", "Subject", "Created time", "Due by Time"}),),
        defaults=_fields(
            _TICKET,
            external_id="Ticket ID",
            occurred_at="Created time",
            text=("Subject", "Description"),
            contact="Contact ID",
            email="Email",
        ),
        needs=_ZONE,
    ),
    Shape(
        name="app_store",
        title="App Store: CSV or XLSX with the columns of App Store Connect's reviews",
        read=tabular.rows,
        signatures=(frozenset({"id", "rating", "title", "body", "createdDate", "territory"}),),
        defaults=_fields(
            _REVIEW,
            external_id="id",
            occurred_at="createdDate",
            text=("title", "body"),
            score="rating",
            region="territory",
        ),
    ),
    Shape(
        name="google_play",
        title="Google Play: the monthly CSV of reviews",
        read=tabular.rows,
        signatures=(frozenset({"Package Name", "Star Rating", "Review Text", "Review Link"}),),
        defaults=_fields(
            _REVIEW,
            external_id="Review Link",
            occurred_at="Review Last Update Date and Time",
            text=("Review Title", "Review Text"),
            score="Star Rating",
        ),
    ),
    Shape(
        name="app_reviews",
        title="Store reviews as review tools write them: CSV or XLSX",
        read=tabular.rows,
        signatures=(frozenset({"Review ID", "Date", "Rating", "Title", "Review"}),),
        defaults=_fields(
            _REVIEW,
            external_id="Review ID",
            occurred_at="Date",
            text=("Title", "Review"),
            score="Rating",
            region="Country",
        ),
        needs=("date format",),
    ),
    Shape(
        name="trustpilot",
        title="Trustpilot: CSV of reviews",
        read=tabular.rows,
        signatures=(frozenset({"Review Id", "Review Title", "Review Content", "Review Stars"}),),
        defaults=_fields(
            {**_REVIEW, "timezone": "UTC"},
            external_id="Review Id",
            occurred_at="Review Created (UTC)",
            text=("Review Title", "Review Content"),
            score="Review Stars",
            contact="Review Consumer User Id",
        ),
    ),
    Shape(
        name="x_posts",
        title="X/Twitter: an archive's tweets.js, JSON or JSON Lines of the API",
        read=x_posts.rows,
        signatures=(
            frozenset({"id_str", "full_text", "created_at"}),
            frozenset({"id_str", "text", "created_at"}),
            frozenset({"id", "text", "created_at", "author_id"}),
        ),
        defaults=_fields(
            {**_POST, "deleted": {"is_deleted": "true"}},
            external_id="post_id",
            occurred_at="created_at",
            text="said",
            contact="author",
            date_formats=("%a %b %d %H:%M:%S %z %Y", "iso"),
        ),
    ),
    Shape(
        name="x_analytics",
        title="X/Twitter: CSV of post activity",
        read=tabular.rows,
        signatures=(frozenset({"Tweet id", "Tweet permalink", "Tweet text", "time"}),),
        defaults=_fields(
            _POST,
            external_id="Tweet id",
            occurred_at="time",
            text="Tweet text",
        ),
    ),
    Shape(
        name="mbox",
        title="A mailbox: mbox",
        read=mbox.rows,
        defaults=_fields(
            {"channel": "email", "solicited": False},
            external_id="message_id",
            occurred_at="date",
            text=("subject", "body"),
            email="from",
        ),
    ),
    Shape(
        name="sql",
        title="Any SQL database: the rows of a query",
        read=sql.rows,
        needs=("external id", *_ALL),
    ),
)

BY_NAME: Mapping[str, Shape] = MappingProxyType({shape.name: shape for shape in SHAPES})
# Those that are told apart by their columns; Qualtrics' by its third row.
TABLE_SHAPES = tuple(shape for shape in SHAPES if shape.read in (tabular.rows, surveymonkey.rows))
JSON_SHAPES = tuple(
    shape
    for shape in SHAPES
    if shape.read in (zendesk.rows, intercom.rows, freshdesk.rows, typeform.rows, x_posts.rows)
)
