"""Pull SurveyMonkey's responses, by time of change, with the columns that its exports have.

References: api.surveymonkey.com/v3/docs, /surveys/{id}/details and /surveys/{id}/responses/bulk.
"""

import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from voc.domain.mapping import SourceMapping
from voc.sources.live.answer import Answer
from voc.sources.live.client import Client, Wait
from voc.sources.live.listed import listed, live_of
from voc.sources.live.page import Cursor, Listing, Pages, by_time, rows_of, times_of, zulu

_TAGS = re.compile(r"<[^>]*>")
_POINTS = re.compile(r"(?:^|\D)(\d+)$")


def pages(mapping: SourceMapping, credential: str, cursor: Cursor, wait: Wait) -> Pages:
    """Pull completed responses of a survey. The credential is an access token."""
    live = live_of(mapping, url="https://api.surveymonkey.com", needs=("survey",))
    headers = {"Authorization": f"Bearer {credential}"}
    with Client(live, tool="SurveyMonkey", headers=headers, wait=wait) as client:
        arrange = arranger(client.get(f"/v3/surveys/{live.survey}/details"))

        def fetch(start: datetime | None, mark: str | None) -> Listing:
            since = zulu(start).removesuffix("Z") if start else None
            params = {"start_modified_at": since, "page": mark or "1", "per_page": 100}
            order = {"sort_by": "date_modified", "sort_order": "ASC", "status": "completed"}
            answer = client.get(f"/v3/surveys/{live.survey}/responses/bulk", params | order)
            body, items = listed(answer, "data")
            more = isinstance(body.get("links"), dict) and body["links"].get("next")
            return Listing(
                rows_of(items, what="response", arrange=arrange, id_key="Respondent ID"),
                times_of(items, "date_modified", now=answer.now),
                str(int(mark or "1") + 1) if more else None,
            )

        yield from by_time(fetch, cursor, since=live.since)


def arranger(details: Answer) -> Callable[[dict[str, Any]], dict[str, Any]]:
    """Make the function that names a response's answers as an export does: by the question, or by
    `question - answer` where a question has several.

    Raises:
        SourceFormat: the survey's details aren't built as documented.
    """
    try:
        _, parts = listed(details, "pages")
        questions = {str(q["id"]): _Question(q) for part in parts for q in part["questions"]}
    except (LookupError, TypeError, AttributeError) as error:
        raise details.unexpected("details of a survey that can't be read") from error

    def arrange(response: dict[str, Any]) -> dict[str, Any]:
        named: dict[str, Any] = {
            "Respondent ID": response["id"],
            "Collector ID": response.get("collector_id"),
            "Date Created": response["date_created"],
            "Date Modified": response.get("date_modified"),
            "Custom Data 1": response.get("custom_value"),
            **(response.get("custom_variables") or {}),
        }
        for part in response.get("pages") or []:
            for given in part["questions"]:
                if known := questions.get(str(given["id"])):
                    named |= known.columns(given.get("answers") or [])
        return named

    return arrange


class _Question:
    """Name the answers to one question."""

    def __init__(self, question: dict[str, Any]) -> None:
        headings = question.get("headings") or [{}]
        options = question.get("answers") or {}
        self._name = _plain(headings[0].get("heading"))
        self._family = question.get("family")
        self._rating = question.get("subtype") == "rating"
        self._rows = {str(row["id"]): _plain(row.get("text")) for row in options.get("rows") or []}
        self._choices = {str(one["id"]): self._value(one) for one in options.get("choices") or []}
        other = options.get("other") or {}
        self._others = {str(other.get("id")): _plain(other.get("text"))} if other else {}

    def columns(self, answers: list[dict[str, Any]]) -> dict[str, str]:
        """Map columns to what was answered."""
        found: dict[str, str] = {}
        for answer in answers:
            choice = self._choices.get(str(answer.get("choice_id")), "")
            row = self._rows.get(str(answer.get("row_id")), "")
            other = self._others.get(str(answer.get("other_id")), "")
            several = choice if self._family == "multiple_choice" else ""
            name = " - ".join(part for part in (self._name, row or other or several) if part)
            found[name] = _plain(answer.get("text")) or choice
        return found

    def _value(self, choice: dict[str, Any]) -> str:
        """Give a choice's text; of a rating its points, which an NPS question holds in the text
        ("Not at all likely - 0"; its weight is -100, 0 or 100) and stars in the weight."""
        text = _plain(choice.get("text"))
        if not self._rating or choice.get("is_na"):
            return text
        points = _POINTS.search(text)
        weight = choice.get("weight")
        return points[1] if points else text if weight is None else str(weight)


def _plain(text: Any) -> str:
    return _TAGS.sub("", str(text or "")).strip()
