"""Read the text of a file, plain or gzipped, in any usual encoding."""

import codecs
import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from voc.errors import SettingsInvalid, SourceFormat, SourceUnavailable

_BLOCK = 1 << 16
_SAMPLE = 1 << 18
_MOST_UNPACKED = 1 << 29
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Free detection takes short Western texts for exotic code pages; these are what tools write.
_GUESSES = ["cp1252", "cp1250", "cp1251", "cp932", "gb18030", "euc_kr", "big5"]


def check_readable(path: Path) -> None:
    """Refuse a path that is no file.

    Raises:
        SourceUnavailable: it is missing, a folder, or may not be read.
    """
    with open_binary(path):
        pass


def open_binary(path: Path) -> io.BufferedReader | gzip.GzipFile:
    """Open a file for its bytes, unpacked where it is gzipped; reading on may raise what `damage`
    turns into an error of the tree.

    Raises:
        SourceUnavailable: it is missing, a folder, or may not be read.
    """
    if path.is_dir():
        raise SourceUnavailable(f"{path} is a folder.", hint="Name the files in it.")
    try:
        if path.suffix == ".gz":
            return gzip.open(path)
        return path.open("rb")
    except OSError as error:
        raise _unavailable(path, error) from error


def start(path: Path, size: int = 8192) -> bytes:
    """Read a file's first bytes.

    Raises:
        SourceUnavailable: it can't be opened.
        SourceFormat: its gzip data are damaged.
    """
    with damage(path), open_binary(path) as stream:
        return stream.read(size)


def whole(path: Path) -> BinaryIO | gzip.GzipFile:
    """Open a file whose reader jumps about in it; gzipped ones are unpacked in memory.

    Raises:
        SourceUnavailable: it can't be opened.
        SourceFormat: its gzip data are damaged, or more than 512 MB.
    """
    if path.suffix != ".gz":
        return open_binary(path)
    with damage(path), open_binary(path) as stream:
        data = stream.read(_MOST_UNPACKED + 1)
    if len(data) > _MOST_UNPACKED:
        raise SourceFormat(
            f"{path} holds more than 512 MB when unpacked.", hint="Unpack it with gunzip first."
        )
    return io.BytesIO(data)


@contextmanager
def damage(path: Path, *, place: Callable[[], str] = lambda: "") -> Iterator[None]:
    """Turn what reading bytes may raise into an error that names the file and the place.

    Raises:
        SourceUnavailable: the disk or network doesn't answer.
        SourceFormat: the gzip data are damaged or cut off.
    """
    try:
        yield
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise SourceFormat(
            f"{path}{place()}: the gzip data is damaged or cut off.",
            hint="Copy or export the file again.",
        ) from error
    except OSError as error:
        raise _unavailable(path, error) from error


def lines(path: Path, *, encoding: str | None = None) -> Iterator[str]:
    """Read a file line by line, each with its line end.

    Raises:
        SourceUnavailable: the file can't be opened.
        SourceFormat: it is empty, cut off, binary or in another encoding.
        SettingsInvalid: `encoding` names none.
    """
    return _pieces(path, encoding, lambda stream: stream.readline())


def blocks(path: Path, *, encoding: str | None = None) -> Iterator[str]:
    """Read a file in pieces of equal size, whatever its lines; it raises what `lines` does."""
    return _pieces(path, encoding, lambda stream: stream.read(_BLOCK))


def _pieces(
    path: Path, encoding: str | None, read: Callable[[io.TextIOWrapper], str]
) -> Iterator[str]:
    check_readable(path)
    line, blank = 1, True
    known = _known(encoding) if encoding else _detect(path)
    try:
        with (
            damage(path, place=lambda: f", near line {line}"),
            open_binary(path) as binary,
            io.TextIOWrapper(binary, known, newline="") as stream,
        ):
            while piece := read(stream):
                if "\0" in piece:
                    place = line + piece[: piece.index("\0")].count("\n")
                    raise SourceFormat(
                        f"{path}, line {place}: a NUL byte, as binary files hold.",
                        hint="If it is UTF-16, name that as the source's `encoding`.",
                    )
                line += piece.count("\n")
                blank = blank and not piece.strip()
                yield piece
    except UnicodeError as error:
        raise SourceFormat(
            f"{path}, near line {line}: bytes that are not {known}, or the file is cut off.",
            hint="Name the source's `encoding`, or export the file again.",
        ) from error
    if blank:
        raise SourceFormat(f"{path} is empty.", hint="Export the file again.")


def _unavailable(path: Path, error: OSError) -> SourceUnavailable:
    return SourceUnavailable(
        f"{path} can't be read: {error.strerror}.", hint="Check its name and your rights."
    )


def _known(encoding: str) -> str:
    try:
        return codecs.lookup(encoding).name
    except LookupError as error:
        raise SettingsInvalid(
            f"There is no encoding {encoding!r}.", hint="Write utf-8, utf-16 or cp1252, say."
        ) from error


def _detect(path: Path) -> str:
    # Damage is found again at its place, when what stands before it has been read.
    with suppress(SourceFormat), damage(path), open_binary(path) as stream:
        first = stream.peek(4)[:4]
        for mark, name in _MARKS:
            if first.startswith(mark):
                return name
        decoder = codecs.getincrementaldecoder("utf-8")()
        while block := stream.read(_SAMPLE):
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                return _guess(block)
    return "utf-8"


def _guess(sample: bytes) -> str:
    from charset_normalizer import from_bytes

    best = from_bytes(sample, cp_isolation=_GUESSES).best()
    return best.encoding if best else "cp1252"
