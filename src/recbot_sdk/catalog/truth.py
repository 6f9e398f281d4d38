"""What a predicate is worth on rows: Kleene's three values over missing data. The one place where this is decided."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from ..predicates import AllOf, AnyOf, Between, Compare, Contains, In, Leaf, Predicate
from ..types import Mask, Polarity, Rows
from .columns import CategoryColumn, DateColumn, FlagColumn, NumberColumn, TagsColumn, TextColumn
from .dates import day_span
from .words import words_of

if TYPE_CHECKING:
    from .catalog import Catalog

AnyType: TypeAlias = "np.dtype[Any]"
_MARK = 200
"""Marking the rows of a tag in a mask of all items is cheaper than reading the tags of one item in so many."""


class Truth(NamedTuple):
    """Two (n,) bool masks; where neither is set the value is unknown."""

    is_true: Mask
    is_false: Mask


class Interval(NamedTuple):
    """`low <= x <= high`; a strict bound is moved to the next float."""

    low: float
    high: float

    def within(self, dtype: AnyType) -> tuple[Any, Any]:
        """The same interval in the numbers of `dtype`: bounds that it cannot hold move inwards, so nothing is rounded in."""
        if dtype.kind == "i":
            info = np.iinfo(dtype)
            unknown = info.min if dtype.itemsize > 1 else -1
            low, high = max(self.low, unknown + 1), min(self.high, info.max)
            return (math.ceil(low), math.floor(high)) if low <= high else (1, 0)
        with np.errstate(over="ignore"):
            low, high = dtype.type(self.low), dtype.type(self.high)
        low = np.nextafter(low, dtype.type(np.inf)) if float(low) < self.low else low
        high = np.nextafter(high, dtype.type(-np.inf)) if float(high) > self.high else high
        return low, high


_FLAGS = {"true": 1, "yes": 1, "y": 1, "1": 1, "false": 0, "no": 0, "n": 0, "0": 0}


def truth(catalog: Catalog, predicate: Predicate, rows: Rows | None) -> Truth:
    """Kleene's truth of `predicate` on `rows` (all where None); what cannot be decided is unknown."""
    if isinstance(predicate, AllOf | AnyOf):
        whole = truth(catalog, predicate.of[0], rows)
        for member in predicate.of[1:]:
            part = truth(catalog, member, rows)
            if isinstance(predicate, AllOf):
                whole = Truth(whole.is_true & part.is_true, whole.is_false | part.is_false)
            else:
                whole = Truth(whole.is_true | part.is_true, whole.is_false & part.is_false)
        return whole
    size = len(catalog) if rows is None else len(rows)
    if dormant(catalog, predicate) is not None:
        return Truth(np.zeros(size, bool), np.zeros(size, bool))
    is_true = leaf_true(catalog, predicate, rows)
    return Truth(is_true, catalog.column(predicate.field).known(rows) & ~is_true)


def passes(catalog: Catalog, predicate: Predicate, polarity: Polarity | None, rows: Rows | None) -> Mask:
    """(n,) bool: where `predicate` is true once `Field.missing` has decided the unknown values at the leaves.

    No predicate negates, so truth needs no falsehood: an unknown leaf counts as true where that makes the rule let pass
    (keep, like) or stop (drop, dislike) an item, and as not true otherwise, nor where no rule asks (None).
    """
    if isinstance(predicate, AllOf | AnyOf):
        mask = passes(catalog, predicate.of[0], polarity, rows)
        for member in predicate.of[1:]:
            part = passes(catalog, member, polarity, rows)
            mask = mask & part if isinstance(predicate, AllOf) else mask | part
        return mask
    if dormant(catalog, predicate) is not None:
        return np.zeros(len(catalog) if rows is None else len(rows), bool)
    is_true = leaf_true(catalog, predicate, rows)
    if polarity is not None and unknown_counts(catalog, predicate, polarity):
        is_true |= ~catalog.column(predicate.field).known(rows)
    return is_true


def unknown_counts(catalog: Catalog, leaf: Leaf, polarity: Polarity) -> bool:
    """Whether an unknown value counts as true at this leaf, for a rule of this polarity."""
    return catalog.fields[leaf.field].missing == ("keep" if polarity == "like" else "drop")


def leaf_true(catalog: Catalog, leaf: Leaf, rows: Rows | None) -> Mask:
    """(n,) bool: where a leaf that is not dormant is true."""
    column = catalog.column(leaf.field)
    if isinstance(column, CategoryColumn | TagsColumn):
        return has_code(catalog, leaf.field, codes(catalog, leaf), rows)
    if isinstance(column, TextColumn):
        assert isinstance(leaf, Contains)
        return catalog.words(leaf.field).phrase(leaf.text, rows)
    numbers = column.stored if rows is None else column.stored[rows]
    is_true = np.zeros(len(numbers), bool)
    for interval in intervals(column, leaf):
        low, high = interval.within(numbers.dtype)
        is_true |= (numbers >= low) & (numbers <= high)
    return is_true


