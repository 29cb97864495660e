"""Replace personal data by typed placeholders."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import regex

from voc.errors import SettingsInvalid
from voc.nlp.clean.address import postcodes, streets
from voc.nlp.clean.expression import spans
from voc.nlp.clean.language import UNKNOWN, language
from voc.nlp.clean.national import national_ids
from voc.nlp.clean.online import handles, user_urls
from voc.nlp.clean.personal import Spans, addresses, cards, emails, ibans
from voc.nlp.clean.persons import persons
from voc.nlp.clean.phone import phones

# In the order in which they claim their place: the stricter check first.
_KINDS: tuple[tuple[str, Callable[[str], Spans]], ...] = (
    ("URL", user_urls),
    ("EMAIL", emails),
    ("IBAN", ibans),
    ("CARD", cards),
    ("IP", addresses),
    ("ID", national_ids),
    ("PHONE", phones),
    ("HANDLE", handles),
    ("ADDRESS", streets),
    ("POSTCODE", postcodes),
)
# Most texts hold no digit: they need not be searched for what has one.
_WITH_DIGIT = frozenset({"IBAN", "CARD", "ID", "PHONE", "ADDRESS", "POSTCODE"})
_DIGIT = re.compile(r"\d")
_KEEPABLE = frozenset({"PERSON", "HANDLE"})
_NAME = re.compile(r"[a-z][a-z0-9]*")


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Say what is personal data. `keep` are own brands, products and handles, which are never a
    person; a handle that starts with one is kept too. `patterns` are regular expressions of own
    numbers by name: `account` becomes `<ACCOUNT>`. `names` looks for names of persons, by lists
    and cues and, with `model`, by a language model too, which finds more and takes longer."""

    keep: tuple[str, ...] = ()
    patterns: Mapping[str, str] = field(default_factory=dict)
    names: bool = True
    model: bool = True

    def __post_init__(self) -> None:
        """Check the patterns.

        Raises:
            SettingsInvalid: names the pattern that is wrong.
        """
        for name, pattern in self.patterns.items():
            if not _NAME.fullmatch(name):
                raise SettingsInvalid(
                    f"privacy.patterns: the name {name!r} can't become a placeholder.",
                    hint="Use lower-case letters and digits, for example account.",
                )
            try:
                regex.compile(pattern)
            except regex.error as error:
                raise SettingsInvalid(
                    f"privacy.patterns.{name} is no regular expression: {error}."
                ) from error


DEFAULT = Rules()


def redact(text: str, *, rules: Rules = DEFAULT) -> Redacted:
    """Replace personal data by typed placeholders, such as `<EMAIL>` and `<PERSON>`."""
    return redact_many([text], rules=rules)[0]


def redact_many(texts: Sequence[str], *, rules: Rules = DEFAULT) -> list[Redacted]:
    """Redact texts, faster than one by one and with the same results.

    Where two kinds overlap, the one with the stricter check wins.
    """
    claims = [_structured(text, rules) for text in texts]
    if rules.names:
        masked = [claim.masked() for claim in claims]
        reads = _english if rules.model else _nothing
        found = persons(masked, keep=rules.keep, model=reads)
        for claim, its in zip(claims, found, strict=True):
            claim.add("PERSON", its)
    return [_redacted(claim, rules) for claim in claims]


@dataclass(slots=True)
class _Claims:
    """Collect the entities of a text; a character belongs to the first that claims it."""

    text: str
    found: list[Entity] = field(default_factory=list)
    taken: bytearray = field(default_factory=bytearray)

    def __post_init__(self) -> None:
        self.taken = bytearray(len(self.text))

    def add(self, kind: str, places: Iterable[tuple[int, int]]) -> None:
        for start, end in places:
            if start < end and not any(self.taken[start:end]):
                self.found.append(Entity(start, end, kind))
                self.taken[start:end] = b"\1" * (end - start)

    def masked(self) -> str:
        """Give the text with digits for what is found, so that nothing of it is read as a name."""
        if not self.found:
            return self.text
        return "".join("0" if taken else c for c, taken in zip(self.text, self.taken, strict=True))


def _structured(text: str, rules: Rules) -> _Claims:
    claims = _Claims(text)
    for name, pattern in rules.patterns.items():
        claims.add(name.upper(), spans(pattern, text, of=f"privacy.patterns.{name}"))
    has_digit = _DIGIT.search(text) is not None
    for kind, find in _KINDS:
        if has_digit or kind not in _WITH_DIGIT:
            claims.add(kind, find(text))
    return claims


def _english(text: str) -> bool:
    return language(text) in {"en", UNKNOWN}


def _nothing(_: str) -> bool:
    return False


def _redacted(claims: _Claims, rules: Rules) -> Redacted:
    kept = tuple(filter(None, map(_joint, rules.keep)))
    wanted = (entity for entity in claims.found if not _is_kept(claims.text, entity, kept))
    entities = tuple(sorted(wanted, key=lambda entity: entity.start))
    return Redacted("".join(_pieces(claims.text, entities)), entities)


def _is_kept(text: str, entity: Entity, kept: Sequence[str]) -> bool:
    if entity.type not in _KEEPABLE:
        return False
    value = _joint(text[entity.start : entity.end])
    return any(
        value == word or (entity.type == "HANDLE" and value.startswith(word)) for word in kept
    )


def _joint(text: str) -> str:
    return re.sub(r"[\W_]", "", text.casefold())


def _pieces(text: str, entities: Sequence[Entity]) -> Iterator[str]:
    at = 0
    for entity in entities:
        yield text[at : entity.start]
        yield f"<{entity.type}>"
        at = entity.end
    yield text[at:]
