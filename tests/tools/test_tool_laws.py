"""A tool may do what its stage allows and nothing else; what it breaks is left out, and said."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import recbot_sdk as rb
from recbot_sdk.errors import HostError, ToolError
from recbot_sdk.planning import ToolCall
from recbot_sdk.tools import Arguments, Candidates, Chain, Tool, ToolContext, aggregate, boost, run_tool, suppress, tool
from recbot_sdk.tools.laws import breach

N = 300
CATALOG = rb.Catalog.from_records(
    [{"id": i, "name": f"item {i}", "group": "abcdef"[i % 6], "size": i} for i in range(N)], id="id", title="name"
)
CTX = ToolContext(catalog=CATALOG, call="me")


class Nothing(Arguments):
    """No arguments."""


@st.composite
def candidates(draw: st.DrawFn, said: bool = True) -> Candidates:
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    found = Candidates.ranked(rng.permutation(N)[: draw(st.integers(1, 60))])
    if said:
        found = found.contribute("other", rng.normal(size=len(found)))
        found = found.contribute("wish", (rng.random(len(found)) < 0.3).astype(float), 0.25)
    return found


def reversed_rows(c: Candidates) -> Candidates:
    return c.take(np.arange(len(c))[::-1])


def with_base(c: Candidates) -> Candidates:
    return replace(c, base=c.base + 1)


def with_row(c: Candidates) -> Candidates:
    return Candidates.ranked([*c.rows.tolist(), next(r for r in range(N + 1) if r not in c.rows)])


def without_said(c: Candidates) -> Candidates:
    return replace(c, contributions={})


BROKEN: list[tuple[str, Callable[[Candidates], object]]] = [
    ("source", lambda c: c.take(np.arange(len(c) - 1))),
    ("source", with_base),
    ("source", lambda c: Candidates.ranked([-1, *c.rows.tolist()])),
    ("source", lambda c: Candidates.ranked([*c.rows.tolist(), *c.rows.tolist()])),
    ("constrain", with_row),
    ("constrain", lambda c: c.take(np.r_[0, np.arange(len(c))])),
    ("constrain", with_base),
    ("constrain", without_said),
    ("score", lambda c: c),
    ("score", lambda c: c.contribute("another", np.zeros(len(c)))),
    ("score", lambda c: c.contribute("me", np.full(len(c), np.nan))),
    ("score", lambda c: c.contribute("me", np.full(len(c), 2.0), 0.25)),
    ("score", lambda c: c.contribute("me", np.zeros(len(c)), 3.0)),
    ("score", lambda c: with_base(c).contribute("me", np.zeros(len(c)))),
    ("score", lambda c: c.contribute("other", np.zeros(len(c))).contribute("me", np.ones(len(c)))),
    ("score", lambda c: c.take(np.arange(len(c) - 1)).contribute("me", np.zeros(len(c) - 1))),
    ("fuse", lambda c: c.take(np.arange(len(c) - 1))),
    ("fuse", with_base),
    ("arrange", with_row),
    ("arrange", lambda c: c.take(np.zeros(len(c), np.int64))),
    ("arrange", without_said),
    ("arrange", lambda c: None),
]


@settings(max_examples=120, deadline=None)
@given(found=candidates(), broken=st.sampled_from(BROKEN))
def test_a_breach_keeps_what_there_was_and_says_why(
    found: Candidates, broken: tuple[Any, Callable[[Candidates], Any]]
) -> None:
    stage, function = broken
    if len(found) < 2:
        found = Candidates.ranked([0, 1]).contribute("other", np.ones(2))

    @tool(stage=stage)
    def rogue(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        """Break the law."""
        return function(candidates)  # type: ignore[no-any-return]

    outcome = run_tool(rogue, {}, found, CTX)
    assert outcome.candidates is found
    assert outcome.breach


@settings(max_examples=80, deadline=None)
@given(found=candidates(), seed=st.integers(0, 1000))
def test_what_a_stage_allows_is_no_breach(found: Candidates, seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = np.setdiff1d(np.arange(N), found.rows)[:5]
    more = Candidates(
        np.append(found.rows, rows),
        np.append(found.base, np.full(len(rows), -9.0)),
        np.append(found.origin, np.zeros(len(rows), np.int8)),
        {k: replace(c, values=np.append(c.values, np.zeros(len(rows)))) for k, c in found.contributions.items()},
    )
    assert breach("source", found, more, "me") is None
    assert breach("constrain", found, found.take(rng.random(len(found)) < 0.5), "me") is None
    assert breach("score", found, found.contribute("me", rng.normal(size=len(found))), "me") is None
    for stage in ("fuse", "arrange"):
        assert breach(stage, found, found.take(rng.permutation(len(found))), "me") is None


def test_an_exception_and_arguments_that_do_not_fit_are_breaches() -> None:
    @tool(stage="constrain")
    def failing(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        raise KeyError("stock")

    found = Candidates.ranked([1, 2])
    assert run_tool(failing, {}, found, CTX).breach == "KeyError: 'stock'"
    said = run_tool(boost, {"target": {"kind": "where"}, "dose": 7}, found, CTX).breach
    assert said is not None
    assert "Allowed: target, dose" in said


def test_a_failing_host_is_not_blamed_on_the_tool() -> None:
    @tool(stage="source")
    def down(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        raise HostError("down")

    with pytest.raises(HostError):
        run_tool(down, {}, Candidates.ranked([]), CTX)


def test_a_tool_that_waits_is_left_behind_after_its_time() -> None:
    @tool(stage="constrain", cost="io")
    def slow(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        time.sleep(5)
        return candidates.take(np.arange(1))

    found = Candidates.ranked([1, 2])
    start = time.perf_counter()
    outcome = run_tool(slow, {}, found, CTX, timeout=0.02)
    assert time.perf_counter() - start < 2
    assert outcome.candidates is found
    assert outcome.breach == "TimeoutError: no answer within 20 ms"


def test_a_tool_that_waits_and_answers_in_time_counts() -> None:
    @tool(stage="score", cost="io")
    def stock(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        return candidates.contribute(ctx.call, np.ones(len(candidates)))

    assert run_tool(stock, {}, Candidates.ranked([1, 2]), CTX, timeout=5).candidates.score.tolist() == [1.0, 0.0]


def test_a_contribution_is_cut_at_sixteen_halvings() -> None:
    @tool(stage="score")
    def huge(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        return candidates.contribute(ctx.call, np.array([1e9, -1e9]))

    after = run_tool(huge, {}, Candidates.ranked([1, 2]), CTX).candidates
    assert after.contributions["me"].values.tolist() == [16.0, -16.0]


def test_a_call_of_a_plan_is_the_key_of_its_contribution() -> None:
    call = ToolCall(
        id="p7",
        tool="boost",
        stage="score",
        arguments={
            "target": {"kind": "where", "predicate": {"op": "in", "field": "group", "values": ["a"]}},
            "dose": 0.5,
        },
        serves=("p7",),
    )
    after = run_tool(boost, call, Candidates.ranked(range(12)), ToolContext(catalog=CATALOG)).candidates
    assert after.contributions["p7"].values.tolist() == [1.0, 0, 0, 0, 0, 0] * 2


@settings(max_examples=80, deadline=None)
@given(found=candidates(), dose=st.sampled_from([0.1, 0.25, 0.5]))
def test_who_stood_before_and_was_raised_as_much_still_does(found: Candidates, dose: float) -> None:
    group = rb.field("group") == "b"
    ranked = Chain(
        [boost.bind(target=group, dose=dose), suppress.bind(target=rb.field("size") < 99, dose=dose), aggregate]
    )(found, CTX)
    place = {row: i for i, row in enumerate(ranked.rows.tolist())}
    gained = dict(zip(ranked.rows.tolist(), (ranked.score - ranked.base).tolist(), strict=True))
    rows = found.rows.tolist()
    for i, a in enumerate(rows):
        for b in rows[i + 1 :]:
            said = [(c.effect[place[a]], c.effect[place[b]]) for c in ranked.contributions.values()]
            if all(x >= y for x, y in said):
                assert gained[a] >= gained[b]
                assert place[a] < place[b]


def test_a_tool_is_still_the_function_that_it_is() -> None:
    @tool(stage="arrange", phrases=["upside down"], name="flip")
    def whatever(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        """Turn the page upside down."""
        return reversed_rows(candidates)

    assert (whatever.name, whatever.stage, whatever.phrases, whatever.cost) == (
        "flip",
        "arrange",
        ("upside down",),
        "cpu",
    )
    assert whatever.description == "Turn the page upside down."
    assert whatever.schema["properties"] == {}
    assert whatever(Candidates.ranked([3, 4]), Nothing(), CTX).rows.tolist() == [4, 3]
    assert Chain([whatever])(Candidates.ranked([3, 4]), CTX).rows.tolist() == [4, 3]


def declare(function: Any, **said: Any) -> Tool[Any]:
    return tool(**{"stage": "score", **said})(function)


def test_a_declaration_that_cannot_work_is_refused_where_it_is_made() -> None:
    def fine(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        return candidates

    def bare(candidates: Candidates, args, ctx: ToolContext) -> Candidates:  # type: ignore[no-untyped-def]
        return candidates

    def plain(candidates: Candidates, args: dict[str, int], ctx: ToolContext) -> Candidates:
        return candidates

    def lost(candidates: Candidates, args: "Missing", ctx: ToolContext) -> Candidates:  # type: ignore[name-defined]  # noqa: F821, UP037
        return candidates

    async def later(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        return candidates

    for function, message in [
        (lambda c: c, "no name for a tool"),
        (bare, "annotated with nothing"),
        (plain, "Annotate it with a pydantic model"),
        (lost, "names no model"),
        (later, "no plain function"),
    ]:
        with pytest.raises(ToolError, match=message):
            declare(function)
    with pytest.raises(ToolError, match="takes three things"):
        declare(lambda c: c, name="short")
    for said, message in [
        ({"stage": "sort"}, "Allowed: source"),
        ({"cost": "free"}, "'io'"),
        ({"phrases": "now"}, "a list"),
    ]:
        with pytest.raises(ToolError, match=message):
            declare(fine, **said)
    with pytest.raises(ToolError, match="lower-case"):
        declare(fine, name="In Stock")


def test_a_chain_refuses_stages_out_of_order_and_a_tool_that_breaks_its_law() -> None:
    with pytest.raises(ToolError, match=r"boost \(score\) cannot follow aggregate \(fuse\)"):
        Chain([aggregate, boost.bind(target=rb.field("group") == "a")])

    @tool(stage="arrange")
    def thief(candidates: Candidates, args: Nothing, ctx: ToolContext) -> Candidates:
        return candidates.take(np.arange(1))

    with pytest.raises(ToolError, match="may only permute"):
        Chain([thief])(Candidates.ranked([1, 2]), CTX)
    with pytest.raises(ToolError, match="do not fit"):
        boost.bind(dose=0.5)
    with pytest.raises(ToolError, match="is no tool"):
        Chain([len])  # type: ignore[list-item]
