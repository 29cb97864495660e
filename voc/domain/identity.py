"""By which keys a customer is known, and which keys are taken for the same customer."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Literal

SHARED = "shared:"
"""Begins the key of an address that a team reads (info@…): it never joins anybody."""


class KeyKind(StrEnum):
    """Name a kind of key, in the order of how surely it tells one customer from another.

    `contact` is the customer's id in one tool and means nothing in another; the key begins with
    the tool's name. An account is no key: it belongs to a household or a company.
    """

    CUSTOMER = "customer"
    CONTACT = "contact"
    EMAIL = "email"
    PHONE = "phone"

    @property
    def rank(self) -> int:
        """Give 0 for the surest kind."""
        return _KINDS.index(self)


_KINDS = tuple(KeyKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """Hold the keys that one row declares, each as a keyed hash."""

    customer: str | None = None
    contact: str | None = None
    email: str | None = None
    phone: str | None = None

    def __iter__(self) -> Iterator[tuple[KeyKind, str]]:
        """Give the keys that are there, the surest first."""
        values = zip(_KINDS, (self.customer, self.contact, self.email, self.phone), strict=True)
        return ((kind, key) for kind, key in values if key is not None)

    @property
    def surest(self) -> str | None:
        """Give the key that tells best whose the row is."""
        return next((key for _, key in self), None)


NO_KEYS = Keys()


def namespace(kind: KeyKind, key: str) -> str:
    """Name that within which two keys mean two customers: a contact differs from another of the
    same tool alone."""
    return f"{kind} {key.partition(':')[0]}" if kind is KeyKind.CONTACT else kind.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Say that rows known by this key alone are taken for a customer's, and by which kind of key
    the two were brought together."""

    key: str
    customer_id: str
    via: KeyKind

    @property
    def confidence(self) -> Literal["certain", "high", "medium"]:
        """State how sure the join is: a convention by kind of key, not a measurement."""
        match self.via:
            case KeyKind.PHONE:
                return "medium"
            case KeyKind.EMAIL:
                return "high"
            case _:
                return "certain"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ambiguity:
    """Name a key that would have joined customers who differ: it joins nobody."""

    key: str
    kind: KeyKind
    customer_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinEvent:
    """Record one change of who is taken for whom. `at` is the time of the newest record; a `night`
    joins and parts, a person undoes (for good) and redoes."""

    kind: Literal["joined", "parted", "undone", "redone"]
    key: str
    customer_id: str
    via: KeyKind | None
    at: datetime
    actor: str
