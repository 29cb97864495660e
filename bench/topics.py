"""Measure topics: quality on labelled short texts, and time and memory of discovery by size.

`python bench/topics.py [--data DIR]` prints two tables. DIR holds CSV files (also .csv.gz), one
text a row: every file with a text column (text, feedback, utterance, question, comment, snippet or
sentence) and a label column (category, intent, label, subcategory, class, topic or negativereason)
whose texts are short (half of them at most 40 words) is measured, once per label column. Beside voc
stand BERTopic as it comes, and Leiden at the resolution that fits the labels best, on the same
embeddings. A text in no topic counts as a topic of its own.

Sizes: passages are the real texts of all files in DIR; above their number, variants of them: a text
gets a word of another, its vector noise. Each size runs in a process of its own. BERTopic runs up
to `--bertopic-to`, after a warm-up that lets numba compile. `--vectors DIR` keeps embeddings.
"""

import argparse
import csv
import gzip
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score

from voc.nlp.topics import PassageSet, discover, place, topic_vectors, unit
from voc.nlp.topics.communities import leiden
from voc.nlp.topics.graph import lattice, neighbour_graph

SHARED = Path(__file__).parents[2] / "shared" / "data"
TEXT_COLUMNS = (
    "text", "feedback", "utterance", "question", "comment", "snippet", "sentence",
    "first_utterance",
)  # fmt: skip
LABEL_COLUMNS = (
    "category", "intent", "label", "subcategory", "class", "topic", "negativereason",
)  # fmt: skip
SHORT, FEWEST, CLASSES = 40, 500, (2, 400)
RESOLUTIONS = (0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0)
SIZES = (10_000, 20_000, 100_000, 1_000_000)
NOISE, SEED, MIN_SIZE = 0.5, 7, 8
_MARKUP = re.compile(r"<cust_|__cust>|__\w+__")


@dataclass(frozen=True)
class TextFile:
    """Hold the texts of one file and its label columns."""

    name: str
    texts: list[str]
    labels: dict[str, list[str]]


@dataclass(frozen=True)
class Scores:
    """Hold how well a clustering meets the labels; -1 in `found` means none."""

    topics: int
    alone: float
    rand: float
    information: float


