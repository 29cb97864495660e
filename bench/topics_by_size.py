"""Measure the time and memory of discovery by size, each size in a process of its own."""

import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from short_texts import TextFile

from voc.nlp.topics import FoundTopic, PassageSet, discover, unit

NOISE, SEED = 0.5, 7


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
    command = [sys.executable, __file__, str(folder), tool]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return dict(json.loads(done.stdout.splitlines()[-1]))


def measured(folder: Path, tool: str) -> dict[str, float]:
    """Find topics once to warm up, then on all passages."""
    texts = json.loads((folder / "texts.json").read_text(encoding="utf-8"))
    vectors = np.load(folder / "vectors.npy", mmap_mode="r")
    count = {
        "voc": lambda *given: len(by_voc(*given)),
        "bertopic": lambda *given: int(by_bertopic(*given).max()) + 1,
    }[tool]
    count(texts[:1000], np.asarray(vectors[:1000]))
    whole = np.asarray(vectors)
    begun = time.perf_counter()
    topics = count(texts, whole)
    return {
        "seconds": time.perf_counter() - begun,
        "topics": topics,
        "peak_mb": peak_mb(),
    }


def peak_mb() -> float:
    """Read this process's peak memory; what `getrusage` tells is at least its parent's."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+)", status)[0]) / 1024


def by_voc(texts: Sequence[str], vectors: np.ndarray) -> Sequence[FoundTopic]:
    """Discover; each text is a record of one passage, by a customer of its own."""
    numbers = tuple(map(str, range(len(texts))))
    nobody = (None,) * len(texts)
    return discover(
        PassageSet(texts=tuple(texts), vectors=vectors, record_ids=numbers, customer_ids=nobody)
    )


def by_bertopic(texts: Sequence[str], vectors: np.ndarray) -> np.ndarray:
    """Cluster by BERTopic as it comes."""
    from bertopic import BERTopic

    topics, _ = BERTopic().fit_transform(list(texts), vectors)
    return np.asarray(topics)


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), sys.argv[2])))
