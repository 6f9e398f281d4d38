"""Answers: only an open question takes one, once, from the user who was asked; what is refused changes nothing."""

import asyncio
import json
import os
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from langgraph.checkpoint.base import BaseCheckpointSaver
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.checkpoint.serde.jsonplus import JsonPlusSerializer
from langgraph.checkpoint.sqlite import SqliteSaver
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command
from typing_extensions import TypedDict

import recbot_sdk as rb
from recbot_sdk.preferences.log import SeqConflict

from .cinema import ALL, WITHOUT_ADA, WITHOUT_DI, Scripted, asking, cinema, no_cast, open_in
from .conftest import codes

ANN: Any = {"configurable": {"user_id": "ann", "thread_id": "t1"}}
BOB: Any = {"configurable": {"user_id": "bob", "thread_id": "t1"}}


def asked(bot: rb.RecBot, **options: Any) -> str:
    """The id of an open question of ann's."""
    return open_in(bot.recommend("ann", "no Kim", **options)).id


# -- what is refused ----------------------------------------------------------------------------------------------------


def test_a_question_is_answered_once(asker: rb.RecBot) -> None:
    question = asked(asker)
    asker.answer("ann", question, 1)
    for option in (1, 0, None):
        with pytest.raises(rb.StaleAnswerError, match="was answered"):
            asker.answer("ann", question, option)
    assert asker.recommend("ann").ids == WITHOUT_DI
    assert len(asker.log("ann")) == 1


@pytest.mark.parametrize("say", ["no war", "no Roe", "thanks", "undo"])
def test_a_newer_command_abandons_it(asker: rb.RecBot, say: str) -> None:
    question = asked(asker)
    asker.recommend("ann", say)
    kept = asker.log("ann")
    with pytest.raises(rb.StaleAnswerError, match="something newer was said"):
        asker.answer("ann", question, 0)
    assert asker.log("ann") == kept


def test_so_does_a_tap(asker: rb.RecBot) -> None:
    question = asked(asker)
    asker.apply("ann", no_cast("Bo Lee").preference)
    assert asker.recommend("ann").question is None
    with pytest.raises(rb.StaleAnswerError):
        asker.answer("ann", question, 0)


def test_another_user_cannot_answer_it_and_it_stays_open(asker: rb.RecBot) -> None:
    question = asked(asker)
    with pytest.raises(rb.StaleAnswerError, match="not this user's"):
        asker.answer("bob", question, 0)
    asker.recommend("bob", "no Roe")
    with pytest.raises(rb.StaleAnswerError, match="not this user's"):
        asker.answer("bob", question, 0)
    assert asker.log("bob") == ()
    assert asker.answer("ann", question, 0).ids == WITHOUT_ADA


@pytest.mark.parametrize("option", [2, -1, True, "1", 1.0, [0]])
def test_what_is_no_option_is_said_and_it_stays_open(asker: rb.RecBot, option: Any) -> None:
    question = asked(asker)
    with pytest.raises(rb.ArgumentError, match="Give 0 to 1, or None"):
        asker.answer("ann", question, option)
    assert asker.answer("ann", question, 1).ids == WITHOUT_DI


@pytest.mark.parametrize("question", ["", "q", "é\0"])
def test_nor_can_one_be_answered_that_was_never_asked(asker: rb.RecBot, question: str) -> None:
    with pytest.raises(rb.StaleAnswerError):
        asker.answer("ann", question, 0)
    asked(asker)
    with pytest.raises(rb.StaleAnswerError):
        asker.answer("ann", question, 0)


