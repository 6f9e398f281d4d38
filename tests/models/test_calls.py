"""A chat model is asked under a budget: what comes back in time and fits is used, and nothing else."""

from __future__ import annotations

import asyncio
import contextvars
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace
from typing import Any

import pytest
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.language_models.fake_chat_models import FakeListChatModel
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.runnables import RunnableLambda
from pydantic import BaseModel, Field

import recbot_sdk as rb
from recbot_sdk.models import ChatCalls, FailureKind, ModelFailure
from recbot_sdk.models.binding import THOUGHTS
from recbot_sdk.models.calls import Method
from recbot_sdk.testing import Fault, FaultyChatModel, ScriptedChatModel

METHODS: tuple[Method, ...] = ("function_calling", "json_schema")
QUESTION = [HumanMessage("Which one?")]


class Choice(BaseModel):
    """One of the shelves."""

    shelf: str
    sure: float = Field(ge=0, le=1)


GOOD = Choice(shelf="crime", sure=0.5)
Ask = Callable[..., tuple[Choice, rb.Usage]]


def asking(calls: ChatCalls, *, asynchronous: bool, **kwargs: Any) -> tuple[Choice, rb.Usage]:
    if asynchronous:
        return asyncio.run(calls.aask(QUESTION, Choice, **kwargs))
    return calls.ask(QUESTION, Choice, **kwargs)


both_ways = pytest.mark.parametrize("asynchronous", [False, True], ids=["sync", "async"])


@both_ways
@pytest.mark.parametrize("method", METHODS)
def test_an_answer_in_the_schema_comes_back_with_what_it_cost(method: Method, asynchronous: bool) -> None:
    calls = ChatCalls(ScriptedChatModel([GOOD]), method=method, price=(1.0, 10.0))
    answer, usage = asking(calls, asynchronous=asynchronous)
    assert answer == GOOD
    assert usage.calls == 1
    assert usage.input_tokens > 0
    assert usage.output_tokens > 0
    assert usage.cost == pytest.approx((usage.input_tokens + 10 * usage.output_tokens) / 1e6)


@both_ways
@pytest.mark.parametrize(
    ("fault", "requests"),
    [("down", 2), ("limited", 2), ("refused", 1), ("malformed", 2), ("truncated", 1), ("prose", 2)],
)
def test_a_fault_that_lasts_is_a_failure_of_its_kind(fault: FailureKind, requests: int, asynchronous: bool) -> None:
    model = FaultyChatModel(ScriptedChatModel([]), fault)  # type: ignore[arg-type]
    with pytest.raises(ModelFailure) as failed:
        asking(ChatCalls(model), asynchronous=asynchronous)
    assert failed.value.kind == fault
    assert failed.value.usage.calls == model.times == requests


@both_ways
@pytest.mark.parametrize("fault", ["down", "malformed", "prose", Fault("limited", retry_after=0.05)])
def test_a_fault_that_passes_costs_one_more_request(fault: Fault, asynchronous: bool) -> None:
    answer, usage = asking(ChatCalls(FaultyChatModel(ScriptedChatModel([GOOD]), [fault])), asynchronous=asynchronous)
    assert (answer, usage.calls) == (GOOD, 2)


@both_ways
def test_one_deadline_holds_over_all_tries(asynchronous: bool) -> None:
    calls = ChatCalls(
        FaultyChatModel(ScriptedChatModel([GOOD]), ["down", Fault("slow", seconds=2.0)]), tries=5, seconds=0.4
    )
    began = time.monotonic()
    with pytest.raises(ModelFailure) as failed:
        asking(calls, asynchronous=asynchronous)
    assert failed.value.kind == "slow"
    assert time.monotonic() - began < 1.5


@both_ways
def test_a_question_may_have_less_time_than_the_calls_and_never_more(asynchronous: bool) -> None:
    slow = FaultyChatModel(ScriptedChatModel([]), Fault("slow", seconds=2.0))
    for own, given in ((5.0, 0.1), (0.1, 5.0)):
        began = time.monotonic()
        with pytest.raises(ModelFailure):
            asking(ChatCalls(slow, seconds=own), asynchronous=asynchronous, seconds=given)
        assert time.monotonic() - began < 1.5


@both_ways
def test_without_time_left_a_model_is_not_asked_and_not_blamed(asynchronous: bool) -> None:
    calls = ChatCalls(ScriptedChatModel([GOOD]), breaker=rb.Breaker(failures=1))
    with pytest.raises(ModelFailure, match="slow: no time was left to ask") as failed:
        asking(calls, asynchronous=asynchronous, seconds=0.0)
    assert failed.value.usage.calls == 0
    assert asking(calls, asynchronous=asynchronous)[0] == GOOD


