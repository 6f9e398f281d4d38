from uuid import UUID

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recbot_sdk.catalog import Catalog

plain = st.integers(-(2**40), 2**40) | st.text(max_size=5).filter(lambda s: s.strip() != "")
ids = st.one_of(plain, st.uuids(), st.tuples(st.integers(0, 3), st.text("ab", max_size=2)))


def of(*found: object) -> Catalog:
    return Catalog.from_records([{"id": item} for item in found], id="id")


@settings(max_examples=60, deadline=None)
@given(st.lists(ids, min_size=1, max_size=8, unique_by=lambda x: (x, str(x))))
def test_ids_keys_and_rows_go_both_ways(found: list[object]) -> None:
    catalog = of(*found)
    rows = np.arange(len(found))
    assert list(catalog.ids) == found
    assert catalog.rows(found).tolist() == rows.tolist()
    keys = catalog.keys(rows)
    assert all(type(key) in (int, str) for key in keys)
    assert catalog.rows_of_keys(keys).tolist() == rows.tolist()


def test_what_is_no_id_has_no_row() -> None:
    catalog = of("a", 7, UUID(int=3))
    assert catalog.rows(["a", None, float("nan"), [], {}, np.array([1]), "z", 7.0, np.int64(7)]).tolist() == [
        0,
        -1,
        -1,
        -1,
        -1,
        -1,
        -1,
        1,
        1,
    ]
    assert catalog.rows([]).tolist() == []
    assert catalog.rows(np.array([7, 8])).tolist() == [1, -1]
    assert catalog.rows_of_keys(["nobody"]).tolist() == [-1]


near = st.integers(-3, 12)
asked = near | st.sampled_from(
    [3.0, 3.5, float("nan"), float("inf"), True, "3", None, [3], (3,), np.int8(3), 2**63, -(2**70)]
)


@settings(max_examples=200, deadline=None)
@given(st.lists(near, min_size=1, max_size=8, unique=True), st.lists(asked, max_size=6), st.booleans())
def test_whole_numbers_are_found_wherever_they_lie(found: list[int], wanted: list[object], far: bool) -> None:
    """A number far from the others makes a dictionary of the table; both find what is equal."""
    known = [*found, 2**62] if far else found
    expected = [known.index(item) if item in known else -1 for item in wanted]
    assert of(*known).rows(wanted).tolist() == expected


def test_whole_numbers_are_found_in_arrays_of_any_width() -> None:
    catalog = of(7, 8, 10)
    for kind in (np.int8, np.uint8, np.int64, np.uint64, np.float32, np.object_):
        assert catalog.rows(np.array([8, 9, 7], kind)).tolist() == [1, -1, 0]
    assert catalog.rows(np.array([2**64 - 1], np.uint64)).tolist() == [-1]
    assert catalog.rows(range(6, 9)).tolist() == [-1, 0, 1]


def test_a_list_that_was_changed_is_looked_up_again() -> None:
    names = [f"item {place}" for place in range(1500)]
    catalog = of(*names)
    asked: list[object] = list(names[:1200])
    assert catalog.rows(asked).tolist() == list(range(1200))
    assert catalog.rows(list(asked)).tolist() == list(range(1200))
    asked[7] = "nobody"
    assert catalog.rows(asked)[6:9].tolist() == [6, -1, 8]
    asked[8] = np.array([1, 2])
    assert catalog.rows(asked)[6:9].tolist() == [6, -1, -1]
    asked[0] = []
    assert catalog.rows(asked)[:2].tolist() == [-1, 1]


def test_numpy_ids_have_plain_keys() -> None:
    catalog = of(np.int64(5), np.str_("x"))
    assert catalog.keys([0, 1]) == [5, "x"]
    assert [type(key) for key in catalog.keys([0, 1])] == [int, str]
    assert catalog.rows([5, "x"]).tolist() == [0, 1]


def test_without_a_title_column_the_id_is_the_title() -> None:
    assert of("a", 7).titles == ["a", "7"]
