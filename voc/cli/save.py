"""Write a guessed mapping into voc.toml."""

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voc.domain.mapping import SourceMapping


_NAME = re.compile(r"[a-z][a-z0-9_]{0,63}")
_RESERVED = ("customers",)


def check_name(name: str) -> None:
    """Make sure that a source can have this name.

    Raises:
        SettingsInvalid: it can't, or the name means something else to `voc ingest`.
    """
    from voc.errors import SettingsInvalid

    if not _NAME.fullmatch(name):
        raise SettingsInvalid(
            f"--save {name!r} can't be the name of a source.",
            hint="Write up to 64 of a-z, 0-9 and _, a letter first, for example nps_survey.",
        )
    if name in _RESERVED:
        raise SettingsInvalid(
            f"--save {name}: `voc ingest {name}` reads what is known of customers, no source.",
            hint="Choose another name.",
        )


def save_mapping(workspace: Path, name: str, mapping: "SourceMapping") -> None:
    """Append a [sources.NAME] table to a workspace's voc.toml, and leave the rest as it is.

    Raises:
        Conflict: there is such a table already.
        SettingsInvalid: the name can't be one.
    """
    from voc.errors import Conflict
    from voc.settings import FILE, load_settings

    check_name(name)
    path = workspace / FILE
    if name in load_settings(workspace).sources:
        raise Conflict(f"{path} has a [sources.{name}] already.", hint="Choose another name.")
    before = path.read_text(encoding="utf-8")
    path.write_text(f"{before.rstrip()}\n\n{as_toml(name, mapping)}", encoding="utf-8")
    try:
        load_settings(workspace)
    except BaseException:
        path.write_text(before, encoding="utf-8")
        raise


def as_toml(name: str, mapping: "SourceMapping") -> str:
    """Write a mapping as a table of voc.toml: the fields that were set, in their usual order."""
    fields = mapping.model_dump(mode="json", exclude_unset=True)
    ordered = [key for key in type(mapping).model_fields if key in fields]
    lines = [f"{key} = {_value(fields[key])}" for key in ordered]
    return "\n".join([f"[sources.{name}]", *lines, ""])


def _value(value: Any) -> str:
    if isinstance(value, list | tuple):
        inner = ", ".join(_value(item) for item in value)
        return _value(value[0]) if len(value) == 1 else f"[{inner}]"
    if isinstance(value, dict):
        pairs = (f"{_value(key)} = {_value(item)}" for key, item in value.items())
        return f"{{ {', '.join(pairs)} }}"
    # TOML's basic strings are JSON's, but for the delete character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
