"""The tool calls of a turn, validated, each naming the preferences that it serves."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel, ConfigDict, Field

from ..models.failure import FailureKind
from ..models.usage import Usage
from ..types import JsonValue, Stage


class ToolCall(BaseModel):
    """One call: the tool by name, its arguments in JSON form, and an id that names its contribution."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    tool: str
    stage: Stage
    arguments: dict[str, JsonValue] = Field(default_factory=dict)
    serves: tuple[str, ...] = ()
    """Ids of the preferences that asked for it."""


class Plan(BaseModel):
    """The calls of one turn in the order in which they run."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calls: tuple[ToolCall, ...] = ()
    dormant: tuple[str, ...] = ()
    """Ids of preferences that are kept and shown but name something that the catalogue lacks today."""

    left_out: tuple[str, ...] = ()
    """Ids of soft preferences for which the plan had no call left."""
    usage: Usage | None = None
    """What a chat model cost; None where none was asked."""
    failure: FailureKind | None = None
    """Why a chat model that was asked is left out of it."""
    dropped: tuple[str, ...] = ()
    """Calls that a chat model proposed and that may not be made, each with the reason."""

    def __iter__(self) -> Iterator[ToolCall]:  # type: ignore[override]
        return iter(self.calls)

    def __len__(self) -> int:
        return len(self.calls)

    def of(self, tool: str) -> tuple[ToolCall, ...]:
        """The calls of one tool."""
        return tuple(call for call in self.calls if call.tool == tool)
