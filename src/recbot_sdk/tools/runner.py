"""Runs one call of a tool under the law of its stage: what breaks it, fails or is late leaves the candidates as they were."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol, TypeVar, runtime_checkable

import numpy as np
from pydantic import BaseModel

from ..errors import HostError, PolicyError
from ..types import JsonValue
from ..waiting import within
from .candidates import Candidates
from .context import ToolContext
from .laws import breach
from .tool import Tool

LIMIT = 16.0
"""Halvings of rank that one contribution may move a row by, either way."""
A = TypeVar("A", bound=BaseModel)


@runtime_checkable
class Call(Protocol):
    """A call of a plan: its id, its arguments, the preferences that it serves."""

    @property
    def id(self) -> str: ...  # noqa: D102
    @property
    def arguments(self) -> dict[str, JsonValue]: ...  # noqa: D102
    @property
    def serves(self) -> tuple[str, ...]: ...  # noqa: D102


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a call left behind: `breach` says in plain words why it was left out, None where it was not."""

    candidates: Candidates
    breach: str | None = None


def run_tool(
    tool: Tool[A],
    call: Call | BaseModel | Mapping[str, Any],
    candidates: Candidates,
    ctx: ToolContext,
    timeout: float = 0.05,
) -> Outcome:
    """Runs a call (or bare arguments, under `ctx.call` or the tool's name) and checks its stage's law.

    Invalid arguments, an exception, a breach, or `timeout` seconds passed (tools of cost `io`) keep `candidates`. A
    contribution beyond 16 halvings is cut there. Errors of host and policy are not the tool's: they are raised.
    """
    if isinstance(call, Call) and not isinstance(call, Mapping):
        ctx, arguments = replace(ctx, call=call.id, serves=call.serves), call.arguments
    else:
        arguments = call  # type: ignore[assignment]
        ctx = ctx if ctx.call else replace(ctx, call=tool.name)
    try:
        bound = tool.validate(arguments)
        if tool.cost == "cpu":
            after = tool(candidates, bound, ctx)
        else:  # one that is late is left behind: it can change nothing, candidates are immutable
            after = within(timeout, lambda: tool(candidates, bound, ctx), f"tool-{tool.name}")
    except (HostError, PolicyError):
        raise
    except Exception as error:  # an integrator's tool may raise anything; the turn goes on and the feed says so
        return Outcome(candidates, f"{type(error).__name__}: {error}")
    broken = breach(tool.stage, candidates, after, ctx.call)
    if broken is not None:
        return Outcome(candidates, broken)
    object.__setattr__(after, "taken", None)  # what it was taken from may go
    return Outcome(_limited(after, ctx.call) if tool.stage == "score" else after)


def _limited(candidates: Candidates, call: str) -> Candidates:
    said = candidates.contributions[call]
    if said.dose is not None or not len(said.values) or np.abs(said.values).max() <= LIMIT:
        return candidates
    cut = replace(said, values=np.clip(said.values, -LIMIT, LIMIT))
    return replace(candidates, contributions={**candidates.contributions, call: cut})
