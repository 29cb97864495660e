"""Find names of persons by lists, by the words beside them and by their shape."""

from collections.abc import Iterable, Iterator, Sequence

from voc.nlp.clean.personal import Spans
from voc.nlp.clean.persons import cues
from voc.nlp.clean.persons.seeds import is_name, seeds
from voc.nlp.clean.persons.words import Word, in_place_name, near, next_item

_MOST_PARTS = 4


def names(text: str, words: Sequence[Word]) -> Spans:
    """Find names of persons among the words of a text."""
    taken: set[int] = set()
    for place in sorted(seeds(text, words)):
        if place not in taken:
            taken |= _grown(text, words, place)
    taken = _joined(text, words, taken)
    taken |= set(_repeated(words, taken))
    yield from _runs(text, words, sorted(taken))


def _grown(text: str, words: Sequence[Word], place: int) -> set[int]:
    """Give the places of a name: its initials, particles and other parts on both sides."""
    first = last = place
    while first and last - first < _MOST_PARTS and _is_part_before(text, words, first):
        first -= 1
    while last + 1 < len(words) and last - first < _MOST_PARTS:
        if not _is_part_after(text, words, last + 1):
            break
        last += 2 if words[last + 1].key in cues.PARTICLES else 1
    return set(range(first, last + 1))


def _is_part_before(text: str, words: Sequence[Word], place: int) -> bool:
    word = words[place - 1]
    if not near(text, words, place) or not (word.capital or word.initial):
        return False
    return word.initial or word.first or (word.maybe_first and not (word.ordinary or word.place))


def _is_part_after(text: str, words: Sequence[Word], place: int) -> bool:
    word = words[place]
    if not near(text, words, place):
        return False
    if word.key in cues.PARTICLES:
        after = place + 1
        return after < len(words) and near(text, words, after) and words[after].capital
    if word.initial:
        return True
    if not word.capital:
        return not words[place - 1].text[0].isupper() and _is_lower_part(words, place)
    if word.text.isupper():
        return word.listed and not word.ordinary
    return word.last or not (word.ordinary or word.place)


def _is_lower_part(words: Sequence[Word], place: int) -> bool:
    """Tell whether it belongs to a name without capitals, as in "anna b smith"."""
    surname = words[place + 1] if len(words[place].text) == 1 < len(words) - place else words[place]
    return surname.text[0].islower() and surname.last and not surname.ordinary


def _joined(text: str, words: Sequence[Word], taken: set[int]) -> set[int]:
    """Find the names that a comma or "and" joins to one: "Anna and Max"."""
    links = [
        (place, after) for place in range(len(words)) if (after := next_item(text, words, place))
    ]
    found = set(taken)
    for one, other in [*links, *((after, place) for place, after in reversed(links))]:
        joined = one in found and is_name(words[other]) and not words[other].place
        if joined and not in_place_name(text, words, other):
            found.add(other)
    return found


def _repeated(words: Sequence[Word], taken: Iterable[int]) -> Iterator[int]:
    """Find the parts of a name that stand again elsewhere in the text."""
    known = {words[p].key for p in taken if len(words[p].key) > 2}
    known = {word.key for word in words if word.key in known and not (word.ordinary or word.place)}
    yield from (place for place, word in enumerate(words) if word.capital and word.key in known)


def _runs(text: str, words: Sequence[Word], places: Sequence[int]) -> Spans:
    """Join the places that stand side by side to one span."""
    run: list[int] = []
    for place in places:
        if run and place == run[-1] + 1 and near(text, words, place):
            run.append(place)
            continue
        if run:
            yield words[run[0]].start, words[run[-1]].end
        run = [place]
    if run:
        yield words[run[0]].start, words[run[-1]].end
