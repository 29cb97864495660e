"""One frozen Settings per run, read from a workspace's voc.toml and the environment."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

from platformdirs import user_cache_path
from pydantic import Field, StringConstraints, ValidationError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    SettingsError,
)

from voc.domain.mapping import Columns, SourceMapping
from voc.domain.topic import TopicPolicy
from voc.errors import SettingsInvalid

if TYPE_CHECKING:
    from voc.nlp.clean import Rules
    from voc.nlp.embed import Keeper

FILE = "voc.toml"
VECTORS_FILE = "vectors.db"
SourceName = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=64)]


class _Section(BaseSettings):
    model_config = SettingsConfigDict(frozen=True, extra="forbid")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win over the file, whose values are passed as arguments."""
        return (env_settings, init_settings)


class Database(_Section):
    """Say where records are kept."""

    model_config = SettingsConfigDict(env_prefix="VOC_DATABASE_")

    url: str = "sqlite:///voc.db"


class Privacy(_Section):
    """Hold the secret by which customer keys are hashed, which never leaves the workspace, and
    what is personal data here: docs/privacy.md."""

    model_config = SettingsConfigDict(env_prefix="VOC_PRIVACY_")

    secret: str = Field(min_length=16, repr=False)
    keep: Columns = ()
    patterns: dict[str, str] = Field(default_factory=dict)
    names: bool = True
    retention_days: int | None = Field(default=None, ge=1)


class ModelChoice(_Section):
    """Choose the embedding model and the folder where its built form is kept."""

    model_config = SettingsConfigDict(env_prefix="VOC_MODELS_")

    embedding: str = "all-minilm-l6-v2"
    cache: Path = Field(default_factory=lambda: user_cache_path("voc") / "models")


class Topics(_Section):
    """Say what a night may make of what belongs to no topic: docs/topics.md."""

    model_config = SettingsConfigDict(env_prefix="VOC_TOPICS_")

    accept: Literal["auto", "ask"] = "auto"
    window_days: int = Field(default=28, ge=1)
    min_records: int = Field(default=10, ge=1)
    min_customers: int = Field(default=5, ge=1)
    min_days: int = Field(default=2, ge=1)
    review_days: int = Field(default=7, ge=0)

    @property
    def policy(self) -> TopicPolicy:
        """Give these as what a night takes."""
        return TopicPolicy(**self.model_dump())


class Wording(_Section):
    """Name a language model that may propose labels of topics: docs/privacy.md. `key` is the name
    of the environment variable that holds its key."""

    model_config = SettingsConfigDict(env_prefix="VOC_WORDING_")

    url: str = Field(min_length=1)
    model: str = Field(min_length=1)
    key: str | None = None


class Settings(_Section):
    """Hold a workspace's settings. The environment wins over the file: `VOC_DATABASE_URL`,
    `VOC_PRIVACY_SECRET`, `VOC_MODELS_CACHE`, `VOC_MODELS_EMBEDDING`, `VOC_COMPANY`."""

    model_config = SettingsConfigDict(env_prefix="VOC_")

    folder: Path
    company: str = Field(min_length=1)
    journey: str
    database: Database = Field(default_factory=Database)
    privacy: Privacy = Field(default_factory=Privacy)
    models: ModelChoice = Field(default_factory=ModelChoice)
    topics: Topics = Field(default_factory=Topics)
    wording: Wording | None = None
    sources: dict[SourceName, SourceMapping] = Field(default_factory=dict)

    @property
    def database_url(self) -> str:
        """Give the database URL, a relative SQLite path taken from the workspace."""
        prefix = "sqlite:///"
        path = self.database.url.removeprefix(prefix)
        if path == self.database.url or path.startswith("/") or path == ":memory:":
            return self.database.url
        return f"{prefix}{(self.folder / path).resolve()}"

    @property
    def rules(self) -> "Rules":
        """Say what is personal data; the company's own name is not.

        Raises:
            SettingsInvalid: a pattern can't be used.
        """
        from voc.nlp.clean import Rules

        its = self.privacy
        return Rules(keep=(self.company, *its.keep), patterns=its.patterns, names=its.names)

    @property
    def keeper(self) -> "Keeper":
        """Say where this workspace keeps vectors of texts."""
        from voc.nlp.embed import Keeper

        return Keeper(self.folder / VECTORS_FILE, self.privacy.secret)

    @property
    def journey_file(self) -> str | Path:
        """Give the journey's name, or its file taken from the workspace."""
        own = self.folder / self.journey
        return own.resolve() if own.is_file() else self.journey


def load_settings(workspace: Path) -> Settings:
    """Read a workspace's settings.

    Raises:
        SettingsInvalid: there is no voc.toml, or a field of it is wrong; names each field.
    """
    path = workspace / FILE
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise SettingsInvalid(
            f"There is no workspace in {workspace.resolve()}: {FILE} is missing.",
            hint="Run `voc init --journey telecom`, or name one with --workspace.",
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsInvalid(f"{path} can't be read: {error}.") from error
    return settings_of(data, workspace=workspace)


def settings_of(data: dict[str, Any], *, workspace: Path) -> Settings:
    """Check settings given as nested dictionaries.

    Raises:
        SettingsInvalid: names every wrong field.
    """
    try:
        return Settings(folder=workspace, **data)
    except ValidationError as error:
        problems = "; ".join(
            f"{'.'.join(str(part) for part in detail['loc']) or 'file'}: {detail['msg']}"
            for detail in error.errors(include_url=False, include_input=False)
        )
        raise SettingsInvalid(
            f"{workspace / FILE} is invalid: {problems}.", hint="docs/settings.md lists all fields."
        ) from error
    except SettingsError as error:
        raise SettingsInvalid(
            f"A variable of the environment is no JSON: {error}.",
            hint="docs/settings.md lists the variables.",
        ) from None  # what it comes from shows the value
