"""Under a parent graph with a state and a context of its own: as a node of it, or called in one of its functions."""

import json
from dataclasses import dataclass
from typing import Annotated, Any

import pytest
from langchain_core.runnables import RunnableConfig
from langgraph.channels import UntrackedValue
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import END, START, StateGraph
from langgraph.runtime import Runtime
from typing_extensions import TypedDict

import recbot_sdk as rb

from .conftest import ORDER, genres, no, shop

ANN: Any = {"configurable": {"user_id": "ann"}}
THREAD: Any = {"configurable": {"user_id": "ann", "thread_id": "visit"}}


@dataclass
class Till:
    """The parent's context: nothing that we know of."""

    currency: str


class Visit(TypedDict, total=False):
    command: str | None
    n: int
    user_id: str
    page: dict[str, Any]
    greeting: str


def greet(state: Visit, runtime: Runtime[Till]) -> dict[str, str]:
    return {"greeting": f"prices in {runtime.context.currency}"}


def parent_of(feed: Any, *, checkpointer: Any = None) -> Any:
    graph = StateGraph(Visit, context_schema=Till)
    graph.add_node("greet", greet)
    graph.add_node("feed", feed)
    graph.add_edge(START, "greet")
    graph.add_edge("greet", "feed")
    graph.add_edge("feed", END)
    return graph.compile(checkpointer=checkpointer)


def as_node(bot: rb.RecBot) -> Any:
    return rb.build_graph(bot).compile()


def as_call(bot: rb.RecBot) -> Any:
    def feed(state: Visit) -> dict[str, Any]:
        return {"page": bot.graph.invoke({"command": state.get("command"), "n": state["n"]})["page"]}

    return feed


def as_call_with_config(bot: rb.RecBot) -> Any:
    def feed(state: Visit, config: RunnableConfig) -> dict[str, Any]:
        return {"page": bot.graph.invoke({"command": state.get("command"), "n": state["n"]}, config)["page"]}

    return feed


def as_awaited_call(bot: rb.RecBot) -> Any:
    async def feed(state: Visit, config: RunnableConfig) -> dict[str, Any]:
        return {"page": (await bot.graph.ainvoke({"command": state.get("command"), "n": state["n"]}, config))["page"]}

    return feed


EMBEDDED = pytest.mark.parametrize("embed", [as_node, as_call, as_call_with_config])


@EMBEDDED
def test_a_parent_shows_the_users_own_feed(bot: rb.RecBot, embed: Any) -> None:
    bot.apply("ann", no("crime"))
    out = parent_of(embed(bot)).invoke({"n": 3}, ANN, context=Till("EUR"))
    assert out["page"]["ids"] == bot.recommend("ann", n=3).ids
    assert out["page"]["memory"] == ["no genre: crime"]
    assert out["greeting"] == "prices in EUR"
    assert set(out) == {"n", "page", "greeting"}  # nothing of ours in the parent's state but the page


@EMBEDDED
def test_words_given_to_the_parent_steer(bot: rb.RecBot, embed: Any) -> None:
    out = parent_of(embed(bot)).invoke({"command": "nothing with crime", "n": 10}, ANN, context=Till("EUR"))
    assert len(bot.log("ann")) == 1
    assert out["page"]["ids"] == [item for item in ORDER if item not in ("b1", "b2", "b6", "b9")]


@pytest.mark.parametrize("embed", [as_node, as_awaited_call])
async def test_a_parent_runs_in_an_event_loop(bot: rb.RecBot, embed: Any) -> None:
    out = await parent_of(embed(bot)).ainvoke({"command": "nothing with crime", "n": 3}, ANN, context=Till("EUR"))
    assert out["page"]["ids"] == ["b0", "b3", "b4"]


