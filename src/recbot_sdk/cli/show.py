"""What is shown of a turn: a screen for people, a line of JSON for machines."""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING, Protocol, TextIO

from ..rendering import Details, feed_table, understood

if TYPE_CHECKING:
    from rich.console import Console

    from ..catalog import Catalog
    from ..feed import Feed
    from ..graph.explain import Explanation
    from ..preferences import PreferenceMemory
    from ..preferences.preference import Naming
    from ..types import ItemId

WIDE = 100
"""Columns from which on a row has room for genres beside what moved it."""
HELP = """\
Say what you want in your own words, what is wrong with what you see, or “undo”. And:

  why 3           why the third one stands where it stands
  why not Alien   why a film is not there
  take 1          accept the first of the numbered offers
  2               the second option, where you are asked what you mean; “neither” for none
  more            the next page
  memory          what is remembered, and how long
  ?               this help
  quit            leave (so does Ctrl-D)"""


def output() -> Console:
    """Where people read: as wide as their terminal, or as `COLUMNS`, else 120."""
    from rich.console import Console

    width = None if sys.stdout.isatty() or "COLUMNS" in os.environ else 120
    return Console(width=width, markup=False, emoji=False, highlight=False)


class Show(Protocol):
    """Shows each thing that a line of the user can bring about."""

    def feed(self, feed: Feed) -> None:
        """A page, with what was understood if something was said."""

    def explanation(self, explanation: Explanation) -> None:
        """Why an item stands there, or not."""

    def memory(self, memory: PreferenceMemory) -> None:
        """What is remembered."""

    def note(self, text: str) -> None:
        """A remark of the demo itself."""

    def help(self) -> None:
        """What can be said."""


class Screen:
    """For people: tables and colours, as far as the terminal has them."""

    def __init__(self, console: Console, details: Details, name: Naming) -> None:
        self._console, self._details, self._name = console, details, name

    def feed(self, feed: Feed) -> None:
        """What was heard, the table, what is remembered, and the notices."""
        if feed.parse is not None and feed.question is None:  # nothing of it is done before the answer
            self._console.print("", understood(feed.parse, self._name), sep="\n")
        self._console.print("", feed_table(feed, self._details), sep="\n")

    def explanation(self, explanation: Explanation) -> None:
        """Where it stands, then a line for each tool that moved it, or for each reason why it is not there."""
        from rich.table import Table

        where = f"seat {explanation.position}" if explanation.served else "not on this page"
        grid = Table.grid(padding=(0, 2, 0, 0))
        for receipt in explanation.receipts:
            effect = f"{receipt.effect:+.1f}" if receipt.effect else "passes"
            grid.add_row("", effect, receipt.reason, f"“{receipt.words}”" if receipt.words else "")
        if not explanation.receipts:
            for reason in explanation.reasons:
                grid.add_row("", reason)
        self._console.print("", f"{explanation.title}: {where}", grid, sep="\n")

    def memory(self, memory: PreferenceMemory) -> None:
        """A table, if there is anything to show."""
        self._console.print("", memory if len(memory) else "Nothing is remembered yet.", sep="\n")

    def note(self, text: str) -> None:
        """A line."""
        self._console.print("", text, sep="\n")

    def help(self) -> None:
        """A page."""
        self._console.print("", HELP, sep="\n")


class Lines:
    """For machines: one JSON document a line."""

    def __init__(self, out: TextIO) -> None:
        self._out = out

    def feed(self, feed: Feed) -> None:
        """`Feed.to_json`."""
        self._write(feed.to_json())

    def explanation(self, explanation: Explanation) -> None:
        """The explanation in plain words, with the wishes that keep the item out."""
        e = explanation
        self._write(
            {"explanation": {"title": e.title, "position": e.position, "served": e.served, "reasons": e.reasons}}
        )

    def memory(self, memory: PreferenceMemory) -> None:
        """The wishes, whole."""
        self._write({"memory": [preference.model_dump(mode="json") for preference in memory]})

    def note(self, text: str) -> None:
        """The remark."""
        self._write({"note": text})

    def help(self) -> None:
        """The page, as it stands."""
        self._write({"help": HELP})

    def _write(self, document: object) -> None:
        print(json.dumps(document, ensure_ascii=False), file=self._out, flush=True)


def film_details(catalog: Catalog, width: int) -> Details:
    """Cells for a film: year, minutes, critics' score and, where the screen is wide enough, genres."""

    def number(row: int, field: str, form: str) -> str:
        value = catalog.value_of(field, row)
        return "" if value is None else form.format(value)

    def details(item: ItemId) -> dict[str, str]:
        row = int(catalog.rows([item])[0])
        genres = catalog.value_of("Genre", row)
        cells = {
            "year": number(row, "Year", "{}"),
            "min": number(row, "Runtime", "{:3.0f}"),
            "genres": ", ".join(genres[:3]) if isinstance(genres, list) else "",
            "critics": number(row, "Meter", "{:3.0f} %"),
        }
        return cells if width >= WIDE else {name: cell for name, cell in cells.items() if name != "genres"}

    return details
