"""From memory to the calls of a plan."""

import recbot_sdk as rb
from recbot_sdk.tools import PRIMITIVES

SHELF = rb.Catalog.from_records(
    [{"id": i, "title": f"Volume {i}", "topic": f"topic {i % 9}"} for i in range(27)],
    id="id",
    title="title",
    fields={"topic": rb.Field(kind="category")},
)


def test_a_plan_that_is_full_leaves_out_the_oldest_wishes_and_no_rule() -> None:
    rule = rb.dislike(rb.field("topic") == "topic 0", hard=True)
    wishes = [rb.like(rb.field("topic") == f"topic {i}") for i in range(1, 6)]
    said = (wishes[0], rule, *wishes[1:])
    memory = rb.PreferenceMemory(preferences=tuple(p.model_copy(update={"id": f"p{i}"}) for i, p in enumerate(said)))
    plan = rb.RulePlanner(SHELF, PRIMITIVES, max_calls=5).plan(memory)
    assert [call.id for call in plan] == ["retrieve", "p1", "p4", "p5", "aggregate"]
    assert plan.left_out == ("p0", "p2", "p3")
