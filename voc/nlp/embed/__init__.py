"""Turn texts into vectors with an int8 ONNX form of a sentence-transformers model."""

from voc.nlp.embed.build import RECIPE, build, check_built, is_built
from voc.nlp.embed.compare import Comparison, compare
from voc.nlp.embed.encoder import Encoder, Readings, load_encoder
from voc.nlp.embed.kept import Keeper
from voc.nlp.embed.plain import plain

__all__ = [
    "RECIPE",
    "Comparison",
    "Encoder",
    "Keeper",
    "Readings",
    "build",
    "check_built",
    "compare",
    "is_built",
    "load_encoder",
    "plain",
]
