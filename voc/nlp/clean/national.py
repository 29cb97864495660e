"""Find numbers by which a state knows a person."""

import re

from voc.nlp.clean.personal import Spans

_SSN = re.compile(r"(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}(?![\w-])")
# QQ stands in the official example, and in many a form that was filled in after it.
_NINO = re.compile(
    r"\b(?:QQ|(?!BG|GB|KN|NK|NT|TN|ZZ)[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z])"
    r"(?:\d{6}|(?: \d{2}){3} )[A-D]\b",
    re.IGNORECASE,
)
_DNI = re.compile(r"(?<![\w.-])([XYZ]?)-?(\d{7,8})[- ]?([A-Z])(?![\w-])", re.IGNORECASE)
_DNI_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"
_NAMED = re.compile(
    r"\b(?:passport|driv(?:er['’]?s?|ing) licen[cs]e|social security|national insurance|dni|nie|"
    r"personalausweis|reisepass|pasaporte)"
    r"(?:[ -]?(?:number|n[uú]mero|nummer|no\.?|nr\.?|id|#))?"
    r"(?: is| ist| es| was|:)? {0,2}#?(?=[A-Z-]{0,3}\d)([A-Z0-9][A-Z0-9-]{5,14})\b",
    re.IGNORECASE,
)


def national_ids(text: str) -> Spans:
    """Find US social security and UK national insurance numbers, Spanish DNI and NIE (with their
    check letter, modulo 23), and passport and licence numbers that are called so."""
    for pattern in (_SSN, _NINO):
        yield from (match.span() for match in pattern.finditer(text))
    for match in _DNI.finditer(text):
        prefix, number, letter = match.groups()
        whole = f"{'XYZ'.find(prefix.upper())}{number}" if prefix else number
        if len(whole) == 8 and _DNI_LETTERS[int(whole) % 23] == letter.upper():
            yield match.span()
    yield from (match.span(1) for match in _NAMED.finditer(text))