def test_a_reading_of_what_is_no_longer_there_is_refused_and_the_other_may_be_taken(films: rb.Catalog) -> None:
    log, wish = rb.InProcessLog(), no_cast("Di Kim").preference
    parser = Scripted({"let her": [(rb.steps.Retract(target=wish.target), no_cast("Ada Kim"))]})
    phone, desk = asking(films, store=log, parser=parser), asking(films, store=log)
    phone.apply("ann", wish)
    question = open_in(phone.recommend("ann", "let her")).id
    desk.undo("ann")
    kept = phone.log("ann")
    with pytest.raises(rb.StaleAnswerError, match="memory has moved on"):
        phone.answer("ann", question, 0)
    assert phone.log("ann") == kept
    assert [str(p) for p in phone.answer("ann", question, 1).memory] == ["no cast: Ada Kim"]


def test_so_is_one_that_has_ended_meanwhile(films: rb.Catalog) -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    tonight = [
        step.model_copy(
            update={
                "preference": step.preference.model_copy(
                    update={"scope": "standing", "expires_at": noon + timedelta(hours=9)}
                )
            }
        )
        for step in (no_cast("Di Kim"), no_cast("Ada Kim"))
    ]
    bot = asking(films, parser=Scripted({"not her tonight": [tuple(tonight)]}))
    question = open_in(bot.recommend("ann", "not her tonight", now=noon)).id
    with pytest.raises(rb.StaleAnswerError, match="memory has moved on"):
        bot.answer("ann", question, 0, now=noon + timedelta(days=1))
    assert bot.answer("ann", question, 0, now=noon + timedelta(hours=1)).ids == WITHOUT_DI


def test_what_another_device_has_said_meanwhile_is_kept(films: rb.Catalog) -> None:
    log = rb.InProcessLog()
    phone, desk = (asking(films, store=log) for _ in range(2))
    question = asked(phone)
    desk.recommend("ann", "no war")
    feed = phone.answer("ann", question, None)
    assert "f4" not in feed.ids  # neither was meant, and the feed obeys what was said elsewhere
    assert [str(wish) for wish in feed.memory] == ["no genre: war"]


def test_an_answer_is_of_the_moment_when_it_is_given(asker: rb.RecBot) -> None:
    noon = datetime(2026, 5, 1, 12, tzinfo=UTC)
    question = asked(asker, now=noon)
    asker.answer("ann", question, 1, now=noon + timedelta(hours=2))
    assert asker.log("ann")[0].at == noon + timedelta(hours=2)


# -- two at once ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("options", [(0, 1), (1, 1)])
@pytest.mark.parametrize("store", [None, "log.db"])
def test_of_two_answers_at_once_one_counts(
    films: rb.Catalog, tmp_path: Path, store: str | None, options: tuple[int, int]
) -> None:
    bot = asking(films, store=store and str(tmp_path / store))

    def answer(question: str, option: int) -> list[Any] | None:
        start.wait()
        try:
            return list(bot.answer("ann", question, option).ids)
        except rb.StaleAnswerError:
            return None

    with ThreadPoolExecutor(2) as pool:
        for k in range(8):
            start, question = threading.Barrier(2), asked(bot)
            came = [taken.result() for taken in [pool.submit(answer, question, option) for option in options]]
            (won,) = (feed for feed in came if feed is not None)
            assert won == bot.recommend("ann").ids == [WITHOUT_ADA, WITHOUT_DI][options[came.index(won)]]
            assert len(bot.log("ann")) == 2 * k + 1
            bot.undo("ann")


async def test_also_in_an_event_loop(asker: rb.RecBot) -> None:
    question = open_in(await asker.arecommend("ann", "no Kim")).id
    both = await asyncio.gather(*(asker.aanswer("ann", question, k) for k in (0, 1)), return_exceptions=True)
    assert sorted(type(each).__name__ for each in both) == ["Feed", "StaleAnswerError"]
    assert len(asker.log("ann")) == 1


