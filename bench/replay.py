"""Replay feedback by day, and measure what the registry of topics promises.

`python bench/replay.py [--data DIR] [--share 0.3] [--larkline]` prints a table: how many passages
change their topic without an event, how many of its records it takes until a topic that was not
there before is proposed, how many proposals a stream makes in which nothing is new, and how well
the nightly assignment agrees with clustering everything again. Real tweets by day
(airline_tweets.csv), or the demo company by day.
"""

import argparse
import csv
import tempfile
import tomllib
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score

from voc.domain.analysis import Analyses, Analysis, Span
from voc.domain.mapping import SourceMapping
from voc.domain.record import FeedbackRecord
from voc.domain.topic import TopicPolicy, TopicState
from voc.nlp.clean import Rules
from voc.nlp.topics import nearest, topic_vectors
from voc.pipeline.analyse import Verbatim, analyse
from voc.pipeline.discover import clusters, find_topics
from voc.pipeline.duplicates import compare_new
from voc.pipeline.ingest import ingest
from voc.pipeline.models import load_models
from voc.pipeline.report import whole
from voc.pipeline.settle import known_topics
from voc.resources.journeys import load_journey
from voc.settings import ModelChoice
from voc.store import RecordFilter, Store, create_or_migrate, open_store

ROOT = Path(__file__).parents[1]
SHARED = ROOT.parent / "shared" / "data"
SEED = 7
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
Read = tuple[FeedbackRecord, Analysis, Any]


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

    def agreement(self) -> tuple[float, float, float]:
        """Cluster everything again. Compare by ARI passages that have a topic both times, and all,
        each without a topic counted as alone; give the share that have one both times, too."""
        table = self.store.passages()
        rows = [n for n, lang in enumerate(table.languages) if lang in self.models.languages]
        again = np.full(len(table), -1)
        for number, topic in enumerate(clusters(table, rows, self.models)):
            again[[rows[n] for n in topic.members]] = number
        names = {id_: n for n, id_ in enumerate(sorted({t for t in table.topic_ids if t}))}
        ours = np.array([names.get(topic or "", -1) for topic in table.topic_ids])
        both = (ours >= 0) & (again >= 0)
        alone = -1 - np.arange(len(table))
        return (
            adjusted_rand_score(ours[both], again[both]),
            adjusted_rand_score(np.where(ours < 0, alone, ours), np.where(again < 0, alone, again)),
            float(both.mean()),
        )


def _silent(_step: str, _done: int, _total: int | None) -> None:
    pass


def tweets(data: Path, share: float) -> tuple[list[Read], dict[str, str], Any]:
    """Read a share of the tweets, drawn once; with the reason that the file gives for each."""
    example = tomllib.loads((ROOT / "docs/examples/airline.toml").read_text("utf-8"))
    mapping = SourceMapping.model_validate(
        {name: value for name, value in example["sources"]["posts"].items() if name != "only"}
    )
    path = data / "airline_tweets.csv"
    with path.open(encoding="utf-8") as file:
        reasons = {row["tweet_id"]: row["negativereason"] for row in csv.DictReader(file)}
    reads, models = _read("airline", [("posts", mapping, path)], share)
    return reads, {r.id: reasons[r.external_id] for r, _, _ in reads}, models


def larkline() -> tuple[list[Read], dict[str, str], Any]:
    """Read the demo company's exports, with the subject that was planted in each record."""
    sources = tomllib.loads((ROOT / "fixtures/larkline.toml").read_text("utf-8"))["sources"]
    files = {
        "nps_survey": "nps_survey_qualtrics.csv",
        "relationship_survey": "relationship_survey.csv",
        "installation_survey": "installation_survey.csv",
        "tickets": "tickets_zendesk.json",
        "store_reviews": "store_reviews.csv",
        "social": "social.jsonl",
    }
    chosen = [
        (name, SourceMapping.model_validate(sources[name]), ROOT / "fixtures/larkline" / file)
        for name, file in files.items()
    ]
    with (ROOT / "fixtures/larkline_labels.csv").open(encoding="utf-8") as file:
        planted = {(r["source"], r["external_id"]): r["topic"] for r in csv.DictReader(file)}
    reads, models = _read("telecom", chosen, 1.0)
    return reads, {r.id: planted.get((r.source, r.external_id), "") for r, _, _ in reads}, models


