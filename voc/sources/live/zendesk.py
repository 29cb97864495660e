"""Pull Zendesk's tickets: its incremental export, whose cursor goes on where it ended.

References: developer.zendesk.com, Incremental Exports, cursor-based. An expired cursor is refused;
then the export starts again at the newest change that was seen.
"""

from base64 import b64encode

from voc.domain.mapping import SourceMapping
from voc.sources.live.client import Client, Wait
from voc.sources.live.listed import listed, live_of
from voc.sources.live.page import Cursor, Page, Pages, newest_of, rows_of, seen, start_of, times_of
from voc.sources.zendesk import arrange

_PATH = "/api/v2/incremental/tickets/cursor.json"
_EXPIRED = (400, 404, 410, 422)


def pages(mapping: SourceMapping, credential: str, cursor: Cursor, wait: Wait) -> Pages:
    """Pull tickets that were created or changed. The credential is `email/token:TOKEN`, or an OAuth
    token."""
    live = live_of(mapping)
    headers = {"Authorization": _authorization(credential)}
    with Client(live, tool="Zendesk", headers=headers, wait=wait) as client:
        newest, after = newest_of(cursor), cursor.get("after")
        start = start_of(cursor, live.since)
        while True:
            params = {"start_time": int(start.timestamp()) if start else 0}
            accept = _EXPIRED if after else ()
            answer = client.get(_PATH, {"cursor": after} if after else params, accept=accept)
            if answer.status != 200:
                after = None
                continue
            body, items = listed(answer, "tickets")
            newest = max(
                [*times_of(items, "updated_at", now=answer.now), *([newest] if newest else [])],
                default=None,
            )
            before, after = after, body.get("after_cursor") or after
            rows = rows_of(items, what="ticket", arrange=arrange, id_key="id")
            yield Page(rows, seen(newest, after=after) if after else seen(newest))
            if body.get("end_of_stream") is not False or after == before:
                return


def _authorization(credential: str) -> str:
    if ":" not in credential:
        return f"Bearer {credential}"
    return f"Basic {b64encode(credential.encode()).decode()}"
