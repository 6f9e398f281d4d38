from typing import Any

import numpy as np
import pytest

from recbot_sdk.catalog import Catalog, Field
from recbot_sdk.errors import CatalogError, RecBotError


def refused(records: list[Any], **said: Any) -> str:
    with pytest.raises(CatalogError) as caught:
        Catalog.from_records(records, **{"id": "id", **said})
    assert isinstance(caught.value, RecBotError)
    return str(caught.value)


def test_a_table_needs_items() -> None:
    assert "no rows" in refused([])


def test_repeated_ids_are_named_with_their_rows() -> None:
    message = refused([{"id": "a"}, {"id": "b"}, {"id": "a"}])
    assert "column 'id' repeats ids in 1 of 3 rows (row 2)" in message
    assert "'a' stood in row 0" in message


@pytest.mark.parametrize("null", [None, float("nan"), np.datetime64("NaT")])
def test_null_ids_are_named_with_their_rows(null: object) -> None:
    assert "no id in 1 of 2 rows (row 1)" in refused([{"id": "a"}, {"id": null}])


def test_a_record_without_an_id_has_a_null_id() -> None:
    assert "no id in 1 of 2 rows (row 0)" in refused([{"name": "x"}, {"id": "a"}])


def test_an_id_must_have_a_hash() -> None:
    assert "type list (row 0), which has no hash" in refused([{"id": [1]}, {"id": [2]}])


def test_two_ids_may_not_be_written_alike() -> None:
    assert "written alike" in refused([{"id": (1, 2)}, {"id": "tuple:(1, 2)"}])


def test_a_record_must_be_a_mapping() -> None:
    assert "no record in 1 of 2 rows (row 1)" in refused([{"id": 1}, [2, 3]])


@pytest.mark.parametrize("said", [{"id": "key"}, {"title": "name"}, {"fields": {"name": Field()}}])
def test_a_column_that_is_not_there_is_named(said: dict[str, Any]) -> None:
    message = refused([{"id": 1, "price": 2}], **said)
    assert f"column {'key' if 'id' in said else 'name'!r} is not in the table. Allowed: id, price." in message


def test_a_field_must_be_a_field() -> None:
    assert "field 'price' was given as dict" in refused([{"id": 1, "price": 2}], fields={"price": {"role": "price"}})


def test_text_in_a_number_column_is_named_with_its_rows_and_the_way_out() -> None:
    records: list[dict[str, Any]] = [{"id": i, "price": i / 2} for i in range(30)]
    records[17]["price"] = "12,5o"
    message = refused(records, fields={"price": Field(kind="number")})
    assert message.startswith("column 'price' holds text in 1 of 30 rows (first: row 17, '12,5o').")
    assert 'Field(kind="category")' in message
    assert 'Field(missing="drop")' in message


def test_text_among_numbers_is_refused_even_where_nothing_was_said() -> None:
    records: list[dict[str, Any]] = [{"id": i, "price": f"{i}.50"} for i in range(30)]
    records[17]["price"] = "12,5o"
    assert "column 'price' holds text in 1 of 30 rows" in refused(records)


def test_where_missing_was_said_unreadable_cells_are_unknown() -> None:
    records: list[dict[str, Any]] = [{"id": 1, "price": 2.5}, {"id": 2, "price": "ask us"}]
    catalog = Catalog.from_records(records, id="id", fields={"price": Field(kind="number", missing="drop")})
    assert np.isnan(catalog.numbers("price")).tolist() == [False, True]


def test_lists_within_lists_are_named_with_their_rows() -> None:
    assert "column 'marks' holds lists within lists in 1 of 2 rows (row 1)" in refused(
        [{"id": 1, "marks": ["a"]}, {"id": 2, "marks": [["b"]]}]
    )


@pytest.mark.parametrize("vectors", [np.ones((3, 4)), np.ones(2)])
def test_vectors_must_be_one_an_item(vectors: Any) -> None:
    assert "Allowed: (2, d)" in refused([{"id": 1}, {"id": 2}], vectors=vectors)


def test_vectors_must_be_finite() -> None:
    assert "vectors hold NaN or infinity in 1 of 2 rows (row 1)" in refused(
        [{"id": 1}, {"id": 2}], vectors=[[1.0], [np.nan]]
    )


def test_a_column_may_not_be_there_twice() -> None:
    pd = pytest.importorskip("pandas")
    frame = pd.DataFrame([[1, 2, 3]], columns=["id", "price", "price"])
    with pytest.raises(CatalogError, match="column 'price' is there twice"):
        Catalog.from_pandas(frame, id="id")


def test_a_field_that_is_not_there_is_named_when_asked_for() -> None:
    with pytest.raises(CatalogError, match="field 'aroma' is not in the catalogue"):
        Catalog.from_records([{"id": 1, "price": 2}], id="id").numbers("aroma")
