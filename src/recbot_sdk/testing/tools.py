"""A suite that says whether a tool keeps the law of its stage, over random candidates.

Usable without pytest: `print(check_tool(in_stock, ToolContext(catalog=catalog), [{"shop": "north"}]))`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

from ..errors import ToolError
from ..tools import Candidates, Tool, ToolContext, aggregate, run_tool
from ..tools.runner import LIMIT
from ..types import JsonValue
from .report import Check, Report

Said = Mapping[str, JsonValue]
_LARGEST = 1_000
"""Rows of the largest page that is tried, where the catalogue has so many."""


def check_tool(
    tool: Tool[Any],
    ctx: ToolContext,
    arguments: Sequence[Said] = ({},),
    *,
    pages: int = 40,
    timeout: float = 0.05,
    seed: int = 0,
) -> Report:
    """Tries a tool as the bot would, on random candidates of a catalogue: none, one, many, in any order.

    A bot leaves out the call that fails, is late or breaks the law of its stage, and says so; here you see it first.
    Failures are reported, never raised.

    Args:
        tool: What `@rb.tool` made.
        ctx: What the tool may know of a turn; `ToolContext(catalog=...)` is enough for most.
        arguments: The arguments to try it with, each in JSON form, as a planner gives them.
        pages: How many candidates to try for each of the arguments.
        timeout: Seconds that one call of a `cost="io"` tool may take.
        seed: Of the random candidates: the same seed tries the same.

    Raises:
        ToolError: `tool` is no tool.
    """
    if not isinstance(tool, Tool):
        raise ToolError(f"{tool!r} is not a tool. Decorate the function with @rb.tool(stage=...).")
    ctx = replace(ctx, call=ctx.call or tool.name)
    found = _candidates(tool, ctx, pages, seed)
    laws: list[tuple[str, Callable[[], str | None]]] = [
        ("takes its arguments as JSON", lambda: _as_json(tool, arguments)),
        (f"keeps the law of its stage ({tool.stage})", lambda: _lawful(tool, ctx, arguments, found, timeout)),
    ]
    if tool.stage == "score":
        laws.append(
            (f"stays within {LIMIT:.0f} halvings of rank", lambda: _within(tool, ctx, arguments, found, timeout))
        )
    if tool.cost == "cpu":  # what waits on something outside may answer otherwise a moment later
        laws.append(("answers the same when asked again", lambda: _same(tool, ctx, arguments, found)))
    return Report(tool.name, tuple(Check(law, _failure(test)) for law, test in laws))


def _failure(test: Callable[[], str | None]) -> str | None:
    try:
        return test()
    except Exception as error:  # a tool may raise anything: the report says what
        return f"{type(error).__name__}: {error}"


def _candidates(tool: Tool[Any], ctx: ToolContext, pages: int, seed: int) -> list[Candidates]:
    """Candidates as a tool of this stage finds them: none, one and all rows, then any number in any order."""
    rng, most = np.random.default_rng(seed), min(len(ctx.catalog), _LARGEST)
    sizes = [0, min(1, most), most, *rng.integers(1, most + 1, max(0, pages - 3)).tolist()] if most else [0]
    found = []
    for size in sizes:
        rows = rng.permutation(len(ctx.catalog))[:size]
        drawn = Candidates.ranked(rows, np.sort(rng.integers(0, 3, size)).astype(np.int8))
        if tool.stage in ("score", "fuse", "arrange"):
            drawn = drawn.contribute("another call", rng.normal(size=size))
            drawn = drawn.contribute("a wish", (rng.random(size) < 0.3).astype(np.float64), 0.25)
        if tool.stage == "arrange":
            drawn = run_tool(aggregate, {}, drawn, replace(ctx, call="aggregate")).candidates
        found.append(drawn)
    return found


def _as_json(tool: Tool[Any], arguments: Sequence[Said]) -> str | None:
    json.dumps(tool.schema)
    for said in arguments:
        bound = tool.validate(said)
        again = tool.validate(json.loads(bound.model_dump_json()))
        if again != bound:
            return f"{said!r} is {bound!r}, and {again!r} when read back"
    return None


def _lawful(
    tool: Tool[Any], ctx: ToolContext, arguments: Sequence[Said], found: Sequence[Candidates], timeout: float
) -> str | None:
    for said in arguments:
        for candidates in found:
            started = time.perf_counter()
            broken = run_tool(tool, said, candidates, ctx, timeout).breach
            if broken is not None:
                spent = (time.perf_counter() - started) * 1e3
                return f"with {dict(said)!r} on {len(candidates)} rows, after {spent:.0f} ms: {broken}"
    return None


def _within(
    tool: Tool[Any], ctx: ToolContext, arguments: Sequence[Said], found: Sequence[Candidates], timeout: float
) -> str | None:
    for said in arguments:
        for candidates in found:
            outcome = run_tool(tool, said, candidates, ctx, timeout)
            if outcome.breach is not None:
                return None  # another law's
            if np.abs(outcome.candidates.contributions[ctx.call].values).max(initial=0.0) < LIMIT:
                continue
            most = np.abs(tool(candidates, tool.validate(said), ctx).contributions[ctx.call].values).max()
            if most > LIMIT:
                return f"with {dict(said)!r} it gives {most:g}, which a bot cuts to {LIMIT:.0f}"
    return None


def _same(tool: Tool[Any], ctx: ToolContext, arguments: Sequence[Said], found: Sequence[Candidates]) -> str | None:
    """Twice, the second time in the opposite order: what a tool keeps between calls shows."""
    tries = [(said, candidates) for said in arguments for candidates in found]
    first = [tool(candidates, tool.validate(said), ctx) for said, candidates in tries]
    again = [tool(candidates, tool.validate(said), ctx) for said, candidates in reversed(tries)]
    for (said, candidates), one, other in zip(tries, first, reversed(again), strict=True):
        if not _equal(one, other):
            return f"with {dict(said)!r} on {len(candidates)} rows: another answer the second time; say cost='io'"
    return None


def _equal(one: Candidates, other: Candidates) -> bool:
    same = np.array_equal(one.rows, other.rows) and np.array_equal(one.base, other.base)
    return same and all(
        key in other.contributions and np.array_equal(said.values, other.contributions[key].values, equal_nan=True)
        for key, said in one.contributions.items()
    )
