"""Turn every error into a problem document: the only place that knows status codes."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from voc import errors

_log = logging.getLogger(__name__)
_STATUS: tuple[tuple[type[errors.VocError], HTTPStatus], ...] = (
    (errors.NotFound, HTTPStatus.NOT_FOUND),
    (errors.SnapshotMissing, HTTPStatus.NOT_FOUND),
    (errors.ResourceMissing, HTTPStatus.NOT_FOUND),
    (errors.Conflict, HTTPStatus.CONFLICT),
    (errors.RecordRejected, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.CorpusTooSmall, HTTPStatus.UNPROCESSABLE_ENTITY),
    (errors.SettingsInvalid, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.ResourceError, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.SourceError, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.ModelError, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.StoreError, HTTPStatus.SERVICE_UNAVAILABLE),
    (errors.StoryError, HTTPStatus.INTERNAL_SERVER_ERROR),
)


class Problem(BaseModel):
    """A problem document (RFC 9457): `type` names the kind, `detail` what to do."""

    type: str
    title: str
    status: int
    detail: str
    instance: str


def status_of(error: errors.VocError) -> HTTPStatus:
    """Give the status code of an error; the first class in the table that fits wins."""
    fits = (status for kind, status in _STATUS if isinstance(error, kind))
    return next(fits, HTTPStatus.INTERNAL_SERVER_ERROR)


def add_error_handlers(app: FastAPI) -> None:
    """Make every error of the application a problem document."""
    app.add_exception_handler(errors.VocError, _voc_error)
    app.add_exception_handler(RequestValidationError, _invalid_request)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(Exception, _unexpected)


async def _voc_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, errors.VocError)
    return _problem(request, status_of(error), code=error.code, detail=str(error))


async def _invalid_request(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    parts = (
        f"{'.'.join(str(part) for part in problem['loc'])}: {problem['msg']}"
        for problem in error.errors()
    )
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    return _problem(request, status, code="invalid_request", detail="; ".join(parts))


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    return _problem(request, status, code=status.name.lower(), detail=str(error.detail))


async def _unexpected(request: Request, error: Exception) -> JSONResponse:
    # The class alone: a message of a library may hold a customer's words.
    _log.error("%s %s failed: %s", request.method, request.url.path, type(error).__name__)
    status = HTTPStatus.INTERNAL_SERVER_ERROR
    return _problem(request, status, code="unexpected", detail="Something broke; see the log.")


def _problem(request: Request, status: HTTPStatus, *, code: str, detail: str) -> JSONResponse:
    problem = Problem(
        type=f"urn:voc:{code}",
        title=status.phrase,
        status=status,
        detail=detail,
        instance=request.url.path,
    )
    return JSONResponse(
        problem.model_dump(), status_code=status, media_type="application/problem+json"
    )
