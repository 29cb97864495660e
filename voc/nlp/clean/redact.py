"""Replace personal data by typed placeholders."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from voc.nlp.clean.personal import Spans, addresses, cards, emails, ibans
from voc.nlp.clean.phone import phones

# In the order in which they claim their place: the stricter check first.
_KINDS: tuple[tuple[str, Callable[[str], Spans]], ...] = (
    ("EMAIL", emails),
    ("IBAN", ibans),
    ("CARD", cards),
    ("IP", addresses),
    ("PHONE", phones),
)


@dataclass(frozen=True, slots=True)
class Entity:
    """Point at personal data in the input text: characters start (included) to end (excluded)."""

    start: int
    end: int
    type: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """Hold a text without the personal data, and where that stood in the input."""

    text: str
    entities: tuple[Entity, ...]


def redact(text: str) -> Redacted:
    """Replace e-mail addresses, card, bank account and phone numbers and public IP addresses by
    `<EMAIL>`, `<CARD>`, `<IBAN>`, `<PHONE>` and `<IP>`.

    Where two kinds overlap, the one with the stricter check wins.
    """
    found: list[Entity] = []
    for kind, find in _KINDS:
        for start, end in find(text):
            if all(end <= other.start or start >= other.end for other in found):
                found.append(Entity(start, end, kind))
    entities = tuple(sorted(found, key=lambda entity: entity.start))
    return Redacted("".join(_pieces(text, entities)), entities)


def _pieces(text: str, entities: tuple[Entity, ...]) -> Iterator[str]:
    at = 0
    for entity in entities:
        yield text[at : entity.start]
        yield f"<{entity.type}>"
        at = entity.end
    yield text[at:]
