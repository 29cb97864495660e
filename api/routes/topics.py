"""Topics."""

from fastapi import APIRouter

from api.dependencies import StoreDep
from api.schemas import TopicPublic
from voc.domain.topic import TopicState

router = APIRouter(prefix="/topics", tags=["topics"])


@router.get("")
def list_topics(store: StoreDep) -> list[TopicPublic]:
    """List the active topics, largest first."""
    active = (topic for topic in store.topics() if topic.state is TopicState.ACTIVE)
    topics = sorted(active, key=lambda topic: (-topic.n_passages, topic.id))
    return [TopicPublic.of(topic) for topic in topics]
