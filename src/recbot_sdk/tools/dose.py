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
SWEEPS = 32
"""Sweeps over the wishes before they are taken to exclude each other. Most pairs settle in three or four."""
_PATIENCE = 8
"""Sweeps before wishes that push each other up leap."""
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

    Each wish is solved in turn with the others applied, in sweeps until all have their seats, and capped at 16 halvings:
    coordinate ascent on the dual of the linear programme "these seats at the least total loss of base score". Cost: linear
    in n to find the rows that can reach the page under any weights (the first `depth` of each combination of wishes), then
    independent of n.
    """
    if not wishes:
        return ()
    start = base if fixed is None else base + fixed
    rows = contenders(start, [w.match for w in wishes], depth)
    x, g = start[rows], np.array([w.match[rows] for w in wishes])
    depth = min(depth, len(base))
    goals = [_goal(wish, len(base), depth) for wish in wishes]
    before, promised, reachable = (np.array(column) for column in zip(*goals, strict=True))
    signs = np.array([1.0 if wish.dose > 0 else -1.0 for wish in wishes])
    weights = _settle(x, g, signs, before, reachable, depth)
    won = _seats(x, g, weights, depth)
    return tuple(
        Solution(
            call=wish.call,
            dose=wish.dose,
            weight=float(weights[j]) + 0.0,  # never -0.0
            before=int(before[j]),
            promised=int(promised[j]),
            reachable=int(reachable[j]),
            won=int(won[j]),
        )
        for j, wish in enumerate(wishes)
    )


def _settle(x: Floats, g: Floats, signs: Floats, before: Rows, reachable: Rows, depth: int) -> Floats:
    """Weights under which every wish has its seats; where wishes exclude each other, those in the quarrel give way evenly.

    A goal gives way by one seat at a time, the furthest from the seats before first, so that no wish is left with nothing
    while another has all.
    """
    goals = reachable.copy()
    while True:
        weights, gaps = _swept(x, g, signs, goals, depth)
        if (gaps <= 1).all():
            return weights
        quarrel = ((gaps > 0) | (np.abs(weights) >= CAP)) & (goals != before)
        steps = np.where(quarrel, np.abs(goals - before), 0)
        if not steps.any():
            return weights
        goals = np.where(steps == steps.max(), goals - np.sign(goals - before), goals)


def _swept(x: Floats, g: Floats, signs: Floats, goals: Rows, depth: int) -> tuple[Floats, Rows]:
    """The best weights of the sweeps, and the seats by which they leave each wish off its goal: above 0 lacking, below 0 over.

    Where wishes contend for one seat, each creeps past the other by a hair for ever. Then they are done if all are within
    a seat of their goals; otherwise they take ever longer steps. Where they push each other up seat by seat, they go
    together as far again, and further each time.
    """
    weights, step, leap = np.zeros(len(signs)), _BEYOND, 1.0
    best, best_gaps, least = weights, goals, np.inf
    for sweep in range(SWEEPS):
        previous = weights.copy()
        for j, sign in enumerate(signs):
            others = weights.copy()
            others[j] = 0.0
            size = (_to_win if sign > 0 else _to_lose)(x + others @ g, g[j], int(goals[j]), depth, step)
            weights[j] = sign * size
        lacking = signs * (goals - _seats(x, g, weights, depth))
        gaps = np.where((lacking < 0) & (weights == 0), 0, lacking)
        off = (np.abs(gaps) + 100.0 * np.maximum(np.abs(gaps) - 1, 0)).sum()
        if off < least:
            least, best, best_gaps = off, weights.copy(), gaps
        if least == 0 or np.array_equal(weights, previous):
            break
        moved = np.abs(weights - previous).max()
        if moved <= 4 * len(signs) * step:
            if (np.abs(best_gaps) <= 1).all():
                break
            step *= 4
        elif sweep >= _PATIENCE:  # what is overshot is taken back by the next sweep, which solves each from nothing
            weights = signs * np.clip(signs * (weights + leap * (weights - previous)), 0.0, CAP)
            leap *= 2.0
    return best, best_gaps


def _seats(x: Floats, g: Floats, weights: Floats, depth: int) -> Rows:
    page = np.argsort(-(x + weights @ g), kind="stable")[:depth]
    seats: Rows = np.count_nonzero(g[:, page], axis=1)
    return seats


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
        graded |= (match > 0) != full
        combination |= full.astype(kind) << kind(j)
    found = [np.flatnonzero(graded)]
    if len(found[0]) or order is not None:
        order = np.arange(len(start)) if order is None else order
        order = order[~graded[order]]
        combination = combination[order]
    for value in _present(combination):
        first = np.flatnonzero(combination == value)[:depth]
        found.append(first if order is None else order[first])
    return np.unique(np.concatenate(found))


def _present(values: AnyArray) -> list[int]:
    if values.dtype == np.uint8:
        return [int(v) for v in np.flatnonzero(np.bincount(values, minlength=256))]
    return [int(v) for v in np.unique(values)]


def _goal(wish: Wish, n: int, depth: int) -> tuple[int, int, int]:
    """Seats before, promised, and reachable with the rows that there are."""
    before, matching = int(np.count_nonzero(wish.match[:depth])), int(np.count_nonzero(wish.match > 0))
    step = max(1, round(depth * abs(wish.dose)))
    if wish.dose > 0:
        promised = min(depth, before + step)
        return before, promised, min(promised, matching)
    promised = max(0, before - step)
    return before, promised, max(promised, depth - (n - matching))


def _to_win(x: Floats, g: Floats, seats: int, depth: int, beyond: float = _BEYOND) -> float:
    """The smallest weight at which at least `seats` matching rows stand among the first `depth`."""
    rivals, own = x[g == 0], g > 0
    if seats == 0 or len(rivals) <= depth - seats:
        return 0.0
    rival = np.partition(rivals, len(rivals) - (depth - seats + 1))[len(rivals) - (depth - seats + 1)]
    needs = (rival - x[own]) / g[own]
    last = np.argpartition(needs, seats - 1)[seats - 1]
    return 0.0 if needs[last] < 0 else min(CAP, float(needs[last] + beyond / g[own][last]))


def _to_lose(x: Floats, g: Floats, seats: int, depth: int, beyond: float = _BEYOND) -> float:
    """The smallest weight at which at most `seats` matching rows stand among the first `depth`."""
    rivals, own = x[g == 0], g > 0
    if depth == seats or np.count_nonzero(own) <= seats:
        return 0.0
    place = len(rivals) - (depth - seats)
    rival = np.partition(rivals, place)[place]
    needs = (x[own] - rival) / g[own]
    place = len(needs) - (seats + 1)
    last = np.argpartition(needs, place)[place]
    return 0.0 if needs[last] < 0 else min(CAP, float(needs[last] + beyond / g[own][last]))
