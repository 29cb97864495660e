"""Find the questions that stand beside answers, as lists of answers in JSON hold them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voc.sources.row import SourceRow

_ANSWER = re.compile(r"(?P<item>.+\.\d+)\.(?:answer|value|text|response|label)", re.IGNORECASE)
_QUESTIONS = ("question", "question_text", "questionText", "title", "label", "name", "key")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Hold the question of each column of answers; the columns that hold the questions; and those
    of answers to several questions, as each row lists its answers in an order of its own."""

    labels: Mapping[str, str]
    questions: frozenset[str]
    mixed: Sequence[str]


def asked(rows: Iterable[SourceRow]) -> Asked:
    """Find the columns of answers that have their question beside them, as `answers.0.value` has
    it in `answers.0.question`."""
    found: dict[str, set[str]] = defaultdict(set)
    questions = set[str]()
    for row in rows:
        for name in row.values:
            match = _ANSWER.fullmatch(name)
            sides = (f"{match['item']}.{question}" for question in _QUESTIONS if match)
            if beside := next((side for side in sides if side in row.values and side != name), ""):
                found[name].add(row.values[beside])
                questions.add(beside)
    return Asked(
        labels={name: min(said) for name, said in found.items() if len(said) == 1},
        questions=frozenset(questions),
        mixed=sorted(name for name, said in found.items() if len(said) > 1),
    )