def _read(
    journey: str, files: Sequence[tuple[str, SourceMapping, Path]], share: float
) -> tuple[list[Read], Any]:
    choice = ModelChoice()
    models = load_models(load_journey(journey), embedding=choice.embedding, cache=choice.cache)
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/voc.db"
        create_or_migrate(url)
        with open_store(url) as store:
            for name, mapping, path in files:
                whole(ingest(store, source=name, mapping=mapping, paths=[path], secret="s" * 16,
                       rules=Rules(names=False)))  # fmt: skip
            compare_new(store)
            listed = store.list_records(RecordFilter(), limit=10**7)
            records = sorted((r for r, _ in listed if r.mark is None), key=lambda r: r.id)
    chance = np.random.default_rng(SEED).random(len(records))
    chosen = [r for r, drawn in zip(records, chance, strict=True) if drawn < share]
    done = analyse([Verbatim(r.id, r.verbatim, r.language) for r in chosen], models)
    ends = np.cumsum([len(analysis.passages) for analysis in done.records])
    vectors = np.split(done.vectors, ends[:-1])
    reads = [read for read in zip(chosen, done.records, vectors, strict=True) if read[1].passages]
    return reads, SimpleNamespace(
        encoder=models.encoder, languages=models.languages, space=models.space
    )


def late(reads: Sequence[Read], models: Any) -> tuple[float, float, float]:
    """Found topics on 90 % of the records, drawn once, and assign the others in one night."""
    order = np.random.default_rng(SEED).permutation(len(reads))
    first = len(reads) * 9 // 10
    nights, _ = replayed([[reads[n] for n in part] for part in np.split(order, [first])], models)
    return nights.agreement()


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


def stationary(reads: Sequence[Read], models: Any) -> tuple[int, int]:
    """Deal records out to days by chance, so that nothing is new on any of them: after a founding
    on half of them, give the proposals of a week of nights, and how many records these read."""
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
    _, proposed = replayed(batches, models)
    return sum(map(len, proposed[1:])), len(reads) - half


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


def of_a_bank(data: Path, intent: str, like: Read, models: Any) -> list[Read]:
    """Read what customers of a bank ask with one intent, as records like a given one."""
    with (data / "banking77_train.csv").open(encoding="utf-8") as file:
        texts = [row["text"] for row in csv.DictReader(file) if row["category"] == intent][:40]
    vectors = topic_vectors(models.encoder.read(texts).meaning, range(len(texts)))
    record, analysis, _ = like
    found = []
    for n, text in enumerate(texts):
        own = f"{intent}-{n}"
        passage = replace(analysis.passages[0], span=Span(0, len(text)))
        found.append((
            replace(record, id=own, external_id=own, customer_id=own, verbatim=text),
            replace(analysis, record_id=own, passages=(passage,)),
            vectors[n][None],
        ))  # fmt: skip
    return found


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
        both, every, share = nights.agreement()
        figures = f"{both:.2f} ({share:.0%} of passages); {every:.2f}"
        row("agreement with clustering all again: both have a topic; all", name, figures)
    if chosen.only in ("", "late"):
        both, every, share = late(reads, models)
        figures = f"{both:.2f} ({share:.0%} of passages); {every:.2f}"
        row("the same, founded on 90 % of the records: both have a topic; all", name, figures)
    if chosen.only in ("", "stationary"):
        n, read = stationary(reads, models)
        row("false proposals in a week without news", name, f"{n} of {read:,} records")
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


def row(what: str, data: str, figure: str) -> None:
    """Print a row of the table."""
    print(f"| {what} | {data} | {figure} |", flush=True)


if __name__ == "__main__":
    main()
