"""Measure ingestion: records a second from CSV to the database, processor time and memory.

`python bench/ingest.py [--rows N …]` prints a table: a generated file of N tweet-sized rows, read
into a new SQLite database without and with the names of persons looked for. A file beside other
work is read more slowly but not with more processor time: compare that. `--plain` leaves out the
run with names, which takes longer.
"""

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.nlp.clean import Rules
from voc.pipeline.ingest import ingest
from voc.pipeline.report import whole
from voc.store import create_or_migrate, open_store

TEXTS = Path(__file__).parents[1] / "fixtures" / "texts"
LONGEST = 140
SEED = 7
FIRST = datetime(2025, 1, 1, tzinfo=UTC)
MAPPING = SourceMapping(
    format="csv",
    channel="social",
    solicited=False,
    external_id="id",
    occurred_at="created_at",
    text="text",
    customer="author",
)


def main() -> None:
    """Print the table, or measure one run in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, nargs="+", default=[100_000])
    parser.add_argument("--plain", action="store_true", help="only without names")
    parser.add_argument("--measure", nargs=2, metavar=("FILE", "NAMES"), help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measured(Path(given.measure[0]), names=given.measure[1] == "yes")))
        return
    print("| rows | names looked for | seconds | processor seconds | rows a second | peak MB |")
    print("|---|---|---|---|---|---|")
    for n_rows in given.rows:
        with tempfile.TemporaryDirectory() as folder:
            export = write_posts(Path(folder) / "posts.csv", n_rows)
            for names in ("no",) if given.plain else ("no", "yes"):
                print(row(export, n_rows, names), flush=True)


def row(export: Path, n_rows: int, names: str) -> str:
    """Measure one run in a process of its own, whose memory is its own too."""
    command = [sys.executable, __file__, "--measure", str(export), names]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    speed = n_rows / found["seconds"]
    return (
        f"| {n_rows:,} | {names} | {found['seconds']:.0f} | {found['processor_seconds']:.0f} "
        f"| {speed:,.0f} | {found['peak_mb']:,.0f} |"
    )


def measured(export: Path, *, names: bool) -> dict[str, float]:
    """Read an export into a new database."""
    with tempfile.TemporaryDirectory(dir=export.parent) as folder:
        url = f"sqlite:///{folder}/voc.db"
        create_or_migrate(url)
        with open_store(url) as store:
            start = time.perf_counter()
            report = whole(
                ingest(
                    store,
                    source="posts",
                    mapping=MAPPING,
                    paths=[export],
                    secret="a secret of this benchmark",
                    rules=Rules(names=names),
                )
            )
            seconds = time.perf_counter() - start
    print(report, file=sys.stderr)
    own, workers = (resource.getrusage(who) for who in _WHO)
    return {
        "seconds": seconds,
        "processor_seconds": sum(u.ru_utime + u.ru_stime for u in (own, workers)),
        "peak_mb": (own.ru_maxrss + workers.ru_maxrss) / 1024,
    }


_WHO = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)


def write_posts(path: Path, n_rows: int) -> Path:
    """Write posts of up to 140 characters, put together from the demo company's sentences."""
    draw = random.Random(SEED)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["id", "created_at", "text", "author"])
        for number, text in enumerate(_posts(draw, n_rows)):
            moment = FIRST + timedelta(seconds=47 * number)
            author = f"user{draw.randrange(n_rows)}"
            writer.writerow([number, moment.isoformat(), text, author])
    return path


def _posts(draw: random.Random, n_rows: int) -> Iterator[str]:
    sentences = [
        sentence.strip()
        for file in sorted(TEXTS.glob("*.jsonl"))
        for line in file.read_text(encoding="utf-8").splitlines()
        for sentence in json.loads(line)["text"].split(". ")
    ]
    starts = ("@Larkline ", "@LarklineHelp ", "", "", "RT @jo_bloggs: ")
    ends = ("", "", "", " https://t.example/x1", " #broadband", " 😡", " Call me on 020 7946 0018")
    for _ in range(n_rows):
        said = ". ".join(draw.sample(sentences, 3))
        start, end = draw.choice(starts), draw.choice(ends)
        yield f"{start}{said[: LONGEST - len(start) - len(end)]}{end}"


if __name__ == "__main__":
    main()