def test_a_service_that_wants_more_time_than_is_left_is_not_waited_for() -> None:
    model = FaultyChatModel(ScriptedChatModel([GOOD]), [Fault("limited", retry_after=60)])
    began = time.monotonic()
    with pytest.raises(ModelFailure) as failed:
        ChatCalls(model).ask(QUESTION, Choice)
    assert (failed.value.kind, model.times) == ("limited", 1)
    assert time.monotonic() - began < 1.0


@pytest.mark.parametrize("method", METHODS)
def test_a_model_is_told_once_what_does_not_fit(method: Method) -> None:
    model = ScriptedChatModel([{"shelf": "crime", "sure": 7}, GOOD])
    assert ChatCalls(model, method=method).ask(QUESTION, Choice)[0] == GOOD
    assert "sure: Input should be less than or equal to 1" in str(model.asked[1][-1].content)


@both_ways
def test_an_answer_that_fails_its_check_is_sent_back_once(asynchronous: bool) -> None:
    model = ScriptedChatModel([Choice(shelf="garden", sure=1), GOOD])

    def check(choice: Choice) -> str | None:
        return None if choice.shelf == "crime" else f"there is no shelf {choice.shelf!r}"

    answer, usage = asking(ChatCalls(model), asynchronous=asynchronous, check=check)
    assert (answer, usage.calls) == (GOOD, 2)
    assert "there is no shelf 'garden'" in str(model.asked[1][-1].content)


@pytest.mark.parametrize("second", [Choice(shelf="moon", sure=1), "I would rather not.", ConnectionError()])
def test_after_a_second_complaint_the_best_answer_is_given_all_the_same(second: Any) -> None:
    calls = ChatCalls(ScriptedChatModel([Choice(shelf="garden", sure=1), second]))
    answer, _ = calls.ask(QUESTION, Choice, check=lambda choice: "no such shelf")
    assert answer.shelf == ("moon" if isinstance(second, Choice) else "garden")


def test_a_cancelled_question_stays_cancelled() -> None:
    async def main() -> None:
        calls = ChatCalls(FaultyChatModel(ScriptedChatModel([]), Fault("slow", seconds=5)), seconds=5)
        task = asyncio.create_task(calls.aask(QUESTION, Choice))
        await asyncio.sleep(0.05)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task

    asyncio.run(main())


def test_a_late_request_is_left_behind_in_a_daemon_thread_with_the_callers_context() -> None:
    name: contextvars.ContextVar[str] = contextvars.ContextVar("name")
    name.set("ann")
    seen: list[tuple[str, bool]] = []

    def answer(messages: object) -> Choice:
        seen.append((name.get(), threading.current_thread().daemon))
        return GOOD

    ChatCalls(ScriptedChatModel(answer)).ask(QUESTION, Choice)
    assert seen == [("ann", True)]


def test_many_threads_share_the_calls_and_each_has_its_own_answer() -> None:
    calls = ChatCalls(ScriptedChatModel(lambda messages: Choice(shelf=str(messages[0].content), sure=1)))
    shelves = [f"shelf {k}" for k in range(40)]
    with ThreadPoolExecutor(16) as crowd:
        answers = crowd.map(lambda shelf: calls.ask([HumanMessage(shelf)], Choice)[0].shelf, shelves)
    assert list(answers) == shelves


def test_a_wrong_key_is_not_tried_again() -> None:
    class AuthenticationError(Exception):
        status_code = 401

    model = ScriptedChatModel([AuthenticationError(), GOOD])
    with pytest.raises(ModelFailure) as failed:
        ChatCalls(model).ask(QUESTION, Choice)
    assert (failed.value.kind, len(model.asked)) == ("down", 1)


def test_a_model_that_keeps_failing_rests_and_words_alone_never_make_it_rest() -> None:
    down = ChatCalls(FaultyChatModel(ScriptedChatModel([]), "down"), tries=1)
    kinds = []
    for _ in range(5):
        with pytest.raises(ModelFailure) as failed:
            down.ask(QUESTION, Choice)
        kinds.append(failed.value.kind)
    assert kinds == ["down", "down", "down", "resting", "resting"]

    odd = ChatCalls(FaultyChatModel(ScriptedChatModel([GOOD]), ["refused", "truncated", "malformed", "prose"]), tries=1)
    for _ in range(4):
        with pytest.raises(ModelFailure):
            odd.ask(QUESTION, Choice)
    assert odd.ask(QUESTION, Choice)[0] == GOOD


