"""The journey map."""

from fastapi import APIRouter

from api.dependencies import JourneyDep
from voc.domain.journey import JourneyMap

router = APIRouter(prefix="/journey", tags=["journey"])


@router.get("")
def get_journey(journey: JourneyDep) -> JourneyMap:
    """Get the journey that feedback is laid along."""
    return journey
