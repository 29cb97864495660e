"""Repair a text: broken encodings, HTML, invisible characters, white space, boilerplate."""

import re
from collections.abc import Sequence

from voc.nlp.clean.expression import without

# Only names that HTML has, so that "price < 10 and > 5", "I <3 it" and "<name>" stay.
_INLINE = "a|abbr|b|big|code|del|em|font|i|img|ins|mark|q|s|small|span|strong|sub|sup|u|wbr"
_BLOCK = (
    "article|blockquote|body|br|center|div|dd|dl|dt|footer|form|h[1-6]|head|header|hr|html|li|"
    "main|ol|p|pre|section|table|tbody|td|tfoot|th|thead|title|tr|ul"
)
# A part never runs past the next start of its kind, so that unclosed ones cost no second look.
_HIDDEN = re.compile(
    r"<!--(?:(?!<!--).)*?-->|<(script|style)\b[^<>]*>(?:(?!<\1\b).)*?</\1\s*>",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTES = r"(?:\s[^<>]*)?/?>"
_BLOCK_TAG = re.compile(rf"</?(?:{_BLOCK}){_ATTRIBUTES}", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}){_ATTRIBUTES}", re.IGNORECASE)
_INVISIBLE = re.compile("[\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]")
# Joiners belong to emoji and to scripts such as Persian; next to ASCII they are stray.
_STRAY_JOINER = re.compile(
    "(?<=[\x00-\x7f])[\u200c\u200d]+|(?<![\u200c\u200d])[\u200c\u200d]+(?=[\x00-\x7f])"
)
_SPACES = re.compile(r"[^\S\n]+")
_BREAKS = re.compile(r" ?\n\s*")


def repair(text: str, strip: Sequence[str] = ()) -> str:
    """Repair a text. Runs of white space become one space, or one line break where they hold one.

    `strip` are regular expressions of boilerplate to remove, matched after the repair and before
    white space is set right.
    """
    import ftfy
    from ftfy.fixes import unescape_html

    if not _is_whole(text):
        text = ftfy.fix_text(text, unescape_html=False)
    text = _HIDDEN.sub(" ", text)
    text = _INLINE_TAG.sub("", _BLOCK_TAG.sub("\n", text))
    text = _STRAY_JOINER.sub("", _INVISIBLE.sub("", unescape_html(text)))
    for pattern in strip:
        text = without(pattern, text, of="strip")
    return _BREAKS.sub("\n", _SPACES.sub(" ", text)).strip()


def _is_whole(text: str) -> bool:
    """Tell whether a text is plain ASCII, as most are, in which no encoding can be broken."""
    return text.isascii() and text.replace("\n", " ").isprintable()
