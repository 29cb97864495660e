"""Pull Typeform's responses, by time of submission.

References: typeform.com/developers, Retrieve responses. Responses may show up half an hour late;
`after` can't be combined with an order.
"""

from datetime import datetime

from voc.domain.mapping import SourceMapping
from voc.sources.live.client import Client, Wait
from voc.sources.live.listed import listed, live_of
from voc.sources.live.page import Cursor, Listing, Pages, by_time, rows_of, times_of, zulu
from voc.sources.typeform import arrange


def pages(mapping: SourceMapping, credential: str, cursor: Cursor, wait: Wait) -> Pages:
    """Pull completed responses of a form. The credential is a personal access token."""
    live = live_of(mapping, url="https://api.typeform.com", needs=("survey",))
    headers = {"Authorization": f"Bearer {credential}"}
    with Client(live, tool="Typeform", headers=headers, wait=wait) as client:

        def fetch(start: datetime | None, mark: str | None) -> Listing:
            since = {"since": zulu(start) if start else None, "sort": "submitted_at,asc"}
            params = {"page_size": 1000} | ({"after": mark} if mark else since)
            answer = client.get(f"/forms/{live.survey}/responses", params)
            body, items = listed(answer, "items")
            more = items and int(body.get("total_items") or 0) > len(items)
            return Listing(
                rows_of(items, what="response", arrange=arrange, id_key="response_id"),
                times_of(items, "submitted_at", now=answer.now),
                str(items[-1].get("token")) if more else None,
            )

        yield from by_time(fetch, cursor, since=live.since)
