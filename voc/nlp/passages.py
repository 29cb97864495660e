"""Split a verbatim into passages: sentences, then clauses that a contrast joins."""

import re
from collections.abc import Iterable, Iterator

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
_BREAK = re.compile(r"\s+[-–—]{1,2}\s+|\s*[—;]\s*")
_SMILEY = re.compile(r"(?<=[\U0001F300-\U0001FAFF☀-➿])\s+(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
MIN_WORDS = 3
MIN_SIDE = 2


def split(text: str, *, language: str = "en") -> tuple[Span, ...]:
    """Split a verbatim into passages that each hold one subject wherever possible.

    Spans are in order, don't overlap, carry no white space at their ends, and together hold every
    word of the text. A sentence of fewer than three words joins its neighbour. A text without a
    letter or digit, emoji alone for example, has no passage.
    """
    if not n_words(text):
        return ()
    spans: list[Span] = []
    for sentence in _joined(text, _sentences(text, language)):
        for piece in _clauses(text, sentence):
            spans.extend(_trimmed(text, piece))
    return tuple(spans)


def standing_alone(text: str) -> str:
    """Leave out the word by which a passage hangs on the one before ("but", "although"): as part of
    a passage it would say that another side follows."""
    return _HANGING.sub("", text, count=1) or text


def n_words(text: str) -> int:
    """Count the words of a text; punctuation and emoji are none."""
    return len(_WORD.findall(text))


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


def _clauses(text: str, sentence: Span) -> Iterator[Span]:
    start = sentence.start
    for cut in _cuts(sentence.of(text)):
        yield Span(start, sentence.start + cut)
        start = sentence.start + cut
    yield Span(start, sentence.end)


def _cuts(sentence: str) -> list[int]:
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
    cuts: list[int] = []
    for cut in sorted(set(wanted)):
        left = sentence[cuts[-1] if cuts else 0 : cut]
        if n_words(left) >= MIN_SIDE and n_words(sentence[cut:]) >= MIN_SIDE:
            cuts.append(cut)
    return cuts


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
