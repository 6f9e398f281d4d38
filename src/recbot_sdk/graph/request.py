"""The input of a turn, validated: what `RecBot.recommend` was given, in JSON form."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import ArgumentError
from ..preferences.steps import Step
from ..types import ItemKey, JsonValue


class Request(BaseModel):
    """One turn's input, validated: the JSON form of the arguments of `RecBot.recommend`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    command: str | None = None
    n: int = Field(default=20, ge=1, le=10_000)
    on_screen: tuple[ItemKey, ...] | None = None
    session: str | None = None
    request_id: str | None = None
    exclude: tuple[ItemKey, ...] = ()
    candidates: tuple[ItemKey, ...] | None = None
    context: dict[str, JsonValue] = Field(default_factory=dict)
    cursor: str | None = None
    now: datetime | None = None
    commit: bool = True
    steps: tuple[Step, ...] = ()
    """Changes without words, from `RecBot.apply`."""

    @property
    def says_something(self) -> bool:
        """Whether there is a command to read, or steps to take: otherwise parse and consolidate are skipped."""
        return self.command is not None or bool(self.steps)


def request_of(state: Mapping[str, Any]) -> Request:
    """The validated input of a turn; raises `ArgumentError` with what was given and what is allowed."""
    try:
        return Request.model_validate(
            {key: value for key, value in state.items() if key in Request.model_fields and value is not None}
        )
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ArgumentError(f"{where}={first.get('input')!r} is not allowed: {first['msg']}.") from None


def aware(now: datetime | None) -> datetime:
    """The present, with a time zone: naive times are UTC, None is the clock."""
    if now is None:
        return datetime.now(UTC)
    if not isinstance(now, datetime):
        raise ArgumentError(f"now={now!r} is a {type(now).__name__}. Give a datetime, or None for the clock.")
    if not 1900 <= now.year <= 2999:
        raise ArgumentError(f"now={now.isoformat()} is not a present. Give a datetime of the years 1900 to 2999.")
    return now if now.tzinfo is not None else now.replace(tzinfo=UTC)
