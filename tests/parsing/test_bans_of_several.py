"""A ban of several values side by side before what they are said of bans no more than the words say."""

import pytest

import recbot_sdk as rb

GOODS = rb.Catalog.from_records(
    [
        {"id": k, "name": f"Thing {k}", "kind": kind, "colour": colour}
        for k, (kind, colour) in enumerate(
            (kind, colour) for kind in ("tent", "jacket", "boots") for colour in ("red", "blue", "green")
        )
    ],
    id="id",
    title="name",
)


@pytest.mark.parametrize(
    ("command", "bans"),
    [
        ("no red jackets", ["no colour: red and kind: jacket"]),
        ("no red or blue jackets", ["no colour: red or blue and kind: jacket"]),
        ("no red, blue or green jackets", ["no colour: red or blue or green and kind: jacket"]),
        ("keine roten oder blauen Jacken", ["no colour: red or blue and kind: jacket"]),
        ("no tents or red jackets", ["no kind: tent", "no colour: red and kind: jacket"]),
        ("no red or blue", ["no colour: red", "no colour: blue"]),
        ("no jackets or boots", ["no kind: jacket", "no kind: boots"]),
    ],
)
def test_a_list_before_a_noun_is_banned_of_that_noun(command: str, bans: list[str]) -> None:
    assert [str(wish) for wish in rb.RecBot(GOODS).recommend("ann", command, n=3).memory] == bans