class Bounded(ScriptedChatModel):
    max_tokens: int | None = None
    reasoning_effort: str | None = None

    def __init__(self, **kwargs: Any) -> None:
        super().__init__([], **kwargs)


def bound(max_tokens: int | None = 100, **kwargs: Any) -> int | None:
    return ChatCalls(Bounded(**kwargs), max_tokens=max_tokens).model.max_tokens  # type: ignore[attr-defined,no-any-return]


def test_answers_are_bounded_unless_the_model_has_a_bound_of_its_own() -> None:
    assert bound() == 100
    assert bound(max_tokens=None) is None
    own = ChatCalls(Bounded(max_tokens=4_000), max_tokens=100).model
    assert own.max_tokens == 4_000  # type: ignore[attr-defined]
    given = Bounded()
    ChatCalls(given, max_tokens=100)
    assert given.max_tokens is None  # the integrator's own model is left alone


def test_the_most_that_a_model_can_say_is_no_bound_of_its_own() -> None:
    most = Bounded(max_tokens=64_000, profile={"max_output_tokens": 64_000})
    assert ChatCalls(most, max_tokens=100).model.max_tokens == 100  # type: ignore[attr-defined]


def test_a_model_that_may_think_has_room_for_its_thoughts() -> None:
    assert bound(profile={"reasoning_output": True}) == 100 + THOUGHTS
    assert bound(reasoning_effort="high") is None


def test_what_cannot_answer_in_a_schema_is_refused_at_once() -> None:
    with pytest.raises(rb.ArgumentError, match="FakeListChatModel cannot answer in a schema"):
        ChatCalls(FakeListChatModel(responses=["hello"]))
    with pytest.raises(rb.ArgumentError, match="no chat model"):
        ChatCalls(RunnableLambda(lambda text: text))  # type: ignore[arg-type]
    with pytest.raises(rb.ArgumentError, match="seconds=0"):
        ChatCalls(ScriptedChatModel([]), seconds=0)


@pytest.mark.parametrize(
    "reason", [{"stop_reason": "max_tokens"}, {"finish_reason": "MAX_TOKENS"}, {"done_reason": "length"}]
)
def test_a_cut_answer_is_known_by_any_providers_name_for_it(reason: dict[str, str]) -> None:
    cut = AIMessage("", response_metadata={"finish_reason": "", **reason})
    with pytest.raises(ModelFailure) as failed:
        ChatCalls(ScriptedChatModel([cut])).ask(QUESTION, Choice)
    assert failed.value.kind == "truncated"


def test_a_cut_answer_that_is_raised_and_not_given_costs_what_it_cost() -> None:
    class LengthFinishReasonError(Exception):
        """As OpenAI's client raises it."""

        completion = SimpleNamespace(
            usage=SimpleNamespace(
                prompt_tokens=900,
                completion_tokens=100,
                total_tokens=1000,
                prompt_tokens_details=SimpleNamespace(cached_tokens=800),
            )
        )

    with pytest.raises(ModelFailure) as failed:
        ChatCalls(ScriptedChatModel([LengthFinishReasonError()])).ask(QUESTION, Choice)
    assert failed.value.kind == "truncated"
    usage = failed.value.usage
    assert (usage.calls, usage.input_tokens, usage.output_tokens, usage.cached_tokens) == (1, 900, 100, 800)


def test_a_log_line_of_a_failure_holds_no_words(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ModelFailure):
        ChatCalls(ScriptedChatModel([ValueError("Which one? my secret")]), tries=1).ask(QUESTION, Choice)
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


def test_nothing_is_traced_unless_the_environment_asks_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGSMITH_TRACING", "LANGSMITH_TRACING_V2", "LANGCHAIN_TRACING_V2", "LANGCHAIN_TRACING"):
        monkeypatch.delenv(name, raising=False)
    handlers: list[BaseCallbackHandler] = []

    class Watched(ScriptedChatModel):
        def __init__(self) -> None:
            super().__init__([GOOD])

        def _generate(self, messages: Any, stop: Any = None, run_manager: Any = None, **kwargs: Any) -> Any:
            handlers.extend(run_manager.handlers)
            return super()._generate(messages, stop, run_manager, **kwargs)

    from langsmith import utils

    utils.get_env_var.cache_clear()  # type: ignore[attr-defined]
    ChatCalls(Watched()).ask(QUESTION, Choice)
    assert not [handler for handler in handlers if "racer" in type(handler).__name__]