@EMBEDDED
def test_a_user_id_that_a_model_wrote_into_the_state_has_no_effect(bot: rb.RecBot, embed: Any) -> None:
    bot.apply("bob", no("crime"))
    forged: Any = {"command": "nothing with history", "n": 10, "user_id": "bob", "configurable": {"user_id": "bob"}}
    out = parent_of(embed(bot)).invoke(forged, ANN, context=Till("EUR"))
    assert out["page"]["memory"] == ["no genre: history"]
    assert len(bot.log("bob")) == 1
    assert len(bot.log("ann")) == 1


@EMBEDDED
@pytest.mark.parametrize("user", [None, "", 7])
def test_without_a_user_in_the_config_nothing_is_read_or_served(bot: rb.RecBot, embed: Any, user: Any) -> None:
    with pytest.raises(rb.ArgumentError, match="configurable"):
        parent_of(embed(bot)).invoke(
            {"n": 3, "user_id": "ann"}, {"configurable": {"user_id": user}}, context=Till("EUR")
        )


def test_what_nodes_pass_on_cannot_be_given_from_outside(bot: rb.RecBot) -> None:
    forged = {
        "recalled": {"memory": {}, "user": "ann"},
        "planned": {"calls": []},
        "turn": 3,
        "request": {},
        "page": {"ids": [1]},
    }
    assert bot.graph.invoke({"n": 10, **forged}, ANN)["page"]["ids"] == ORDER


def test_input_may_have_been_json(bot: rb.RecBot) -> None:
    given = {
        "command": "nothing with crime", "n": 4, "on_screen": ["b1", "b2"], "session": "s1", "request_id": "r1", "exclude": ["b0"],
        "candidates": ORDER[:8], "context": {"shop": None, "tags": ["a"]}, "cursor": None, "now": "2030-05-01T12:00:00Z",
        "commit": True, "steps": [rb.steps.Add(preference=no("poetry")).model_dump(mode="json")],
    }  # fmt: skip
    out = bot.graph.invoke(json.loads(json.dumps(given)), ANN)
    assert out["page"]["ids"] == ["b3", "b4", "b7"]
    assert json.loads(json.dumps(out["page"])) == out["page"]
    assert bot.log("ann")[0].session == "s1"


@pytest.mark.parametrize(
    "given", [{"n": 0}, {"n": "many"}, {"exclude": [[]]}, {"steps": [{"do": "conquer"}]}, {"now": "soon"}]
)
def test_input_of_a_wrong_shape_is_said_and_nothing_is_written(bot: rb.RecBot, given: dict[str, Any]) -> None:
    with pytest.raises(rb.ArgumentError, match=next(iter(given))):
        bot.graph.invoke({"command": "nothing with crime", **given}, ANN)
    assert bot.log("ann") == ()


def test_schemas_are_there_for_studios_and_servers(bot: rb.RecBot) -> None:
    given, back = bot.graph.get_input_jsonschema(), bot.graph.get_output_jsonschema()
    assert set(given["properties"]) >= {"command", "n", "on_screen", "steps"}
    assert "user_id" not in given["properties"]
    assert set(back["properties"]) == {"page", "feed"}
    assert bot.graph.get_context_jsonschema() is None
    parent = parent_of(as_node(bot))
    assert set(parent.get_input_jsonschema()["properties"]) == set(Visit.__annotations__)
    assert set(parent.get_output_jsonschema()["properties"]) == set(Visit.__annotations__)
    assert set((parent.get_context_jsonschema() or {})["properties"]) == {"currency"}


def test_a_parent_that_remembers_says_nothing_twice(bot: rb.RecBot) -> None:
    parent = parent_of(as_node(bot), checkpointer=InMemorySaver())
    parent.invoke({"command": "nothing with crime", "n": 10}, THREAD, context=Till("EUR"))
    out = parent.invoke({"command": None}, THREAD, context=Till("EUR"))
    assert len(bot.log("ann")) == 1
    assert "b1" not in out["page"]["ids"]


