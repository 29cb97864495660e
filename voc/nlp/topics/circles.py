"""Pack circles into a frame, each as near as there is room to where it belongs."""

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.float64]
Radii = NDArray[np.float64]

_ASPECT = 2.0  # the room that a slide leaves between title and legend
_COVERED = 0.62
_GAP = 1.05
_ROUNDS = 300
_LAST_ROUNDS = 200
_HOMEWARDS = 0.05
_WIDEST = 1.9  # standard deviations from the middle to the frame
# Two circles in one place have no direction in which to part: each comes from its own.
_ASIDE = 1e-6


def packed(places: Plane, radii: Radii) -> Plane:
    """Give centres, (n, 2), at which no circle touches another, in a frame twice as wide as high.

    `places` (n, 2) say where circles belong, to each other; their axes mean left to right and top
    to bottom. Distances are levelled: what lies far out comes to the edge of the frame and no
    farther, and what lies close together gets the room it needs.
    """
    frame = np.sqrt(np.pi * (radii**2).sum() / _COVERED * np.array([_ASPECT, 1.0 / _ASPECT]))
    walls = np.maximum(frame / 2 - radii[:, None], 0.0)
    turn = np.arange(len(radii)) * np.pi * (3.0 - np.sqrt(5.0))
    aside = _ASIDE * frame[1] * np.column_stack([np.cos(turn), np.sin(turn)])
    home = frame * _levelled(places, radii)
    at = home + aside
    for left in np.linspace(1.0, 0.0, _ROUNDS):
        at = at + left * _HOMEWARDS * (home - at)
        for _ in range(3):
            at = at + _pushes(at, radii)
        at = np.clip(at, -walls, walls) + aside
    for _ in range(_LAST_ROUNDS):
        push = _pushes(at, radii)
        if not push.any():
            break
        at = at + push
    return np.asarray(at)


def _levelled(places: Plane, radii: Radii) -> Plane:
    """Bring each axis to −0.5..0.5: halfway between places in proportion and places in order."""
    middle = places - places.mean(axis=0)
    spread = middle.std(axis=0)
    far = middle / np.where(spread > 1e-9, spread, np.inf) / (2 * _WIDEST)
    return np.asarray((np.clip(far, -0.5, 0.5) + _in_order(middle, radii**2)) / 2)


def _in_order(places: Plane, areas: Radii) -> Plane:
    """Place along each axis in order, by the share of the area that lies before."""
    order = np.argsort(places, axis=0, kind="stable")
    held = areas[order]
    shares = (np.cumsum(held, axis=0) - held / 2) / areas.sum() - 0.5
    out = np.empty_like(places)
    np.put_along_axis(out, order, shares, axis=0)
    return out


def _pushes(at: Plane, radii: Radii) -> Plane:
    """Tell each circle how far to give way to those that it overlaps, the smaller one more."""
    need = _GAP * (radii[:, None] + radii)
    np.fill_diagonal(need, 0.0)
    step = at[:, None] - at
    apart = np.sqrt((step**2).sum(axis=-1)) + 1e-9
    yields = radii**2 / (radii[:, None] ** 2 + radii**2)
    push = np.maximum(need - apart, 0.0) / apart * yields.T
    return np.asarray(0.5 * (step * push[..., None]).sum(axis=1))
