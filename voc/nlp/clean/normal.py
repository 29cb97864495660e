"""Bring a text to the form in which repeats of it are equal."""

import hashlib
import re

from voc.nlp.clean.language import count_words

_RETWEET = re.compile(r"\A\s*(?:RT\s+(?:@\w+|<HANDLE>)\s*:?\s*)+", re.IGNORECASE)
_HANDLES = re.compile(r"\A\s*(?:(?:@\w+|<HANDLE>)[\s,:]*)+")
_URL = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_QUOTES = re.compile(r"['’`]")
_PUNCTUATION = re.compile(r"[^\w\s]|_")


def normal_digest(text: str) -> str:
    """Digest a text regardless of case, punctuation, white space, URLs, a retweet prefix and
    handles at its start; "" when fewer than four words remain, as those say too little to tell a
    repeat from a coincidence."""
    text = _URL.sub(" ", text)
    text = _HANDLES.sub("", _RETWEET.sub("", text))
    words = " ".join(_PUNCTUATION.sub(" ", _QUOTES.sub("", text.casefold())).split())
    if count_words(words) < 4:
        return ""
    return hashlib.sha256(words.encode()).hexdigest()
