from collections.abc import Callable
from datetime import date

import numpy as np
import pytest

from recbot_sdk.errors import PredicateError
from recbot_sdk.predicates import PREDICATE, AllOf, AnyOf, Compare, In, Predicate, describe, field, fields_of, leaves


def test_conditions_read_as_plain_words() -> None:
    assert (
        describe((field("Runtime") <= 120) & (field("Genre").isin(["Jazz", "Soul"])))
        == "Runtime at most 120 and Genre: Jazz or Soul"
    )
    assert describe(field("year").between(1990, 1999)) == "year 1990 to 1999"
    assert describe(field("note").contains("rain")) == "note mentions “rain”"


def test_a_value_that_several_fields_share_is_named_once() -> None:
    assert describe((field("cast") == "Ada") | (field("director") == "Ada")) == "cast/director: Ada"


def test_joined_conditions_stay_flat() -> None:
    a, b, c = field("a") == "x", field("b") < 2, field("c") > 3
    assert a & b & c == AllOf(of=(a, b, c))
    assert (a | b) | c == AnyOf(of=(a, b, c))
    assert list(leaves((a | b) & c)) == [a, b, c]
    assert fields_of((a | b) & a) == ("a", "b")


def test_dates_and_numpy_numbers_become_plain_values() -> None:
    assert (field("since") >= date(2004, 1, 31)) == Compare(field="since", sign=">=", value="2004-01-31")
    assert (field("price") < np.float64(2.5)) == Compare(field="price", sign="<", value=2.5)
    assert (field("stock") == np.int64(3)) == Compare(field="stock", sign="==", value=3)
    assert field("sale").isin([np.bool_(True)]) == In(field="sale", values=(True,))


def test_a_repeated_value_counts_once() -> None:
    assert field("a").isin(["x", "y", "x"]) == In(field="a", values=("x", "y"))


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (lambda: field("a") != "x", "is a negation. Say rb.dislike"),
        (lambda: ~(field("a") == "x"), "holds no negation"),
        (lambda: field("a").between(5, 1), "holds nothing"),
        (lambda: field("a").between("x", 1), "one type"),
        (lambda: field("a").isin([]), "at least 1 item"),
        (lambda: field("a").contains(""), "at least 1 character"),
        (lambda: field("a") < [3], "value=\\[3\\]"),
        (lambda: field("a") == None, "value=None"),  # noqa: E711
    ],
)
def test_what_is_no_condition_is_refused_with_the_reason(wrong: Callable[[], Predicate], why: str) -> None:
    with pytest.raises(PredicateError, match=why):
        wrong()


@pytest.mark.parametrize(
    "text",
    [
        '{"op":"not","of":[]}',
        '{"op":"in","field":"a","values":["x"],"code":3}',
        '{"op":"in","field":"a","values":[null]}',
    ],
)
def test_nothing_outside_the_language_is_read(text: str) -> None:
    with pytest.raises(ValueError, match="validation error"):
        PREDICATE.validate_json(text)
