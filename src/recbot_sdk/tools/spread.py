"""Greedy orders that spread a page: by the values of a field, by likeness (MMR), by vectors (DPP). Pure numpy, no catalogue."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ..types import AnyArray, Floats, Rows


def by_values(score: Floats, codes: AnyArray, owners: AnyArray, seats: int, cost: float, quota: int | None) -> Rows:
    """(min(seats, n),) int64: places picked one by one for `score - cost * repeat`.

    `repeat` in [0, 1) is half the mean and half the least, over an item's values, of `1 - 2 ** -times`, times the value is
    on the page already (the least, so that one new value counts beside many that are shown). Maximal Marginal Relevance
    (Carbonell and Goldstein, SIGIR 1998), with the page's own values as the redundancy.

    Args:
        score: (n,) float64, halvings of rank.
        codes: (m,) ints from 0, the values of all items, flat.
        owners: (m,) ints, ascending: the item that each code belongs to; every item owns at least one.
        seats: How many to pick.
        cost: Halvings of rank that a full repeat costs.
        quota: Most seats of one value while other items are left; None for no limit.
    """
    n = len(score)
    starts = np.searchsorted(owners, np.arange(n))
    lengths = np.diff(np.append(starts, len(codes)))
    times = np.zeros(int(codes.max(initial=0)) + 1)
    left = np.ones(n, bool)
    picked: list[int] = []
    while len(picked) < min(seats, n):
        shown = 1.0 - 0.5 ** times[codes]
        repeat = (np.add.reduceat(shown, starts) / lengths + np.minimum.reduceat(shown, starts)) / 2.0
        worth = score - cost * repeat
        free = left
        if quota is not None:
            within = left & (np.maximum.reduceat(times[codes], starts) < quota)
            free = within if within.any() else left
        places = np.flatnonzero(free)
        best = int(places[np.argmax(worth[places])])
        picked.append(best)
        left[best] = False
        times[codes[starts[best] : starts[best] + lengths[best]]] += 1.0
    return np.array(picked, dtype=np.int64)


def by_likeness(score: Floats, likeness: Callable[[int], Floats], seats: int, cost: float) -> Rows:
    """(min(seats, n),) int64: places picked for `score - cost * (highest likeness to a picked one)` (MMR, as above).

    `likeness(place)` gives (n,) float64 in [0, 1].
    """
    left, nearest = np.ones(len(score), bool), np.zeros(len(score))
    picked: list[int] = []
    while len(picked) < min(seats, len(score)):
        places = np.flatnonzero(left)
        best = int(places[np.argmax((score - cost * nearest)[places])])
        picked.append(best)
        left[best] = False
        nearest = np.maximum(nearest, likeness(best))
    return np.array(picked, dtype=np.int64)


def by_determinant(score: Floats, vectors: NDArray[np.floating], seats: int, cost: float) -> Rows:
    """(min(seats, n),) int64: greedy MAP of a determinantal point process (Chen, Zhang and Zhou, NeurIPS 2018).

    The kernel is `q_i q_j cos(i, j)` with `q = 2 ** (score / cost)`, so that `cost` halvings of rank weigh as much as one
    halving of an item's distance to what is on the page. What is left when nothing new remains follows in score order.
    """
    n = len(score)
    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, norms, out=np.zeros(vectors.shape), where=norms > 0)
    quality = 2.0 ** ((score - score.max(initial=0.0)) / cost)
    gain = quality**2 * (norms[:, 0] > 0)
    chosen = np.zeros((min(seats, n), n))
    picked: list[int] = []
    left = np.ones(n, bool)
    for k in range(min(seats, n)):
        places = np.flatnonzero(left)
        best = int(places[np.argmax(gain[places])])
        if gain[best] <= 1e-12:
            best = int(places[np.argmax(score[places])])
            picked.append(best)
            left[best] = False
            continue
        kernel = quality[best] * quality * (unit @ unit[best])
        chosen[k] = (kernel - chosen[:k, best] @ chosen[:k]) / np.sqrt(gain[best])
        gain = np.maximum(gain - chosen[k] ** 2, 0.0)
        picked.append(best)
        left[best] = False
    return np.array(picked, dtype=np.int64)
