"""Pull Freshdesk's tickets: the list by time of change.

References: developers.freshdesk.com, List All Tickets. Without `updated_since` it shows the last 30
days alone, and by place it ends at page 300; descriptions come on request.
"""

from base64 import b64encode
from datetime import UTC, datetime

from voc.domain.mapping import SourceMapping
from voc.sources.freshdesk import arrange
from voc.sources.live.client import Client, Wait
from voc.sources.live.listed import listed, live_of
from voc.sources.live.page import Cursor, Listing, Pages, by_time, rows_of, times_of, zulu

_EVER = datetime(1970, 1, 1, tzinfo=UTC)


def pages(mapping: SourceMapping, credential: str, cursor: Cursor, wait: Wait) -> Pages:
    """Pull tickets that were created or changed. The credential is an agent's API key."""
    live = live_of(mapping)
    headers = {"Authorization": f"Basic {b64encode(f'{credential}:X'.encode()).decode()}"}
    with Client(live, tool="Freshdesk", headers=headers, wait=wait) as client:

        def fetch(start: datetime | None, mark: str | None) -> Listing:
            params = {"updated_since": zulu(start or _EVER), "page": mark or "1", "per_page": 100}
            order = {"order_by": "updated_at", "order_type": "asc", "include": "description"}
            answer = client.get("/api/v2/tickets", params | order)
            _, items = listed(answer, "")
            more = 'rel="next"' in answer.headers.get("link", "")
            return Listing(
                rows_of(items, what="ticket", arrange=arrange, id_key="id"),
                times_of(items, "updated_at", now=answer.now),
                str(int(mark or "1") + 1) if more else None,
            )

        yield from by_time(fetch, cursor, since=live.since)
