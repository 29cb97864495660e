"""Choose the columns of each field, by their names and by what is in them."""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from voc.sources.guess.dates import decide
from voc.sources.guess.names import fit, is_excluded, words
from voc.sources.guess.scores import Graded, answers, grade, speaks_for_itself
from voc.sources.row import SourceRow

_LINK = re.compile(r"https?://\S+$")
_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+$")
_CLOCK = re.compile(r"\d{1,2}:\d\d(:\d\d)?( ?[AaPp][Mm])?$")
_NUMBER = re.compile(r"[+(]?\d[\d ().+/-]{5,}$")
_PREFIX = re.compile(r"([^|\n]{2,40}\|)\s*")
_MANY = 0.02
_FEW = 50
_FEW_ANSWERS = 101
_NEARLY = 0.99


@dataclass(frozen=True, slots=True)
class Column:
    """Hold a column's name, what it asks in full, and what it holds in the rows looked at, without
    what is missing. `n_rows` is the number of those rows."""

    name: str
    label: str
    values: Sequence[str]
    n_rows: int

    @property
    def counts(self) -> dict[str, int]:
        """Count each distinct value."""
        return Counter(self.values)

    @property
    def repeats(self) -> bool:
        """Tell whether a value stands there twice."""
        return len(self.counts) < len(self.values)

    @property
    def n_words(self) -> float:
        """Average the words of a value."""
        return sum(len(value.split()) for value in self.values) / max(1, len(self.values))


def columns_of(
    rows: Sequence[SourceRow], missing: Sequence[str], *, labels: Mapping[str, str]
) -> list[Column]:
    """Gather the columns of rows, without values that mean "no answer"; `labels` are the questions
    of columns whose names say less."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for name, value in row.values.items():
            kept = found.setdefault(name, [])
            if value.strip() not in missing:
                kept.append(value.strip())
    n_rows = sum(not row.problem for row in rows)
    return [Column(name, labels.get(name, name), values, n_rows) for name, values in found.items()]


def choose(
    columns: Sequence[Column], known: Mapping[str, Any], *, wanted: Sequence[str]
) -> dict[str, tuple[str, ...]]:
    """Choose the columns of the wanted fields that have none yet."""
    chosen: dict[str, tuple[str, ...]] = {}
    taken = {name for field in FIELDS for name in known.get(field, ())}
    for field in wanted:
        free = [column for column in columns if column.values and column.name not in taken]
        if not known.get(field) and (names := _PICK[field](free)):
            chosen[field] = names
            taken |= set(names)
    return chosen


def free_texts(columns: Sequence[Column], chosen: Mapping[str, Any]) -> list[str]:
    """Name other columns that hold sentences."""
    taken = {name for field in FIELDS for name in chosen.get(field, ())}
    return [c.name for c in columns if c.name not in taken and _is_text(c) and c.n_words >= 4]


def prefixes(column: Column) -> list[str]:
    """List what stands before a bar at the start of many values, as "Trip Verified | " does: a
    tool wrote it, no customer. Each is a regular expression that finds it in any line: a title may
    stand before."""
    found = Counter(match[1] for value in column.values if (match := _PREFIX.match(value)))
    many = max(5, _MANY * len(column.values))
    escaped = (re.escape(prefix).replace(r"\ ", " ") for prefix, n in found.items() if n >= many)
    return sorted(rf"(?m)^\s*{prefix}\s*" for prefix in escaped)


def _best(free: Sequence[Column], field: str) -> Column | None:
    """Choose the column whose name fits best; the first of equals."""
    rated = [(fit(column.label, field), column) for column in free]
    best = max((rate for rate, _ in rated), default=0)
    return next((column for rate, column in rated if rate == best), None) if best else None


def _named(free: Sequence[Column], field: str) -> tuple[str, ...]:
    best = _best(free, field)
    return (best.name,) if best else ()


def _label(free: Sequence[Column], field: str) -> tuple[str, ...]:
    few = [column for column in free if 1 < len(column.counts) <= _FEW]
    return _named(few, field)


def _date(free: Sequence[Column]) -> tuple[str, ...]:
    named = [column for column in free if fit(column.label, "occurred_at")]
    dated = [column for column in named if decide(column.counts).share >= 0.5]
    best = _best(dated, "occurred_at") or _only_dates(free)
    if best is None:
        return ()
    clock = next((c for c in named if all(_CLOCK.match(value) for value in c.values)), None)
    if clock and all(":" not in value for value in best.values):
        return (best.name, clock.name)
    return (best.name,)


def _only_dates(free: Sequence[Column]) -> Column | None:
    """Choose the column that is the only one of written dates, whatever its name."""
    written = [
        column
        for column in free
        if not is_excluded(column.label, "occurred_at")
        and not all(value.isdecimal() for value in column.values)
        and decide(column.counts).share >= _NEARLY
    ]
    return written[0] if len(written) == 1 else None


def _email(free: Sequence[Column]) -> tuple[str, ...]:
    """Choose a column of addresses by its name, or else the one whose name doesn't say that they
    are somebody else's."""
    addresses = [c for c in free if _holds_addresses(c) or all("@" in v for v in c.values)]
    rest = [c for c in addresses if _holds_addresses(c) and not _is_label(c)]
    unnamed = [c for c in rest if not is_excluded(c.label, "email")]
    return _named(addresses, "email") or _named(unnamed, "external_id") or _only(unnamed)


