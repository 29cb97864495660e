"""The error tree. Every message says what is wrong, where, and what to do.

VocError
├── SettingsInvalid
├── SourceError
│   ├── SourceUnavailable
│   ├── SourceFormat
│   └── RecordRejected
├── ResourceError
│   ├── ResourceMissing
│   ├── JourneyInvalid
│   └── ManifestInvalid
├── ModelError
│   ├── ModelMissing
│   ├── DigestMismatch
│   └── CorpusTooSmall
├── StoreError
│   ├── NotFound
│   ├── Conflict
│   ├── Locked
│   └── SchemaOutdated
└── StoryError
    ├── ClaimUnsupported
    └── SnapshotMissing
"""


class VocError(Exception):
    """Say what went wrong; `hint` says what to do about it."""

    code = "voc_error"
    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class SettingsInvalid(VocError):
    """voc.toml or an option can't be used."""

    code = "settings_invalid"


class SourceError(VocError):
    """A source of feedback can't be read."""

    code = "source_error"


class SourceUnavailable(SourceError):
    """The file or service isn't there."""

    code = "source_unavailable"


class SourceFormat(SourceError):
    """The file is not in the format it is said to be."""

    code = "source_format"


class RecordRejected(SourceError):
    """One row can't become a feedback record."""

    code = "record_rejected"

    def __init__(self, message: str, *, field: str, hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.field = field


class ResourceError(VocError):
    """A journey map or model manifest can't be used."""

    code = "resource_error"


class ResourceMissing(ResourceError):
    """No journey map or manifest has this name."""

    code = "resource_missing"


class JourneyInvalid(ResourceError):
    """A journey map breaks the schema; `problems` names line and field of each."""

    code = "journey_invalid"

    def __init__(self, message: str, *, problems: tuple[str, ...] = (), hint: str = "") -> None:
        super().__init__(message, hint=hint)
        self.problems = problems


class ManifestInvalid(ResourceError):
    """A model manifest breaks the schema."""

    code = "manifest_invalid"


class ModelError(VocError):
    """A model can't be loaded or fitted."""

    code = "model_error"


class ModelMissing(ModelError):
    """The model's files aren't on this machine."""

    code = "model_missing"


class DigestMismatch(ModelError):
    """The model's files differ from the published ones."""

    code = "digest_mismatch"


class CorpusTooSmall(ModelError):
    """There is too little text to learn from."""

    code = "corpus_too_small"


class StoreError(VocError):
    """The store refused."""

    code = "store_error"


class NotFound(StoreError):
    """Nothing has this id."""

    code = "not_found"


class Conflict(StoreError):
    """The change contradicts what is stored."""

    code = "conflict"


class Locked(StoreError):
    """Another night is running on this store."""

    code = "locked"
    retryable = True


class SchemaOutdated(StoreError):
    """The store's schema is older or newer than this version."""

    code = "schema_outdated"


class StoryError(VocError):
    """The story can't be told."""

    code = "story_error"


class ClaimUnsupported(StoryError):
    """A claim's figures don't follow from its snapshot."""

    code = "claim_unsupported"


class SnapshotMissing(StoryError):
    """There is no snapshot to tell a story from."""

    code = "snapshot_missing"
