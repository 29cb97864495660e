"""Exit codes: the only place that knows them. docs/cli.md lists them."""

from voc import errors

SOME_INPUT_REFUSED = 1
UNFORESEEN = 70
_CODES: tuple[tuple[type[errors.VocError], int], ...] = (
    (errors.SettingsInvalid, 3),
    (errors.ResourceError, 4),
    (errors.SourceError, 5),
    (errors.CorpusTooSmall, 9),
    (errors.ModelError, 6),
    (errors.Locked, 75),
    (errors.StoreError, 7),
    (errors.StoryError, 8),
)


def exit_code(error: errors.VocError) -> int:
    """Give the exit code of an error; the most specific class in the table wins."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), UNFORESEEN)
