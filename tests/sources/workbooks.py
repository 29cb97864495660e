"""Write small spreadsheets by hand, cell by cell, as a test needs them."""

import zipfile
from collections.abc import Sequence
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_ODF = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx_sheet(rows: Sequence[Sequence[object]], *, first_row: int = 1) -> str:
    """Write the rows of an XLSX sheet; texts as texts, whatever they look like."""
    return "".join(
        f'<row r="{number}">{"".join(_xlsx_cell(number, *cell) for cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, first_row)
    )


def _xlsx_cell(row: int, place: int, value: object) -> str:
    where = f"{chr(65 + place)}{row}"
    if isinstance(value, int | float):
        return f'<c r="{where}"><v>{value}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{escape(str(value))}</t></is></c>'


def write_xlsx(path: Path, sheets: dict[str, str], *, hidden: Sequence[str] = ()) -> Path:
    """Write an XLSX file of sheets given as the XML of their rows."""
    names = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{n}" r:id="rId{n}"'
        f"{' state=' + quoteattr('hidden') if name in hidden else ''}/>"
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    parts = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_LINKS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_LINKS}"><sheets>{names}</sheets>'
        "</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">{links}'
        "</Relationships>",
    }
    for n, rows in enumerate(sheets.values(), 1):
        sheet = f'<worksheet xmlns="{_MAIN}"><sheetData>{rows}</sheetData></worksheet>'
        parts[f"xl/worksheets/sheet{n}.xml"] = sheet
    return _write(path, parts)


def ods_row(cells: Sequence[object], *, repeated: int = 1, columns: int = 1) -> str:
    """Write a row of an ODS sheet; None is an empty cell. Each may stand there several times."""
    times = f' table:number-columns-repeated="{columns}"' if columns > 1 else ""
    written = "".join(
        f"<table:table-cell{times}/>"
        if cell is None
        else f'<table:table-cell{times} office:value-type="string"><text:p>{escape(str(cell))}'
        "</text:p></table:table-cell>"
        for cell in cells
    )
    return f'<table:table-row table:number-rows-repeated="{repeated}">{written}</table:table-row>'


def write_ods(path: Path, rows: str) -> Path:
    """Write an ODS file of one sheet given as the XML of its rows."""
    spaces = " ".join(f'xmlns:{name}="{_ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    entry = f'<m:file-entry m:full-path="/" m:media-type="{kind}"/>'
    parts = {
        "mimetype": kind,
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{_ODF}:manifest:1.0">{entry}</m:manifest>',
        "content.xml": f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        f'<table:table table:name="Answers">{rows}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>",
    }
    return _write(path, parts)


def _write(path: Path, parts: dict[str, str]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in parts.items():
            packed.writestr(name, text)
    return path
