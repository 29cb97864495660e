"""The shape of a tool's export: what tells it apart, and how its columns become fields."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from voc.domain.mapping import Format
from voc.sources.row import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """Describe one kind of export. `name` is the `format` of a mapping. An export has this shape
    when it has all columns of one of the `signatures`. `defaults` are the fields of a mapping that
    it always has; `needs` says what a mapping must add."""

    name: Format
    title: str
    read: Reader
    signatures: tuple[frozenset[str], ...] = ()
    defaults: Mapping[str, Any] = field(default_factory=dict)
    needs: tuple[str, ...] = ()
