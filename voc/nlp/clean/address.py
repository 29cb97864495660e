"""Find parts of postal addresses: street with number, box, postcode."""

import re

from voc.nlp.clean.personal import Spans

_CAPITAL = r"[^\W\d_a-zß-öø-ÿ](?:[\w'’-]|\.(?=\w))*"
_UNIT = r"(?:\.?,?\s+(?:[Aa]pt|[Ss]uite|[Ff]lat|[Uu]nit|[Aa]partment)\b\.?\s*#?\d+\w?)"
_KINDS = (
    "Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Way|Court|Ct|Close|Crescent|Place|Pl|Square|"
    "Terrace|Gardens|Grove|Boulevard|Blvd|Mews|Highway|Hwy|Parade|Quay|Row|Hill|Cottages|Streets"
)
_COMPOUNDS = (
    "straße|strasse|str\\.?|weg|platz|allee|gasse|damm|ufer|gade|gatan|gata|vej|vegen|veien|straat|"
    "laan|kade|plein|katu|tie|utca"
)
_STREET_WORDS = (
    r"C/|Calle|Avda\.?|Avenida|Av\.|Plaza|Paseo|Pza\.?|Carrer|Rua|Rue|Via|Viale|Piazza|ul\.|Ulica|"
    r"Straße|Am|An der|Auf der|In der|Zum|Zur"
)
_STREETS = (
    re.compile(
        rf"(?:\b(?:[Ff]lat|[Uu]nit|[Aa]pt\.?)\s+\w{{1,4}},\s*)?(?<![\w.,£$€/-])\d{{1,5}}[A-Za-z]?,?\s+"
        r"(?!(?:Hour|Minute|Min|Day|Mile|Week|Month|Year|Star|Lane)s?\b)"
        rf"(?:(?:\d+\s+)?{_CAPITAL}\s+){{1,4}}(?:{_KINDS})\b(?:{_UNIT})?"
    ),
    re.compile(
        r"(?<![\w.,£$€/-])\d{1,4}[a-z]? (?!(?:lane|way|different|other|main|busy|more|of|the)\b)"
        r"[a-z]{3,}(?: [a-z]{3,})? (?:street|avenue|crescent)\b"
    ),
    re.compile(
        rf"(?:(?<!\w)\d{{1,5}}\s+)?(?<![\w@#])(?:{_CAPITAL}[ -])?[^\W\d_]\w*(?i:{_COMPOUNDS})\s+"
        rf"\d{{1,4}}\s?[a-zA-Z]?(?![\w%]|[.,:]\d){_UNIT}?"
    ),
    re.compile(
        rf"(?:(?<!\w)\d{{1,5}}\s+)?(?<!\w)(?:{_STREET_WORDS})\s?(?:(?:de|del|la|las|los|di|della|do|da|du)\s)*"
        rf"{_CAPITAL}(?:\s(?:(?:de|del|la|do|da|du)\s)*{_CAPITAL}){{0,3}},?\s*(?:n[.ºo°]*\s*)?"
        rf"\d{{1,4}}\b(?![.,:]\d|%)(?:\s?[a-z]\b)?{_UNIT}?"
    ),
    re.compile(
        rf"(?<!\w)\d{{1,4}}(?: ?bis)?,?\s(?:rue|avenue|boulevard|place|chemin|allée)\s"
        rf"(?:de\s|du\s|des\s|la\s|d['’])*{_CAPITAL}(?:[ -]{_CAPITAL})*"
    ),
    re.compile(r"\bP\.?\s?O\.?\s?Box\s+\d+|\bPostfach\s+\d+|\b(?:PSC|Unit)\s+\d+,?\s+Box\s+\d+"),
    re.compile(r"\b(?:Apt\.?|Apartment)\s+#?\d{1,4}[A-Za-z]?\b"),
)
_STATES = (
    "AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM "
    "NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR"
).replace(" ", "|")
_POSTCODES = (
    # United Kingdom, as BS 7666 has it
    re.compile(
        r"\b(?:[A-PR-UWYZ](?:\d[\dA-HJKPSTUW]?|[A-HK-Y]\d[\dABEHMNPRV-Y]?)|GIR) "
        r"\d[ABD-HJLNP-UW-Z]{2}\b"
    ),
    re.compile(rf"\b(?:{_STATES}|[AFD]PO A[AEP]),?\s\d{{5}}(?:-\d{{4}})?\b"),
    re.compile(r"(?<![\w-])\d{5}-\d{4}(?![\w-])"),
)
_NAMED_POSTCODE = re.compile(
    r"\b(?:zip(?: ?code)?|post ?code|postal code|plz|postleitzahl|código postal|c\.p\.)"
    r"(?:\s+is|\s+ist|\s+es)?\s?:?\s{0,2}"
    r"(\d{3} \d{2}|\d{4,5}(?:-\d{3,4})?(?: ?[A-Z]{2})?|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b",
    re.IGNORECASE,
)
_AFTER_STREET = re.compile(r"[,.]?\s+(?:[A-Z]{1,2}-)?\d{5}\b(?!\s?[€$£%])")


def streets(text: str) -> Spans:
    """Find a street with its number, a post office box, a flat, and the five-digit postcode that
    follows."""
    for pattern in _STREETS:
        for match in pattern.finditer(text):
            code = _AFTER_STREET.match(text, match.end())
            yield match.start(), code.end() if code else match.end()


def postcodes(text: str) -> Spans:
    """Find postcodes: of the United Kingdom and the United States by form, others by the word
    before them."""
    for pattern in _POSTCODES:
        yield from (match.span() for match in pattern.finditer(text))
    yield from (match.span(1) for match in _NAMED_POSTCODE.finditer(text))
