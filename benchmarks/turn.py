"""What a turn costs: the tools against a floor in numpy, the whole turn against an empty graph, and bytes an item.

Every figure is a ratio within this run: the two sides take turns, and the ratio is the median over the pairs. The time that
the host itself takes is measured inside it and left out. Figures that miss their target are printed as such.

    python benchmarks/turn.py [--sizes 1e4,1e5,1e6] [--quick]
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import count
from typing import Any

import numpy as np
import pandas as pd
from langgraph.graph import END, START, StateGraph
from rich.console import Console
from rich.table import Table
from typing_extensions import TypedDict

import recbot_sdk as rb
from recbot_sdk.catalog.columns import CategoryColumn, NumberColumn, TagsColumn, arrays_of
from recbot_sdk.preferences import PreferenceMemory
from recbot_sdk.tools import PRIMITIVES, Candidates, ToolContext, run_tool
from recbot_sdk.types import Rows

SEATS = 20
TOOL_TARGETS = {1_000_000: 3.0}
TURN_TARGETS = {100_000: 3.0, 1_000_000: 6.0}
SYLLABLES = [consonant + vowel for consonant in "bdfgklmnprstvz" for vowel in "aeiou"]


def word(number: int) -> str:
    """A made-up word of three syllables, another for each number."""
    return "".join(SYLLABLES[number * step % len(SYLLABLES)] for step in (1, 9, 31))


KINDS = [word(number) for number in range(20)]
TAGS = [word(number) for number in range(20, 70)]
PEOPLE = [f"{word(first).title()} {word(last).title()}in" for first in range(70) for last in range(70)]


@dataclass
class World:
    """A catalogue of made-up items, and a host that ranks all of them."""

    catalog: rb.Catalog
    ranking: Rows
    """Rows in the host's order."""
    ids: list[Any]
    """The ids in that order."""
    seconds: float = 0.0
    """Time spent in the host."""
    asked: int = 0
    """Items that the host has returned."""
    moves: bool = False
    """Whether each answer starts one place further on, so that none is ever the same."""
    place: int = 0

    def host(self, user: str, n: int) -> list[Any]:
        """The best `n`: a slice of a list of ids."""
        start = time.perf_counter()
        self.place += self.moves
        found = self.ids[self.place : self.place + n]
        self.seconds += time.perf_counter() - start
        self.asked += len(found)
        return found


def frame(n: int, text_ids: bool) -> pd.DataFrame:
    rng = np.random.default_rng(1)
    first, step = rng.integers(0, len(TAGS), n), rng.integers(1, 16, n)
    tags = (first[:, None] + step[:, None] * np.arange(3)) % len(TAGS)
    people = rng.integers(0, len(PEOPLE), (n, 2))
    return pd.DataFrame(
        {
            "id": [f"item-{i:07d}" for i in range(n)] if text_ids else np.arange(n),
            "name": [f"Thing {i}" for i in range(n)],
            "kind": np.array(KINDS, object)[rng.integers(0, len(KINDS), n)],
            "tags": np.array(TAGS, object)[tags].tolist(),
            "people": np.array(PEOPLE, object)[people].tolist(),
            "price": np.round(rng.gamma(2.0, 30.0, n), 2),
            "minutes": rng.integers(20, 240, n),
        }
    )


def catalog_of(table: pd.DataFrame) -> rb.Catalog:
    fields = {"people": rb.Field(role="person"), "minutes": rb.Field(role="duration", unit="minute")}
    return rb.Catalog.from_pandas(table, id="id", title="name", fields=fields)


def world_of(catalog: rb.Catalog) -> World:
    ranking = np.random.default_rng(2).permutation(len(catalog))
    ids = list(catalog.ids)
    return World(catalog, ranking, [ids[row] for row in ranking.tolist()])


# -- two sides, in turns -----------------------------------------------------------------------------------------------


@dataclass
class Pairs:
    """Seconds of both sides, pair by pair."""

    ours: list[float] = field(default_factory=list)
    theirs: list[float] = field(default_factory=list)

    @property
    def ratio(self) -> float:
        """Median of ours over theirs."""
        return float(np.median(np.array(self.ours) / np.array(self.theirs)))


