"""Pull Intercom's conversations: a search by time of change, then each with its messages.

References: developers.intercom.com, Search conversations and Retrieve a conversation. The order of
a search isn't documented: the time up to which all was seen moves when the search has ended.
"""

from typing import Any

from voc.domain.mapping import SourceMapping
from voc.sources.intercom import arrange
from voc.sources.live.answer import Answer
from voc.sources.live.client import Client, Wait
from voc.sources.live.listed import listed, live_of
from voc.sources.live.page import Cursor, Page, Pages, newest_of, rows_of, seen, start_of, times_of

_EXPIRED = (400, 404, 410, 422)
_AT_ONCE = 50


def pages(mapping: SourceMapping, credential: str, cursor: Cursor, wait: Wait) -> Pages:
    """Pull conversations that were created or changed. The credential is an access token."""
    live = live_of(mapping, url="https://api.intercom.io")
    headers = {"Authorization": f"Bearer {credential}", "Intercom-Version": "2.11"}
    with Client(live, tool="Intercom", headers=headers, wait=wait) as client:
        start = start_of(cursor, live.since)
        since = int(start.timestamp()) if start else 0
        walk = cursor.get("walk") or {}
        newest = newest_of({"newest": walk.get("newest")}) or newest_of(cursor)
        after = walk.get("after")
        while True:
            answer = _search(client, since, after)
            if answer.status != 200:
                after = None
                continue
            body, items = listed(answer, "conversations")
            newest = max(
                [*times_of(items, "updated_at", now=answer.now), *([newest] if newest else [])],
                default=None,
            )
            after = _next(body)
            rows = rows_of(
                [whole for item in items if (whole := _whole(client, item))],
                what="conversation",
                arrange=arrange,
                id_key="id",
            )
            if after is None:
                yield Page(rows, seen(newest))
                return
            yield Page(rows, seen(newest_of(cursor), walk={**seen(newest), "after": after}))


def _search(client: Client, since: int, after: str | None) -> Answer:
    body = {
        "query": {"field": "updated_at", "operator": ">", "value": since},
        "pagination": {"per_page": _AT_ONCE} | ({"starting_after": after} if after else {}),
    }
    return client.post("/conversations/search", body, accept=_EXPIRED if after else ())


def _next(body: dict[str, Any]) -> str | None:
    pages = body.get("pages")
    following = pages.get("next") if isinstance(pages, dict) else None
    return following.get("starting_after") if isinstance(following, dict) else None


def _whole(client: Client, item: Any) -> dict[str, Any] | None:
    """Get a conversation with its messages; None when it was deleted meanwhile."""
    answer = client.get(f"/conversations/{item.get('id')}", accept=(404,))
    return answer.json() if answer.status == 200 else None
