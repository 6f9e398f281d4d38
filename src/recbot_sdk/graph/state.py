"""The state of the graph: JSON-plain on every edge, except for two channels that no checkpoint, trace or parent sees."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from langgraph.channels import EphemeralValue, UntrackedValue
from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema
from typing_extensions import TypedDict

T = TypeVar("T")


class Held(Generic[T]):
    """A value that rides through the graph by reference: short in a repr, a string in JSON, never checkpointed."""

    __slots__ = ("value",)

    def __init__(self, value: T) -> None:
        self.value = value

    def __repr__(self) -> str:
        return f"<{type(self.value).__name__}>"

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """In JSON a held value is its short repr; nothing can be read back from it."""
        return core_schema.is_instance_schema(cls, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: Any) -> dict[str, Any]:
        return {"type": "string", "description": "held in process"}


class TurnInput(TypedDict, total=False):
    """What a caller (or a parent graph) gives; the user id comes from `config["configurable"]["user_id"]` alone.

    `recall` reads it and it is gone: on a checkpointed thread no turn finds what an earlier one was asked.
    """

    command: Annotated[str | None, EphemeralValue]
    n: Annotated[int, EphemeralValue]
    on_screen: Annotated[list[int | str] | None, EphemeralValue]
    session: Annotated[str | None, EphemeralValue]
    request_id: Annotated[str | None, EphemeralValue]
    exclude: Annotated[list[int | str], EphemeralValue]
    candidates: Annotated[list[int | str] | None, EphemeralValue]
    context: Annotated[dict[str, Any], EphemeralValue]
    cursor: Annotated[str | None, EphemeralValue]
    now: Annotated[str | None, EphemeralValue]
    commit: Annotated[bool, EphemeralValue]
    steps: Annotated[list[dict[str, Any]], EphemeralValue]


class TurnOutput(TypedDict, total=False):
    """What a turn gives back: `page` is JSON-plain, `feed` holds the `Feed` for callers in this process."""

    page: dict[str, Any]
    feed: Annotated[Held[Any], UntrackedValue]


class TurnState(TurnInput, TurnOutput, total=False):
    """Private keys of the nodes besides input and output."""

    request: dict[str, Any]
    """`recall`: the input, validated."""
    recalled: dict[str, Any]
    """`recall` and `consolidate`: whose turn it is, memory, change, notices, whether it is degraded."""
    parsed: dict[str, Any] | None
    """`parse`: the proposals and doubts; None without a command."""
    planned: dict[str, Any]
    """`plan`: the tool calls."""
    turn: Annotated[Held[Any], UntrackedValue]
    """The turn's working values, numpy arrays among them; rebuilt from the JSON keys after an interrupt."""
