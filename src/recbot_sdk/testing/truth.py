"""The one table of truth cases: what predicates are worth over missing data.

Whatever decides predicates (the catalogue, its indexes, a vector or SQL engine, an explanation) is tested against it:

    for case in TRUTH_CASES:
        assert my_engine(case.predicate) == [item for item, value in zip(ITEMS, case.values) if value]

`None` is unknown. A hard like holds iff the value is True, a hard dislike iff it is not True; `RULE_CASES` say what
`Field.missing` changes in that.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ..catalog import Catalog, Field, Missing
from ..predicates import AllOf, AnyOf, Contains, In, Predicate, field
from ..types import Polarity

ITEMS: tuple[str, ...] = ("lamp", "bread", "bare", "scarf")
"""The items of the cases: "lamp" and "bread" know everything, "bare" nothing, "scarf" its colour and an empty list."""
RECORDS: tuple[dict[str, Any], ...] = (
    {
        "id": "lamp",
        "name": "Desk lamp",
        "colour": "Red",
        "marks": ["floral", "Vintage"],
        "price": 40.0,
        "since": "2004-06-30",
        "sale": True,
        "note": "A floral shade, hand-painted in Málaga.",
    },
    {
        "id": "bread",
        "name": "Brown bread",
        "colour": "Brown",
        "marks": ["flour"],
        "price": 3.1,
        "since": "2003-12-31",
        "sale": False,
        "note": "Wholegrain flour and salt.",
    },
    {
        "id": "bare",
        "name": "Bare",
        "colour": None,
        "marks": None,
        "price": None,
        "since": None,
        "sale": None,
        "note": None,
    },
    {
        "id": "scarf",
        "name": "Scarf",
        "colour": "Red",
        "marks": [],
        "price": float("nan"),
        "since": None,
        "sale": None,
        "note": "",
    },
)
KINDS: dict[str, Field] = {
    "colour": Field(kind="category"),
    "marks": Field(kind="tags"),
    "price": Field(kind="number", unit="EUR"),
    "since": Field(kind="date"),
    "sale": Field(kind="flag"),
    "note": Field(kind="text"),
}


def truth_catalog(missing: Missing = "by_polarity") -> Catalog:
    """The items of the cases, with one policy for unknown values in every field."""
    fields = {name: kind.model_copy(update={"missing": missing}) for name, kind in KINDS.items()}
    return Catalog.from_records(RECORDS, id="id", title="name", fields=fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class TruthCase:
    """A predicate with its value for each of `ITEMS`: True, False or None (unknown)."""

    name: str
    predicate: Predicate
    values: tuple[bool | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleCase:
    """A hard preference under a policy for unknown values, with the items that pass it."""

    name: str
    predicate: Predicate
    polarity: Polarity
    missing: Missing
    passes: tuple[str, ...]


_RED, _FLORAL, _CHEAP = field("colour") == "Red", field("marks") == "floral", field("price") < 10

TRUTH_CASES: tuple[TruthCase, ...] = tuple(
    TruthCase(name=name, predicate=predicate, values=values)
    for name, predicate, values in (
        ("a category", _RED, (True, False, None, True)),
        ("a choice of categories", field("colour").isin(["Red", "Brown"]), (True, True, None, True)),
        ("a category whatever its case", field("colour") == "red", (True, False, None, True)),
        ("a value known beside one unknown", field("colour").isin(["Red", "Mauve"]), (True, False, None, True)),
        ("no known value at all is unknown everywhere", field("colour") == "Mauve", (None, None, None, None)),
        ("an empty list is unknown, a list is complete", _FLORAL, (True, False, None, None)),
        ("one of several tags", field("marks").isin(["flour", "Vintage"]), (True, True, None, None)),
        ("whole words of a tag", Contains(field="marks", text="vintage"), (True, False, None, None)),
        ("flour is not floral", Contains(field="marks", text="flo"), (False, False, None, None)),
        ("a bound", field("price") < 40, (False, True, None, None)),
        ("a bound with its end", field("price") <= 40, (True, True, None, None)),
        ("a lower bound", field("price") > 3.1, (True, False, None, None)),
        ("a lower bound with its end", field("price") >= 3.1, (True, True, None, None)),
        ("an exact number", field("price") == 3.1, (False, True, None, None)),
        ("a range with both ends", field("price").between(3.1, 39.9), (False, True, None, None)),
        ("a day", field("since") == "2004-06-30", (True, False, None, None)),
        ("from a day on", field("since") >= "2004-01-01", (True, False, None, None)),
        ("from a year on", field("since") >= "2004", (True, False, None, None)),
        ("after a year", field("since") > "2003", (True, False, None, None)),
        ("up to a year", field("since") <= "2003", (False, True, None, None)),
        ("within a year", field("since").between("2004", "2004"), (True, False, None, None)),
        ("a flag", field("sale") == True, (True, False, None, None)),  # noqa: E712
        ("a flag that is off", field("sale") == False, (False, True, None, None)),  # noqa: E712
        ("either side of a flag", In(field="sale", values=(True, False)), (True, True, None, None)),
        ("whole words of a text", Contains(field="note", text="floral"), (True, False, None, None)),
        ("accents and case are folded", Contains(field="note", text="MALAGA"), (True, False, None, None)),
        ("words next to each other", Contains(field="note", text="flour and salt"), (False, True, None, None)),
        (
            "words that are not next to each other",
            Contains(field="note", text="flour salt"),
            (False, False, None, None),
        ),
        ("a text without a word is unknown everywhere", Contains(field="note", text="-"), (None, None, None, None)),
        ("all, one unknown", AllOf(of=(_RED, _CHEAP)), (False, False, None, None)),
        ("all, one false and one unknown", AllOf(of=(field("colour") == "Brown", _CHEAP)), (False, True, None, False)),
        ("any, one true and one unknown", AnyOf(of=(_RED, _CHEAP)), (True, True, None, True)),
        ("any, one false and one unknown", AnyOf(of=(field("colour") == "Brown", _CHEAP)), (False, True, None, None)),
        ("any of all", AnyOf(of=(AllOf(of=(_RED, _FLORAL)), _CHEAP)), (True, True, None, None)),
        ("a field that is gone", field("aroma") == "rose", (None, None, None, None)),
        ("a field of another kind", field("colour") < 3, (None, None, None, None)),
        ("all with a field that is gone", AllOf(of=(_RED, field("aroma") == "rose")), (None, False, None, None)),
        ("any with a field that is gone", AnyOf(of=(_RED, field("aroma") == "rose")), (True, None, None, True)),
    )
)

_FLORAL_CHEAP = AnyOf(of=(_FLORAL, _CHEAP))
_RULES: tuple[tuple[str, Predicate, Polarity, Missing, tuple[str, ...]], ...] = (
    ("a like needs the value", _FLORAL, "like", "by_polarity", ("lamp",)),
    ("a dislike lets the unknown pass", _FLORAL, "dislike", "by_polarity", ("bread", "bare", "scarf")),
    ("keep passes the unknown of a like", _FLORAL, "like", "keep", ("lamp", "bare", "scarf")),
    ("keep passes the unknown of a dislike", _FLORAL, "dislike", "keep", ("bread", "bare", "scarf")),
    ("drop stops the unknown of a like", _FLORAL, "like", "drop", ("lamp",)),
    ("drop stops the unknown of a dislike", _FLORAL, "dislike", "drop", ("bread",)),
    ("keep at one leaf of all", AllOf(of=(_RED, _FLORAL)), "like", "keep", ("lamp", "bare", "scarf")),
    (
        "keep at one leaf of any",
        AnyOf(of=(field("colour") == "Brown", _CHEAP)),
        "like",
        "keep",
        ("bread", "bare", "scarf"),
    ),
    ("drop at one leaf of any", _FLORAL_CHEAP, "dislike", "drop", ()),
    ("keep at one leaf of any, disliked", _FLORAL_CHEAP, "dislike", "keep", ("bare", "scarf")),
    ("drop at one leaf of all, disliked", AllOf(of=(_RED, _CHEAP)), "dislike", "drop", ("lamp", "bread")),
    ("a field that is gone decides nothing", field("aroma") == "rose", "dislike", "drop", ITEMS),
    ("a like of a field that is gone holds nowhere", field("aroma") == "rose", "like", "keep", ()),
)
RULE_CASES: tuple[RuleCase, ...] = tuple(
    RuleCase(name=name, predicate=predicate, polarity=polarity, missing=missing, passes=passes)
    for name, predicate, polarity, missing, passes in _RULES
)
