"""Live sources: tools that are asked over their API, and databases by a query.

Each gives pages of rows, and with each page the cursor from which a next pull goes on.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from voc.domain.mapping import Format, SourceMapping
from voc.sources.live import (
    freshdesk,
    intercom,
    qualtrics,
    sql,
    surveymonkey,
    typeform,
    zendesk,
)
from voc.sources.live.client import Wait, check_credential
from voc.sources.live.page import Cursor, Page, Pages

__all__ = ["LIVE", "Cursor", "LiveSource", "Page", "Wait", "check_credential"]


@dataclass(frozen=True, slots=True)
class LiveSource:
    """Hold how a tool's pages are pulled, and what its `live` must say beside the credential."""

    pages: Callable[[SourceMapping, str, Cursor, Wait], Pages]
    needs: tuple[str, ...] = ()


_ALL: dict[Format, LiveSource] = {
    "zendesk": LiveSource(zendesk.pages, ("url",)),
    "intercom": LiveSource(intercom.pages),
    "freshdesk": LiveSource(freshdesk.pages, ("url",)),
    "surveymonkey": LiveSource(surveymonkey.pages, ("survey",)),
    "typeform": LiveSource(typeform.pages, ("survey",)),
    "qualtrics": LiveSource(qualtrics.pages, ("url", "survey")),
    "sql": LiveSource(sql.pages, ("query", "watermark", "since")),
}
LIVE: Mapping[Format, LiveSource] = MappingProxyType(_ALL)
