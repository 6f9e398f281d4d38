"""The one best path through a lattice: least cost from the first token to the last, by dynamic programming."""

from __future__ import annotations

from collections.abc import Sequence

from .edges import Edge


def best_path(edges: Sequence[Edge], size: int) -> list[Edge]:
    """The edges of the cheapest path over `size` tokens; of equal paths the one that the earlier edge begins."""
    least = [0.0] + [float("inf")] * size
    last: list[Edge | None] = [None] * (size + 1)
    for edge in sorted(edges, key=lambda e: (e.end, e.start)):
        cost = least[edge.start] + edge.cost
        if cost < least[edge.end] - 1e-9:
            least[edge.end], last[edge.end] = cost, edge
    path: list[Edge] = []
    at = size
    while at > 0:
        edge_here = last[at]
        assert edge_here is not None, "every token has an edge of its own"
        path.append(edge_here)
        at = edge_here.start
    return path[::-1]
