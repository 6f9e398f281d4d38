import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from recbot_sdk.predicates import PREDICATE, Contains, Predicate, field
from recbot_sdk.testing.strategies import predicates, tables
from recbot_sdk.testing.truth import ITEMS, RULE_CASES, TRUTH_CASES, RuleCase, TruthCase, truth_catalog

from .oracle import passes, verdict

modest = settings(max_examples=120, deadline=None)


@pytest.mark.parametrize("case", TRUTH_CASES, ids=lambda case: case.name)
def test_the_truth_table_holds(case: TruthCase) -> None:
    truth = truth_catalog().truth(case.predicate)
    assert not (truth.is_true & truth.is_false).any()
    assert tuple(True if t else False if f else None for t, f in zip(*truth, strict=True)) == case.values


@pytest.mark.parametrize("case", RULE_CASES, ids=lambda case: f"{case.name}-{case.missing}-{case.polarity}")
def test_unknown_values_follow_the_policy_of_their_field(case: RuleCase) -> None:
    catalog = truth_catalog(case.missing)
    assert tuple(catalog.ids[row] for row in catalog.select(case.predicate, case.polarity)) == case.passes
    assert tuple(np.array(ITEMS)[catalog.holds(case.predicate, case.polarity)]) == case.passes


@modest
@given(st.data())
def test_an_item_by_item_reading_of_the_table_agrees(data: st.DataObject) -> None:
    table = data.draw(tables())
    catalog = table.catalog()
    predicate = data.draw(predicates(catalog))
    truth = catalog.truth(predicate)
    expected = [verdict(table, predicate, record) for record in table.records]
    assert truth.is_true.tolist() == [value is True for value in expected]
    assert truth.is_false.tolist() == [value is False for value in expected]
    for polarity in ("like", "dislike"):
        assert catalog.holds(predicate, polarity).tolist() == [
            passes(table, predicate, polarity, record) for record in table.records
        ]


@modest
@given(st.data())
def test_indexes_subsets_and_scans_give_the_same_answer(data: st.DataObject) -> None:
    catalog = data.draw(tables(min_items=1, max_items=40)).catalog()
    predicate = data.draw(predicates(catalog))
    rows = np.array(data.draw(st.lists(st.integers(0, len(catalog) - 1), max_size=10)), np.int64)
    whole, part = catalog.truth(predicate), catalog.truth(predicate, rows)
    assert part.is_true.tolist() == whole.is_true[rows].tolist()
    assert part.is_false.tolist() == whole.is_false[rows].tolist()
    for polarity in ("like", "dislike"):
        held = catalog.holds(predicate, polarity)
        assert catalog.select(predicate, polarity).tolist() == np.flatnonzero(held).tolist()
        assert catalog.count(predicate, polarity) == int(held.sum())
        assert catalog.holds(predicate, polarity, rows).tolist() == held[rows].tolist()


@modest
@given(st.data())
def test_a_predicate_survives_json(data: st.DataObject) -> None:
    catalog = data.draw(tables()).catalog()
    predicate: Predicate = data.draw(predicates(catalog))
    assert PREDICATE.validate_json(PREDICATE.dump_json(predicate)) == predicate


def test_a_rare_value_is_found_without_reading_every_row() -> None:
    from recbot_sdk.catalog import Catalog

    records = [{"id": i, "make": f"maker {i % 50}", "year": 1950 + i % 70} for i in range(2000)]
    catalog = Catalog.from_records(records, id="id")
    rule = (field("make") == "maker 7") & (field("year") >= 2000)
    assert catalog.select(rule).tolist() == [i for i in range(2000) if i % 50 == 7 and i % 70 >= 50]
    assert "make" in catalog._postings


@pytest.mark.parametrize(
    ("predicate", "reason"),
    [
        (field("aroma") == "rose", "not in the catalogue"),
        (field("colour") < 3, "kind category"),
        (field("price").contains("cheap"), "kind number"),
        (field("colour") == "Mauve", "no item has Mauve"),
        (field("price") < "soon", "holds numbers"),
        (Contains(field="note", text="★"), "no word"),
        ((field("aroma") == "rose") | (field("colour") == "Mauve"), "not in the catalogue"),
    ],
)
def test_what_cannot_be_decided_says_why(predicate: Predicate, reason: str) -> None:
    assert reason in str(truth_catalog().dormant(predicate))


def test_one_member_that_can_be_decided_keeps_a_rule_awake() -> None:
    catalog = truth_catalog()
    assert catalog.dormant((field("aroma") == "rose") | (field("colour") == "Red")) is None
    assert catalog.dormant((field("aroma") == "rose") & (field("colour") == "Red")) is None
