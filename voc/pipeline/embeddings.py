"""Read vectors that users made themselves."""

from pathlib import Path

import numpy as np

from voc.domain.analysis import Vectors
from voc.errors import SourceFormat, SourceUnavailable
from voc.nlp.topics import unit


def read_embeddings(path: Path) -> Vectors:
    """Read one row per line from a .npy file, scaled to unit length.

    Raises:
        SourceFormat: the file holds no table of finite numbers, or nothing but zeros.
        SourceUnavailable: the file can't be opened.
    """
    try:
        rows = np.load(path, allow_pickle=False)
    except OSError as error:
        raise SourceUnavailable(f"{path} can't be opened.", hint="Check the path.") from error
    except (ValueError, EOFError) as error:
        raise SourceFormat(f"{path} is no .npy file.", hint="Write it by numpy.save.") from error
    if not isinstance(rows, np.ndarray):
        raise SourceFormat(f"{path} holds several tables.", hint="Write one by numpy.save.")
    real = np.issubdtype(rows.dtype, np.integer) or np.issubdtype(rows.dtype, np.floating)
    if rows.ndim != 2 or not rows.shape[1] or not real or not np.isfinite(rows).all():
        raise SourceFormat(
            f"{path} has shape {rows.shape} and type {rows.dtype}"
            f"{' with numbers that are not finite' if real and rows.ndim == 2 else ''}.",
            hint="Give one row of finite real numbers per line.",
        )
    if not rows.any():
        raise SourceFormat(
            f"{path} holds nothing but zeros.", hint="Check how the vectors were made."
        )
    return _scaled(rows)


def _scaled(rows: Vectors) -> Vectors:
    # By the largest number of each row first: squares of very large or small ones are no numbers.
    kind = np.result_type(rows.dtype, np.float32)
    high, low = rows.max(axis=1).astype(kind), rows.min(axis=1).astype(kind)
    largest = np.maximum(high, -low)[:, None]
    return unit(rows / np.where(largest > 0, largest, kind.type(1)))
