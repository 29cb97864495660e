"""Draw a map's dots: as shapes while they are few, as an embedded picture where they are many."""

import base64
import struct
import zlib

import numpy as np
from numpy.typing import NDArray

from voc.story.atlas.types import Atlas
from voc.story.colours import NO_TOPIC, of_theme

MOST_SHAPES = 10_000
_SHARPNESS = 2
_INKED = 0.28

Places = NDArray[np.float64]


def dot_radius(n: int, area: float) -> float:
    """Choose the radius of a dot in pixels, so that n of them ink a quarter of an area."""
    return float(np.clip(np.sqrt(_INKED * area / max(n, 1) / np.pi), 0.6, 5.0))


def colour_of(atlas: Atlas, topic: int) -> str:
    """Choose the colour of a topic's passages; -1 is none."""
    if topic < 0:
        return NO_TOPIC
    # Where nothing has a theme yet, one strong colour says more than grey.
    return of_theme(atlas.topics[topic].theme if atlas.themes else 0)


def dots_svg(atlas: Atlas, places: Places, *, width: int, height: int, radius: float) -> str:
    """Draw passages at `places` (passages, 2), in pixels, those without a topic below."""
    colours = layers(atlas)
    if len(places) > MOST_SHAPES:
        png = base64.b64encode(_raster(colours, places, width, height, radius)).decode()
        return f'<image width="{width}" height="{height}" href="data:image/png;base64,{png}"/>'
    return "".join(
        f'<path d="{"".join(f"M{x:.1f} {y:.1f}h0" for x, y in places[rows])}" stroke="{colour}"'
        f' stroke-width="{2 * radius:.2f}" stroke-linecap="round" fill="none"'
        f' stroke-opacity="{_strength(colour)}"/>'
        for colour, rows in colours
    )


def layers(atlas: Atlas) -> list[tuple[str, NDArray[np.int64]]]:
    """List the passages of each colour, in the order in which they are drawn."""
    by_topic = np.array([colour_of(atlas, n) for n in range(-1, len(atlas.topics))])
    held = by_topic[atlas.topic_of + 1]
    colours = dict.fromkeys([NO_TOPIC, *by_topic[::-1].tolist()])
    rows = [(colour, np.flatnonzero(held == colour)) for colour in colours]
    return [(colour, found) for colour, found in rows if len(found)]


def _strength(colour: str) -> float:
    return 0.7 if colour == NO_TOPIC else 0.75


def _raster(
    colours: list[tuple[str, NDArray[np.int64]]],
    places: Places,
    width: int,
    height: int,
    radius: float,
) -> bytes:
    """Paint dots with soft edges on paper, as a PNG of twice the width and height."""
    shape = height * _SHARPNESS, width * _SHARPNESS
    image = np.empty((*shape, 3), np.float32)
    image[:] = _rgb("#fffdfa")
    for colour, rows in colours:
        clear = np.ones(shape, np.float32)
        _stamp(clear, places[rows] * _SHARPNESS, radius * _SHARPNESS, _strength(colour))
        touched = clear < 1.0
        shine = clear[touched][:, None]
        image[touched] = image[touched] * shine + _rgb(colour) * (1.0 - shine)
    return _png(image.round().astype(np.uint8))


def _stamp(clear: NDArray[np.float32], at: Places, radius: float, strength: float) -> None:
    """Let less of what lies below shine through each dot, whatever the order of the dots."""
    reach = int(np.ceil(radius)) + 1
    corner = np.floor(at).astype(np.int64)
    for dy in range(-reach, reach + 1):
        for dx in range(-reach, reach + 1):
            cell = corner + np.array((dx, dy))
            inside = ((cell >= 0) & (cell < clear.shape[::-1])).all(axis=1)
            far = np.linalg.norm(cell[inside] + 0.5 - at[inside], axis=1)
            cover = np.clip(radius + 0.5 - far, 0.0, 1.0) * strength
            x, y = cell[inside].T
            np.multiply.at(clear, (y, x), (1.0 - cover).astype(np.float32))


def _rgb(colour: str) -> NDArray[np.float32]:
    return np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)], np.float32)


def _png(image: NDArray[np.uint8]) -> bytes:
    """Write (height, width, 3) as PNG.

    References: https://www.w3.org/TR/png-3/
    """
    height, width, _ = image.shape
    rows = np.zeros((height, 1 + 3 * width), np.uint8)
    rows[:, 1:] = image.reshape(height, -1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows.tobytes(), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        for kind, body in parts
    )
