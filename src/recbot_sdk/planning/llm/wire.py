"""What a chat model fills in: calls of tools from a closed list. Nothing in it is believed before it is admitted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, create_model

from ...models.schema import say_less


def _as_text(given: object) -> object:
    return json.dumps(given) if isinstance(given, Mapping) else given


class Proposed(BaseModel):
    """One call of a tool."""

    model_config = ConfigDict(extra="ignore", str_max_length=4_000, json_schema_extra=say_less)

    tool: str = Field(description="Name of a tool of the list.")
    # text and not an object: providers that hold a model to its schema take no object without declared fields
    arguments: Annotated[str, BeforeValidator(_as_text)] = Field(
        default="{}", description="Its arguments: a JSON object, as text, that fits the tool's schema."
    )
    serves: list[str] = Field(default_factory=list, description="Ids of the open wishes that ask for it.")


class ProposedCalls(BaseModel):
    """The tool calls that serve the open wishes; none where no tool does what they ask."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=say_less)

    calls: list[Proposed] = Field(default_factory=list)


def wire_of(tools: Iterable[str]) -> type[ProposedCalls]:
    """The answer's schema for these tools. A model is told their names as an enumeration; another name costs one call only."""
    told: Any = Field(description=Proposed.model_fields["tool"].description, json_schema_extra={"enum": list(tools)})
    call = create_model("Proposed", __base__=Proposed, __doc__=Proposed.__doc__, tool=(str, told))
    calls: Any = (list[call], Field(default_factory=list))
    return create_model("ProposedCalls", __base__=ProposedCalls, __doc__=ProposedCalls.__doc__, calls=calls)
