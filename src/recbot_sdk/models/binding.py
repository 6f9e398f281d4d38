"""A chat model made ready: a bound on its answers, and answers in a schema."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from ..errors import ArgumentError

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel
    from langchain_core.runnables import Runnable

_BOUNDS = ("max_tokens", "max_completion_tokens", "max_output_tokens", "max_new_tokens", "num_predict")
"""What chat models call the most tokens of an answer."""
_THINKS = ("thinking", "thinking_budget", "thinking_level", "reasoning", "reasoning_effort")
"""What they call thoughts, which count towards the bound."""
THOUGHTS = 4_096
"""Tokens more for a model that may think unasked."""


def bounded(model: BaseChatModel, max_tokens: int | None) -> BaseChatModel:
    """The model with a bound on its answers; itself where it has none to set, or where its owner set one or has it think.

    A copy of the model, and not `bind`, whose arguments `with_structured_output` would lose. Copies share their client.

    Raises:
        ArgumentError: For something that cannot answer in a schema.
    """
    if not callable(getattr(model, "with_structured_output", None)):
        raise ArgumentError(
            f"{type(model).__name__} is no chat model that answers in a schema. Give a LangChain chat model, for one "
            'langchain.chat_models.init_chat_model("provider:model").'
        )
    bound = next((name for name in _BOUNDS if name in getattr(type(model), "model_fields", {})), None)
    if max_tokens is None or bound is None or any(getattr(model, name, None) for name in _THINKS):
        return model
    profile = getattr(model, "profile", None) or {}
    own = getattr(model, bound) if bound in model.model_fields_set else None
    if own is not None and own != profile.get("max_output_tokens"):  # some set the most that there is by themselves
        return model
    return model.model_copy(update={bound: max_tokens + (THOUGHTS if profile.get("reasoning_output") else 0)})


class Proof(BaseModel):
    """A short answer."""

    answer: str


def structured(model: BaseChatModel, schema: type, method: str | None) -> Runnable[Any, Any]:
    """The model answering in `schema`: raw message, parsed answer and parsing error. Sends nothing.

    Raises:
        ArgumentError: for a model, or a method, that cannot.
    """
    how: dict[str, Any] = {} if method is None else {"method": method}
    try:
        return model.with_structured_output(schema, include_raw=True, **how)
    except Exception as error:
        raise ArgumentError(
            f"{type(model).__name__} cannot answer in a schema{f' by {method}' if method else ''}: "
            f"{str(error) or type(error).__name__}. Give another model or method."
        ) from error
