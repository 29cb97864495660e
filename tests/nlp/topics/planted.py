"""A small written corpus whose subjects lie apart in vector space by construction."""

from collections.abc import Mapping, Sequence

import numpy as np

from voc.nlp.topics import PassageSet

DIMENSIONS = 64
NOISE = 0.09

SUBJECTS: Mapping[str, Sequence[str]] = {
    "charged twice": (
        "I was charged twice for March",
        "you charged me twice again, two payments on one statement",
        "Larkline charged twice and the bank says both payments cleared",
        "charged twice in the same week",
        "my mother was charged twice as well",
        "been charged twice since the new billing",
        "why was I charged twice for one bill?",
        "They charged twice, then blamed my bank",
        "charged twice this month, please refund the second payment",
        "Same bill charged twice. Refund it",
        "a second payment left my account, so I have been charged twice",
        "Charged twice!! The refund takes ten days",
    ),
    "router restarts": (
        "the router restarts every night around two",
        "My router restarts itself since the update",
        "router restarts in the middle of every film",
        "since the firmware update the router restarts daily",
        "Larkline, your router restarts whenever it likes",
        "router restarts, alarm goes offline, repeat",
        "Four times last night the router restarts and drops everything",
        "the new router restarts just like the old router",
        "router restarts during work calls",
        "Is it normal that a router restarts six times a day?",
        "My son says the router restarts when he plays",
        "Router restarts. Lights go red, then green, then red",
    ),
    "helpful engineer": (
        "the engineer explained everything and tidied up",
        "Engineer explained everything to my father slowly",
        "lovely engineer, explained everything twice without sighing",
        "Your engineer wore shoe covers and explained everything",
        "engineer explained everything about the socket",
        "The Larkline engineer came early and explained everything",
        "our engineer explained everything and moved the sofa back",
        "engineer turned up on time, polite and tidy",
        "Can't fault the engineer who came on Tuesday",
        "engineer even fixed the old cable outside",
        "an engineer who explained everything in plain words",
        "the engineer drilled one neat hole and hoovered",
    ),
    "waiting on hold": (
        "waited on hold for an hour",
        "an hour on hold and then the line went dead",
        "Larkline kept me on hold through my whole lunch",
        "on hold for fifty minutes with that music",
        "I waited on hold twice this week",
        "put on hold, passed on, put on hold again",
        "nobody should wait on hold for so long",
        "the queue never moves, you just wait on hold",
        "was on hold until my battery died",
        "Waited on hold while dinner burned",
        "forty minutes on hold to ask one question",
        "stuck on hold behind thirty callers",
    ),
    "moving house": (
        "moving house was easy, broadband worked the same day",
        "we are moving house in June and need the line moved",
        "moving house with you means three weeks without internet",
        "Moving house: the new address was typed in wrong",
        "told you about moving house a month ago",
        "I am moving house and the website rejects the postcode",
        "moving house and you charge me for the new line",
        "after moving house the old address is still on the contract",
        "my parents are moving house and want to keep the number",
        "Larkline made moving house less awful",
        "moving house next week, still no date for the line",
        "how do I tell you that we are moving house?",
    ),
    "price rise": (
        "the price went up by five pounds in April",
        "another price rise in the middle of a contract",
        "price rise again, and nothing got better",
        "Your price rise is above inflation",
        "after the price rise I pay more than new customers",
        "no warning of the price rise at all",
        "a price rise every spring is what Larkline calls loyalty",
        "the letter about the price rise came too late",
        "price rise means I will look elsewhere",
        "How do you explain this price rise?",
        "my pension doesn't match your price rise",
        "Third price rise since we joined",
    ),
}


def planted(
    *,
    more: Mapping[str, Sequence[str]] | None = None,
    customers: Mapping[str, int] | None = None,
) -> PassageSet:
    """Build the corpus: one record per text, each by its own customer unless `customers` says how
    many speak of a subject. `more` adds texts to a subject, or a subject."""
    extra = dict(more or {})
    subjects = [*SUBJECTS, *(name for name in extra if name not in SUBJECTS)]
    random = np.random.default_rng(20240607)
    texts: list[str] = []
    rows: list[np.ndarray] = []
    speakers: list[str | None] = []
    for place, name in enumerate(subjects):
        for number, text in enumerate([*SUBJECTS.get(name, ()), *extra.get(name, ())]):
            centre = np.zeros(DIMENSIONS)
            centre[place] = 1.0
            texts.append(text)
            rows.append(centre + NOISE * random.standard_normal(DIMENSIONS))
            speakers.append(f"{name} {number % (customers or {}).get(name, 10**6)}")
    vectors = np.asarray(rows, np.float32)
    return PassageSet(
        texts=tuple(texts),
        vectors=vectors / np.linalg.norm(vectors, axis=1, keepdims=True),
        record_ids=tuple(f"r{i}" for i in range(len(texts))),
        customer_ids=tuple(speakers),
    )
