"""An evaluation as one self-contained web page: what is right, what is mistaken for what."""

from dataclasses import dataclass

from voc.metrics.evaluation import Confidence, Evaluation, LabelsQuality

SIDE = 320.0


@dataclass(frozen=True, slots=True)
class Cell:
    """Hold one field of the confusion table; `shade` is its share of the row, 0..1."""

    n: int
    shade: float
    right: bool


@dataclass(frozen=True, slots=True)
class Point:
    """Hold one band of confidence, in the chart's pixels, y downwards."""

    x: float
    y: float
    low: float
    high: float
    radius: float
    told: str


def render_evaluation(found: Evaluation) -> str:
    """Render an evaluation; the page loads nothing from elsewhere."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("voc.story"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    parts = [("Stage", found.stage), ("Sentiment", found.sentiment)]
    return environment.get_template("evaluation.html").render(
        found=found,
        parts=[
            (name, part, confusion_rows(part), points(part.confidence))
            for name, part in parts
            if part
        ],
        side=SIDE,
    )


def confusion_rows(quality: LabelsQuality) -> list[tuple[str, list[Cell]]]:
    """Shade each row by its own sum, so that rare labels are seen as well as frequent ones."""
    rows = []
    for row, (label, counts) in enumerate(zip(quality.labels, quality.confusion, strict=True)):
        total = sum(counts) or 1
        cells = [Cell(n, n / total, row == column) for column, n in enumerate(counts)]
        rows.append((label, cells))
    return rows


def points(confidence: Confidence) -> list[Point]:
    """Place the bands of confidence: right is surer, up is more often right."""
    n_all = sum(one.right.n for one in confidence.bins)
    return [
        Point(
            x=SIDE * one.confidence,
            y=SIDE * (1 - one.right.value),
            low=SIDE * (1 - one.right.low),
            high=SIDE * (1 - one.right.high),
            radius=4 + 10 * (one.right.n / n_all) ** 0.5,
            told=f"confidence {one.confidence:.2f}: {one.right.value:.0%} right, n = {one.right.n}",
        )
        for one in confidence.bins
    ]
