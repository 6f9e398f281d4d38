"""Checkpointed turns: what a checkpoint holds is plain JSON, a turn goes on wherever it stopped, no turn repeats another."""

import json
import os
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.types import Command, interrupt

import recbot_sdk as rb

from .conftest import ORDER, codes, genres, no, shop

LEGAL = ["recall", "parse", "consolidate", "plan", "retrieve"]
STEPS = [
    {"do": "add", "preference": wish.model_dump(mode="json")}
    for wish in (no("crime"), rb.like(rb.field("genre") == "travel"))
]
ANN: Any = {"configurable": {"user_id": "ann", "thread_id": "t1"}}
BOB: Any = {"configurable": {"user_id": "bob", "thread_id": "t1"}}


@pytest.fixture(params=["in memory", "sqlite"])
def saver(
    request: pytest.FixtureRequest, tmp_path: Path, serde: JsonPlusSerializer
) -> Iterator[BaseCheckpointSaver[Any]]:
    if request.param == "in memory":
        yield InMemorySaver(serde=serde)
        return
    with SqliteSaver.from_conn_string(str(tmp_path / "turns.db")) as opened:
        opened.serde = serde
        yield opened


@pytest.fixture(params=["permissive", "strict"])
def serde(request: pytest.FixtureRequest) -> JsonPlusSerializer:
    return JsonPlusSerializer() if request.param == "permissive" else JsonPlusSerializer(allowed_msgpack_modules=None)


def is_plain(value: object) -> bool:
    return bool(json.loads(json.dumps(value)) == value)


@pytest.mark.parametrize("resume", [None, Command(resume="go on")], ids=["None", "Command"])
@pytest.mark.parametrize("node", LEGAL)
def test_a_turn_that_stopped_goes_on_in_another_graph(
    shelf: rb.Catalog, saver: BaseCheckpointSaver[Any], node: str, resume: Any
) -> None:
    bot, other = (rb.RecBot(shelf, shop, store=log) for log in [rb.InProcessLog()] * 2)
    stopped = rb.build_graph(bot).compile(saver, interrupt_before=[node])
    assert not stopped.invoke({"steps": STEPS, "n": 3}, ANN)
    state = stopped.get_state(ANN)
    assert state.next == (node,)
    assert is_plain(state.values)
    resumed = rb.build_graph(other).compile(saver)
    page = resumed.invoke(resume, ANN)["page"]
    assert page["memory"] == ["no genre: crime", "more genre: travel"]
    assert page["ids"] == bot.recommend("ann", n=3).ids
    assert len(bot.log("ann")) == 1
    for checkpoint in resumed.get_state_history(ANN):
        assert is_plain(checkpoint.values)


@pytest.mark.parametrize("node", ["parse", "plan"])
async def test_so_it_does_in_an_event_loop(shelf: rb.Catalog, tmp_path: Path, node: str) -> None:
    bot = rb.RecBot(shelf, shop)
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "turns.db")) as saver:
        stopped = rb.build_graph(bot).compile(saver, interrupt_after=[node])
        await stopped.ainvoke({"steps": STEPS, "n": 3}, ANN)
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "turns.db")) as saver:
        page = (await rb.build_graph(bot).compile(saver).ainvoke(None, ANN))["page"]
    assert page["ids"] == (await bot.arecommend("ann", n=3)).ids


def test_it_goes_on_in_another_process_where_only_plain_types_are_read(tmp_path: Path) -> None:
    script = textwrap.dedent("""
        import sys
        import recbot_sdk as rb
        from langgraph.checkpoint.sqlite import SqliteSaver

        catalog = rb.Catalog.from_records([{"id": i, "name": f"Stone {i}", "carat": i} for i in range(50)], id="id", title="name")
        bot = rb.RecBot(catalog, lambda user, n: list(range(50))[:n], store="log.db")
        user = {"configurable": {"user_id": "ann", "thread_id": "t1"}}
        with SqliteSaver.from_conn_string("turns.db") as saver:
            if sys.argv[1] == "begin":
                steps = rb.steps.Add(preference=rb.like(rb.field("carat") > 40, hard=True))
                rb.build_graph(bot).compile(saver, interrupt_before=["plan"]).invoke(
                    {"steps": [steps.model_dump(mode="json")], "n": 4}, user)
            else:
                print(rb.build_graph(bot).compile(saver).invoke(None, user)["page"]["ids"])
    """)
    strict = {**os.environ, "LANGGRAPH_STRICT_MSGPACK": "true"}
    for part in ("begin", "end"):
        ran = subprocess.run(
            [sys.executable, "-W", "error", "-c", script, part],
            cwd=tmp_path,
            env=strict,
            capture_output=True,
            text=True,
        )
        assert ran.returncode == 0, ran.stderr
        assert ran.stderr == ""
    assert ran.stdout.strip() == "[41, 42, 43, 44]"


def test_the_next_turn_of_a_thread_repeats_nothing(shelf: rb.Catalog) -> None:
    bot = rb.RecBot(shelf, shop, checkpointer=InMemorySaver())
    bot.apply("ann", rb.like(rb.field("genre") == "travel"), exclude=["b5"], n=3)
    feed = bot.recommend("ann")
    assert len(bot.log("ann")) == 1
    assert feed.change is None
    assert feed.parse is None
    assert set(feed.ids) == set(ORDER)


