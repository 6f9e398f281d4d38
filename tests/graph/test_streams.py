"""What streams, and so what studios and traces see: every event is short, however large the catalogue."""

import json
from typing import Any, get_args

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.load import dumps
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import StreamMode
from typing_extensions import TypedDict

import recbot_sdk as rb

MANY = 20_000
FEW_KB = 6_000
MODES = get_args(StreamMode)
SILENT = {"messages", "custom"}
ANN: Any = {"configurable": {"user_id": "ann", "thread_id": "t1"}}
GIVEN: dict[str, Any] = {"command": "no jazz, more folk", "n": 20}


@pytest.fixture(scope="module")
def records() -> rb.Catalog:
    kinds = ["jazz", "folk", "soul", "opera"]
    rows = [
        {"id": f"record-{i:05}", "title": f"Record {i}", "kind": kinds[i % 4], "year": 1950 + i % 70}
        for i in range(MANY)
    ]
    return rb.Catalog.from_records(rows, id="id", title="title", fields={"kind": rb.Field(kind="category")})


@pytest.fixture
def bot(records: rb.Catalog) -> rb.RecBot:
    return rb.RecBot(records, lambda user, n: list(records.ids[:n]), eligible="catalog")


class Parent(TypedDict, total=False):
    command: str
    n: int
    page: dict[str, Any]


def graph_of(bot: rb.RecBot, *, nested: bool) -> Any:
    if not nested:
        return rb.build_graph(bot).compile(InMemorySaver())
    graph = StateGraph(Parent)
    graph.add_node("feed", rb.build_graph(bot).compile())
    graph.add_edge(START, "feed")
    graph.add_edge("feed", END)
    return graph.compile(InMemorySaver())


def longest(events: list[Any]) -> int:
    return max((len(json.dumps(event, default=repr)) for event in events), default=0)


@pytest.mark.parametrize("nested", [False, True], ids=["alone", "nested"])
@pytest.mark.parametrize("mode", MODES)
def test_an_event_is_a_few_kilobytes_at_most(bot: rb.RecBot, mode: StreamMode, nested: bool) -> None:
    events = list(graph_of(bot, nested=nested).stream(GIVEN, ANN, stream_mode=mode, subgraphs=True))
    assert bool(events) == (mode not in SILENT)
    assert longest(events) < FEW_KB


@pytest.mark.parametrize("nested", [False, True], ids=["alone", "nested"])
@pytest.mark.parametrize("mode", MODES)
async def test_so_it_is_in_an_event_loop(bot: rb.RecBot, mode: StreamMode, nested: bool) -> None:
    stream = graph_of(bot, nested=nested).astream(GIVEN, ANN, stream_mode=mode, subgraphs=True)
    events = [event async for event in stream]
    assert bool(events) == (mode not in SILENT)
    assert longest(events) < FEW_KB


def test_the_events_together_tell_the_turn_in_the_order_of_the_graph(bot: rb.RecBot) -> None:
    nodes = [next(iter(update)) for update in bot.graph.stream(GIVEN, ANN, stream_mode="updates")]
    assert nodes == [
        "recall", "parse", "consolidate", "plan", "retrieve", "filter", "boost", "suppress", "aggregate", "diversify", "compose",
    ]  # fmt: skip


async def test_langchain_events_carry_no_arrays(bot: rb.RecBot) -> None:
    events = [event async for event in bot.graph.astream_events(GIVEN, ANN, version="v2")]
    assert {event["name"] for event in events} >= {"recbot"}
    assert longest(events) < FEW_KB


def test_a_trace_of_a_run_holds_neither_arrays_nor_the_feed(bot: rb.RecBot) -> None:
    """A tracer is given the inputs and outputs of every node and puts them into JSON in its own ways."""
    seen: list[int] = []

    class Tracer(BaseCallbackHandler):
        def on_chain_start(self, serialized: Any, inputs: Any, **kwargs: Any) -> None:
            seen.append(len(dumps(inputs)))

        def on_chain_end(self, outputs: Any, **kwargs: Any) -> None:
            seen.append(len(dumps(outputs)))

    traced: Any = {**ANN, "callbacks": [Tracer()]}
    bot.graph.invoke(GIVEN, traced)
    assert len(seen) > 2
    assert max(seen) < FEW_KB
