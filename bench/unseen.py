"""Measure stages of a journey map that training has never seen.

`python models/train_tone.py --tweets FILE --without airline telecom --target DIR` trains layers
that know neither map (half an hour); `python bench/unseen.py DIR [--data DIR]` then gives each
map's names, descriptions and five examples a stage, drawn three times, and measures. Corrections
are drawn from the half of the gold passages that was looked at; figures are of the other half.
"""

import argparse
from pathlib import Path

import numpy as np
from labelled import SEED, gold
from understand import CORRECTED, DRAWS, SHARED, drawn, table

from voc.domain.journey import JourneyMap
from voc.metrics.quality import macro_f1
from voc.nlp.embed import Encoder, load_encoder
from voc.nlp.near import load_nearness
from voc.nlp.stage import fit_stage_head
from voc.resources.journeys import load_journey
from voc.resources.models import load_manifest
from voc.settings import ModelChoice

EXAMPLES = 5


def main() -> None:
    """Measure both maps and print a Markdown table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("layers", type=Path)
    parser.add_argument("--data", type=Path, default=SHARED)
    given = parser.parse_args()
    choice = ModelChoice()
    layers = {"tone": str((given.layers / "layers.safetensors").resolve())}
    manifest = load_manifest(choice.embedding).model_copy(update={"readings": layers})
    encoder = load_encoder(manifest, cache=choice.cache)
    table(f"| a map never seen | n | {EXAMPLES} examples | and {CORRECTED} corrections | gain |")
    for name in ("airline", "telecom"):
        print(unseen_row(given.data, name, encoder, given.layers))


def unseen_row(data: Path, name: str, encoder: Encoder, layers: Path) -> str:
    """Measure with a few examples, and with corrections as well."""
    pool, asked = (gold(data, name, "stage", half=half) for half in (0, 1))
    readings = encoder.read(asked.texts)

    def measured(journey: JourneyMap) -> float:
        head = fit_stage_head(journey, encoder, (), load_nearness(layers / "nearness.json"))
        best = head.probabilities(asked.texts, readings).argmax(axis=1)
        return macro_f1(asked.labels, asked.accepted([head.labels[n] for n in best])).value

    maps = [scant(load_journey(name), seed) for seed in range(DRAWS)]
    before = np.mean([measured(own) for own in maps])
    after = np.mean(
        [
            measured(own.model_copy(update={"corrections": drawn(pool, seed)}))
            for seed, own in enumerate(maps)
        ]
    )
    cells = f"{before:.3f} | {after:.3f} | {after - before:+.3f}"
    return f"| {asked.name} | {len(asked.texts)} | {cells} |"


def scant(journey: JourneyMap, seed: int) -> JourneyMap:
    """Leave a map its names, descriptions and a few examples a stage."""
    chance = np.random.default_rng([SEED, seed])
    stages = tuple(
        stage.model_copy(
            update={
                "examples": tuple(chance.choice(stage.examples, EXAMPLES, replace=False).tolist()),
                "near_misses": (),
            }
        )
        for stage in journey.stages
    )
    return journey.model_copy(update={"stages": stages, "none_examples": (), "lessons": None})


if __name__ == "__main__":
    main()
