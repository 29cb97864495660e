"""What customers of the invented company say: scope, key, channel, sentiment, day, text."""

from voc.domain.snapshot import Scope

_PAY = [
    (
        "survey",
        "negative",
        "2026-05-12",
        "Charged twice in May and nobody can tell me when I get it back. I pay by direct "
        "debit so the money is simply gone.",
    ),
    (
        "ticket",
        "negative",
        "2026-05-04",
        "you took 44.90 two times on the same day??? bank says both went through. pls "
        "refund ASAP, rent is due",
    ),
    (
        "social",
        "negative",
        "2026-05-21",
        "third month in a row with a second debit. is anyone at billing awake",
    ),
    (
        "survey",
        "positive",
        "2026-05-29",
        "Bill comes on the same day every month and it is easy to read, no complaints from me.",
    ),
]
_SUPPORT = [
    (
        "ticket",
        "negative",
        "2026-06-02",
        "This is my fifth message about the same fault. Every time someone closes it as "
        "solved, and it is not solved.",
    ),
    (
        "review",
        "negative",
        "2026-05-18",
        "The chat bot sends you round in circles, then says goodbye.",
    ),
    (
        "survey",
        "positive",
        "2026-06-11",
        "The lady on the phone was lovely and stayed on the line until the light went green.",
    ),
    ("survey", "positive", "2026-04-30", "Quick answer, friendly, sorted."),
    (
        "social",
        "positive",
        "2026-05-09",
        "credit where due, their night shift fixed my line at 2 am",
    ),
]
_ROUTER = [
    (
        "ticket",
        "negative",
        "2026-06-16",
        "Since the update last week the router restarts itself every 20 min or so. I "
        "work from home, this can't go on.",
    ),
    (
        "review",
        "negative",
        "2026-06-24",
        "Was happy for two years. New firmware = box reboots all evening. One star until fixed.",
    ),
    (
        "survey",
        "negative",
        "2026-06-19",
        "Internet drops when the router restarts on its own, at least ten times a day",
    ),
]
_SLOW = [
    (
        "ticket",
        "negative",
        "2026-03-10",
        "From 8 pm it crawls: 6 Mbit of the 250 I pay for. In the morning everything is fine.",
    ),
    ("social", "negative", "2026-05-02", "evening speeds are a joke again"),
]
_ENGINEER = [
    (
        "survey",
        "positive",
        "2026-02-14",
        "The engineer rang before he came, put on overshoes and even tidied the cables. "
        "Best visit I have had from any company.",
    ),
    ("review", "positive", "2026-04-03", "Technician on time, friendly, explained what he did."),
    ("survey", "negative", "2026-03-22", "Engineer came two hours late without calling."),
]
_WAITING = "48 minutes of music and then the line went dead."
_LATE = "the invoice came after the due date again and I was charged a reminder fee for it"
_ORDERING = "Ordering took five minutes and the price was the price."
_LEAVING = "They make you call, then call again, then write a letter. Just let people go."
_OTHER = [
    ("waiting", "ticket", "negative", "2026-04-14", _WAITING),
    ("late_invoices", "ticket", "negative", "2026-05-08", _LATE),
    ("ordering", "survey", "positive", "2026-03-05", _ORDERING),
    ("cancelling", "review", "negative", "2026-02-20", _LEAVING),
]

QUOTES: list[tuple[Scope, str, str, str, str, str]] = [
    *(("stage", "pay", *quote) for quote in _PAY),
    *(("topic", "double_charge", *quote) for quote in _PAY[:3]),
    *(("stage", "support", *quote) for quote in _SUPPORT),
    *(("topic", "router_restarts", *quote) for quote in _ROUTER),
    *(("topic", "slow_evenings", *quote) for quote in _SLOW),
    *(("topic", "engineer_visits", *quote) for quote in _ENGINEER),
    *(("topic", *quote) for quote in _OTHER),
]
