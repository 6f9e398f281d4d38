"""A tool: a typed function `(candidates, arguments, context) -> candidates` at one stage, with the words that reach it."""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeAlias, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from ..errors import ToolError
from ..types import STAGES, JsonValue, Stage
from .candidates import Candidates
from .context import ToolContext

Cost: TypeAlias = Literal["cpu", "io"]
A = TypeVar("A", bound=BaseModel)
NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
"""What a tool may be called."""


class Arguments(BaseModel):
    """A tool's arguments: frozen, and nothing that is not declared. Any pydantic model will do as well."""

    model_config = ConfigDict(frozen=True, extra="forbid")


@dataclass(frozen=True, slots=True, eq=False)
class Tool(Generic[A]):
    """A registered function, still callable as the plain function that it is. Made by `tool`."""

    function: Callable[[Candidates, A, ToolContext], Candidates]
    name: str
    stage: Stage
    arguments: type[A]
    """The model of the arguments: what a planner, a model and MCP must fill in."""
    description: str
    """The function's docstring, as a model and MCP see it."""
    phrases: tuple[str, ...] = ()
    """Words of a user that ask for it."""
    cost: Cost = "cpu"
    """`io` may wait on something outside and runs under the timeout; `cpu` is deterministic and never waits."""

    def __call__(self, candidates: Candidates, arguments: A, ctx: ToolContext) -> Candidates:
        """Runs the function itself: no checks, no timeout."""
        return self.function(candidates, arguments, ctx)

    def __repr__(self) -> str:
        return f"Tool({self.name}, stage={self.stage})"

    @property
    def schema(self) -> dict[str, JsonValue]:
        """The JSON schema of the arguments."""
        return self.arguments.model_json_schema()

    def validate(self, arguments: BaseModel | Mapping[str, Any]) -> A:
        """Arguments as the tool's own model; raises `ToolError` naming what does not fit."""
        if isinstance(arguments, self.arguments):
            return arguments
        given = arguments.model_dump() if isinstance(arguments, BaseModel) else dict(arguments)
        try:
            return self.arguments.model_validate(given)
        except ValidationError as error:
            wrong = "; ".join(f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in error.errors()[:3])
            allowed = ", ".join(self.arguments.model_fields) or "none"
            raise ToolError(f"arguments of {self.name} do not fit ({wrong}). Allowed: {allowed}.") from error

    def bind(self, **arguments: Any) -> BoundTool[A]:
        """The tool with its arguments, for `Chain`; raises `ToolError` where they do not fit."""
        return BoundTool(self, self.validate(arguments))


@dataclass(frozen=True, slots=True)
class BoundTool(Generic[A]):
    """A tool with its arguments."""

    tool: Tool[A]
    arguments: A


def tool(
    *, stage: Stage, phrases: Sequence[str] = (), cost: Cost = "cpu", name: str | None = None
) -> Callable[[Callable[[Candidates, A, ToolContext], Candidates]], Tool[A]]:
    """Declares a tool; registers nothing (`RecBot(tools=[...])` does). `@tool(stage="score", phrases=["in stock"])`.

    The second parameter's annotation, a pydantic model, is the tool's argument model. Raises `ToolError` at decoration
    where stage, name or signature do not fit.
    """
    scope = sys._getframe(1).f_locals  # an argument model may be defined beside the tool, inside a function

    def declare(function: Callable[[Candidates, A, ToolContext], Candidates]) -> Tool[A]:
        called = getattr(function, "__name__", "") if name is None else name
        if not NAME.match(called):
            raise ToolError(f"{called!r} is no name for a tool. Use lower-case letters, digits and underscores.")
        if stage not in STAGES:
            raise ToolError(f"stage={stage!r} of {called}. Allowed: {', '.join(STAGES)}.")
        if cost not in ("cpu", "io"):
            raise ToolError(f"cost={cost!r} of {called}. Allowed: 'cpu', 'io'.")
        if isinstance(phrases, str):
            raise ToolError(f"phrases={phrases!r} of {called} is one string. Give a list of phrases.")
        return Tool(
            function=function,
            name=called,
            stage=stage,
            arguments=_argument_model(function, called, scope),
            description=inspect.getdoc(function) or called.replace("_", " "),
            phrases=tuple(phrases),
            cost=cost,
        )

    return declare


def _argument_model(function: Callable[..., Any], name: str, scope: Mapping[str, Any]) -> type[Any]:
    """The model that annotates the second parameter, also where annotations are strings."""
    shape = f"Write def {name}(candidates: Candidates, args: YourModel, ctx: ToolContext) -> Candidates."
    if not callable(function) or inspect.iscoroutinefunction(function) or inspect.isgeneratorfunction(function):
        raise ToolError(f"{name} is no plain function. {shape} Something that waits says cost='io'.")
    parameters = list(inspect.signature(function).parameters.values())
    positional = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    if len(parameters) != 3 or any(p.kind not in positional for p in parameters):
        raise ToolError(f"{name} takes ({', '.join(p.name for p in parameters)}): a tool takes three things. {shape}")
    annotation = parameters[1].annotation
    while isinstance(annotation, str):  # once, or twice where the author quoted it as well
        enclosed = inspect.getclosurevars(function).nonlocals
        try:
            annotation = eval(annotation, getattr(function, "__globals__", {}), {**scope, **enclosed})
        except Exception as error:
            raise ToolError(f"{name}: {annotation!r} names no model ({error}). {shape}") from error
    if not (inspect.isclass(annotation) and issubclass(annotation, BaseModel)):
        shown = "nothing" if annotation is inspect.Parameter.empty else repr(annotation)
        raise ToolError(
            f"{name}: the second parameter is annotated with {shown}. Annotate it with a pydantic model. {shape}"
        )
    return annotation
