import gzip

import pytest

from voc.domain.mapping import SourceMapping
from voc.errors import SettingsInvalid, SourceError, SourceFormat, SourceUnavailable
from voc.sources import SOURCES

MAPPING = SourceMapping(
    format="csv", channel="survey", solicited=True, occurred_at="when", text="said"
)
FILES = [form for form in SOURCES if form != "sql"]  # a query reads no file
HEADER = b"when,said\n"


def read(path, form="csv", **more):
    return list(SOURCES[form](path, MAPPING.model_copy(update=more)))


@pytest.mark.parametrize("form", FILES)
def test_what_is_no_file_is_named(form, tmp_path):
    with pytest.raises(SourceUnavailable, match=r"nowhere\.csv can't be read: No such file"):
        read(tmp_path / "nowhere.csv", form)
    with pytest.raises(SourceUnavailable, match="is a folder"):
        read(tmp_path, form)


@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("content", [b"", b" \n\n", b"\xef\xbb\xbf", b"\n" * 200])
def test_an_empty_file_is_called_empty(form, content, tmp_path):
    path = tmp_path / "export"
    path.write_bytes(content)
    with pytest.raises(SourceFormat, match="empty"):
        read(path, form)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (HEADER + b"2026-01-01,fine\n2026-01-02,b\0d\n", r"export, line 3: a NUL byte"),
        ("when,said\n2026-01-01,fine\n".encode("utf-16-le"), "line 1: a NUL byte.*UTF-16"),
        (HEADER + b'2026-01-01,fine\n2026-01-02,"never ends\n', r"row 3: a quote is opened"),
        (HEADER + b'2026-01-01,"' + b"x" * 200_000 + b'"\n', "row 2: field larger"),
        (b"when,said,said\n2026-01-01,a,b\n", "'said' stands there more than once"),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(content, message, tmp_path):
    path = tmp_path / "export"
    path.write_bytes(content)
    with pytest.raises(SourceFormat, match=message):
        read(path)


def test_a_damaged_gzip_file_is_refused(tmp_path):
    path = tmp_path / "export.csv.gz"
    packed = gzip.compress(HEADER + b"2026-01-01,fine\n" * 5000)
    for content in (packed[: len(packed) // 2], b"when,said\n"):
        path.write_bytes(content)
        with pytest.raises(SourceFormat, match="gzip data is damaged or cut off"):
            read(path)


def test_a_character_cut_off_at_the_end_is_refused(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes(HEADER + "2026-01-01,très".encode() + b"\xc3")
    with pytest.raises(SourceFormat, match="near line 2"):
        read(path)


def test_a_named_encoding_is_taken_at_its_word(tmp_path):
    path = tmp_path / "export.csv"
    path.write_bytes("when,said\n2026-01-01,größer\n".encode("utf-16-le"))
    assert read(path, encoding="utf-16-le")[0].values["said"] == "größer"
    with pytest.raises(SettingsInvalid, match="no encoding 'utf-9'"):
        read(path, encoding="utf-9")


def test_no_message_shows_what_a_customer_wrote(tmp_path):
    path = tmp_path / "export"
    path.write_bytes(b'{"tickets": [{"id": 1, "description": "my secret words')
    with pytest.raises(SourceError) as caught:
        read(path, "zendesk")
    assert "secret" not in str(caught.value) and caught.value.__suppress_context__
