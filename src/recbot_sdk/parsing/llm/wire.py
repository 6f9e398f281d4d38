"""What a chat model fills in: clauses over closed lists of acts, fields and tests. It names values; ids are code's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, WithJsonSchema, create_model
from pydantic.json_schema import SkipJsonSchema

from ...models.schema import NOTHING, say_less

if TYPE_CHECKING:
    from ...catalog import Catalog
    from ...tools import Tool

Act: TypeAlias = Literal[
    "require", "forbid", "more", "less", "sort", "vary", "tool",
    "take_back", "free", "wipe", "undo", "redo", "show_memory",
]  # fmt: skip
Test: TypeAlias = Literal[
    "none", "is", "contains", "at_least", "at_most", "above", "below", "equals", "between",
    "higher", "lower", "like_item", "the_item", "about",
]  # fmt: skip
Join: TypeAlias = Literal["new", "or", "and", "instead"]
MOST_CLAUSES = 16


class Clause(BaseModel):
    """One thing that the command asks for, as a model writes it down. Nothing in it is believed before it is grounded."""

    model_config = ConfigDict(extra="ignore", str_max_length=500, json_schema_extra=say_less)

    quote: str = Field(description="The words of the command that ask for it, copied exactly.")
    act: Act = Field(description="What they ask.")
    field: str = Field(default="", description=f"The field that it is about; {NOTHING} where there is none.")
    test: Test = Field(default="none", description="How the field or an item is compared.")
    values: list[str] = Field(
        default_factory=list, max_length=MOST_CLAUSES, description="Values of the field, or numbers as digits."
    )
    item: int = Field(default=0, description="Number of an item on the screen, from 1; 0 for none.")
    remembered: int = Field(default=0, description="Number of a remembered wish, from 1; 0 for none.")
    join: Join = Field(default="new", description="How it stands to what is remembered about the field.")
    dose: Literal["bit", "more", "lot"] = Field(default="more", description="How much, for more and less.")
    tool: SkipJsonSchema[str] = Field(default="", description=f"A tool's name, for the act tool; else {NOTHING}.")


class Clauses(BaseModel):
    """The whole answer of a model."""

    model_config = ConfigDict(extra="ignore", json_schema_extra=say_less)

    clauses: list[Clause] = Field(max_length=MOST_CLAUSES)


def wire_of(catalog: Catalog, tools: Sequence[Tool[Any]] = ()) -> type[Clauses]:
    """The answer's schema for one catalogue: its fields and tools are enumerations.

    Providers that hold a model to its schema let it write no others. Where one slips through, that clause alone is bounced.
    """
    lists: dict[str, Any] = {"field": (_one_of(catalog.fields), Field(default="", description=_told("field")))}
    if tools:
        lists["tool"] = (_one_of(tool.name for tool in tools), Field(default="", description=_told("tool")))
    clause = create_model("Clause", __base__=Clause, __doc__=Clause.__doc__, **lists)
    clauses: Any = (list[clause], Field(max_length=MOST_CLAUSES))
    return create_model("Clauses", __base__=Clauses, __doc__=Clauses.__doc__, clauses=clauses)


def _one_of(names: Iterable[str]) -> Any:
    chosen = AfterValidator(lambda name: "" if name == NOTHING else name)
    return Annotated[str, chosen, WithJsonSchema({"type": "string", "enum": [NOTHING, *names]})]


def _told(name: str) -> str:
    return Clause.model_fields[name].description or ""