def test_a_parent_that_stops_inside_goes_on_there(bot: rb.RecBot) -> None:
    inner = rb.build_graph(bot).compile(interrupt_before=["plan"])
    parent = parent_of(inner, checkpointer=InMemorySaver())
    stopped = parent.invoke({"command": "nothing with crime", "n": 3}, THREAD, context=Till("EUR"))
    assert "page" not in stopped
    inside = parent.get_state(THREAD, subgraphs=True).tasks[0].state.values
    assert json.loads(json.dumps(inside)) == inside
    out = parent.invoke(None, THREAD, context=Till("EUR"))
    assert out["page"]["ids"] == ["b0", "b3", "b4"]
    assert len(bot.log("ann")) == 1


def test_two_bots_of_two_catalogues_live_under_one_parent(bot: rb.RecBot) -> None:
    teas = rb.Catalog.from_records(
        [{"id": i, "name": f"Tea {i}", "kind": "green" if i % 2 else "black"} for i in range(6)], id="id"
    )
    kettle = rb.RecBot(teas, lambda user, n: list(range(6))[:n])

    class Both(TypedDict, total=False):
        books: list[str]
        teas: list[int]

    graph = StateGraph(Both)
    graph.add_node("b", lambda state, config: {"books": bot.graph.invoke({"n": 2}, config)["page"]["ids"]})
    graph.add_node("t", lambda state, config: {"teas": kettle.graph.invoke({"n": 3}, config)["page"]["ids"]})
    for name in ("b", "t"):
        graph.add_edge(START, name)
    assert graph.compile().invoke({}, ANN) == {"books": ORDER[:2], "teas": [0, 1, 2]}


def test_a_graph_has_a_name_for_supervisors(bot: rb.RecBot) -> None:
    assert bot.graph.get_name() == "recbot"
    assert rb.build_graph(bot).compile(name="books").get_name() == "books"


def test_numpy_ids_and_scores_stay_out_of_the_page(shelf: rb.Catalog) -> None:
    import numpy as np

    records = [{"id": np.int64(i), "name": f"Stone {i}", "carat": i} for i in range(30)]
    catalog = rb.Catalog.from_records(records, id="id", title="name")
    bot = rb.RecBot(catalog, lambda user, n: (np.arange(30)[:n], np.linspace(1, 0, 30, dtype=np.float32)[:n]))
    graph = rb.build_graph(bot).compile(InMemorySaver())
    for steps in ([], [rb.steps.Add(preference=rb.like(rb.field("carat") > 9, hard=True)).model_dump(mode="json")]):
        page = graph.invoke({"n": 5, "steps": steps}, THREAD)["page"]
        assert {type(key) for key in page["ids"]} == {int}
        assert json.loads(json.dumps(page)) == page
        assert all(json.dumps(saved.values) for saved in graph.get_state_history(THREAD))


def test_the_held_feed_is_the_same_as_that_of_recommend(bot: rb.RecBot) -> None:
    bot.apply("ann", [no("crime"), rb.like(rb.field("genre") == "travel")])
    feed = bot.graph.invoke({"n": 4}, ANN)["feed"].value
    assert feed.to_json() == bot.recommend("ann", n=4).to_json()
    assert "crime" not in genres(feed)
    assert shop("ann", 4) != feed.ids


class Keeper(TypedDict, total=False):
    n: int
    feed: Annotated[Any, UntrackedValue]


class Hoarder(TypedDict, total=False):
    n: int
    feed: Any


@pytest.mark.parametrize("state", [Keeper, Hoarder])
def test_a_parent_may_hold_the_feed_where_no_checkpoint_does(bot: rb.RecBot, state: Any) -> None:
    graph = StateGraph(state).add_node("feed_", as_node(bot)).add_edge(START, "feed_").compile(InMemorySaver())
    if state is Hoarder:
        with pytest.raises(TypeError, match="not msgpack serializable"):
            graph.invoke({"n": 3}, THREAD)
    else:
        assert graph.invoke({"n": 3}, THREAD)["feed"].value.ids == ORDER[:3]
        assert graph.get_state(THREAD).values == {"n": 3}
