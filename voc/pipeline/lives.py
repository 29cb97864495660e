"""Tell the lives of topics from the registry's log."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from voc.domain.registry import fold, undone
from voc.domain.topic import Topic, TopicEvent, TopicState
from voc.story.atlas import Life

_ENDS = (TopicState.MERGED, TopicState.SPLIT, TopicState.RETIRED)


def tell_lives(log: Sequence[TopicEvent], sizes: Mapping[str, int]) -> tuple[Life, ...]:
    """Tell the life of each topic that was ever active, by id; `sizes` are records by topic id.

    What was undone is left out. A topic whose founding was undone ended with the last event.
    """
    off = undone(log)
    held = [event for event in log if event.number not in off]
    told = (_life(topic, held, log, sizes) for topic in fold(log).topics.values())
    return tuple(life for life in told if life is not None)


def _life(
    topic: Topic, held: Sequence[TopicEvent], log: Sequence[TopicEvent], sizes: Mapping[str, int]
) -> Life | None:
    # A topic is born when it is first active; as a proposal it had no passages.
    states = list(_changes(topic.id, "state", held))
    began = next((at for at, state in states if state == TopicState.ACTIVE), None)
    if began is None:
        return None
    has_ended = topic.state in _ENDS
    ends = [at for at, state in states if state == topic.state]
    (_, first), *later = _changes(topic.id, "label", held)
    return Life(
        id=topic.id,
        labels=((began, first), *((max(at, began), label) for at, label in later)),
        state=topic.state.value,
        ended_at=(ends[-1] if ends else log[-1].at) if has_ended else None,
        parents=topic.parents,
        successors=topic.successors if has_ended else (),
        n_records=sizes.get(topic.id, 0),
    )


def _changes(
    topic_id: str, name: str, held: Sequence[TopicEvent]
) -> Iterator[tuple[datetime, str]]:
    """List what a field became, and when; equal values in a row count once."""
    last = None
    for event in held:
        value = event.after.get(topic_id, {}).get(name)
        if value is not None and value != last:
            last = value
            yield event.at, str(value)
