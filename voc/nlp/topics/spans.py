"""Where in a parsed text a phrase could stand that names a topic."""

from collections.abc import Iterator
from typing import Any

CLAUSE, ACTION, THING, WORD = 1.2, 1.1, 1.0, 0.3
_LIGHT_FACTOR = 0.55
_OBJECTS = {"dobj", "obj", "attr", "acomp", "oprd", "xcomp"}
_WHEN_AND_WHERE = {"prt", "npadvmod", "advmod", "prep"}
# Verbs that say nothing until something follows, and those that say nothing even then.
_LIGHT_VERBS = "make let go come be do take give have keep put become use set start happen"
_SAYING_VERBS = """
say tell ask get want need try think know see seem mean feel look guess hope wish believe like
"""
_LIGHT = frozenset(_LIGHT_VERBS.split())
SAYING = frozenset(_SAYING_VERBS.split())


def phrase_spans(doc: Any) -> Iterator[tuple[int, int, float]]:
    """Yield first token, end and grammar (about 1) of noun phrases, actions, states and clauses."""
    for chunk in doc.noun_chunks:
        start = _without_determiner(chunk.start, chunk.end, doc)
        yield start, chunk.end, THING
        if not denies(doc[start]):
            yield chunk.root.i, chunk.root.i + 1, WORD
    for verb in doc:
        if verb.pos_ == "VERB":
            yield from _verb_spans(verb, doc)
        elif verb.lemma_.lower() == "be":
            yield from _state_spans(verb, doc)


def denies(token: Any) -> bool:
    """Say whether a token is the "no" of "no complaints"."""
    return bool(token.lower_ == "no" and token.dep_ == "det")


def _verb_spans(verb: Any, doc: Any) -> Iterator[tuple[int, int, float]]:
    if verb.lemma_.lower() in SAYING:
        return
    light = verb.lemma_.lower() in _LIGHT
    factor = _LIGHT_FACTOR if light else 1.0
    start = _with_negation(verb)
    subject = _subject_edge(verb, doc)
    followers = [c for c in verb.rights if c.dep_ in _OBJECTS | _WHEN_AND_WHERE]
    ends = [c.right_edge.i + 1 for c in followers]
    if not light and not any(c.dep_ in _OBJECTS for c in followers):
        ends.append(verb.i + 1)
    for end in ends:
        if end > verb.i + 1:
            yield start, end, factor * ACTION
        if subject is not None:
            yield subject, end, factor * CLAUSE


def _state_spans(verb: Any, doc: Any) -> Iterator[tuple[int, int, float]]:
    """Yield "slow at night" and "broadband is slow at night"."""
    state = next((c for c in verb.rights if c.dep_ == "acomp"), None)
    if state is None:
        return
    subject = _subject_edge(verb, doc)
    for follower in [state, *(c for c in verb.rights if c.dep_ in _WHEN_AND_WHERE)]:
        if follower.i >= state.i:
            yield state.left_edge.i, follower.right_edge.i + 1, ACTION
            if subject is not None:
                yield subject, follower.right_edge.i + 1, CLAUSE


def _subject_edge(verb: Any, doc: Any) -> int | None:
    subject = next((c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if subject is None or subject.pos_ not in {"NOUN", "PROPN"}:
        return None
    # Of "can a payment be reverted", the subject and what follows is no clause.
    if any(c.dep_ in {"aux", "auxpass"} and c.i < subject.i for c in verb.lefts):
        return None
    return _without_determiner(subject.left_edge.i, subject.i + 1, doc)


def _with_negation(verb: Any) -> int:
    negated = [child.i for child in verb.lefts if child.dep_ == "neg"]
    if not negated:
        return int(verb.i)
    before = [child.i for child in verb.lefts if child.dep_ in {"aux", "auxpass"}]
    return int(min([*negated, *before]))


def _without_determiner(start: int, end: int, doc: Any) -> int:
    loose = {"DET", "PRON", "CCONJ", "ADP", "PUNCT", "INTJ"}
    while start < end - 1 and doc[start].pos_ in loose and not denies(doc[start]):
        start += 1
    return start
