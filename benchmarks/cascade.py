"""When a chat model should be asked: turns asked and faults caught by threshold, and what answers do to turns that were right.

Every set is run on the embedded parser alone, then on a cascade with models that answer from a script: one that never finds
anything, one that is over-eager (wipes, rules, invented values), and a teacher that knows what each turn expects.

    python benchmarks/cascade.py [--sets cars,films]
"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from langchain_core.messages import BaseMessage
from rich.console import Console
from rich.table import Table

import recbot_sdk as rb
from recbot_sdk.evaluation import Session, check_commands, read_sessions
from recbot_sdk.evaluation.conditions import Compares, Holds
from recbot_sdk.parsing.cascade import SURE, open_spans
from recbot_sdk.parsing.llm import LLMParser
from recbot_sdk.testing import ScriptedChatModel

SETS = Path(__file__).parents[1] / "tests" / "regression"
sys.path.insert(0, str(SETS.parent))
BOTS: dict[str, Callable[[], rb.RecBot]] = importlib.import_module("regression.tables").BOTS
NOW = datetime(2026, 1, 1, tzinfo=UTC)
THRESHOLDS = (0.0, 0.3, 0.5, 0.7, 0.9, 1.0)
Answer = Callable[[list[BaseMessage]], dict[str, Any]]


class Recorded:
    """A parser that keeps what it read, in order."""

    def __init__(self, parser: rb.Parser) -> None:
        self.parser, self.parses = parser, list[rb.Parse]()

    def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        """Read and keep."""
        self.parses.append(self.parser.parse(command, memory))
        return self.parses[-1]


def with_parser(bot: rb.RecBot, parser: rb.Parser) -> rb.RecBot:
    """A bot that reads with another parser."""
    other = rb.RecBot(bot.catalog, parser=parser)
    other.binding = replace(bot.binding, parser=parser, model_seconds=60.0)
    return other


def told(messages: Sequence[BaseMessage]) -> dict[str, Any]:
    """The turn as a model sees it."""
    first = next(m for m in messages if str(m.content).startswith("TURN"))
    turn: dict[str, Any] = json.loads(str(first.content).removeprefix("TURN"))
    return turn


def silent(messages: list[BaseMessage]) -> dict[str, Any]:
    """Finds nothing."""
    return {"clauses": []}


def eager(messages: list[BaseMessage]) -> dict[str, Any]:
    """Wipes, bans and invents, and quotes whatever was left open for it."""
    quotes = [*told(messages).get("only_read", []), told(messages)["command"]]
    acts = (
        {"act": "wipe"},
        {"act": "forbid", "test": "about"},
        {"act": "undo"},
        {"act": "require", "field": "no such field"},
    )
    return {"clauses": [{"quote": quote, **act} for quote in quotes for act in acts][:16]}


def teacher(sessions: Sequence[Session]) -> Answer:
    """Knows what each command must lead to, and says it of the words that were left open."""
    expected = {turn.say: turn.must or () for session in sessions for turn in session.turns}

    def answer(messages: list[BaseMessage]) -> dict[str, Any]:
        turn = told(messages)
        quote = turn["only_read"][0] if turn.get("only_read") else turn["command"]
        clauses = []
        for condition in expected.get(turn["command"], ()):
            if isinstance(condition, Holds):
                act = "require" if condition.op == "any" else "forbid"
                values = [str(value) for value in condition.value]
                clauses.append({"quote": quote, "act": act, "field": condition.column, "test": "is", "values": values})
            elif isinstance(condition, Compares):
                test = {"<": "below", "<=": "at_most", ">": "above", ">=": "at_least", "==": "equals"}[condition.op]
                said = {"field": condition.column, "test": test, "values": [str(condition.value)]}
                clauses.append({"quote": quote, "act": "require", **said})
        return {"clauses": clauses}

    return answer


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--sets", default=",".join(BOTS))
    names = options.parse_args().sets.split(",")
    logging.getLogger("recbot_sdk").setLevel(logging.ERROR)
    console = Console()
    asked = Table("sure below", *(f"{name}: asked, faults caught" for name in names), title="the embedded parser alone")
    rows: dict[float, list[str]] = {threshold: [] for threshold in THRESHOLDS}
    answers = Table("set", "turns", "asked", "embedded", "silent: lost", "eager: lost", "teacher: lost", "teacher: won")
    for name in names:
        bot = BOTS[name]()
        sessions = read_sessions(SETS / f"{name}.jsonl", bot.catalog)
        recorded = Recorded(bot.binding.parser)
        alone = check_commands(with_parser(bot, recorded), sessions, now=NOW).verdicts
        for threshold in THRESHOLDS:
            is_open = [bool(open_spans(parse, threshold)) for parse in recorded.parses]
            caught = sum(o for o, verdict in zip(is_open, alone, strict=True) if not verdict.passed)
            faults = sum(not verdict.passed for verdict in alone)
            rows[threshold].append(f"{sum(is_open) / len(is_open):.0%}, {caught} of {faults}")
        cells = [name, str(len(alone)), "", f"{sum(v.passed for v in alone) / len(alone):.1%}"]
        for model in (silent, eager, teacher(sessions)):
            scripted = ScriptedChatModel(model)
            llm = LLMParser(bot.catalog, rb.ChatCalls(scripted, seconds=60))
            heard = Recorded(rb.Cascade(bot.binding.parser, llm))
            after = check_commands(with_parser(bot, heard), sessions, now=NOW).verdicts
            cells[2] = f"{sum(p.usage is not None for p in heard.parses) / len(after):.0%}"
            cells.append(str(sum(a.passed and not b.passed for a, b in zip(alone, after, strict=True))))
        cells.append(str(sum(b.passed and not a.passed for a, b in zip(alone, after, strict=True))))
        answers.add_row(*cells)
    for threshold, shares in rows.items():
        asked.add_row(f"{threshold:.1f}{' (default)' if threshold == SURE else ''}", *shares)
    console.print(asked, answers)


if __name__ == "__main__":
    main()
