"""Which words of a text can name a topic."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

_NO_WORDS = re.compile(r"https?://\S+|www\.\S+|\S+@\S+|<[A-Z_]+>|&\w+;|[@#]\w+|\b[Xx]{3,}\b")
_SIGNS = re.compile(r"[@#<&]|://|www\.|[Xx]{3}")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_SMALL = re.compile(r"(?<![\w'’])[^\W\d_A-Z]")
_HANDLE = re.compile(r"@(\w+)")
_MARKS = re.compile(r"[^\w\s'’.,!?;:£$€%-]+")
NAME_SHARE = 0.9
COMMON_NAME_SHARE = 0.5
BRAND_COMMON = 0.1
BRAND_SHARE = 0.02
_SHOUTED = 4

_FUNCTION_WORDS = """
a about above after again against all also although always am an and another any anyone anything
are aren't around as at away back be because been before being below between both but by came can
can't cannot come could couldn't day days did didn't do does doesn't doing don't done down during
each either else enough etc even ever every everyone everything few for from further gave get gets
getting give given go goes going gone gonna got had hadn't has hasn't have haven't having he he's
her here hers herself him himself his how however i i'd i'll i'm i've if im in into is isn't it
it's its itself ive just kind know later least less let let's like lot made make makes many may
maybe me mine might mine month months more most much must my myself near need never next no nobody
nor not nothing now of off often ok okay on once one ones only onto or other others our ours out
over own per please put quite rather really said same say see seem seemed she should shouldn't
since so some someone something somewhere soon still such sure take than that that's the their
theirs them then there there's these they they're they've thing things think this those though
through thru till to today tomorrow tonight too took toward try two u under until unless up upon ur
us use used very via want wants was wasn't way we we'd we'll we're we've week weeks well went were
weren't what what's whatever when where which while who whom whose why will with within without
won't would wouldn't year years yes yesterday yet you you'd you'll you're you've your yours
yourself dont didnt cant wont isnt wasnt doesnt couldnt thats whats youre theyre youve
el la los las un una unos unas y o de del que en es por para con sin no se me mi tu su lo al como
más pero muy ya está son ha he si sí le les
der die das den dem des ein eine einen einem einer und oder nicht ist sind war mit von zu im auf
für ich sie wir ihr es er mich mir auch noch nur aber wie bei nach hat habe haben wird
"""
_COURTESIES = """
thank thanks thankyou thx ty pls plz cheers hello hi hey hiya dear regards sincerely greetings
morning afternoon sir madam mate guys folks team everyone wow lol haha omg smh wtf xx
good great nice kind fine best better awesome amazing excellent brilliant fantastic wonderful lovely
perfect superb happy love loved pleased satisfied bad worse worst poor awful terrible horrible
rubbish disgusting disgrace shocking appalling ridiculous unacceptable pathetic hate sucks joke
unhappy disappointed disappointing sorry appreciate appreciated grateful recommend recommended
gracias hola saludos danke hallo grüße gruß yours faithfully kindly signed
"""
FUNCTION_WORDS = frozenset(_FUNCTION_WORDS.split())
COURTESIES = frozenset(_COURTESIES.split())
_EMPTY = FUNCTION_WORDS | COURTESIES


def readable(text: str) -> str:
    """Take out what is no word of the customer's: handles, links, placeholders, emoji."""
    # Most texts have none of these signs, and looking for them is ten times faster.
    kept = _NO_WORDS.sub(" ", text) if _SIGNS.search(text) else text
    return " ".join(_MARKS.sub(" ", kept).split())


def calm(text: str) -> str:
    """Put a text into lower case where capitals tell nothing: at least four words all have one, and
    are in capitals whole or have a function word among them, which a signature hasn't."""
    written = _WORD.findall(text)
    if len(written) < _SHOUTED or not all(word[0].isupper() for word in written):
        return text
    sentence = not FUNCTION_WORDS.isdisjoint(map(_plain, written))
    return text.lower() if sentence or text.isupper() else text


