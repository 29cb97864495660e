"""Personal data reaches neither the workspace nor the terminal, whatever goes wrong."""

import gzip
import socket
import sys
from pathlib import Path

import pytest

from voc.cli import main

JANE = ("jane.roe@secret.example", "07700 900123", "4111 1111 1111 1111", "C-SECRET-1")
MAIL, PHONE, CARD, KEY = JANE
SOURCES = """
[sources.csv_files]
format = "csv"
channel = "survey"
solicited = true
external_id = "id"
occurred_at = "when"
timezone = "UTC"
text = "said"
score = "score"
scale = "nps_0_10"
customer = "who"
email = "mail"

[sources.lines]
format = "jsonl"
channel = "chat"
solicited = false
external_id = "id"
occurred_at = "when"
text = "said"

[sources.sheets]
format = "spreadsheet"
channel = "survey"
solicited = true
occurred_at = "when"
text = "said"
"""
HEADER = "id,when,said,score,who,mail\n"
GOOD = f"1,2026-03-01,Write to {MAIL} or ring {PHONE}. Card {CARD}.,9,{KEY},{MAIL}\n"
FILES = {
    "good.csv": HEADER + GOOD,
    "no_date.csv": f"{HEADER}2,{MAIL},Fine,9,{KEY},\n",
    "no_score.csv": f"{HEADER}3,2026-03-01,Fine,{PHONE},{KEY},\n",
    "twice.csv": f"{HEADER}4,2026-03-01,Fine,9,{KEY},\n4,2026-03-02,{MAIL},9,{KEY},\n",
    "too_many.csv": f"{HEADER}5,2026-03-01,Fine,9,{KEY},{MAIL},{PHONE},{CARD}\n",
    "open_quote.csv": f'{HEADER}6,2026-03-01,"{MAIL},9,{KEY},\n',
    "columns.csv": f"{MAIL},{PHONE}\n1,2\n",
    "broken.jsonl": f'{{"id": "1", "when": "2026-03-01T00:00:00Z", "said": "{MAIL}"}}\n{{"{MAIL}\n',
    "no_zone.jsonl": f'{{"id": "2", "when": "2026-03-01 10:00", "said": "{MAIL}"}}\n',
    "no_object.jsonl": f'["{MAIL}", "{PHONE}"]\n',
    "no_book.xlsx": f"PK\x03\x04{MAIL} {CARD}",
    "customers.csv": f"customer_id,monthly_revenue,joined_on,email\n{KEY},{PHONE},{CARD},{MAIL}\n",
}
SOURCE_OF = {".csv": "csv_files", ".gz": "csv_files", ".jsonl": "lines", ".xlsx": "sheets"}


def _no_network(*_: object, **__: object) -> None:
    raise AssertionError("no network is needed")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]):
    """Run `voc` in the workspace, without a network; give its exit code and all that it writes to
    the terminal."""
    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, _no_network)
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    monkeypatch.setenv("VOC_WORKSPACE", str(tmp_path / "workspace"))

    def voc(*arguments: object) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["voc", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        return ended.value.code or 0, "".join(capfd.readouterr())

    return voc


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    folder = tmp_path / "exports"
    folder.mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, encoding="utf-8")
    cut = gzip.compress((HEADER + GOOD * 50).encode())[:-9]
    (folder / "cut.csv.gz").write_bytes(cut)
    return sorted(folder.iterdir())


def test_no_failure_writes_down_what_a_customer_wrote(run, exports, tmp_path: Path) -> None:
    run("init", "--journey", "telecom", "--company", "Larkline")
    workspace = tmp_path / "workspace"
    with (workspace / "voc.toml").open("a", encoding="utf-8") as file:
        file.write(SOURCES)
    written, codes = "", {}
    for path in exports:
        source = "customers" if path.stem == "customers" else SOURCE_OF[path.suffix]
        codes[path.name], said = run("ingest", source, path)
        if path.stem != "columns":  # a file's columns are named, for a person to map them
            written += said + run("ingest", "--dry-run", path)[1]
    # A score or a customer's cell that can't be read is left out; its row is kept.
    done = {name for name, code in codes.items() if code == 0}
    assert done == {"good.csv", "no_score.csv", "customers.csv"}
    assert set(codes.values()) <= {0, 1, 3, 5}
    written += run("rejects", "list")[1] + run("rejects", "export", workspace / "rejects.csv")[1]
    written += run("status")[1] + run("customers", "list")[1]
    code, said = run("erase", "--customer", "nobody@secret.example")
    assert code == 7 and "Nobody is known by this key" in said
    (workspace / "topics.html").write_text(f"<p>{MAIL}</p>", encoding="utf-8")
    written += run("erase", "--customer", KEY)[1] + run("erase", "--log")[1]
    assert "erased 3 records" in written  # of good, no_score and the first of twice
    kept = b"".join(
        path.read_bytes()
        for folder in (workspace, tmp_path / "tmp")
        for path in folder.rglob("*")
        if path.is_file()
    )
    mine = [workspace, *(path for path in workspace.iterdir() if path.suffix != ".lock")]
    assert {"voc.toml", "voc.db", "rejects.csv"} <= {path.name for path in mine}
    assert not [path for path in mine if path.stat().st_mode & 0o077]
    for secret in JANE:
        assert secret not in written
        assert secret.encode() not in kept


def test_an_error_that_nobody_foresaw_shows_places_and_no_words(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fail() -> None:
        raise ValueError(f"invalid literal: {MAIL}")

    monkeypatch.setattr("voc.cli.app.app", fail)
    with pytest.raises(SystemExit) as ended:
        main()
    said = capsys.readouterr().err
    assert ended.value.code == 70
    assert MAIL not in said and "ValueError" in said and f"{Path(__file__).name}:" in said
