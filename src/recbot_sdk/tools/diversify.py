"""Diversify: spread the page over more of what the candidates hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from pydantic import Field

from ..catalog.columns import CategoryColumn, TagsColumn
from ..errors import ArgumentError
from ..types import AnyArray, Rows
from .candidates import Candidates
from .context import ToolContext
from .dose import CAP
from .spread import by_determinant, by_likeness, by_values
from .tool import Arguments, tool

if TYPE_CHECKING:
    from ..catalog import Catalog

WINDOW = 10
"""Candidates looked at for each seat, besides the first of every value (its quota, where one is given) however deep it stands."""


class Diversify(Arguments):
    """Spread the page over a field's values, or over what describes an item."""

    field: str | None = Field(default=None, description="category or tags field to spread over; none: chosen")
    quota: int | None = Field(default=None, ge=1, description="most seats of one value while others are left")
    strength: float = Field(
        default=0.5, gt=0, le=1, description="how far down the ranking it may reach for something new"
    )


@tool(
    stage="arrange",
    phrases=("more variety", "more diverse", "mix it up", "something different", "less of the same"),
)
def diversify(candidates: Candidates, args: Diversify, ctx: ToolContext) -> Candidates:
    """Show more variety: spread the page over different values of a field, or over items that are less alike.

    `strength` 1 lets a full repeat cost 16 halvings of rank. Without a field: vectors where the catalogue has them, else the
    category or tags field with the widest spread of values, else likeness over all fields.
    """
    seats = min(len(candidates), max(ctx.n, ctx.depth))
    if seats < 2:
        return candidates
    catalog, cost, score = ctx.catalog, args.strength * CAP, _order_score(candidates)
    field = args.field
    if field is None and (args.quota is not None or catalog.vectors is None):
        field = widest(catalog)
    window = np.arange(min(len(candidates), WINDOW * seats))
    if field is not None:
        codes, owners = values_of(catalog, field, candidates.rows)
        window = np.union1d(window, owners[first_of_each(codes, min(seats, args.quota or 1))])
        codes, owners = values_of(catalog, field, candidates.rows[window])
        picked = by_values(score[window], codes, owners, seats, cost, args.quota)
    elif catalog.vectors is not None:
        picked = by_determinant(score[window], catalog.vectors[candidates.rows[window]], seats, cost)
    else:
        rows = candidates.rows[window]
        picked = by_likeness(score[window], lambda place: catalog.similarity(int(rows[place]), rows, ()), seats, cost)
    page = window[picked]
    rest = np.ones(len(candidates), bool)
    rest[page] = False
    return candidates.take(np.concatenate([page, np.flatnonzero(rest)]))


def widest(catalog: Catalog) -> str | None:
    """The category or tags field, persons apart, whose values are spread widest: highest entropy times share of known.

    A field of which most values occur once names items instead of describing them, and is left out. None where there is none.
    """
    best: tuple[float, str] | None = None
    for name, field in catalog.fields.items():
        if field.kind not in ("category", "tags") or field.role == "person":
            continue
        counts = catalog.counts(name)
        counts = counts[counts > 0]
        if len(counts) < 2 or np.median(counts) < 2:
            continue
        share = counts / counts.sum()
        known = min(1.0, counts.sum() / len(catalog))
        spread = float(-(share * np.log2(share)).sum()) * known
        if best is None or spread > best[0]:
            best = (spread, name)
    return None if best is None else best[1]


def first_of_each(codes: AnyArray, most: int) -> Rows:
    """Places of the first `most` of every code."""
    order = np.argsort(codes, kind="stable")
    same = codes[order]
    place = np.arange(len(same)) - np.searchsorted(same, same)
    found: Rows = order[place < most]
    return found


def values_of(catalog: Catalog, field: str, rows: Rows) -> tuple[AnyArray, AnyArray]:
    """Value codes of `rows`, flat, with the place in `rows` of each: (m,) codes from 0, (m,) owners ascending.

    An item without a value has one of its own, "unknown", so that every row owns at least one code.
    """
    column = catalog.column(field)
    if isinstance(column, CategoryColumn):
        return np.where(column.codes[rows] < 0, len(catalog.values(field)), column.codes[rows]), np.arange(len(rows))
    if not isinstance(column, TagsColumn):
        raise ArgumentError(f"field {field!r} is of kind {catalog.fields[field].kind}. Allowed: category, tags.")
    codes, owners = column.segments(rows)
    bare = np.flatnonzero(~column.known(rows))
    if not len(bare):
        return codes, owners
    codes = np.append(codes, np.full(len(bare), len(catalog.values(field))))
    owners = np.append(owners, bare)
    order = np.argsort(owners, kind="stable")
    return codes[order], owners[order]


def _order_score(candidates: Candidates) -> AnyArray:
    """Scores in the order that stands: where it was sorted by a field, the place in that order counts instead."""
    score = candidates.score
    if bool((score[1:] <= score[:-1]).all()):
        return score
    return -np.log2(np.arange(1, len(candidates) + 1))
