"""Find personal data that has a checkable form: e-mail, card, IBAN, IP address."""

import ipaddress
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

Spans = Iterator[tuple[int, int]]

# The parts follow a place where no such character stands, so that a long run is tried once.
_EMAIL = re.compile(
    r"(?<![\w.%+'@-])[\w.%+'-]+(?:@|\s?[\[(]\s?at\s?[\])]\s?)"
    r"[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}(?![\w@])"
)
_CARD = re.compile(r"(?<![\w.,$€£/+#-])\d(?:[ -]?\d){11,18}(?![\w%]|[-./]\d)")
# Prefixes and lengths of Visa, Mastercard, American Express, Discover, Diners, JCB, UnionPay and
# Maestro (ISO/IEC 7812 ranges as the networks publish them).
_NETWORK = re.compile(
    r"4\d{12}(?:\d{3})?(?:\d{3})?|(?:5[1-5]\d\d|222[1-9]|22[3-9]\d|2[3-6]\d\d|27[01]\d|2720)\d{12}"
    r"|3[47]\d{13}|6(?:011|5\d\d|4[4-9]\d)\d{12}|3(?:0[0-5]|[68]\d)\d{11}|35(?:2[89]|[3-8]\d)\d{12}"
    r"|62\d{14,17}|(?:5018|5020|5038|5893|6304|6759|676[1-3])\d{8,15}"
)
_CARD_WORD = re.compile(
    r"(?:card|visa|mastercard|amex|\bcc|tarjeta|karte|carte)\b[^\d\n]{0,20}$", re.IGNORECASE
)
# Looked at ahead of its place, as what follows a false start may hold a true one.
_IBAN = re.compile(r"(?<!\w)(?=([A-Z]{2}\d{2}(?: ?[A-Z0-9]){11,30}))", re.IGNORECASE)
# Characters of an IBAN by country (ISO 13616 registry).
_IBAN_LENGTH: Mapping[str, int] = MappingProxyType(
    {
        "NO": 15, "BE": 16, "DK": 18, "FI": 18, "NL": 18, "SI": 19, "AT": 20, "EE": 20,
        "LT": 20, "LU": 20, "BG": 22, "CH": 21, "LV": 21, "HR": 21, "LI": 21, "DE": 22,
        "GB": 22, "IE": 22, "CZ": 24, "ES": 24, "RO": 24, "SE": 24, "SK": 24, "PT": 25,
        "IS": 26, "TR": 26, "FR": 27, "GR": 27, "IT": 27, "CY": 28, "HU": 28, "PL": 28,
        "AE": 23, "SA": 24, "MT": 31,
    }
)  # fmt: skip
# Set aside for documents: RFC 5737 and 3849.
_EXAMPLES = tuple(
    ipaddress.ip_network(network)
    for network in ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32")
)
_IPV4 = re.compile(r"(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?![\w]|\.\d)")
_IPV6 = re.compile(r"(?<![\w:.])[0-9A-Fa-f:]{6,39}(?![\w:])")
_VERSION = re.compile(r"(?:\bv|version|firmware|release|build|software)[\s:.]*$", re.IGNORECASE)

_BEFORE = 45


def emails(text: str) -> Spans:
    """Find e-mail addresses; social handles are none."""
    if "@" in text or "at" in text:
        for match in _EMAIL.finditer(text):
            start, end = match.span()
            yield start + (text[start] in ".'-"), end


def cards(text: str) -> Spans:
    """Find card numbers: a valid check digit (Luhn), and a network's prefix and length or a word
    for cards before it."""
    for match in _CARD.finditer(text):
        digits = re.sub(r"\D", "", match[0])
        likely = _NETWORK.fullmatch(digits) or _after(_CARD_WORD, text, match.start())
        if likely and _luhn(digits):
            yield match.span()


def ibans(text: str) -> Spans:
    """Find international bank account numbers: a country's length and a valid check (mod 97)."""
    for match in _IBAN.finditer(text):
        run = match[1]
        length = _IBAN_LENGTH.get(run[:2].upper(), 0)
        places = [place for place, char in enumerate(run) if char != " "][:length]
        if not length or len(places) < length:
            continue
        number = "".join(run[place] for place in places)
        if int("".join(str(int(char, 36)) for char in number[4:] + number[:4])) % 97 == 1:
            yield match.start(), match.start() + places[-1] + 1


def addresses(text: str) -> Spans:
    """Find public IP addresses. Those of home networks belong to nobody, and four numbers after
    "version" or the like are no address."""
    for mark, pattern in ((".", _IPV4), (":", _IPV6)):
        for match in pattern.finditer(text) if mark in text else ():
            try:
                public = _is_public(ipaddress.ip_address(match[0]))
            except ValueError:
                continue
            if public and not _VERSION.search(text, max(0, match.start() - _BEFORE), match.start()):
                yield match.span()


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Tell whether an address is on the internet, or one of those that stand for such in texts."""
    return address.is_global or any(address in network for network in _EXAMPLES)


def _after(words: re.Pattern[str], text: str, start: int) -> bool:
    return words.search(text, max(0, start - _BEFORE), start) is not None


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * 2 for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(n - 9 * (n > 9) for n in doubled)) % 10 == 0
