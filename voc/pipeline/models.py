"""Load everything that `analyse` needs: encoder, stage head, sentiment and type heads."""

import hashlib
import os
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from voc.domain.journey import JourneyMap
from voc.errors import CorpusTooSmall, ModelMissing
from voc.nlp.embed import RECIPE, Comparison, Encoder, Keeper, compare, load_encoder
from voc.nlp.head import LinearHead, load_head
from voc.nlp.near import load_nearness
from voc.nlp.stage import StageHead, fit_stage_head, load_stage_head
from voc.nlp.tone import ToneHead, load_tone_head
from voc.pipeline.lines import TextLine, read_lines
from voc.resources.journeys import journey_names, lessons_file, load_journey, load_lessons
from voc.resources.models import ModelManifest, digest, load_manifest, stages_folder, tone_folder

# Raise it when the code of an analysis step changes what it says of a text.
ANALYSIS_RECIPE = 11
# Raise it when the code that fits a map's head changes what it fits.
STAGE_RECIPE = 5


@dataclass(frozen=True, slots=True)
class Models:
    """Hold what reads texts. `version` changes whenever any of it would read a text differently;
    `languages` are those the encoder was measured to read."""

    journey: JourneyMap
    encoder: Encoder
    stage: StageHead
    sentiment: ToneHead
    type: LinearHead
    languages: frozenset[str]
    version: str

    @property
    def space(self) -> str:
        """Name the space of the encoder's vectors: only those of one space can be compared."""
        return _space(self.encoder.manifest)


def load_models(
    journey: JourneyMap, *, embedding: str, cache: Path, keeper: Keeper | None = None
) -> Models:
    """Load the models for a journey map; builds the encoder where this machine has not yet. With a
    keeper, a text that was encoded before is not encoded again.

    Raises:
        ModelMissing, DigestMismatch: the embedding model's files can't be used.
        ModelMissing: it has no tone reading.
    """
    manifest = load_manifest(embedding)
    if "tone" not in manifest.readings:
        raise ModelMissing(
            f"{manifest.name} has no tone reading, so sentiment and type can't be read with it.",
            hint="docs/models.md says what works with it.",
        )
    encoder = load_encoder(manifest, cache=cache, keeper=keeper)
    version = analysis_version(journey, embedding=embedding)
    return Models(
        journey=journey,
        encoder=encoder,
        stage=_stage_head(journey, encoder, cache),
        sentiment=load_tone_head(tone_folder() / "sentiment.npz"),
        type=load_head(tone_folder() / "type.npz"),
        languages=readable_languages(embedding),
        version=version,
    )


def load_embedding(embedding: str, *, cache: Path) -> Encoder:
    """Load the embedding model alone.

    Raises:
        ModelMissing, DigestMismatch: its files can't be used.
    """
    return load_encoder(load_manifest(embedding), cache=cache)


def compare_model(
    embedding: str, *, cache: Path, lines: Iterable[bytes] | None = None
) -> Comparison:
    """Compare a model's built form with the published one on lines of `{"id", "text"}`, or on the
    examples of all journey maps.

    Raises:
        ModelMissing, DigestMismatch: its files can't be used.
        CorpusTooSmall: no line could be read.
    """
    if lines is None:
        maps = [load_journey(name) for name in journey_names()]
        every = [text for own in maps for stage in own.stages for text in stage.examples]
        texts = every[:: max(1, len(every) // 300)]
    else:
        read = [item for chunk in read_lines(lines) for item in chunk]
        texts = [item.text for item in read if isinstance(item, TextLine)]
    if not texts:
        raise CorpusTooSmall("No line could be read.", hint='Give lines of {"id", "text"}.')
    return compare(load_embedding(embedding, cache=cache), texts)


def _stage_head(journey: JourneyMap, encoder: Encoder, cache: Path) -> StageHead:
    """Load the map's head, which comes with voc or was fitted here before, or fit it."""
    name = stage_file(journey, encoder.manifest)
    kept = cache / name
    if (stages_folder() / name).is_file():
        return load_stage_head(stages_folder() / name)
    if not kept.is_file():
        aside = kept.with_suffix(f".{os.getpid()}.npz")
        fit_stages(journey, encoder).save(aside)
        aside.replace(kept)
    return load_stage_head(kept)


def fit_stages(journey: JourneyMap, encoder: Encoder) -> StageHead:
    """Fit the head of a map on all that is known of it."""
    nearness = load_nearness(tone_folder() / "nearness.json")
    return fit_stage_head(journey, encoder, load_lessons(journey), nearness)


def stage_file(journey: JourneyMap, manifest: ModelManifest) -> str:
    """Name the file of a map's head: the name changes with all that the head is made of."""
    lessons = lessons_file(journey)
    parts = (
        str(STAGE_RECIPE),
        str(RECIPE),
        manifest.version,
        journey.model_dump_json(),
        digest(tone_folder() / "nearness.json"),
        digest(lessons) if lessons else "",
    )
    return f"{journey.id}-{_digested(parts)}.npz"


def embedding_space(name: str) -> str:
    """Name the space of an embedding model's vectors, without loading it."""
    return _space(load_manifest(name))


def _space(manifest: ModelManifest) -> str:
    return f"{manifest.id}@{manifest.revision}"


def readable_languages(embedding: str) -> frozenset[str]:
    """Name the languages that are read; `unknown`, a text too short to tell, is read as well."""
    return frozenset({*load_manifest(embedding).languages, "unknown"})


def analysis_version(journey: JourneyMap, *, embedding: str) -> str:
    """Name what a text's analysis depends on, without loading a model; 16 hex characters."""
    manifest = load_manifest(embedding)
    parts = (
        str(ANALYSIS_RECIPE),
        stage_file(journey, manifest),
        digest(tone_folder() / "sentiment.npz"),
        digest(tone_folder() / "type.npz"),
    )
    return _digested(parts)


def _digested(parts: Sequence[str]) -> str:
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
