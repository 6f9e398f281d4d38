from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from recbot_sdk.catalog import Catalog, Field


def inferred(name: str, values: list[Any], **said: Any) -> Field:
    records = [{"id": place, name: value} for place, value in enumerate(values)]
    return Catalog.from_records(records, id="id", fields={name: Field(**said)} if said else None).fields[name]


KINDS: list[tuple[str, list[Any], str]] = [
    ("genre", [["Jazz", "Blues"], ["Jazz"], None], "tags"),
    ("genre", [("Jazz",), {"Blues"}, np.array(["Soul"])], "tags"),
    ("toppings", ["['Ham', 'Cheese']", "['Olives']", "[]"], "tags"),
    ("toppings", ["Ham, Cheese", "Cheese, Olives", "Ham, Olives", "Olives"], "tags"),
    ("toppings", ["Ham|Cheese", "Cheese|Olives", "Ham"], "tags"),
    ("toppings", ["Ham; Cheese", "Cheese; Olives", "Ham"], "tags"),
    ("colour", ["red", "blue", "red", None], "category"),
    ("author", ["Ada Byron", "Mary Shelley, Jr.", "Ada Byron", "Lu Xun"], "category"),
    (
        "blurb",
        ["A long walk, some rain, and a dog that would not come home.", "Nothing, at all, happens in this quiet book."],
        "text",
    ),
    ("address", [f"{i} Main Street, Floor {i % 4}" for i in range(90)], "text"),
    ("author", ["Byron, Ada", "Shelley, Mary", "Byron, Ada", "Xun, Lu"], "category"),
    ("authors", ["Ada Byron", "Ada Byron, Mary Shelley", "Lu Xun", "Bo Ek, Lu Xun", "Mo Li, Di Fu"], "tags"),
    ("opened", [True, False, None], "flag"),
    ("opened", ["yes", "no", "Yes", ""], "flag"),
    ("is_vegan", [0, 1, 1], "flag"),
    ("prizes", [0, 1, 1], "number"),
    ("price", ["$12.50", "$3", "$1,200.00"], "number"),
    ("price", ["12,50", "3,99", "7,00"], "number"),
    ("price", [Decimal("3.10"), None, Decimal("2")], "number"),
    ("length", [timedelta(minutes=3), timedelta(minutes=4)], "number"),
    ("postcode", ["01234", "04109", "99423", "01234"], "category"),
    ("year", ["1999", "2004", None], "number"),
    ("released", ["2004-01-31", "1999-12-01", None], "date"),
    ("released", ["12 Jan 2004", "3 Feb 1999"], "date"),
    ("released", [date(2004, 1, 31), None], "date"),
    ("released", ["2004", "1999-12", "1999-12-31", "2001"], "date"),
    ("second_id", ["a1", "a2", "a3"], "text"),
    ("barcode", [4006381333931, 4006381333932], "text"),
    ("anything", [None, None], "text"),
]


@pytest.mark.parametrize(("name", "values", "kind"), KINDS)
def test_the_kind_of_a_column_is_seen_in_its_values(name: str, values: list[Any], kind: str) -> None:
    assert inferred(name, values).kind == kind


def test_a_name_with_a_suffix_is_one_value() -> None:
    rows = [
        ["Robert Downey, Jr., Jude Law"],
        ["Jude Law, Sammy Davis Jr."],
        ["Robert Downey, Jr., Amy Adams"],
        ["Amy Adams, Jude Law"],
    ]
    catalog = Catalog.from_records([{"id": i, "cast": row[0]} for i, row in enumerate(rows)], id="id")
    assert catalog.value_of("cast", 0) == ["Robert Downey, Jr.", "Jude Law"]
    assert list(catalog.values("cast")) == ["Amy Adams", "Jude Law", "Robert Downey, Jr.", "Sammy Davis Jr."]


def test_a_column_of_nearly_unique_strings_is_no_category() -> None:
    assert inferred("model", [f"model {i}" for i in range(500)]).kind == "text"
    assert inferred("maker", [f"maker {i % 100}" for i in range(500)]).kind == "category"


