"""Replay feedback by day, and measure what the registry of topics promises.

`python bench/replay.py [--data DIR] [--share 0.3] [--larkline]` prints a table: how many passages
change their topic without an event, how many of its records it takes until a topic that was not
there before is proposed, how many proposals nights and a review make where nothing is new, and how
well the nightly assignment agrees with clustering everything again. Real tweets by day
(airline_tweets.csv), or the demo company by day.
"""

import argparse
import tempfile
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from reads import SEED, Read, larkline, of_a_bank, tweets
from sklearn.metrics import adjusted_rand_score

from voc.domain.analysis import Analyses
from voc.domain.topic import TopicPolicy, TopicState
from voc.nlp.topics import nearest
from voc.pipeline.discover import clusters, find_topics, readable
from voc.pipeline.review import review
from voc.pipeline.settle import known_topics
from voc.store import Store, create_or_migrate, open_store

SHARED = Path(__file__).parents[2] / "shared" / "data"
PLANTED = "Lost Luggage"
# Subjects of a bank that no airline has: those that were looked at while the search for what is new
# was made, and others, chosen before it was run on them.
SEEN = """
exchange_rate pin_blocked verify_my_identity apple_pay_or_google_pay cash_withdrawal_charge
age_limit atm_support country_support passcode_forgotten card_swallowed top_up_limits
Refund_not_showing_up
"""
HELD_OUT = """
edit_personal_details getting_virtual_card receiving_money terminate_account transfer_timing
visa_or_mastercard
"""
# The day from which the planted topic is let in, and how many of its records a night.
PLANTED_FROM, PLANTED_A_NIGHT = 3, 5


@dataclass
class Nights:
    """Hold a store that is filled night by night, and what was seen on the way."""

    store: Store
    models: Any
    moved: int = 0
    moved_at_birth: int = 0
    seen: dict[tuple[str, int], str] = field(default_factory=dict)

    def night(self, reads: Sequence[Read]) -> list[str]:
        """Take in what came in a day, and give the ids of the topics that the night proposed."""
        before = set(self.store.registry.load().topics)
        self.store.upsert_records([record for record, _, _ in reads])
        vectors = np.concatenate([own for _, _, own in reads])
        known = known_topics(self.store)
        found, shares = nearest(vectors, known.exemplars)
        row, analyses = 0, []
        for _, analysis, own in reads:
            passages = []
            for passage in analysis.passages:
                at, share = int(found[row]), float(shares[row])
                topic = known.topic_ids[at] if at >= 0 else None
                passages.append(replace(passage, topic_id=topic, topic_confidence=round(share, 4)))
                row += 1
            assert len(own) == len(passages)
            analyses.append(replace(analysis, passages=tuple(passages)))
        self.store.save_analyses(Analyses(records=tuple(analyses), vectors=vectors), "v1")
        find_topics(self.store, lambda: self.models, policy=TopicPolicy(), on_progress=_silent)
        born = self.store.registry.load().topics.keys() - before
        self._watch(born)
        return sorted(born)

    def _watch(self, born: Collection[str]) -> None:
        """Count the passages whose topic changed, those apart that moved with a birth: an event."""
        table = self.store.passages()
        now = {table.key(n): topic for n, topic in enumerate(table.topic_ids) if topic}
        changed = [key for key, topic in self.seen.items() if now.get(key) != topic]
        with_birth = sum(now.get(key) in born for key in changed)
        self.moved += len(changed) - with_birth
        self.moved_at_birth += with_birth
        self.seen = now

    def agreement(self, *, from_topics: bool) -> str:
        """Cluster everything again, from nothing or from the topics that there are, as a review
        does. Compare by ARI passages that have a topic both times, and all, each without a topic
        counted as alone; give the share that have one both times, too."""
        table = self.store.passages()
        rows = readable(table, self.models)
        again = np.full(len(table), -1)
        for number, topic in enumerate(clusters(table, rows, self.models, from_topics=from_topics)):
            again[[rows[n] for n in topic.members]] = number
        names = {id_: n for n, id_ in enumerate(sorted({t for t in table.topic_ids if t}))}
        ours = np.array([names.get(topic or "", -1) for topic in table.topic_ids])
        both = (ours >= 0) & (again >= 0)
        alone = -1 - np.arange(len(table))
        rand = adjusted_rand_score(ours[both], again[both])
        every = adjusted_rand_score(
            np.where(ours < 0, alone, ours), np.where(again < 0, alone, again)
        )
        return f"{rand:.2f} ({both.mean():.0%} of passages); {every:.2f}"

    def review(self) -> str:
        """Make a review, and count what it proposes."""
        review(self.store, lambda: self.models, policy=TopicPolicy(), on_progress=_silent)
        kinds = Counter(one.kind for one in self.store.registry.load().proposals.values())
        states = Counter(topic.state for topic in self.store.topics())
        kinds["new topic"] = states[TopicState.PROPOSED]
        return ", ".join(f"{n} {kind}" for kind, n in sorted(kinds.items()) if n) or "nothing"


def _silent(_step: str, _done: int, _total: int | None) -> None:
    pass


def late(reads: Sequence[Read], models: Any) -> Nights:
    """Found topics on 90 % of the records, drawn once, and assign the others in one night."""
    order = np.random.default_rng(SEED).permutation(len(reads))
    first = len(reads) * 9 // 10
    nights, _ = replayed([[reads[n] for n in part] for part in np.split(order, [first])], models)
    return nights