def codes(catalog: Catalog, leaf: Leaf) -> list[int]:
    """The codes of a category or tags field that make `leaf` true."""
    column = catalog.column(leaf.field)
    assert isinstance(column, CategoryColumn | TagsColumn)
    if isinstance(leaf, In):
        return column.vocabulary.codes_of(leaf.values)
    assert isinstance(leaf, Contains)
    return [int(code) for code in catalog.words(leaf.field).places(leaf.text)]


def has_code(catalog: Catalog, field: str, wanted: list[int], rows: Rows | None) -> Mask:
    """(n,) bool: where a category or tags field has at least one of the codes `wanted`."""
    column = catalog.column(field)
    if isinstance(column, TagsColumn) and (rows is None or len(rows) * _MARK > len(catalog)):
        mask, postings = np.zeros(len(catalog), bool), catalog.postings(field)
        for code in wanted:
            mask[postings.flat[postings.offsets[code] : postings.offsets[code + 1]]] = True
        return mask if rows is None else mask[rows]
    assert isinstance(column, CategoryColumn | TagsColumn)
    table = np.zeros(len(column.vocabulary.values) + 1, bool)  # the last place answers for -1, the unknown
    table[wanted] = True
    if isinstance(column, CategoryColumn):
        stored = column.codes if rows is None else column.codes[rows]
        return stored == wanted[0] if len(wanted) == 1 else table[stored]
    assert rows is not None
    flat, owners = column.segments(rows)
    mask = np.zeros(len(rows), bool)
    mask[owners[table[flat]]] = True
    return mask


def intervals(column: NumberColumn | DateColumn | FlagColumn, leaf: Leaf) -> list[Interval]:
    """The closed intervals of stored numbers in which `leaf` is true; none where its values cannot be read."""
    if isinstance(leaf, In):
        named_spans = [span(column, value) for value in leaf.values]
        return [Interval(*found) for found in named_spans if found]
    if isinstance(leaf, Between):
        low, high = span(column, leaf.low), span(column, leaf.high)
        return [Interval(low[0], high[1])] if low and high else []
    assert isinstance(leaf, Compare)
    named = span(column, leaf.value)
    if named is None:
        return []
    match leaf.sign:
        case "<":
            return [Interval(-np.inf, float(np.nextafter(named[0], -np.inf)))]
        case "<=":
            return [Interval(-np.inf, named[1])]
        case ">":
            return [Interval(float(np.nextafter(named[1], np.inf)), np.inf)]
        case ">=":
            return [Interval(named[0], np.inf)]
        case _:
            return [Interval(*named)]


def span(column: NumberColumn | DateColumn | FlagColumn, value: object) -> tuple[float, float] | None:
    """The stored numbers that a value names: one number, or all days of a year or month."""
    if isinstance(column, DateColumn):
        return day_span(value)
    if isinstance(column, FlagColumn):
        flag = _FLAGS.get(str(value).casefold())
        return None if flag is None else (flag, flag)
    try:
        number = float(value)  # type: ignore[arg-type]
    except (TypeError, ValueError):
        return None
    return None if np.isnan(number) else (number, number)


def dormant(catalog: Catalog, predicate: Predicate) -> str | None:
    """Why `predicate` cannot be decided on this catalogue; None where it can."""
    if isinstance(predicate, AllOf | AnyOf):
        reasons = [dormant(catalog, member) for member in predicate.of]
        return reasons[0] if all(reasons) else None
    if predicate.field not in catalog.fields:
        return f"field {predicate.field} is not in the catalogue"
    column, kind = catalog.column(predicate.field), catalog.fields[predicate.field].kind
    if isinstance(column, CategoryColumn | TagsColumn):
        fits = isinstance(predicate, In | Contains)
    elif isinstance(column, TextColumn):
        fits = isinstance(predicate, Contains)
    else:
        fits = isinstance(predicate, In | Compare | Between)
    if not fits:
        return f"field {predicate.field} is of kind {kind}, where “{predicate.op}” has no meaning"
    if isinstance(predicate, Contains) and not words_of(predicate.text):
        return f"“{predicate.text}” has no word to look for"
    if isinstance(predicate, In) and isinstance(column, CategoryColumn | TagsColumn) and not codes(catalog, predicate):
        return f"no item has {' or '.join(map(str, predicate.values))} as {predicate.field}"
    if not isinstance(predicate, Contains) and not isinstance(column, CategoryColumn | TagsColumn | TextColumn):
        return (
            None
            if intervals(column, predicate)
            else f"field {predicate.field} holds {kind}s, unlike the value asked for"
        )
    return None
