"""A server that behaves like the six tools: pages, limits, outages, expiring cursors, a clock."""

import csv
import io
import json
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)
AT_ONCE = 2
SURVEY = "SV_1"
SECRET = "s3cret-credential"
_ROWS = ["ResponseId", "RecordedDate", "Q1", "Q2"]


@dataclass(frozen=True)
class Said:
    """One ticket, conversation or response."""

    id: str
    at: datetime
    text: str
    score: int = 9


@dataclass
class Service:
    """Hold what customers said, and how the server misbehaves. `faults` are statuses and headers
    that come before the next answers; `served` are the ids that went out."""

    said: list[Said]
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    served: list[str] = field(default_factory=list)
    asked: int = 0
    now: datetime = NOW
    cursors_expired: bool = False
    before_answer: Callable[["Service"], None] | None = None
    url: str = ""
    _serials: dict[Said, int] = field(default_factory=dict)

    def change(self, said_id: str, at: datetime, text: str) -> None:
        """Let a customer add to what was said."""
        self.said = [
            replace(one, at=at, text=text) if one.id == said_id else one for one in self.said
        ]

    def serial(self, one: Said) -> int:
        """Number what was said in the order in which it came or changed, whatever its time says."""
        for known in self.said:
            self._serials.setdefault(known, len(self._serials))
        return self._serials[one]

    def since(self, moment: datetime, *, inclusive: bool = True) -> list[Said]:
        """List what changed since, oldest first."""
        chosen = [one for one in self.said if one.at > moment or (inclusive and one.at == moment)]
        return sorted(chosen, key=lambda one: (one.at, one.id))