def by_day(reads: Sequence[Read]) -> list[tuple[date, list[Read]]]:
    """Group by day, oldest first."""
    days: dict[date, list[Read]] = {}
    for read in reads:
        days.setdefault(read[0].occurred_at.date(), []).append(read)
    return sorted(days.items())


def replayed(batches: Sequence[list[Read]], models: Any) -> tuple[Nights, list[list[str]]]:
    """Run one night per batch in a store of its own."""
    folder = tempfile.mkdtemp(prefix="voc-replay-")
    url = f"sqlite:///{folder}/voc.db"
    create_or_migrate(url)
    nights = Nights(open_store(url), models)
    return nights, [nights.night(batch) for batch in batches if batch]


def stationary(reads: Sequence[Read], models: Any) -> tuple[str, str]:
    """Deal records out to days by chance, so that nothing is new on any of them: after a founding
    on half of them, give the proposals of a week of nights, and those of a review after it."""
    order = np.random.default_rng(SEED).permutation(len(reads))
    half = len(reads) // 2
    first = min(read[0].occurred_at for read in reads)
    parts = [order[:half], *np.array_split(order[half:], 7)]
    batches = [
        [
            (replace(reads[n][0], occurred_at=first + timedelta(days=day)), *reads[n][1:])
            for n in part
        ]
        for day, part in enumerate(parts)
    ]
    nights, proposed = replayed(batches, models)
    return f"{sum(map(len, proposed[1:]))} of {len(reads) - half:,} records", nights.review()


def planted(reads: Sequence[Read], held: Sequence[Read], models: Any) -> str:
    """Found topics on three days, then let a subject in night by night, until it is proposed."""
    ids_held = {read[0].id for read in held}
    days = [own for _, own in by_day([read for read in reads if read[0].id not in ids_held])]
    batches = [[r for own in days[:PLANTED_FROM] for r in own], *map(list, days[PLANTED_FROM:])]
    for number, read in enumerate(held[: PLANTED_A_NIGHT * (len(batches) - 1)]):
        night = 1 + number // PLANTED_A_NIGHT
        at = batches[night][0][0].occurred_at
        batches[night].append((replace(read[0], occurred_at=at), *read[1:]))
    nights, proposed = replayed(batches, models)
    table = nights.store.passages()
    for night, ids in enumerate(proposed):
        for id_ in ids if night else ():
            rows = [n for n, topic in enumerate(table.assigned_ids) if topic == id_]
            about = {table.record_ids[n] for n in rows} & ids_held
            if len(about) >= len({table.record_ids[n] for n in rows}) / 2:
                return f"at {PLANTED_A_NIGHT * night} records"
    return "not proposed"


def main() -> None:
    """Measure, and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--share", type=float, default=1.0)
    parser.add_argument("--larkline", action="store_true")
    parser.add_argument("--only", default="")
    chosen = parser.parse_args()
    reads, labels, models = larkline() if chosen.larkline else tweets(chosen.data, chosen.share)
    print("| what | data | figure |\n|---|---|---|", flush=True)
    name = "Larkline" if chosen.larkline else f"{len(reads):,} tweets"
    days = by_day(reads)
    if chosen.larkline:
        # The last 30 days by day; all before them is what the company began with.
        days = [(days[0][0], [r for _, own in days[:-30] for r in own]), *days[-30:]]
    if chosen.only in ("", "nights"):
        nights, proposed = replayed([own for _, own in days], models)
        states = [topic.state for topic in nights.store.topics()]
        figures = f"{nights.moved}; {nights.moved_at_birth}"
        row(f"passages that moved in {len(days)} nights; and with a birth", name, figures)
        n_active, n_proposed = states.count(TopicState.ACTIVE), sum(map(len, proposed[1:]))
        row("topics; proposed after the first night", name, f"{n_active}; {n_proposed}")
        agreed(nights, name, "agreement after these nights")
    if chosen.only in ("", "late"):
        agreed(late(reads, models), name, "agreement, founded on 90 % of the records")
    if chosen.only in ("", "stationary"):
        false, reviewed = stationary(reads, models)
        row("false proposals in a week without news", name, false)
        row("what a review proposes after that week", name, reviewed)
    if not chosen.larkline and chosen.only in ("", "planted"):
        about = [read for read in reads if labels[read[0].id] == PLANTED]
        each = f"{PLANTED_A_NIGHT} records a night, is proposed"
        row(f"a new topic ({PLANTED}), {each}", name, planted(reads, about, models))
        for which, intents in (("looked at", SEEN), ("held out", HELD_OUT)):
            figures = []
            for intent in intents.split():
                own = of_a_bank(chosen.data, intent, reads[0], models)
                figures.append(f"{intent} {planted(reads, own, models)}")
            row(f"a new topic (of a bank, {which}), {each}", name, "; ".join(figures))


def agreed(nights: Nights, name: str, what: str) -> None:
    """Print how well what the nights assigned agrees with clustering everything again."""
    for how, from_topics in (("from nothing", False), ("from the topics, as a review", True)):
        figures = nights.agreement(from_topics=from_topics)
        row(f"{what}, all again {how}: both have a topic; all", name, figures)


def row(what: str, data: str, figure: str) -> None:
    """Print a row of the table."""
    print(f"| {what} | {data} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
