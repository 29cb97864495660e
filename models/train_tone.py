"""Train what reads tone: the upper layers of the embedding model again, for sentiment and type.

The word vectors and the lowest layer stay as published and are shared with the meaning vectors.
Learns from models/training/*.jsonl, written for this project; stages are learned beside it because
they steady the layers, and their heads are thrown away. One line in ten is held out: it sets the
temperature and gives the figures printed at the end.

Run `python models/train_tone.py` (under an hour on two cores, seeded).
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from safetensors.torch import save_file
from torch import Tensor, nn
from transformers import AutoModel, AutoTokenizer

from voc.nlp.embed.plain import plain
from voc.nlp.head import LinearHead, temperature_of
from voc.resources.models import load_manifest, source_folder

HERE = Path(__file__).parent
TARGET = HERE / "tone"
SEED, EPOCHS, BATCH, RATE, HEAD_RATE, SCALE = 7, 4, 32, 6e-5, 2e-3, 16.0
FIRST_TUNED_LAYER = 1
SENTIMENTS = {"neg": "negative", "neu": "neutral", "pos": "positive"}


@dataclass(frozen=True)
class Line:
    """Hold one training line; `stages` names the map its stage belongs to, "" for none."""

    text: str
    labels: dict[str, str]


def read_lines() -> list[Line]:
    """Read all training lines, each with its label per task."""
    lines = []
    for path in sorted((HERE / "training").glob("*.jsonl")):
        if path.stem == "mixed":
            continue
        journey = path.stem.removesuffix("_more")
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines()):
            labels = {"sentiment": SENTIMENTS[row["sentiment"]], "type": row["type"]}
            if "stage" in row:
                labels[f"stage_{journey}"] = row["stage"] or "none"
            lines.append(Line(plain(row["text"]), labels))
    return lines


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
        for name, parameter in self.model.named_parameters():
            parameter.requires_grad = is_tuned(name)

    def vectors(self, texts: Sequence[str]) -> Tensor:
        """Encode texts as unit vectors times the scale."""
        tokens = self.tokenizer(
            list(texts), padding=True, truncation=True, max_length=128, return_tensors="pt"
        )
        hidden = self.model(**tokens).last_hidden_state
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
                weight = {"sentiment": 1.0, "type": 0.4}.get(task, 0.7)
                total = total + weight * nn.functional.cross_entropy(
                    self.heads[f"to_{task}"](vectors[rows]),
                    truth,
                    label_smoothing=0.05,
                    reduction="sum",
                ) / len(batch)
        return total


def is_tuned(name: str) -> bool:
    """Say whether a parameter belongs to the layers that are trained again."""
    parts = name.split(".")
    return parts[:2] == ["encoder", "layer"] and int(parts[2]) >= FIRST_TUNED_LAYER


def train(reader: Reader, lines: Sequence[Line]) -> None:
    """Fit by AdamW with a warm-up and a linear decay."""
    tuned = [p for p in reader.model.parameters() if p.requires_grad]
    heads = {"params": list(reader.heads.parameters()), "lr": HEAD_RATE}
    optimiser = torch.optim.AdamW([{"params": tuned, "lr": RATE}, heads], weight_decay=0.01)
    steps = EPOCHS * (len(lines) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min(1.0, step / 100) * max(0.0, 1 - step / steps)
    )
    reader.train()
    for epoch in range(EPOCHS):
        order = np.random.default_rng([SEED, epoch]).permutation(len(lines))
        for start in range(0, len(lines) - BATCH + 1, BATCH):
            loss = reader.loss([lines[n] for n in order[start : start + BATCH]])
            optimiser.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimiser.step()
            schedule.step()
        print(f"epoch {epoch + 1}: loss {loss.item():.3f}", flush=True)


def logits_of(reader: Reader, lines: Sequence[Line], task: str) -> Any:
    """Compute a task's logits on lines, 64 at a time."""
    reader.eval()
    with torch.no_grad():
        parts = [
            reader.heads[f"to_{task}"](reader.vectors([line.text for line in lines[n : n + 64]]))
            for n in range(0, len(lines), 64)
        ]
    return torch.cat(parts).numpy()


def save(reader: Reader, held_out: Sequence[Line]) -> None:
    """Write the tuned layers in half precision and the calibrated heads."""
    TARGET.mkdir(exist_ok=True)
    layers = {
        name: parameter.detach().half().contiguous()
        for name, parameter in reader.model.named_parameters()
        if is_tuned(name)
    }
    save_file(layers, TARGET / "layers.safetensors")
    (TARGET / "layers.safetensors").chmod(0o644)
    for task in ("sentiment", "type"):
        labels = reader.tasks[task]
        logits = logits_of(reader, held_out, task)
        truth = np.array([labels.index(line.labels[task]) for line in held_out])
        heat = temperature_of(logits, truth)
        weights = reader.heads[f"to_{task}"].weight.detach().numpy() * (SCALE / heat)
        bias = reader.heads[f"to_{task}"].bias.detach().numpy() / heat
        LinearHead(labels, weights.astype(np.float32), bias.astype(np.float32)).save(
            TARGET / f"{task}.npz"
        )
        print(f"{task}: held-out accuracy {(logits.argmax(1) == truth).mean():.3f}, T {heat:.2f}")


def main() -> None:
    """Train, calibrate, save."""
    torch.manual_seed(SEED)
    lines = read_lines()
    order = np.random.default_rng(SEED).permutation(len(lines))
    held_out = [lines[n] for n in order[: len(lines) // 10]]
    learned = [lines[n] for n in order[len(lines) // 10 :]]
    names = sorted({task for line in lines for task in line.labels})
    tasks = {
        task: tuple(sorted({line.labels[task] for line in lines if task in line.labels}))
        for task in names
    }
    reader = Reader(source_folder(load_manifest("all-minilm-l6-v2")), tasks)
    train(reader, learned)
    save(reader, held_out)


if __name__ == "__main__":
    main()
