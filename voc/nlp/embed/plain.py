"""Leave out of a text what is not read."""

import re

# What says who is spoken to, or where to look, and not what about: with it, texts to the same
# handle look alike whatever they say.
_ADDRESSING = re.compile(r"^RT\b:?|(?<!\w)@\w+:?|https?://\S+|<[A-Z_]{2,}>|(?<!\w)#(?=\w)")


def plain(text: str) -> str:
    """Leave out handles, links, placeholders of redacted data, hash signs and retweet marks."""
    return _ADDRESSING.sub(" ", text).strip()
