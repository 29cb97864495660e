"""Leave out of a message what it quotes."""

import re

_REPLY = re.compile(
    r"^(?:On\b.{4,200}\bwrote:|Am\b.{4,200}\bschrieb.{0,100}:|El\b.{4,200}\bescribió:"
    r"|Le\b.{4,200}\ba écrit\s?:|-{2,}\s*(?:Original|Forwarded) Message.*)\s*$",
    re.IGNORECASE,
)
_SIGNATURE = "-- "


def own_words(body: str) -> str:
    """Keep what the sender wrote: no quoted lines, no earlier message, no signature.

    A message that has nothing else is kept whole.
    """
    kept: list[str] = []
    for line in body.splitlines():
        # RFC 3676, 4.3: two hyphens and a space, alone on a line, begin the signature.
        if _REPLY.match(line) or line == _SIGNATURE:
            break
        if not line.startswith(">"):
            kept.append(line)
    return "\n".join(kept).strip() or body.strip()
