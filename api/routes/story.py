"""The latest story, as JSON or as a page."""

from typing import Annotated, Literal

from fastapi import APIRouter, Header, Query
from fastapi.responses import HTMLResponse, JSONResponse, Response

from api.dependencies import StoreDep
from voc.domain.claim import Story
from voc.pipeline.publish import latest_page, latest_story

router = APIRouter(prefix="/story", tags=["story"])


@router.get("", response_model=Story, responses={200: {"content": {"text/html": {}}}})
def get_story(
    store: StoreDep,
    accept: Annotated[str, Header()] = "application/json",
    format: Annotated[
        Literal["json", "html"] | None, Query(description="Wins over the Accept header.")
    ] = None,
) -> Response:
    """Get the latest story: claims with figures, query and evidence, or the page of them."""
    if format == "html" or (format is None and "text/html" in accept):
        return HTMLResponse(latest_page(store))
    return JSONResponse(latest_story(store).model_dump(mode="json"))
