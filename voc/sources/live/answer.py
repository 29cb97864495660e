"""What a tool's REST API answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from voc.errors import SourceFormat
from voc.sources.flat import decoder


@dataclass(frozen=True, slots=True)
class Answer:
    """Hold what a service answered. `now` is its own clock, if it told the time."""

    name: str
    status: int
    headers: Mapping[str, str]
    content: bytes
    now: datetime | None

    def json(self) -> dict[str, Any]:
        """Read the body as an object, numbers as they are written.

        Raises:
            SourceFormat: it is none.
        """
        try:
            found = decoder().decode(self.content.decode())
        except (ValueError, RecursionError):
            found = None
        if isinstance(found, list):
            found = {"": found}
        if not isinstance(found, dict):
            raise self.unexpected("no JSON object")
        return found

    def unexpected(self, what: str) -> SourceFormat:
        """Say that the service answers otherwise than its API is documented."""
        return SourceFormat(
            f"{self.name} answered with {what}.", hint="Check `url` in the source's `live`."
        )


def asked_to_wait(answer: Answer) -> float | None:
    """Read how long a service asks to wait, by its own clock, as ours may be wrong."""
    after = answer.headers.get("retry-after", "")
    reset = answer.headers.get("x-ratelimit-reset", "") if answer.status == 429 else ""
    if after.isdigit():
        return float(after)
    until = http_date(after)
    if until is None and reset.isdigit():
        until = datetime.fromtimestamp(int(reset), UTC)
    if until is None or answer.now is None:
        return None
    return max(1.0, (until - answer.now).total_seconds())


def http_date(value: str) -> datetime | None:
    """Read a time as HTTP headers write it."""
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
