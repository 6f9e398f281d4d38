"""The suite passes tools that keep the law of their stage, and catches those that do not."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import recbot_sdk as rb
from recbot_sdk.testing import Report, check_tool, truth_catalog
from recbot_sdk.tools import Candidates, ToolContext, aggregate, boost, diversify, filter, retrieve, suppress, tool

CTX = ToolContext(
    catalog=rb.Catalog.from_records(
        [{"id": k, "name": f"Tea {k}", "leaf": "abc"[k % 3], "grams": 10 + k} for k in range(60)], id="id", title="name"
    )
)
GREEN: dict[str, Any] = {"kind": "where", "predicate": {"op": "in", "field": "leaf", "values": ["a"]}}
Function = Callable[[Candidates], Any]


class Shop(rb.Arguments):
    """Where to look."""

    shop: str = "any"


def report_of(function: Function, stage: Any = "score", **declared: Any) -> Report:
    @tool(stage=stage, name="mine", **declared)
    def mine(candidates: Candidates, args: Shop, ctx: ToolContext) -> Candidates:
        """Do as the function says."""
        return function(candidates)  # type: ignore[no-any-return]

    return check_tool(mine, CTX, [{}, {"shop": "north"}])


@pytest.mark.parametrize(
    ("own", "arguments"),
    [
        (retrieve, {}),
        (filter, {"target": GREEN}),
        (boost, {"target": GREEN, "dose": 0.5}),
        (suppress, {"target": GREEN}),
        (aggregate, {}),
        (diversify, {"field": "leaf", "quota": 2}),
    ],
    ids=lambda value: getattr(value, "name", ""),
)
def test_every_tool_of_our_own_is_well_behaved(own: rb.Tool[Any], arguments: dict[str, Any]) -> None:
    report = check_tool(own, CTX, [arguments])
    assert report.ok, str(report)
    assert report.subject == own.name


def test_a_catalogue_of_few_items_will_do() -> None:
    assert check_tool(diversify, ToolContext(catalog=truth_catalog())).ok


def test_a_well_behaved_tool_of_someone_else_passes() -> None:
    report = report_of(lambda c: c.contribute("mine", np.where(c.rows % 2 == 0, 3.0, 0.0)))
    assert report.ok, str(report)
    assert str(report).startswith("mine: 4 of 4 laws hold")


@pytest.mark.parametrize(
    ("stage", "function", "said"),
    [
        ("constrain", lambda c: Candidates.ranked([*c.rows.tolist(), 99]), "it added some"),
        ("score", lambda c: c.contribute("mine", np.full(len(c), np.nan)), "not finite"),
        ("score", lambda c: c, "one contribution"),
        ("score", lambda c: c.contribute("mine", np.ones(5)), "shape"),
        ("arrange", lambda c: c.take(np.arange(len(c) // 2)), "only permute"),
        ("arrange", lambda c: c.take(np.argsort(c.rows)[: c.rows[0]]), "on 0 rows"),  # nothing stands first on no page
        ("fuse", lambda c: None, "NoneType instead of Candidates"),
    ],
)
def test_a_breach_of_the_stage_is_caught(stage: str, function: Function, said: str) -> None:
    report = report_of(function, stage)
    assert not report.ok
    failed = {check.law: check.failure or "" for check in report.failures}
    assert said in failed[f"keeps the law of its stage ({stage})"]
    assert "FAIL" in str(report)


def test_a_contribution_that_a_bot_would_cut_is_caught() -> None:
    report = report_of(lambda c: c.contribute("mine", c.rows.astype(float)))
    assert [check.law for check in report.failures] == ["stays within 16 halvings of rank"]
    assert "which a bot cuts to 16" in str(report)


def test_a_tool_that_remembers_its_calls_is_caught_unless_it_says_that_it_waits() -> None:
    calls = itertools.count()

    def counted(candidates: Candidates) -> Candidates:
        return candidates.contribute("mine", np.full(len(candidates), next(calls) % 7.0))

    assert [check.law for check in report_of(counted).failures] == ["answers the same when asked again"]
    assert report_of(counted, cost="io").ok


def test_a_tool_that_is_late_is_caught() -> None:
    def slow(candidates: Candidates) -> Candidates:
        time.sleep(0.2)
        return candidates.contribute("mine", np.zeros(len(candidates)))

    report = report_of(slow, cost="io")
    assert "no answer within 50 ms" in str(report)


def test_arguments_that_do_not_fit_are_said() -> None:
    report = check_tool(boost, CTX, [{"target": GREEN, "dose": 7}])
    assert all("arguments of boost do not fit" in (check.failure or "") for check in report.failures)
    assert {check.law for check in report.failures} >= {
        "takes its arguments as JSON",
        "answers the same when asked again",
    }


def test_what_is_no_tool_is_refused() -> None:
    with pytest.raises(rb.ToolError, match="is not a tool"):
        check_tool(len, CTX)  # type: ignore[arg-type]
