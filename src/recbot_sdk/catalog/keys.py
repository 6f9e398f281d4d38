"""Item ids: what they may be, their JSON-plain form, and how they are saved."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from ..errors import CatalogError
from ..types import ItemId, ItemKey, JsonValue


def key_of(item: ItemId) -> ItemKey:
    r"""An id as plain JSON: what equals an int is that int, strings are themselves, anything else is "type:value".

    >>> key_of(np.int64(7)), key_of("tt1"), key_of((1, "a"))
    (7, 'tt1', "tuple:(1, 'a')")
    """
    if isinstance(item, np.generic):
        item = item.item()
    if isinstance(item, str):
        return str(item)
    if isinstance(item, int):
        return int(item)
    if isinstance(item, float) and item.is_integer():
        return int(item)
    return f"{type(item).__name__}:{item}"


def is_null(value: object) -> bool:
    """Whether a value stands for nothing: None, NaN, NaT, pandas' NA."""
    if value is None:
        return True
    if isinstance(value, str | int):
        return False
    try:
        return bool(value != value)
    except (TypeError, ValueError):  # pandas' NA refuses a truth value, an array has several
        return type(value).__name__ == "NAType"


def check_ids(ids: Sequence[object], column: str) -> list[ItemId]:
    """The ids as a list. Raises `CatalogError` for none at all, null ids, ids without a hash and repeated ids."""
    found: list[Any] = list(ids)
    if not found:
        raise CatalogError("the table has no rows. A catalogue needs at least one item.")
    null = [row for row, item in enumerate(found) if is_null(item)]
    if null:
        raise CatalogError(
            f"column {column!r} holds no id in {some_rows(null, len(found))}. Every item needs an id: drop or mend these rows."
        )
    seen: dict[object, int] = {}
    twice: list[int] = []
    for row, item in enumerate(found):
        try:
            if seen.setdefault(item, row) != row:
                twice.append(row)
        except TypeError:
            raise CatalogError(
                f"column {column!r} holds an id of type {type(item).__name__} (row {row}), which has no hash. "
                "Allowed: numbers, strings, tuples and other hashable values."
            ) from None
    if twice:
        first = found[twice[0]]
        raise CatalogError(
            f"column {column!r} repeats ids in {some_rows(twice, len(found))}: {first!r} stood in row {seen[first]} already. "
            "Every id must be there once: drop the repeated rows or name another id column."
        )
    return found


def check_keys(ids: Sequence[ItemId], column: str) -> None:
    """Raises `CatalogError` where two ids have one JSON-plain form: the string "tuple:(1, 2)" beside the tuple."""
    if all(type(item) is int or type(item) is str for item in ids):
        return
    seen: dict[ItemKey, ItemId] = {}
    for row, item in enumerate(ids):
        if seen.setdefault(key_of(item), item) is not item:
            raise CatalogError(
                f"column {column!r} holds two ids that are written alike: {seen[key_of(item)]!r} and {item!r} (row {row}). "
                "Use ids of one type."
            )


def some_rows(rows: Sequence[int], of: int) -> str:
    """Rows as a message names them: how many, of how many, and the first few."""
    shown = ", ".join(str(row) for row in rows[:3])
    plural = "row" if len(rows) == 1 else "rows"
    return f"{len(rows):,} of {of:,} rows ({plural} {shown}{', ...' if len(rows) > 3 else ''})"


class Integers(Sequence[int]):
    """Ids that are whole numbers, kept in an array and read as Python's ints."""

    __slots__ = ("array",)

    def __init__(self, array: NDArray[np.int64]) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, index: int) -> int: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[int]: ...
    def __getitem__(self, index: int | slice) -> int | Sequence[int]:
        return self.array[index].tolist()  # type: ignore[no-any-return]

    def __iter__(self) -> Iterator[int]:
        return iter(self.array.tolist())


_PLAIN: dict[str, Callable[[Any], ItemId]] = {
    "str": str,
    "int": int,
    "bool": bool,
    "float": float,
    "bytes": bytes.fromhex,
    "UUID": UUID,
    "Decimal": Decimal,
    "date": date.fromisoformat,
    "datetime": datetime.fromisoformat,
}


def ids_to_json(ids: Iterable[ItemId]) -> list[JsonValue]:
    """Ids of any plain type as [type, value] pairs. Raises `CatalogError` for a type that cannot be brought back."""
    return [_to_json(item) for item in ids]


def _to_json(item: object) -> JsonValue:
    name = type(item).__name__
    if type(item) is tuple:
        return ["tuple", [_to_json(part) for part in item]]
    if type(item) is bytes:
        return [name, item.hex()]
    if type(item) in (str, int, bool, float):
        return [name, item]  # type: ignore[list-item]
    if type(item) in (UUID, Decimal):
        return [name, str(item)]
    if type(item) in (date, datetime):
        return [name, item.isoformat()]  # type: ignore[attr-defined]
    raise CatalogError(
        f"an id of type {name} cannot be saved: {item!r}. Allowed: {', '.join(_PLAIN)}, and tuples of them. "
        "Give the items such ids, or keep the catalogue in memory."
    )


def ids_from_json(said: Iterable[Any]) -> list[ItemId]:
    """The ids that `ids_to_json` wrote."""
    return [tuple(ids_from_json(value)) if name == "tuple" else _PLAIN[name](value) for name, value in said]
