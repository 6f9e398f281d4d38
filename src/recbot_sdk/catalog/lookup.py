"""Rows by item id: through a table where the ids are whole numbers close together, else through a dictionary."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Sequence
from itertools import repeat
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..types import Rows
from .keys import Integers

_SPREAD = 8
"""Places of the table for each id, at most: 32 bytes, a third of what a dictionary takes."""
_LONG = 1000
"""Lists of fewer ids are not worth remembering."""


class RowOf(Protocol):
    """Rows by id."""

    def rows(self, ids: Iterable[object]) -> Rows:
        """(n,) int64, -1 for every id that is not known, whatever it is."""
        ...


def row_of(ids: Sequence[Hashable]) -> RowOf:
    """The lookup that fits `ids`, which are all different."""
    return _Repeated(_fitting(ids), most=len(ids))


def _fitting(ids: Sequence[Hashable]) -> RowOf:
    if isinstance(ids, Integers):
        numbers = ids.array
    elif all(type(item) is int for item in ids):
        numbers = np.array(ids)
    else:
        return _Dictionary(ids)
    close = numbers.dtype.kind == "i" and int(numbers.max()) - int(numbers.min()) < _SPREAD * len(numbers)
    return _Table(numbers) if close else _Dictionary(ids)


class _Repeated:
    """Remembers long lists: hosts repeat their answers from turn to turn, and to compare ids is far faster than to find them."""

    def __init__(self, lookup: RowOf, most: int) -> None:
        self._lookup, self._most = lookup, most
        self._known: OrderedDict[tuple[object, int], tuple[list[Any], Rows]] = OrderedDict()
        self._lock = threading.Lock()

    def rows(self, ids: Iterable[object]) -> Rows:
        if type(ids) is not list or not _LONG <= len(ids) <= self._most:
            return self._lookup.rows(ids)
        try:
            at = ids[0], len(ids)
            known, rows = self._known.get(at, (None, None))
            if rows is not None and known == ids:
                return rows
        except (TypeError, ValueError):  # ids without a hash, or whose comparison is no truth value
            return self._lookup.rows(ids)
        rows = self._lookup.rows(ids)
        rows.flags.writeable = False
        with self._lock:
            self._known[at] = list(ids), rows
            self._known.move_to_end(at)
            while sum(size for _, size in self._known) > self._most:
                self._known.popitem(last=False)
        return rows


class _Dictionary:
    def __init__(self, ids: Sequence[Hashable]) -> None:
        self._row = dict(zip(ids, range(len(ids)), strict=True))

    def rows(self, ids: Iterable[object]) -> Rows:
        wanted = _objects(ids)
        try:
            return np.fromiter(map(self._row.get, wanted, repeat(-1)), np.int64, len(wanted))
        except TypeError:
            return np.array([self._one(item) for item in wanted], np.int64)

    def _one(self, item: object) -> int:
        try:
            return self._row.get(item, -1)
        except TypeError:  # not hashable, so it is no id of ours
            return -1


class _Table:
    def __init__(self, numbers: NDArray[Any]) -> None:
        self._first = int(numbers.min())
        self._row = np.full(int(numbers.max()) - self._first + 1, -1, np.int32)
        self._row[numbers - self._first] = np.arange(len(numbers), dtype=np.int32)

    def rows(self, ids: Iterable[object]) -> Rows:
        wanted = ids if isinstance(ids, np.ndarray | list) else list(ids)
        numbers = _whole(wanted)
        if numbers is None:
            return np.array([self._one(item) for item in _objects(wanted)], np.int64)
        places = numbers - self._first
        known = (places >= 0) & (places < len(self._row))
        if known.all():
            return self._row[places].astype(np.int64)
        return np.where(known, self._row[np.where(known, places, 0)], -1)

    def _one(self, item: Any) -> int:
        """The row of what equals a whole number, as 7.0 does."""
        try:
            hash(item)
            place = int(item) - self._first
            return int(self._row[place]) if 0 <= place < len(self._row) and item == place + self._first else -1
        except (TypeError, ValueError, OverflowError):  # not hashable, or no number
            return -1


def _objects(ids: Iterable[object]) -> list[Any]:
    """Ids as Python objects."""
    return ids.tolist() if isinstance(ids, np.ndarray) and ids.dtype.kind in "iufUbO" else list(ids)


def _whole(ids: NDArray[Any] | list[Any]) -> NDArray[np.int64] | None:
    """Ids as an array where all are whole numbers that fit; None where one is not."""
    try:
        found = np.asarray(ids)
    except (TypeError, ValueError, OverflowError):  # of mixed shapes
        return None
    if found.ndim != 1 or found.dtype.kind not in "iu" or not np.can_cast(found.dtype, np.int64):
        return None
    return found.astype(np.int64, copy=False)
