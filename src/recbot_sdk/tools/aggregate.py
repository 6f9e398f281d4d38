"""Aggregate: solve the doses together, add everything up, and rank."""

from __future__ import annotations

import numpy as np

from ..preferences.preference import Order
from ..types import Floats, Rows
from .candidates import Candidates
from .context import ToolContext
from .dose import Wish, solve
from .tool import Arguments, tool


class Aggregate(Arguments):
    """Fuse what the tools said; with an order, sort by that field and let the fused score decide ties."""

    order: Order | None = None


@tool(stage="fuse")
def aggregate(candidates: Candidates, args: Aggregate, ctx: ToolContext) -> Candidates:
    """Rank by host order plus everything that the other tools said.

    The Aggregator of arXiv 2509.21317, in halvings of host rank. Equal scores keep their base order, so what stood before
    and was raised at least as much still does.
    """
    ranked = in_base_order(candidates)
    said = ranked.contributions
    wishes = [Wish(key, c.values, c.dose) for key, c in said.items() if c.dose is not None]
    given = [c.values for c in said.values() if c.dose is None]
    solved = solve(ranked.base, np.sum(given, axis=0) if given else None, wishes, ctx.depth)
    ranked = ranked.weigh({solution.call: solution for solution in solved})
    order = np.argsort(-ranked.score, kind="stable")
    if args.order is not None:
        order = order[_sorted_by(ctx.catalog.numbers(args.order.field, ranked.rows[order]), args.order.direction)]
    return ranked.take(order)


def in_base_order(candidates: Candidates) -> Candidates:
    """Candidates by descending base; equal ones keep their order."""
    if bool((candidates.base[1:] <= candidates.base[:-1]).all()):
        return candidates
    return candidates.take(np.argsort(-candidates.base, kind="stable"))


def _sorted_by(numbers: Floats, direction: str) -> Rows:
    """Places by a field, stable; unknown values last, whatever the direction."""
    keys = -numbers if direction == "up" else numbers
    places: Rows = np.argsort(np.where(np.isnan(keys), np.inf, keys), kind="stable")
    return places
