"""Measure stage, sentiment and type on labelled data, beside baselines computed in the same run.

`python bench/understand.py [--data DIR]` prints tables; DIR holds files named like those of
shared/data (gold_airline_passages.csv, gold_telecom_passages.csv, airline_tweets.csv,
nhs_survey_fft.csv). Intervals are 95 % bootstrap intervals over texts. Labels made for this
benchmark (bench/labels) belong to the texts of shared/data and are left out for other folders.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from baselines import described, regressed, vader
from labelled import SEED, Labelled, gold, mixed, survey_comments, tweets, types

from voc.domain.journey import JourneyMap, Lesson
from voc.metrics.estimate import Estimate
from voc.metrics.quality import at_confidence, calibration, macro_f1
from voc.pipeline.analyse import Analysis, Verbatim, analyse
from voc.pipeline.models import Models, fit_stages, load_models
from voc.resources.journeys import load_journey
from voc.settings import ModelChoice

SHARED = Path(__file__).parents[2] / "shared" / "data"
CORRECTED, DRAWS, SURE = 10, 3, 0.8


def main() -> None:
    """Measure everything and print Markdown tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=SHARED)
    data = parser.parse_args().data
    choice = ModelChoice()
    models = {
        name: load_models(load_journey(name), embedding=choice.embedding, cache=choice.cache)
        for name in ("airline", "telecom")
    }
    table("| macro-F1 of stages | n | naive description | regression on labels | voc |")
    for name, own in models.items():
        for half in (0, 1, None):
            print(stage_row(gold(data, name, "stage", half=half), own))
    table(f"| stage: how sure | n | calibration error | share at {SURE} | right among them |")
    for name, own in models.items():
        print(sure_row(gold(data, name, "stage", half=1), own))
    table(f"| after {CORRECTED} corrections a stage | n | before | after | gain |")
    for name, own in models.items():
        print(corrected_row(data, name, own))
    table("| macro-F1 of sentiment | n | VADER | voc | calibration error |")
    for labelled in sentiments(data):
        print(sentiment_row(labelled, models["airline"]))
    print(signs_row(data, models["airline"]))
    if data == SHARED:
        table("| other | n | voc |")
        print(type_row(types(data), models["airline"]))
        print(sides_row(data, models["airline"]))


def table(header: str) -> None:
    """Begin a table."""
    print(f"\n{header}\n|{'---|' * (header.count('|') - 1)}")


def records(texts: Sequence[str], models: Models) -> tuple[Analysis, ...]:
    """Analyse texts, each as a record."""
    batch = [Verbatim(str(n), text, "en") for n, text in enumerate(texts)]
    return analyse(batch, models).records


def shown(estimate: Estimate) -> str:
    """Format an estimate with its interval."""
    return f"{estimate.value:.3f} ({estimate.low:.3f}–{estimate.high:.3f})"


def scored(labelled: Labelled, guessed: Sequence[str]) -> str:
    """Format a macro-F1 in which a label that is acceptable too counts as right."""
    return shown(macro_f1(labelled.labels, labelled.accepted(guessed)))


def stage_row(labelled: Labelled, models: Models) -> str:
    """Compare stages with two baselines."""
    found = [record.stage or "none" for record in records(labelled.texts, models)]
    naive = described(models.journey, models.encoder, labelled.texts)
    learned = regressed(labelled, models.encoder)
    cells = [scored(labelled, guessed) for guessed in (naive, learned, found)]
    return f"| {labelled.name} | {len(found)} | {' | '.join(cells)} |"


def sure_row(labelled: Labelled, models: Models) -> str:
    """Measure how far a stage's confidence can be believed."""
    found = records(labelled.texts, models)
    accepted = labelled.accepted([record.stage or "none" for record in found])
    right = [one == truth for one, truth in zip(accepted, labelled.labels, strict=True)]
    confidence = [record.stage_confidence for record in found]
    error, _ = calibration(confidence, right)
    covered, precision = at_confidence(confidence, right, least=SURE)
    correct = shown(precision) if precision else ""
    return f"| {labelled.name} | {len(found)} | {error:.3f} | {covered:.0%} | {correct} |"


