"""A file that can't be read is named with its place; what stands before that place is stored."""

import gzip
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.sources.workbooks import write_xlsx, xlsx_sheet
from voc.domain.mapping import SourceMapping
from voc.errors import SourceError
from voc.pipeline.ingest import IngestReport, ingest
from voc.pipeline.report import whole
from voc.store import Store, create_or_migrate, open_store

COLUMNS = {"external_id": "id", "occurred_at": "when", "text": "said"}
HEADER = "id,when,said\n"
ROW = "1,2026-03-02,The line was slow\n"
GOOD = HEADER + ROW
TICKETS = json.dumps(
    [{"id": n, "when": "2026-03-02", "said": f"Slow line {n}"} for n in range(1500)]
)
PACKED = gzip.compress((HEADER + ROW * 900).encode())
DEEP = "[" * 10_000 + "]" * 10_000


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    url = f"sqlite:///{tmp_path_factory.mktemp('store') / 'voc.db'}"
    create_or_migrate(url)
    with open_store(url) as opened:
        yield opened


def take_in(store: Store, path: Path, form: str = "csv", **more: object) -> IngestReport:
    how = SourceMapping.model_validate(
        {"format": form, "channel": "other", "solicited": False, **COLUMNS, **more}
    )
    return whole(
        ingest(store, source="it", mapping=how, paths=[path], secret="a secret of this test")
    )


def damaged_book(path: Path) -> None:
    write_xlsx(path, {"S": xlsx_sheet([["id", "when", "said"], [1, "2026-03-02", "secret"]])})
    path.write_bytes(path.read_bytes()[:-200])


