"""Find the words of a text that are a name, or the first part of one."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from voc.nlp.clean.persons import cues
from voc.nlp.clean.persons.words import Word, in_place_name, near, next_item

Places = Iterator[int]
_LONGEST_SIGNATURE = 80


def seeds(text: str, words: Sequence[Word]) -> set[int]:
    """Give the places of the words that are names, or the first part of one."""
    at = {word.start: place for place, word in enumerate(words)}
    found = {*_listed(text, words), *_beside(text, words, at), *_shaped(text, words)}
    return found | {
        *_called(text, words, at),
        *_speakers(text, words, at),
        *_signed(text, words, at),
    }


def is_name(word: Word) -> bool:
    """Tell whether it is a name where the words beside it say that one stands here."""
    return word.capital and (word.maybe_first or (word.last and not word.ordinary))


def _listed(text: str, words: Sequence[Word]) -> Places:
    """Find first names with a capital, and those without that a surname follows."""
    for place, word in enumerate(words):
        named = word.first and (word.capital or _has_surname(text, words, place))
        if named and not in_place_name(text, words, place):
            yield place


def _has_surname(text: str, words: Sequence[Word], place: int) -> bool:
    after = place + 1
    if after < len(words) and len(words[after].text) == 1 and near(text, words, after):
        after += 1
    if after >= len(words) or not near(text, words, after):
        return False
    surname = words[after]
    return surname.last and not surname.ordinary and not surname.text[0].isupper()


def _beside(text: str, words: Sequence[Word], at: Mapping[int, int]) -> Places:
    """Find names by the words before or after them."""
    ends = {word.end: place for place, word in enumerate(words)}
    places = [at.get(match.end()) for match in cues.AFTER.finditer(text)]
    places += [ends.get(match.start()) for match in cues.BEFORE.finditer(text)]
    for place in places:
        if place is not None and is_name(words[place]) and not in_place_name(text, words, place):
            yield place
    for match in cues.LIVES.finditer(text):
        place = ends.get(match.start())
        if place is not None and words[place].capital and not words[place].ordinary:
            yield place
    for place in range(len(words)):
        if _is_addressed(text, words[place]) or _is_pair(text, words, place):
            yield place
        yield from _enumeration(text, words, place)


def _is_addressed(text: str, word: Word) -> bool:
    """Tell whether it is addressed, as in "thank you, Mark."."""
    return (
        text[max(0, word.start - 2) : word.start] == ", "
        and text[word.end : word.end + 1] in {"", ".", "!", "?", "\n"}
        and word.capital
        and word.maybe_first
        and not word.place
    )


def _called(text: str, words: Sequence[Word], at: Mapping[int, int]) -> Places:
    """Find what stands after "my name is", a title, or "by"."""
    rules: tuple[tuple[re.Pattern[str], Callable[[int], bool]], ...] = (
        (cues.NAMED, lambda place: _fits_a_name(words[place])),
        (cues.TITLE, lambda place: _fits_a_title(words[place])),
        (cues.BY, lambda place: _unknown_pair(text, words, place)),
    )
    for cue, fits in rules:
        for match in cue.finditer(text):
            place = at.get(match.end())
            if place is not None and fits(place):
                yield place


def _fits_a_name(word: Word) -> bool:
    return not word.ordinary or (word.capital and word.listed)


def _fits_a_title(word: Word) -> bool:
    if word.capital:
        return not word.ordinary or word.listed
    return word.listed and not word.ordinary


def _enumeration(text: str, words: Sequence[Word], place: int) -> Sequence[int]:
    """Give the places of three persons that are enumerated, as in "Amy, Novak and Priya"."""
    second = next_item(text, words, place)
    third = next_item(text, words, second) if second else None
    if second is None or third is None or in_place_name(text, words, third):
        return ()
    three = [words[place], words[second], words[third]]
    persons = sum(is_name(word) and not word.place for word in three)
    if persons < 2 or not all(w.capital and (w.last or not w.ordinary) for w in three):
        return ()
    return (place, second, third)


def _is_pair(text: str, words: Sequence[Word], place: int) -> bool:
    """Tell whether two words with capitals are a name: one is listed, neither a common word."""
    if not _unknown_pair(text, words, place):
        return False
    pair = words[place : place + 2]
    owner = text[pair[1].end : pair[1].end + 2] in {"'s", "’s"}
    return owner or any(word.listed for word in pair)


def _unknown_pair(text: str, words: Sequence[Word], place: int) -> bool:
    pair = words[place : place + 2]
    return (
        len(pair) == 2
        and near(text, words, place + 1)
        and all(w.capital and not (w.ordinary or w.place or w.text.isupper()) for w in pair)
        and not in_place_name(text, words, place)
    )


def _shaped(text: str, words: Sequence[Word]) -> Places:
    """Find names by an initial: "J. Patel", "Alvir D. Novak"."""
    for place in range(1, len(words)):
        initial, surname = words[place - 1], words[place]
        if not (initial.initial and surname.capital and near(text, words, place)):
            continue
        unknown = not (surname.ordinary or surname.place) and len(surname.key) > 2
        before = words[place - 2] if place > 1 and near(text, words, place - 1) else None
        if before and before.capital and not (before.ordinary or before.text.isupper()):
            if unknown or surname.last:
                yield place - 2
        elif unknown and text[initial.end] == "." and not surname.text.isupper():
            yield place


def _speakers(text: str, words: Sequence[Word], at: Mapping[int, int]) -> Places:
    """Find the names before the lines of a conversation."""
    found = [at[start] for m in cues.SPEAKER.finditer(text) if (start := m.start(1)) in at]
    if len(found) > 1:
        for place in found:
            if words[place].capital and (words[place].maybe_first or not words[place].ordinary):
                yield place


def _signed(text: str, words: Sequence[Word], at: Mapping[int, int]) -> Places:
    """Find the names below a text: one to three words with capitals at the start of a line."""
    starts = {match.end() for match in cues.SIGN_OFF.finditer(text)} | {text.rfind("\n") + 1} - {0}
    for start in starts:
        place = at.get(start)
        if place is None:
            continue
        rest = text[start : start + _LONGEST_SIGNATURE].split("\n", 1)[0]
        end = start + len(cues.AFTER_SIGNATURE.split(rest)[0].rstrip(" .!"))
        line = [p for p in range(place, min(place + 4, len(words))) if words[p].start < end]
        if line and words[line[-1]].end == end and _is_signature([words[p] for p in line]):
            yield from line


def _is_signature(line: Sequence[Word]) -> bool:
    fits = all(w.initial or (w.capital and (w.listed or not w.ordinary)) for w in line)
    return fits and len(line) <= 3 and any(is_name(w) and len(w.key) > 2 for w in line)
