"""Ask a language model over the protocol of OpenAI: what it is asked leaves the machine."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import urlsplit

from voc.errors import SettingsInvalid, SourceUnavailable

if TYPE_CHECKING:
    import httpx2

Wait = Callable[[float], None]

PAUSES = (1.0, 4.0, 15.0)
LONGEST_PAUSE = 60.0
TIMEOUT_SECONDS = 60.0
_PASSING = frozenset({408, 429, 500, 502, 503, 504})
_LOCAL = frozenset({"127.0.0.1", "::1", "localhost"})
_MOST_TOKENS = 60


class LanguageModel:
    """Ask one model. `url` ends before `/chat/completions`; `key` is shown in no error. Redirects
    aren't followed: they would take the key elsewhere.

    Raises:
        SettingsInvalid: the address is neither https nor on this machine.
    """

    def __init__(
        self,
        url: str,
        model: str,
        *,
        key: str | None,
        wait: Wait,
        timeout_seconds: float = TIMEOUT_SECONDS,
    ) -> None:
        import httpx2

        parts = urlsplit(url)
        if not parts.hostname or (parts.scheme != "https" and parts.hostname not in _LOCAL):
            raise SettingsInvalid(
                "`wording.url` is no https address.",
                hint='Write "https://api.example.com/v1", or an address on this machine.',
            )
        self._name = f"The language model at {parts.hostname}"
        self._url = f"{url.rstrip('/')}/chat/completions"
        self._model = model
        self._wait = wait
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        self._http = httpx2.Client(headers=headers, timeout=timeout_seconds)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def answer(self, told: str, asked: str) -> str | None:
        """Get the model's answer, as little random as it can be; None where it gives none.

        Raises:
            SourceUnavailable: it refuses, or can't be reached for some time.
        """
        body = {
            "model": self._model,
            "messages": [
                {"role": "system", "content": told},
                {"role": "user", "content": asked},
            ],
            "temperature": 0,
            "max_tokens": _MOST_TOKENS,
        }
        return _read(self._posted(body))

    def _posted(self, body: dict[str, Any]) -> "httpx2.Response":
        last = ""
        for pause in (*PAUSES, None):
            answer = self._attempt(body)
            if not isinstance(answer, str) and answer.status_code not in _PASSING:
                if answer.status_code == 200:
                    return answer
                raise SourceUnavailable(
                    f"{self._name} refused (status {answer.status_code}).",
                    hint="Check `wording` in voc.toml, and the variable that holds the key.",
                )
            last = answer if isinstance(answer, str) else f"status {answer.status_code}"
            if pause is not None:
                self._wait(pause if isinstance(answer, str) else _asked(answer, pause))
        raise SourceUnavailable(
            f"{self._name} can't be asked ({last}).", hint="Try again later; nothing is lost."
        )

    def _attempt(self, body: dict[str, Any]) -> "httpx2.Response | str":
        """Ask once; name an error of the way there, as it may pass."""
        import httpx2

        try:
            return self._http.post(self._url, json=body)
        except (httpx2.TransportError, httpx2.DecodingError) as error:
            return type(error).__name__


def _asked(answer: "httpx2.Response", pause: float) -> float:
    after = answer.headers.get("retry-after", "")
    return min(float(after), LONGEST_PAUSE) if after.isdigit() else pause


def _read(answer: "httpx2.Response") -> str | None:
    try:
        said = answer.json()["choices"][0]["message"]["content"]
    except (ValueError, LookupError, TypeError, RecursionError):
        return None
    return said if isinstance(said, str) and said.strip() else None
