"""A regression file is read whole or refused, with every problem's line and what is allowed there."""

from pathlib import Path
from typing import Any

import pytest

import recbot_sdk as rb
from recbot_sdk.evaluation import read_sessions

from .conftest import Write

LAMPS = ["kind", "any", ["lamp"]]


def test_a_file_is_read(shop: rb.Catalog, write: Write) -> None:
    path = write([{"say": "lamps", "must": [LAMPS], "k": 5}, {"say": "undo", "same": True}], "", [{"say": "hello"}])
    first, second = read_sessions(path, shop)
    assert [turn.say for turn in first.turns] == ["lamps", "undo"]
    assert first.turns[0].k == 5
    assert second.turns[0].must is None


@pytest.mark.parametrize(
    ("turn", "message"),
    [
        ({"say": "x", "mst": [LAMPS]}, "line 1, turn 1: 'mst' is no key. Allowed: say, must, lift, drop, flat, open, same,"),
        ({"say": ""}, "line 1, turn 1, say: String should have at least 1 character"),
        ({"must": [LAMPS]}, "line 1, turn 1, say: Field required"),
        ({"say": "x", "k": 61}, "line 1, turn 1, k: Input should be less than or equal to 60"),
        ({"say": "x", "same": False}, "line 1, turn 1, same: Input should be True"),
        ({"say": "x", "must": LAMPS}, "line 1, turn 1, must: 'kind' is no condition. Allowed: [column, op, value]"),
        ({"say": "x", "must": []}, "line 1, turn 1, must: it is empty. Give at least one, or leave it out."),
        ({"say": "x", "lift": ["kind", "is", "lamp"]}, "turn 1, lift: 'is' is no operator. Allowed: any, none, contains,"),
        ({"say": "x", "lift": ["kind", "any", "lamp"]}, "turn 1, lift: 'lamp' is no list of values. Allowed with any"),
        ({"say": "x", "lift": ["kind", "lacks", 3]}, "turn 1, lift: 3 is no text."),
        ({"say": "x", "drop": ["price", "<", "cheap"]}, "turn 1, drop: 'cheap' is no bound. Allowed: a number, or a date"),
        ({"say": "x", "drop": ["or", ["price"]]}, "turn 1, drop: ['price'] is no condition."),
        ({"say": "x", "open": ["colour", "any", ["red"]]}, "turn 1: column 'colour' is not in the catalogue. Allowed: name, kind,"),
        ({"say": "x", "open": ["kind", "any", ["Lmp"]]}, "turn 1: kind has no value 'Lmp'. Allowed: lamp."),
        ({"say": "x", "flat": ["kind", "<", 3]}, "turn 1: kind is of kind category, which has no order. Allowed with <:"),
        ({"say": "x", "flat": ["price", "<", "2004"]}, "turn 1: price is of kind number and cannot be compared with '2004'."),
        ({"say": "x", "flat": ["listed", "<", 12.5]}, "turn 1: listed is of kind date and cannot be compared with 12.5."),
        ({"say": "x", "must": [["and", LAMPS, ["sise", "<", 3]]]}, "turn 1: column 'sise' is not in the catalogue."),
        ({"say": "x", "diverse": "colour"}, "turn 1: column 'colour' is not in the catalogue."),
        ({"say": "x", "absent": ["Piece 1000"]}, "turn 1: no item is called 'Piece 1000'."),
    ],
)  # fmt: skip
def test_a_turn_that_cannot_be_judged_is_refused(
    shop: rb.Catalog, write: Write, turn: dict[str, Any], message: str
) -> None:
    with pytest.raises(rb.ArgumentError) as refused:
        read_sessions(write([turn]), shop)
    assert message in str(refused.value)


def test_every_problem_is_told_with_its_line(shop: rb.Catalog, write: Write) -> None:
    lines = [
        "{",
        '{"id": "a", "turn": []}',
        '{"id": "b", "turns": [{"say": "x"}]}',
        '{"id": "b", "turns": [{"say": "y"}]}',
    ]
    with pytest.raises(rb.ArgumentError) as refused:
        read_sessions(write(*lines), shop)
    told = str(refused.value)
    assert "line 1: Invalid JSON" in told
    assert "line 2: 'turn' is no key. Allowed: id, turns." in told
    assert "line 2, turns: Field required" in told
    assert "line 4: id 'b' is that of line 3." in told


def test_a_long_list_of_problems_is_cut(shop: rb.Catalog, write: Write) -> None:
    with pytest.raises(rb.ArgumentError, match=r"and 15 more$"):
        read_sessions(write(*["{"] * 25), shop)


def test_a_file_without_sessions_and_a_file_that_is_not_there(shop: rb.Catalog, write: Write, tmp_path: Path) -> None:
    with pytest.raises(rb.ArgumentError, match="holds no session"):
        read_sessions(write("", " "), shop)
    with pytest.raises(rb.ArgumentError, match="cannot be read"):
        read_sessions(tmp_path / "nowhere.jsonl", shop)
