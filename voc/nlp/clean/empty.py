"""Tell texts that say nothing from those that say something."""

import re
import unicodedata

from voc.domain.record import Mark

_EMPTY_ANSWERS = frozenset(
    """
    n a|na|nan|none|none given|nil|null|nothing|nothing at all|nothing else|nothing to add
    nothing to report|nothing to say|nothing in particular|nothing comes to mind|nothing really
    nothing else to add|i have nothing to add|nothing more to add|not applicable|no|no answer
    no comment|no comments|no comment to make|no comments to make|no further comment
    no further comments|no other comments|i have no comment|i have no comments
    none that i can think of|nothing i can think of|no suggestions|no idea|dont know|i dont know
    idk|dunno|blank|empty|test|testing|x|xx|xxx
    nada|nada más|nada que añadir|nada que decir|ninguno|ninguna|ningún comentario
    sin comentario|sin comentarios|no aplica|no sé|no lo sé|no tengo comentarios
    nichts|nichts weiter|nichts hinzuzufügen|keine|keiner|kein kommentar|keine angabe
    keine angaben|keine anmerkung|keine anmerkungen|keine ahnung|k a|entfällt|weiß nicht
    rien|rien à ajouter|rien à dire|rien à signaler|ras|r a s|aucun|aucune|aucun commentaire
    sans commentaire|pas de commentaire|néant|sans objet
    niente|niente da aggiungere|nessuno|nessuna|nessun commento
    nenhum|nenhuma|sem comentários|nada a acrescentar|nada a declarar
    niets|geen|geen commentaar|geen opmerkingen|nvt|n v t
    """.replace("\n", "|").split("|")
)
_ANSWERS = frozenset(answer.strip() for answer in _EMPTY_ANSWERS if answer.strip())
_PUNCTUATION = re.compile(r"[^\w\s]|_")


def mark(text: str) -> Mark | None:
    """Mark a text that is blank, or whose whole answer is that there is none ("n/a", "nada")."""
    if not text.strip():
        return Mark.NO_TEXT
    words = " ".join(_PUNCTUATION.sub(" ", text.casefold().replace("'", "")).split())
    if words in _ANSWERS or not (words or _has_symbol(text)):
        return Mark.EMPTY_ANSWER
    return None


def _has_symbol(text: str) -> bool:
    """Tell whether it has an emoji or the like, which does say something."""
    return any(unicodedata.category(char) == "So" and char != "\ufffd" for char in text)