def test_of_two_that_meet_in_the_log_one_counts(films: rb.Catalog) -> None:
    """Both have found the question open, and read the log, before either writes: the request id decides."""

    class Meeting(rb.InProcessLog):
        def read(self, namespace: str, user: str) -> tuple[rb.MemoryChange, ...]:
            if threading.current_thread() in fresh:
                fresh.remove(threading.current_thread())
                meet.wait(timeout=5)
            return super().read(namespace, user)

        def append(self, namespace: str, user: str, change: rb.MemoryChange, expected_seq: int) -> rb.MemoryChange:
            if change.words == "no Kim":
                meet.wait(timeout=5)
            return super().append(namespace, user, change, expected_seq)

    meet, fresh = threading.Barrier(2), list[threading.Thread]()
    bot = asking(films, store=Meeting())
    question, came = asked(bot), list[Any]()

    def answer(option: int) -> None:
        try:
            came.append(bot.answer("ann", question, option).ids)
        except rb.StaleAnswerError as error:
            came.append(error)

    threads = [threading.Thread(target=answer, args=(option,)) for option in (0, 1)]
    fresh += threads
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (won,) = (each for each in came if isinstance(each, list))
    assert won == bot.recommend("ann").ids
    assert len(bot.log("ann")) == 1


# -- what fails ----------------------------------------------------------------------------------------------------------


def test_an_answer_that_could_not_be_written_may_be_given_again(films: rb.Catalog) -> None:
    busy = [True]

    class Busy(rb.InProcessLog):
        def append(self, namespace: str, user: str, change: rb.MemoryChange, expected_seq: int) -> rb.MemoryChange:
            if busy:
                raise SeqConflict("another came first")
            return super().append(namespace, user, change, expected_seq)

    bot = asking(films, store=Busy())
    question = asked(bot)
    with pytest.raises(rb.StoreBusyError):
        bot.answer("ann", question, 1)
    busy.clear()
    with pytest.raises(rb.StaleAnswerError):
        bot.answer("ann", question, 0)  # the other one was given
    assert bot.answer("ann", question, 1).ids == WITHOUT_DI
    assert len(bot.log("ann")) == 1


def test_so_may_one_whose_feed_could_not_be_served(films: rb.Catalog) -> None:
    lawless: list[bool] = []

    def law(user: str, context: Any) -> None:
        if lawless:
            raise RuntimeError("no law yet")

    bot = asking(films, policy=law)
    question = asked(bot)
    lawless.append(True)
    with pytest.raises(rb.PolicyError):
        bot.answer("ann", question, 1)
    lawless.clear()
    assert bot.answer("ann", question, 1).ids == WITHOUT_DI
    assert len(bot.log("ann")) == 1


def test_a_log_that_cannot_be_read_leaves_the_question_open(films: rb.Catalog) -> None:
    down: list[bool] = []

    class Down(rb.InProcessLog):
        def read(self, namespace: str, user: str) -> tuple[rb.MemoryChange, ...]:
            if down:
                raise OSError("no disk")
            return super().read(namespace, user)

    bot = asking(films, store=Down())
    question = asked(bot)
    down.append(True)
    with pytest.raises(rb.MemoryUnavailableError):
        bot.answer("ann", question, 1)
    down.clear()
    assert bot.answer("ann", question, 1).ids == WITHOUT_DI


def test_an_answer_whose_memory_could_not_be_read_may_be_given_again(films: rb.Catalog) -> None:
    fails: list[bool] = []

    class Shaky(rb.InProcessLog):
        def read(self, namespace: str, user: str) -> tuple[rb.MemoryChange, ...]:
            if fails and fails.pop(0):
                raise OSError("no disk")
            return super().read(namespace, user)

    log, saver = Shaky(), InMemorySaver()
    question = asked(asking(films, store=log, checkpointer=saver))
    bot = asking(films, store=log, checkpointer=saver)  # a process that knows nothing of ann
    fails += [False, True]
    with pytest.raises(rb.MemoryUnavailableError):
        bot.answer("ann", question, 1)
    assert bot.answer("ann", question, 1).ids == WITHOUT_DI
    assert len(bot.log("ann")) == 1


