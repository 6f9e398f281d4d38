"""A memory can be read by people, and shows their words as text alone."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

from rich.console import Console

from recbot_sdk.predicates import field
from recbot_sdk.preferences import PreferenceMemory, dislike, like

RULE = dislike(field("style") == "<b>jazz</b>", hard=True).model_copy(update={"words": "[red]no <script>jazz"})
WISH = like(field("price") < 5).model_copy(update={"expires_at": datetime(2026, 5, 1, tzinfo=UTC)})
MEMORY = PreferenceMemory(preferences=(RULE, WISH))


def test_a_notebook_shows_words_as_text() -> None:
    html = MEMORY._repr_html_()
    assert "<script>" not in html
    assert "no &lt;script&gt;jazz" in html
    assert "25% of the seats" in html


def test_a_terminal_shows_what_how_strong_how_long_and_why() -> None:
    console = Console(width=160, record=True, file=StringIO())
    console.print(MEMORY)
    text = console.export_text()
    for part in ("no style: <b>jazz</b>", "rule", "standing", "[red]no <script>jazz", "2026-05-01 00:00 UTC"):
        assert part in text


def test_rules_and_wishes_can_be_told_apart() -> None:
    assert (MEMORY.hard, MEMORY.soft) == ((RULE,), (WISH,))
