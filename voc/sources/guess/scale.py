"""Decide on which scale an export's scores are."""

from collections import Counter

from voc.domain.record import Channel
from voc.sources.guess.draft import Draft
from voc.sources.guess.said import asked_beside, outside, unread
from voc.sources.guess.scores import Graded, grade
from voc.sources.row import lacks

# Where people speak up of themselves: a score beside it answers another question.
_UNASKED = (Channel.TICKET, Channel.CHAT, Channel.EMAIL, Channel.SOCIAL)


def decide_scale(draft: Draft, values: Counter[str]) -> None:
    """Decide on the scale, or leave out scores that are on none."""
    columns, scale = draft.known.get("score"), draft.known.get("scale")
    if not columns:
        if "scale" in draft.fields:
            draft.questions["score"] = "A scale is given, but which column holds the scores?"
        return
    present = [column.name for column in draft.columns]
    if present and not values and not set(columns) & set(present):
        raise lacks(draft.path, list(columns), present)
    channel = draft.known.get("channel")
    is_asked = channel not in _UNASKED or str(draft.known.get("solicited")).lower() == "true"
    if not is_asked and not scale and "score" not in draft.given:
        draft.fields.pop("score", None)
        draft.notes.append(asked_beside(columns[0]))
        return
    label = next((c.label for c in draft.columns if c.name == columns[0]), columns[0])
    graded = grade(
        label,
        values,
        is_review=channel == Channel.REVIEW,
        is_survey=channel == Channel.SURVEY,
    )
    if scale:
        draft.fields |= {"scale": scale} if "score" in draft.fields else {}
        _take_answers(draft, graded if graded.scale == scale else Graded())
    elif graded.scale:
        draft.fields["scale"] = graded.scale
        draft.notes.append(f"By its name and values {columns[0]!r} is on {graded.scale}.")
        _take_answers(draft, graded)
        draft.notes += outside(graded)
    else:
        draft.fields.pop("score", None)
        if "score" in draft.given:
            draft.questions["scale"] = unread(columns[0], graded)
        else:
            draft.notes.append(unread(columns[0], graded))


def _take_answers(draft: Draft, graded: Graded) -> None:
    if graded.answers and "answers" not in draft.fields:
        draft.fields["answers"] = graded.answers
    if graded.missing and "missing" not in draft.fields:
        draft.fields["missing"] = (*draft.probe.missing, *graded.missing)