def compare(ours: Callable[[], float], theirs: Callable[[], float], rounds: int) -> Pairs:
    """Both sides in turns, after one round that counts for nothing."""
    pairs = Pairs()
    ours(), theirs()
    for _ in range(rounds):
        pairs.ours.append(ours())
        pairs.theirs.append(theirs())
    return pairs


def timed(work: Callable[[], object]) -> Callable[[], float]:
    def run() -> float:
        start = time.perf_counter()
        work()
        return time.perf_counter() - start

    return run


@dataclass(frozen=True)
class Figure:
    """One row of the table; without pairs, one that says why there is none."""

    what: str
    items: int
    candidates: int = 0
    pairs: Pairs | None = None
    against: str = ""
    target: float | None = None


# -- the tools ---------------------------------------------------------------------------------------------------------


def wishes(*rules: rb.Preference) -> PreferenceMemory:
    """Rules, one wish for more and one for less."""
    said = (*rules, rb.like(rb.field("tags") == TAGS[11]), rb.dislike(rb.field("tags") == TAGS[12]))
    return PreferenceMemory(preferences=tuple(p.model_copy(update={"id": f"p{i}"}) for i, p in enumerate(said)))


def chain(catalog: rb.Catalog, memory: PreferenceMemory, ranking: Rows) -> Candidates:
    """The calls of the plan over a whole ranking, as the nodes of the graph run them."""
    context = ToolContext(catalog=catalog, n=SEATS, preferences=tuple(memory))
    tools = {tool.name: tool for tool in PRIMITIVES}
    candidates = Candidates.ranked(ranking)
    for call in rb.RulePlanner(catalog, PRIMITIVES).plan(memory):
        if call.stage != "source":
            candidates = run_tool(tools[call.tool], call, candidates, context).candidates
    return candidates.take(np.arange(min(SEATS, len(candidates))))


class Floor:
    """The same page by hand: masks on the columns, what survives is scored with given weights, the best twenty are picked."""

    def __init__(self, catalog: rb.Catalog) -> None:
        kind, minutes, tags = catalog.column("kind"), catalog.column("minutes"), catalog.column("tags")
        assert isinstance(kind, CategoryColumn)
        assert isinstance(minutes, NumberColumn)
        assert isinstance(tags, TagsColumn)
        self.kinds, self.minutes, self.items = kind.codes, minutes.stored, len(catalog)
        self.kind, self.postings = kind.vocabulary.codes_of((KINDS[3],))[0], catalog.postings("tags")
        self.tag = {name: tags.vocabulary.codes_of((name,)) for name in TAGS}

    def tagged(self, tag: str, rows: Rows) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """Which rows have a tag."""
        mask = np.zeros(self.items, bool)
        mask[self.postings.rows(self.tag[tag])] = True
        return mask[rows]

    def few(self, ranking: Rows) -> Rows:
        """Ranks that pass a selective rule: one kind, under an hour."""
        rank = np.flatnonzero(self.kinds[ranking] == self.kind)
        return rank[self.minutes[ranking[rank]] < 60]

    def many(self, ranking: Rows) -> Rows:
        """Ranks that pass an unselective rule: all but one tag."""
        return np.flatnonzero(~self.tagged(TAGS[7], ranking))

    def page(self, rank: Rows, ranking: Rows, weights: Sequence[float]) -> Rows:
        """The rows of the page, best first, out of those that pass."""
        rows = ranking[rank]
        score = -np.log2(1.0 + rank)
        score += weights[0] * self.tagged(TAGS[11], rows)
        score += weights[1] * self.tagged(TAGS[12], rows)
        best = np.argpartition(-score, SEATS)[:SEATS] if len(rows) > SEATS else np.arange(len(rows))
        return rows[best[np.lexsort((best, -score[best]))]]


