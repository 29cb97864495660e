"""Read the manifests and the small trained heads that come with voc."""

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import DigestMismatch, ManifestInvalid, ModelMissing, ResourceMissing
from voc.resources import folder

WEIGHTS_FILE = "model.safetensors"


class ModelManifest(BaseModel):
    """Say what an embedding model is and how its files are obtained."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: str
    revision: str
    licence: str
    languages: tuple[str, ...] = Field(description="ISO 639-1 codes it was measured to read.")
    dimensions: int = Field(gt=0)
    max_tokens: int = Field(gt=0)
    package: str = Field("", description="Installed Python package that carries the files.")
    folder: str = Field(".", description="Folder of the files: in the package, or of its own.")
    prefix: str = Field("", description="What the model wants to read before every text.")
    readings: dict[str, str] = Field(
        default_factory=dict,
        description="Other readings than meaning: name to a file of layers trained again.",
    )
    sha256: dict[str, str] = Field(description="File of the model to its published digest.")

    @property
    def reading_files(self) -> dict[str, Path]:
        """Find the layers of the readings beside meaning."""
        return {name: folder("models") / file for name, file in self.readings.items()}

    @property
    def version(self) -> str:
        """Name all that vectors depend on but the code: 12 hex characters."""
        own = [digest(path) for path in self.reading_files.values()]
        parts = [self.model_dump_json(), *own, digest(calibration_file())]
        return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:12]


def manifest_names() -> tuple[str, ...]:
    """List the embedding models that voc knows."""
    return tuple(sorted(path.stem for path in folder("models").glob("*.yaml")))


def load_manifest(name_or_path: str) -> ModelManifest:
    """Load the manifest of an embedding model: one that comes with voc by its id, another by its
    YAML file, or none, by the folder of a sentence-transformers model.

    Raises:
        ResourceMissing: there is no such manifest or folder.
        ManifestInvalid: the manifest breaks the schema.
    """
    path = Path(name_or_path)
    if name_or_path in manifest_names():
        return _read(folder("models") / f"{name_or_path}.yaml")
    if path.is_dir():
        return _of_folder(path.resolve())
    if path.is_file():
        own = _read(path)
        return own.model_copy(update={"folder": str((path.parent / own.folder).resolve())})
    raise ResourceMissing(
        f"There is no model, manifest or folder named {name_or_path!r}.",
        hint=f"Name one of {', '.join(manifest_names())}, or a path: docs/models.md.",
    )


def _read(path: Path) -> ModelManifest:
    try:
        return ModelManifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ManifestInvalid(f"The manifest {path} is invalid: {error}") from error


def _of_folder(path: Path) -> ModelManifest:
    """Describe a model by what its folder says; it is taken to read English and no more."""
    try:
        config: dict[str, Any] = yaml.safe_load((path / "config.json").read_text(encoding="utf-8"))
        limits = path / "sentence_bert_config.json"
        limit = yaml.safe_load(limits.read_text(encoding="utf-8")) if limits.is_file() else {}
        weights = digest(path / WEIGHTS_FILE)
        return ModelManifest(
            id=path.name.lower(),
            name=path.name,
            revision=weights[:8],
            licence="not stated",
            languages=("en",),
            dimensions=config["hidden_size"],
            max_tokens=min(limit.get("max_seq_length") or 512, 512),
            folder=str(path),
            sha256={WEIGHTS_FILE: weights},
        )
    except (OSError, KeyError, AttributeError, yaml.YAMLError) as error:
        raise ModelMissing(
            f"{path} holds no sentence-transformers model: config.json, model.safetensors and "
            "modules.json are expected.",
            hint="Save it with `SentenceTransformer(NAME).save(FOLDER)`.",
        ) from error


def source_folder(manifest: ModelManifest) -> Path:
    """Find the model's published files on this machine, without importing their package.

    Raises:
        ModelMissing: the package that carries them isn't installed.
    """
    if not manifest.package:
        return Path(manifest.folder)
    spec = find_spec(manifest.package)
    if spec is None or spec.origin is None:
        raise ModelMissing(
            f"The files of {manifest.name} aren't here: package {manifest.package} is missing.",
            hint=f"Run `pip install {manifest.package.replace('_', '-')}`.",
        )
    return Path(spec.origin).parent / manifest.folder


def check_digests(manifest: ModelManifest) -> Path:
    """Compare the model's files with their published digests; give their folder.

    Raises:
        ModelMissing: a file isn't there.
        DigestMismatch: a file differs.
    """
    source = source_folder(manifest)
    for name, expected in manifest.sha256.items():
        if not (source / name).is_file():
            raise ModelMissing(
                f"{name} of {manifest.name} is missing in {source}.", hint="Reinstall its package."
            )
        actual = digest(source / name)
        if actual != expected:
            raise DigestMismatch(
                f"{name} of {manifest.name} has digest {actual[:12]}…, published is "
                f"{expected[:12]}….",
                hint="Don't use it; reinstall its package.",
            )
    return source


def digest(path: Path) -> str:
    """Compute a file's sha256 as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def tone_folder() -> Path:
    """Find the layers and heads that were trained to read tone."""
    return folder("models") / "tone"


def calibration_file() -> Path:
    """Find the texts, one a line, that show how far a model's channels reach."""
    return folder("models") / "calibration.txt"


def stages_folder() -> Path:
    """Find the heads that were fitted for the journey maps of voc."""
    return folder("models") / "stages"