@pytest.mark.parametrize(
    ("name", "values", "unit"),
    [
        ("price_usd", [1, 2], "USD"),
        ("Price ($)", [1, 2], "USD"),
        ("runtime_minutes", [90, 100], "minute"),
        ("Runtime", [90, 100], "minute"),
        ("duration_ms", [200_000, 180_000], "millisecond"),
        ("weight_kg", [1.5, 2], "kg"),
        ("Length (cm)", [10, 20], "cm"),
        ("height_m", [1.7, 2.0], "m"),
        ("mpg", [20, 30], "mpg"),
        ("hp_rpm", [5000, 6000], "rpm"),
        ("meter", [20, 30], None),
        ("min_players", [2, 3], None),
        ("year", [2001, 2002], None),
        ("cost", ["€ 3", "€ 4.50"], "EUR"),
        ("length", ["1 h 52 min", "95 min"], "minute"),
        ("content", ["500 g", "750 g"], "g"),
        ("length", [timedelta(seconds=90)], "second"),
    ],
)
def test_a_unit_is_read_from_the_name_or_the_values(name: str, values: list[Any], unit: str | None) -> None:
    assert inferred(name, values).unit == unit


def test_values_of_several_units_become_one() -> None:
    catalog = Catalog.from_records(
        [{"id": 1, "content": "500 g"}, {"id": 2, "content": "1.5 kg"}, {"id": 3, "content": "250 g"}], id="id"
    )
    assert catalog.fields["content"].unit == "g"
    assert catalog.numbers("content").tolist() == [500.0, 1500.0, 250.0]


@pytest.mark.parametrize(
    ("name", "values", "role"),
    [
        ("Year", [1999, 2004], "recency"),
        ("yr", [70, 82], "recency"),
        ("model_year", [2014, 2017], "recency"),
        ("vintage", [1999, 2004], "recency"),
        ("bottled", [1999, 2004, 2001], "recency"),
        ("date_added", ["2004-01-31", "2005-01-31"], "recency"),
        ("rating", [3.5, 4.0], "quality"),
        ("rating", ["PG", "R", "PG"], "audience"),
        ("review_count", [3, 500], "popularity"),
        ("track_popularity", [3, 50], "popularity"),
        ("msrp", [3, 500], "price"),
        ("amount", ["$3", "$500"], "price"),
        ("box_office_usd", [3, 500], None),
        ("length", [90, 100], "duration"),
        ("length_cm", [90, 100], "size"),
        ("horsepower", [90, 100], "power"),
        ("distance_km", [1.5, 3], "distance"),
        ("curb_weight", [900, 1000], "weight"),
        ("authors", [["Ada"], ["Bo"]], "person"),
        ("brand", ["A", "B", "A"], "maker"),
        ("country", ["A", "B", "A"], "place"),
        ("tongue", ["French", "Latin", "French"], "language"),
        ("for_whom", ["Kids", "Adults", "Kids"], "audience"),
        ("cylinders", [4, 6], None),
    ],
)
def test_a_role_is_read_from_the_name_the_unit_or_the_values(name: str, values: list[Any], role: str | None) -> None:
    assert inferred(name, values).role == role


def test_what_is_said_is_not_inferred() -> None:
    field = inferred("stars", [1, 2, 3], kind="category", role="size", aliases=("size class",))
    assert (field.kind, field.role, field.aliases) == ("category", "size", ("size class",))


def test_a_number_as_category_is_found_as_number_and_as_string() -> None:
    from recbot_sdk.predicates import In

    catalog = Catalog.from_records(
        [{"id": 1, "size": 8}, {"id": 2, "size": 9.0}, {"id": 3, "size": None}],
        id="id",
        fields={"size": Field(kind="category")},
    )
    assert list(catalog.values("size")) == ["8", "9"]
    for value in (8, 8.0, "8"):
        assert catalog.select(In(field="size", values=(value,))).tolist() == [0]


def test_slashed_dates_are_read_in_one_order_for_the_whole_column() -> None:
    american = Catalog.from_records([{"id": 1, "seen": "01/31/2004"}, {"id": 2, "seen": "01/02/2004"}], id="id")
    european = Catalog.from_records([{"id": 1, "seen": "31/01/2004"}, {"id": 2, "seen": "01/02/2004"}], id="id")
    assert american.value_of("seen", 1) == "2004-01-02"
    assert european.value_of("seen", 1) == "2004-02-01"


def test_a_letter_and_a_number_name_a_model_and_only_money_says_its_unit_first() -> None:
    records = [
        {"id": k, "model": f"{letter}{100 + k % 7}", "price": f"${10 + k}"} for k, letter in enumerate("mlmgm" * 8)
    ]
    fields = Catalog.from_records(records, id="id").fields
    assert fields["model"].kind == "category"
    assert (fields["price"].kind, fields["price"].unit) == ("number", "USD")
