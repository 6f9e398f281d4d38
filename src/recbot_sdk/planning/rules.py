"""The rule-based planner: every preference in force becomes the call of one tool."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from ..preferences.matching import dormant
from ..preferences.memory import PreferenceMemory
from ..preferences.preference import TARGET, Directive, Items, Order, Preference, Similar
from ..types import STAGES, JsonValue
from .plan import Plan, ToolCall

if TYPE_CHECKING:
    from ..catalog import Catalog
    from ..tools import Tool

MAX_CALLS = 64
"""Calls of a plan; past it the oldest soft wishes are left out (hard rules are `compose`'s, they always hold)."""


class RulePlanner:
    """Paper to product (arXiv 2509.21317): rules to `filter`, likes to `boost`, dislikes to `suppress`, then `aggregate`.

    Args:
        catalog: The items; a preference that names what they lack is dormant.
        tools: The tools that a plan may call.
        max_calls: Most calls of a plan; beyond it the oldest soft wishes are left out.
    """

    def __init__(self, catalog: Catalog, tools: Iterable[Tool[Any]], *, max_calls: int = MAX_CALLS) -> None:
        self._catalog, self._max_calls = catalog, max_calls
        self._tools = {tool.name: tool for tool in tools}
        self._order = {name: i for i, name in enumerate(self._tools)}

    def plan(self, memory: PreferenceMemory) -> Plan:
        """The calls in the order of the graph; empty where nothing that is remembered can be applied today."""
        asleep = tuple(p.id for p in memory if self._dormant(p))
        applied = [p for p in memory if p.id not in set(asleep)]
        if not applied:
            return Plan(dormant=asleep)
        orders = [p for p in applied if isinstance(p.target, Order)]
        wishes = [call for p in applied if not isinstance(p.target, Order) for call in self._calls(p)]
        room, left_out = self._max_calls - 2, tuple[str, ...]()
        if len(wishes) > room:
            hard = {p.id for p in applied if p.hard}
            soft = [call.id for call in wishes if not hard.intersection(call.serves)]
            beyond = set(soft[: len(wishes) - room])  # the oldest: what was said last counts
            left_out = tuple(dict.fromkeys(name for call in wishes if call.id in beyond for name in call.serves))
            wishes = [call for call in wishes if call.id not in beyond][:room]
        fuse: dict[str, JsonValue] = {"order": TARGET.dump_python(orders[-1].target, mode="json")} if orders else {}
        calls = [
            ToolCall(id="retrieve", tool="retrieve", stage="source"),
            *wishes,
            ToolCall(
                id="aggregate", tool="aggregate", stage="fuse", arguments=fuse, serves=tuple(p.id for p in orders[-1:])
            ),
        ]
        return Plan(calls=self.ordered(calls), dormant=asleep, left_out=left_out)

    def ordered(self, calls: Iterable[ToolCall]) -> tuple[ToolCall, ...]:
        """Calls in the order of the graph: by stage, within a stage as their tools were registered."""
        return tuple(sorted(calls, key=lambda call: (STAGES.index(call.stage), self._order.get(call.tool, -1))))

    def _dormant(self, preference: Preference) -> bool:
        target = preference.target
        if isinstance(target, Directive):
            return target.tool not in self._tools
        return dormant(self._catalog, preference) is not None

    def _calls(self, preference: Preference) -> Iterable[ToolCall]:
        target, serves = preference.target, (preference.id,)
        if isinstance(target, Directive):
            yield ToolCall(
                id=preference.id,
                tool=target.tool,
                stage=self._tools[target.tool].stage,
                arguments=target.arguments,
                serves=serves,
            )
            return
        said = TARGET.dump_python(target, mode="json")
        if preference.hard:
            arguments: dict[str, JsonValue] = {"target": said, "polarity": preference.polarity}
            yield ToolCall(id=preference.id, tool="filter", stage="constrain", arguments=arguments, serves=serves)
            return
        tool = "boost" if preference.polarity == "like" else "suppress"
        yield ToolCall(
            id=preference.id,
            tool=tool,
            stage="score",
            arguments={"target": said, "dose": preference.dose},
            serves=serves,
        )
        if isinstance(target, Similar):  # what is like an item is never that item
            own = TARGET.dump_python(Items(items=(target.item,)), mode="json")
            yield ToolCall(
                id=f"{preference.id}.own", tool="filter", stage="constrain",
                arguments={"target": own, "polarity": "dislike"}, serves=serves,
            )  # fmt: skip
