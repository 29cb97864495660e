"""Measure the encoder against `SentenceTransformer.encode` as it comes, and `voc classify` whole.

`python bench/engine.py [--data DIR] [--texts N] [--threads N] [--classify N …] [--only TABLE …]`
prints three tables: throughput on the same tweets in one run (encoder), what int8 costs in quality
(quality), and `voc classify` with its memory and how its time grows (classify). Beside other work,
compare processor seconds, on one thread: torch's threads wait for each other busily. Each record
that is classified gets words of its own, so that nothing is read twice.
"""

import argparse
import csv
import json
import math
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score, f1_score

from voc.nlp.embed import Encoder, build, load_encoder
from voc.nlp.embed.build import CARD_FILE, MODEL_FILE, TOKENIZER_FILE
from voc.nlp.embed.graph import write_graph
from voc.nlp.embed.plain import plain
from voc.nlp.embed.weights import read_weights
from voc.nlp.topics import PassageSet, discover, topic_vectors
from voc.pipeline.models import fit_stages
from voc.resources.journeys import load_journey
from voc.resources.models import ModelManifest, load_manifest, source_folder
from voc.settings import ModelChoice

SHARED = Path(__file__).parents[2] / "shared" / "data"
TABLES = ("encoder", "quality", "classify")


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--texts", type=int, default=2000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--classify", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--only", nargs="*", choices=TABLES, default=TABLES)
    given = parser.parse_args()
    tweets = [row["text"] for row in rows(given.data / "airline_tweets.csv")]
    manifest = load_manifest(ModelChoice().embedding)
    cache = ModelChoice().cache
    with tempfile.TemporaryDirectory() as folder:
        # First: a process's peak counts what its parent held when it was started.
        if "classify" in given.only:
            classify(tweets, given.classify, Path(folder))
        if "encoder" in given.only:
            throughput(tweets[: given.texts], manifest, cache, given.threads)
        if "quality" in given.only:
            quality(given.data, manifest, cache, Path(folder))


def throughput(texts: Sequence[str], manifest: ModelManifest, cache: Path, threads: int) -> None:
    """Time the published model and the built one, one after the other, on the same texts."""
    import torch
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(threads)
    published = SentenceTransformer(str(source_folder(manifest)), device="cpu")
    alone = manifest.model_copy(update={"id": f"{manifest.id}-meaning", "readings": {}})
    meaning = load_encoder(alone, cache=cache, threads=threads)
    both = load_encoder(manifest, cache=cache, threads=threads)
    read = list(dict.fromkeys(plain(text) for text in texts if plain(text)))
    print("| encoder | texts/s | times | texts/processor s | times | mean cosine |")
    print("|---|---|---|---|---|---|")
    expected, slow, slow_cpu = timed(lambda t: published.encode(t, normalize_embeddings=True), read)
    line = f"| SentenceTransformer.encode, fp32, batch 32 | {slow:,.0f} | | {slow_cpu:,.0f} | | |"
    print(line, flush=True)
    for name, encoder in (("voc, meaning alone", meaning), ("voc, meaning and tone", both)):
        found, fast, fast_cpu = timed(encoder, read)
        cosine = (found * expected).sum(axis=1).mean()
        print(
            f"| {name} | {fast:,.0f} | {fast / slow:.1f} | {fast_cpu:,.0f} | "
            f"{fast_cpu / slow_cpu:.1f} | {cosine:.4f} |",
            flush=True,
        )


def timed(encode: Callable[[list[str]], Any], texts: list[str]) -> tuple[Any, float, float]:
    """Encode texts; give their vectors, and texts a second by the clock and by the processor."""
    encode(texts[:64])
    begun, spent = time.perf_counter(), time.process_time()
    vectors = encode(texts)
    clock, processor = time.perf_counter() - begun, time.process_time() - spent
    return vectors, len(texts) / clock, len(texts) / processor


def quality(data: Path, manifest: ModelManifest, cache: Path, folder: Path) -> None:
    """Compare stages and topics from int8 vectors with those from the float form of the graph."""
    forms = {
        "fp32": float_encoder(manifest, cache, folder),
        "int8": load_encoder(manifest, cache=cache),
    }
    print("\n| measure | fp32 | int8 |\n|---|---|---|")
    for journey in ("airline", "telecom"):
        gold = [row for row in rows(data / f"gold_{journey}_passages.csv") if row["stage"]]
        found = [f"{stage_f1(gold, journey, encoder):.3f}" for encoder in forms.values()]
        print(f"| stage macro-F1, {journey}, n = {len(gold)} | {' | '.join(found)} |", flush=True)
    questions = rows(data / "banking77_train.csv")[::3]
    found = [f"{topic_ari(questions, encoder):.3f}" for encoder in forms.values()]
    print(f"| topic ARI, banking77, n = {len(questions):,} | {' | '.join(found)} |", flush=True)


