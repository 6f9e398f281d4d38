from __future__ import annotations

from datetime import UTC, datetime

import pytest

import recbot_sdk as rb
from recbot_sdk.parsing import Command
from recbot_sdk.parsing.pack import load_pack
from recbot_sdk.preferences import PreferenceMemory, Where

NOW = datetime(2024, 6, 1, tzinfo=UTC)
LAST_NAMES = ["Veer", "Solm", "Brax", "Kint", "Ostra", "Pell", "Quist", "Runa", "Torv", "Ulma", "Vost", "Wend"]


@pytest.fixture(scope="module")
def parser() -> rb.GrammarParser:
    songs = [{"id": n, "singer": f"Tiela {last}"} for n, last in enumerate(LAST_NAMES)]
    fields = {"singer": rb.Field(role="person", kind="category")}
    return rb.GrammarParser(rb.Catalog.from_records(songs, id="id", fields=fields))


def liked(parser: rb.GrammarParser, text: str) -> list[str]:
    parse = parser.parse(Command(text=text, now=NOW), PreferenceMemory())
    targets = [p.step.preference.target for p in parse.proposals if p.step.do == "add"]
    return [str(target.predicate) for target in targets if isinstance(target, Where)]


@pytest.mark.parametrize("text", ["only tiela veer", "only tiela vere", "only tiela ever", "only teila veer"])
def test_a_slip_that_makes_a_word_of_the_language_is_still_a_slip_of_a_name(
    parser: rb.GrammarParser, text: str
) -> None:
    assert liked(parser, text) == liked(parser, "only tiela veer") != []


@pytest.mark.parametrize("text", ["only tiela again", "only tiela please", "only tiela"])
def test_a_name_that_many_share_stays_in_doubt_beside_other_words(parser: rb.GrammarParser, text: str) -> None:
    assert liked(parser, text) == []


@pytest.mark.parametrize(
    ("said", "meant"),
    [("nothnig", ["nothing"]), ("cheapr", ["cheap", "cheaper"]), ("underated", ["underrated"]), ("xothing", [])],
)
def test_words_of_the_language_are_respelled_with_their_first_letter_kept(said: str, meant: list[str]) -> None:
    assert [other for other, _ in load_pack().respelled(said)] == meant
