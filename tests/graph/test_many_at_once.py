"""Two devices of one user, many users at once, sync and async: nothing that was said is lost or crosses over."""

import asyncio
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from langgraph.checkpoint.memory import InMemorySaver

import recbot_sdk as rb

from .conftest import ORDER, genres, no, shop


@pytest.mark.parametrize("store", ["in process", "on disk"])
def test_two_devices_lose_nothing(shelf: rb.Catalog, tmp_path: Path, store: str) -> None:
    where = None if store == "in process" else str(tmp_path / "log.db")
    devices = (
        [rb.RecBot(shelf, shop, store=where)] * 2
        if where is None
        else [rb.RecBot(shelf, shop, store=where) for _ in range(2)]
    )

    def say(k: int) -> rb.Feed:
        rule = rb.dislike(rb.field("pages") == k, hard=True)
        for _ in range(20):  # a busy store says so and writes nothing: the client says it again
            try:
                return devices[k % 2].apply("ann", rule, request_id=f"r{k}")
            except rb.StoreBusyError:
                continue
        raise AssertionError("the store was busy twenty times")

    with ThreadPoolExecutor(8) as pool:
        feeds = list(pool.map(say, range(24)))
    log = devices[0].log("ann")
    assert [change.seq for change in log] == list(range(1, 25))
    assert {change.request_id for change in log} == {f"r{k}" for k in range(24)}
    assert len(devices[1].memory("ann")) == 24
    assert all(any(f"{k}" in str(p) for p in feed.memory) for k, feed in enumerate(feeds))


def test_users_do_not_see_one_another(bot: rb.RecBot) -> None:
    def say(k: int) -> rb.Feed:
        genre = ["crime", "history", "travel"][k % 3]
        return bot.apply(f"user-{k}", no(genre))

    with ThreadPoolExecutor(8) as pool:
        feeds = list(pool.map(say, range(30)))
    for k, feed in enumerate(feeds):
        assert len(feed.memory) == 1
        assert ["crime", "history", "travel"][k % 3] not in genres(feed)


async def test_an_event_loop_serves_many_users(bot: rb.RecBot) -> None:
    for k in range(10):
        bot.apply(f"user-{k}", no("crime" if k % 2 else "history"))
    feeds = await asyncio.gather(*(bot.arecommend(f"user-{k}", n=5) for k in range(10)))
    for k, feed in enumerate(feeds):
        assert len(feed) == 5
        assert ("crime" if k % 2 else "history") not in genres(feed)


GENRES = ["crime", "history", "travel"]


def visit(k: int) -> tuple[dict[str, Any], Any]:
    """What the k-th visitor says, and who that is."""
    config = {"configurable": {"user_id": f"user-{k % 40}", "thread_id": f"thread-{k}"}}
    return {"command": f"nothing with {GENRES[k % 40 % 3]}", "n": 10, "session": "s", "request_id": f"r{k}"}, config


@pytest.mark.parametrize("saver", [None, InMemorySaver], ids=["no checkpoints", "checkpoints"])
def test_one_graph_serves_sixteen_threads(bot: rb.RecBot, saver: type[InMemorySaver] | None) -> None:
    graph = rb.build_graph(bot).compile(saver() if saver else None)
    with ThreadPoolExecutor(16) as pool:
        pages = list(pool.map(lambda k: graph.invoke(*visit(k))["page"], range(200)))
    for k, page in enumerate(pages):
        assert page["memory"] == [f"no genre: {GENRES[k % 40 % 3]}"]
        assert page["ids"]
    assert [len(bot.log(f"user-{u}")) for u in range(40)] == [1] * 40  # what is known already is not written again


async def test_one_graph_serves_an_event_loop(bot: rb.RecBot) -> None:
    pages = await asyncio.gather(*(bot.graph.ainvoke(*visit(k)) for k in range(200)))
    assert [out["page"]["memory"] for out in pages] == [[f"no genre: {GENRES[k % 40 % 3]}"] for k in range(200)]


class Waiting:
    """Host, parser and planner that wait for something that only a free event loop can do."""

    def __init__(self) -> None:
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.waited: list[bool] = []

    def wait(self) -> None:
        self.begun.set()
        self.waited.append(self.go_on.wait(5))

    def recommend(self, user: str, n: int) -> list[str]:
        self.wait()
        return shop(user, n)

    def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        self.wait()
        return rb.Parse(text=command.text)

    def plan(self, memory: rb.PreferenceMemory) -> rb.Plan:
        self.wait()
        return rb.Plan()


@pytest.mark.parametrize("who", ["host", "parser", "planner"])
async def test_what_waits_leaves_the_loop_free(shelf: rb.Catalog, who: str) -> None:
    waiting = Waiting()
    options: dict[str, Any] = {"host": shop, who: waiting}
    bot = rb.RecBot(shelf, **options)
    turn = asyncio.create_task(bot.arecommend("ann", "thanks", n=3))
    while not waiting.begun.is_set():
        await asyncio.sleep(0)
    waiting.go_on.set()
    assert (await turn).ids == ORDER[:3]
    assert waiting.waited == [True]


async def test_what_was_understood_comes_before_the_feed(bot: rb.RecBot) -> None:
    steps = [step async for step in bot.astream("ann", "hello there")]
    assert [type(step) for step in steps] == [rb.Parse, rb.PreferenceMemory, rb.Feed]
    assert [type(step) for step in bot.stream("ann", "hello there")] == [rb.Parse, rb.PreferenceMemory, rb.Feed]
    assert [type(step) for step in bot.stream("ann")] == [rb.Feed]


async def test_a_turn_that_is_cancelled_keeps_what_it_committed(shelf: rb.Catalog) -> None:
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def slow(user: str, n: int) -> list[str]:
        loop.call_soon_threadsafe(asked.set)
        time.sleep(0.3)
        return shop(user, n)

    bot = rb.RecBot(shelf, slow)
    await asyncio.to_thread(bot.apply, "ann", no("crime"))
    asked.clear()
    turn = asyncio.create_task(bot.arecommend("ann", "nothing with history"))
    await asked.wait()
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    assert "no genre: history" in [str(p) for p in bot.memory("ann")]
