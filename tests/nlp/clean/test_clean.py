import ftfy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voc.domain.record import Mark
from voc.nlp.clean import clean, language, mark, normal_digest, redact, repair

TRIP = r"(?m)^\s*(✅\s*)?(Trip Verified|Not Verified)\s*\|\s*"


@pytest.mark.parametrize(
    ("raw", "repaired"),
    [
        ("The cafÃ© is lovely", "The café is lovely"),
        ("rude &amp; slow &#39;staff&#39;", "rude & slow 'staff'"),
        ("<p>First.</p><p>Second<br/>third <b>bold</b></p>", "First.\nSecond\nthird bold"),
        ("<!-- x --><style>p {color: red}</style>Hi<script>go()</script>", "Hi"),
        ("price < 10 and > 5, I <3 it, <name>", "price < 10 and > 5, I <3 it, <name>"),
        ("go to shop.example/?a=1&copy=2 at AT&T", "go to shop.example/?a=1&copy=2 at AT&T"),
        ("zero\u200bwidth, soft\u00adhyphen\u0007", "zerowidth, softhyphen"),
        ("family 👨‍👩‍👧 flies", "family 👨‍👩‍👧 flies"),
        ("  a \t b \r\n\r\n  c\u00a0d ", "a b\nc d"),
        ("", ""),
    ],
)
def test_texts_are_repaired(raw, repaired):
    assert repair(raw) == repaired


def test_boilerplate_is_removed_also_where_its_encoding_is_broken():
    assert repair("“Rude staff”\n✅ Trip Verified |   Never again", [TRIP]) == (
        '"Rude staff"\nNever again'
    )
    broken = "✅ Trip Verified | Fine".encode().decode("latin-1")
    assert repair(broken, [TRIP]) == "Fine"


@given(st.text())
def test_a_repaired_text_has_no_stray_white_space_or_control_character(text):
    repaired = repair(text)
    assert repaired == repaired.strip()
    assert "  " not in repaired and "\n\n" not in repaired
    assert not any(ord(char) < 32 and char != "\n" for char in repaired)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The engineer came on time and was very friendly", "en"),
        ("El técnico llegó tarde y no resolvió nada", "es"),
        ("Der Techniker kam zu spät\nund hat nichts gelöst", "de"),
        ("THANK YOU SO MUCH FOR YOUR HELP TODAY", "en"),
        ("@Larkline https://x.example/a <EMAIL> ok", "unknown"),
        ("Very good service", "unknown"),
        ("客服态度很好，问题很快就解决了", "zh"),
        ("", "unknown"),
    ],
)
def test_languages_are_told_or_called_unknown(text, code):
    assert language(text) == code


@pytest.mark.parametrize(
    "text",
    ["I just DMed you guys", "Still on hold here", "Fast and friendly service",
     "All ok. No problems.", "Easy set up process", "Too long to wait",
     "Nice helpful lad", "DONE!! thank you so much!!"],
)  # fmt: skip
def test_short_english_is_never_called_danish_or_the_like(text):
    assert language(text) in {"en", "unknown"}


@pytest.mark.parametrize(
    "text",
    ["n/a", "N/A.", "na", "none", "Nothing!", "-", ".", "...", "no comment", "nothing to add",
     "Don't know", "nada", "Sin comentarios", "nichts", "k.A.", "rien", "�"],
)  # fmt: skip
def test_empty_answers_are_marked(text):
    assert clean(text).mark is Mark.EMPTY_ANSWER


@pytest.mark.parametrize(
    "text", ["Nothing works", "None of your staff listens", "👍", "10/10", "Easy", "Nada funciona"]
)
def test_answers_that_say_something_are_not_marked(text):
    assert mark(text) is None


def test_a_blank_text_is_marked_as_none():
    assert clean(" <br> \u200b\n").mark is Mark.NO_TEXT


def test_repeats_have_one_normal_digest():
    post = "Great flight with @AmericanAir today, can't wait for the next one! https://t.example/1"
    same = [
        "RT @jo: great flight with @AmericanAir today, cant wait for the next one",
        "@AmericanAir @jo GREAT flight with AmericanAir today - can't wait for the next one!!!",
    ]
    assert {normal_digest(text) for text in same} == {normal_digest(post)} != {""}
    assert normal_digest(post) != normal_digest(post.replace("next", "last"))


@pytest.mark.parametrize("text", ["thanks", "@united good service", "RT @a: so very late", "n/a"])
def test_short_texts_are_never_repeats(text):
    assert normal_digest(text) == ""


@settings(deadline=None)  # the first text loads the model
@given(st.text())
def test_any_text_can_be_cleaned_and_cleaning_leaves_nothing_to_redact(text):
    verbatim = clean(text).verbatim
    assert redact(verbatim).entities == ()


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126) | st.just("\n")))
def test_plain_ascii_needs_no_mending_so_leaving_it_out_changes_nothing(text):
    assert ftfy.fix_text(text, unescape_html=False) == text
