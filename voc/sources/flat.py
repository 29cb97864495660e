"""Make a JSON object flat: nested keys joined by dots, every value a text."""

import json
from typing import Any

_MOST_VALUES = 16_384


def decoder() -> json.JSONDecoder:
    """Make a decoder that keeps numbers as they are written, so that long ids stay whole."""
    return json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str)


def flat(value: dict[str, Any]) -> dict[str, str]:
    """Make an object flat. A list of plain values is joined by spaces; other lists are numbered
    from 0.

    Raises:
        RecursionError: it is nested too deep.
        ValueError: it has more than 16,384 values.
    """
    found: dict[str, str] = {}
    for key, child in value.items():
        _into(found, key, child)
    if len(found) > _MOST_VALUES:
        raise ValueError("too many values")
    return found


def _into(found: dict[str, str], key: str, value: Any) -> None:
    if isinstance(value, list) and any(isinstance(item, dict | list) for item in value):
        value = {str(place): item for place, item in enumerate(value)}
    if isinstance(value, dict):
        for name, child in value.items():
            _into(found, f"{key}.{name}", child)
    elif isinstance(value, list):
        found[key] = " ".join(_plain(item) for item in value)
    else:
        found[key] = _plain(value)


def _plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    # JSON can escape what no text may hold and no database takes: half a character, and NUL.
    if isinstance(value, bytes):
        value = value.decode("utf-8", "replace")
    whole = str(value).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return whole.replace("\0", "")
