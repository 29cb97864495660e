"""Topics."""

from fastapi import APIRouter

from api.dependencies import StoreDep
from api.schemas import TopicPublic
from voc.domain.topic import TopicState

router = APIRouter(prefix="/topics", tags=["topics"])


@router.get("")
def list_topics(store: StoreDep) -> list[TopicPublic]:
    """List the active topics, largest first."""
    sizes = store.registry.sizes()
    active = (topic for topic in store.topics() if topic.state is TopicState.ACTIVE)
    topics = sorted(active, key=lambda topic: (-sizes[topic.id], topic.id))
    return [TopicPublic.of(topic, sizes[topic.id]) for topic in topics]
