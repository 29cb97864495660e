"""What routes depend on: the workspace's settings, store and journey."""

from pathlib import Path
from threading import Lock
from typing import Annotated

from fastapi import Depends, Request

from voc.domain.journey import JourneyMap
from voc.resources.journeys import load_journey
from voc.settings import Settings, load_settings
from voc.store import Store, open_store


class Opened:
    """Open a workspace once, at first use; a failure is raised again at each use until mended."""

    def __init__(self, workspace: Path) -> None:
        self._workspace = workspace
        self._lock = Lock()
        self._held: tuple[Settings, Store, JourneyMap] | None = None

    def get(self) -> tuple[Settings, Store, JourneyMap]:
        """Give settings, store and journey map."""
        with self._lock:
            if self._held is None:
                settings = load_settings(self._workspace)
                journey = load_journey(settings.journey_file)
                self._held = settings, open_store(settings.database_url), journey
            return self._held

    def close(self) -> None:
        """Close the store, if it was opened."""
        with self._lock:
            if self._held is not None:
                self._held[1].close()
                self._held = None


def _opened(request: Request) -> tuple[Settings, Store, JourneyMap]:
    opened: Opened = request.app.state.opened
    return opened.get()


_Workspace = Annotated[tuple[Settings, Store, JourneyMap], Depends(_opened)]


def _store(opened: _Workspace) -> Store:
    return opened[1]


def _journey(opened: _Workspace) -> JourneyMap:
    return opened[2]


StoreDep = Annotated[Store, Depends(_store)]
JourneyDep = Annotated[JourneyMap, Depends(_journey)]
