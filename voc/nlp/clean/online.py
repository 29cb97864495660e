"""Find what names a person online: addresses of pages with user data, and handles."""

import re

from voc.nlp.clean.personal import Spans

_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"'“”]*[^\s<>\"'“”.,;:!?)\]]", re.IGNORECASE)
_USER_DATA = re.compile(
    r"//[^/?#]*@"
    r"|[?&#;](?:\w*[_-])?(?:user|uid|userid|username|login|name|e?mail|phone|tel|token|key|auth|"
    r"session|sid|sig|account|acct|customer|client|member|order|booking|ref|reservation|pnr|id|code)"
    r"(?:[_-]?(?:id|no|number|name))?=[^&\s]"
    r"|/(?:u|user|users|profile|profiles|member|members|account|accounts|order|orders|customer|"
    r"customers|people|in)/[^/\s?]+"
    r"|//(?:[\w-]+\.)*(?:facebook|instagram|twitter|x|tiktok|linktr|t)\.(?:com|ee|me)/@?[\w.]{3,}$",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"(?<![\w@./&+-])@[A-Za-z0-9_]{2,30}(?![\w@]|\.\w)")


def user_urls(text: str) -> Spans:
    """Find addresses of pages that hold a user: a profile, an account, a token; others stay."""
    for match in _URL.finditer(text):
        if _USER_DATA.search(match[0]):
            yield match.span()


def handles(text: str) -> Spans:
    """Find social handles."""
    if "@" in text:
        yield from (match.span() for match in _HANDLE.finditer(text))
