import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from recbot_sdk.catalog import Catalog, Field
from recbot_sdk.testing.strategies import catalogs


def books() -> Catalog:
    rows = [
        ("Sea Wolves", ["Adventure", "Sea"], ["Ada Byron"], 300, "A storm takes three pirates to the northern ice."),
        ("Deep Water", ["Adventure", "Sea"], ["Lu Xun"], 310, "Two divers and a pirate wreck."),
        ("City of Ash", ["Adventure", "Crime"], ["Bo Ek"], 900, "A detective walks the burnt quarter."),
        ("Quiet Garden", ["Poetry"], ["Mo Li"], 80, ""),
        ("Bare", [], [], None, None),
    ]
    return Catalog.from_records(
        [dict(zip(("id", "genre", "author", "pages", "blurb"), row, strict=True)) for row in rows],
        id="id",
        title="id",
        fields={"author": Field(kind="tags"), "blurb": Field(kind="text")},
    )


def test_the_same_rare_values_are_more_alike_than_the_same_common_ones() -> None:
    catalog = books()
    alike = catalog.similarity(0, np.arange(5))
    assert alike.argmax() == 0
    assert alike[1] > alike[2] > alike[3]
    assert alike[4] == 0


def test_aspects_are_the_only_fields_that_count() -> None:
    catalog = books()
    assert (
        catalog.similarity(0, np.arange(5), ("genre",)).tolist()
        == catalog.similarity(0, np.arange(5), ["genre"]).tolist()
    )
    assert np.allclose(catalog.similarity(0, np.arange(2), ("genre",)), 1.0)
    assert catalog.similarity(0, np.array([1]), ("author",)).tolist() == [0.0]
    assert 0.9 < catalog.similarity(0, np.array([1]), ("pages",))[0] < 1.0


def test_many_shared_people_do_not_drown_the_genre() -> None:
    crew = [f"extra {i}" for i in range(30)]
    records = [
        {"id": "it", "genre": ["Crime"], "cast": [*crew, "star"]},
        {"id": "same genre", "genre": ["Crime"], "cast": ["nobody"]},
        {"id": "one extra", "genre": ["Opera"], "cast": [crew[0], *(f"other {i}" for i in range(30))]},
    ]
    alike = Catalog.from_records(records, id="id").similarity(0, np.array([1, 2]))
    assert alike[0] > alike[1] > 0


def test_popularity_and_quality_do_not_describe_an_item() -> None:
    records = [
        {"id": i, "votes": v, "rating": 4.0, "style": s} for i, (v, s) in enumerate([(10, "A"), (10, "B"), (900, "A")])
    ]
    assert Catalog.from_records(records, id="id").similarity(0, np.array([1, 2])).tolist() == [0.0, 1.0]


def test_vectors_decide_where_they_are_there() -> None:
    vectors = np.array([[1, 0], [1, 1], [-1, 0], [0, 0]], float)
    catalog = Catalog.from_records([{"id": i, "style": "A"} for i in range(4)], id="id", vectors=vectors)
    assert np.allclose(catalog.similarity(0, np.arange(4)), [1, np.sqrt(0.5), 0, 0])
    assert catalog.similarity(0, np.arange(4), ("style",)).tolist() == [1.0] * 4


def test_about_finds_words_in_titles_texts_and_values_without_vectors() -> None:
    catalog = books()
    rows = np.arange(5)
    assert catalog.about("garden", rows).tolist() == [0, 0, 0, 1, 0]
    assert catalog.about("something with PIRATES", rows).argmax() == 0
    assert (
        catalog.about("pirates", rows)[1] == catalog.about("pirates", rows)[0] == 1
    )  # "a pirate wreck", "three pirates"
    assert catalog.about("xun", rows).argmax() == 1
    assert catalog.about("crime", rows).argmax() == 2
    assert catalog.about("quantum gravity", rows).tolist() == [0.0] * 5
    assert catalog.about("", rows).tolist() == [0.0] * 5


def test_a_word_counts_less_within_a_persons_name() -> None:
    records = [
        {"id": "a", "title": "North", "actors": ["Eric Winter"]},
        {"id": "b", "title": "Winter", "actors": ["Bo Ek"]},
    ]
    fields = {"actors": Field(kind="tags", role="person")}
    assert Catalog.from_records(records, id="id", title="title", fields=fields).about(
        "winter", np.arange(2)
    ).tolist() == [0.5, 1.0]


def test_the_rarer_word_counts_more() -> None:
    catalog = books()
    both = catalog.about("adventure detective", np.arange(5))
    assert both[2] == 1
    assert 0 < both[0] < 0.5


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_likeness_is_between_nothing_and_all(data: st.DataObject) -> None:
    catalog = data.draw(catalogs())
    row = data.draw(st.integers(0, len(catalog) - 1))
    rows = np.array(data.draw(st.lists(st.integers(0, len(catalog) - 1), max_size=6)), np.int64)
    text = data.draw(st.text(max_size=12) | st.just("hip hop flour"))
    for found in (catalog.similarity(row, rows), catalog.about(text, rows)):
        assert found.shape == rows.shape
        assert ((found >= 0) & (found <= 1)).all()
    whole = catalog.similarity(row, np.arange(len(catalog)))
    assert np.allclose(catalog.similarity(row, rows), whole[rows])


def test_the_prior_is_popularity_then_quality_then_the_tables_order() -> None:
    records = [{"id": i, "votes": v, "rating": r} for i, (v, r) in enumerate([(5, 1.0), (None, 3.0), (9, 2.0)])]
    assert np.argsort(-Catalog.from_records(records, id="id").prior(), kind="stable").tolist() == [2, 0, 1]
    no_votes = [{k: v for k, v in record.items() if k != "votes"} for record in records]
    assert np.argsort(-Catalog.from_records(no_votes, id="id").prior(), kind="stable").tolist() == [1, 2, 0]
    assert np.argsort(
        -Catalog.from_records([{"id": i} for i in range(3)], id="id").prior(), kind="stable"
    ).tolist() == [0, 1, 2]
