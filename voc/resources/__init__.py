"""Open journey maps and model manifests, in a checkout and in a wheel alike."""

from pathlib import Path

_PACKAGED = Path(__file__).parent
_CHECKOUT = _PACKAGED.parents[1]


def folder(name: str) -> Path:
    """Find a data folder: beside this module in a wheel, at the top level in a checkout."""
    packaged = _PACKAGED / name
    return packaged if packaged.is_dir() else _CHECKOUT / name