BAD: list[tuple[str, str, str | bytes | Callable[[Path], object], str]] = [
    ("empty", "csv", "", "is empty"),
    ("folder", "csv", Path.mkdir, "is a folder"),
    ("missing", "csv", lambda path: None, "can't be read"),
    ("cut off", "csv", f'{GOOD}2,2026-03-02,"secret', "row 3: a quote"),
    ("cut off, packed", "csv.gz", PACKED[:-40], "damaged or cut off"),
    ("cut off, JSON", "json", '[{"id": 1, "when": "2026-03-02", "said": "secret', "line 1"),
    ("cut off, XLSX", "spreadsheet", damaged_book, "damaged or cut off"),
    ("no JSON Lines", "jsonl", GOOD, "line 1: not a JSON object"),
    ("NUL", "csv", GOOD.encode() + b"2,2026-03-02,secr\0et\n", "line 3: a NUL byte"),
    ("huge cell", "csv", f"{GOOD}2,2026-03-02,{'secret' * 9_000_000}\n", "row 3"),
    ("a million columns", "csv", ",".join(["secret"] * 1_000_000), "1,000,000 columns"),
    ("duplicated header", "csv", "id,when,said,said\n", "'said' stands there more than once"),
    ("nested", "json", f'[{{"id": 1}},\n{{"said": {DEEP}}}]', "line 2: a value is nested too deep"),
    ("no such column", "csv", "id,when,told\n1,2026-03-02,secret\n", "no column 'said'"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("form", "content", "message"), [c[1:] for c in BAD], ids=[c[0] for c in BAD]
)
def test_a_bad_file_is_named_with_its_place_and_changes_nothing_else(
    form: str,
    content: str | bytes | Callable[[Path], object],
    message: str,
    store: Store,
    tmp_path: Path,
) -> None:
    path = tmp_path / f"export.{form}"
    if callable(content):
        content(path)
    else:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    good = tmp_path / "good.csv"
    good.write_text(GOOD)
    take_in(store, good)
    before = dict(store.dump())
    with pytest.raises(SourceError) as caught:
        take_in(store, path, form.removesuffix(".gz"))
    assert str(path) in str(caught.value) and message in str(caught.value)
    assert "secret" not in str(caught.value)
    assert dict(store.dump()) == before


def test_a_wrong_encoding_is_named_with_its_place(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_bytes(GOOD.encode() + "2,2026-03-02,größer\n".encode("cp1252"))
    with pytest.raises(SourceError, match=r"export\.csv, near line 1: bytes that are not utf-8"):
        take_in(store, path, encoding="utf-8")
    assert take_in(store, path).rejected == 0


def test_what_a_cut_off_file_gave_and_the_whole_one_add_up_to_one_whole_reading(
    tmp_path: Path,
) -> None:
    dumps = []
    for cut in (True, False):
        url = f"sqlite:///{tmp_path / f'voc{cut}.db'}"
        create_or_migrate(url)
        path = tmp_path / "export.json"
        with open_store(url) as one:
            if cut:
                path.write_text(TICKETS[:-100])
                with pytest.raises(SourceError, match="cut off"):
                    take_in(one, path, "json")
                assert one.counts().records == len(json.loads(TICKETS)) - 2
            path.write_text(TICKETS)
            take_in(one, path, "json")
            dumps.append(dict(one.dump()))
    assert dumps[0] == dumps[1]


def short(n: int) -> dict[str, bytes]:
    """Write the same n answers in several formats, each with something fatal behind them."""
    rows = [(f"s-{k}", "2026-03-02", f"Slow line {k}, said {k} times") for k in range(n)]
    table = HEADER + "".join(f'{a},{b},"{c}"\n' for a, b, c in rows)
    objects = [dict(zip(COLUMNS.values(), row, strict=True)) for row in rows]
    packed = gzip.compress(f"{table}s-x,2026-03-02,cut".encode())[:-8]
    return {
        "csv": f'{table}s-x,2026-03-02,"cut'.encode(),
        "csv.gz": packed,
        "json": json.dumps(objects).encode()[:-1] + b', {"id": "s-x',
        "jsonl": "".join(f"{json.dumps(one)}\n" for one in objects).encode() + b"\0",
    }


@pytest.mark.parametrize("form", ["csv", "csv.gz", "json", "jsonl"])
def test_of_a_short_file_too_what_stands_before_the_fatal_place_is_stored(
    form: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / f"short.{form}"
    path.write_bytes(short(20)[form])
    source = f"short_{form.replace('.', '_')}"
    how = SourceMapping.model_validate(
        {"format": form.removesuffix(".gz"), "channel": "other", "solicited": False, **COLUMNS}
    )
    files = ingest(store, source=source, mapping=how, paths=[path], secret="a secret of this test")
    [file] = files
    assert file.error and str(path) in str(file.error)
    assert (file.report.read, file.report.stored) == (20, 20)
    assert store.counts().by_source[source] == 20


def test_a_cell_with_a_formula_is_what_it_shows(store: Store, tmp_path: Path) -> None:
    rows = xlsx_sheet(
        [["id", "when", "said"], ["f-1", "2026-03-02", '=HYPERLINK("x","y") says a customer']]
    )
    shown = '<c r="C3" t="str"><f>CONCAT("Slow"," line")</f><v>Slow line</v></c>'
    unshown = '<c r="C4"><f>1+1</f></c>'
    cells = '<c r="A{0}"><v>{0}</v></c><c r="B{0}" t="inlineStr"><is><t>2026-03-02</t></is></c>'
    more = "".join(
        f'<row r="{n}">{cells.format(n)}{said}</row>' for n, said in ((3, shown), (4, unshown))
    )
    path = write_xlsx(tmp_path / "export.xlsx", {"S": rows + more})
    take_in(store, path, "spreadsheet")
    said = {cell for row in dict(store.dump())["record"] for cell in row}
    assert {'=HYPERLINK("x","y") says a customer', "Slow line"} <= said


CELL = st.text(st.characters(codec="utf-8"), max_size=12)
quick = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@quick
@given(
    rows=st.lists(st.lists(CELL, max_size=5), max_size=4), form=st.sampled_from(["csv", "jsonl"])
)
def test_whatever_rows_a_file_has_they_add_up_and_a_second_reading_changes_nothing(
    rows: list[list[str]], form: str, store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "export"
    names = ("id", "when", "said", "nps", "who")
    if form == "csv":
        lines = [",".join(names), *(",".join(row) for row in rows)]
    else:
        first = {"id": "1", "when": "2026-03-02", "said": "Fine"}
        objects = [first, *(dict(zip(names, row, strict=False)) for row in rows)]
        lines = [json.dumps(one) for one in objects]
    path.write_text("\n".join(lines), encoding="utf-8")
    try:
        report = take_in(store, path, form, score="nps", scale="nps_0_10")
    except SourceError as error:
        assert str(path) in str(error)
        return
    parts = (report.stored, report.revised, report.unchanged, report.duplicate, report.rejected)
    assert report.read == sum(parts)
    kept = dict(store.dump())
    again = take_in(store, path, form, score="nps", scale="nps_0_10")
    assert (again.stored, again.revised) == (0, 0) and dict(store.dump()) == kept