def _only(columns: Sequence[Column]) -> tuple[str, ...]:
    return (columns[0].name,) if len(columns) == 1 else ()


def _holds_addresses(column: Column) -> bool:
    return 2 * sum(bool(_ADDRESS.match(value)) for value in column.values) > len(column.values)


def _contact(free: Sequence[Column]) -> tuple[str, ...]:
    return _named([column for column in free if not _holds_addresses(column)], "contact")


def _phone(free: Sequence[Column]) -> tuple[str, ...]:
    numbers = [c for c in free if all(_NUMBER.match(value) for value in c.values)]
    return _named(numbers, "phone")


def _score(free: Sequence[Column]) -> tuple[str, ...]:
    """Choose a column of scores by its name, or else one whose values leave no doubt; of several
    one on a known scale."""
    graded = [column for column in free if _is_few(column) and _n_answers(column) >= 0.9]
    known = [column for column in graded if grade(column.label, column.counts).scale]
    telling = tuple(column.name for column in known if _speaks(column))
    return _named(known, "score") or telling[:1] or _named(graded, "score")


def other_scores(columns: Sequence[Column], chosen: Mapping[str, Any]) -> list[tuple[str, Graded]]:
    """Name the other columns that look like scores, with the scale that each would be on."""
    taken = {name for field in FIELDS for name in chosen.get(field, ())}
    left = [c for c in columns if c.values and c.name not in taken and _is_few(c)]
    alike = [c for c in left if _looks_like_score(c) and not is_excluded(c.label, "score")]
    return [(column.name, grade(column.label, column.counts)) for column in alike]


def _looks_like_score(column: Column) -> bool:
    if fit(column.label, "score"):
        short = column.n_words < 4 and not fit(column.label, "text")
        return short or _n_answers(column) >= 0.5
    return _speaks(column) or (_is_question(column.label) and _n_answers(column) >= 0.9)


def _is_question(label: str) -> bool:
    return label.endswith("?") or re.fullmatch(r"q(uestion)? ?\d+", words(label)) is not None


def _is_few(column: Column) -> bool:
    return len(column.counts) <= _FEW_ANSWERS


def _speaks(column: Column) -> bool:
    return (
        _is_few(column)
        and not is_excluded(column.label, "score")
        and speaks_for_itself(column.label, column.counts)
    )


def _n_answers(column: Column) -> float:
    """Tell which share (0..1) of a column may be scores."""
    counts = column.counts
    return sum(counts[value] for value in answers(counts)) / max(1, len(column.values))


def _id(free: Sequence[Column]) -> tuple[str, ...]:
    """Choose a column of ids: each row's own or, where its name says so, nearly. Addresses are
    none: an id is kept as it is written."""
    free = [column for column in free if not _holds_addresses(column)]
    ids = [c for c in free if len(c.counts) >= _NEARLY * c.n_rows and c.n_words <= 1.5]
    unique = [c for c in ids if len(c.values) == c.n_rows == len(c.counts)]
    named = [c for c in ids if fit(c.label, "external_id") > 1]
    return _named(unique, "external_id") or _named(named, "external_id")


def _text(free: Sequence[Column]) -> tuple[str, ...]:
    texts = [c for c in free if _is_text(c) and not fit(c.label, "title") and not _speaks(c)]
    texts = texts or [c for c in free if _is_called_text(c) and not _speaks(c)]
    if not texts:
        return ()
    best = max(texts, key=_likely_text)
    title = next((c.name for c in free if fit(c.label, "title") and not _is_label(c)), None)
    return (title, best.name) if title else (best.name,)


def _likely_text(column: Column) -> float:
    """Rate a column by its words, its name, how seldom its values are repeated and how often it
    has one."""
    distinct, filled = len(column.counts) / len(column.values), len(column.values) / column.n_rows
    return min(column.n_words, 20) / 10 + fit(column.label, "text") + distinct + filled


def _is_text(column: Column) -> bool:
    if not column.values or _is_label(column) or all(_LINK.match(v) for v in column.values):
        return False
    return column.n_words >= 3 or bool(fit(column.label, "text") and column.n_words > 1)


def _is_called_text(column: Column) -> bool:
    """Tell whether a column is of texts by its name alone, however short these are."""
    named = fit(column.label, "text") > 1 or words(column.name) in ("note", "notes")
    return named and not _is_label(column) and not _n_answers(column)


def _is_label(column: Column) -> bool:
    """Tell whether a column names one of a few kinds rather than says something."""
    return len(column.values) >= 20 and len(column.counts) <= len(column.values) / 10


_PICK: Mapping[str, Callable[[Sequence[Column]], tuple[str, ...]]] = {
    "occurred_at": _date,
    "score": _score,
    "external_id": _id,
    "customer": lambda free: _named(free, "customer"),
    "contact": _contact,
    "email": _email,
    "phone": _phone,
    "text": _text,
    "account": lambda free: _named([c for c in free if len(c.counts) > 1], "account"),
    "touchpoint": lambda free: _label(free, "touchpoint"),
    "customer_segment": lambda free: _label(free, "customer_segment"),
    "region": lambda free: _label(free, "region"),
}
FIELDS = tuple(_PICK)
