"""Split a verbatim into passages: sentences, then clauses that a contrast joins."""

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from voc.domain.analysis import Span

# A contrast word opens a passage only after a break, so that "nothing but trouble", "all but one"
# and "last but not least" stay whole; "not only ... but also" is one thought as well.
_CONTRAST = re.compile(
    r"(?:[,;:.–—]|\s-{1,2}\s|\.\.+|…)?\s*"
    r"(?<![\w'’])(?P<word>but|however|although|though|whereas|while|yet|mind you|that said|"
    r"shame|pity|on the other hand|unfortunately|sadly)(?![\w'’-])",
    re.IGNORECASE,
)
_NEEDS_BREAK = {"though", "yet", "while", "unfortunately", "sadly"}
_ONE_THOUGHT = re.compile(
    r"\b(?:nothing|none|anything|anyone|nobody|everything|everyone|all|any|last|cannot|no choice|"
    r"can[’']?t help|could(?: not|n[’']?t) help) but\b"
    r"|(?:\bnot|n[’']t) (?:only|just|simply|exactly)\b"
    r"|\b(?:not|n[’']t)\b[^,.]*\bbut (?:also|that|with|the|a|an|for|rather|in|on)\b"
    r"|\bbut (?:for|not least|oh no|then (?:again|what))\b|\bhowever (?:you|much|many|hard|long)\b"
    r"|^\W*(?:i hate to|i may be|i might be|call me|i[’']?m (?:no|not an?)|sorry)\b"
    r"|\b(?:slow|slowly|small|short|simple|cheap|old|basic) but \w+\W*$",
    re.IGNORECASE,
)
_CONCESSION = re.compile(
    r"^\W*(?:\w+\W+)?(?:even though|although|though|while|whilst|despite|in spite of)\b[^,]*,",
    re.IGNORECASE,
)
_HANGING = re.compile(
    r"^\W*(?:but|although|though|however|yet|while|whilst|whereas|even though|on the other hand)"
    r"(?![\w'’-])[,\s]*",
    re.IGNORECASE,
)
# A comma or "and" parts two clauses when a subject of its own and its verb follow: words that stand
# for a customer, or for what was said before, go on with it.
_VERB = (
    r"(?:(?:is|are|was|were|has|have|had|does|do|did|can|could|will|would|should)(?:n[’']t)?|"
    r"won[’']t|cannot|took|takes|went|goes|came|comes|kept|keeps|left|lost|told|gave|got|made|said|"
    r"sent|broke|ran|never|[a-z]{3,}ed)(?![\w'’-])"
)
_GOES_ON = (
    r"(?!(?:i|we|you|he|she|it|they|one|some|others?|who|which|that|this|what|where|when|why|how|"
    r"because|so|as|if|even|everyone|everything|nothing|not|tho|though|although|while|since|until|"
    r"after|before|once|only|just|very|then|now|again|and|but|also|or|nor|first|last|maybe|please|"
    r"like|looks|means|lots?|all|except|therefore|including|considering|[a-z]+ly|"
    rf"to|in|on|at|by|for|from|of|with|without|about|having|being|{_VERB})\b)"
)
_SUBJECT = r"(?:(?:the|my|our|your|their|his|her|this|these|those|half|both|a|an|no)\s+)"
_CLAUSE = rf"{_GOES_ON}(?:[^\W\dA-Z_][\w’'-]*\s+){{1,3}}?{_VERB}"
_SPLICE = re.compile(
    rf",\s+(?=(?:(?:and|then|also)\s+)?{_CLAUSE})"
    rf"|\s+(?=and\s+(?:now\s+)?{_SUBJECT}{_CLAUSE})"
)
_LEADS_IN = re.compile(
    r"^(?:\W|@\w+|<[A-Z]+>)*(?:when|whenever|if|after|before|because|since|as|once|until|unless|where|given|due|with|"
    r"without|in|on|at|for|from|during|by|to|upon|following|even|so|just|hi|hello|hey|dear|thanks|"
    r"thank|sorry|yes|no|well|instead)(?![\w'’-])",
    re.IGNORECASE,
)
_HANDLE = re.compile(r"@\w+|<[A-Z]+>")
_BREAK = re.compile(r"\s+[-–—]{1,2}\s+|\s*[—;]\s*")
_SMILEY = re.compile(r"(?<=[\U0001F300-\U0001FAFF☀-➿])\s+(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MIN_WORDS = 3
MIN_SIDE = 2
# A longer text tells a story: its clauses hang together, and its sentences are short beside it.
MAX_PARTED_WORDS = 40
# Characters: as far back as three words are looked for.
_NEAR = 200


def split(text: str, *, language: str = "en") -> tuple[Span, ...]:
    """Split a verbatim into passages that each hold one subject wherever possible.

    Spans are in order, don't overlap, carry no white space at their ends, and together hold every
    word of the text. A sentence of fewer than three words joins its neighbour. A text without a
    letter or digit, emoji alone for example, has no passage.
    """
    length = n_words(text)
    if not length:
        return ()
    spans: list[Span] = []
    for sentence in _joined(text, _sentences(text, language)):
        for piece in _clauses(text, sentence, short=length <= MAX_PARTED_WORDS):
            spans.extend(_trimmed(text, piece))
    return tuple(spans)


def standing_alone(text: str) -> str:
    """Leave out the word by which a passage hangs on the one before ("but", "although"): as part of
    a passage it would say that another side follows."""
    return _HANGING.sub("", text, count=1) or text


def n_words(text: str) -> int:
    """Count the words of a text; punctuation and emoji are none."""
    return len(_WORD.findall(text))


def _has_words(text: str, least: int) -> bool:
    """Say so without reading on: a text may be one sentence of many thousand words."""
    return sum(1 for _ in islice(_WORD.finditer(text), least)) == least


def _sentences(text: str, language: str) -> Iterator[Span]:
    import sentencex

    known = language if len(language) == 2 else "en"
    start = 0
    for line in text.splitlines(keepends=True):
        position = start
        for sentence in sentencex.segment(known, line):
            yield Span(position, position + len(sentence))
            position += len(sentence)
        start += len(line)


def _clauses(text: str, sentence: Span, *, short: bool) -> Iterator[Span]:
    start = sentence.start
    for cut in _cuts(sentence.of(text), short=short):
        yield Span(start, sentence.start + cut)
        start = sentence.start + cut
    yield Span(start, sentence.end)


def _cuts(sentence: str, *, short: bool) -> list[int]:
    if _ONE_THOUGHT.search(sentence):
        return []
    wanted = [
        match.start("word")
        for match in _CONTRAST.finditer(sentence)
        if match["word"].lower() not in _NEEDS_BREAK or _after_break(sentence, match)
    ]
    wanted += [match.end() for match in _BREAK.finditer(sentence)]
    wanted += [match.end() for match in _SMILEY.finditer(sentence)]
    wanted += [match.end() for match in _CONCESSION.finditer(sentence)]
    wanted += _splices(sentence) if short else []
    cuts: list[int] = []
    for cut in sorted(set(wanted)):
        left = sentence[cuts[-1] if cuts else 0 : cut]
        if _has_words(left, MIN_SIDE) and _has_words(sentence[cut:], MIN_SIDE):
            cuts.append(cut)
    return cuts


def _splices(sentence: str) -> list[int]:
    if _LEADS_IN.match(sentence):
        return []
    found = []
    for match in _SPLICE.finditer(sentence):
        before = sentence[max(0, match.start() - _NEAR) : match.start()]
        if _has_words(_HANDLE.sub(" ", before), MIN_WORDS):
            found.append(match.end())
    return found


def _after_break(sentence: str, match: re.Match[str]) -> bool:
    return sentence[: match.start("word")].rstrip().endswith((",", ";", ":", ".", "–", "—", "-"))


def _trimmed(text: str, span: Span) -> Iterator[Span]:
    piece = span.of(text)
    stripped = piece.strip()
    if stripped:
        start = span.start + piece.index(stripped)
        yield Span(start, start + len(stripped))


def _joined(text: str, spans: Iterable[Span]) -> Iterator[Span]:
    held: Span | None = None
    for span in spans:
        if held is None:
            held = span
        elif n_words(span.of(text)) < MIN_WORDS or n_words(held.of(text)) < MIN_WORDS:
            held = Span(held.start, span.end)
        else:
            yield held
            held = span
    if held is not None:
        yield held
