"""Turn texts into vectors with an int8 ONNX form of a sentence-transformers model."""

from voc.nlp.embed.build import build, is_built
from voc.nlp.embed.encoder import Encoder, load_encoder

__all__ = ["Encoder", "build", "is_built", "load_encoder"]
