"""Which proposed calls may be made: tools, arguments and wishes are checked by code, and a model can only add to a plan."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ...errors import ToolError
from ...preferences.preference import Directive, Preference
from ...types import JsonValue
from ..plan import ToolCall
from .wire import Proposed

if TYPE_CHECKING:
    from ...tools import Tool


@dataclass(frozen=True, slots=True)
class Admitted:
    """Calls that may be made, and why others may not."""

    calls: tuple[ToolCall, ...] = ()
    dropped: tuple[str, ...] = ()


def admit(
    proposed: Iterable[Proposed],
    tools: Mapping[str, Tool[Any]],
    open_: Mapping[str, Preference],
    room: int,
) -> Admitted:
    """The proposed calls that keep every law, in the order proposed.

    Args:
        proposed: What the model wrote.
        tools: The tools that it may call, by name.
        open_: The wishes that it may serve, by id.
        room: Most calls that the plan has room for.
    """
    calls: list[ToolCall] = []
    dropped: list[str] = []
    for call in proposed:
        made = _made(call, tools, open_, taken={c.id for c in calls})
        if isinstance(made, str):
            dropped.append(f"{call.tool[:60]}: {made}")
        elif any((c.tool, c.arguments) == (made.tool, made.arguments) for c in calls):
            dropped.append(f"{call.tool}: it is called with the same arguments already")
        elif len(calls) >= room:
            dropped.append(f"{call.tool}: the plan has no room for more calls")
        else:
            calls.append(made)
    return Admitted(tuple(calls), tuple(dropped))


def _made(
    call: Proposed, tools: Mapping[str, Tool[Any]], open_: Mapping[str, Preference], taken: set[str]
) -> ToolCall | str:
    """The call with an id that code issues, or why it may not be made."""
    tool = tools.get(call.tool)
    if tool is None:
        return f"no tool to choose. Allowed: {', '.join(tools)}"
    serves = tuple(dict.fromkeys(call.serves))
    strange = [name for name in serves if name not in open_]
    if strange or not serves:
        return f"it must serve open wishes, and names {', '.join(strange)[:80] or 'none'}. Allowed: {', '.join(open_)}"
    wanted = [asked for name in serves if isinstance(asked := open_[name].target, Directive)]
    if any(asked.tool != tool.name for asked in wanted):
        return f"the wish asks for {wanted[0].tool} by name"
    if tool.stage == "constrain" and not wanted and not all(open_[name].hard for name in serves):
        return "it removes items, and the wish is no rule"
    arguments = _object(call.arguments)
    if arguments is None:
        return "its arguments are no JSON object"
    try:
        tool.validate(arguments)
    except ToolError as error:
        return str(error)[:300]
    name = f"{serves[0]}.{tool.name}"
    times = sum(other == name or other.startswith(f"{name}.") for other in taken)
    return ToolCall(
        id=name if not times else f"{name}.{times + 1}",
        tool=tool.name,
        stage=tool.stage,
        arguments=arguments,
        serves=serves,
    )


def _object(text: str) -> dict[str, JsonValue] | None:
    """The JSON object that a text holds; None where it holds none, or numbers that are none."""

    def refuse(constant: str) -> None:
        raise ValueError(constant)

    try:
        given = json.loads(text or "{}", parse_constant=refuse)
    except (ValueError, RecursionError):
        return None
    return given if isinstance(given, dict) else None
