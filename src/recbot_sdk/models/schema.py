"""JSON schemas that every provider takes, those included that hold a model to its schema and allow few words in one."""

from __future__ import annotations

from typing import Any

_TAKEN = frozenset({"$ref", "additionalProperties", "anyOf", "const", "description", "enum", "items", "title", "type"})
NOTHING = "(none)"
"""What stands for no choice in an enumeration: an empty one is refused by some providers."""


def say_less(schema: dict[str, Any]) -> None:
    """For `ConfigDict(json_schema_extra=)`: no field says a default or a bound, which some providers refuse.

    What comes back is validated by the model's own defaults and bounds all the same.
    """
    for field in schema.get("properties", {}).values():
        for part in (field, field.get("items", {})):
            for word in part.keys() - _TAKEN:
                del part[word]
