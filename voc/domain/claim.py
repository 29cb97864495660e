"""A claim: one checkable sentence of a story."""

from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from voc.domain.snapshot import Quote

ClaimKind = Literal[
    "score_level",
    "score_movement",
    "stage_movement",
    "divergence",
    "emerging_topic",
    "praised_topic",
    "praised_touchpoint",
    "painful_topic",
    "loss_topic",
]


class Claim(BaseModel):
    """Hold a sentence with what it rests on. `figures` are the numbers behind it, with n, interval
    and p value; `query` selects its records in the API; `evidence` are passages for it and
    `counter_evidence` passages that speak against it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    kind: ClaimKind
    subject: str = Field(description="Stage, topic or touchpoint id, or 'company'.")
    sentence: str
    figures: Mapping[str, float | int | str | None]
    query: Mapping[str, str]
    small_base: bool = False
    evidence: tuple[Quote, ...] = ()
    counter_evidence: tuple[Quote, ...] = ()


class Story(BaseModel):
    """Hold a headline and the claims it sums up, told from one snapshot."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    snapshot_id: str
    headline: str
    summary: tuple[str, ...]
    claims: tuple[Claim, ...]
    caveats: tuple[str, ...]
