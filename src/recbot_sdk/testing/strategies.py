"""Hypothesis strategies: random tables with unknown values in every kind, catalogues, and what may be asked of them.

@given(st.data())
def test_mine(data):
    catalog = data.draw(catalogs())
    predicate = data.draw(predicates(catalog))
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from ..catalog import Catalog, Field, Missing
from ..errors import MissingExtraError
from ..predicates import AllOf, AnyOf, Between, Compare, Contains, In, Predicate
from ..preferences import Dose, Preference, Where
from ..types import ItemId, Value

try:
    from hypothesis import strategies as st
except ImportError as error:
    raise MissingExtraError("hypothesis", "testing") from error

COLOURS: Sequence[str] = ("Red", "red", "Deep Blue", "Málaga", "8", "Robert Downey, Jr.")
TAGS: Sequence[str] = ("floral", "flour", "hip hop", "Hop", "Vintage", "日本語")
WORDS: Sequence[str] = ("floral", "flour", "and", "salt", "Málaga", "hip", "hop", "don't")
NUMBERS: Sequence[float] = (-1.5, 0.0, 0.1, 1.0, 3.1, 40.0, 1e9, 0.1 + 0.2)
DAYS: Sequence[str] = ("1969-12-31", "1999-12-31", "2000-01-01", "2004-02-29", "2004-06-30")


@dataclass(frozen=True, slots=True, kw_only=True)
class RandomTable:
    """A table as an integrator would give it: one dictionary an item, id "id", title "title", and its fields."""

    records: tuple[dict[str, Any], ...]
    fields: dict[str, Field]

    def catalog(self) -> Catalog:
        """The catalogue of this table."""
        return Catalog.from_records(self.records, id="id", title="title", fields=self.fields)


def _cells() -> dict[str, st.SearchStrategy[Any]]:
    texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
    absent = st.none() | st.just(float("nan"))
    return {
        "colour": absent | st.sampled_from(COLOURS),
        "marks": st.none() | st.lists(st.sampled_from(TAGS), max_size=3),
        "price": absent | st.sampled_from(NUMBERS),
        "since": st.none() | st.sampled_from(DAYS) | st.sampled_from(DAYS).map(date.fromisoformat),
        "sale": st.none() | st.booleans(),
        "note": st.none() | st.just("") | texts,
        "votes": absent | st.integers(0, 5000),
    }


_KINDS: dict[str, Field] = {
    "colour": Field(kind="category"),
    "marks": Field(kind="tags"),
    "price": Field(kind="number", role="price", unit="EUR"),
    "since": Field(kind="date", role="recency"),
    "sale": Field(kind="flag"),
    "note": Field(kind="text"),
    "votes": Field(kind="number", role="popularity"),
}


@st.composite
def tables(
    draw: st.DrawFn,
    *,
    min_items: int = 1,
    max_items: int = 12,
    missing: st.SearchStrategy[Missing] | None = None,
    ids: st.SearchStrategy[ItemId] | None = None,
) -> RandomTable:
    """Tables of every kind of field, each cell known or not; `missing` draws the policy of each field."""
    policy = missing if missing is not None else st.sampled_from(("by_polarity", "keep", "drop"))
    keys = ids if ids is not None else st.integers(0, 10_000) | st.text("abcXYZ-", min_size=1, max_size=6)
    some = draw(st.lists(keys, min_size=min_items, max_size=max_items, unique_by=lambda key: (key, str(key))))
    unique = list(dict.fromkeys(some))
    cells = _cells()
    records = tuple(
        {"id": key, "title": f"Item {key}", **{name: draw(cell) for name, cell in cells.items()}} for key in unique
    )
    return RandomTable(
        records=records,
        fields={name: kind.model_copy(update={"missing": draw(policy)}) for name, kind in _KINDS.items()},
    )


def catalogs(*, min_items: int = 1, max_items: int = 12) -> st.SearchStrategy[Catalog]:
    """Catalogues of random tables."""
    return tables(min_items=min_items, max_items=max_items).map(RandomTable.catalog)


def _leaves(catalog: Catalog, name: str) -> st.SearchStrategy[Predicate]:
    field, values = catalog.fields[name], [str(value) for value in catalog.values(name)]
    if field.kind in ("category", "tags"):
        some: st.SearchStrategy[Value] = st.sampled_from([*values, "a value that nobody has"])
        words = st.sampled_from([word for value in values for word in value.split()] or ["nothing"])
        return st.lists(some, min_size=1, max_size=3).map(lambda v: In(field=name, values=tuple(v))) | words.map(
            lambda text: Contains(field=name, text=text)
        )
    if field.kind == "flag":
        return st.booleans().map(lambda value: In(field=name, values=(value,)))
    if field.kind == "text":
        known = [text for row in range(len(catalog)) if (text := catalog.value_of(name, row))]
        words = st.sampled_from([word for text in known for word in str(text).split()] or ["nothing"])
        return st.lists(words, min_size=1, max_size=2).map(lambda found: Contains(field=name, text=" ".join(found)))
    return _ranges(catalog, name)


def _ranges(catalog: Catalog, name: str) -> st.SearchStrategy[Predicate]:
    """Bounds and ranges, at the values that the items have and beside them."""
    known = [value for row in range(len(catalog)) if (value := catalog.value_of(name, row)) is not None]
    bounds: st.SearchStrategy[Any]
    if catalog.fields[name].kind == "date":
        bounds = st.sampled_from([*(str(value) for value in known), "2000", "2004-02", "1990-05-17"])
    else:
        numbers = [float(str(value)) for value in known]
        bounds = st.sampled_from(
            [*numbers, *(math.nextafter(x, math.inf) for x in numbers), *(x - 1 for x in numbers), 7.5]
        )
    signs = st.sampled_from(("<", "<=", ">", ">=", "=="))
    pairs = st.tuples(bounds, bounds).map(lambda pair: sorted(pair, key=lambda x: catalog.to_number(name, x)))
    ordered = pairs.filter(lambda pair: pair[0] <= pair[1])
    return st.builds(lambda sign, value: Compare(field=name, sign=sign, value=value), signs, bounds) | ordered.map(
        lambda pair: Between(field=name, low=pair[0], high=pair[1])
    )


def predicates(catalog: Catalog, *, max_leaves: int = 4) -> st.SearchStrategy[Predicate]:
    """Predicates that fit a catalogue: its fields and kinds, its values and some that it lacks."""
    leaf = st.sampled_from(list(catalog.fields)).flatmap(lambda name: _leaves(catalog, name))
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            lambda kind, of: kind(of=tuple(of)),
            st.sampled_from((AllOf, AnyOf)),
            st.lists(inner, min_size=1, max_size=3),
        ),
        max_leaves=max_leaves,
    )


def where_preferences(catalog: Catalog, *, hard: bool | None = None) -> st.SearchStrategy[Preference]:
    """Likes and dislikes of predicates that fit a catalogue, as `RecBot.apply` takes them; `hard` draws both where None."""
    return st.builds(
        lambda polarity, predicate, rule, dose: Preference(
            polarity=polarity, target=Where(predicate=predicate), hard=rule, dose=float(dose), scope="standing"
        ),
        st.sampled_from(("like", "dislike")),
        predicates(catalog),
        st.booleans() if hard is None else st.just(hard),
        st.sampled_from(list(Dose)),
    )
