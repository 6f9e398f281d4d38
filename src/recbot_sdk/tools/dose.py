"""The dose solver: the smallest weights at which every wish wins, or loses, the seats that its dose promises.

A dose is an effect, not a weight: a share of the first page's seats, the same on every host and any value. Scores are
halvings of host rank. For one wish the weight is exact and needs no trial ranking: a matching row i with score `x_i` and
match `g_i` passes a rival of score u at `(u - x_i) / g_i`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..types import AnyArray, Floats, Rows
from .candidates import Solution

CAP = 16.0
"""Halvings of rank that one wish may weigh at most."""
SWEEPS = 4
_BEYOND = 1e-9
"""Past a tie, which the base order would decide. Far under the gap of neighbours in any base order (1e-7 at rank 1e7)."""


@dataclass(frozen=True, slots=True, eq=False)
class Wish:
    """A dose to solve: `match` (n,) float64 in [0, 1] over the candidates, `dose` a share of seats, below 0 to lose them."""

    call: str
    match: Floats
    dose: float


def solve(base: Floats, fixed: Floats | None, wishes: Sequence[Wish], depth: int) -> tuple[Solution, ...]:
    """The weights of all wishes together, on candidates in base order, best first.

    Args:
        base: (n,) float64, halvings of rank, descending.
        fixed: (n,) float64, effects that no dose decides; None for none.
        wishes: What to solve, oldest first.
        depth: Seats of the first page.

    Each wish is solved in turn with the others applied, in four sweeps, and capped at 16 halvings. Cost: linear in n to
    find the rows that can reach the page under any weights (the first `depth` of each combination of wishes), then
    independent of n.
    """
    if not wishes:
        return ()
    start = base if fixed is None else base + fixed
    rows = contenders(start, [w.match for w in wishes], depth)
    x, g = start[rows], np.array([w.match[rows] for w in wishes])
    depth = min(depth, len(base))
    goals = [_goal(wish, len(base), depth) for wish in wishes]
    weights = np.zeros(len(wishes))
    for _ in range(SWEEPS):
        previous = weights.copy()
        for j, (wish, (_, _, seats)) in enumerate(zip(wishes, goals, strict=True)):
            others = weights.copy()
            others[j] = 0.0
            now = x + others @ g
            weights[j] = _to_win(now, g[j], seats, depth) if wish.dose > 0 else -_to_lose(now, g[j], seats, depth)
        if np.array_equal(weights, previous):
            break
    page = np.argsort(-(x + weights @ g), kind="stable")[:depth]
    won = (g[:, page] > 0).sum(axis=1)
    return tuple(
        Solution(
            call=wish.call,
            dose=wish.dose,
            weight=float(weights[j]),
            before=before,
            promised=promised,
            reachable=reachable,
            won=int(won[j]),
        )
        for j, (wish, (before, promised, reachable)) in enumerate(zip(wishes, goals, strict=True))
    )


def contenders(start: Floats, matches: Sequence[Floats], depth: int) -> Rows:
    """(m,) int64, ascending: places that can reach the first `depth` seats under some weights.

    Rows that match the same wishes in full move together, so only the first `depth` of each combination can; rows with a
    graded match are all kept.
    """
    order = None if bool((start[1:] <= start[:-1]).all()) else np.argsort(-start, kind="stable")
    graded = np.zeros(len(start), bool)
    kind = np.uint8 if len(matches) <= 8 else np.uint64
    combination: AnyArray = np.zeros(len(start), kind)
    for j, match in enumerate(matches):
        full = match == 1.0
        if np.count_nonzero(match) != np.count_nonzero(full):
            graded |= (match > 0) & ~full
        combination |= full.astype(kind) << kind(j)
    said = combination if order is None else combination[order]
    found = [np.flatnonzero(graded)]
    for value in _present(said):
        first = np.flatnonzero(said == value)[:depth]
        found.append(first if order is None else order[first])
    return np.unique(np.concatenate(found))


def _present(values: AnyArray) -> list[int]:
    if values.dtype == np.uint8:
        return [int(v) for v in np.flatnonzero(np.bincount(values, minlength=256))]
    return [int(v) for v in np.unique(values)]


def _goal(wish: Wish, n: int, depth: int) -> tuple[int, int, int]:
    """Seats before, promised, and reachable with the rows that there are."""
    before, matching = int(np.count_nonzero(wish.match[:depth])), int(np.count_nonzero(wish.match))
    step = max(1, round(depth * abs(wish.dose)))
    if wish.dose > 0:
        promised = min(depth, before + step)
        return before, promised, min(promised, matching)
    promised = max(0, before - step)
    return before, promised, max(promised, depth - (n - matching))


def _to_win(x: Floats, g: Floats, seats: int, depth: int) -> float:
    """The smallest weight at which at least `seats` matching rows stand among the first `depth`."""
    rivals, own = x[g == 0], g > 0
    if seats == 0 or len(rivals) <= depth - seats:
        return 0.0
    rival = np.partition(rivals, len(rivals) - (depth - seats + 1))[len(rivals) - (depth - seats + 1)]
    needs = (rival - x[own]) / g[own]
    last = np.argpartition(needs, seats - 1)[seats - 1]
    return 0.0 if needs[last] < 0 else min(CAP, float(needs[last] + _BEYOND / g[own][last]))


def _to_lose(x: Floats, g: Floats, seats: int, depth: int) -> float:
    """The smallest weight at which at most `seats` matching rows stand among the first `depth`."""
    rivals, own = x[g == 0], g > 0
    if depth == seats or np.count_nonzero(own) <= seats:
        return 0.0
    place = len(rivals) - (depth - seats)
    rival = np.partition(rivals, place)[place]
    needs = (x[own] - rival) / g[own]
    place = len(needs) - (seats + 1)
    last = np.argpartition(needs, place)[place]
    return 0.0 if needs[last] < 0 else min(CAP, float(needs[last] + _BEYOND / g[own][last]))
