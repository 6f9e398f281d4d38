"""Other characters for those that a pack is written in: traditional for simplified ones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any


def with_variants(document: Mapping[str, Any], variants: str) -> dict[str, Any]:
    """The tables of a pack with every phrase in both of its spellings, by pairs of characters: "电電 动動"."""
    table = str.maketrans({pair[0]: pair[1] for pair in variants.split()})
    return {name: part if name == "variants" else _doubled(part, table) for name, part in document.items()}


def _doubled(part: Any, table: dict[int, str]) -> Any:
    if isinstance(part, dict):
        whole = {key: _doubled(value, table) for key, value in part.items()}
        return {**{key.translate(table): value for key, value in whole.items()}, **whole}
    if isinstance(part, list):
        return [other for one in part for other in _both(one, table)]
    return part


def _both(one: Any, table: dict[int, str]) -> Iterator[Any]:
    """An entry of a list, and its other spelling where it is a phrase that has one."""
    yield _doubled(one, table)
    if isinstance(one, str) and one.translate(table) != one:
        yield one.translate(table)
