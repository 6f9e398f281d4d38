"""The chat models for tests behave as LangChain's own do."""

from __future__ import annotations

import pytest
from langchain_core.messages import AIMessage, HumanMessage
from langchain_core.tools import tool
from pydantic import BaseModel

from recbot_sdk.testing import Fault, FaultyChatModel, ScriptedChatModel


class Colour(BaseModel):
    """A colour."""

    name: str


@tool
def paint(name: str) -> str:
    """Paint it."""
    return name


@pytest.mark.parametrize("method", ["function_calling", "json_schema", "json_mode"])
def test_it_answers_in_a_schema_and_records_what_it_was_asked(method: str) -> None:
    model = ScriptedChatModel([{"name": "red"}, Colour(name="blue")])
    chain = model.with_structured_output(Colour, method=method)
    assert [chain.invoke("a"), chain.invoke("b")] == [Colour(name="red"), Colour(name="blue")]
    assert [messages[-1].content for messages in model.asked] == ["a", "b"]


def test_it_answers_by_a_function_of_the_messages() -> None:
    model = ScriptedChatModel(lambda messages: Colour(name=str(messages[-1].content)))
    assert model.with_structured_output(Colour).invoke("green") == Colour(name="green")


def test_it_calls_tools_reports_tokens_and_gives_messages_as_they_are() -> None:
    said = AIMessage("done")
    model = ScriptedChatModel([{"name": "red"}, said, "plain"])
    call = model.bind_tools([paint]).invoke([HumanMessage("x")])
    assert call.tool_calls[0]["name"] == "paint"
    assert call.tool_calls[0]["args"] == {"name": "red"}
    assert call.usage_metadata is not None
    assert [model.invoke("x").content, model.invoke("x").content] == ["done", "plain"]


def test_a_script_that_has_run_out_says_so() -> None:
    with pytest.raises(LookupError, match="has 0 answers and was asked 1 times"):
        ScriptedChatModel([]).invoke("x")


async def test_it_answers_async_and_so_does_the_faulty_one() -> None:
    model = FaultyChatModel(ScriptedChatModel([Colour(name="red")]), [Fault("slow", seconds=0.01)])
    assert await model.with_structured_output(Colour).ainvoke("x") == Colour(name="red")


def test_a_schedule_of_faults_ends_and_a_fault_alone_does_not() -> None:
    model = FaultyChatModel(ScriptedChatModel(["one", "two"]), ["down", None, "down"])
    with pytest.raises(ConnectionError):
        model.invoke("x")
    assert model.invoke("x").content == "one"
    with pytest.raises(ConnectionError):
        model.invoke("x")
    assert model.invoke("x").content == "two"
    assert model.times == 4
    lasting = FaultyChatModel(ScriptedChatModel(["one"]), "prose")
    assert lasting.invoke("x").content == lasting.invoke("x").content != "one"
