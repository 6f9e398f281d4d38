"""The catalogue: the items that can be served, as typed columns. Read-only; what it indexes is built when first needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..errors import CatalogError
from ..predicates import Predicate
from ..types import Floats, ItemId, ItemKey, Mask, Polarity, Rows
from . import similarity as _similarity
from . import truth as _truth
from .columns import (
    CategoryColumn,
    Column,
    DateColumn,
    FlagColumn,
    NumberColumn,
    PlainValue,
    TagsColumn,
    TextColumn,
    arrays_of,
)
from .describe import describe, describe_html
from .embedding import Embedder, Meaning, embedder_of
from .field import Field, Role
from .keys import key_of
from .lookup import RowOf, row_of
from .postings import Postings, Ranking, select
from .storage import content_hash, load, save
from .table import arrow_columns, build, pandas_columns, polars_columns, records_columns
from .truth import Truth
from .vocabulary import Vocabulary
from .words import Words

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa  # type: ignore[import-untyped]
    from rich.table import Table


_MOST_SHARES = 10_000


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
        self.meaning: Meaning | None = None
        """What the items are about, by an embedder; None where texts are compared word by word."""
        self._columns = dict(columns)
        for array in (*(array for column in columns.values() for array in arrays_of(column)), vectors):
            if array is not None:
                array.flags.writeable = False
        self._postings: dict[str, Postings] = {}
        self._rankings: dict[str, Ranking] = {}
        self._unknown: dict[str, int] = {}
        self._counts: dict[str, NDArray[np.int64]] = {}
        self._words: dict[str, Words] = {}
        self._quantiles: dict[tuple[str, float], float] = {}
        self._shares: dict[tuple[Predicate, Polarity], float] = {}

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

        Args:
            records: One mapping an item, in the catalogue's own order.
            id: The key that holds ids: unique, hashable, never null.
            title: The key that holds titles; None: ids are titles.
            fields: What inference should not guess, by key.
            vectors: (n, d) embeddings of the items, in the order of the records.

        Raises:
            CatalogError: For a table that cannot be used; it names the column and the rows.
        """
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
        return build(cls, pandas_columns(frame), id, title, fields, vectors)

    @classmethod
    def from_polars(
        cls,
        frame: pl.DataFrame,
        *,
        id: str,
        title: str | None = None,
        fields: Mapping[str, Field] | None = None,
        vectors: NDArray[Any] | None = None,
    ) -> Catalog:
        """A catalogue from a polars DataFrame; as `from_records`."""
        return build(cls, polars_columns(frame), id, title, fields, vectors)

    @classmethod
    def from_arrow(
        cls,
        table: pa.Table,
        *,
        id: str,
        title: str | None = None,
        fields: Mapping[str, Field] | None = None,
        vectors: NDArray[Any] | None = None,
    ) -> Catalog:
        """A catalogue from an Arrow table; as `from_records`."""
        return build(cls, arrow_columns(table), id, title, fields, vectors)

    @classmethod
    def open(cls, directory: str | Path) -> Catalog:
        """The catalogue that `save` wrote, memory-mapped: pages are read when they are touched, and shared by processes.

        Raises `CatalogError` where there is none, where it is damaged or of another format version.
        """
        return load(cls, Path(directory))

    def save(self, directory: str | Path) -> None:
        """Writes the catalogue as numpy arrays and a JSON schema; the same catalogue is always the same bytes.

        Raises `CatalogError` for ids of a type that JSON cannot bring back.
        """
        save(self, Path(directory))

    @cached_property
    def version(self) -> str:
        """A hash of the whole content: two catalogues of one version answer alike."""
        return content_hash(self)

    def embedded(self, embedder: Embedder | Literal["static"]) -> Catalog:
        """This catalogue with an embedder: `about` and the embedded parser then compare what texts mean, not only their words.

        Args:
            embedder: An object with `embed(texts) -> (n, d)`, or "static" for the extra `vectors`.

        Raises:
            ArgumentError: It is none.
            MissingExtraError: The extra is not installed.
        """
        other = copy(self)
        other.meaning = Meaning(other, embedder_of(embedder))
        return other

    def describe(self) -> Table:
        """What was inferred, as a rich table: kind, role, unit, distinct values, share unknown and examples of each field."""
        return describe(self)

    def __rich__(self) -> Table:
        return describe(self)

    def _repr_html_(self) -> str:
        return describe_html(self)

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
        return row_of(self.ids)

    @cached_property
    def _by_key(self) -> RowOf:
        plain = all(type(item) is int or type(item) is str for item in self.ids)
        return self._by_id if plain else row_of([key_of(item) for item in self.ids])

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

    def name_of(self, key: ItemKey) -> str:
        """The title of an item by its JSON-plain id; the id itself where the catalogue lacks the item."""
        row = int(self.rows_of_keys([key])[0])
        return str(self.titles[row]) if row >= 0 else str(key)

    # -- predicates ----------------------------------------------------------------------------------------------------

    def truth(self, predicate: Predicate, rows: Rows | None = None) -> Truth:
        """Kleene's truth of a predicate on `rows` (all where None): two (n,) bool masks, both unset where unknown."""
        return _truth.truth(self, predicate, rows)

    def is_true(self, predicate: Predicate, rows: Rows | None = None) -> Mask:
        """(n,) bool: which rows are known to be what a predicate says; the first half of `truth`."""
        return _truth.passes(self, predicate, None, rows)

    def holds(self, predicate: Predicate, polarity: Polarity, rows: Rows | None = None) -> Mask:
        """(n,) bool: which rows a hard preference lets pass.

        A like passes what is true, a dislike what is not true; `Field.missing` decides unknown values at the leaves.
        """
        passed = _truth.passes(self, predicate, polarity, rows)
        return passed if polarity == "like" else ~passed

    def select(self, predicate: Predicate, polarity: Polarity = "like") -> Rows:
        """The rows for which `holds`, ascending int64."""
        return select(self, predicate, polarity)

    def count(self, predicate: Predicate, polarity: Polarity = "like") -> int:
        """How many rows `select` would give."""
        return len(self.select(predicate, polarity))

    def share(self, predicate: Predicate, polarity: Polarity = "like") -> float:
        """The part of all rows, 0 to 1, for which `holds`; remembered."""
        at = (predicate, polarity)
        if at not in self._shares:
            if len(self._shares) >= _MOST_SHARES:
                self._shares.clear()
            self._shares[at] = self.count(predicate, polarity) / len(self)
        return self._shares[at]

    def postings(self, field: str) -> Postings:
        """The rows of each value of a category or tags field."""
        if field not in self._postings:
            column = self.column(field)
            assert isinstance(column, CategoryColumn | TagsColumn)
            self._postings[field] = Postings(column)
        return self._postings[field]

    def ranking(self, field: str) -> Ranking:
        """The rows of a number, date or flag field in ascending order."""
        if field not in self._rankings:
            self._rankings[field] = Ranking(self._numeric(field))
        return self._rankings[field]

    def unknown(self, field: str) -> int:
        """How many items have no value of a field."""
        if field not in self._unknown:
            self._unknown[field] = len(self) - int(self.column(field).known().sum())
        return self._unknown[field]

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
            return column.vocabulary.decoded
        return ("False", "True") if isinstance(column, FlagColumn) else ()

    def counts(self, field: str) -> NDArray[np.int64]:
        """(len(values),) int64: how many items have each value of `values(field)`."""
        if field not in self._counts:
            column = self.column(field)
            codes = np.zeros(0, np.int32)
            if isinstance(column, FlagColumn):
                codes = column.stored.astype(np.int32)
            elif isinstance(column, CategoryColumn | TagsColumn):
                codes = column.codes
            counts = np.bincount(codes[codes >= 0], minlength=len(self.values(field))).astype(np.int64)
            counts.flags.writeable = False
            self._counts[field] = counts
        return self._counts[field]

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
        for name in (*self.by_role("popularity"), *self.by_role("quality")):
            if self.fields[name].kind == "number" and self.unknown(name) < len(self):
                numbers = self.numbers(name)
                return np.where(np.isnan(numbers), np.nanmin(numbers) - 1.0, numbers)
        return -np.arange(len(self), dtype=np.float64)

    def similarity(self, row: int, rows: Rows, aspects: Sequence[str] = ()) -> Floats:
        """(n,) float64 in [0, 1]: how like the item of `row` each of `rows` is; see `similarity.py`."""
        return _similarity.similarity(self, row, rows, tuple(aspects))

    def about(self, text: str, rows: Rows) -> Floats:
        """(n,) float64 in [0, 1]: how much each row is about `text`: by meaning where there is an embedder, else by words."""
        if self.meaning is not None:
            return self.meaning.about(text, rows)
        return _similarity.about(self, text, rows)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that name fields, values and titles."""
        return Vocabulary(self)

    @cached_property
    def title_words(self) -> Words:
        """The words of the titles."""
        titled = self.by_role("title")
        return self.words(titled[0]) if titled else Words(self.titles)
