"""Tell by a column's name which field it may be."""

import re

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_OTHER = re.compile(r"[^\w#]+|_")

_PATTERNS = {
    "occurred_at": (
        r"\b(created|submit(ted)?|recorded|published|posted|received|respon(ded|se)|answered"
        r"|completed|completion|sent|opened|raised|reported|filed|logged|rated|reviewed"
        r"|erstellt|eingegangen|abgeschlossen|angelegt|ingevuld|aangemaakt|ontvangen|créée?|reçue?"
        r"|creado|enviado)\b",
        r"\b(date|date ?time|\w*datum|fecha)\b",
        r"\b(time|timestamp|ts|when|day|uhrzeit|hora|heure|tijdstip)\b|\b(at|on)$",
    ),
    "text": (
        r"\b(comments?|verbatim|feedback|review|text|message|complaint|tweet|opinion|kommentare?"
        r"|comentarios?|commentaires?|opmerking(en)?|toelichting|freitext|bemerkung(en)?|avis)\b",
        r"\b(body|description|content|reason|why|said|answer|response|narrative|improve|better"
        r"|anmerkung(en)?|begründung|rückmeldung|anregung(en)?|remarques?|observaciones|remarks?"
        r"|reactie|notes?|well|badly)\b",
    ),
    "title": (
        r"^(title|subject|headline|summary|\w+ title|ticket name|short description|betreff|titel"
        r"|onderwerp|objet|titre|asunto)$",
    ),
    "score": (
        r"\b(nps|ltr|net promoter|recommend(er)?|weiterempfehl\w*|recom(i?end|and)\w*|recommand\w*"
        r"|aanbe?ve+l\w*)\b",
        r"\b(csat|osat|satisf\w+|\w*zufrieden\w*|tevreden\w*)\b",
        r"\b(ces|effort|easy|aufwand|einfach|gemak|moeite|facilit[eé]|facile|facilidad|esfuerzo)\b",
        r"\b(stars?|ratings?|\w*bewertung|sterne?|valoraci[oó]n|calificaci[oó]n|puntuaci[oó]n"
        r"|beoordeling|\w*cijfer|notation)\b"
        r"|\brate (us|our|your|the)\b|\b(you|would|please) rate\b",
        r"\b(score|happy|likely|mood|smiley|stimmung|wahrscheinlich|schulnoten?|gesamtnote|noten?"
        r"|waarschijnlijk)\b",
    ),
    "customer": (
        r"\b(customer|client|user|member)\b.*\b(id|no|number|key|"
        r"reference)\b|\bexternal (data )?reference\b",
        r"^(customer|client)$|^(kunden|klant) ?(nummer|nr|id)$"
        r"|^(id|num[eé]ro|r[eé]f(érence)?|n[uú]mero) (de )?cliente?$",
    ),
    "contact": (
        r"^(user|username|handle|author|reviewer|user name|screen name)$",
        r"\b(person|profile|visitor|subscriber|recipient|contact|requester|author|reviewer) "
        r"(id|no|number|key)$",
    ),
    "email": (r"\be ?mail\b",),
    "phone": (r"\b(phone|mobile|telephone|cell ?phone)\b",),
    "external_id": (
        r"\b(id|uuid|guid|key)\b|#",
        r"\b(number|no|nr|reference|ref|nummer|identifiant|respons)\b|\w(nr|nummer)$",
        r"^(respondent|case|ticket)$",
    ),
    "account": (r"^account( (id|no|number))?$", r"^(organi[sz]ation|company)( id)?$"),
    "customer_segment": (r"\b(segment|tier|traveller|customer type)\b", r"^plan$"),
    "region": (r"^(\w+ )?(region|country|territory|market)$", r"^state$"),
    "touchpoint": (r"\btouch ?point\b", r"\b(survey sub type|visit type|journey step)\b"),
}
_NOT = {
    "occurred_at": r"\b(updated?|modified|changed|closed|solved|due|birth|joined|reply|replied"
    r"|resolved|flown)\b",
    "text": r"\b(id|type|group|count|date|time|language|number|url|link|length|reply)\b",
    "score": r"\b(group|segment|category|why|reason|comments?|confidence|sentiment|id|count|version"
    r"|age)\b",
    "contact": r"\b(agent|assignee|segment|type|status)\b",
    "email": r"\b(agent|assignee|message|status|type|opened|bounced|date|sent|to|cc)\b",
    "phone": r"\b(agent|assignee|status|type|model|os|version|device)\b",
    "customer_segment": r"\b(nps|csat|promoter|sentiment)\b",
    "customer": r"\b(agent|assignee|review|segment|type|status)\b",
    "external_id": r"\b(customer|cliente?|kunden?\w*|klant\w*|user|member|contact|account"
    r"|requester|agent|author|person"
    r"|profile|visitor|subscriber|recipient|employee"
    r"|collector|network|app|device|phone)\b",
}


def words(name: str) -> str:
    """Write a column's name in lower-case words."""
    return " ".join(_OTHER.sub(" ", _CAMEL.sub(" ", name)).lower().split())


def is_excluded(name: str, field: str) -> bool:
    """Tell whether a name says that its column is not of a field."""
    return field in _NOT and re.search(_NOT[field], words(name)) is not None


def fit(name: str, field: str) -> int:
    """Rate how well a name fits a field: 0 for not at all; the first pattern rates highest."""
    if is_excluded(name, field):
        return 0
    plain = words(name)
    patterns = _PATTERNS[field]
    for place, pattern in enumerate(patterns):
        if re.search(pattern, plain):
            return len(patterns) - place
    return 0


def family(name: str) -> int | None:
    """Tell which kind of score a name means, by its place among the patterns."""
    plain = words(name)
    found = (place for place, p in enumerate(_PATTERNS["score"]) if re.search(p, plain))
    return next(found, None)
