"""Make feedback of a source's row, as its mapping says."""

from dataclasses import dataclass

from voc.domain.mapping import SourceMapping
from voc.domain.record import RawFeedback
from voc.domain.score import SCALES, Score
from voc.errors import RecordRejected
from voc.sources.moment import read_moment
from voc.sources.row import SourceRow

# As long as a cell of a CSV file may be. More is a file that came into the column, not an opinion.
_LONGEST = 131_072


@dataclass(frozen=True, slots=True)
class Mapped:
    """Hold a row's feedback, and why its score was left out, if it was."""

    feedback: RawFeedback
    score_problem: RecordRejected | None = None


def is_wanted(row: SourceRow, mapping: SourceMapping) -> bool:
    """Tell whether the mapping's `only` lets a row through. One that can't be read is let through,
    to be rejected with its reason."""
    return bool(row.problem) or all(
        row.values.get(column, "").strip() == value for column, value in mapping.only.items()
    )


def to_feedback(row: SourceRow, mapping: SourceMapping) -> Mapped:
    """Make feedback of a row. `external_id` is "" where the row has none.

    Raises:
        RecordRejected: the row, or its date, can't be read. Its message shows no value of the row.
        SettingsInvalid: a time carries no zone and the mapping names none.
    """
    if row.problem:
        raise RecordRejected(row.problem, field="row")
    occurred_at = read_moment(_value(row, mapping.occurred_at, mapping) or "", mapping)
    score, problem = None, None
    try:
        score = _score(_value(row, mapping.score, mapping), mapping)
    except RecordRejected as error:
        problem = error
    touchpoint = _value(row, mapping.touchpoint, mapping)
    text = "\n".join(_present(row, mapping.text))
    if len(text) > _LONGEST:
        raise RecordRejected(
            f"The text is longer than {_LONGEST:,} characters.",
            field="text",
            hint="Shorten it, or leave it out.",
        )
    feedback = RawFeedback(
        external_id=_value(row, mapping.external_id, mapping) or "",
        occurred_at=occurred_at,
        text=text,
        score=score,
        response_id=_value(row, mapping.response_id, mapping),
        customer=_value(row, mapping.customer, mapping),
        account=_value(row, mapping.account, mapping),
        customer_segment=_value(row, mapping.customer_segment, mapping),
        region=_value(row, mapping.region, mapping),
        touchpoint=mapping.touchpoints.get(touchpoint, touchpoint) if touchpoint else None,
    )
    return Mapped(feedback, problem)


def _present(row: SourceRow, columns: tuple[str, ...]) -> list[str]:
    values = (row.values.get(column, "").strip() for column in columns)
    return [value for value in values if value]


def _value(row: SourceRow, columns: tuple[str, ...], mapping: SourceMapping) -> str | None:
    found = [value for value in _present(row, columns) if value not in mapping.missing]
    return " ".join(found) or None


def _score(value: str | None, mapping: SourceMapping) -> Score | None:
    if value is None or mapping.scale is None:
        return None
    scale = SCALES[mapping.scale]
    try:
        return Score(float(value), scale)
    except (ValueError, RecordRejected):
        raise RecordRejected(
            f"The score is no number from {scale.lowest:g} to {scale.highest:g}, "
            f"as {scale.id} has.",
            field="score",
            hint="Name the right scale, or the value among `missing`.",
        ) from None  # what it comes from shows the value
