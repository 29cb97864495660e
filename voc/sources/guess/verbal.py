"""Know the words that surveys offer as answers, from the lowest to the highest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

# One series a line: what it asks for, then its answers from the lowest, each with its spellings.
_SERIES = """
satisfaction: very dissatisfied/extremely dissatisfied/very unsatisfied/completely dissatisfied | dissatisfied/unsatisfied | neutral/neither satisfied nor dissatisfied/neither/ok/okay | satisfied | very satisfied/extremely satisfied/completely satisfied
satisfaction: very dissatisfied/extremely dissatisfied | somewhat dissatisfied/rather dissatisfied | neutral/neither satisfied nor dissatisfied/neither | somewhat satisfied/rather satisfied | very satisfied/extremely satisfied
satisfaction: extremely dissatisfied/very dissatisfied | moderately dissatisfied/dissatisfied | slightly dissatisfied/somewhat dissatisfied | neutral/neither satisfied nor dissatisfied/neither | slightly satisfied/somewhat satisfied | moderately satisfied/satisfied | extremely satisfied/very satisfied
satisfaction: sehr unzufrieden | unzufrieden | neutral/teils teils/teils/weder noch/weder zufrieden noch unzufrieden/mittelmäßig | zufrieden | sehr zufrieden
satisfaction: sehr unzufrieden | eher unzufrieden | neutral/teils teils/teils/weder noch/weder zufrieden noch unzufrieden | eher zufrieden | sehr zufrieden
satisfaction: muy insatisfecho | insatisfecho | neutral/ni satisfecho ni insatisfecho | satisfecho | muy satisfecho
satisfaction: très insatisfait/pas du tout satisfait | insatisfait/peu satisfait | neutre/ni satisfait ni insatisfait | satisfait | très satisfait
satisfaction: très insatisfait/pas du tout satisfait | plutôt insatisfait | neutre/ni satisfait ni insatisfait | plutôt satisfait | très satisfait
satisfaction: zeer ontevreden/heel ontevreden | ontevreden | neutraal/niet tevreden niet ontevreden | tevreden | zeer tevreden/heel tevreden
quality: very poor/very bad/terrible/awful | poor/bad | average/fair/neither good nor poor/neutral/ok/okay | good | very good/excellent/great
quality: poor | fair | good | very good | excellent
quality: sehr schlecht | schlecht | mittel/mittelmäßig/durchschnittlich/neutral | gut | sehr gut
quality: muy malo/muy mala | malo/mala | regular/normal | bueno/buena | muy bueno/muy buena/excelente
quality: très mauvais/très mauvaise | mauvais/mauvaise | moyen/moyenne | bon/bonne | très bon/très bonne/excellent
quality: zeer slecht/heel slecht | slecht | neutraal/gemiddeld/redelijk | goed | zeer goed/heel goed/uitstekend
ease: zeer moeilijk/heel moeilijk | moeilijk | neutraal | makkelijk/gemakkelijk | zeer makkelijk/zeer gemakkelijk/heel makkelijk
ease: très difficile | difficile | neutre/ni facile ni difficile | facile | très facile
ease: muy difícil | difícil | neutral/ni fácil ni difícil | fácil | muy fácil
ease: very difficult/extremely difficult/very hard | difficult/hard | neutral/neither easy nor difficult/neither | easy | very easy/extremely easy
ease: very difficult/extremely difficult | somewhat difficult | neutral/neither easy nor difficult/neither | somewhat easy | very easy/extremely easy
ease: extremely difficult/very difficult | moderately difficult/difficult | slightly difficult/somewhat difficult | neutral/neither easy nor difficult/neither | slightly easy/somewhat easy | moderately easy/easy | extremely easy/very easy
ease: sehr schwierig | schwierig | neutral/teils teils/weder noch | einfach/leicht | sehr einfach/sehr leicht
agreement: strongly disagree/completely disagree | disagree | neutral/neither agree nor disagree/neither/undecided | agree | strongly agree/completely agree
agreement: strongly disagree | somewhat disagree | neutral/neither agree nor disagree/neither | somewhat agree | strongly agree
agreement: strongly disagree | disagree | somewhat disagree/slightly disagree | neutral/neither agree nor disagree/neither | somewhat agree/slightly agree | agree | strongly agree
agreement: stimme überhaupt nicht zu/stimme gar nicht zu | stimme nicht zu/stimme eher nicht zu | neutral/teils teils/weder noch | stimme zu/stimme eher zu | stimme voll zu/stimme voll und ganz zu
agreement: pas du tout d'accord | pas d'accord/plutôt pas d'accord | neutre/ni d'accord ni pas d'accord | d'accord/plutôt d'accord | tout à fait d'accord
agreement: helemaal oneens/helemaal mee oneens | oneens/mee oneens | neutraal/niet eens niet oneens | eens/mee eens | helemaal eens/helemaal mee eens
likelihood: not at all likely/very unlikely/extremely unlikely | unlikely/somewhat unlikely/not so likely | neutral/neither likely nor unlikely/somewhat likely | likely/very likely | very likely/extremely likely
likelihood: sehr unwahrscheinlich/auf keinen fall | unwahrscheinlich/eher unwahrscheinlich | neutral/vielleicht/teils teils | wahrscheinlich/eher wahrscheinlich | sehr wahrscheinlich/auf jeden fall
"""  # noqa: E501
_NO_ANSWER = frozenset(
    (
        *("don't know", "dont know", "not sure", "no opinion", "prefer not to say"),
        *("prefer not to answer", "not applicable", "does not apply", "n a", "no answer"),
        *("weiß nicht", "keine angabe", "trifft nicht zu", "no sé", "no aplica", "ne sais pas"),
        *("k.a", "k. a", "weet ik niet", "geen mening", "sans avis", "nsp"),
    )
)


@dataclass(frozen=True, slots=True)
class Series:
    """Hold the answers of a question in words. `asks` is what it asks for; `places` give each of
    its spellings, in lower case, its place from 1."""

    asks: str
    size: int
    places: Mapping[str, int]

    def has(self, value: str) -> bool:
        """Tell whether an answer is of this series."""
        return plain(value) in self.places

    def reads(self, words: Iterable[str]) -> bool:
        """Tell whether all words, in lower case, are of this series and no two share a place."""
        places = [self.places.get(word) for word in words]
        return None not in places and len(set(places)) == len(places)


def plain(answer: str) -> str:
    """Write an answer in lower case, without the signs and endings that make no difference."""
    words = answer.casefold().replace("’", "'").replace("/", " ").replace("-", " ").split()
    return " ".join(word.strip(".,;:!").removesuffix("(a)").removesuffix("(e)") for word in words)


def _read(line: str) -> Series:
    asks, _, slots = line.partition(": ")
    listed = [slot.split("/") for slot in slots.split("|")]
    places = {plain(word): place for place, slot in enumerate(listed, 1) for word in slot}
    return Series(asks, len(listed), places)


SERIES = tuple(_read(line) for line in _SERIES.strip().splitlines())


def series_of(values: Iterable[str]) -> Series | None:
    """Find the series that answers are of, the one with the fewest places if several are. None for
    a single answer, and where two series would place them differently: poor, fair and good are the
    lowest three of some scales, the middle of others."""
    said = {plain(value) for value in values}
    fitting = [series for series in SERIES if len(said) > 1 and series.reads(said)]
    smallest = [s for s in fitting if s.size == min(other.size for other in fitting)]
    orders = {tuple(series.places[word] for word in sorted(said)) for series in smallest}
    return smallest[0] if len(orders) == 1 else None


def is_answer(value: str) -> bool:
    """Tell whether an answer is of any series."""
    return any(series.has(value) for series in SERIES)


def is_no_answer(value: str) -> bool:
    """Tell whether words say that there is no opinion."""
    return plain(value) in _NO_ANSWER


def leaning(words: str) -> int:
    """Tell whether words are at the upper end of a series (1), at the lower (-1) or neither (0)."""
    for series in SERIES:
        place = series.places.get(plain(words))
        if place is not None:
            return (2 * place > series.size + 1) - (2 * place < series.size + 1)
    return 0
