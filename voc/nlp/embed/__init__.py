"""Turn texts into vectors with an int8 ONNX form of a sentence-transformers model."""

from voc.nlp.embed.build import RECIPE, build, is_built
from voc.nlp.embed.encoder import Encoder, load_encoder
from voc.nlp.embed.kept import Keeper

__all__ = ["RECIPE", "Encoder", "Keeper", "build", "is_built", "load_encoder"]
