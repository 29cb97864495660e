"""Make the application."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from fastapi import FastAPI

from api.dependencies import Opened
from api.errors import add_error_handlers
from api.routes import feedback, health, journey, story, topics
from voc import __version__


def create_app(workspace: Path | None = None) -> FastAPI:
    """Make the application for a workspace; by default VOC_WORKSPACE, or the working folder.

    The workspace is opened by the first request that needs it, so that the process can say what
    is wrong (`/readyz`) instead of not starting.
    """
    opened = Opened(workspace or Path(os.environ.get("VOC_WORKSPACE", ".")))

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        opened.close()

    app = FastAPI(
        title="voc",
        version=__version__,
        summary="One customer story, every sentence traceable to the customers who said it.",
        lifespan=lifespan,
    )
    app.state.opened = opened
    add_error_handlers(app)
    app.include_router(health.router)
    for module in (feedback, journey, topics, story):
        app.include_router(module.router, prefix="/v1")
    return app


app = create_app()
