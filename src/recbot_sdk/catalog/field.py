"""What a column of the catalogue means. Everything that is not said is inferred."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Attribute

Kind: TypeAlias = Literal["category", "tags", "number", "date", "flag", "text"]
Role: TypeAlias = Literal[
    "quality",
    "popularity",
    "recency",
    "duration",
    "price",
    "size",
    "weight",
    "distance",
    "power",
    "speed",
    "person",
    "language",
    "place",
    "audience",
    "economy",
    "maker",
    "title",
]
Missing: TypeAlias = Literal["by_polarity", "keep", "drop"]


class Field(BaseModel):
    """A typed column: `rb.Field(role="duration", unit="minute", aliases=["running time"])`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind | None = None
    """category (one of few strings), tags (several of them), number, date, flag, text; None: inferred."""
    role: Role | None = None
    """What the field means to people; grounds "best", "new", "short", "cheap"..."""
    unit: str | None = None
    """The unit that the column is written in: minute, USD, km, kg, percent..."""
    aliases: tuple[str, ...] = ()
    """Other names that people use for the field."""
    synonyms: dict[str, tuple[str, ...]] = Attribute(default_factory=dict)
    """Other words for values: `{"Horror": ["scary"]}`."""
    low: tuple[str, ...] = ()
    """Words for the field's low end: "tame"."""
    high: tuple[str, ...] = ()
    """Words for the field's high end: "punchy"."""
    missing: Missing = "by_polarity"
    """What an unknown value does: fails a like and passes a dislike (default), passes both (keep), fails both (drop)."""
    delimiter: str | None = None
    """Splits strings into the values of a tags field; None: inferred."""
