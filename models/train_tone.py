"""Train what reads tone and journeys: the upper layers of the embedding model again.

The word vectors and the lowest layer stay as published and are shared with the meaning vectors.
Learns sentiment, type and the stages of many journey maps from models/training and
journeys/lessons, and sentiment from tweets, which are not part of the repository: `--tweets FILE`
names them. One line in ten, by the digest of its text, is held out: it sets the temperatures of the
heads and gives the figures printed at the end. The heads of stages are thrown away: a map's own
head is fitted where it is used.

A stage is also learned as the nearest of its map's descriptions, half of the time with examples
averaged in, so that the layers learn to read journey maps that they have never seen. How near is
near enough for any stage is learned as well (`nearness.json`).

Run `python models/train_tone.py --tweets ../shared/data/multilingual_tweets.csv` (half an hour on
two cores, seeded).
"""

import argparse
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from lessons import SHOWN, Line, Map, read_maps, tweets, written_lines
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from voc.nlp.head import LinearHead, temperature_of
from voc.nlp.lexical import WordHead, fit_words
from voc.nlp.tone import ToneHead
from voc.resources.models import load_manifest, source_folder

HERE = Path(__file__).parent
TARGET = HERE / "tone"
SEED, EPOCHS, BATCH, RATE, HEAD_RATE, SCALE = 7, 4, 32, 8e-5, 2e-3, 16.0
MAX_TOKENS = 96
WEIGHTS = {"sentiment": 1.0, "type": 0.4}
STAGE_WEIGHT = 0.7
SHARPNESS = 18.0
DESCRIBED_WEIGHT = 0.5
FIRST_TUNED_LAYER = 1


class Reader(nn.Module):
    """Hold the transformer and one linear head per task, over unit mean-pooled vectors."""

    def __init__(self, source: Path, tasks: dict[str, tuple[str, ...]]) -> None:
        super().__init__()
        self.tasks = tasks
        self.tokenizer = AutoTokenizer.from_pretrained(source)
        self.model = AutoModel.from_pretrained(source)
        width = self.model.config.hidden_size
        self.heads = nn.ModuleDict(
            {f"to_{task}": nn.Linear(width, len(of)) for task, of in tasks.items()}
        )
        self.nothing_near = nn.Parameter(torch.tensor(5.0))
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad = is_tuned(name)

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """Encode texts as unit vectors times the scale."""
        tokens = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=MAX_TOKENS, return_tensors="pt"
        )
        with torch.autocast("cpu", dtype=torch.bfloat16):
            hidden = self.model(**tokens).last_hidden_state.float()
        mask = tokens["attention_mask"].unsqueeze(-1)
        mean = (hidden * mask).sum(1) / mask.sum(1)
        return SCALE * nn.functional.normalize(mean, dim=1)

    def loss(self, batch: Sequence[Line]) -> Tensor:
        """Sum the tasks' cross-entropies; the many stage tasks share one weight."""
        vectors = self.vectors([line.text for line in batch])
        total = vectors.new_zeros(())
        for task, labels in self.tasks.items():
            rows = [n for n, line in enumerate(batch) if task in line.labels]
            if rows:
                truth = torch.tensor([labels.index(batch[n].labels[task]) for n in rows])
                entropy = nn.functional.cross_entropy(
                    self.heads[f"to_{task}"](vectors[rows]),
                    truth,
                    label_smoothing=0.05,
                    reduction="sum",
                )
                total = total + WEIGHTS.get(task, STAGE_WEIGHT) * entropy / len(batch)
        return total

    def described_loss(
        self, asked: list[str], places: list[int], wordings: list[str], shown: list[str]
    ) -> Tensor:
        """Compute the cross-entropy of texts against the wordings of stages, and none of them."""
        vectors = self.vectors([*asked, *wordings, *shown]) / SCALE
        texts, keys, examples = vectors.split([len(asked), len(wordings), len(shown)])
        if shown:
            means = examples.reshape(len(wordings), SHOWN, -1).mean(1)
            keys = nn.functional.normalize(keys + means, dim=1)
        near = SHARPNESS * texts @ keys.T
        nothing = self.nothing_near.expand(len(asked), 1)
        return nn.functional.cross_entropy(
            torch.cat([near, nothing], 1), torch.tensor(places), label_smoothing=0.05
        )


def is_tuned(name: str) -> bool:
    """Say whether a parameter belongs to the layers that are trained again."""
    parts = name.split(".")
    return parts[:2] == ["encoder", "layer"] and int(parts[2]) >= FIRST_TUNED_LAYER


