"""The state machine: recall, parse, consolidate, plan, every tool as a node in stage order, compose. From plan on, a line."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from langchain_core.runnables import Runnable, RunnableConfig
from langgraph.graph import END, START, StateGraph

from ..errors import ArgumentError
from ..types import STAGES
from . import nodes
from .binding import Binding
from .state import TurnInput, TurnOutput, TurnState

if TYPE_CHECKING:
    from langgraph.graph.state import CompiledStateGraph

    from ..bot import RecBot

Step = Callable[[Binding, Mapping[str, Any], str], dict[str, Any]]
BEFORE_SOURCE = ("recall", "parse", "consolidate", "plan")
"""Nodes behind which (or before which) a graph may be interrupted: later ones hold what no checkpoint keeps."""


class Node(Runnable[Any, Any]):
    """One function as a sync and async node. `blocking` ones (log, host, models) leave the event loop free."""

    def __init__(self, binding: Binding, name: str, step: Step, *, blocking: bool = False) -> None:
        self.binding, self.name, self.step, self.blocking = binding, name, step, blocking

    def invoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Run the node."""
        return self.step(self.binding, input, user_of(config))

    async def ainvoke(self, input: Any, config: RunnableConfig | None = None, **kwargs: Any) -> Any:
        """Run the node; where it may block, in a worker thread."""
        user = user_of(config)
        if self.blocking:
            return await asyncio.to_thread(self.step, self.binding, input, user)
        return self.step(self.binding, input, user)


def user_of(config: RunnableConfig | None) -> str:
    """The user id, from the config alone: nothing that a model can write."""
    user = ((config or {}).get("configurable") or {}).get("user_id")
    if not isinstance(user, str) or not user:
        raise ArgumentError(
            f'user_id={user!r} in config["configurable"] is not a user. Invoke with config={{"configurable": {{"user_id": "..."}}}}.'
        )
    return user


def build_graph(bot: RecBot) -> StateGraph[Any, Any, Any, Any]:
    """The uncompiled graph of a bot, to compile with your own checkpointer or to embed under a parent graph.

    Input and output are JSON-plain (`TurnInput`, `TurnOutput`), the user id comes from `config["configurable"]["user_id"]`.
    Interrupts are legal before `source` only: see `check_interrupts`.
    """
    binding = bot.binding
    graph: StateGraph[Any, Any, Any, Any] = StateGraph(TurnState, input_schema=TurnInput, output_schema=TurnOutput)
    chain: list[str] = []

    def add(name: str, step: Step, *, blocking: bool = False) -> None:
        graph.add_node(name, Node(binding, name, step, blocking=blocking))
        if chain:
            graph.add_edge(chain[-1], name)
        chain.append(name)

    local = getattr(binding.log, "in_process", False)
    graph.add_node("recall", Node(binding, "recall", nodes.recall, blocking=not local))
    graph.add_node("parse", Node(binding, "parse", nodes.parse))
    graph.add_node("consolidate", Node(binding, "consolidate", nodes.remember, blocking=not local))
    graph.add_edge(START, "recall")
    graph.add_conditional_edges("recall", nodes.says_something, {True: "parse", False: "plan"})
    graph.add_edge("parse", "consolidate")
    graph.add_edge("consolidate", "plan")
    add("plan", nodes.plan)
    for tool in sorted(binding.tools, key=lambda tool: STAGES.index(tool.stage)):
        add(tool.name, nodes.tool_step(tool), blocking=tool.stage == "source" or tool.cost == "io")
    add("compose", nodes.finish)
    graph.add_edge("compose", END)
    return graph


def check_interrupts(graph: StateGraph[Any, Any, Any, Any], before: object, after: object) -> None:
    """Refuse interrupts at or behind `source`: the candidates are held in process and no checkpoint keeps them."""
    wanted = {"interrupt_before": before, "interrupt_after": after}
    for name, where in wanted.items():
        legal = {*BEFORE_SOURCE, "retrieve"} if name == "interrupt_before" else set(BEFORE_SOURCE)
        named = list(graph.nodes) if where == "*" else list(where or [])  # type: ignore[call-overload]
        late = [node for node in named if node not in legal]
        if late:
            raise ArgumentError(
                f"{name}={late!r} is behind the host's call and cannot be resumed. Allowed: {sorted(legal)}."
            )


def compile_graph(
    bot: RecBot,
    *,
    checkpointer: Any = None,
    interrupt_before: Any = None,
    interrupt_after: Any = None,
    name: str = "recbot",
) -> CompiledStateGraph[Any, Any, Any, Any]:
    """The compiled graph; raises `ArgumentError` for interrupts that could not be resumed."""
    graph = build_graph(bot)
    check_interrupts(graph, interrupt_before, interrupt_after)
    return graph.compile(
        checkpointer=checkpointer, interrupt_before=interrupt_before, interrupt_after=interrupt_after, name=name
    )
