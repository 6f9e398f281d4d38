"""What a model fills in has a schema that strict providers take: no defaults, no bounds, and every part described."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel

import recbot_sdk as rb
from recbot_sdk.models.schema import NOTHING
from recbot_sdk.parsing.llm.wire import wire_of as clauses_of
from recbot_sdk.planning.llm.wire import wire_of as calls_of

CATALOG = rb.Catalog.from_records(
    [{"id": i, "name": f"n {i}", "kind": "ab"[i % 2]} for i in range(9)], id="id", title="name"
)


class InStock(rb.Arguments):
    """Nothing to say."""


@rb.tool(stage="score")
def in_stock(candidates: rb.Candidates, args: InStock, ctx: rb.ToolContext) -> rb.Candidates:
    """Raise what can be sent now."""
    return candidates


SCHEMAS: list[type[BaseModel]] = [clauses_of(CATALOG), clauses_of(CATALOG, [in_stock]), calls_of(["in_stock"])]


def fields(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for part in (schema, *schema.get("$defs", {}).values()):
        for field in part.get("properties", {}).values():
            yield from (field, field.get("items", {}))


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_a_schema_says_no_default_and_no_bound(model: type[BaseModel]) -> None:
    allowed = {"type", "description", "enum", "items", "title", "$ref"}
    assert all(field.keys() <= allowed for field in fields(model.model_json_schema()))


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_no_choice_is_an_empty_text_which_some_providers_refuse(model: type[BaseModel]) -> None:
    assert all("" not in field.get("enum", ()) for field in fields(model.model_json_schema()))


def test_no_field_and_no_tool_have_a_name_of_their_own() -> None:
    clause = {"quote": "x", "act": "more", "test": "about", "field": NOTHING, "tool": NOTHING}
    answer = clauses_of(CATALOG, [in_stock]).model_validate({"clauses": [clause]})
    assert (answer.clauses[0].field, answer.clauses[0].tool) == ("", "")


def test_a_tool_is_asked_for_only_where_there_is_one() -> None:
    without, with_one = (
        clauses_of(CATALOG, given).model_json_schema()["$defs"]["Clause"] for given in ((), [in_stock])
    )
    assert "tool" not in without["properties"]
    assert with_one["properties"]["tool"]["enum"] == [NOTHING, "in_stock"]


@pytest.mark.parametrize("model", SCHEMAS, ids=lambda model: model.__name__)
def test_a_schema_and_its_parts_say_what_they_are(model: type[BaseModel]) -> None:
    schema = model.model_json_schema()
    assert all(part["description"] for part in (schema, *schema["$defs"].values()))


def test_what_comes_back_is_held_to_its_bounds_all_the_same() -> None:
    clause = {"quote": "x", "act": "more"}
    assert clauses_of(CATALOG).model_validate({"clauses": [clause]})
    with pytest.raises(ValueError, match="at most 16 items"):
        clauses_of(CATALOG).model_validate({"clauses": [clause] * 17})
