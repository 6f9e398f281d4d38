"""A tool of a remote MCP server, as a tool of the graph: it can add rows or give numbers, and nothing more."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

import numpy as np
from pydantic import BaseModel

from ...errors import ToolError
from ...preferences.preference import Dose
from ...types import JsonValue, Rows
from ..candidates import Candidates, Origin
from ..context import ToolContext
from ..retrieve import behind
from ..tool import NAME, Arguments, Tool
from .answers import content_of, keys_of, numbers_of
from .server import McpServer


class NoArguments(Arguments):
    """Nothing to fill in."""


def from_mcp(
    server: McpServer,
    remote: str,
    *,
    stage: Literal["score", "source"] = "score",
    name: str | None = None,
    description: str,
    arguments: type[BaseModel] = NoArguments,
    phrases: Sequence[str] = (),
    facts: Callable[[ToolContext], Mapping[str, JsonValue]] | None = None,
    items: str = "items",
    most: int = 200,
    dose: float | None = Dose.MORE.value,
) -> Tool[Any]:
    """A remote tool, registered as any other: `RecBot(tools=[from_mcp(...)])`. It is `cost="io"`, under the tool timeout.

    At stage "score" it is sent the keys of the first candidates and answers one number a key (`{key: number}`, or a list in the
    order sent); an item without a finite one has 0. At stage "source" it answers keys, best first; those that are eligible and that
    every rule lets pass are added behind, as `retrieve` adds them. Text in an answer is not read: it reaches no model.

    Args:
        server: Where the tool lives.
        remote: Its name there.
        stage: What it may do.
        name: Its name here; None: the same.
        description: What it does, as people and models are told. Yours, so that a server cannot change what models read.
        arguments: A pydantic model of what a user may fill in; sent along.
        phrases: Words of a user that ask for it.
        facts: More arguments, made from the turn (its user, its context). The user is not sent otherwise.
        items: The remote argument that takes the keys.
        most: Most keys that are sent, or added.
        dose: Share of the first page's seats that a number of 1 should help to win, numbers being cut to 0 to 1; None: numbers are
            halvings of rank, cut at 16.

    Raises:
        ToolError: For a stage, name or dose that is not allowed.
    """
    called = remote if name is None else name
    if not NAME.match(called):
        raise ToolError(f"{called!r} is no name for a tool. Give name=, of lower-case letters, digits and underscores.")
    if stage not in ("score", "source"):
        raise ToolError(f"stage={stage!r} of {called}. Allowed for a remote tool: 'score', 'source'.")
    if dose is not None and not 0 < abs(dose) <= 1:
        raise ToolError(f"dose={dose!r} of {called}. Give a share of seats, above 0 to 1, or below 0 to lose them.")

    def ask(args: BaseModel, ctx: ToolContext, keys: Mapping[str, JsonValue]) -> Any:
        sent = {**args.model_dump(mode="json"), **(facts(ctx) if facts is not None else {}), **keys}
        return content_of(server.ask(remote, sent), remote)

    def score(candidates: Candidates, args: BaseModel, ctx: ToolContext) -> Candidates:
        values = np.zeros(len(candidates))
        keys = ctx.catalog.keys(candidates.rows[:most])
        if keys:
            numbers = numbers_of(ask(args, ctx, {items: list(keys)}), keys)
            if numbers is None:
                raise ToolError(f"the remote tool {remote} gave no item a number")
            values[: len(keys)] = numbers
        return candidates.contribute(ctx.call, values if dose is None else np.clip(values, 0.0, 1.0), dose)

    def source(candidates: Candidates, args: BaseModel, ctx: ToolContext) -> Candidates:
        rows = _rows(keys_of(ask(args, ctx, {}))[:most], ctx)
        rows = rows[~np.isin(rows, candidates.rows)]
        if ctx.sourcing is not None:
            rows = rows[np.isin(rows, ctx.sourcing.eligible_rows(ctx.catalog))]
            rows = rows[ctx.sourcing.allowed(ctx.catalog, rows)]
        return behind(candidates, Candidates.ranked(rows, np.full(len(rows), Origin.PRIOR, np.int8)))

    return Tool(
        function=score if stage == "score" else source,
        name=called,
        stage=stage,
        arguments=arguments,
        description=description,
        phrases=tuple(phrases),
        cost="io",
    )


def _rows(keys: Sequence[int | str], ctx: ToolContext) -> Rows:
    """The catalogue's rows of some keys, in their order, each once; a number that came as text is found as well."""
    rows = ctx.catalog.rows_of_keys(keys)
    other = ctx.catalog.rows_of_keys(
        [int(k) if isinstance(k, str) and k.isdecimal() and len(k) < 19 else str(k) for k in keys]
    )
    rows = np.where(rows >= 0, rows, other)
    rows = rows[rows >= 0]
    _, first = np.unique(rows, return_index=True)
    return rows[np.sort(first)]
