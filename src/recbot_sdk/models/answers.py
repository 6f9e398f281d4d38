"""What a structured answer of a chat model came to: the parsed value, or why there is none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import ValidationError

from .failure import FailureKind
from .retrying import kind_of

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

T = TypeVar("T")
_CUT = frozenset({"length", "max_tokens", "model_length"})
_WITHHELD = frozenset(
    {
        "refusal",
        "content_filter",
        "content_filtered",
        "guardrail_intervened",
        "safety",
        "recitation",
        "prohibited_content",
    }
)
_REASONS = ("finish_reason", "stop_reason", "stopReason", "done_reason")


def read(answer: Any, schema: type[T]) -> tuple[T | None, FailureKind | None, str]:
    """(parsed, kind, detail) of what `with_structured_output(schema, include_raw=True)` gave; one of the first two is None."""
    told = answer if isinstance(answer, Mapping) else {}
    raw, parsed, error = told.get("raw"), told.get("parsed"), told.get("parsing_error")
    reason = _reason(raw)
    withheld = getattr(raw, "additional_kwargs", {}).get("refusal")
    if withheld or reason in _WITHHELD or (error is not None and kind_of(error) == "refused"):
        return None, "refused", "the model would not answer"
    if reason in _CUT:
        return None, "truncated", "the answer was cut at the token bound"
    if isinstance(parsed, schema):
        return parsed, None, ""
    if error is None and parsed is None:
        return None, "prose", "the answer is plain text. Give it in the form that was asked for"
    return None, "malformed", wrong(error)


def cut(error: BaseException) -> BaseMessage | None:
    """What an error says that a cut answer cost, as a message without words: OpenAI's client raises instead of answering."""
    told = getattr(getattr(error, "completion", None), "usage", None)
    if told is None:
        return None
    from langchain_core.messages import AIMessage

    cached = getattr(getattr(told, "prompt_tokens_details", None), "cached_tokens", None) or 0
    return AIMessage(
        "",
        usage_metadata={
            "input_tokens": told.prompt_tokens,
            "output_tokens": told.completion_tokens,
            "total_tokens": told.total_tokens,
            "input_token_details": {"cache_read": cached},
        },
    )


def _reason(raw: BaseMessage | None) -> str:
    """Why the model stopped, as its provider calls it, in lower case; empty where it does not say."""
    told = getattr(raw, "response_metadata", None) or {}
    return next((str(told[name]).lower() for name in _REASONS if told.get(name)), "")


def wrong(error: object) -> str:
    """What does not fit, without the answer itself: it may hold a user's words."""
    cause = error
    for _ in range(5):
        if isinstance(cause, ValidationError):
            listed = [f"{'.'.join(map(str, e['loc'])) or 'answer'}: {e['msg']}" for e in cause.errors()[:5]]
            return f"the answer does not fit: {'; '.join(listed)}"[:500]
        cause = getattr(cause, "__cause__", None)
    return "the answer does not fit the form that was asked for"
