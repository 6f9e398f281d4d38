"""One class per storage of a column: what is stored, which rows are known, and one row's plain value."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..types import Floats, Mask, Rows
from .dates import iso
from .strings import Strings

PlainValue: TypeAlias = str | int | float | bool | list[str] | None
NO_DAY = np.iinfo(np.int32).min
"""How a date column writes an unknown day."""


class Vocabulary:
    """The distinct values of a column and their codes."""

    def __init__(self, values: Strings) -> None:
        self.values = values

    @cached_property
    def decoded(self) -> tuple[str, ...]:
        """The values, decoded once."""
        return tuple(self.values)

    @cached_property
    def _code(self) -> dict[str, int]:
        return {value: code for code, value in enumerate(self.decoded)}

    @cached_property
    def _loose(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for code, value in enumerate(self.decoded):
            found.setdefault(value.casefold(), []).append(code)
        return found

    def codes_of(self, values: tuple[object, ...]) -> list[int]:
        """Codes of the values that are known: exactly as written, else whatever the case; unknown ones are left out."""
        codes: dict[int, None] = {}
        for value in values:
            text = value_text(value)
            exact = self._code.get(text)
            for code in [exact] if exact is not None else self._loose.get(text.casefold(), ()):
                codes[code] = None
        return list(codes)


def value_text(value: object) -> str:
    """A value as its category is written: 8, 8.0 and "8" are one value."""
    if isinstance(value, str):
        return value
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@dataclass(frozen=True, eq=False)
class CategoryColumn:
    """One of few strings. `codes` (n,) int32, -1 where unknown."""

    codes: NDArray[np.int32]
    vocabulary: Vocabulary

    def known(self, rows: Rows | None = None) -> Mask:
        """(n,) bool: where a value is there."""
        return (self.codes if rows is None else self.codes[rows]) >= 0

    def value(self, row: int) -> PlainValue:
        """One row's value, None where unknown."""
        code = int(self.codes[row])
        return self.vocabulary.decoded[code] if code >= 0 else None


@dataclass(frozen=True, eq=False)
class TagsColumn:
    """Several strings. `codes[offsets[row]:offsets[row + 1]]` are the row's, unique, in the table's order; none means unknown."""

    offsets: NDArray[np.int64]
    codes: NDArray[np.int32]
    vocabulary: Vocabulary

    def known(self, rows: Rows | None = None) -> Mask:
        """(n,) bool: where a value is there."""
        if rows is None:
            return self.offsets[1:] > self.offsets[:-1]
        return self.offsets[rows + 1] > self.offsets[rows]

    def value(self, row: int) -> PlainValue:
        """One row's values in the table's order, None where there are none."""
        codes = self.codes[self.offsets[row] : self.offsets[row + 1]].tolist()
        return [self.vocabulary.decoded[code] for code in codes] or None

    def segments(self, rows: Rows) -> tuple[NDArray[np.int32], Rows]:
        """(codes, owners): the codes of `rows`, flat, and for each the position in `rows` that it belongs to."""
        starts = self.offsets[rows]
        lengths = self.offsets[rows + 1] - starts
        owners = np.repeat(np.arange(len(rows)), lengths)
        shift = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
        return self.codes[np.arange(len(owners)) + shift], owners


@dataclass(frozen=True, eq=False)
class NumberColumn:
    """Numbers in the field's unit. `stored` (n,) float32 where that is exact, else float64; NaN where unknown."""

    stored: NDArray[np.float32] | NDArray[np.float64]

    def numbers(self, rows: Rows | None = None) -> Floats:
        """(n,) float64, NaN where unknown."""
        return (self.stored if rows is None else self.stored[rows]).astype(np.float64, copy=False)

    def known(self, rows: Rows | None = None) -> Mask:
        """(n,) bool: where a value is there."""
        return ~np.isnan(self.stored if rows is None else self.stored[rows])

    def value(self, row: int) -> PlainValue:
        """One row's number, whole ones as int, None where unknown."""
        return self.plain(float(self.stored[row]))

    def plain(self, number: float) -> PlainValue:
        """A number as people write it."""
        if np.isnan(number):
            return None
        return int(number) if float(number).is_integer() else float(number)


@dataclass(frozen=True, eq=False)
class DateColumn:
    """Days since 1970-01-01. `stored` (n,) int32, `NO_DAY` where unknown."""

    stored: NDArray[np.int32]

    def numbers(self, rows: Rows | None = None) -> Floats:
        """(n,) float64 days, NaN where unknown."""
        days = self.stored if rows is None else self.stored[rows]
        return np.where(days == NO_DAY, np.nan, days)

    def known(self, rows: Rows | None = None) -> Mask:
        """(n,) bool: where a value is there."""
        return np.not_equal(self.stored if rows is None else self.stored[rows], NO_DAY)

    def value(self, row: int) -> PlainValue:
        """One row's ISO date, None where unknown."""
        days = int(self.stored[row])
        return None if days == NO_DAY else iso(days)

    def plain(self, number: float) -> PlainValue:
        """A day number as an ISO date."""
        return None if np.isnan(number) else iso(round(number))


@dataclass(frozen=True, eq=False)
class FlagColumn:
    """Yes or no. `stored` (n,) int8: 1, 0, -1 where unknown."""

    stored: NDArray[np.int8]

    def numbers(self, rows: Rows | None = None) -> Floats:
        """(n,) float64 of 0 and 1, NaN where unknown."""
        flags = self.stored if rows is None else self.stored[rows]
        return np.where(flags < 0, np.nan, flags)

    def known(self, rows: Rows | None = None) -> Mask:
        """(n,) bool: where a value is there."""
        return (self.stored if rows is None else self.stored[rows]) >= 0

    def value(self, row: int) -> PlainValue:
        """One row's flag, None where unknown."""
        return self.plain(float(self.stored[row]))

    def plain(self, number: float) -> PlainValue:
        """0 or 1 as a flag."""
        return None if np.isnan(number) or number < 0 else bool(number)


@dataclass(frozen=True, eq=False)
class TextColumn:
    """Free text; the empty string where unknown."""

    texts: Strings

    def known(self, rows: Rows | None = None) -> Mask:
        """(n,) bool: where a text is there."""
        present = self.texts.present
        return present if rows is None else present[rows]

    def value(self, row: int) -> PlainValue:
        """One row's text, None where unknown."""
        return self.texts[row] or None


Column: TypeAlias = CategoryColumn | TagsColumn | NumberColumn | DateColumn | FlagColumn | TextColumn
Numeric: TypeAlias = NumberColumn | DateColumn | FlagColumn
Named: TypeAlias = CategoryColumn | TagsColumn


def arrays_of(column: Column) -> tuple[NDArray[Any], ...]:
    """The arrays that a column reads from."""
    if isinstance(column, TextColumn):
        return column.texts.blob, column.texts.offsets
    if isinstance(column, TagsColumn):
        return column.offsets, column.codes
    return (column.codes,) if isinstance(column, CategoryColumn) else (column.stored,)
