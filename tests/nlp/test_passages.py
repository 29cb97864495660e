"""Passages: whole, in order, one subject each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voc.nlp.passages import n_words, split


def pieces(text: str) -> list[str]:
    return [span.of(text) for span in split(text)]


WORDS = ("a", "but,", ".", "!", "\n", "😡", "-", "–", "although", "x'", "9", "nothing", "ok.")


@given(st.text(max_size=300) | st.lists(st.sampled_from(WORDS), max_size=60).map(" ".join))
def test_passages_hold_everything_in_order(text: str) -> None:
    spans = split(text)
    covered = 0
    for span in spans:
        assert covered <= span.start < span.end <= len(text)
        assert text[covered : span.start].strip() == ""
        assert span.of(text) == span.of(text).strip()
        covered = span.end
    assert text[covered:].strip() == "" or not n_words(text)


@pytest.mark.parametrize("text", ["", "😀👍", "❤️", "?! …", "\n"])
def test_a_text_without_a_letter_or_digit_has_no_passage(text: str) -> None:
    assert pieces(text) == [] and pieces(f"{text} No") != []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The engineer was great but the bill is wrong.",
            ["The engineer was great", "but the bill is wrong."],
        ),
        (
            "Although the wifi works upstairs, the TV box freezes daily.",
            ["Although the wifi works upstairs,", "the TV box freezes daily."],
        ),
        ("Dr. Smith rang at 9 a.m. about my line.", ["Dr. Smith rang at 9 a.m. about my line."]),
        ("Nothing but trouble since day one.", ["Nothing but trouble since day one."]),
        ("I couldn't help but laugh at the bill", ["I couldn't help but laugh at the bill"]),
        (
            "Speeds are fine. Price went up again!",
            ["Speeds are fine.", "Price went up again!"],
        ),
        (
            "My seat was broken, bag arrived a day late",
            ["My seat was broken,", "bag arrived a day late"],
        ),
        (
            "They damaged the pram and the claim form doesn't load",
            ["They damaged the pram", "and the claim form doesn't load"],
        ),
        ("They lost my bag, it was new.", ["They lost my bag, it was new."]),
        ("Once you are there, the crew is nice.", ["Once you are there, the crew is nice."]),
        ("The food and the crew were great.", ["The food and the crew were great."]),
        ("Rubbish. Never again with you.", ["Rubbish. Never again with you."]),
        ("ok", ["ok"]),
        ("  ", []),
    ],
)
def test_a_passage_is_one_subject(text: str, expected: list[str]) -> None:
    assert pieces(text) == expected
