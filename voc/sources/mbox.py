"""Read mailboxes: mbox files, as Gmail, Thunderbird and others export them."""

import re
from collections.abc import Iterator
from contextlib import suppress
from email import message_from_bytes, policy
from email.errors import MessageError
from email.header import decode_header, make_header
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.errors import SourceFormat
from voc.sources import files
from voc.sources.quoted import own_words
from voc.sources.row import SourceRow, require_seen

_LARGEST = 1 << 25
_MARK = b"From "
_ESCAPED = re.compile(rb">+From ")


def is_mbox(path: Path) -> bool:
    """Tell by its first bytes whether a file is a mailbox."""
    return files.start(path, len(_MARK)) == _MARK


def rows(path: Path, mapping: SourceMapping) -> Iterator[SourceRow]:
    """Read the messages, numbered from 1, without what they quote.

    Raises:
        SourceFormat: the file is no mailbox, or is damaged.
    """
    first = files.start(path)
    if not first.strip():
        raise SourceFormat(f"{path} is empty.", hint="Export the mailbox again.")
    if not first.startswith(_MARK):
        raise SourceFormat(
            f"{path}, line 1: no mailbox begins so.", hint="Export the mailbox as mbox."
        )
    messages = enumerate(_messages(path), 1)
    return require_seen((_row(*numbered) for numbered in messages), mapping, path=path)


def _messages(path: Path) -> Iterator[bytes | None]:
    """Cut the mailbox into messages; None stands for one that is too large."""
    lines: list[bytes] = []
    size, blank = 0, True
    with files.damage(path), files.open_binary(path) as stream:
        stream.readline(_LARGEST)
        for line in iter(lambda: stream.readline(_LARGEST), b""):
            if blank and line.startswith(_MARK):
                yield b"".join(lines) if size <= _LARGEST else None
                lines, size = [], 0
                continue
            blank = not line.strip()
            size += len(line)
            if size <= _LARGEST:
                # A line of the message that begins as a mark does is written with one > more.
                lines.append(line[1:] if _ESCAPED.match(line) else line)
    yield b"".join(lines) if size <= _LARGEST else None


def _row(number: int, raw: bytes | None) -> SourceRow:
    if raw is None:
        return SourceRow(number, {}, f"The message is larger than {_LARGEST >> 20} MB.")
    try:
        message = message_from_bytes(raw, policy=policy.compat32)
        return SourceRow(number, _values(message))
    except (MessageError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return SourceRow(number, {}, "The message is no e-mail.")


def _values(message: Message) -> dict[str, str]:
    return {
        "message_id": _header(message, "Message-ID").strip("<> "),
        "date": _moment(_header(message, "Date")),
        "from": parseaddr(_header(message, "From"))[1].casefold(),
        "to": parseaddr(_header(message, "To"))[1].casefold(),
        "subject": _header(message, "Subject"),
        "body": own_words(_body(message)),
    }


def _header(message: Message, name: str) -> str:
    value = str(message.get(name, ""))
    # An encoding that nobody knows is left as it is written.
    with suppress(LookupError, ValueError, MessageError):
        value = str(make_header(decode_header(value)))
    return _plain(value)


def _moment(value: str) -> str:
    """Write a message's date as ISO 8601; what is no date is left as it is, to be rejected."""
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return value
    # "-0000" says UTC, from a place that isn't told.
    return moment.isoformat() if moment.tzinfo else f"{moment.isoformat()}Z"


def _body(message: Message) -> str:
    """Choose the plain text, or else the HTML, whose tags are taken out later."""
    parts = [part for part in message.walk() if not part.is_multipart()]
    shown = [part for part in parts if part.get_content_disposition() != "attachment"]
    for kind in ("text/plain", "text/html"):
        for part in shown:
            if part.get_content_type() == kind:
                return _text(part)
    return ""


def _text(part: Message) -> str:
    payload = part.get_payload(decode=True)
    data = payload if isinstance(payload, bytes) else b""
    try:
        return _plain(data.decode(part.get_content_charset("utf-8"), "replace"))
    except LookupError:
        return _plain(data.decode("cp1252", "replace"))


def _plain(text: str) -> str:
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
