"""The words beside which names of persons stand: English, Spanish, German; titles of two more."""
# ruff: noqa: SIM905 (a list of a hundred literals would fill a hundred lines)

import re

# After these the next word is the name, whatever it is.
NAMED = re.compile(
    r"(?:\b(?:name(?:'s| is|:)|i am called|mein name ist|ich hei(?:ß|ss)e|me llamo|mi nombre es|"
    r"(?:agent|lady|man|guy|girl|woman|gentleman) (?:named|called))"
    r"|(?<![@\w])(?:user|customer|contact|caller|passenger)(?: name)?[ ]?:)[ ]{1,3}",
    re.IGNORECASE,
)
TITLE = re.compile(
    r"\b(?:mrs?|ms|miss|mx|dr|prof(?:essor)?|capt(?:ain)?|herrn?|frau|fam(?:ilie)?|señora?|sra?|"
    r"srta|mme|madame|monsieur|mevr(?:ouw)?|meneer|dhr)\b\.?[ ]"
    r"(?:(?:van|von|de|der|den|del|della|di|da|du|ten|ter)[ ])*",
    re.IGNORECASE,
)
# After these two words that are in no list are a name as well.
BY = re.compile(
    r"\b(?:by|under|contact|assistant to|follow(?:ed)? up with|name\?|named|called)[ ]",
    re.IGNORECASE,
)
# After these it is a name if it is in the lists.
_KIN = (
    "wife|husband|partner|son|daughter|mother|father|mum|mom|dad|brother|sister|friend|boss|"
    "neighbou?r|aunt|uncle|girlfriend|boyfriend|fianc[ée]e?|baby|frau|mann|sohn|tochter|mutter|"
    "vater|bruder|schwester|mujer|marido|espos[oa]|hij[oa]|madre|padre|herman[oa]"
)
_STAFF = (
    "agent|advis[eo]r|rep|representative|engineer|technician|tech|manager|supervisor|nurse|doctor|"
    "pilot|steward|stewardess|attendant|driver|assistant|operator|installer|colleague|lady|lad|"
    "receptionist|midwife|paramedic|physio|consultant|surgeon|porter|clerk|cashier|teller|courier|"
    "waiter|waitress|server|host|hostess|chap|man|guy|gentleman|woman|techniker|mitarbeiter(?:in)?|kolleg(?:e|in)|técnico|agente|"
    "compañer[oa]"
)
AFTER = re.compile(
    r"\b(?:(?:spoke|spoken|speak|speaking|talk|talked|talking|chat|chatted|dealt|deal|dealing|"
    r"conversation)(?: (?:to|with))?"
    r"|(?:helped|help|served|assisted|treated|seen|looked after|called|visited|fitted|installed|"
    r"sent|told|signed|written|handled) (?:by|from)|said|named|called|ask(?:ed)? for|"
    r"thank you(?: so much| very much)?(?: to)?|thanks(?: so much| again)?(?: to)?|"
    r"shout ?out to|kudos to|credit to|well done|hello|hi|hey|dear|hallo|hola|liebe[rs]?|"
    r"sehr geehrte[rs]?|estimad[oa]|i'?m|i am|this is|it was|it is|"
    rf"(?:{_STAFF})(?: (?:was|is|named|called))?|"
    rf"(?:my|our|his|her|meine?|mi) (?:\w+ )?(?:{_KIN})(?:'s name is)?|"
    r"habl[eé] con|me atendió|gracias a|gesprochen mit|danke(?: an)?|dank an|bei)[ ,(]+",
    re.IGNORECASE,
)
# Before these it is a name if it is in the lists.
_DESK = (
    "chat|live ?chat|support|billing|sales|technical|tech|customer|service|care|retention|"
    "complaints|cancellations|reception|store|shop|branch|team|desk|call cent(?:er|re)|help ?desk|"
    "phone|accounts|loyalty|soporte|ventas|kundenservice|kundendienst"
)
_MANNER = (
    "helpful|lovely|amazing|great|brilliant|excellent|fantastic|awesome|wonderful|polite|patient|"
    "kind|friendly|rude|professional|knowledgeable|nice|superb|outstanding|useless|clueless|"
    "freundlich|nett|hilfsbereit|amable|encantador|star|legend|gem|angel|credit|pleasure"
)
BEFORE = re.compile(
    rf"[ ,]+(?:(?:from|at|in|on) (?:the |your |my )?(?:\w+ )?(?:{_DESK})\b|"
    r"(?:was|is|were|has been|ist|war|fue|es) (?:(?:so|very|really|extremely|absolutely|super|"
    r"just|such|incredibly|exceptionally|truly|especially|particularly|sehr|muy|the|an?) )*"
    rf"(?:{_MANNER})\b|(?:came|turned up|fitted|fixed|sorted|explained|helped|arrived|rang|phoned|"
    r"told me|said|promised|assured|answered|apologi[sz]ed|listened|took the time|went above|"
    r"who)\b)",
    re.IGNORECASE,
)
# After these, up to the end of the line, stands the one who writes.
SIGN_OFF = re.compile(
    r"\b(?:(?:kind |best |warm |many )?(?:regards|wishes)|yours(?: (?:sincerely|faithfully|truly))?"
    r"|sincerely|faithfully|cheers|(?:many )?thanks(?: again| in advance)?|thank you|thx|ta|love|"
    r"(?:mit )?freundlichen gr(?:ü|ue)(?:ß|ss)en|(?:viele |liebe |beste )?gr(?:ü|ue)(?:ß|ss)e|"
    r"gru(?:ß|ss)|mfg|lg|vg|(?:un )?saludos?(?: cordial(?:es)?)?|atentamente|un abrazo|gracias)"
    r"[ ]?[,.!–—-]*\s+",
    re.IGNORECASE,
)
# Before these stands a person, known or not.
LIVES = re.compile(
    r" (?:lives?|lived|is living|works?|worked) (?:on|in|at|with|near|for)\b", re.IGNORECASE
)
# What a signature's line may hold after the name: a number, an address, a role.
AFTER_SIGNATURE = re.compile(r"[,(|<]|[ ]+(?:[A-Z]+-)?\d|[ ]+[-–—]")
SPEAKER = re.compile(r"(?m)^[ ]*([^\W\d_]+)[ ]?: ")
PARTICLES = frozenset(
    "van von de der den del della di da dos du la le ten ter bin ibn al el".split()
)