def tools(world: World, rounds: int) -> list[Figure]:
    catalog, ranking, floor = world.catalog, world.ranking, Floor(world.catalog)
    few = wishes(rb.like(rb.field("kind") == KINDS[3], hard=True), rb.like(rb.field("minutes") < 60, hard=True))
    many = wishes(rb.dislike(rb.field("tags") == TAGS[7], hard=True))

    def figure(label: str, memory: PreferenceMemory, passing: Callable[[Rows], Rows]) -> Figure:
        ours = partial(chain, catalog, memory, ranking)
        weights = [solution.weight for solution in ours().solutions.values()]

        def theirs() -> Rows:
            return floor.page(passing(ranking), ranking, weights)

        assert theirs().tolist() == ours().rows.tolist(), "the floor and the tools disagree"
        pairs = compare(timed(ours), timed(theirs), rounds)
        return Figure(f"tools, {label}", len(catalog), len(ranking), pairs, "numpy", TOOL_TARGETS.get(len(catalog)))

    return [figure("selective rule", few, floor.few), figure("unselective rule", many, floor.many)]


# -- the turn ----------------------------------------------------------------------------------------------------------


class Channels(TypedDict, total=False):
    """Six small channels, as a turn has."""

    a: int
    b: int
    c: int
    d: int
    e: int
    f: int


def empty_graph(nodes: int) -> Callable[[], object]:
    """A LangGraph chain of nodes that do nothing, with one conditional edge, as the turn's graph has."""
    graph = StateGraph(Channels)
    for place in range(nodes):
        graph.add_node(f"n{place}", lambda state: {"a": 1})
    graph.add_edge(START, "n0")
    graph.add_conditional_edges("n0", lambda state: True, {True: "n1"})
    for place in range(1, nodes - 1):
        graph.add_edge(f"n{place}", f"n{place + 1}")
    graph.add_edge(f"n{nodes - 1}", END)
    compiled = graph.compile()
    return lambda: compiled.invoke({"a": 0}, {"configurable": {"user_id": "u"}})


PERSON = rb.field("people") == PEOPLE[77]
CASES: dict[str, list[rb.Preference]] = {
    "one wish": [rb.like(rb.field("tags") == TAGS[11])],
    "unselective rule": [rb.dislike(rb.field("tags") == TAGS[7], hard=True)],
    "wish, name ruled out, bound": [
        rb.like(rb.field("tags") == TAGS[11]),
        rb.dislike(PERSON, hard=True),
        rb.like(rb.field("minutes") < 90, hard=True),
    ],
    "selective rule": [
        rb.like(rb.field("kind") == KINDS[3], hard=True),
        rb.like(rb.field("minutes") < 40, hard=True),
    ],
    "wish for a rare name": [rb.like(PERSON)],
    "four wishes that quarrel": [
        rb.like(rb.field("tags") == TAGS[11], dose=rb.Dose.LOT),
        rb.like(rb.field("kind") == KINDS[5], dose=rb.Dose.LOT),
        rb.dislike(rb.field("tags") == TAGS[12], dose=rb.Dose.LOT),
        rb.like(PERSON),
    ],
    "all is sorted": [rb.like(rb.Order(field="price", direction="down"))],
}
FROM_AFAR = ("selective rule", "wish for a rare name")
"""Cases for which the host is asked for many: once more with another answer each time, so that no lookup is remembered."""
COMMAND = f"more {TAGS[11]}, nothing with {PEOPLE[77]}, under 90 minutes"


