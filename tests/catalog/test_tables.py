"""The same items from every kind of table are the same catalogue."""

from datetime import date
from typing import Any

import numpy as np
import pytest

from recbot_sdk.catalog import Catalog

RECORDS: list[dict[str, Any]] = [
    {
        "id": "a",
        "name": "Ale",
        "style": "Pale",
        "marks": ["dry", "hoppy"],
        "price": 3.5,
        "stock": 4,
        "sale": True,
        "since": date(2004, 1, 31),
    },
    {
        "id": "b",
        "name": "Bock",
        "style": "Dark",
        "marks": ["sweet"],
        "price": None,
        "stock": 0,
        "sale": False,
        "since": None,
    },
    {
        "id": "c",
        "name": None,
        "style": None,
        "marks": None,
        "price": 2.0,
        "stock": 9,
        "sale": True,
        "since": date(1999, 12, 31),
    },
]


def catalogs() -> dict[str, Catalog]:
    pd, pl, pa = pytest.importorskip("pandas"), pytest.importorskip("polars"), pytest.importorskip("pyarrow")
    frame = pd.DataFrame(RECORDS)
    dressed = frame.assign(
        style=frame["style"].astype("category"),
        since=pd.to_datetime(frame["since"]),
        price=frame["price"].astype("Float64"),
        marks=frame["marks"].map(lambda v: np.array(v) if v is not None else None),
    )
    return {
        "records": Catalog.from_records(RECORDS, id="id", title="name"),
        "pandas": Catalog.from_pandas(frame, id="id", title="name"),
        "pandas with its own types": Catalog.from_pandas(dressed, id="id", title="name"),
        "pandas of objects": Catalog.from_pandas(frame.astype(object), id="id", title="name"),
        "polars": Catalog.from_polars(pl.DataFrame(RECORDS), id="id", title="name"),
        "arrow": Catalog.from_arrow(pa.Table.from_pylist(RECORDS), id="id", title="name"),
    }


def test_every_table_gives_the_same_catalogue() -> None:
    found = catalogs()
    first = found["records"]
    assert [first.fields[name].kind for name in first.fields] == [
        "text",
        "category",
        "tags",
        "number",
        "number",
        "flag",
        "date",
    ]
    assert first.titles == ["Ale", "Bock", "c"]  # an item without a title is shown by its id
    for name, catalog in found.items():
        assert catalog.version == first.version, name
        assert [catalog.value_of(field, 0) for field in catalog.fields] == [
            "Ale",
            "Pale",
            ["dry", "hoppy"],
            3.5,
            4,
            True,
            "2004-01-31",
        ], name
        assert [catalog.value_of(field, 2) for field in catalog.fields] == [
            "c",
            None,
            None,
            2,
            9,
            True,
            "1999-12-31",
        ], name


def test_numbers_dates_and_flags_have_one_scale_each() -> None:
    catalog = Catalog.from_records(RECORDS, id="id", title="name")
    assert catalog.numbers("since").tolist()[0] == 12448.0
    assert np.isnan(catalog.numbers("since")[1])
    assert catalog.numbers("sale").tolist() == [1.0, 0.0, 1.0]
    assert catalog.to_number("since", "2004") == catalog.to_number("since", "2004-01-01") == 12418.0
    assert catalog.from_number("since", 12448.0) == "2004-01-31"
    assert catalog.to_number("price", "2.5") == 2.5
    assert np.isnan(catalog.to_number("price", "soon"))
    assert catalog.quantile("stock", 0.5) == 4.0
    assert catalog.counts("marks").tolist() == [1, 1, 1]
    assert catalog.counts("sale").tolist() == [1, 2]


def test_what_a_catalogue_gives_out_cannot_change_it() -> None:
    catalog = Catalog.from_records(RECORDS, id="id", title="name", vectors=np.eye(3))
    for array in (
        catalog.counts("marks"),
        catalog.vectors,
        catalog.postings("marks").rows([0]),
        catalog.numbers("price"),
    ):
        assert array is not None
        kept = array.copy()
        if array.flags.writeable:
            array += 1
        assert not np.array_equal(array, kept, equal_nan=True) or not array.flags.writeable
    assert catalog.counts("marks").tolist() == [1, 1, 1]
    assert catalog.postings("marks").rows([0]).tolist() == [0]
    assert catalog.numbers("price")[0] == 3.5


def test_blank_strings_and_usual_placeholders_are_unknown() -> None:
    catalog = Catalog.from_records(
        [{"id": i, "style": s} for i, s in enumerate(["Pale", " ", "N/A", "nan", "Pale "])], id="id"
    )
    assert [catalog.value_of("style", row) for row in range(5)] == ["Pale", None, None, None, "Pale"]


def test_a_record_that_lacks_a_key_has_an_unknown_value() -> None:
    catalog = Catalog.from_records([{"id": 1, "style": "Pale"}, {"id": 2}], id="id")
    assert catalog.value_of("style", 1) is None
