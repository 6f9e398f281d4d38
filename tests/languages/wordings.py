"""What the laws of every language are tried on: the same wishes in the words of each, over a shelf of records."""

from __future__ import annotations

from dataclasses import dataclass

Ways = tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Wordings:
    """Commands of one language; `{}` is where a value, an amount or another command stands."""

    commands: Ways
    """Each understood as at least one wish."""
    polite: Ways
    """What people say around a command and do not mean."""
    values: Ways
    """Values of the shelf as this language calls them."""
    wishes: tuple[Ways, ...]
    """Ways to say one wish about a value, the plainest first."""
    bounds: tuple[Ways, ...]
    """Ways to say one bound of an amount."""
    ranges: Ways
    """Ways to say a range: `{}` stands for its two ends."""
    minutes: str
    """An amount in minutes."""
    clauses: Ways
    """Wishes about different things, that mean together what each means."""
    joins: Ways
    """What joins two clauses."""
    no: str
    """How a value is refused behind another command."""
    kept: Ways
    """Wishes about most fields, each of one field alone."""
    alike: tuple[Ways, ...]
    """Commands that differ in how they are spelled alone, and commands with slips of the keyboard."""
