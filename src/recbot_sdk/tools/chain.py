"""A chain of bound tools, composed as a plain function: steering without a graph, a bot or a user."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from ..errors import ToolError
from ..types import STAGES
from .candidates import Candidates
from .context import ToolContext
from .runner import run_tool
from .tool import BoundTool, Tool


class Chain:
    """Tools with their arguments, run in the order given: `Chain([boost.bind(target=...), aggregate])(candidates, ctx)`.

    A bare tool is bound without arguments. Raises `ToolError` where the stages are not in the order source, constrain,
    score, fuse, arrange; and, when run, where a tool fails or breaks the law of its stage.
    """

    def __init__(self, tools: Sequence[BoundTool[Any] | Tool[Any]]) -> None:
        self.tools: tuple[BoundTool[Any], ...] = tuple(t.bind() if isinstance(t, Tool) else t for t in tools)
        for bound in self.tools:
            if not isinstance(bound, BoundTool):
                raise ToolError(f"{bound!r} is no tool. Give tools, or tools with arguments: filter.bind(...).")
        stages = [STAGES.index(bound.tool.stage) for bound in self.tools]
        for place, (one, two) in enumerate(pairwise(stages)):
            if two < one:
                late, early = self.tools[place + 1].tool, self.tools[place].tool
                raise ToolError(
                    f"{late.name} ({late.stage}) cannot follow {early.name} ({early.stage}). The order is {', '.join(STAGES)}."
                )

    def __repr__(self) -> str:
        return f"Chain({', '.join(bound.tool.name for bound in self.tools)})"

    def __call__(self, candidates: Candidates, ctx: ToolContext) -> Candidates:
        """The candidates after every tool. Calls are named by tool and place: "boost", "boost.2"."""
        times: dict[str, int] = {}
        for bound in self.tools:
            name = bound.tool.name
            times[name] = times.get(name, 0) + 1
            call = name if times[name] == 1 else f"{name}.{times[name]}"
            outcome = run_tool(bound.tool, bound.arguments, candidates, replace(ctx, call=call))
            if outcome.breach is not None:
                raise ToolError(f"{call} broke the law of its stage ({bound.tool.stage}) or failed: {outcome.breach}.")
            candidates = outcome.candidates
        return candidates