def words(text: str) -> list[str]:
    """List the words of a text in lower case, with straight apostrophes and no possessive."""
    return [_plain(word) for word in _WORD.findall(readable(text))]


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    lower = word.lower().replace("’", "'")
    return lower if lower in FUNCTION_WORDS else lower.removesuffix("'s")


def _tells(word: str) -> bool:
    return len(word) > (1 if _is_uncased(word) else 2) and word not in _EMPTY


def _is_uncased(word: str) -> bool:
    """Tell whether a word is in a script without capitals: two of its letters may be a word."""
    return not word.isascii() and word.upper() == word.lower()


def content_words(text: str) -> list[str]:
    """List the words that can tell a subject: no function word, courtesy, bare praise or blame."""
    return [word for word in words(text) if _tells(word)]


def subject(text: str) -> str:
    """Give the words of a text that has a subject: a content word that is no name.

    A word with a capital may be a name, unless it begins a text that goes on without. A signature,
    a greeting or bare praise has no subject: the answer is then empty.
    """
    written = _WORD.findall(readable(text))
    common = {word for word in written if word.islower() or _is_uncased(word)}
    if common:
        common.add(written[0])
    if not any(_tells(_plain(word)) for word in common):
        return ""
    return " ".join(_plain(word) for word in written)


def subjects(texts: Sequence[str]) -> list[str]:
    """Give the subject of each text. Where more than half of them have capitals alone, as in an
    export that is all in capitals or a list of headings, capitals tell nothing of any text."""
    loud = sum(not text.islower() and not _SMALL.search(text) for text in texts)
    if loud > len(texts) / 2:
        return [subject(text.lower()) for text in texts]
    return [subject(text) for text in texts]


def names(texts: Iterable[str]) -> dict[str, str]:
    """Map each word that is nearly always written with a capital inside a sentence to that form.

    For a word that a tenth of the texts hold, half of the times is enough: the company's own name
    is the one that its customers don't trouble to write right.
    """
    texts = list(texts)
    held = Counter(word for text in texts for word in set(words(text)))
    inside: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    form: dict[str, str] = {}
    for text in texts:
        for before, word in _after_lower_case(readable(text)):
            if not before:
                continue
            lower = word.lower()
            inside[lower] += 1
            if word[0].isupper() and not (word.isupper() and len(word) > 4):
                capital[lower] += 1
                form.setdefault(lower, word)
    usual = BRAND_COMMON * len(texts)
    return {
        w: form[w]
        for w, n in capital.items()
        if n >= 2 and n >= (COMMON_NAME_SHARE if held[w] >= usual else NAME_SHARE) * inside[w]
        if w not in FUNCTION_WORDS
    }


def brands(texts: Sequence[str], known: Mapping[str, str]) -> frozenset[str]:
    """Find the words that name the company or its rivals rather than a subject.

    A brand is a handle that at least 2 % of the texts address, a word of four letters or more that
    such a handle begins with, or a name that at least 2 % of the texts hold. An abbreviation such
    as ATM is no brand, nor is a participle, for which some exports write capitals.
    """
    floor = max(5.0, BRAND_SHARE * len(texts))
    addressed = Counter(h.lower() for text in texts for h in set(_HANDLE.findall(text)))
    handles = {handle for handle, n in addressed.items() if n >= floor}
    beginnings = {handle[:end] for handle in handles for end in range(4, len(handle) + 1)}
    held = Counter(word for text in texts for word in set(words(text)))
    named = {
        name
        for name, form in known.items()
        if held[name] >= floor and not form.isupper() and not name.endswith(("ed", "ing"))
    }
    return frozenset(handles | named | (beginnings & held.keys()))


def _after_lower_case(text: str) -> Iterable[tuple[bool, str]]:
    """Yield each word with whether a word in lower case stands right before it."""
    lower, end = False, -2
    for match in _WORD.finditer(text):
        between = text[end : match.start()] if end >= 0 else "."
        yield lower and between == " ", match.group()
        lower, end = match.group().islower(), match.end()
