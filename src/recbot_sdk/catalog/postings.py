"""Indexes from values to rows, and the selection of rows by the cheapest of them."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..predicates import AllOf, AnyOf, Contains, Leaf, Predicate
from ..types import Polarity, Rows
from . import truth
from .columns import CategoryColumn, Named, Numeric, TagsColumn, TextColumn

if TYPE_CHECKING:
    from .catalog import Catalog

SCAN = 8
"""A scan reads every row in order: an index that would give more than one row in so many is not used."""


class Postings:
    """The rows of each value of a category or tags field: 4 bytes for each value of each item."""

    def __init__(self, column: Named) -> None:
        codes, size = column.codes, len(column.vocabulary.values)
        offsets = np.zeros(size + 1, np.int64)
        known = codes[codes >= 0] if isinstance(column, CategoryColumn) else codes
        np.cumsum(np.bincount(known, minlength=size), out=offsets[1:])
        short = codes.astype(np.uint16) if size < 2**16 - 1 else codes  # 16 bits are sorted by radix, many times faster
        order = np.argsort(short, kind="stable").astype(np.int32)
        if isinstance(column, CategoryColumn):  # unknown ones are first as -1, last as 65535
            order = order[: len(known)] if short is not codes else order[len(codes) - len(known) :]
        else:
            order = np.repeat(np.arange(len(column.offsets) - 1, dtype=np.int32), np.diff(column.offsets))[order]
        self.offsets, self.flat = offsets, order

    def count(self, codes: list[int]) -> int:
        """How many entries the values have; an item with two of them counts twice."""
        return int((self.offsets[np.array(codes) + 1] - self.offsets[codes]).sum()) if codes else 0

    def rows(self, codes: list[int]) -> Rows:
        """The rows that have at least one of the values, ascending int64."""
        parts = [self.flat[self.offsets[code] : self.offsets[code + 1]] for code in codes]
        found = parts[0] if len(parts) == 1 else np.unique(np.concatenate(parts)) if parts else self.flat[:0]
        return found.astype(np.int64)


class Ranking:
    """The known rows of a numeric field in ascending order of their numbers."""

    def __init__(self, column: Numeric) -> None:
        known = np.flatnonzero(column.known())
        stored = column.stored[known]
        order = np.argsort(stored)
        self.order: NDArray[np.int32] = known[order].astype(np.int32)
        self.stored = stored[order]

    @cached_property
    def distinct(self) -> int:
        """How many different numbers there are."""
        return len(np.unique(self.stored))

    def _ends(self, interval: truth.Interval) -> tuple[int, int]:
        low, high = interval.within(self.stored.dtype)
        kind = self.stored.dtype.type
        start = int(np.searchsorted(self.stored, kind(low), side="left"))
        return start, max(start, int(np.searchsorted(self.stored, kind(high), side="right")))

    def count(self, intervals: list[truth.Interval]) -> int:
        """How many rows lie in the intervals; a row in two of them counts twice."""
        return sum(end - start for start, end in map(self._ends, intervals))

    def rows(self, intervals: list[truth.Interval]) -> Rows:
        """The rows that lie in one of the intervals, ascending int64."""
        parts = [self.order[slice(*self._ends(interval))] for interval in intervals]
        return np.unique(np.concatenate(parts)).astype(np.int64) if parts else np.zeros(0, np.int64)


def select(catalog: Catalog, predicate: Predicate, polarity: Polarity) -> Rows:
    """The rows for which `Catalog.holds`, ascending int64."""
    found = _true_rows(catalog, predicate, polarity)
    if polarity == "like":
        return found
    mask = np.ones(len(catalog), bool)
    mask[found] = False
    return np.flatnonzero(mask)


def _true_rows(catalog: Catalog, predicate: Predicate, polarity: Polarity) -> Rows:
    """The rows where `truth.passes`, ascending: by index where few are expected, else by a scan."""
    if _expected(catalog, predicate, polarity) * SCAN > len(catalog):
        return np.flatnonzero(truth.passes(catalog, predicate, polarity, None))
    if isinstance(predicate, AllOf):
        rarest = min(predicate.of, key=lambda member: _expected(catalog, member, polarity))
        rows = _true_rows(catalog, rarest, polarity)
        for member in predicate.of:
            if member is not rarest:
                rows = rows[truth.passes(catalog, member, polarity, rows)]
        return rows
    if isinstance(predicate, AnyOf):
        return np.unique(np.concatenate([_true_rows(catalog, member, polarity) for member in predicate.of]))
    if truth.dormant(catalog, predicate) is not None:
        return np.zeros(0, np.int64)
    rows = _leaf_rows(catalog, predicate)
    if truth.unknown_counts(catalog, predicate, polarity):
        rows = np.union1d(rows, np.flatnonzero(~catalog.column(predicate.field).known()))
    return rows


def _expected(catalog: Catalog, predicate: Predicate, polarity: Polarity) -> int:
    """An upper bound of the rows that are true, from the indexes alone."""
    if isinstance(predicate, AllOf):
        return min(_expected(catalog, member, polarity) for member in predicate.of)
    if isinstance(predicate, AnyOf):
        return sum(_expected(catalog, member, polarity) for member in predicate.of)
    if truth.dormant(catalog, predicate) is not None:
        return 0
    column = catalog.column(predicate.field)
    extra = catalog.unknown(predicate.field) if truth.unknown_counts(catalog, predicate, polarity) else 0
    if isinstance(column, CategoryColumn | TagsColumn):
        return extra + catalog.postings(predicate.field).count(truth.codes(catalog, predicate))
    if isinstance(column, TextColumn):
        assert isinstance(predicate, Contains)
        return extra + catalog.words(predicate.field).bound(predicate.text)
    return extra + catalog.ranking(predicate.field).count(truth.intervals(column, predicate))


def _leaf_rows(catalog: Catalog, leaf: Leaf) -> Rows:
    column = catalog.column(leaf.field)
    if isinstance(column, CategoryColumn | TagsColumn):
        return catalog.postings(leaf.field).rows(truth.codes(catalog, leaf))
    if isinstance(column, TextColumn):
        assert isinstance(leaf, Contains)
        return catalog.words(leaf.field).places(leaf.text)
    return catalog.ranking(leaf.field).rows(truth.intervals(column, leaf))
