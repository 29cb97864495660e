"""Read the keys that a row declares of its customer, and hash them."""

import re
from collections.abc import Iterable
from typing import Protocol

from voc.domain.identity import SHARED, Keys
from voc.domain.mapping import SourceMapping
from voc.pipeline.identity import keyed_hash
from voc.sources.shapes import BY_NAME

_ADDRESS = re.compile(r"[^@\s<>,;]+@[^@\s<>,;]+\.[^@\s<>,;.]+")
_TEAM = re.compile(
    r"""accounts|admin|billing|buero|careers|complaints|contact|customerservice|datenschutz
    |donotreply|enquiries|feedback|hello|help|helpdesk|hr|info|kontakt|mail|marketing|newsletter
    |noreply|office|orders|postmaster|press|privacy|reception|sales|service|shop|support|team
    |verwaltung|webmaster""",
    re.VERBOSE,
)
EXTENSION = re.compile(r"(?:x|ext|durchwahl).*", re.IGNORECASE)
_DIGITS = range(7, 16)
_LONGEST_NATIONAL = 10


class Named(Protocol):
    """Say by what a row names its customer."""

    @property
    def customer(self) -> str | None: ...
    @property
    def contact(self) -> str | None: ...
    @property
    def email(self) -> str | None: ...
    @property
    def phone(self) -> str | None: ...


def declared(feedback: Named, *, source: str, mapping: SourceMapping, secret: str) -> Keys:
    """Hash the keys of one row. A customer id that is written as an e-mail address is one."""
    customer, email = feedback.customer, feedback.email
    if customer and not email and _ADDRESS.fullmatch(customer):
        customer, email = None, customer
    contact = feedback.contact
    return Keys(
        customer=keyed_hash(customer, secret=secret) if customer else None,
        contact=contact_key(contact, scope(source, mapping), secret=secret) if contact else None,
        email=email_key(email, secret=secret) if email else None,
        phone=phone_key(feedback.phone, code=mapping.phone_code, secret=secret)
        if feedback.phone
        else None,
    )


def written(key: str, sources: Iterable[tuple[str, SourceMapping]], *, secret: str) -> list[str]:
    """List the hashes that a key as the company writes it may be kept as, by what it may be: a
    customer id, an e-mail address, a phone number, a contact of a tool; or a hash itself."""
    key, given = key.strip(), list(sources)
    codes = dict.fromkeys([None, *(mapping.phone_code for _, mapping in given)])
    tools = dict.fromkeys(scope(name, mapping) for name, mapping in given)
    found = [
        key,
        keyed_hash(key, secret=secret),
        email_key(key, secret=secret),
        *(phone_key(key, code=code, secret=secret) for code in codes),
        *(contact_key(key, tool, secret=secret) for tool in tools),
    ]
    return list(dict.fromkeys(one for one in found if one))


def scope(source: str, mapping: SourceMapping) -> str:
    """Name what a contact's id is unique within: the tool, or else the source."""
    shape = BY_NAME[mapping.format]
    return shape.name.partition("_")[0] if shape.defaults else source


def contact_key(value: str, within: str, *, secret: str) -> str:
    """Hash a customer's id in a tool; the key begins with the tool's name."""
    return f"{within}:{keyed_hash(value, secret=secret)}"


def email_key(value: str, *, secret: str) -> str | None:
    """Hash an e-mail address, whatever its case; None where the value is none. One that a team
    reads (info@…) is marked, so that it joins nobody."""
    address = value.strip().casefold()
    if not _ADDRESS.fullmatch(address):
        return None
    name = re.sub(r"[\W_]", "", address.partition("@")[0])
    return (SHARED if _TEAM.fullmatch(name) else "") + keyed_hash(address, secret=secret)


def phone_key(value: str, *, code: str | None, secret: str) -> str | None:
    """Hash a phone number, however it is grouped; None where the value can't be one. `code` is the
    country's, for numbers that carry none."""
    number = _number(value, code)
    return keyed_hash(number, secret=secret) if number else None


def _number(value: str, code: str | None) -> str | None:
    written = EXTENSION.sub("", value.replace("(0)", "")).strip()
    digits = re.sub(r"\D", "", written)
    if len(digits.lstrip("0")) not in _DIGITS or len(set(digits)) < 3:
        return None
    if written.startswith(("+", "(+", "00")):
        return f"+{digits.removeprefix('00')}"
    if code is None:
        return digits
    # A spreadsheet takes the plus away.
    if len(digits) > _LONGEST_NATIONAL and digits.startswith(code):
        return f"+{digits}"
    return f"+{code}{digits.removeprefix('0')}"
