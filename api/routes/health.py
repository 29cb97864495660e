"""Whether the process lives and can answer."""

from fastapi import APIRouter

from api.dependencies import StoreDep
from api.schemas import Health
from voc import __version__

router = APIRouter(tags=["health"])


@router.get("/healthz")
def healthz() -> Health:
    """Say that the process lives."""
    return Health(status="alive", version=__version__)


@router.get("/readyz")
def readyz(store: StoreDep) -> Health:
    """Say that the workspace is open and its database answers."""
    store.counts()
    return Health(status="ready", version=__version__)
