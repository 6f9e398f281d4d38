"""How a feed looks: to a terminal (rich) and to a notebook (HTML, everything escaped). It never decides what is served."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape
from itertools import count, groupby
from typing import TYPE_CHECKING

from .preferences.preference import Naming, Preference, describe_target
from .preferences.steps import Step
from .types import ItemId

if TYPE_CHECKING:
    from rich.console import Group, RenderableType
    from rich.table import Table
    from rich.text import Text

    from .feed import Feed, FeedEntry
    from .parsing.protocol import Parse
    from .parsing.question import Question

Details = Callable[[ItemId], Mapping[str, str]]
"""More columns for an item: name to what stands in the cell, the same names for every item."""

_STYLES = {"only": "green", "more": "green", "no": "red", "less": "yellow"}
_DAMAGE = {
    "memory_unavailable",
    "memory_stale",
    "host_failed",
    "parser_failed",
    "planner_failed",
    "tool_failed",
    "not_saved",
}


def feed_table(feed: Feed, details: Details | None = None) -> Group:
    """A feed for `rich.print`: one row a seat with what moved it, then what is remembered and the notices.

    A rule that every seat passed is not repeated in each row: it stands in what is remembered.

    Args:
        feed: What `RecBot.recommend` gave back.
        details: Further cells for an item, such as its year and genres.
    """
    from rich.console import Group
    from rich.table import Table

    rows = [(entry, details(entry.id) if details else {}) for entry in feed]
    why = _own_reasons(feed)
    table = Table(box=None, header_style="dim", pad_edge=False, padding=(0, 2, 0, 0))
    table.add_column("#", justify="right", style="dim")
    table.add_column("title", style="bold", overflow="fold", max_width=44)
    for name in rows[0][1] if rows else ():
        table.add_column(name, overflow="ellipsis", no_wrap=True, max_width=32)
    if feed.steered:
        table.add_column("host", justify="right")
    if any(why):
        table.add_column("what moved it", overflow="fold", style="cyan")
    for (entry, cells), reasons in zip(rows, why, strict=True):
        told = [moved(entry, feed.offset)] * feed.steered + [_plain(reasons)] * any(why)
        table.add_row(str(entry.position), _plain(str(entry.title or entry.id)), *map(_plain, cells.values()), *told)
    below = [
        *([] if feed.question is None else [asked(feed.question)]),
        *([memory_line(feed)] if len(feed.memory) else []),
        *_notices(feed),
    ]
    seats: list[RenderableType] = [table, *([""] if below else [])] if rows else []
    return Group(*seats, *below)


def _own_reasons(feed: Feed) -> list[str]:
    """What moved each item; a rule that all of them passed tells nothing of one."""
    passed = [{receipt.reason for receipt in entry.receipts if not receipt.effect} for entry in feed]
    shared = set.intersection(*passed) if passed else set()
    own = [tuple(receipt for receipt in entry.receipts if receipt.reason not in shared) for entry in feed]
    return [
        replace(entry, receipts=kept).why if kept and feed.steered else ""
        for entry, kept in zip(feed, own, strict=True)
    ]


def moved(entry: FeedEntry, offset: int = 0) -> Text:
    """How far an item stands from the host's own place for it: "▲12", "▼3", "=", "new" where the host left it out."""
    if entry.host_position is None:
        return _plain("new", "green")
    gained = entry.host_position - offset - entry.position
    return _plain(f"▲{gained}", "green") if gained > 0 else _plain(f"▼{-gained}", "yellow") if gained else _plain("=")


def memory_line(feed: Feed) -> Table:
    """What is remembered, a chip a preference."""
    from rich.table import Table
    from rich.text import Text

    chips = Text.assemble(("  ·  ", "dim")).join(_plain(chip(p, feed.name_of), _STYLES[p.verb]) for p in feed.memory)
    line = Table.grid(padding=(0, 2, 0, 0))
    line.add_row(_plain("remembers", "dim"), chips)
    return line


def chip(preference: Preference, name: Naming = str) -> str:
    """A preference with its dose, scope and end: "more Genre: Comedy (a lot)", "no Cast: A (stands)"."""
    notes = [] if preference.hard else [{0.1: "a bit", 0.5: "a lot"}.get(round(preference.dose, 3), "")]
    notes.append({"standing": "stands", "turn": "this time"}.get(preference.scope, ""))
    notes.append("" if preference.expires_at is None else f"until {preference.expires_at:%d %b %H:%M}")
    told = ", ".join(filter(None, notes))
    return f"{preference.says(name)}{f' ({told})' if told else ''}"


def understood(parse: Parse, name: Naming = str) -> Table:
    """What a command was read as: its words underlined where they were understood, struck where not, then each reading."""
    from rich.table import Table
    from rich.text import Text

    words = Text(parse.text)
    grid = Table.grid(padding=(0, 2, 0, 0))
    grid.add_row(_plain("heard", "dim"), words)
    for proposal in parse.proposals:
        for span in proposal.spans:
            words.stylize("underline green", span.start, span.end)
        asked = " … ".join(span.text for span in proposal.spans)
        read = describe_step(proposal.step, name)
        if read != asked.casefold():  # "undo" needs no reading
            grid.add_row("", Text.assemble((asked, "italic"), ("  →  ", "dim"), read))
    for doubt in parse.doubts:
        words.stylize("strike red", doubt.span.start, doubt.span.end)
        reason = doubt.reason.replace("_", " ")
        grid.add_row(
            "", Text.assemble((doubt.span.text, "italic"), ("  →  ", "dim"), (f"not understood ({reason})", "red"))
        )
    return grid


