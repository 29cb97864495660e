"""Gold files: what is read of them, and what is said of a wrong one."""

from pathlib import Path

import pytest

from voc.errors import SourceFormat
from voc.pipeline.gold import Gold, read_gold

STAGES = ["pay", "use"]


def written(folder: Path, text: str) -> Path:
    path = folder / "gold.csv"
    path.write_bytes(text.encode("utf-8-sig"))
    return path


def test_labels_are_read_with_what_is_right_as_well(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        'text,stage,sentiment,also\n"too dear,\nreally",pay,neg,"use,none"\n'
        ",use,neg,\nok,,neutral,\n",
    )
    assert read_gold(path, stages=STAGES) == [
        Gold("too dear,\nreally", "pay", frozenset({"use", "none"}), "negative"),
        Gold("ok", None, frozenset(), "neutral"),
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("text,stage\nhm,pai\n", r"gold\.csv:2: there is no stage 'pai'.*Stages: pay, use, none"),
        ("text,sentiment\nhm,fine\n", r"there is no sentiment 'fine'"),
        ("text,stage,also\nhm,pay,elsewhere\n", r"there is no stage 'elsewhere'"),
        ("comment,stage\nhm,pay\n", r"columns text and stage or sentiment.*comment"),
        ("text\nhm\n", r"columns text and stage or sentiment"),
        ("", r"found: none"),
        ("text,stage\nhm,\n", r"no labelled passage"),
        ("text,stage\n" + "hm,x\n" * 9, r"and 4 more"),
    ],
)
def test_a_wrong_file_is_told_what_is_wrong(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(SourceFormat, match=f"(?s){said}"):
        read_gold(written(tmp_path, text), stages=STAGES)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_bytes(b"text,stage\n\xff\xfe,pay\n")
    with pytest.raises(SourceFormat, match="UTF-8"):
        read_gold(tmp_path / "gold.csv", stages=STAGES)
