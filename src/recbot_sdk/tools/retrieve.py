"""Retrieve: the rows to choose from."""

from __future__ import annotations

import numpy as np
from pydantic import Field

from ..hosts.sourcing import Sourcing
from .aim import Aim
from .candidates import Candidates, Origin
from .context import ToolContext
from .source import source
from .tool import Arguments, tool


class Retrieve(Arguments):
    """The host's candidates; or, used alone, the catalogue's best matches of a target."""

    target: Aim | None = None
    limit: int = Field(default=1000, ge=1, description="most rows to add for a target")


@tool(stage="source")
def retrieve(candidates: Candidates, args: Retrieve, ctx: ToolContext) -> Candidates:
    """Bring in the items to choose from: the host's own ranking first, then what is eligible.

    With a target, rows that match it are added behind, best match first and by the catalogue's prior among equals (the
    Matcher's retrieval, arXiv 2509.21317): among the eligible rows in a turn, among all where tools are used alone.
    """
    found = candidates
    if ctx.sourcing is not None:
        found = behind(found, source(ctx.sourcing, ctx))
    if args.target is None:
        return found
    rows = np.arange(len(ctx.catalog)) if ctx.sourcing is None else _eligible(ctx.sourcing, ctx)
    rows = rows[~np.isin(rows, found.rows)]
    match = ctx.match(args.target, rows)
    rows, match = rows[match > 0], match[match > 0]
    rows = rows[np.lexsort((-ctx.catalog.prior()[rows], -match))[: args.limit]]
    return behind(found, Candidates.ranked(rows, np.full(len(rows), Origin.PRIOR, np.int8)))


def _eligible(sourcing: Sourcing, ctx: ToolContext) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    rows = sourcing.eligible_rows(ctx.catalog)
    return rows[sourcing.allowed(ctx.catalog, rows)]


def behind(first: Candidates, more: Candidates) -> Candidates:
    """`more` behind `first`: its ranks follow the last one there; contributions of earlier calls are 0 on new rows."""
    if not len(first):
        return more
    more = more.take(~np.isin(more.rows, first.rows))
    last = 2.0 ** -first.base.min() if len(first) else 0.0
    base = -np.log2(last + 2.0**-more.base)
    contributions = {
        key: type(c)(np.append(c.values, np.zeros(len(more))), c.dose, c.weight)
        for key, c in first.contributions.items()
    }
    return Candidates(
        np.append(first.rows, more.rows),
        np.append(first.base, base),
        np.append(first.origin, more.origin),
        contributions,
        first.solutions,
    )