def understood_html(parse: Parse, name: Naming = str) -> str:
    """A command for a notebook: underlined where it was understood, struck where not, then each reading. All is escaped."""
    marks = [""] * len(parse.text)
    for tag, spans in (
        ("u", [span for proposal in parse.proposals for span in proposal.spans]),
        ("s", [doubt.span for doubt in parse.doubts]),
    ):
        for span in spans:
            marks[span.start : span.end] = [tag] * (span.end - span.start)
    words = "".join(
        f"<{tag}>{escape(run)}</{tag}>" if tag else escape(run)
        for tag, letters in groupby(zip(marks, parse.text, strict=True), key=lambda pair: pair[0])
        for run in ["".join(letter for _, letter in letters)]
    )
    readings = "".join(f"<li>{escape(describe_step(proposal.step, name))}</li>" for proposal in parse.proposals)
    doubts = "".join(f"<li>not understood: {escape(doubt.span.text)}</li>" for doubt in parse.doubts)
    return f"<p>{words}</p>" + (f"<ul>{readings}{doubts}</ul>" if readings or doubts else "")


def asked(question: Question) -> Table:
    """A question with its numbered readings."""
    from rich.table import Table

    lines = Table.grid(padding=(0, 1, 0, 0))
    lines.add_row(_plain("?", "bold magenta"), _plain(question.text))
    for number, option in enumerate(question.options, start=1):
        lines.add_row("", _plain(f"  {number}. {option.text}", "magenta"))
    lines.add_row("", _plain("  or none of these", "dim"))
    return lines


def asked_html(question: Question) -> str:
    """A question for a notebook. All is escaped."""
    options = "".join(f"<li>{escape(option.text)}</li>" for option in question.options)
    return f"<p>{escape(question.text)}</p><ol>{options}</ol>"


def describe_step(step: Step, name: Naming = str) -> str:
    """A step of memory in plain words: "more Genre: Comedy", "take back Runtime under 100", "undo"."""
    match step.do:
        case "add" | "move" | "extend" | "narrow":
            return f"{ {'add': '', 'move': 'make it ', 'extend': 'or ', 'narrow': 'and '}[step.do] }{step.preference.says(name)}"
        case "swap":
            return f"{step.preference.says(name)} instead of {describe_target(step.old, name)}"
        case "harden" | "soften":
            return f"{'only' if step.do == 'harden' else 'rather'} {describe_target(step.target, name)}"
        case "retract":
            return f"take back {describe_target(step.target, name) if step.target else step.id}"
        case "free":
            return f"anything goes for {step.field}"
        case "lend":
            what = describe_target(step.target, name) if step.target else step.id or "all of it"
            return f"{what}, {f'until {step.expires_at:%d %B %H:%M}' if step.expires_at else step.scope or 'for good'}"
        case "wipe":
            return f"forget {'everything' if step.only == 'all' else f'every {step.only} wish'}"
        case "undo" | "redo":
            return step.do


def feed_html(feed: Feed) -> str:
    """A feed for a notebook. Titles, words and receipts are data and are escaped."""
    head = "<tr><th>#</th><th>title</th><th>host</th><th>what moved it</th></tr>"
    body = "".join(
        f"<tr><td>{entry.position}</td><td>{escape(str(entry.title or entry.id))}</td>"
        f"<td>{entry.host_position or ''}</td><td>{escape(entry.why)}</td></tr>"
        for entry in feed
    )
    chips = "".join(f"<li>{escape(chip(preference, feed.name_of))}</li>" for preference in feed.memory)
    notices = "".join(f"<li>{escape(notice.text)}</li>" for notice in feed.notices)
    return (
        f"<table>{head}{body}</table>"
        + ("" if feed.question is None else asked_html(feed.question))
        + (f"<p>remembers</p><ul>{chips}</ul>" if chips else "")
        + (f"<p>notices</p><ul>{notices}</ul>" if notices else "")
    )


def _notices(feed: Feed) -> list[Table]:
    from rich.table import Table

    offers = count(1)
    lines = Table.grid(padding=(0, 1, 0, 0))
    for notice in feed.notices:
        lines.add_row(_plain("!", "bold red") if notice.code in _DAMAGE else _plain("·", "dim"), _plain(notice.text))
        for offer in notice.suggestions:
            lines.add_row("", _plain(f"  {next(offers)}. {offer.text}", "magenta"))
    return [lines] if feed.notices else []


def _plain(text: str, style: str = "") -> Text:
    """Text that rich reads no markup in: a title may hold "[bold]"."""
    from rich.text import Text

    return Text(text, style=style)