def main() -> None:
    """Print both tables, or measure one size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--vectors", type=Path, help="folder in which embeddings are kept")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--bertopic-to", type=int, default=20_000)
    parser.add_argument("--no-quality", action="store_true")
    parser.add_argument("--measure", nargs=2, metavar=("FILE", "TOOL"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measured(Path(given.measure[0]), given.measure[1])))
        return
    names = ("bertopic", "umap-learn", "hdbscan", "graspologic-native", "numpy")
    print(", ".join(f"{name} {version(name)}" for name in names) + "\n")
    with tempfile.TemporaryDirectory() as folder:
        kept = given.vectors or Path(folder)
        kept.mkdir(parents=True, exist_ok=True)
        files = [(file, embedded(file, kept)) for file in read_files(given.data)]
        if not files:
            raise SystemExit(f"{given.data}: no file with {FEWEST} short texts in a known column.")
        if not given.no_quality:
            quality(files)
        if given.sizes:
            scale(files, given.sizes, given.bertopic_to)


def read_files(data: Path) -> Iterator[TextFile]:
    """Read every CSV file with a text column; texts of mark-up lose it."""
    for path in sorted([*data.glob("*.csv"), *data.glob("*.csv.gz")]):
        opened = gzip.open if path.suffix == ".gz" else open
        with opened(path, "rt", encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        column = next((name for name in TEXT_COLUMNS if rows and name in rows[0]), None)
        if column is None:
            continue
        rows = [row for row in rows if (row[column] or "").strip()]
        texts = [_MARKUP.sub(" ", row[column]).strip() for row in rows]
        if len(rows) < FEWEST or np.median([len(text.split()) for text in texts]) > SHORT:
            continue
        labels = {
            name: [(row[name] or "").strip() for row in rows]
            for name in LABEL_COLUMNS
            if name in rows[0]
        }
        yield TextFile(path.name.split(".")[0], texts, labels)


def embedded(file: TextFile, kept: Path) -> np.ndarray:
    """Embed the texts of a file, or read their vectors where they are kept."""
    path = kept / f"{file.name}.npy"
    if path.is_file() and len(vectors := np.load(path)) == len(file.texts):
        return vectors
    from voc.pipeline.models import load_embedding
    from voc.settings import ModelChoice

    choice = ModelChoice()
    vectors = load_embedding(choice.embedding, cache=choice.cache)(file.texts)
    np.save(path, vectors)
    return vectors


def quality(files: Sequence[tuple[TextFile, np.ndarray]]) -> None:
    """Print how well topics meet the labels of each set."""
    print(
        "| set | texts | classes | voc: topics | ARI | NMI | alone | themes | ARI | better ARI "
        "| BERTopic: topics | ARI | NMI | alone | Leiden, best: topics | ARI | NMI |"
    )
    print("|---" * 17 + "|")
    better: list[tuple[float, float, float]] = []
    for file, vectors in files:
        for column, labels in file.labels.items():
            rows = [n for n, label in enumerate(labels) if label]
            truth = [labels[n] for n in rows]
            if len(rows) < FEWEST or not CLASSES[0] <= len(set(truth)) <= CLASSES[1]:
                continue
            own = unit(vectors[rows])
            texts = [file.texts[n] for n in rows]
            topics, themes = (score(found, truth) for found in with_voc(texts, own))
            usual = score(with_bertopic(texts, own), truth)
            best = with_leiden(own, truth)
            top = max(topics.rand, themes.rand)
            better.append((top, usual.rand, best.rand))
            print(
                f"| {file.name} {column} | {len(rows):,} | {len(set(truth))} | {topics.topics} "
                f"| {topics.rand:.3f} | {topics.information:.3f} | {topics.alone:.1%} "
                f"| {themes.topics} | {themes.rand:.3f} | {top:.3f} | {usual.topics} "
                f"| {usual.rand:.3f} | {usual.information:.3f} | {usual.alone:.1%} "
                f"| {best.topics} | {best.rand:.3f} | {best.information:.3f} |",
                flush=True,
            )
    if better:
        ours, theirs, fixed = np.mean(better, axis=0)
        print(
            f"\nMean ARI: voc {ours:.3f} (better of topics and themes), BERTopic {theirs:.3f}, "
            f"Leiden at the best resolution {fixed:.3f}.\n"
        )


def score(found: np.ndarray, truth: Sequence[str]) -> Scores:
    """Compare a clustering with the labels; a text in no topic is alone."""
    alone = found < 0
    whole = np.where(alone, np.arange(len(found)) + found.max() + 1, found)
    return Scores(
        topics=int((np.bincount(found[~alone]) >= MIN_SIZE).sum()),
        alone=float(alone.mean()),
        rand=float(adjusted_rand_score(truth, whole)),
        information=float(normalized_mutual_info_score(truth, whole)),
    )


def passages_of(texts: Sequence[str], vectors: np.ndarray) -> PassageSet:
    """Make each text a record of one passage, by a customer of its own."""
    return PassageSet(
        texts=tuple(texts),
        vectors=topic_vectors(vectors, np.arange(len(texts))),
        record_ids=tuple(map(str, range(len(texts)))),
        customer_ids=(None,) * len(texts),
    )


def with_voc(texts: Sequence[str], vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find topic and theme of each text, as `voc topics discover` does."""
    passages = passages_of(texts, vectors)
    found = discover(passages)
    topics, _ = place(passages.vectors, found)
    parents = np.array([*(topic.theme for topic in found), -1])
    return topics, parents[topics]


