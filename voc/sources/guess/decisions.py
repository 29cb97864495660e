"""Decide what a mapping lacks, from the columns of an export and all of its rows."""

from collections import Counter

from voc.sources.guess.columns import FIELDS, choose, free_texts, other_scores, prefixes
from voc.sources.guess.draft import Draft
from voc.sources.guess.names import words
from voc.sources.guess.others import deletions, of_others
from voc.sources.guess.said import not_read, unread
from voc.sources.guess.scale import decide_scale
from voc.sources.guess.timing import decide_dates
from voc.sources.guess.voice import decide_voice
from voc.sources.row import COLUMN_FIELDS


def decide(draft: Draft) -> None:
    """Decide on columns, dates, channel, voice and scale."""
    _choose_columns(draft)
    dates, scores = _whole_columns(draft)
    decide_dates(draft, dates)
    decide_voice(draft)
    decide_scale(draft, scores)
    _name_unread(draft)


def _choose_columns(draft: Draft) -> None:
    # A tool's export that says what its text is has no other column worth guessing.
    wanted = ("text", "occurred_at") if "text" in draft.shape.defaults else FIELDS
    wanted = tuple(field for field in wanted if field not in draft.fields)
    draft.fields |= choose(draft.columns, draft.known, wanted=wanted)
    if any(c.repeats for c in draft.columns if (c.name,) == draft.fields.get("external_id")):
        draft.notes.append("Some ids are repeated: they are revisions of one record.")
    if not draft.known.get("text"):
        draft.questions["text"] = "No column holds sentences. Which one holds what was said?"
    if not draft.known.get("occurred_at") and "default_date" not in draft.known:
        draft.questions["occurred_at"] = "No column holds dates. Name one, or a `default_date`."
    _leave_out(draft)
    if "score" in wanted:
        scores = other_scores(draft.columns, draft.known)
        draft.notes += [unread(name, graded) for name, graded in scores]
    more = free_texts(draft.columns, draft.known)
    if more and "text" not in draft.shape.defaults:
        draft.notes.append(
            f"These columns hold sentences too: {', '.join(more)}. To read them with the text, "
            "name all: --set text=… --set text=…"
        )


def _leave_out(draft: Draft) -> None:
    """Leave out what tools write before a text, and what the company itself wrote."""
    texts = [column for column in draft.columns if column.name in draft.known.get("text", ())]
    found = [prefix for column in texts for prefix in prefixes(column)]
    if found and "strip" not in draft.known:
        draft.fields["strip"] = tuple(dict.fromkeys(found))
        draft.notes.append("What many texts begin with is no customer's: `strip` removes it.")
    if "unless" not in draft.known and (others := of_others(draft.columns)):
        draft.fields["unless"] = others
        draft.notes.append(
            "Agents', bots' and test rows are no customers'; `unless` leaves them out."
        )
    if "deleted" not in draft.known and (deleted := deletions(draft.columns)):
        draft.fields["deleted"] = deleted
        draft.notes.append("The source says what it deleted; `deleted` follows it.")
    inbound = [c for c in draft.columns if words(c.name) == "inbound" and "True" in c.counts]
    if inbound and "only" not in draft.known:
        draft.fields["only"] = {inbound[0].name: "True"}
        draft.notes.append("Only inbound messages are customers'; `only` leaves out the others.")


def _whole_columns(draft: Draft) -> tuple[Counter[str], Counter[str]]:
    dates, scores = Counter[str](), Counter[str]()
    columns = [draft.known.get(field, ()) for field in ("occurred_at", "score")]
    for row in draft.rows():
        for names, counter in zip(columns, (dates, scores), strict=True):
            if value := draft.cell(row, names):
                counter[value] += 1
    return dates, scores


def _name_unread(draft: Draft) -> None:
    """Name the columns that no field reads and no note has named: nothing is lost unsaid."""
    if "text" in draft.shape.defaults:
        return
    named = {name for field in COLUMN_FIELDS for name in draft.known.get(field, ())}
    named |= {
        name for field in ("only", "unless", "deleted") for name in draft.known.get(field, ())
    }
    more = {*free_texts(draft.columns, draft.known)}
    scores = {name for name, _ in other_scores(draft.columns, draft.known)}
    draft.notes += not_read(
        [c.name for c in draft.columns if c.values and c.name not in named | more | scores]
    )