async def test_a_turn_that_is_cancelled_behind_its_commit_has_changed_what_it_changed(films: rb.Catalog) -> None:
    reached, go_on = threading.Event(), threading.Event()

    def slow(user: str, n: int) -> list[str]:
        reached.set()
        go_on.wait(timeout=5)
        return ALL[:n]

    bot = rb.RecBot(films, slow)
    turn = asyncio.create_task(bot.arecommend("ann", "no war"))
    await asyncio.to_thread(reached.wait, 5)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    go_on.set()
    assert [str(wish) for wish in bot.memory("ann")] == ["no genre: war"]
    assert "f4" not in (await bot.arecommend("ann")).ids


async def test_one_that_is_cancelled_before_has_changed_nothing(films: rb.Catalog) -> None:
    reached, go_on = threading.Event(), threading.Event()

    class Slow(Scripted):
        def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
            reached.set()
            go_on.wait(timeout=5)
            return super().parse(command, memory)

    bot = rb.RecBot(films, cinema, parser=Slow({"not Di": [(no_cast("Di Kim"),)]}))
    turn = asyncio.create_task(bot.arecommend("ann", "not Di"))
    await asyncio.to_thread(reached.wait, 5)
    turn.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turn
    go_on.set()
    assert bot.log("ann") == ()


# -- where questions are kept --------------------------------------------------------------------------------------------


@pytest.fixture(params=["permissive", "strict"])
def serde(request: pytest.FixtureRequest) -> JsonPlusSerializer:
    return JsonPlusSerializer() if request.param == "permissive" else JsonPlusSerializer(allowed_msgpack_modules=None)


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


@pytest.mark.filterwarnings("error")
def test_another_bot_on_the_same_checkpointer_takes_the_answer(
    films: rb.Catalog, saver: BaseCheckpointSaver[Any]
) -> None:
    log = rb.InProcessLog()
    one, other = (asking(films, store=log, checkpointer=saver) for _ in range(2))
    question = open_in(one.recommend("ann", "no Kim", n=3))
    assert other.recommend("ann").question == question
    assert other.answer("ann", question.id, 1).ids == WITHOUT_DI[:3]


async def test_so_it_is_with_an_asynchronous_one(films: rb.Catalog, tmp_path: Path) -> None:
    log = rb.InProcessLog()
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "turns.db")) as saver:
        question = open_in(await asking(films, store=log, checkpointer=saver).arecommend("ann", "no Kim"))
    async with AsyncSqliteSaver.from_conn_string(str(tmp_path / "turns.db")) as saver:
        bot = asking(films, store=log, checkpointer=saver)
        assert (await bot.arecommend("ann")).question == question
        assert (await bot.aanswer("ann", question.id, 1)).ids == WITHOUT_DI


SCRIPT = textwrap.dedent("""
    import os
    import sys
    import recbot_sdk as rb
    from langgraph.checkpoint.sqlite import SqliteSaver

    def host(user, n):
        if sys.argv[1] == "die":
            os._exit(0)
        return list(range(9))[:n]

    people = ["Ada Kim", "Di Kim", "Bo Lee"]
    rows = [{"id": i, "name": f"Song {i}", "singer": people[i % 3]} for i in range(9)]
    catalog = rb.Catalog.from_records(rows, id="id", title="name", fields={"singer": rb.Field(kind="category")})
    with SqliteSaver.from_conn_string("turns.db") as saver:
        bot = rb.RecBot(catalog, host, store="log.db", questions=True, checkpointer=saver)
        if sys.argv[1] == "ask":
            print(bot.recommend("ann", "no Kim", n=4).question.id)
        else:
            try:
                print(bot.answer("ann", sys.argv[2], 1).ids, len(bot.log("ann")))
            except rb.StaleAnswerError as error:
                print(bot.recommend("ann", n=4).ids, len(bot.log("ann")), error)
""")