@contextmanager
def serving(service: Service) -> Iterator[Service]:
    """Run the server on a port of its own."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Bound", (_Handler,), {"of": service}))
    service.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    of: Service
    protocol_version = "HTTP/1.1"

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def date_time_string(self, timestamp: float | None = None) -> str:
        return format_datetime(self.of.now, usegmt=True)

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self._answer(parts.path, asked)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(self.path, json.loads(body))

    def _answer(self, path: str, asked: dict[str, Any]) -> None:
        self.of.asked += 1
        if self.of.before_answer:
            self.of.before_answer(self.of)
        if self.of.faults:
            status, headers = self.of.faults.pop(0)
            self._send(status, b"<html>Service notice</html>", headers)
            return
        carried = [self.headers.get("Authorization", ""), self.headers.get("X-API-TOKEN", "")]
        if not any(value.startswith(("Basic ", "Bearer ")) or value == SECRET for value in carried):
            self._send(401, b"{}", {})
            return
        for start, reply in _PATHS.items():
            if path.startswith(start):
                found = reply(self.of, path, asked)
                status, headers, body = found if isinstance(found, tuple) else (200, {}, found)
                raw = body if isinstance(body, bytes) else json.dumps(body).encode()
                self._send(status, raw, headers)
                return
        self._send(404, b"{}", {})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json"} | headers).items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def _iso(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _moment(text: str | None) -> datetime:
    found = datetime.fromisoformat(text or "1970-01-01T00:00:00Z")
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _out(of: Service, part: list[Said]) -> list[Said]:
    of.served += [one.id for one in part]
    return part


def _zendesk(of: Service, _: str, asked: dict[str, str]) -> Any:
    if "cursor" in asked:
        if of.cursors_expired:
            of.cursors_expired = False
            return 400, {}, {"error": "InvalidCursor"}
        left = [one for one in of.said if of.serial(one) > int(asked["cursor"])]
    else:
        left = of.since(datetime.fromtimestamp(int(asked["start_time"]), UTC))
    left.sort(key=of.serial)
    part = _out(of, left[:AT_ONCE])
    tickets = [
        {
            "id": int(one.id),
            "created_at": "2026-03-01T10:00:00Z",
            "updated_at": _iso(one.at),
            "status": "open" if one.text else "deleted",
            "subject": "",
            "description": one.text,
            "requester_id": 7,
        }
        for one in part
    ]
    after = str(of.serial(part[-1])) if part else asked.get("cursor")
    return {"tickets": tickets, "after_cursor": after, "end_of_stream": len(left) <= AT_ONCE}


def _freshdesk(of: Service, _: str, asked: dict[str, str]) -> Any:
    left = of.since(_moment(asked["updated_since"]))
    first = AT_ONCE * (int(asked["page"]) - 1)
    part = _out(of, left[first : first + AT_ONCE])
    assert asked["include"] == "description"
    tickets = [
        {
            "id": int(one.id),
            "created_at": "2026-03-01T10:00:00Z",
            "updated_at": _iso(one.at),
            "subject": "",
            "description_text": one.text,
            "requester_id": 7,
        }
        for one in part
    ]
    more = len(left) > first + AT_ONCE
    return 200, {"Link": f'<{of.url}/next>; rel="next"'} if more else {}, tickets


def _intercom_search(of: Service, _: str, asked: dict[str, Any]) -> Any:
    value, paging = asked["query"]["value"], asked["pagination"]
    after = paging.get("starting_after")
    if after and of.cursors_expired:
        of.cursors_expired = False
        return 400, {}, {"type": "error.list"}
    # The newest first: the order of a search is not documented.
    left = of.since(datetime.fromtimestamp(value, UTC), inclusive=False)[::-1]
    first = int(after or 0)
    part = left[first : first + AT_ONCE]
    more = len(left) > first + AT_ONCE
    following = {"page": 2, "starting_after": str(first + AT_ONCE)} if more else None
    return {
        "conversations": [{"id": one.id, "updated_at": int(one.at.timestamp())} for one in part],
        "pages": {"type": "pages", "next": following} if following else {"type": "pages"},
    }


def _intercom_whole(of: Service, path: str, _: dict[str, Any]) -> Any:
    (one,) = [one for one in of.said if one.id == path.rpartition("/")[2]]
    _out(of, [one])
    customer = {"type": "user", "id": "u7"}
    return {
        "id": one.id,
        "created_at": 1772359200,
        "updated_at": int(one.at.timestamp()),
        "source": {"body": "", "author": customer},
        "contacts": {"contacts": [{"id": "u7", "external_id": "C-7"}]},
        "conversation_parts": {
            "conversation_parts": [
                {"body": one.text, "author": customer},
                {"body": "We are on it", "author": {"type": "admin", "id": "a1"}},
            ]
        },
    }


_CHOICES = [
    {"id": str(100 + n), "text": "Not at all likely - 0" if n == 0 else str(n), "weight": -100}
    for n in range(11)
]
_DETAILS = {
    "pages": [
        {
            "questions": [
                {
                    "id": "1",
                    "family": "matrix",
                    "subtype": "rating",
                    "headings": [{"heading": "<b>How likely?</b>"}],
                    "answers": {"rows": [{"id": "9", "text": ""}], "choices": _CHOICES},
                },
                {"id": "2", "family": "open_ended", "headings": [{"heading": "Why?"}]},
            ]
        }
    ]
}


def _surveymonkey(of: Service, path: str, asked: dict[str, str]) -> Any:
    if path.endswith("/details"):
        return _DETAILS
    assert asked["sort_order"] == "ASC"
    left = of.since(_moment(asked.get("start_modified_at")), inclusive=False)
    first = AT_ONCE * (int(asked["page"]) - 1)
    data = [
        {
            "id": one.id,
            "collector_id": "5",
            "date_created": "2026-03-01T10:00:00+00:00",
            "date_modified": one.at.isoformat(),
            "custom_variables": {"customer": "C-7"},
            "pages": [
                {
                    "questions": [
                        {
                            "id": "1",
                            "answers": [{"row_id": "9", "choice_id": str(100 + one.score)}],
                        },
                        {"id": "2", "answers": [{"text": one.text}]},
                    ]
                }
            ],
        }
        for one in _out(of, left[first : first + AT_ONCE])
    ]
    links = {"next": "https://elsewhere.example"} if len(left) > first + AT_ONCE else {}
    return {"data": data, "links": links}


def _typeform(of: Service, _: str, asked: dict[str, str]) -> Any:
    left = of.since(_moment(asked.get("since")))
    if "after" in asked:
        assert "sort" not in asked
        (last,) = [one for one in of.said if one.id == asked["after"]]
        left = [one for one in of.since(last.at) if (one.at, one.id) > (last.at, last.id)]
    items = [
        {
            "token": one.id,
            "landed_at": _iso(one.at),
            "submitted_at": _iso(one.at),
            "answers": [
                {"field": {"ref": "nps"}, "type": "number", "number": one.score},
                {"field": {"ref": "why"}, "type": "text", "text": one.text},
            ],
            "hidden": {"customer": "C-7"},
        }
        for one in _out(of, left[:AT_ONCE])
    ]
    return {"items": items, "total_items": len(left), "page_count": 1}


def _qualtrics(of: Service, path: str, asked: dict[str, Any]) -> Any:
    if path.endswith("/export-responses"):
        assert asked["format"] == "csv"
        start = _moment(asked.get("startDate")).timestamp()
        return {"result": {"progressId": f"ES_{start:.0f}", "status": "inProgress"}}
    if path.endswith("/file"):
        start = datetime.fromtimestamp(int(path.split("/")[-2]), UTC)
        return _zipped(_out(of, of.since(start)[::-1]))
    file_id = path.rpartition("ES_")[2]
    if of.asked % 2:
        return {"result": {"percentComplete": 50.0, "status": "inProgress"}}
    return {"result": {"fileId": file_id, "percentComplete": 100.0, "status": "complete"}}


def _zipped(part: list[Said]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerows([_ROWS, _ROWS, ['{"ImportId":"x"}'] * 4])
    for one in part:
        writer.writerow([one.id, f"{one.at:%Y-%m-%d %H:%M:%S}", one.score, one.text])
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("Survey.csv", text.getvalue())
    return packed.getvalue()


_PATHS: dict[str, Callable[[Service, str, dict[str, Any]], Any]] = {
    "/api/v2/incremental/tickets/cursor.json": _zendesk,
    "/api/v2/tickets": _freshdesk,
    "/conversations/search": _intercom_search,
    "/conversations/": _intercom_whole,
    f"/v3/surveys/{SURVEY}/": _surveymonkey,
    f"/forms/{SURVEY}/responses": _typeform,
    f"/API/v3/surveys/{SURVEY}/": _qualtrics,
}
