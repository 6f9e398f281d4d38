"""The arguments of a custom tool, read from the words around its phrase by the types of its argument model."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from types import NoneType, UnionType
from typing import TYPE_CHECKING, Any, Literal, Union, get_args, get_origin

from ...catalog.names import name_words
from ...catalog.text import Token, words
from ...types import JsonValue
from .edges import Edge

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...tools import Tool

_ENDS = frozenset(".;?!,")


def arguments_of(
    tool: Tool[Any], path: Sequence[Edge], at: int, tokens: Sequence[Token], catalog: Catalog
) -> tuple[dict[str, JsonValue], set[Edge]]:
    """What the words say of each argument, and the edges that say it.

    Numbers go to numbers, values of a field of its name to strings, and a flag is set where its name is said. What is not
    said is left to the model's defaults.
    """
    said = [token.text for token in tokens]
    free = _clause(path, at, tokens)
    found: dict[str, JsonValue] = {}
    used: set[Edge] = set()

    def named(wanted: Sequence[str]) -> bool:
        start = next(
            (k for k in range(len(said) - len(wanted) + 1) if wanted and said[k : k + len(wanted)] == list(wanted)),
            None,
        )
        if start is not None:
            used.update(edge for edge in path if start <= edge.start and edge.end <= start + len(wanted))
        return start is not None

    for name, info in tool.arguments.model_fields.items():
        kinds = _kinds(info.annotation)
        called = name_words(name)
        value: JsonValue = None
        edge: Edge | None = None
        choices = [choice for kind in kinds for choice in _choices(kind)]
        if choices:
            value = next((choice for choice in choices if named(words(str(choice)))), None)
        elif bool in kinds:
            value = True if named(called) else None
        elif int in kinds or float in kinds:
            edge = next((e for e in free if e.quantity is not None and e not in used), None)
            if edge is not None and edge.quantity is not None:
                number = edge.quantity.value
                value = int(number) if int in kinds and number.is_integer() else number
        elif str in kinds:
            edge = next((e for e in free if e.kind == "value" and e not in used and _fits(e, called)), None)
            value = None if edge is None else str(edge.links[0].value)
        if value is not None:
            found[name] = value
            if edge is not None:
                used.add(edge)
    return found, used


def _clause(path: Sequence[Edge], at: int, tokens: Sequence[Token]) -> list[Edge]:
    """The edges of the clause around a place, nearest first."""
    first, last = at, at
    while first > 0 and tokens[path[first].start].gap not in _ENDS:
        first -= 1
    while (
        last + 1 < len(path)
        and tokens[path[last + 1].start].gap not in _ENDS
        and path[last + 1].cue("polarity", "but") is None
    ):
        last += 1
    return [path[k] for k in sorted(range(first, last + 1), key=lambda k: abs(k - at)) if k != at]


def _fits(edge: Edge, called: Sequence[str]) -> bool:
    return any(set(name_words(link.field)) & set(called) for link in edge.links)


def _kinds(annotation: Any) -> tuple[Any, ...]:
    if get_origin(annotation) in (Union, UnionType):
        return tuple(kind for part in get_args(annotation) if part is not NoneType for kind in _kinds(part))
    return (annotation,)


def _choices(kind: Any) -> Sequence[JsonValue]:
    if get_origin(kind) is Literal:
        return [choice for choice in get_args(kind) if isinstance(choice, str | int)]
    if isinstance(kind, type) and issubclass(kind, Enum):
        return [member.value for member in kind]
    return ()