def corrected_row(data: Path, name: str, models: Models) -> str:
    """Take corrections from the half that was looked at, and measure on the other."""
    pool, asked = (gold(data, name, "stage", half=half) for half in (0, 1))
    readings = models.encoder.read(asked.texts)

    def measured(journey: JourneyMap) -> float:
        head = fit_stages(journey, models.encoder)
        best = head.probabilities(asked.texts, readings).argmax(axis=1)
        return macro_f1(asked.labels, asked.accepted([head.labels[n] for n in best])).value

    before = measured(models.journey)
    after = [
        measured(models.journey.model_copy(update={"corrections": drawn(pool, seed)}))
        for seed in range(DRAWS)
    ]
    gain = np.mean(after) - before
    n = len(asked.texts)
    return f"| {asked.name} | {n} | {before:.3f} | {np.mean(after):.3f} | {gain:+.3f} |"


def drawn(pool: Labelled, seed: int) -> tuple[Lesson, ...]:
    """Draw ten labelled passages of each stage, or all where there are fewer."""
    rows = np.random.default_rng([SEED, seed]).permutation(len(pool.texts))
    taken: dict[str, list[Lesson]] = {}
    for row in rows:
        own = taken.setdefault(pool.labels[row], [])
        if len(own) < CORRECTED:
            own.append(Lesson(text=pool.texts[row], stage=pool.labels[row]))
    return tuple(lesson for own in taken.values() for lesson in own)


def sentiments(data: Path) -> Iterator[Labelled]:
    """Read all that is labelled with sentiment."""
    yield gold(data, "airline", "sentiment")
    yield gold(data, "telecom", "sentiment")
    yield tweets(data)
    yield survey_comments(data, "NHS survey comments")


def sentiment_row(labelled: Labelled, models: Models) -> str:
    """Compare sentiment with VADER."""
    found = records(labelled.texts, models)
    labels = [record.sentiment_label.value for record in found]
    cells = [scored(labelled, guessed) for guessed in (vader(labelled.texts), labels)]
    shares = models.sentiment.probabilities(labelled.texts, models.encoder.read(labelled.texts))
    best = [models.sentiment.labels[n] for n in shares.argmax(axis=1)]
    right = [one == truth for one, truth in zip(best, labelled.labels, strict=True)]
    error, _ = calibration(shares.max(axis=1).tolist(), right)
    return f"| {labelled.name} | {len(found)} | {' | '.join(cells)} | {error:.3f} |"


def signs_row(data: Path, models: Models) -> str:
    """Compare praise with blame where a trust grades both: one trust grades all praise 0."""
    labelled = survey_comments(
        data,
        "NHS survey comments of trusts that grade praise, two classes",
        wanted=lambda row: not row["question"].startswith("Trust B") and row["criticality"] != "0",
    )
    signs = [record.sentiment >= 0 for record in records(labelled.texts, models)]
    found = ["positive" if sign else "negative" for sign in signs]
    return f"| {labelled.name} | {len(found)} | | {scored(labelled, found)} | |"


def type_row(labelled: Labelled, models: Models) -> str:
    """Measure the type of feedback."""
    found = [record.type.value for record in records(labelled.texts, models)]
    return f"| type of {labelled.name} | {len(found)} | {scored(labelled, found)} |"


def sides_row(data: Path, models: Models) -> str:
    """Measure the sentiment of each side of a contrast: that of the passage it lies in."""
    sentences = mixed(data)
    truth, found = [], []
    for sentence, record in zip(
        sentences, records([s.text for s in sentences], models), strict=True
    ):
        for start, end, label in sentence.sides:
            own = max(
                record.passages,
                key=lambda p: min(p.span.end, end) - max(p.span.start, start),
            )
            truth.append(label)
            found.append(own.sentiment_label.value)
    figure = shown(macro_f1(truth, found))
    return f"| sides of {len(sentences)} mixed sentences | {len(found)} | {figure} |"


if __name__ == "__main__":
    main()
