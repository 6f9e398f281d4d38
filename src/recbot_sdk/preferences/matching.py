"""What a target is worth on rows of a catalogue: the match of a wish, and the verdict of a rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from ..types import Floats, Mask, Rows
from .preference import About, Items, Order, Preference, Similar, Target, Toward, Where

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ..catalog import Catalog


def match(catalog: Catalog, target: Target, rows: Rows) -> Floats:
    """(n,) float64 in [0, 1]: how much each row is what `target` names; 0 where that is unknown.

    Predicates, items and `Toward` give 0 or 1; `Similar` and `About` are graded.
    """
    match target:
        case Where(predicate=predicate):
            return catalog.is_true(predicate, rows).astype(np.float64)
        case Items(items=items):
            return np.isin(rows, catalog.rows_of_keys(items)).astype(np.float64)
        case Similar(item=item, aspects=aspects):
            row = int(catalog.rows_of_keys([item])[0])
            return catalog.similarity(row, rows, aspects) if row >= 0 else np.zeros(len(rows))
        case About(text=text):
            return catalog.about(text, rows)
        case Toward():
            return _beyond(catalog, target, rows).astype(np.float64)
        case _:  # an order sorts and a directive runs: neither names items
            return np.zeros(len(rows))


def allows(catalog: Catalog, preference: Preference, rows: Rows) -> Mask:
    """(n,) bool: which rows `preference` lets pass. Only rules remove; `Similar` removes its own item at any strength."""
    target = preference.target
    if isinstance(target, Similar):
        others: Mask = rows != int(catalog.rows_of_keys([target.item])[0])
        return others
    if not preference.hard:
        return np.ones(len(rows), bool)
    match target:
        case Where(predicate=predicate):
            return catalog.holds(predicate, preference.polarity, rows)
        case Items(items=items):
            named = np.isin(rows, catalog.rows_of_keys(items))
            return named if preference.polarity == "like" else ~named
        case Toward():
            beyond = _beyond(catalog, target, rows)
            return beyond if preference.polarity == "like" else ~beyond
        case _:
            return np.ones(len(rows), bool)


def allowed(catalog: Catalog, preferences: Iterable[Preference], rows: Rows) -> Mask:
    """(n,) bool: which rows pass every rule of `preferences`."""
    mask = np.ones(len(rows), bool)
    for preference in preferences:
        mask &= allows(catalog, preference, rows)
    return mask


def dormant(catalog: Catalog, preference: Preference) -> str | None:
    """Why a preference cannot be applied to this catalogue today; None where it can."""
    match preference.target:
        case Where(predicate=predicate):
            return catalog.dormant(predicate)
        case Items(items=items):
            return None if (catalog.rows_of_keys(items) >= 0).any() else f"item {items[0]} is not in the catalogue"
        case Similar(item=item):
            return None if catalog.rows_of_keys([item])[0] >= 0 else f"item {item} is not in the catalogue"
        case Toward(field=name):
            kind = catalog.fields[name].kind if name in catalog.fields else None
            return None if kind in ("number", "date", "flag") else f"field {name} is not in the catalogue"
        case Order(field=name):
            return None if name in catalog.fields else f"field {name} is not in the catalogue"
        case _:  # whether words or a tool are there is the planner's to say
            return None


def _beyond(catalog: Catalog, target: Toward, rows: Rows) -> Mask:
    numbers = catalog.numbers(target.field, rows)
    reference = (
        catalog.quantile(target.field, 0.5)
        if target.reference is None
        else catalog.to_number(target.field, target.reference)
    )
    with np.errstate(invalid="ignore"):
        return numbers > reference if target.direction == "up" else numbers < reference