def float_encoder(manifest: ModelManifest, cache: Path, folder: Path) -> Encoder:
    """Build the same graph without quantising it."""
    built = build(manifest, cache=cache)
    weights = read_weights(source_folder(manifest), readings=manifest.reading_files)
    (folder / MODEL_FILE).write_bytes(write_graph(weights))
    for name in (TOKENIZER_FILE, CARD_FILE):
        (folder / name).write_bytes((built / name).read_bytes())
    return Encoder(folder, manifest)


def stage_f1(gold: Sequence[dict[str, str]], journey: str, encoder: Encoder) -> float:
    """Fit the map's head on these vectors and measure it; a label in `also` counts as right."""
    head = fit_stages(load_journey(journey), encoder)
    texts = [row["text"] for row in gold]
    sure = head.probabilities(texts, encoder.read(texts))
    found = [head.labels[n] for n in sure.argmax(axis=1)]
    also = [row["also"].replace(",", " ").split() for row in gold]
    truth = [
        guess if guess in more else row["stage"]
        for row, more, guess in zip(gold, also, found, strict=True)
    ]
    return float(f1_score(truth, found, average="macro"))


def topic_ari(questions: Sequence[dict[str, str]], encoder: Encoder) -> float:
    """Discover topics; a text without a topic is alone."""
    texts = tuple(row["text"] for row in questions)
    passages = PassageSet(
        texts=texts,
        vectors=topic_vectors(encoder(texts), range(len(texts))),
        record_ids=tuple(map(str, range(len(texts)))),
        customer_ids=(None,) * len(texts),
    )
    found = np.arange(len(texts)) + len(texts)
    for number, topic in enumerate(discover(passages, embed=encoder)):
        found[list(topic.members)] = number
    return float(adjusted_rand_score([row["category"] for row in questions], found))


def classify(tweets: Sequence[str], sizes: Sequence[int], folder: Path) -> None:
    """Run `voc classify` on ever more records, and fit how its time grows beyond what loading the
    models takes, which is that of one record."""
    given = folder / "records.jsonl"
    write_records(tweets[:1], given)
    _, loading, _ = run_classify(given)
    print("\n| records | seconds | records/s | processor s | records/processor s | peak MB |")
    print("|---|---|---|---|---|---|")
    taken = []
    for n in sizes:
        write_records(islice(cycle(tweets), n), given)
        seconds, processor, peak = run_classify(given)
        taken.append(processor - loading)
        print(
            f"| {n:,} | {seconds:,.0f} | {n / seconds:,.0f} | {processor:,.0f} | "
            f"{n / processor:,.0f} | {peak:,.0f} |",
            flush=True,
        )
    if len(sizes) > 1:
        slope = np.polyfit([math.log(n) for n in sizes], [math.log(t) for t in taken], 1)[0]
        print(f"\nProcessor time grows as n^{slope:.2f} beyond the {loading:.0f} s of loading.")


def write_records(texts: Iterable[str], path: Path) -> None:
    """Write texts as lines of records, each with words of its own."""
    with path.open("w", encoding="utf-8") as file:
        for n, text in enumerate(texts):
            file.write(json.dumps({"id": n, "text": f"{text} no. {n}"}) + "\n")


def run_classify(records: Path) -> tuple[float, float, float]:
    """Run the command in a process of its own; give its seconds by the clock and by the processor,
    and its peak memory in MB."""
    command = [sys.executable, "-m", "voc.cli", "classify", "--journey", "airline"]
    begun = time.perf_counter()
    running = subprocess.Popen([*command, "--input", str(records), "--output", "/dev/null"])
    _, status, used = os.wait4(running.pid, 0)
    seconds = time.perf_counter() - begun
    running.returncode = os.waitstatus_to_exitcode(status)
    if running.returncode:
        raise SystemExit(f"voc classify failed with {running.returncode}.")
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def rows(path: Path) -> list[dict[str, str]]:
    """Read a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


if __name__ == "__main__":
    main()
