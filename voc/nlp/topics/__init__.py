"""Topics: find them in passages, label them, and assign passages to known ones."""

from voc.nlp.topics.assignment import Exemplars, assign, nearest, place
from voc.nlp.topics.discovery import discover, look
from voc.nlp.topics.groups import MIN_PASSAGES
from voc.nlp.topics.layout import layout
from voc.nlp.topics.novelty import novel
from voc.nlp.topics.representatives import representatives
from voc.nlp.topics.themes import theme_name
from voc.nlp.topics.types import Dissolved, Embed, FoundTopic, Look, PassageSet, Reason
from voc.nlp.topics.vectors import topic_vectors, unit

__all__ = [
    "MIN_PASSAGES",
    "Dissolved",
    "Embed",
    "Exemplars",
    "FoundTopic",
    "Look",
    "PassageSet",
    "Reason",
    "assign",
    "discover",
    "layout",
    "look",
    "nearest",
    "novel",
    "place",
    "representatives",
    "theme_name",
    "topic_vectors",
    "unit",
]
