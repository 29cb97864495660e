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
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import numpy as np
from short_texts import FEWEST, TextFile, embedded, read_files
from sklearn.metrics import adjusted_rand_score, normalized_mutual_info_score
from topics_by_size import by_bertopic, by_voc, scale

from voc.nlp.topics import place, topic_vectors, unit
from voc.nlp.topics.graph import lattice, neighbour_graph
from voc.nlp.topics.leiden import leiden

SHARED = Path(__file__).parents[2] / "shared" / "data"
CLASSES = 2, 400
RESOLUTIONS = (0.2, 0.35, 0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6, 8.0, 11.0, 16.0)
SIZES = (10_000, 20_000, 100_000, 1_000_000)
MIN_SIZE = 8


@dataclass(frozen=True)
class Scores:
    """Hold how well a clustering meets the labels; -1 in `found` means none."""

    topics: int
    alone: float
    rand: float
    information: float


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    parser.add_argument("--vectors", type=Path, help="folder in which embeddings are kept")
    parser.add_argument("--sizes", type=int, nargs="*", default=SIZES)
    parser.add_argument("--bertopic-to", type=int, default=20_000)
    parser.add_argument("--no-quality", action="store_true")
    given = parser.parse_args()
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
            usual = score(by_bertopic(texts, own), truth)
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


def with_voc(texts: Sequence[str], vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find topic and theme of each text, as `voc topics discover` does."""
    placed = topic_vectors(vectors, np.arange(len(texts)))
    found = by_voc(texts, placed)
    topics, _ = place(placed, found)
    parents = np.array([*(topic.theme for topic in found), -1])
    return topics, parents[topics]


def with_leiden(vectors: np.ndarray, truth: Sequence[str]) -> Scores:
    """Cluster by Leiden on the 15 nearest neighbours, at the resolution that fits labels best."""
    graph = neighbour_graph(lattice(vectors), neighbours=15)
    every = (score(leiden(graph, resolution=r, iterations=2), truth) for r in RESOLUTIONS)
    return max(every, key=lambda scores: scores.rand)


if __name__ == "__main__":
    main()
