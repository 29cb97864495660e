"""Bring a text to the form in which copies of it are equal, or alike."""

import hashlib
import re

from voc.nlp.clean.language import count_words

_HANDLE = r"(?:@\w+|<HANDLE>)"
_RETWEETED = re.compile(rf"\bRT\s+[\"“]?{_HANDLE}\s*:?")
_QUOTED = re.compile(rf"[\"“]\s*{_HANDLE}\s*:([^\"”]*)[\"”]?")
_HEADERS = re.compile(
    r"^-{2,}\s*(?:Original|Forwarded) Message\b.*$|^From: .*(?:\n(?:Sent|Date|To|Cc|Subject): .*)+",
    re.MULTILINE | re.IGNORECASE,
)
_HANDLES = re.compile(rf"\A\s*(?:{_HANDLE}[\s,:]*)+")
# Also those whose beginning was left out or mistyped: bit.ly/x1
_URL = re.compile(r"(?<!\S)\S*(?:://|\w\.\w+/)\S+|www\.\S+")
_QUOTES = re.compile(r"['’`]")
_PUNCTUATION = re.compile(r"[^\w\s]|_")
_FEW_WORDS = 4
_DEEPEST_QUOTE = 5


def normal_text(text: str) -> str:
    """Give a text's words regardless of case, punctuation, white space, URLs and handles at its
    start. "…" behind the last word says that the text was cut off there.

    Of a retweet or a reply, the words are those it adds to what it quotes; where these are fewer
    than four ("so true", or none at all), they are those it quotes.
    """
    for _ in range(_DEEPEST_QUOTE):
        own, quoted = _parted(text)
        words = _words(own)
        if not quoted or count_words(words) >= _FEW_WORDS:
            return words
        text = quoted
    return _words(text)


def normal_digest(text: str) -> str:
    """Digest a text's normal form; "" when it has fewer than four words, as those say too little
    to tell a repeat from a coincidence."""
    words = normal_text(text).rstrip("…")
    if count_words(words) < _FEW_WORDS:
        return ""
    return hashlib.sha256(words.encode()).hexdigest()


def _parted(text: str) -> tuple[str, str]:
    """Part what a text says itself from what it quotes, which is shorter than the text."""
    if "RT" in text and (said := _RETWEETED.search(text)):
        return text[: said.start()], text[said.end() :]
    if said := _QUOTED.search(text):
        return f"{text[: said.start()]} {text[said.end() :]}", said[1]
    if "\n" in text and (said := _HEADERS.search(text)):
        return text[: said.start()], text[said.end() :]
    return _by_line(text) if ">" in text else (text, "")


def _by_line(text: str) -> tuple[str, str]:
    """Part a message by its quoted lines, which begin with ">"; the line that announces them
    ("On Monday, Jo wrote:") is neither."""
    own: list[str] = []
    quoted: list[str] = []
    for line in text.splitlines():
        if line.startswith(">"):
            if own and not quoted and own[-1].endswith(":"):
                own.pop()
            quoted.append(line.lstrip("> "))
        else:
            own.append(line)
    return "\n".join(own), "\n".join(quoted)


def _words(text: str) -> str:
    if "/" in text or "www" in text:
        text = _URL.sub(" ", text)
    plain = _QUOTES.sub("", _HANDLES.sub("", text).casefold())
    words = " ".join(_PUNCTUATION.sub(" ", plain).split())
    return f"{words}…" if words and text.rstrip(' "”').endswith(("…", "...")) else words
