"""Find phone numbers: by their form, or by the words before them."""

import re

from voc.nlp.clean.personal import Spans

_GAP = r"[ .\-‐‑–/]?"
_EXTENSION = r"(?: ?(?:x|ext\.?) ?\d{1,6})?(?![\w%]|[-./,:]\d)"
_INTERNATIONAL = re.compile(
    rf"(?:(?<![\w+])\+|(?<![\w+.,:/-])00) ?[1-9](?:{_GAP}(?:\(0\)|\()?\d\)?){{7,14}}(?!\d)"
    r"(?: ?(?:x|ext\.?) ?\d{1,6})?"
)
_PHONE_FORMS = (
    # North America: 555-123-4567, (555) 123-4567, 1.555.123.4567
    re.compile(
        r"(?<![\w$€£#/.,+-])(?:1[ .-]?)?(?:\([2-9]\d\d\) ?|[2-9]\d\d[ .‐‑–-])"
        r"\d{3}[ .‐‑–-]\d{4}" + _EXTENSION
    ),
    # With a trunk zero, in groups: 020 7946 0958, 01632 960123, 0151/23456789, 0688 872 49 99
    re.compile(
        r"(?<![\w$€£#/.,+-])(?:\(0[1-9]\d{1,3}\)|0[1-9]\d{1,4})"
        r"[ ‐‑–/-]\d{2,8}(?:[ ‐‑–-]\d{2,4}){0,3}" + _EXTENSION
    ),
    # In pairs: 01 23 45 67 89
    re.compile(r"(?<![\w$€£#/.,+-])0[1-9](?:([ .-])\d\d)(?:\1\d\d){3}(?![\w%]|[-./,:]\d)"),
    # A Dutch mobile number
    re.compile(r"(?<![\w$€£#/.,+-])06[ ‐‑–-]\d{8}(?![\w%]|[-./,:]\d)"),
    # A British mobile number in one piece
    re.compile(r"(?<![\w$€£#/.,+-])07\d{9}(?![\w%]|[-./,]\d)"),
)
# Other runs of digits are phone numbers only where the words before them say so.
_DIGITS = re.compile(r"(?<![\w$€£#/.,+-])\(?\d(?:[ .\-‐‑–()]{0,2}\d){5,12}(?![\w%]|[-./,:]\d)")
_CALL = re.compile(
    r"(?:\b(?:call|phone|phoned|telephone|tel|mobile|cell|text|whatsapp|ring|reach|dial|fax|sms|"
    r"desk|teléfono|telefono|móvil|llámame|llámenme|telefon|handy|rückruf|nummer|téléphone|portable|telefoonnummer|"
    r"mobiel|bel(?:t|de|len)?)\b"
    r"|\b(?:my|contact|callback) (?:number|no)\b|\bmessages? to\b|\b(?:contact|answer)\w* (?:me )?"
    r"(?:at|on)\b)[^\d\n]{0,25}$",
    re.IGNORECASE,
)
_REFERENCE = re.compile(
    r"\b(?:order|account|acct|ref|reference|ticket|case|invoice|booking|confirmation|tracking|"
    r"serial|imei|model|policy|claim|complaint|flight|contract|customer|meter|part|tag|"
    r"pedido|cuenta|factura|cliente|contrato|kundennummer|auftrag|bestellung|rechnung|"
    r"rechnungsnummer|konto|vertrag|vertragsnummer|commande)s?\b"
    r"(?:[\s:#-]|number|nummer|no\b\.?|nr\b\.?|id\b|code|is\b|was\b)*$",
    re.IGNORECASE,
)
_BEFORE = 45


def phones(text: str) -> Spans:
    """Find phone numbers: by their form, or by the words before them. Numbers that follow
    "order", "account" or the like are none, unless they have a country's prefix."""
    yield from (match.span() for match in _INTERNATIONAL.finditer(text) if _is_long(match[0]))
    for pattern in _PHONE_FORMS:
        for match in pattern.finditer(text):
            number = re.split("[xe]", match[0])[0]
            if 9 <= _n_digits(number) <= 12 and not _after(_REFERENCE, text, match.start()):
                yield match.span()
    for match in _DIGITS.finditer(text):
        start = match.start()
        named = _after(_CALL, text, start) and not _after(_REFERENCE, text, start)
        if named and 7 <= _n_digits(match[0]) <= 13:
            yield match.span()


def _after(words: re.Pattern[str], text: str, start: int) -> bool:
    return words.search(text, max(0, start - _BEFORE), start) is not None


def _n_digits(text: str) -> int:
    return sum(char.isdigit() for char in text)


def _is_long(text: str) -> bool:
    return text.startswith("+") or _n_digits(text) >= 11
