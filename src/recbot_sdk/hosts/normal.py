"""The normal form of a host's answer: catalogue rows, unique, known, finite, in the host's own order. Never re-sorts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..errors import HostError
from ..types import Mask, Rows
from .protocol import HostAnswer

if TYPE_CHECKING:
    from ..catalog import Catalog

SENTINEL = float(np.finfo(np.float32).min) / 2
"""Scores at or below this are padding: libraries fill the tail of a ranking with the smallest float32."""
_FEW = 100
"""A mask of the catalogue costs about as much as sorting one row in so many."""


def normal_rows(answer: HostAnswer, catalog: Catalog) -> Rows:
    """(m,) int64, unique: the catalogue rows of an answer in its order.

    Left out are ids that the catalogue lacks, repeats after the first, and, where scores are given, items whose score is
    NaN, infinite or padding. The host's order is its ranking even where its scores are not sorted.
    """
    try:
        rows = np.asarray(catalog.rows(answer.ids), dtype=np.int64)
    except TypeError as error:
        raise HostError(
            f"the host returned an id that cannot be looked up: {error}. Ids are hashable values."
        ) from error
    keep = rows >= 0
    if answer.scores is not None:
        keep &= _served(answer.scores)
    return unique(rows if keep.all() else rows[keep])


def unique(rows: Rows) -> Rows:
    """The rows without repeats, each where it came first."""
    if distinct(rows):
        return rows
    _, first = np.unique(rows, return_index=True)
    return rows[np.sort(first)]


def distinct(rows: Rows) -> bool:
    """Whether no row, none of which is negative, is there twice: few are sorted, many are marked."""
    top = int(rows.max(initial=-1)) + 1
    if len(rows) * _FEW < top:
        ascending = np.sort(rows)
        return bool((ascending[1:] != ascending[:-1]).all())
    seen = np.zeros(top, bool)
    seen[rows] = True
    return int(np.count_nonzero(seen)) == len(rows)


def _served(scores: object) -> Mask:
    try:
        values = np.asarray(scores, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise HostError(f"the host returned scores that are not numbers: {error}.") from error
    served: Mask = np.isfinite(values) & (values > SENTINEL)
    return served
