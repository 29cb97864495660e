"""Check that a query only reads."""

import re

from voc.errors import SettingsInvalid

# MySQL runs what stands in /*! … */.
_COMMENT = r"--[^\n]*|/\*(?!!).*?\*/"
_QUOTED = r"'(?:[^']|'')*'|\"[^\"]*\"|`[^`]*`"
_UNREAD = re.compile(f"({_COMMENT})|{_QUOTED}", re.DOTALL)
_FIRST = re.compile(r"(?:select|with)\b", re.IGNORECASE)
_WRITES = re.compile(
    r"\b(insert|update|delete|merge|into|drop|alter|create|truncate|grant|revoke|call|exec|execute"
    r"|copy|attach|pragma|vacuum|set|do)\b",
    re.IGNORECASE,
)


def check_query(query: str) -> None:
    """Refuse what is not one reading statement.

    Raises:
        SettingsInvalid: it is empty, several statements, or may write.
    """
    bare = _UNREAD.sub(lambda found: " " if found[1] else "x", query).strip().rstrip(";").strip()
    word = _WRITES.search(bare)
    if ";" in bare:
        what = "is more than one statement"
    elif not _FIRST.match(bare):
        what = "does not begin with SELECT or WITH"
    elif word:
        what = f"holds the word {word[0].upper()}"
    else:
        return
    raise SettingsInvalid(
        f"`live.query` {what}.", hint="Write one SELECT; a column called so goes into quotes."
    )