def turns(world: World, rounds: int) -> list[Figure]:
    size = len(world.catalog)
    bot = rb.RecBot(world.catalog, host=world.host)
    nodes = len(bot.graph.nodes) - 1  # the start is one as well
    quiet, speaking = timed(empty_graph(nodes - 2)), timed(empty_graph(nodes))
    users = count()

    def without_host(work: Callable[[], object]) -> float:
        world.seconds, world.asked = 0.0, 0
        return timed(work)() - world.seconds

    def recall(user: str) -> float:
        return without_host(lambda: bot.recommend(user, n=SEATS))

    def change() -> float:
        user = f"user {next(users)}"
        bot.apply(user, CASES["wish, name ruled out, bound"])
        return without_host(lambda: bot.apply(user, rb.like(rb.field("minutes") < 120, hard=True)))

    def tell() -> float:
        return without_host(lambda: bot.recommend(f"user {next(users)}", COMMAND))

    def figure(what: str, ours: Callable[[], float], theirs: Callable[[], float]) -> Figure:
        pairs = compare(ours, theirs, rounds)
        return Figure(what, size, world.asked, pairs, "empty graph", TURN_TARGETS.get(size))

    for label, said in CASES.items():
        bot.apply(label, said)
    found = [figure(f"turn, {label}", partial(recall, label), quiet) for label in CASES]
    world.moves = True
    found += [figure(f"turn, {label}, new answer", partial(recall, label), quiet) for label in FROM_AFAR]
    world.moves = False
    found.append(figure("turn that changes a bound", change, speaking))
    understood = len(bot.recommend("trial", COMMAND).memory)
    if understood < 3:
        return [*found, Figure(f"turn in words: {understood} of 3 wishes understood", size)]
    return [*found, figure("turn with three wishes in words", tell, speaking)]


# -- bytes -------------------------------------------------------------------------------------------------------------


def stored_bytes(catalog: rb.Catalog) -> tuple[float, float]:
    """Bytes an item: of the columns, and of the postings and rankings of all fields."""
    columns = sum(array.nbytes for name in catalog.fields for array in arrays_of(catalog.column(name)))
    indexes = 0
    for name in catalog.fields:
        if catalog.fields[name].kind in ("category", "tags"):
            indexes += catalog.postings(name).flat.nbytes + catalog.postings(name).offsets.nbytes
        else:
            indexes += catalog.ranking(name).order.nbytes + catalog.ranking(name).stored.nbytes
    return columns / len(catalog), indexes / len(catalog)


def traced_bytes(table: pd.DataFrame) -> float:
    """Bytes an item of a catalogue in use, all told: ids, titles, columns, indexes."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    catalog = catalog_of(table)
    stored_bytes(catalog)
    catalog.rows([table["id"][0]])
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / len(table)


# -- the table ---------------------------------------------------------------------------------------------------------


def show(console: Console, figures: Sequence[Figure]) -> None:
    table = Table(title="Medians in ms; ratio: median of paired ratios")
    for column in ("", "items", "candidates", "ms", "against", "ms ", "ratio", "target", ""):
        table.add_column(column, justify="left" if column in ("", "against") else "right")
    for figure in figures:
        if figure.pairs is None:
            table.add_row(figure.what, f"{figure.items:,}")
            continue
        ratio = figure.pairs.ratio
        met = "" if figure.target is None else "[green]met[/]" if ratio <= figure.target else "[red]missed[/]"
        table.add_row(
            figure.what,
            f"{figure.items:,}",
            f"{figure.candidates:,}",
            f"{np.median(figure.pairs.ours) * 1e3:.2f}",
            figure.against,
            f"{np.median(figure.pairs.theirs) * 1e3:.2f}",
            f"{ratio:.1f}",
            "" if figure.target is None else f"{figure.target:.0f}",
            met,
        )
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1e4,1e5,1e6", help="numbers of items")
    parser.add_argument("--quick", action="store_true", help="fewer rounds, and nothing above 1e5 items")
    parser.add_argument("--text-ids", action="store_true", help="ids that are strings rather than whole numbers")
    given = parser.parse_args()
    sizes = [int(float(size)) for size in given.sizes.split(",")]
    console = Console(width=130)
    figures, memory = [], []
    for size in [size for size in sizes if size <= 1e5 or not given.quick]:
        table = frame(size, given.text_ids)
        world = world_of(catalog_of(table))
        rounds = 10 if given.quick else 15 if size >= 1e6 else 40
        figures += [*tools(world, rounds), *turns(world, rounds)]
        columns, indexes = stored_bytes(world.catalog)
        traced = f", {traced_bytes(table):.0f} in all (ids, titles and lookups as well)" if size <= 1e5 else ""
        memory.append(f"{size:,} items: {columns:.0f} bytes an item in columns, {indexes:.0f} in indexes{traced}")
    show(console, figures)
    for line in memory:
        console.print(line)


if __name__ == "__main__":
    main()
