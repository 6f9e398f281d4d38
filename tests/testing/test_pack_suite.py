"""The suite passes the packs that ship, and says of a broken one which phrase is read as what."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

import pytest

from recbot_sdk.parsing.packs.reading import pack_names
from recbot_sdk.testing import Report, check_pack

ENGLISH = (files("recbot_sdk.parsing") / "packs" / "en.toml").read_text("utf8")
OPEN = {"es": 3, "zh": 25}
"""Findings that each pack still has, at most: they only become fewer."""


@pytest.fixture
def checked(tmp_path: Path) -> Callable[..., Report]:
    """What is found in English with these texts in the place of others."""

    def checked(*changes: tuple[str, str]) -> Report:
        text = ENGLISH
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        path = tmp_path / "own.toml"
        path.write_text(text, "utf8")
        return check_pack(path)

    return checked


@pytest.mark.parametrize("name", pack_names())
def test_the_packs_that_ship_do_what_they_say(name: str) -> None:
    found = [line for check in check_pack(name).failures for line in (check.failure or "").splitlines()]
    assert len(found) <= OPEN.get(name, 0), "\n".join(found)


def test_every_mistake_is_found_with_its_phrase_and_what_it_is_read_as(checked: Callable[..., Report]) -> None:
    report = checked(
        ('"only", "just"', '"only", "hello", "just (only"'),
        ('"nothing but"', '"nothing, but"'),
        ('phrases = ["redo (that|it)"', 'phrases = ["undo it", "x"'),
        ("unless = [", 'onless = ["once"]\nunless = ['),
        ('"s/", "es/"', '"s/s", "es/"'),
        ('do = "ask"', 'do = "further"'),
    )
    told = {check.law: check.failure for check in report.failures}
    assert "“just (only”: ( stands outside of a group" in str(told["every bracket is closed"])
    assert "“nothing, but” of polarity like, a rule: no phrase reaches over the mark" in str(
        told["every phrase can be reached"]
    )
    assert "“undo it”: action undo (“undo (that|it|" in str(told["no phrase means two opposite things"])
    assert told["what steers a feed has words"] == "action ask: no words"
    assert told["no word of one letter wishes, acts or grades"] == "“x”: action redo"
    assert told["every ending changes something"] == "“s/s” changes nothing"
    assert "[connect] onless: nothing reads it. Allowed: unless, and" in str(
        told["every key is one that the grammar reads"]
    )
    assert "“undo it (redo)”: “undo it” is read as undo" in str(told["every phrase of a deed does it"])


def test_what_a_language_lacks_is_a_remark_unless_nothing_steers_without_it(checked: Callable[..., Report]) -> None:
    report = checked(('"the same", "same", "that", "this", "the very same", "its"', ""))
    assert report.ok
    lacking = next(check for check in report.checks if check.law == "what English has words for has words")
    assert lacking.remark == "connect same: no words; English has some"


def test_a_file_that_is_no_pack_is_reported_and_not_raised(tmp_path: Path) -> None:
    path = tmp_path / "own.toml"
    path.write_text("name = ", "utf8")
    report = check_pack(path)
    assert [check.law for check in report.failures] == ["the file is a language pack"]
    assert "is no TOML" in str(report)
