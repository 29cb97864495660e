"""Load everything that `analyse` needs: encoder, stage head, sentiment and type heads."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.domain.analysis import Vectors
from voc.domain.journey import JourneyMap
from voc.nlp.embed import load_encoder
from voc.nlp.head import LinearHead, load_head
from voc.nlp.stage import fit_stage_head
from voc.resources.models import digest, head_file, load_manifest

# Raise it when the code of an analysis step changes what it says of a text.
ANALYSIS_RECIPE = 1


@dataclass(frozen=True, slots=True)
class Models:
    """Hold what reads texts. `version` changes whenever any of it would read a text differently;
    `languages` are those the encoder was measured to read."""

    journey: JourneyMap
    embed: Callable[[Sequence[str]], Vectors]
    stage: LinearHead
    sentiment: LinearHead
    type: LinearHead
    languages: frozenset[str]
    version: str


def load_models(journey: JourneyMap, *, embedding: str, cache: Path) -> Models:
    """Load the models for a journey map; builds the encoder where this machine has not yet.

    Raises:
        ModelMissing, DigestMismatch: the embedding model's files can't be used.
    """
    encoder = load_encoder(load_manifest(embedding), cache=cache)
    return Models(
        journey=journey,
        embed=encoder,
        stage=fit_stage_head(journey, encoder),
        sentiment=load_head(head_file("sentiment")),
        type=load_head(head_file("type")),
        languages=readable_languages(embedding),
        version=analysis_version(journey, embedding=embedding),
    )


def readable_languages(embedding: str) -> frozenset[str]:
    """Name the languages that are read; `unknown`, a text too short to tell, is read as well."""
    return frozenset({*load_manifest(embedding).languages, "unknown"})


def analysis_version(journey: JourneyMap, *, embedding: str) -> str:
    """Name what a text's analysis depends on, without loading a model; 16 hex characters."""
    manifest = load_manifest(embedding)
    parts = (
        str(ANALYSIS_RECIPE),
        manifest.model_dump_json(),
        journey.model_dump_json(),
        digest(head_file("sentiment")),
        digest(head_file("type")),
    )
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