def in_a_process(folder: Path, *said: str) -> str:
    """What a process of its own prints, which reads plain types alone and warns of nothing."""
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT, *said],
        cwd=folder,
        env={**os.environ, "LANGGRAPH_STRICT_MSGPACK": "true"},
        capture_output=True,
        text=True,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    return ran.stdout.strip()


def test_a_question_outlives_its_process(tmp_path: Path) -> None:
    question = in_a_process(tmp_path, "ask")
    assert in_a_process(tmp_path, "answer", question) == "[0, 2, 3, 5] 1"


def test_an_answer_whose_process_died_behind_its_commit_is_kept_and_not_taken_twice(tmp_path: Path) -> None:
    question = in_a_process(tmp_path, "ask")
    assert in_a_process(tmp_path, "die", question) == ""
    assert in_a_process(tmp_path, "answer", question).startswith("[0, 2, 3, 5] 1 question")


def test_bots_of_two_namespaces_share_a_checkpointer_and_no_thread(films: rb.Catalog) -> None:
    saver = InMemorySaver()
    cinemas = [asking(films, checkpointer=saver, namespace=name) for name in ("north", "south")]
    north, south = (asked(bot) for bot in cinemas)
    cinemas[1].forget("ann")
    with pytest.raises(rb.StaleAnswerError):
        cinemas[0].answer("ann", south, 0)
    assert cinemas[0].answer("ann", north, 1).ids == WITHOUT_DI


def test_who_is_forgotten_is_asked_nothing(asker: rb.RecBot) -> None:
    question = asked(asker)
    asker.forget("ann")
    assert asker.recommend("ann").question is None
    with pytest.raises(rb.StaleAnswerError):
        asker.answer("ann", question, 0)
    assert asker.log("ann") == ()


# -- the graph itself ----------------------------------------------------------------------------------------------------


def test_whoever_runs_the_graph_is_given_the_question_and_resumes_with_an_option(asker: rb.RecBot) -> None:
    graph = rb.build_graph(asker).compile(InMemorySaver())
    (stopped,) = graph.invoke({"command": "no Kim", "n": 3}, ANN)["__interrupt__"]
    question = rb.Question.model_validate(stopped.value)
    assert [option.text for option in question.options] == ["no director/cast: Ada Kim", "no cast: Di Kim"]
    page = graph.invoke(Command(resume={"option": 1}), ANN)["page"]
    assert page["ids"] == WITHOUT_DI[:3]
    assert len(asker.log("ann")) == 1


@pytest.mark.parametrize("odd", [7, "the second", {"option": 9}, {"option": -1}, {"option": True}, {"choice": 1}, {}])
def test_it_asks_again_after_what_is_no_answer(asker: rb.RecBot, odd: Any) -> None:
    graph = rb.build_graph(asker).compile(InMemorySaver())
    asked_first = graph.invoke({"command": "no Kim", "n": 3}, ANN)["__interrupt__"][0].value
    asked_again = graph.invoke(Command(resume=odd), ANN)["__interrupt__"][0].value
    assert asked_again == asked_first
    assert graph.invoke(Command(resume={"option": None}), ANN)["page"]["ids"] == ALL[:3]


def test_it_goes_on_for_the_user_who_was_asked_alone(asker: rb.RecBot) -> None:
    graph = rb.build_graph(asker).compile(InMemorySaver())
    graph.invoke({"command": "no Kim"}, ANN)
    with pytest.raises(rb.ArgumentError, match="another user"):
        graph.invoke(Command(resume={"option": 0}), BOB)
    assert asker.log("ann") == asker.log("bob") == ()
    assert graph.invoke(Command(resume={"option": 1}), ANN)["page"]["ids"] == WITHOUT_DI


class Visit(TypedDict, total=False):
    command: str | None
    n: int
    page: dict[str, Any]


def as_node(bot: rb.RecBot) -> Any:
    return rb.build_graph(bot).compile()


