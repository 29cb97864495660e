"""Ask a tool's REST API: timeouts, patience with limits and outages, errors a person can act on."""

import socket
import ssl
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from voc.domain.mapping import Live
from voc.errors import SettingsInvalid, SourceFormat, SourceUnavailable
from voc.sources.live.answer import Answer, asked_to_wait, http_date

if TYPE_CHECKING:
    import httpx2

Wait = Callable[[float], None]

MOST_ATTEMPTS = 7
PATIENCE_SECONDS = 900.0
_TIMEOUT_SECONDS = 60.0
_PASSING = frozenset({429, 500, 502, 503, 504})
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_HINTS = {
    401: "Check what {variable} holds.",
    403: "Give the credential in {variable} the rights that docs/sources.md lists.",
    404: "Check `url` and `survey` in the source's `live`.",
}


class Client:
    """Ask one service. `wait` is called with seconds; `headers` carry the credential, which no
    error shows. Redirects aren't followed: they would take the credential elsewhere."""

    def __init__(self, live: Live, *, tool: str, headers: Mapping[str, str], wait: Wait) -> None:
        import httpx2

        origin, host = _origin(live.url)
        self._name = f"{tool} at {host}"
        self._variable = live.credential
        self._wait = wait
        self._http = httpx2.Client(
            base_url=origin,
            headers={"Accept": "application/json", "User-Agent": "voc", **headers},
            timeout=_TIMEOUT_SECONDS,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def wait(self, seconds: float) -> None:
        """Let some time pass."""
        self._wait(seconds)

    def get(
        self, path: str, params: Mapping[str, Any] | None = None, *, accept: Collection[int] = ()
    ) -> Answer:
        """Get a resource; a status in `accept` is an answer too.

        Raises:
            SourceUnavailable: the service refuses, or can't be reached for long.
        """
        given = {key: value for key, value in (params or {}).items() if value is not None}
        return self._ask("GET", path, accept, params=given)

    def post(self, path: str, body: object, *, accept: Collection[int] = ()) -> Answer:
        """Post a JSON body; as `get`."""
        return self._ask("POST", path, accept, json=body)

    def _ask(self, method: str, path: str, accept: Collection[int], **more: Any) -> Answer:
        answer, pauses = self._attempt(method, path, **more), _pauses()
        while not isinstance(answer, Answer) or answer.status in _PASSING:
            backoff = next(pauses, None)
            asked = asked_to_wait(answer) if isinstance(answer, Answer) else None
            if backoff is None or (asked or 0.0) > PATIENCE_SECONDS:
                raise self._gave_up(answer, asked)
            self._wait(backoff if asked is None else asked)
            answer = self._attempt(method, path, **more)
        if 200 <= answer.status < 300 or answer.status in accept:
            return answer
        raise self._refused(answer.status)

    def _attempt(self, method: str, path: str, **more: Any) -> "Answer | httpx2.TransportError":
        """Ask once; an error of the way there is given back, as it may pass."""
        import httpx2

        try:
            response = self._http.request(method, path, **more)
        except httpx2.TransportError as error:
            self._check_address(error)
            return error
        except httpx2.DecodingError as error:
            raise SourceFormat(f"{self._name} answered with damaged data.") from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        now = http_date(headers.get("date", ""))
        return Answer(self._name, response.status_code, headers, response.content, now)

    def _check_address(self, error: Exception) -> None:
        """Raise what no patience mends: there is no such host, or it can't prove who it is."""
        for cause in _causes(error):
            if isinstance(cause, socket.gaierror):
                raise SourceUnavailable(
                    f"{self._name}: there is no such host, or no network.",
                    hint="Check `url` in the source's `live`.",
                ) from error
            if isinstance(cause, ssl.SSLError):
                raise SourceUnavailable(
                    f"{self._name}: no secure connection ({cause.reason or 'TLS'}).",
                    hint="Check `url`, and whether a proxy stands between.",
                ) from error

    def _refused(self, status: int) -> SourceUnavailable:
        if 300 <= status < 400:
            what, hint = "leads to another address", "Check `url` in the source's `live`."
        else:
            what = f"refused (status {status})"
            hint = _HINTS.get(status, "Check the source's `live` in voc.toml.")
        return SourceUnavailable(f"{self._name} {what}.", hint=hint.format(variable=self._variable))

    def _gave_up(self, last: object, asked: float | None) -> SourceUnavailable:
        hint = "What came before is stored; the next pull goes on there."
        if isinstance(last, Answer):
            until = f" and asks to wait {asked:,.0f} seconds" if asked is not None else ""
            return SourceUnavailable(
                f"{self._name} keeps answering with status {last.status}{until}.", hint=hint
            )
        kind = type(last).__name__
        return SourceUnavailable(f"{self._name} can't be reached ({kind}).", hint=hint)


def check_credential(value: str, *, variable: str) -> str:
    """Take the white space off a credential that a variable holds.

    Raises:
        SettingsInvalid: nothing is left, or what no header can carry.
    """
    found = value.strip()
    if not found:
        raise SettingsInvalid(
            f"The environment variable {variable} is not set.", hint="Put the credential in it."
        )
    if not (found.isascii() and found.isprintable()):
        raise SettingsInvalid(
            f"The environment variable {variable} holds characters that no credential has.",
            hint="Copy the credential again.",
        )
    return found


def _origin(url: str) -> tuple[str, str]:
    """Take what a person copied from a browser: scheme and host, without the page; and the host."""
    try:
        parts = urlsplit(url)
        host = parts.hostname if parts.port != 0 else ""
    except ValueError:
        host = ""
    if not host or (parts.scheme != "https" and host not in _LOCAL):
        raise SettingsInvalid(
            "`live.url` is no https address.", hint='Write "https://company.example", say.'
        )
    place = parts.netloc.rpartition("@")[2]
    return f"{parts.scheme}://{place}", place


def _pauses() -> Iterator[float]:
    yield from (2.0**attempt for attempt in range(MOST_ATTEMPTS - 1))


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
