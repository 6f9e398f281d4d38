"""What a real chat model adds: the embedded parser, the cascade and the model alone, on the same commands.

Sessions are drawn from regression files; a turn passes where what it expects holds. Beside each reader: what its failures
were, and how often it ends in the preferences of another. The model comes from the environment, and nothing is reached unasked:

    RECBOT_GGUF, RECBOT_GGUF_SHA256   weights in a file, served within this process (extra `local`)
    RECBOT_MODEL_URL, RECBOT_MODEL    an OpenAI-compatible endpoint and the model's name there, RECBOT_MODEL_KEY if it has one

    python benchmarks/models.py [FILE.jsonl | NAME=FILE.jsonl ...] [--turns 40] [--seed 0] [--seconds 60] [--readers cascade]

NAME is a catalogue of tests/regression (films, cars...); without it, the file's own name is.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib
import logging
import os
import random
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import track
from rich.table import Table

import recbot_sdk as rb
from recbot_sdk.evaluation import Session, check_commands, read_sessions
from recbot_sdk.models import ModelFailure
from recbot_sdk.parsing.llm import LLMParser

SETS = Path(__file__).parents[1] / "tests" / "regression"
sys.path.insert(0, str(SETS.parent))
BOTS: dict[str, Callable[[], rb.RecBot]] = importlib.import_module("regression.tables").BOTS
NOW = datetime(2026, 1, 1, tzinfo=UTC)
READERS = ("embedded", "cascade", "model alone")

# -- the model ---------------------------------------------------------------------------------------------------------


def model_of(environment: Mapping[str, str], threads: int, seconds: float) -> tuple[str, Any]:
    """What the model is called, and the model. Exits where there is none, or other weights than were said."""
    if "RECBOT_GGUF" in environment:
        path = Path(environment["RECBOT_GGUF"])
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
        if found != environment.get("RECBOT_GGUF_SHA256"):
            sys.exit(
                f"{path.name} has the SHA-256 {found}. Set RECBOT_GGUF_SHA256 to it if these are the weights you mean."
            )
        address, name, key = served(path, threads), path.name, "none"
    elif {"RECBOT_MODEL_URL", "RECBOT_MODEL"} <= environment.keys():
        address, name = environment["RECBOT_MODEL_URL"], environment["RECBOT_MODEL"]
        key = environment.get("RECBOT_MODEL_KEY", "none")
    else:
        sys.exit(
            "There is no model to measure. Set RECBOT_GGUF and RECBOT_GGUF_SHA256, or RECBOT_MODEL_URL and RECBOT_MODEL."
        )
    from langchain_openai import ChatOpenAI

    # its own time-out closes the connection of a request that is late: the server lets go of it, and the next need not wait
    return name, ChatOpenAI(base_url=address, api_key=key, model=name, temperature=0, max_retries=0, timeout=seconds)


def served(path: Path, threads: int) -> str:
    """The address of weights, served as long as the process lives."""
    import xllamacpp

    given = xllamacpp.CommonParams()
    given.model.path, given.n_ctx, given.n_parallel, given.verbosity = str(path), 8192, 1, 0
    given.cpuparams.n_threads, given.cpuparams.poll = (
        threads,
        0,
    )  # a thread that spins starves the others of a busy machine
    kept.append(xllamacpp.Server(given))
    return f"{kept[0].listening_address}/v1"


kept: list[Any] = []
"""Servers: one that nothing refers to stops."""


def hardware_threads() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


# -- the readers -------------------------------------------------------------------------------------------------------


@dataclass
class Kept:
    """A parser that keeps what it read. A model alone reads nothing where it fails."""

    parser: rb.Parser
    parses: list[rb.Parse] = field(default_factory=list)

    def parse(self, command: rb.Command, memory: rb.PreferenceMemory) -> rb.Parse:
        """Read and keep."""
        try:
            parse = self.parser.parse(command, memory)
        except ModelFailure as failure:
            parse = rb.Parse(text=command.text, usage=failure.usage, failure=failure.kind)
        self.parses.append(parse)
        return parse


@dataclass
class Read:
    """What one reader came to on one set."""

    passed: list[bool] = field(default_factory=list)
    ends: list[tuple[str, ...]] = field(default_factory=list)
    """The preferences that each session ends in."""
    parses: list[rb.Parse] = field(default_factory=list)


def read(bot: rb.RecBot, parser: rb.Parser, sessions: Sequence[Session], told: str) -> Read:
    """Say the sessions to a bot that reads with `parser`."""
    came, reader = Read(), Kept(parser)
    last: list[rb.Feed] = []
    other = rb.RecBot(bot.catalog, parser=parser, model_seconds=3600)
    other.binding = replace(bot.binding, parser=reader, model_seconds=3600, on_turn=lambda _, feed: last.append(feed))
    for session in track(sessions, told, transient=True):
        came.passed += [verdict.passed for verdict in check_commands(other, [session], now=NOW).verdicts]
        came.ends.append(tuple(sorted(map(str, last[-1].memory))))
    came.parses = reader.parses
    return came


def drawn(sessions: Sequence[Session], turns: int, seed: int) -> list[Session]:
    """Whole sessions, by chance, until they have this many turns."""
    order, found = list(sessions), list[Session]()
    random.Random(seed).shuffle(order)
    for session in order:
        if sum(len(s.turns) for s in found) < turns:
            found.append(session)
    return found


@contextmanager
def quiet() -> Iterator[None]:
    """Without a line for each failure: they are counted."""
    logger = logging.getLogger("recbot_sdk")
    before = logger.level
    logger.setLevel(logging.ERROR)
    yield
    logger.setLevel(before)


# -- the report --------------------------------------------------------------------------------------------------------


def cells(came: Read) -> list[str]:
    """A row of the table."""
    asked = [parse.usage for parse in came.parses if parse.usage is not None and parse.usage.calls]
    total = sum(asked, rb.Usage())
    share = f"{np.mean(came.passed):.1%}"
    if not asked:
        return [share, "0", "", "", "", "", ""]
    seconds = [usage.seconds for usage in asked]
    kinds = Counter(parse.failure for parse in came.parses if parse.failure)
    return [
        share,
        f"{len(asked)} in {total.calls} calls",
        f"{total.input_tokens / total.calls:.0f}",
        f"{total.cached_tokens / max(1, total.input_tokens):.0%}",
        f"{total.output_tokens / total.calls:.0f}",
        f"{np.median(seconds):.1f} ({max(seconds):.1f})",
        ", ".join(f"{count} {kind}" for kind, count in kinds.most_common()) or "none",
    ]


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("files", nargs="*", default=[f"{name}={SETS / name}.jsonl" for name in BOTS])
    options.add_argument("--turns", type=int, default=40, help="turns of each file, about")
    options.add_argument("--seed", type=int, default=0)
    options.add_argument("--seconds", type=float, default=60.0, help="most that one question may take")
    options.add_argument("--tokens", type=int, default=512, help="most tokens of an answer")
    options.add_argument("--threads", type=int, default=hardware_threads(), help="of a model that is served here")
    options.add_argument("--readers", default=",".join(READERS), help="which of these to run")
    given = options.parse_args()
    name, model = model_of(os.environ, given.threads, given.seconds)
    calls = rb.ChatCalls(model, seconds=given.seconds, max_tokens=given.tokens, breaker=rb.Breaker(failures=10**9))
    console = Console(width=140)
    where = f"{given.threads} of {hardware_threads()} hardware threads" if "RECBOT_GGUF" in os.environ else "elsewhere"
    console.print(f"{name}, {where}, at most {given.seconds:g} s a question and {given.tokens} tokens an answer")
    table = Table(
        "set", "reader", "turns pass", "turns asked", "tokens in", "cached", "out", "seconds p50 (max)", "failures"
    )
    same = Table("set", "sessions", "two readers", "end in the same preferences")
    for file in given.files:
        stem, _, path = file.rpartition("=")
        bot = BOTS[stem or Path(path).stem]()
        sessions = drawn(read_sessions(path, bot.catalog), given.turns, given.seed)
        embedded, llm = bot.binding.parser, LLMParser(bot.catalog, calls)
        parsers: dict[str, rb.Parser] = dict(zip(READERS, (embedded, rb.Cascade(embedded, llm), llm), strict=True))
        came: dict[str, Read] = {}
        for reader in [one for one in READERS if one in given.readers.split(",")]:
            with quiet():
                came[reader] = read(bot, parsers[reader], sessions, f"{Path(path).stem}, {reader}")
            table.add_row(Path(path).stem, f"{reader}, {len(came[reader].passed)} turns", *cells(came[reader]))
        for one, other in combinations(came, 2):
            pairs = zip(came[one].ends, came[other].ends, strict=True)
            same.add_row(
                Path(path).stem, str(len(sessions)), f"{one}, {other}", f"{np.mean([a == b for a, b in pairs]):.1%}"
            )
    console.print(table, same)


if __name__ == "__main__":
    main()
