"""What every connector needs of its settings and of an answer."""

from typing import Any

from voc.domain.mapping import Live, SourceMapping
from voc.errors import SettingsInvalid
from voc.sources.live.answer import Answer


def live_of(mapping: SourceMapping, *, url: str = "", needs: tuple[str, ...] = ()) -> Live:
    """Get a mapping's `live`, with the tool's usual address where it names none.

    Raises:
        SettingsInvalid: a field that the tool needs is missing.
    """
    if mapping.live is None:
        raise SettingsInvalid(f"A {mapping.format!r} source without `live` reads files.")
    live = mapping.live.model_copy(update={"url": mapping.live.url or url})
    missing = [name for name in ("url", *needs) if not getattr(live, name)]
    if missing:
        raise SettingsInvalid(
            f"`live` lacks {', '.join(f'`{name}`' for name in missing)}.",
            hint="docs/sources.md shows it for each tool.",
        )
    return live


def listed(answer: Answer, key: str) -> tuple[dict[str, Any], list[Any]]:
    """Read an answer and its list of objects under a key; "" where the answer is the list.

    Raises:
        SourceFormat: there is no such list.
    """
    body = answer.json()
    items = body.get(key)
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise answer.unexpected(f"no list of {key or 'objects'}")
    return body, items
