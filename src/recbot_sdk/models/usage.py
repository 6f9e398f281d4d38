"""What calls of a model came to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage


class Usage(BaseModel):
    """Calls, tokens, time and money; `+` adds two up."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    calls: int = 0
    """Requests sent, those that failed included."""
    input_tokens: int = 0
    output_tokens: int = 0
    cached_tokens: int = 0
    """Of the input tokens, those that the provider had in its cache."""
    seconds: float = 0.0
    """Time spent waiting for the model, pauses between tries not counted."""
    cost: float | None = None
    """In the currency of the price; None where no price was given."""

    def __add__(self, other: Usage) -> Usage:
        unknown = any(usage.calls and usage.cost is None for usage in (self, other))
        known = self.cost is not None or other.cost is not None
        return Usage(
            calls=self.calls + other.calls,
            input_tokens=self.input_tokens + other.input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cached_tokens=self.cached_tokens + other.cached_tokens,
            seconds=self.seconds + other.seconds,
            cost=(self.cost or 0.0) + (other.cost or 0.0) if known and not unknown else None,
        )

    @classmethod
    def of(cls, raw: BaseMessage | None, seconds: float, price: tuple[float, float] | None = None) -> Usage:
        """One call, from the message that the model answered with.

        Args:
            raw: The answer; None where there was none. Tokens that a provider does not report are 0.
            seconds: How long it took.
            price: Of a million input tokens and of a million output tokens.
        """
        told = getattr(raw, "usage_metadata", None) or {}
        given, made = _count(told, "input_tokens"), _count(told, "output_tokens")
        return cls(
            calls=1,
            input_tokens=given,
            output_tokens=made,
            cached_tokens=_count(told.get("input_token_details") or {}, "cache_read"),
            seconds=seconds,
            cost=None if price is None else (given * price[0] + made * price[1]) / 1e6,
        )


def _count(told: dict[str, object], name: str) -> int:
    count = told.get(name)
    return count if isinstance(count, int) else 0
