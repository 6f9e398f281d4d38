"""A condition is decided on plain values, apart from the catalogue's own truth, and comes to the same answer."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

import recbot_sdk as rb
from recbot_sdk.evaluation import Condition
from recbot_sdk.evaluation.conditions import cells_of
from recbot_sdk.predicates import AllOf, AnyOf, Between, Compare, In, Predicate
from recbot_sdk.testing import catalogs, predicates

CONDITION: TypeAdapter[Condition] = TypeAdapter(Condition)
LAMP: dict[str, Any] = {
    "kind": "lamp",
    "made of": ["Oak", "Black Steel"],
    "price": 40,
    "listed": "2004-06-30",
    "sale": True,
    "note": "A shade, hand-painted in Málaga.",
    "lost": None,
}


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        (["kind", "any", ["chair", "lamp"]], True),
        (["kind", "any", ["Lamp"]], False),
        (["made of", "any", ["Oak", "Pine"]], True),
        (["made of", "any", ["Steel"]], False),
        (["made of", "none", ["Pine"]], True),
        (["made of", "none", ["Oak"]], False),
        (["price", "any", [39, 40.0]], True),
        (["sale", "any", [True]], True),
        (["note", "contains", "MÁLAGA"], True),
        (["made of", "contains", "steel"], True),
        (["note", "lacks", "floral"], True),
        (["note", "lacks", "shade"], False),
        (["price", "<", 40], False),
        (["price", "<=", 40], True),
        (["price", ">", 39.5], True),
        (["price", ">=", 40.5], False),
        (["price", "==", 40], True),
        (["listed", ">=", "2004"], True),
        (["listed", ">", "2004"], False),
        (["listed", "<=", 2004], True),
        (["listed", "==", "2004-06"], True),
        (["listed", "<", "2004-06-30"], False),
        (["or", ["price", "<", 1], ["kind", "any", ["lamp"]]], True),
        (["and", ["price", "<", 1], ["kind", "any", ["lamp"]]], False),
        (["lost", "any", ["x"]], False),
        (["lost", "none", ["x"]], True),
        (["lost", "contains", "x"], False),
        (["lost", "lacks", "x"], True),
        (["lost", "<", 5], False),
        (["lost", ">=", 5], False),
    ],
)
def test_what_a_condition_says_of_an_item(condition: list[Any], holds: bool) -> None:
    assert CONDITION.validate_python(condition).holds(LAMP.__getitem__) is holds


def as_condition(predicate: Predicate) -> list[Any] | None:
    """The same as a condition; None where the format cannot say it (whole words)."""
    match predicate:
        case In(field=name, values=values):
            return [name, "any", list(values)]
        case Compare(field=name, sign=sign, value=value):
            return [name, sign, value]
        case Between(field=name, low=low, high=high):
            return ["and", [name, ">=", low], [name, "<=", high]]
        case AllOf(of=members) | AnyOf(of=members):
            inner = [as_condition(member) for member in members]
            return None if None in inner else ["and" if isinstance(predicate, AllOf) else "or", *inner]
    return None


@settings(deadline=None)
@given(st.data())
def test_it_agrees_with_the_catalogue_on_what_is_true(data: st.DataObject) -> None:
    catalog = data.draw(catalogs())
    predicate = data.draw(predicates(catalog))
    written = as_condition(predicate)
    if written is not None:
        condition = CONDITION.validate_python(written)
        decided = [condition.holds(cells_of(catalog, row)) for row in range(len(catalog))]
        assert decided == catalog.is_true(predicate).tolist()


def test_an_item_that_the_catalogue_lacks_has_no_values(shop: rb.Catalog) -> None:
    assert cells_of(shop, -1)("kind") is None
    assert cells_of(shop, 3)("title") == "Piece 3"
