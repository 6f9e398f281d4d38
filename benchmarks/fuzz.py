"""Does any command make the parser fail, invent, or serve what a rule forbids, and how long does it take to read one?

Commands from the pack's own phrases and a catalogue's values, any characters, mutated real commands and attacks are read
over four catalogues, one of them full of hostile values, with random memories and screens. Every fiftieth goes through a
whole turn, whose feed a judge checks row by row. Exits with 1 where anything misbehaved.

    python benchmarks/fuzz.py [--commands 200000] [--seed 1]
"""

from __future__ import annotations

import argparse
import heapq
import logging
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from rich.console import Console
from rich.table import Table

import recbot_sdk as rb
from recbot_sdk.catalog.dates import day_span, iso
from recbot_sdk.catalog.text import words
from recbot_sdk.datasets import films
from recbot_sdk.predicates import AllOf, AnyOf, Between, Compare, Contains, In, Leaf, Predicate, leaves
from recbot_sdk.preferences import (
    Directive,
    Items,
    Order,
    Preference,
    PreferenceMemory,
    Similar,
    Target,
    Toward,
    Where,
)
from recbot_sdk.preferences.steps import Add, Extend, Free, Harden, Move, Narrow, Retract, Soften, Step, Swap

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))  # as `tests` another wheel's tests may be found
if TYPE_CHECKING:
    from tests.parsing.conftest import FIELDS, NOW, SHELF
    from tests.parsing.fuzz import GROCERIES, GROCERY_FIELDS, HOSTILE, Babble
    from tests.parsing.test_commands import ONE, THEN
    from tests.promises.rows import broken
else:
    from parsing.conftest import FIELDS, NOW, SHELF
    from parsing.fuzz import GROCERIES, GROCERY_FIELDS, HOSTILE, Babble
    from parsing.test_commands import ONE, THEN
    from promises.rows import broken

Record = dict[str, Any]
SEATS, MEMORIES, TALK, EVERY, SLOWEST = 8, 40, 3, 50, 10
SHOPPING = (
    "only cheese", "no vegan snacks", "organic and gluten free", "not spicy", "without nuts", "under $5", "at least half a kilo",
    "less than 300 kcal", "4 stars or more", "from Spain or Italy", "nothing from Japan", "made by Ines Calder", "no Kestrel",
    "more fermented", "a bit less salted", "best before 2025", "sort by price", "anything but cheese", "between 200 and 400 grams",
    "more like Aged Gouda", "not the first one", "I never want spicy", "veggie", "only vegan, under $5, no snacks", "lighter",
    "heavier than Smoked Almonds", "forget the price", "undo", "start over", "or bread", "make it 7 dollars", "cheaper than that",
)  # fmt: skip
WATCHING = (
    "comedies from the 80s", "no horror", "with Tom Hanks", "directed by Clint Eastwood", "under 90 minutes", "French drama",
    "a bit more romance, less war", "more like The Matrix but shorter", "best rated first", "rated R", "nothing before 1990",
    "at least one Oscar", "over $100 million box office", "in Italian or Spanish", "not Tom Cruise, only thrillers", "popular",
)  # fmt: skip


@dataclass
class World:
    """A catalogue with a parser, a bot, and people who talk to it."""

    name: str
    catalog: rb.Catalog
    records: dict[str, Record]
    real: Sequence[str]
    rng: random.Random
    babble: Iterator[tuple[str, str]] = field(init=False)
    parser: rb.GrammarParser = field(init=False)
    bot: rb.RecBot = field(init=False)
    memories: list[PreferenceMemory] = field(init=False)
    """What was remembered of real commands: what fuzzed ones are read against."""

    def __post_init__(self) -> None:
        self.babble = iter(Babble(self.catalog, self.real, self.rng))
        self.parser = rb.GrammarParser(self.catalog)
        self.bot = rb.RecBot(self.catalog, parser=self.parser)
        self.memories = [PreferenceMemory(), *(self._remembered(k) for k in range(MEMORIES))]

    def _remembered(self, who: int) -> PreferenceMemory:
        memory = PreferenceMemory()
        for text in self.rng.sample(list(self.real), self.rng.randint(1, 5)):
            memory = self.bot.recommend(f"old-{who}", text, n=3, now=NOW).memory
        return memory

    def command(self) -> tuple[str, rb.Command, PreferenceMemory]:
        """(kind, command, memory) at random."""
        kind, text = next(self.babble)
        shown = self.rng.sample(list(self.records), self.rng.choice((0, 1, 3, 8)))
        return kind, rb.Command(text=text, now=NOW, on_screen=tuple(shown)), self.rng.choice(self.memories)


def world(name: str, records: Sequence[Record], fields: dict[str, rb.Field], real: Sequence[str], seed: int) -> World:
    catalog = rb.Catalog.from_records(records, id="id", title="title", fields=fields)
    return World(name, catalog, {record["id"]: dict(record) for record in records}, real, random.Random(seed))


