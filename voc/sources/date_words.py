"""Write the words of a date as strptime reads them: zones as offsets, months in English."""

import re

_ORDINAL = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th|er)\b", re.IGNORECASE)
# RFC 5322's names of zones and Europe's. Others mean several zones: IST is India, Israel, Ireland.
_HOURS = {
    **dict.fromkeys(("GMT", "UTC", "WET"), 0),
    **dict.fromkeys(("CET", "MEZ", "BST", "WEST"), 1),
    **dict.fromkeys(("CEST", "MESZ", "EET"), 2),
    **dict.fromkeys(("EEST",), 3),
    **dict.fromkeys(("EDT",), -4),
    **dict.fromkeys(("EST", "CDT"), -5),
    **dict.fromkeys(("CST", "MDT"), -6),
    **dict.fromkeys(("MST", "PDT"), -7),
    **dict.fromkeys(("PST",), -8),
}
# At the end or, as Java and Unix write it, before the year; "GMT+1" of Google Forms, "UTC-03:30".
_ZONE = re.compile(
    rf"\s*(?<![A-Za-z])({'|'.join(_HOURS)})"
    r"(?:(?<=GMT|UTC)([+-])(\d{1,2})(?::?(\d\d))?)?(?=$| \d{4}$)"
)
_HALF_OF_DAY = re.compile(r"(?<=\d)\s*([ap])\.?\s?m\b\.?", re.IGNORECASE)
_BETWEEN = re.compile(r",?\s+(?:um|at|à|om|de|del|a las)\s+", re.IGNORECASE)
_HOUR = re.compile(r"(?<=\d)\s?h\s?(?=\d\d\b)", re.IGNORECASE)
_O_CLOCK = re.compile(r"\s*\b(?:Uhr|uur)\b\.?", re.IGNORECASE)
_DAY_POINT = re.compile(r"\b(\d{1,2})\.\s+(?=[^\W\d])")
_WEEKDAY = re.compile(
    r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+(?=\w)"
    r"|^(?:(?:mon|diens|donners|frei|sams|sonn)tag|sonnabend|mittwoch|mo|di|mi|do|fr|sa|so)\.?,?\s+"
    r"|^(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche|\w+dag|lunes|martes|miércoles|jueves"
    r"|viernes|sábado|domingo)\.?,?\s+",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{3,}\.?")
# What German, French, Dutch, Spanish, Italian and Portuguese call the months, with abbreviations.
_MONTHS = {
    "January": "januar jänner jän janvier janv januari enero ene gennaio gen janeiro",
    "February": "februar février févr fév fevrier februari febrero febbraio fevereiro fev",
    "March": "märz mär mrz mars maart mrt marzo março",
    "April": "avril avr abril abr aprile",
    "May": "mai mei mayo maggio mag maio",
    "June": "juni juin junio giugno giu junho",
    "July": "juli juillet juil julio luglio lug julho",
    "August": "août aout augustus agosto ago",
    "September": "septembre septiembre settembre sett set setembro sept",
    "October": "oktober okt octobre octubre ottobre ott outubro out",
    "November": "novembre noviembre novembro",
    "December": "dezember dez décembre déc dec diciembre dic dicembre dezembro",
}
_ENGLISH = {word: month for month, words in _MONTHS.items() for word in words.split()}
_ENGLISH |= {month[:3].lower(): month for month in _MONTHS}


def with_offset(text: str) -> str:
    """Write a zone's name as its offset, and "21st" as 21."""
    return _ZONE.sub(_offset, _ORDINAL.sub(r"\1", text)) if _has_words(text) else text


def in_english(text: str) -> str:
    """Write months in English and in full, "a.m." as AM, "8h15" and "8:15 Uhr" as 8:15; leave out
    the day of the week and what joins day and time."""
    if not _has_words(text):
        return text
    clock = _O_CLOCK.sub("", _HOUR.sub(":", _BETWEEN.sub(" ", text)))
    halved = _HALF_OF_DAY.sub(lambda found: f" {found[1]}M".upper(), clock)
    return _WORD.sub(_month, _WEEKDAY.sub("", _DAY_POINT.sub(r"\1 ", halved)))


def _has_words(text: str) -> bool:
    return any(map(str.isalpha, text))


def _offset(zone: re.Match[str]) -> str:
    if zone[2]:
        return f" {zone[2]}{int(zone[3]):02d}{zone[4] or '00'}"
    return f" {_HOURS[zone[1]]:+03d}00"


def _month(word: re.Match[str]) -> str:
    return _ENGLISH.get(word[0].rstrip(".").casefold(), word[0])
