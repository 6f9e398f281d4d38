"""The catalogue: the items that can be served, as typed columns. Read-only; what it indexes is built when first needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import CatalogError
from ..predicates import Predicate
from ..types import Floats, ItemId, ItemKey, Mask, Polarity, Rows
from . import truth as _truth
from .columns import CategoryColumn, Column, DateColumn, FlagColumn, NumberColumn, PlainValue, TagsColumn, TextColumn
from .field import Field, Role
from .keys import RowOf, key_of
from .strings import Strings
from .truth import Truth
from .words import Words

if TYPE_CHECKING:
    import pandas as pd


class Catalog:
    """Items with ids, titles, typed fields and optional vectors. Make one with `from_pandas`, `from_records`... or `open`."""

    def __init__(
        self,
        ids: Sequence[ItemId],
        titles: Sequence[str],
        fields: Mapping[str, Field],
        columns: Mapping[str, Column],
        vectors: NDArray[np.float32] | None = None,
    ) -> None:
        self.ids = ids
        self.titles = titles
        self.fields: Mapping[str, Field] = MappingProxyType(dict(fields))
        self.vectors = vectors
        self._columns = dict(columns)
        self._words: dict[str, Words] = {}
        self._quantiles: dict[tuple[str, float], float] = {}

    @classmethod
    def from_records(
        cls,
        records: Iterable[Mapping[str, Any]],
        *,
        id: str,
        title: str | None = None,
        fields: Mapping[str, Field] | None = None,
        vectors: NDArray[Any] | None = None,
    ) -> Catalog:
        """A catalogue from dictionaries, one an item; a key that a record lacks is an unknown value.

        `fields` says what inference should not guess. `vectors` (n, d) are the items' embeddings, in the order of the records.
        Raises `CatalogError`, naming the column and the rows, for a table that cannot be used.
        """
        from .table import build, records_columns

        return build(cls, records_columns(records), id, title, fields, vectors)

    @classmethod
    def from_pandas(
        cls,
        frame: pd.DataFrame,
        *,
        id: str,
        title: str | None = None,
        fields: Mapping[str, Field] | None = None,
        vectors: NDArray[Any] | None = None,
    ) -> Catalog:
        """A catalogue from a DataFrame; as `from_records`."""
        from .table import build, pandas_columns

        return build(cls, pandas_columns(frame), id, title, fields, vectors)

    def __len__(self) -> int:
        return len(self.ids)

    def __repr__(self) -> str:
        return (
            f"Catalog({len(self):,} items, {', '.join(f'{name}: {field.kind}' for name, field in self.fields.items())})"
        )

    def column(self, name: str) -> Column:
        """The stored column of a field. Raises `CatalogError` where there is no such field."""
        try:
            return self._columns[name]
        except KeyError:
            raise CatalogError(f"field {name!r} is not in the catalogue. Allowed: {', '.join(self.fields)}.") from None

    # -- ids -----------------------------------------------------------------------------------------------------------

    @cached_property
    def _by_id(self) -> RowOf:
        return RowOf(self.ids)

    @cached_property
    def _by_key(self) -> RowOf:
        return RowOf([key_of(item) for item in self.ids])

    def rows(self, ids: Iterable[object]) -> Rows:
        """(n,) int64: the rows of raw ids, -1 for those that the catalogue lacks. Never raises for what an id is."""
        return self._by_id.rows(ids)

    def key(self, row: int) -> ItemKey:
        """The JSON-plain id of a row: ints and strings as they are, anything else as one stable string."""
        return key_of(self.ids[int(row)])

    def keys(self, rows: Iterable[int]) -> list[ItemKey]:
        """The JSON-plain ids of rows."""
        return [self.key(row) for row in rows]

    def rows_of_keys(self, keys: Iterable[ItemKey]) -> Rows:
        """(n,) int64: the rows of JSON-plain ids, -1 for those that the catalogue lacks."""
        return self._by_key.rows(keys)

    # -- predicates ----------------------------------------------------------------------------------------------------

    def truth(self, predicate: Predicate, rows: Rows | None = None) -> Truth:
        """Kleene's truth of a predicate on `rows` (all where None): two (n,) bool masks, both unset where unknown."""
        return _truth.truth(self, predicate, rows)

    def holds(self, predicate: Predicate, polarity: Polarity, rows: Rows | None = None) -> Mask:
        """(n,) bool: which rows a hard preference lets pass.

        A like passes what is true, a dislike what is not true; `Field.missing` decides unknown values at the leaves.
        """
        passed = _truth.passes(self, predicate, polarity, rows)
        return passed if polarity == "like" else ~passed

    def select(self, predicate: Predicate, polarity: Polarity = "like") -> Rows:
        """The rows for which `holds`, ascending int64."""
        return np.flatnonzero(self.holds(predicate, polarity))

    def count(self, predicate: Predicate, polarity: Polarity = "like") -> int:
        """How many rows `select` would give."""
        return len(self.select(predicate, polarity))

    def dormant(self, predicate: Predicate) -> str | None:
        """Why a predicate cannot be decided on this catalogue; None where it can."""
        return _truth.dormant(self, predicate)

    # -- values --------------------------------------------------------------------------------------------------------

    def _numeric(self, name: str) -> NumberColumn | DateColumn | FlagColumn:
        column = self.column(name)
        if not isinstance(column, NumberColumn | DateColumn | FlagColumn):
            raise CatalogError(
                f"field {name!r} is of kind {self.fields[name].kind}, which has no numbers. Allowed: number, date, flag."
            )
        return column

    def numbers(self, field: str, rows: Rows | None = None) -> Floats:
        """(n,) float64, NaN where unknown: numbers in the field's unit, dates as days since 1970-01-01, flags as 0 and 1."""
        return self._numeric(field).numbers(rows)

    def to_number(self, field: str, value: object) -> float:
        """A plain value on the scale of `numbers`: an ISO date (or the first day of a month or year) as days; NaN if unreadable."""
        span = _truth.span(self._numeric(field), value)
        return float(span[0]) if span else float("nan")

    def from_number(self, field: str, number: float) -> PlainValue:
        """The plain value of a number of this field: the inverse of `to_number`."""
        return self._numeric(field).plain(number)

    def quantile(self, field: str, q: float) -> float:
        """The `q` quantile of the known numbers of a field; NaN where none is known."""
        at = (field, float(q))
        if at not in self._quantiles:
            numbers = self.numbers(field)
            numbers = numbers[~np.isnan(numbers)]
            self._quantiles[at] = float(np.quantile(numbers, q)) if len(numbers) else float("nan")
        return self._quantiles[at]

    def values(self, field: str) -> Sequence[str]:
        """The distinct values of a category, tags or flag field, sorted; none for other kinds."""
        column = self.column(field)
        if isinstance(column, CategoryColumn | TagsColumn):
            return column.vocabulary.list
        return ("False", "True") if isinstance(column, FlagColumn) else ()

    def counts(self, field: str) -> NDArray[np.int64]:
        """(len(values),) int64: how many items have each value of `values(field)`."""
        column = self.column(field)
        if isinstance(column, FlagColumn):
            return np.bincount(column.stored[column.stored >= 0], minlength=2).astype(np.int64)
        if not isinstance(column, CategoryColumn | TagsColumn):
            return np.zeros(0, np.int64)
        known = column.codes[column.codes >= 0] if isinstance(column, CategoryColumn) else column.codes
        return np.bincount(known, minlength=len(column.vocabulary.values)).astype(np.int64)

    def value_of(self, field: str, row: int) -> PlainValue:
        """One item's value in plain Python: a list for tags, an ISO date for dates, None where unknown."""
        return self.column(field).value(int(row))

    def words(self, field: str) -> Words:
        """The words of a text field's texts, or of the distinct values of a category or tags field."""
        if field not in self._words:
            column = self.column(field)
            self._words[field] = Words(column.texts if isinstance(column, TextColumn) else self.values(field))
        return self._words[field]

    def by_role(self, role: Role) -> tuple[str, ...]:
        """The fields of a role, in the order of the table."""
        return tuple(name for name, field in self.fields.items() if field.role == role)

    # -- order and likeness --------------------------------------------------------------------------------------------

    def prior(self) -> Floats:
        """(n,) float64, higher is better: popularity, else quality, else the catalogue's own order; unknown values last."""
        for role in ("popularity", "quality"):
            for name in self.by_role(role):  # type: ignore[arg-type]
                numbers = self.numbers(name)
                lowest = np.nanmin(numbers) - 1 if len(numbers) and not np.isnan(numbers).all() else 0.0
                return np.where(np.isnan(numbers), lowest, numbers)
        return -np.arange(len(self), dtype=np.float64)

    def similarity(self, row: int, rows: Rows, aspects: Sequence[str] = ()) -> Floats:
        """(n,) float64 in [0, 1]: how like the item of `row` each of `rows` is; see `similarity.py`."""
        from .similarity import similarity

        return similarity(self, row, rows, tuple(aspects))

    def about(self, text: str, rows: Rows) -> Floats:
        """(n,) float64 in [0, 1]: the share of the rare words of `text` that each row holds."""
        from .similarity import about

        return about(self, text, rows)

    @cached_property
    def title_words(self) -> Words:
        """The words of the titles."""
        return Words(self.titles if isinstance(self.titles, Strings) else list(self.titles))