def with_bertopic(texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
    """Cluster by BERTopic as it comes."""
    from bertopic import BERTopic

    topics, _ = BERTopic().fit_transform(list(texts), vectors)
    return np.asarray(topics)


def with_leiden(vectors: np.ndarray, truth: Sequence[str]) -> Scores:
    """Cluster by Leiden on the 15 nearest neighbours, at the resolution that fits labels best."""
    graph = neighbour_graph(lattice(vectors), neighbours=15)
    every = (score(leiden(graph, resolution=r), truth) for r in RESOLUTIONS)
    return max(every, key=lambda scores: scores.rand)


def scale(
    files: Sequence[tuple[TextFile, np.ndarray]], sizes: Sequence[int], bertopic_to: int
) -> None:
    """Print time and memory by size."""
    print("| passages | voc s | peak MB | topics | BERTopic s | peak MB | topics | times |")
    print("|---" * 8 + "|")
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            write_passages(Path(folder), files, size)
            ours = in_own_process(Path(folder), "voc")
            line = (
                f"| {size:,} | {ours['seconds']:.1f} | {ours['peak_mb']:,.0f} | {ours['topics']} "
            )
            if size <= bertopic_to:
                theirs = in_own_process(Path(folder), "bertopic")
                times = theirs["seconds"] / ours["seconds"]
                line += f"| {theirs['seconds']:.1f} | {theirs['peak_mb']:,.0f} "
                line += f"| {theirs['topics']} | {times:.0f} × |"
            else:
                line += "| | | | |"
            print(line, flush=True)


def write_passages(folder: Path, files: Sequence[tuple[TextFile, np.ndarray]], size: int) -> None:
    """Draw passages, and where there are too few, write variants of them."""
    random = np.random.default_rng(SEED)
    texts = [text for file, _ in files for text in file.texts]
    vectors = np.vstack([vectors for _, vectors in files])
    real = random.permutation(len(texts))
    drawn = np.resize(real, size)
    variant = np.arange(size) >= len(real)
    written = np.lib.format.open_memmap(
        folder / "vectors.npy", mode="w+", dtype=np.float32, shape=(size, vectors.shape[1])
    )
    for start in range(0, size, 50_000):
        rows = slice(start, start + 50_000)
        noise = random.standard_normal((len(drawn[rows]), vectors.shape[1])).astype(np.float32)
        noise *= NOISE / np.sqrt(vectors.shape[1])
        written[rows] = unit(vectors[drawn[rows]] + noise * variant[rows, None])
    others = random.integers(0, len(texts), size)
    with (folder / "texts.json").open("w", encoding="utf-8") as file:
        json.dump(
            [
                f"{texts[n]} {texts[other].split()[-1]}" if changed else texts[n]
                for n, other, changed in zip(drawn, others, variant, strict=True)
            ],
            file,
        )


def in_own_process(folder: Path, tool: str) -> dict[str, Any]:
    """Measure one tool in a process of its own, whose memory is its own too."""
    command = [sys.executable, __file__, "--measure", str(folder), tool]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measured(folder: Path, tool: str) -> dict[str, float]:
    """Find topics once to warm up, then on all passages."""
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    run = {"voc": _by_voc, "bertopic": _by_bertopic}[tool]
    run(texts[:1000], np.asarray(vectors[:1000]))
    whole = np.asarray(vectors)
    begun = time.perf_counter()
    topics = run(texts, whole)
    return {
        "seconds": time.perf_counter() - begun,
        "topics": topics,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """Read this process's peak memory; what `getrusage` tells is at least its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def _by_voc(texts: Sequence[str], vectors: np.ndarray) -> int:
    numbers = tuple(map(str, range(len(texts))))
    nobody = (None,) * len(texts)
    passages = PassageSet(
        texts=tuple(texts), vectors=vectors, record_ids=numbers, customer_ids=nobody
    )
    return len(discover(passages))


def _by_bertopic(texts: Sequence[str], vectors: np.ndarray) -> int:
    return int(with_bertopic(texts, vectors).max()) + 1


if __name__ == "__main__":
    main()
