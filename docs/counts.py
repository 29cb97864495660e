"""Count what becomes of every row of real exports, and write the table into docs/sources.md.

`python docs/counts.py [--data DIR]`: DIR holds the files, which are public but not ours to ship.
Names are not looked for, as that takes minutes and changes no count.
"""

import argparse
import csv
import gzip
import re
import tempfile
import tomllib
from pathlib import Path

from voc.domain.mapping import SourceMapping
from voc.nlp.clean import Rules
from voc.pipeline.ingest import ingest
from voc.pipeline.report import IngestReport, whole
from voc.store import create_or_migrate, open_store

DOCS = Path(__file__).parent
SHARED = DOCS.parents[1] / "shared" / "data"
GUIDE = DOCS / "sources.md"
FILES = (
    ("telecom", "nps_survey", "telecom_nps_survey.csv"),
    ("telecom", "complaints", "telecom_complaints.csv"),
    ("airline", "reviews", "american_airlines_reviews.csv"),
    ("airline", "posts", "airline_tweets.csv"),
    ("airline_support", "support_threads", "airline_support_threads.csv.gz"),
    ("hospitals", "fft_comments", "nhs_survey_fft.csv"),
)
PARTS = ("skipped", "read", "stored", "unchanged", "duplicate", "rejected")
TABLE = re.compile(r"(?s)(?<=<!-- docs/counts\.py -->\n).*?(?=<!-- end -->)")


def main() -> None:
    """Write the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    data = parser.parse_args().data
    lines = [
        "| file | mapping | rows | skipped | read | stored | unchanged | duplicate | rejected |",
        "|---|---|---|---|---|---|---|---|---|",
        *(line(*one, data=data) for one in FILES),
    ]
    guide, n_tables = TABLE.subn("\n".join([*lines, ""]), GUIDE.read_text(encoding="utf-8"))
    if n_tables != 1:
        raise SystemExit(f"{GUIDE} has {n_tables} places for the table.")
    GUIDE.write_text(guide, encoding="utf-8")


def line(example: str, source: str, file: str, *, data: Path) -> str:
    """Read one file into a new database and write its row of the table."""
    report, n_rows = counted(example, source, data / file), rows(data / file)
    whole = report.read + report.skipped
    parts = report.stored + report.unchanged + report.duplicate + report.rejected
    if (whole, report.read) != (n_rows, parts):
        raise SystemExit(f"{file}: {n_rows:,} rows, but {report}.")
    figures = " | ".join(f"{getattr(report, part):,}" for part in PARTS)
    return f"| {file} | [{example}](examples/{example}.toml) | {n_rows:,} | {figures} |"


def counted(example: str, source: str, path: Path) -> IngestReport:
    """Read one file by its documented mapping."""
    toml = (DOCS / "examples" / f"{example}.toml").read_text(encoding="utf-8")
    mapping = SourceMapping.model_validate(tomllib.loads(toml)["sources"][source])
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/voc.db"
        create_or_migrate(url)
        with open_store(url) as store:
            return whole(
                ingest(
                    store,
                    source=source,
                    mapping=mapping,
                    paths=[path],
                    secret="a secret of this count",
                    rules=Rules(names=False),
                )
            )


def rows(path: Path) -> int:
    """Count the rows of a file that are not blank, by other means than voc's."""
    opened = gzip.open if path.suffix == ".gz" else open
    with opened(path, "rt", encoding="utf-8-sig", newline="") as file:
        return sum(any(map(str.strip, row.values())) for row in csv.DictReader(file))


if __name__ == "__main__":
    main()