def batches(lines: Sequence[Line], random: np.random.Generator) -> list[list[Line]]:
    """Draw the batches of an epoch; each holds texts of like length, so that little is padded."""
    order = random.permutation(len(lines))
    drawn = []
    for start in range(0, len(order), BATCH * 16):
        near = sorted(order[start : start + BATCH * 16], key=lambda n: len(lines[n].text))
        drawn += [near[n : n + BATCH] for n in range(0, len(near), BATCH)]
    return [[lines[n] for n in drawn[place]] for place in random.permutation(len(drawn))]


def train(reader: Reader, lines: Sequence[Line], maps: Sequence[Map]) -> None:
    """Fit by AdamW with a warm-up and a linear decay."""
    tuned = [p for p in reader.model.parameters() if p.requires_grad]
    heads = {"params": [*reader.heads.parameters(), reader.nothing_near], "lr": HEAD_RATE}
    optimiser = torch.optim.AdamW([{"params": tuned, "lr": RATE}, heads], weight_decay=0.01)
    steps = EPOCHS * (len(lines) // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / 100) * max(0.0, 1 - step / steps)
    )
    random = np.random.default_rng(SEED)
    reader.train()
    sizes = np.array([sum(map(len, each.lines.values())) for each in maps]) ** 0.5
    for epoch in range(EPOCHS):
        losses = []
        for number, batch in enumerate(batches(lines, random)):
            loss = reader.loss(batch)
            if number % 2:
                drawn = maps[random.choice(len(maps), p=sizes / sizes.sum())]
                loss = loss + DESCRIBED_WEIGHT * reader.described_loss(*drawn.question(random))
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(tuned, 1.0)
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        print(f"epoch {epoch + 1}: loss {np.mean(losses):.3f}", flush=True)


def logits_of(reader: Reader, lines: Sequence[Line], task: str) -> Any:
    """Compute a task's logits on lines, 64 at a time."""
    reader.eval()
    with torch.no_grad():
        parts = [
            reader.heads[f"to_{task}"](reader.vectors([line.text for line in lines[n : n + 64]]))
            for n in range(0, len(lines), 64)
        ]
    return torch.cat(parts).numpy()


def save(reader: Reader, learned: Sequence[Line], held_out: Sequence[Line], target: Path) -> None:
    """Write the tuned layers in half precision and the calibrated heads."""
    target.mkdir(exist_ok=True)
    layers = {
        name: parameter.detach().half().contiguous()
        for name, parameter in reader.model.named_parameters()
        if is_tuned(name)
    }
    save_file(layers, target / "layers.safetensors")
    (target / "layers.safetensors").chmod(0o644)
    nearness = {"sharpness": SHARPNESS, "nothing": round(reader.nothing_near.item(), 3)}
    (target / "nearness.json").write_text(json.dumps(nearness) + "\n", encoding="utf-8")
    for task in WEIGHTS:
        labels = reader.tasks[task]
        known = [line for line in held_out if task in line.labels]
        logits = logits_of(reader, known, task)
        truth = np.array([labels.index(line.labels[task]) for line in known])
        heat = temperature_of(logits, truth)
        weights = reader.heads[f"to_{task}"].weight.detach().numpy() * (SCALE / heat)
        bias = reader.heads[f"to_{task}"].bias.detach().numpy() / heat
        head = LinearHead(labels, weights.astype(np.float32), bias.astype(np.float32))
        if task == "sentiment":
            ToneHead(head, worded(learned, task)).save(target / f"{task}.npz")
        else:
            head.save(target / f"{task}.npz")
        print(f"{task}: held-out accuracy {(logits.argmax(1) == truth).mean():.3f}, T {heat:.2f}")


def worded(lines: Sequence[Line], task: str) -> WordHead:
    """Fit a head over words on the same lines."""
    known = [line for line in lines if task in line.labels]
    return fit_words(
        [line.text for line in known],
        [line.labels[task] for line in known],
        balanced=False,
    )


def main() -> None:
    """Train, calibrate, save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tweets", type=Path, required=True)
    parser.add_argument("--without", nargs="*", default=[], help="maps to leave out, to measure")
    parser.add_argument("--target", type=Path, default=TARGET)
    torch.manual_seed(SEED)
    # One thread multiplies half-precision matrices as fast as two and gives the same sums.
    torch.set_num_threads(1)
    given = parser.parse_args()
    lines = [*written_lines(without=given.without), *tweets(given.tweets)]
    tasks = {
        task: tuple(sorted({line.labels[task] for line in lines if task in line.labels}))
        for task in sorted({task for line in lines for task in line.labels})
    }
    reader = Reader(source_folder(load_manifest("all-minilm-l6-v2")), tasks)
    learned = [line for line in lines if not line.held_out]
    train(reader, learned, read_maps(learned, without=given.without))
    save(reader, learned, [line for line in lines if line.held_out], given.target)


if __name__ == "__main__":
    main()
