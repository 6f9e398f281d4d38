"""Predicates decided item by item on the raw records, in plain Python: an independent second opinion."""

from __future__ import annotations

import math
import operator
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

from recbot_sdk.predicates import AllOf, AnyOf, Between, Compare, Contains, In, Predicate
from recbot_sdk.testing.strategies import RandomTable
from recbot_sdk.types import Polarity

SIGNS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "==": operator.eq}


def verdict(table: RandomTable, predicate: Predicate, record: dict[str, Any]) -> bool | None:
    """True, False, or None where it is unknown."""
    if isinstance(predicate, AllOf | AnyOf):
        found = [verdict(table, member, record) for member in predicate.of]
        decisive = isinstance(predicate, AnyOf)
        return decisive if decisive in found else None if None in found else not decisive
    return leaf(table, predicate, record)


def passes(table: RandomTable, predicate: Predicate, polarity: Polarity, record: dict[str, Any]) -> bool:
    """Whether a hard preference lets the item pass."""
    if isinstance(predicate, AllOf | AnyOf):
        both = [passes(table, member, polarity, record) for member in predicate.of]
        # a dislike of "all" passes where one member's dislike passes, and the other way round
        return all(both) if isinstance(predicate, AllOf) is (polarity == "like") else any(both)
    found = leaf(table, predicate, record)
    if found is None and not is_known(record.get(predicate.field)) and not asleep(table, predicate):
        policy = table.fields[predicate.field].missing
        if policy != "by_polarity":
            return policy == "keep"
    return (found is True) if polarity == "like" else (found is not True)


def is_known(cell: Any) -> bool:
    return cell is not None and cell != "" and cell != [] and not (isinstance(cell, float) and math.isnan(cell))


def asleep(table: RandomTable, predicate: Any) -> bool:
    """An In of which no item has any value, or a Contains without a word to look for."""
    if isinstance(predicate, Contains):
        return not plain(predicate.text)
    if not isinstance(predicate, In) or table.fields[predicate.field].kind not in ("category", "tags"):
        return False
    return not any(wanted(table, predicate))


def everything(table: RandomTable, name: str) -> set[str]:
    cells = [record[name] for record in table.records if is_known(record[name])]
    return {value for cell in cells for value in (cell if isinstance(cell, list) else [cell])}


def wanted(table: RandomTable, predicate: In) -> set[str]:
    all_values = everything(table, predicate.field)
    found: set[str] = set()
    for value in map(str, predicate.values):
        found |= {value} if value in all_values else {v for v in all_values if v.casefold() == value.casefold()}
    return found


def leaf(table: RandomTable, predicate: Any, record: dict[str, Any]) -> bool | None:
    cell = record[predicate.field]
    if not is_known(cell) or asleep(table, predicate):
        return None
    match predicate:
        case In(values=values):
            if isinstance(cell, bool):
                return cell in values
            return bool(wanted(table, predicate) & set(cell if isinstance(cell, list) else [cell]))
        case Contains(text=text):
            cells: Sequence[str] = cell if isinstance(cell, list) else [cell]
            return any(f" {plain(text)} " in f" {plain(one)} " for one in cells)
        case Compare(sign=sign, value=value):
            if isinstance(value, str):
                first, last = days(value)
                there = str(cell)
                return {"<": there < first, "<=": there <= last, ">": there > last, ">=": there >= first}.get(
                    sign, first <= there <= last
                )
            return bool(SIGNS[sign](cell, value))
        case Between(low=low, high=high):
            if isinstance(low, str):
                return days(low)[0] <= str(cell) <= days(str(high))[1]
            return bool(low <= cell <= high)
    raise AssertionError(predicate)


def days(value: str) -> tuple[str, str]:
    """The first and the last ISO day of an ISO date, month or year; ISO days sort as strings."""
    return {4: (f"{value}-01-01", f"{value}-12-31"), 7: (f"{value}-01", f"{value}-31")}.get(len(value), (value, value))


def plain(text: str) -> str:
    stripped = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", stripped.casefold().replace("'", "")))