def as_call(bot: rb.RecBot) -> Any:
    def feed(state: Visit) -> dict[str, Any]:
        return {"page": bot.graph.invoke({"command": state.get("command"), "n": state["n"]})["page"]}

    return feed


@pytest.mark.parametrize("embed", [as_node, as_call])
def test_a_parent_has_the_interrupt_as_its_own_and_resumes_it(asker: rb.RecBot, embed: Any) -> None:
    parent = StateGraph(Visit).add_node("feed", embed(asker)).add_edge(START, "feed").add_edge("feed", END)
    graph = parent.compile(InMemorySaver())
    stopped = graph.invoke({"command": "no Kim", "n": 3}, ANN)
    assert "page" not in stopped
    assert rb.Question.model_validate(stopped["__interrupt__"][0].value).words == "no Kim"
    assert graph.get_state(ANN).next == ("feed",)
    assert graph.invoke(Command(resume={"option": 1}), ANN)["page"]["ids"] == WITHOUT_DI[:3]
    assert [change.words for change in asker.log("ann")] == ["no Kim"]


def test_the_checkpoint_of_a_question_is_plain_json(asker: rb.RecBot) -> None:
    graph = rb.build_graph(asker).compile(InMemorySaver())
    graph.invoke({"command": "no Kim"}, ANN)
    graph.invoke(Command(resume={"option": 1}), ANN)
    for checkpoint in graph.get_state_history(ANN):
        assert json.loads(json.dumps(checkpoint.values)) == checkpoint.values


def test_what_an_answer_lifts_is_said(films: rb.Catalog) -> None:
    like = rb.steps.Add(preference=rb.like(rb.field("cast") == "Di Kim", hard=True))
    bot = asking(films, parser=Scripted({"her": [(no_cast("Ada Kim"), like)]}))
    bot.apply("ann", no_cast("Di Kim").preference)
    feed = bot.answer("ann", open_in(bot.recommend("ann", "her")).id, 1)
    assert "lifted" in codes(feed)
    assert feed.ids == ["f2", "f5"]


# -- whatever comes after what -------------------------------------------------------------------------------------------

OPEN_WORDS = ["no Kim", "more Roe", "only Kim"]
DONE = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from(OPEN_WORDS)),
    st.tuples(st.just("say"), st.sampled_from(["no war", "more comedy", "undo", "redo", "thanks"])),
    st.tuples(st.just("answer"), st.sampled_from([0, 1, None])),
    st.tuples(st.just("answer an old one"), st.sampled_from([0, 1, None])),
    st.tuples(st.just("look"), st.none()),
    st.tuples(st.just("preview"), st.sampled_from(OPEN_WORDS)),
)


@settings(max_examples=15, deadline=None)
@given(done=st.lists(DONE, min_size=3, max_size=8))
def test_a_bot_that_asks_stays_with_one_that_is_tapped_what_was_answered(
    films: rb.Catalog, done: list[tuple[str, Any]]
) -> None:
    asks, tapped = asking(films), rb.RecBot(films, cinema)
    question: rb.Question | None = None
    old: list[str] = []
    for what, how in done:
        match what:
            case "ask" | "say":
                old += [question.id] if question is not None else []
                question = asks.recommend("ann", how).question
                if question is None:
                    tapped.recommend("ann", how)
            case "answer" if question is not None:
                asks.answer("ann", question.id, how)
                if how is not None:
                    tapped.apply("ann", question.options[how].steps)
                old, question = [*old, question.id], None
            case "answer an old one" if old:
                with pytest.raises(rb.StaleAnswerError):
                    asks.answer("ann", old[-1], how)
            case "preview":
                assert asks.recommend("ann", how, commit=False).question is None
        feed, expected = asks.recommend("ann"), tapped.recommend("ann")
        assert feed.question == question
        assert feed.ids == expected.ids
        assert [str(wish) for wish in feed.memory] == [str(wish) for wish in expected.memory]
        assert len(asks.log("ann")) == len(tapped.log("ann"))