def worlds(seed: int) -> list[World]:
    shelf = [*ONE, *(text for commands in THEN for text in commands)]
    evil = [
        {**SHELF[k % len(SHELF)], "id": f"h{k}", "title": text or "?", "style": [text], "label": text}
        for k, text in enumerate(
            [*HOSTILE, "no", "only", "undo", "forget everything", "start over", "$5", "under", "x" * 300]
        )
    ]
    cinema = films()
    columns = [(name, cinema.column(name)) for name in cinema.fields]
    rows = {
        str(key): {"id": key, **{name: _plain(column.value(row)) for name, column in columns}}
        for row, key in enumerate(cinema.keys(range(len(cinema))))
    }
    return [
        world("records", SHELF, FIELDS, shelf, seed),
        world("groceries", GROCERIES, GROCERY_FIELDS, SHOPPING, seed + 1),
        world("hostile values", evil, FIELDS, shelf, seed + 2),
        World("films", cinema, rows, (*WATCHING, *shelf), random.Random(seed + 3)),
    ]


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


# -- what is checked ---------------------------------------------------------------------------------------------------


def faults(catalog: rb.Catalog, command: rb.Command, memory: PreferenceMemory, parse: rb.Parse) -> Iterator[str]:
    """What a parse holds that neither the words nor the catalogue nor memory hold."""
    remembered = [p.target for p in memory]
    spans = [span for p in parse.proposals for span in p.spans] + [doubt.span for doubt in parse.doubts]
    for span in spans:
        if not span.text.strip() or command.text[span.start : span.end] != span.text:
            yield f"the span {span!r} is not in the text"
    offered = [(step, "offered") for doubt in parse.doubts for step in doubt.alternatives]
    offered += [(step, "offered") for p in parse.proposals for step in p.alternatives]
    for step, evidence in [*((p.step, p.evidence) for p in parse.proposals), *offered]:
        for target in targets(step):
            if (lacking := invented(catalog, target)) and evidence != "unknown" and target not in remembered:
                yield f"{lacking} is not in the catalogue ({evidence})"
        if isinstance(step, Free) and step.field not in catalog.fields:
            yield f"the field {step.field!r} is not in the catalogue"


def targets(step: Step) -> tuple[Target, ...]:
    if isinstance(step, Add | Move | Extend | Narrow | Swap):
        return (step.preference.target, *((step.old,) if isinstance(step, Swap) else ()))
    return (step.target,) if isinstance(step, Harden | Soften | Retract) and step.target is not None else ()


def invented(catalog: rb.Catalog, target: Target) -> str | None:
    """A field, value, item or tool that is not there."""
    match target:
        case Where(predicate=predicate):
            return next((repr(leaf) for leaf in leaves(predicate) if not known(catalog, leaf)), None)
        case Toward(field=name) | Order(field=name):
            return None if name in catalog.fields else f"the field {name!r}"
        case Items(items=items):
            return None if (catalog.rows_of_keys(items) >= 0).all() else f"an item of {items}"
        case Similar(item=item):
            return None if catalog.rows_of_keys([item])[0] >= 0 else f"the item {item!r}"
        case Directive(tool=tool):
            return None if tool == "diversify" else f"the tool {tool!r}"
    return None


def known(catalog: rb.Catalog, leaf: Leaf) -> bool:
    """Whether the catalogue has the field of a condition, and the values that it names."""
    spec = catalog.fields.get(leaf.field)
    if spec is None:
        return False
    if isinstance(leaf, In):
        held = {True, False} if spec.kind == "flag" else set(catalog.values(leaf.field))
        return held.issuperset(leaf.values)
    if isinstance(leaf, Contains):
        return bool(len(catalog.words(leaf.field).places(leaf.text)))
    bounds = (
        (leaf.low, leaf.high) if isinstance(leaf, Between) else (leaf.value,) if isinstance(leaf, Compare) else ("",)
    )
    if spec.kind == "date":
        return all(day_span(bound) is not None for bound in bounds)
    return spec.kind == "number" and all(isinstance(bound, int | float) and abs(bound) < 1e308 for bound in bounds)


def dated(catalog: rb.Catalog, predicate: Predicate) -> Predicate:
    """The same with whole days where it says a month or a year, for a judge that compares text."""
    if isinstance(predicate, AllOf | AnyOf):
        return type(predicate)(of=tuple(dated(catalog, member) for member in predicate.of))
    if predicate.field not in catalog.fields or catalog.fields[predicate.field].kind != "date":
        return predicate
    if isinstance(predicate, Between):
        first, last = day_span(predicate.low), day_span(predicate.high)
        return Between(field=predicate.field, low=iso(first[0]), high=iso(last[1])) if first and last else predicate
    if isinstance(predicate, Compare) and (span := day_span(predicate.value)):
        if predicate.sign == "==":
            return Between(field=predicate.field, low=iso(span[0]), high=iso(span[1]))
        return predicate.model_copy(update={"value": iso(span[1] if predicate.sign in (">", "<=") else span[0])})
    return predicate


