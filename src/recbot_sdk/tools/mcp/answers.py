"""What a remote tool answered, read as numbers and keys. Whatever else it says is not looked at, and reaches no model."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any

import numpy as np

from ...errors import ToolError
from ...types import Floats, ItemKey

if TYPE_CHECKING:
    from mcp.types import CallToolResult

_KEYS = ("key", "id", "item")
_NUMBERS = ("score", "value", "number")


def content_of(result: CallToolResult, tool: str) -> Any:
    """The JSON value of an answer: its structured content, else its text.

    Raises:
        ToolError: The remote tool failed, or answered neither.
    """
    if result.isError:
        raise ToolError(f"the remote tool {tool} said that it failed")
    content: Any = result.structuredContent
    if content is None:
        try:
            content = json.loads("".join(getattr(block, "text", "") for block in result.content))
        except (ValueError, RecursionError) as error:
            raise ToolError(f"the remote tool {tool} answered no JSON") from error
    if isinstance(content, Mapping) and len(content) == 1:  # {"result": ...}, as servers wrap what is no object
        (only,) = content.values()
        content = only if isinstance(only, Mapping | list) else content
    return content


def numbers_of(content: Any, keys: Sequence[ItemKey]) -> Floats | None:
    """(n,) float64, one finite number a key; 0 where there is none, or none that is finite. None where no key has a number.

    Read are `{key: number}`, `[{"key": ..., "score": ...}]`, and a list of one number a key in the order asked.
    """
    places = {str(key): place for place, key in enumerate(keys)}
    numbers = np.zeros(len(keys))
    if (
        isinstance(content, list)
        and len(content) == len(keys)
        and not any(isinstance(c, Mapping | list) for c in content)
    ):
        pairs = list(zip(map(str, keys), content, strict=True))
    elif isinstance(content, list):
        pairs = [(str(_first(c, _KEYS)), _first(c, _NUMBERS)) for c in content if isinstance(c, Mapping)]
    elif isinstance(content, Mapping):
        pairs = [(str(key), number) for key, number in content.items()]
    else:
        return None
    found = False
    for key, told in pairs:
        number = _finite(told)
        if key in places and number is not None:
            numbers[places[key]] = number
            found = True
    return numbers if found else None


def keys_of(content: Any) -> list[ItemKey]:
    """The keys that an answer lists, best first, each once: a list of them, `[{"key": ...}]`, or the keys of an object."""
    if isinstance(content, Mapping):
        content = list(content)
    listed = content if isinstance(content, list) else []
    keys = [_first(c, _KEYS) if isinstance(c, Mapping) else c for c in listed]
    return list(dict.fromkeys(key for key in keys if isinstance(key, str) or type(key) is int))


def _first(told: Mapping[str, Any], names: Sequence[str]) -> Any:
    return next((told[name] for name in names if name in told), None)


def _finite(told: object) -> float | None:
    if not isinstance(told, int | float):
        return None
    try:
        number = float(told)
    except OverflowError:
        return None
    return number if isfinite(number) else None
