"""Phrases and words that may name a topic."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from voc.nlp.topics.phrases import parse
from voc.nlp.topics.wording import brands, names, readable, subject, subjects


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("I was charged twice last month.", "charged twice"),
        ("My router restarts every night.", "router restarts every night"),
        ("The engineer explained everything.", "engineer explained everything"),
        ("He didn't turn up.", "didn't turn up"),
        ("It is slow at night.", "slow at night"),
        ("My top-up is still pending.", "top-up is still pending"),
        ("I have no complaints.", "no complaints"),
        ("THE ROUTER RESTARTS EVERY NIGHT", "router restarts every night"),
        ("No idea who wrote the new billing system.", "new billing system"),
    ],
)
def test_phrases_are_cut_whole_from_what_customers_say(text: str, phrase: str) -> None:
    [parsed] = parse([text], barred=frozenset())
    assert phrase in {found.text for found in parsed.phrases}


@pytest.mark.parametrize(
    "question", ["Can a card payment be reverted?", "Why does my statement have an extra fee?"]
)
def test_a_question_is_not_cut_into_a_broken_clause(question: str) -> None:
    [parsed] = parse([question], barred=frozenset())
    said = {found.text for found in parsed.phrases}
    assert said
    assert not said & {"card payment be reverted", "statement have an extra fee"}


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        ("There was no meal on my flight.", "was no meal on my flight"),
        ("Please let patients be involved.", "patients be involved"),
        ("XXXX was very kind to my mother.", "XXXX"),
    ],
)
def test_what_is_no_phrase_is_not_cut(text: str, broken: str) -> None:
    [parsed] = parse([text], barred=frozenset())
    assert parsed.phrases
    assert broken not in {found.text for found in parsed.phrases}


def test_a_word_is_not_cut_from_the_one_that_mostly_follows_it() -> None:
    often = [
        f"{which} {how}" for which in ("the", "my", "a") for how in ("top up failed", "top-up")
    ]
    *_, last = parse([*often, "verify the top up card"], barred=frozenset())
    assert not {p.text for p in last.phrases if p.text.endswith("top")}


def test_numbers_are_in_no_phrase() -> None:
    [parsed] = parse(["Three stars for the 24 engineers"], barred=frozenset())
    assert not {p.text for p in parsed.phrases} & {"Three stars", "24 engineers"}


def test_brands_greetings_and_placeholders_are_in_no_phrase() -> None:
    texts = ["Thanks Larkline, write to <EMAIL> about the Larkline refund @LarklineHelp £12.50"]
    [parsed] = parse(texts, barred=frozenset({"larkline"}))
    said = " ".join(found.text.lower() for found in parsed.phrases)
    assert all(word not in said for word in ("larkline", "thanks", "email", "12"))


def test_bare_courtesy_says_nothing() -> None:
    nothing = ["Thank you!", "Kind regards, Yusuf Okafor", "great", "@LarklineHelp 👍", "", "n/a"]
    assert not [text for text in nothing if subject(text)]
    something = ("Paid twice.", "router restarts", "Staff were lovely", "The staff")
    assert all(subject(text) for text in something)


@pytest.mark.parametrize("write", [str.upper, str.title])
def test_capitals_tell_nothing_where_all_texts_are_written_so(write: Callable[[str], str]) -> None:
    texts = ["paid twice", "the router restarts", "charged for a call", "no signal", "thank you"]
    assert subjects([write(text) for text in texts]) == [*texts[:4], ""]
    assert subjects([*texts, "Emma Okafor"])[-1] == ""


def test_handles_links_and_placeholders_are_not_read() -> None:
    text = "@LarklineHelp see https://x.example/a?b=1 &amp; mail <EMAIL> or a@b.example 😀 #fail"
    assert readable(text) == "see mail or"


def test_the_company_is_known_by_its_handle_and_its_rivals_by_their_names() -> None:
    texts = [f"@LarklineHelp my larkline hub is slow, at Brightwire it was {n}" for n in range(9)]
    known = names(texts)
    assert known["brightwire"] == "Brightwire"
    assert {"larkline", "larklinehelp", "brightwire"} <= brands(texts, known)
    assert "slow" not in brands(texts, known)


def test_a_company_is_known_even_where_its_customers_write_it_small() -> None:
    texts = [f"charged twice by {'Larkline' if n % 5 else 'larkline'} again" for n in range(20)]
    assert "larkline" in brands(texts, names(texts))


def test_abbreviations_participles_and_i_am_are_no_brands() -> None:
    texts = ["the ATM said Cancelled and I'm still waiting"] * 20
    assert not brands(texts, names(texts))


def test_finding_words_loads_neither_torch_nor_numba_and_leaves_torch_importable() -> None:
    program = """
import sys, importlib.util
from voc.nlp.topics.phrases import parse
assert parse(["router restarts nightly"], barred=frozenset())[0].lemmas
assert not {"umap", "hdbscan", "numba", "bertopic", "torch"} & set(sys.modules)
assert importlib.util.find_spec("torch")
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
