"""Replace personal data by typed placeholders."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from voc.errors import SettingsInvalid
from voc.nlp.clean.address import postcodes, streets
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
    numbers by name: `account` becomes `<ACCOUNT>`. `names` looks for names of persons."""

    keep: tuple[str, ...] = ()
    patterns: Mapping[str, str] = field(default_factory=dict)
    names: bool = True

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
                re.compile(pattern)
            except re.error as error:
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
    found = [_structured(text, rules) for text in texts]
    if rules.names:
        names = persons(
            [_masked(t, f) for t, f in zip(texts, found, strict=True)], english=_english
        )
        for entities, spans in zip(found, names, strict=True):
            _claim(entities, "PERSON", spans)
    return [_redacted(text, its, rules) for text, its in zip(texts, found, strict=True)]


def _structured(text: str, rules: Rules) -> list[Entity]:
    found: list[Entity] = []
    for name, pattern in rules.patterns.items():
        _claim(found, name.upper(), (m.span() for m in re.finditer(pattern, text) if m[0]))
    for kind, find in _KINDS:
        _claim(found, kind, find(text))
    return found


def _claim(found: list[Entity], kind: str, spans: Spans | Sequence[tuple[int, int]]) -> None:
    for start, end in spans:
        if all(end <= other.start or start >= other.end for other in found):
            found.append(Entity(start, end, kind))


def _masked(text: str, found: Sequence[Entity]) -> str:
    """Put digits for what is found, so that nothing of it is read as a name."""
    for entity in found:
        text = text[: entity.start] + "0" * (entity.end - entity.start) + text[entity.end :]
    return text


def _english(text: str) -> bool:
    return language(text) in {"en", UNKNOWN}


def _redacted(text: str, found: Sequence[Entity], rules: Rules) -> Redacted:
    kept = tuple(_joint(word) for word in rules.keep)
    wanted = (entity for entity in found if not _is_kept(text, entity, kept))
    entities = tuple(sorted(wanted, key=lambda entity: entity.start))
    return Redacted("".join(_pieces(text, entities)), entities)


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
