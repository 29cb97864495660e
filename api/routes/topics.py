"""Topics."""

from fastapi import APIRouter

from api.dependencies import StoreDep
from api.schemas import TopicPublic

router = APIRouter(prefix="/topics", tags=["topics"])


@router.get("")
def list_topics(store: StoreDep) -> list[TopicPublic]:
    """List the topics, largest first."""
    topics = sorted(store.topics(), key=lambda topic: (-topic.n_passages, topic.id))
    return [TopicPublic.of(topic) for topic in topics]
