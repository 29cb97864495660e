"""Read what is replayed: real tweets, the demo company, and what customers of a bank ask."""

import csv
import tempfile
import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np

from voc.domain.analysis import Analysis, Span
from voc.domain.mapping import SourceMapping
from voc.domain.record import FeedbackRecord
from voc.nlp.clean import Rules
from voc.nlp.topics import topic_vectors
from voc.pipeline.analyse import Verbatim, analyse
from voc.pipeline.duplicates import compare_new
from voc.pipeline.ingest import ingest
from voc.pipeline.models import load_models
from voc.pipeline.report import whole
from voc.resources.journeys import load_journey
from voc.settings import ModelChoice
from voc.store import RecordFilter, create_or_migrate, open_store

ROOT = Path(__file__).parents[1]
SEED = 7
Read = tuple[FeedbackRecord, Analysis, Any]


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
