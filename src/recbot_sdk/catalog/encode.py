"""Clean cells into the stored column of a kind."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import CatalogError
from .cells import clean, month_first, parts_of, read_day, read_flag, read_number
from .columns import (
    NO_DAY,
    CategoryColumn,
    Column,
    DateColumn,
    FlagColumn,
    NumberColumn,
    TagsColumn,
    TextColumn,
    Vocabulary,
    value_text,
)
from .dates import day
from .field import Field
from .keys import some_rows
from .strings import Strings

Cells = NDArray[Any] | Sequence[object]


def encode(name: str, cells: Cells, field: Field) -> Column:
    """The stored column of a field. Raises `CatalogError`, naming column and rows, for cells that its kind cannot hold."""
    match field.kind:
        case "category":
            texts = [None if cell is None else value_text(cell) for cell in _objects(cells)]
            codes, values = _code(texts)
            return CategoryColumn(codes, values)
        case "tags":
            return _tags(name, cells, field)
        case "number":
            return NumberColumn(_smallest(_numbers(name, cells, field)))
        case "date":
            return DateColumn(_dates(name, cells, field))
        case "flag":
            if isinstance(cells, np.ndarray) and cells.dtype.kind == "b":
                return FlagColumn(cells.astype(np.int8))
            return FlagColumn(np.array(_read(name, cells, field, read_flag, -1), np.int8))
        case _:
            return TextColumn(Strings.of(None if cell is None else value_text(cell) for cell in _objects(cells)))


def _objects(cells: Cells) -> list[Any]:
    """Cells as Python objects, None where unknown."""
    if not isinstance(cells, np.ndarray):
        return list(cells)
    if cells.dtype.kind == "M":
        return [
            None if text == "NaT" else text for text in np.datetime_as_string(cells.astype("datetime64[D]")).tolist()
        ]
    return [None if cell != cell else cell for cell in cells.tolist()]


def _code(texts: Sequence[str | None]) -> tuple[NDArray[np.int32], Vocabulary]:
    """Codes by the sorted distinct values, -1 for None."""
    first: dict[str, int] = {}
    return _by_value(
        np.array([-1 if text is None else first.setdefault(text, len(first)) for text in texts], np.int32), first
    )


def _by_value(codes: NDArray[np.int32], first: dict[str, int]) -> tuple[NDArray[np.int32], Vocabulary]:
    """Codes in the order of first appearance turned into codes by the sorted values."""
    values = sorted(first)
    order = np.full(len(first) + 1, -1, np.int32)
    order[[first[value] for value in values]] = np.arange(len(values), dtype=np.int32)
    return order[codes], Vocabulary(Strings.of(values))


def _tags(name: str, cells: Cells, field: Field) -> TagsColumn:
    first: dict[str, int] = {}
    written: dict[str, int] = {}  # a string as it stands in the table -> its code, -1 for a blank one
    flat: list[int] = []
    lengths = np.zeros(len(cells), np.int64)
    nested: list[int] = []
    for row, cell in enumerate(_objects(cells)):
        if cell is None:
            continue
        codes: dict[int, None] = {}
        for part in parts_of(cell, field.delimiter):
            code = written.get(part) if type(part) is str else None
            if code is None:
                value = clean(part)
                if isinstance(value, list | tuple | set | frozenset | dict):
                    nested.append(row)
                    break
                code = -1 if value is None else first.setdefault(value_text(value), len(first))
                if type(part) is str:
                    written[part] = code
            if code >= 0:
                codes[code] = None
        flat += codes
        lengths[row] = len(codes)
    if nested:
        raise CatalogError(
            f"column {name!r} holds lists within lists in {some_rows(nested, len(cells))}. Allowed: one flat list of strings a row."
        )
    by_value, vocabulary = _by_value(np.array(flat, np.int32), first)
    offsets = np.zeros(len(cells) + 1, np.int64)
    np.cumsum(lengths, out=offsets[1:])
    return TagsColumn(offsets, by_value, vocabulary)


def _numbers(name: str, cells: Cells, field: Field) -> NDArray[np.float64]:
    if isinstance(cells, np.ndarray) and cells.dtype.kind in "iufb":
        numbers = cells.astype(np.float64)
    else:
        numbers = np.array(_read(name, cells, field, lambda cell: read_number(cell, field.unit), np.nan), np.float64)
    return np.where(np.isfinite(numbers), numbers, np.nan)


def _smallest(numbers: NDArray[np.float64]) -> NDArray[np.float32] | NDArray[np.float64]:
    with np.errstate(over="ignore"):
        small = numbers.astype(np.float32)
    return small if np.array_equal(small.astype(np.float64), numbers, equal_nan=True) else numbers


def _dates(name: str, cells: Cells, field: Field) -> NDArray[np.int32]:
    if isinstance(cells, np.ndarray) and cells.dtype.kind == "M":
        days = cells.astype("datetime64[D]").astype(np.int64)  # NaT is the smallest int64
        return np.where((days < day(date.min)) | (days > day(date.max)), NO_DAY, days).astype(np.int32)
    american = month_first(cells)
    return np.array(_read(name, cells, field, lambda cell: read_day(cell, american), NO_DAY), np.int32)


def _read(name: str, cells: Cells, field: Field, read: Callable[[Any], Any], missing: float) -> list[Any]:
    """Every cell through `read`; cells that it cannot read are an error, or unknown where `Field.missing` was said."""
    found: list[Any] = []
    bad: list[int] = []
    objects = _objects(cells)
    for row, cell in enumerate(objects):
        value = missing if cell is None else read(cell)
        if value is None:
            bad.append(row)
        found.append(missing if value is None else value)
    if bad and "missing" not in field.model_fields_set:
        first = objects[bad[0]]
        kinds = "text" if isinstance(first, str) else f"{type(first).__name__} values"
        raise CatalogError(
            f"column {name!r} holds {kinds} in {len(bad):,} of {len(objects):,} rows (first: row {bad[0]}, {first!r}). "
            f'Allowed: {field.kind}s, or a Field(kind="category") for {name!r}. Mend the rows or say Field(missing="drop").'
        )
    return found