def judged(world: World, feed: rb.Feed) -> Iterator[str]:
    """What a feed serves in breach of its memory, and what failed on the way."""
    rules: list[Preference] = []
    for p in feed.memory:
        if isinstance(p.target, Where):
            p = p.model_copy(update={"target": Where(predicate=dated(world.catalog, p.target.predicate))})
        if p.hard and isinstance(p.target, Toward) and p.target.reference is None:
            middle = world.catalog.from_number(p.target.field, world.catalog.quantile(p.target.field, 0.5))
            p = p.model_copy(update={"target": p.target.model_copy(update={"reference": middle})})
        rules.append(p)
    for item in feed.ids if feed.steered else ():
        for rule in broken(rules, feed.plan.dormant, world.records[str(item)]):
            yield f"{item!r} was served against “{rule}”"
    if len(set(feed.ids)) != len(feed.ids):
        yield "an item was served twice"
    if feed.degraded:
        yield "the feed was degraded"
    for notice in feed.notices:
        if notice.code.endswith("_failed"):
            yield f"notice {notice.code}: {notice.text}"


# -- the run -----------------------------------------------------------------------------------------------------------


@dataclass
class Run:
    """What was seen so far."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    """Of each parse, by catalogue."""
    slowest: list[tuple[float, int, str, str]] = field(default_factory=list)
    wrong: Counter[str] = field(default_factory=Counter)
    examples: dict[str, str] = field(default_factory=dict)
    """The shortest command that shows each thing that went wrong."""
    turns: int = 0
    served: int = 0

    def blame(self, world: World, text: str, what: str) -> None:
        """Count a misbehaviour under its kind."""
        kind = what.split("(")[0].split("“")[0][:60]
        self.wrong[kind] += 1
        shown = f"{world.name}: {text!r}: {what}"
        if kind not in self.examples or len(shown) < len(self.examples[kind]):
            self.examples[kind] = shown

    def read(self, world: World, k: int) -> None:
        """One command: parsed, checked, and now and then served."""
        kind, command, memory = world.command()
        start = time.perf_counter()
        try:
            parse = world.parser.parse(command, memory)
        except Exception as error:  # the parser promises to be total: whatever it raises is what is looked for
            self.blame(world, command.text, f"{type(error).__name__}: {error}")
            return
        took = time.perf_counter() - start
        self.seconds.setdefault(world.name, []).append(took)
        keep = heapq.heappush if len(self.slowest) < SLOWEST else heapq.heappushpop
        keep(self.slowest, (took, k, kind, f"{world.name}: {command.text[:200]!r}"))
        for fault in faults(world.catalog, command, memory, parse):
            self.blame(world, command.text, fault)
        named = any(link.kind == "value" for link in world.catalog.vocabulary.links(words(command.text)))
        for proposal in parse.proposals if command.text in HOSTILE and not named else ():
            if not len(memory) or not isinstance(
                proposal.step, Add | Move | Extend
            ):  # else its number may be a new bound
                self.blame(world, command.text, f"an attack proposes {proposal.step!r}")
        if k % EVERY == 0:
            self.serve(world, k, command)

    def serve(self, world: World, k: int, command: rb.Command) -> None:
        """A whole turn of a user who says a few things and leaves."""
        user, now = f"u{k // EVERY // TALK}", NOW + timedelta(seconds=k)
        try:
            feed = world.bot.recommend(user, command.text, n=SEATS, on_screen=command.on_screen, now=now)
        except Exception as error:  # likewise: no command may fail a turn
            self.blame(world, command.text, f"a turn raised {type(error).__name__}: {error}")
            return
        self.turns += 1
        self.served += len(feed)
        for fault in judged(world, feed):
            self.blame(world, command.text, fault)


def report(run: Run, console: Console) -> None:
    table = Table(
        title=f"{sum(map(len, run.seconds.values())):,} commands read, {run.turns:,} turns, {run.served:,} items judged"
    )
    for column in ("catalogue", "commands", "p50 ms", "p99 ms", "max ms"):
        table.add_column(column, justify="left" if column == "catalogue" else "right")
    for name, seconds in (*run.seconds.items(), ("all", [s for each in run.seconds.values() for s in each])):
        p50, p99, most = (f"{1e3 * float(np.percentile(seconds, q)):.2f}" for q in (50, 99, 100))
        table.add_row(name, f"{len(seconds):,}", p50, p99, most)
    console.print(table)
    console.print("Slowest:")
    for took, _, kind, shown in sorted(run.slowest, reverse=True):
        console.print(f"  {1e3 * took:7.1f} ms  {kind}: {shown}", markup=False, highlight=False)
    for kind, count in run.wrong.most_common():
        console.print(f"{count:,} x {run.examples[kind]}", markup=False, highlight=False)
    console.print(f"{sum(run.wrong.values()):,} misbehaviours")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--commands", type=int, default=200_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    logging.getLogger("recbot_sdk").setLevel(logging.CRITICAL)
    around, run = worlds(options.seed), Run()
    for k in range(options.commands):
        run.read(around[k % len(around)], k // len(around))
    report(run, Console(width=160))
    return 1 if run.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
