"""A customer whom the story quotes is erased: no file of the workspace and no export has a word."""

import csv
import json
import shutil
from pathlib import Path

import pytest
from markupsafe import escape

from tests.workspaces import LARKLINE, voc
from voc.pipeline.identity import keyed_hash
from voc.settings import Settings, load_settings
from voc.store import RecordFilter, Store, open_store

pytestmark = pytest.mark.model
EVERYTHING = 100_000


@pytest.fixture
def workspace(told_workspace: str, tmp_path: Path) -> Path:
    return Path(shutil.copytree(told_workspace, tmp_path / "larkline"))


def quoted_customer(store: Store, settings: Settings) -> tuple[str, list[str]]:
    """Give the id of a customer whom the story quotes, as the company writes it, and what this
    customer and nobody else said."""
    with (LARKLINE / "customers.csv").open(encoding="utf-8") as file:
        ids = [row["customer_id"] for row in csv.DictReader(file)]
    by_hash = {keyed_hash(id_, secret=settings.privacy.secret): id_ for id_ in ids}
    story = store.latest_story()
    assert story
    for quote in (quote for claim in story.claims for quote in claim.evidence):
        customer = store.record(quote.record_id)[0].customer_id
        if customer in by_hash:
            break
    else:
        raise AssertionError("the story quotes no customer")
    records = [record for record, _ in store.list_records(RecordFilter(), limit=EVERYTHING)]
    others = "\n".join(r.verbatim for r in records if r.customer_id != customer)
    said = [r.verbatim for r in records if r.customer_id == customer and len(r.verbatim) > 20]
    return by_hash[customer], [text for text in said if text not in others]


def test_nobody_else_on_the_machine_may_read_what_a_night_writes(told_workspace: str) -> None:
    written = [path for path in Path(told_workspace).iterdir() if path.suffix != ".lock"]
    assert {"voc.toml", "voc.db", "vectors.db", "story.html"} <= {path.name for path in written}
    assert not [path.name for path in written if path.stat().st_mode & 0o077]


def holding(folder: Path, said: list[str], *exports: str) -> list[str]:
    """List what still holds one of the texts, as it is or as JSON or a page writes it."""
    forms = [form for text in said for form in (text, json.dumps(text)[1:-1], str(escape(text)))]
    written = [(str(path.name), path.read_bytes()) for path in folder.iterdir() if path.is_file()]
    written += [(f"export {n}", export.encode()) for n, export in enumerate(exports)]
    return [name for name, held in written if any(form.encode() in held for form in forms)]


def exports(folder: Path) -> list[str]:
    rejects, page = folder.parent / "rejects.csv", folder.parent / "page.html"
    voc("rejects", "export", rejects, "--overwrite", "-w", folder)
    told = voc("story", "--json", "--html", page, "-w", folder).stdout
    return [told, page.read_text(encoding="utf-8"), rejects.read_text(encoding="utf-8")]


def test_a_quoted_customer_is_gone_from_every_file_and_export(workspace: Path) -> None:
    settings = load_settings(workspace)
    with open_store(settings.database_url) as store:
        key, said = quoted_customer(store, settings)
    voc("topics", "map", "-w", workspace)
    told = holding(workspace, said, *exports(workspace))
    assert {"story.html", "topics.html", "voc.db"} <= set(told)

    done = json.loads(voc("erase", "--customer", key, "--json", "-w", workspace).stdout)
    assert done["n_records"] >= len(said) and done["n_quotes"] >= 1
    assert holding(workspace, said, *exports(workspace)) == []
    assert Path(done["deleted"]).name == "topics.html"
    tool = workspace / "bertopic"
    voc("topics", "export", "--bertopic", tool, "-w", workspace)
    assert list(tool.iterdir()) and holding(tool, said) == []
    assert "[This quote was erased.]" in (workspace / "story.html").read_text(encoding="utf-8")

    export = LARKLINE / "nps_survey_qualtrics.csv"
    again = voc("ingest", "nps_survey", export, "--json", "-w", workspace)
    report = json.loads(again.stdout)
    assert report["read"] == report["unchanged"] + report["rejected"] + report["erased"]
    voc("night", "-w", workspace)
    assert holding(workspace, said, *exports(workspace)) == []
    audit = voc("erase", "--log", "-w", workspace).stdout
    assert key not in audit and f"erased {done['n_records']} records" in audit
