"""Tables of other libraries as clean columns, and the catalogue that is built from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np
from numpy.typing import NDArray

from ..errors import CatalogError
from .cells import clean
from .columns import Column, TextColumn
from .encode import encode
from .field import Field
from .infer import infer
from .keys import check_ids, check_keys, is_null, some_rows
from .strings import Strings

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]

    from .catalog import Catalog

    C = TypeVar("C", bound=Catalog)

RawColumn: TypeAlias = NDArray[Any] | list[Any]


def records_columns(records: Iterable[Mapping[str, Any]]) -> dict[str, RawColumn]:
    """Columns from one mapping an item; what a record lacks is None."""
    rows = list(records)
    odd = [place for place, row in enumerate(rows) if not isinstance(row, Mapping)]
    if odd:
        raise CatalogError(
            f"the table holds no record in {some_rows(odd, len(rows))}. Allowed: one mapping of names to values an item."
        )
    names = dict.fromkeys(name for row in rows for name in row)
    return {str(name): [row.get(name) for row in rows] for name in names}


def pandas_columns(frame: pd.DataFrame) -> dict[str, RawColumn]:
    """Columns of a DataFrame: numbers, flags and dates as arrays, all else as objects."""
    columns: dict[str, RawColumn] = {}
    for place, label in enumerate(frame.columns):
        name, series = str(label), frame.iloc[:, place]
        if name in columns:
            raise CatalogError(f"column {name!r} is there twice. Every column needs a name of its own.")
        plain = isinstance(series.dtype, np.dtype) and series.dtype.kind in "iufbM"
        columns[name] = series.to_numpy() if plain else series.astype(object).tolist()
    return columns


def polars_columns(frame: pl.DataFrame) -> dict[str, RawColumn]:
    """Columns of a polars DataFrame: whole numbers and flags without nulls as arrays, all else as objects."""
    columns: dict[str, RawColumn] = {}
    for series in frame.get_columns():
        array = series.to_numpy() if series.dtype.is_numeric() or series.dtype.is_temporal() else None
        columns[series.name] = array if array is not None and array.dtype.kind in "iufbM" else series.to_list()
    return columns


def arrow_columns(table: pa.Table) -> dict[str, RawColumn]:
    """Columns of an Arrow table: numbers without nulls as arrays, all else as objects."""
    columns: dict[str, RawColumn] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        if name in columns:
            raise CatalogError(f"column {name!r} is there twice. Every column needs a name of its own.")
        array = column.to_numpy() if column.null_count == 0 else None
        columns[name] = array if array is not None and array.dtype.kind in "iufbM" else column.to_pylist()
    return columns


def build(
    cls: type[C],
    columns: dict[str, RawColumn],
    id: str,
    title: str | None,
    fields: Mapping[str, Field] | None,
    vectors: NDArray[Any] | None,
) -> C:
    """A catalogue from raw columns of one length."""
    said = dict(fields or {})
    if not columns:
        raise CatalogError("the table has no rows. A catalogue needs at least one item.")
    for name in (id, *([title] if title else []), *said):
        if name not in columns:
            raise CatalogError(f"column {name!r} is not in the table. Allowed: {', '.join(columns)}.")
    for name, field in said.items():
        if not isinstance(field, Field):
            raise CatalogError(
                f"field {name!r} was given as {type(field).__name__}. Allowed: rb.Field(kind=..., role=..., ...)."
            )
        if field.role == "title" and name != title:
            raise CatalogError(f"field {name!r} was given the role title. Say title={name!r} instead.")
    raw = columns[id]
    ids = check_ids(raw.tolist() if isinstance(raw, np.ndarray) and raw.dtype.kind != "M" else list(raw), id)
    named = zip(columns[title] if title else ids, ids, strict=True)
    titles = Strings.of(str(item) if is_null(name) or not str(name).strip() else str(name) for name, item in named)
    resolved: dict[str, Field] = {}
    stored: dict[str, Column] = {}
    for name, values in columns.items():
        if name == title and name != id:
            resolved[name] = said.get(name, Field()).model_copy(update={"kind": "text", "role": "title"})
            stored[name] = TextColumn(titles)
        elif name != id:
            cells = _clean(values)
            resolved[name] = infer(name, cells, said.get(name, Field()))
            stored[name] = encode(name, cells, resolved[name])
    check_keys(ids, id)
    return cls(ids, titles, resolved, stored, check_vectors(vectors, len(ids)))


def _clean(values: RawColumn) -> NDArray[Any] | Sequence[object]:
    if isinstance(values, np.ndarray) and values.dtype.kind in "iufbM":
        return values
    texts = {value: clean(value) for value in {value for value in values if type(value) is str}}
    return [texts[value] if type(value) is str else clean(value) for value in values]


def check_vectors(vectors: NDArray[Any] | None, n: int) -> NDArray[np.float32] | None:
    """(n, d) float32, finite. Raises `CatalogError` for another shape or values that are not finite."""
    if vectors is None:
        return None
    array = np.asarray(vectors, dtype=np.float32).view()
    if array.ndim != 2 or len(array) != n:
        raise CatalogError(
            f"vectors of shape {array.shape} for {n:,} items. Allowed: ({n}, d), one vector an item, in the table's order."
        )
    odd = np.flatnonzero(~np.isfinite(array).all(axis=1))
    if len(odd):
        raise CatalogError(
            f"vectors hold NaN or infinity in {some_rows(odd.tolist(), n)}. Give zeros to items without a vector."
        )
    return array