def test_nor_does_the_turn_after_one_that_failed(shelf: rb.Catalog) -> None:
    lawless: list[bool] = [True]

    def law(user: str, context: Any) -> None:
        if lawless:
            raise RuntimeError("no law yet")

    bot = rb.RecBot(shelf, shop, policy=law, checkpointer=InMemorySaver())
    with pytest.raises(rb.PolicyError):
        bot.apply("ann", rb.like(rb.field("genre") == "travel"), n=3)
    lawless.clear()
    feed = bot.recommend("ann")
    assert feed.change is None
    assert len(feed) == 10
    assert len(bot.log("ann")) == 1


def test_a_turn_goes_on_for_its_own_user_alone(shelf: rb.Catalog) -> None:
    saver, bot = InMemorySaver(), rb.RecBot(shelf, shop)
    rb.build_graph(bot).compile(saver, interrupt_before=["plan"]).invoke({"steps": STEPS}, ANN)
    with pytest.raises(rb.ArgumentError, match="another user"):
        rb.build_graph(bot).compile(saver).invoke(None, BOB)
    page = rb.build_graph(bot).compile(saver).invoke({"n": 10}, BOB)["page"]  # a new turn on the thread is bob's own
    assert page["ids"] == ORDER
    assert page["memory"] == []


class Killed(BaseException):
    """The process ends here."""


class Nothing(rb.Arguments):
    """No arguments."""


def test_a_turn_whose_process_died_behind_the_host_ends_in_the_same_feed(shelf: rb.Catalog) -> None:
    dies: list[bool] = [True]

    @rb.tool(stage="arrange", name="shuffle")
    def shuffle(candidates: rb.Candidates, args: Nothing, ctx: rb.ToolContext) -> rb.Candidates:
        """Last of the tools."""
        if dies:
            raise Killed
        return candidates

    saver, log = InMemorySaver(), rb.InProcessLog()
    bot, other = (rb.RecBot(shelf, shop, tools=[shuffle], store=log) for _ in range(2))
    wishes = [no("crime"), rb.like(rb.field("genre") == "travel", dose=0.5), rb.like(rb.Directive(tool="shuffle"))]
    steps = [rb.steps.Add(preference=wish).model_dump(mode="json") for wish in wishes]
    with pytest.raises(Killed):
        rb.build_graph(bot).compile(saver).invoke({"steps": steps, "n": 2}, ANN)
    dies.clear()
    resumed = rb.build_graph(other).compile(saver)
    assert resumed.get_state(ANN).next == ("shuffle",)
    feed = resumed.invoke(None, ANN)["feed"].value
    whole = bot.recommend("ann", n=2)
    assert [(entry.id, entry.score, entry.why) for entry in feed] == [(e.id, e.score, e.why) for e in whole]
    assert feed.ids != ["b0", "b3"]  # the wish for travel has moved something


def test_a_parser_may_ask_the_user_back(shelf: rb.Catalog) -> None:
    class Asking:
        def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
            said = rb.Span(start=0, end=len(command.text), text=command.text)
            wish = no(str(interrupt("Which genre?")))
            return rb.Parse(
                text=command.text, proposals=(rb.Proposal(step=rb.steps.Add(preference=wish), spans=(said,)),)
            )

    bot = rb.RecBot(shelf, shop, parser=Asking())
    graph = rb.build_graph(bot).compile(InMemorySaver())
    asked = graph.invoke({"command": "none of that"}, ANN)
    assert asked["__interrupt__"][0].value == "Which genre?"
    feed = graph.invoke(Command(resume="crime"), ANN)["feed"].value
    assert "crime" not in genres(feed)
    assert "parser_failed" not in codes(feed)


@pytest.mark.parametrize("option", ["interrupt_before", "interrupt_after"])
@pytest.mark.parametrize("node", ["filter", "aggregate", "compose", "*"])
def test_an_interrupt_behind_the_host_is_refused(bot: rb.RecBot, option: str, node: str) -> None:
    where = node if node == "*" else ["plan", node]
    with pytest.raises(rb.ArgumentError, match=option):
        rb.build_graph(bot).compile(InMemorySaver(), **{option: where})


def test_also_after_the_host_was_asked_and_in_a_subclass(bot: rb.RecBot) -> None:
    with pytest.raises(rb.ArgumentError, match="behind the host's call"):
        rb.build_graph(bot).compile(interrupt_after=["retrieve"])

    class Patient(rb.graph.TurnGraph):
        def compile(self, checkpointer: Any = None, **options: Any) -> Any:
            return super().compile(checkpointer, interrupt_before=["compose"], **options)

    patient = rb.build_graph(bot)
    patient.__class__ = Patient
    with pytest.raises(rb.ArgumentError, match="compose"):
        patient.compile()


def test_one_asked_for_at_run_time_costs_nothing_but_the_work(shelf: rb.Catalog) -> None:
    bot = rb.RecBot(shelf, shop)
    graph = rb.build_graph(bot).compile(InMemorySaver())
    graph.invoke({"steps": STEPS, "n": 2}, ANN, interrupt_before=["compose"])
    assert graph.invoke(None, ANN)["page"]["ids"] == bot.recommend("ann", n=2).ids


def test_forgetting_a_user_empties_the_thread(shelf: rb.Catalog) -> None:
    saver = InMemorySaver()
    bot = rb.RecBot(shelf, shop, checkpointer=saver)
    bot.apply("ann", no("crime"))
    assert list(saver.list(None))
    bot.forget("ann")
    assert not list(saver.list(None))
