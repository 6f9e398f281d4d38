"""What reading a command costs as the catalogue's names grow: the embedded parser against rapidfuzz over every name.

Made-up names of people who share first and last names; as many words to so many names as casts of films have. Commands
name one of them: as it is written, or with one slip of the keyboard. rapidfuzz is handed the name alone and has not to find
it in the command. The two take turns, and the ratio is the median over the pairs; a name is lost where rapidfuzz resolves
the slip to whom was meant and the parser does not, and tied where it names another who is as near to what was said.

    python benchmarks/parse.py [--sizes 1e3,1e5,1e6] [--quick]
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rich.console import Console
from rich.table import Table

import recbot_sdk as rb
from recbot_sdk.catalog.text import fold
from recbot_sdk.catalog.vocabulary import Vocabulary
from recbot_sdk.parsing import Command, Parse
from recbot_sdk.predicates import In, leaves
from recbot_sdk.preferences import PreferenceMemory, Where

TARGETS = {100_000: 50.0}
"""Times faster than rapidfuzz on names with a slip."""
NOW = datetime(2024, 6, 1, tzinfo=UTC)
CUTOFF = 80
ONSETS = np.array([*"bcdfghjklmnprstvwz", "br", "ch", "dr", "fr", "gr", "kl", "pr", "sch", "st", "tr", ""], object)
VOWELS = np.array(["a", "e", "i", "o", "u", "a", "e", "i", "o", "ai", "ea", "ie", "ou"], object)
CODAS = np.array(["l", "n", "r", "s", "nd", "rt", "ck", "m"], object)
FIRST_ENDS = np.array(["a", "", "el", "ie", "o", "us", "in", "ette"], object)
LAST_ENDS = np.array(["", "o", "son", "er", "ini", "ez", "ova", "man", "sky", "é"], object)
KINDS = ("western", "thriller", "comedy", "documentary", "musical", "romance", "mystery", "fantasy")
ASKED = (
    "nothing with {}",
    "more films with {} please",
    "only thrillers with {}",
    "no {}, more comedy",
    "less {} this time",
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"

# -- names -------------------------------------------------------------------------------------------------------------


def words(size: int, ends: NDArray[np.object_], rng: np.random.Generator) -> NDArray[np.object_]:
    """Distinct made-up words of two or three syllables."""
    found: dict[str, None] = {}
    while len(found) < size:
        n = size + 1000
        made = np.full(n, "", object)
        for syllable in range(2):
            there = (rng.random(n) < 0.6) if syllable else np.ones(n, bool)
            parts = (rng.choice(ONSETS, n) + rng.choice(VOWELS, n)) + np.where(
                rng.random(n) < 0.3, rng.choice(CODAS, n), ""
            )
            made = made + np.where(there, parts, "")
        made = made + rng.choice(ends, n)
        found |= dict.fromkeys(word for word in made.tolist() if len(word) > 2)
    return np.array(list(found)[:size], object)


def drawn(size: int, head: float, tail: float, ends: NDArray[np.object_], rng: np.random.Generator) -> list[str]:
    """Words with repetition: some dozens or hundreds of frequent ones, and ever new ones as there are more."""
    rank = head * (rng.random(size) ** -tail - 1)
    distinct, which = np.unique(np.minimum(rank, 1e15).astype(np.int64), return_inverse=True)
    made: list[str] = words(len(distinct), ends, rng)[which].tolist()
    return made


def people(size: int) -> list[str]:
    """Distinct names: mostly of two words, some of three."""
    rng = np.random.default_rng(3)
    draws = int(1.2 * size) + 100
    firsts, lasts = drawn(draws, 50, 2.1, FIRST_ENDS, rng), drawn(draws, 250, 3.2, LAST_ENDS, rng)
    names = dict.fromkeys(
        f"{one.title()} {middle.title()} {other.title()}" if chance < 0.07 else f"{one.title()} {other.title()}"
        for one, middle, other, chance in zip(firsts, firsts[1:] + firsts[:1], lasts, rng.random(draws), strict=True)
    )
    return [name for name in names if max(map(len, name.split())) >= 4][:size]


def catalog_of(names: Sequence[str]) -> rb.Catalog:
    """Items of four people and a kind each."""
    items = [
        {"id": place, "title": f"Piece {place}", "kind": KINDS[place % len(KINDS)], "people": names[at : at + 4]}
        for place, at in enumerate(range(0, len(names), 4))
    ]
    fields = {"people": rb.Field(kind="tags", role="person"), "kind": rb.Field(kind="category")}
    return rb.Catalog.from_records(items, id="id", title="title", fields=fields)


# -- slips -------------------------------------------------------------------------------------------------------------


def swap(text: str, at: int, rng: np.random.Generator) -> str:
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]


def drop(text: str, at: int, rng: np.random.Generator) -> str:
    return text[:at] + text[at + 1 :]


def insert(text: str, at: int, rng: np.random.Generator) -> str:
    return text[:at] + LETTERS[rng.integers(26)] + text[at:]


def replace(text: str, at: int, rng: np.random.Generator) -> str:
    other = LETTERS[(LETTERS.find(text[at]) + int(rng.integers(1, 26))) % 26]
    return text[:at] + other + text[at + 1 :]


def glue(text: str, at: int, rng: np.random.Generator) -> str:
    return text.replace(" ", "")


def split(text: str, at: int, rng: np.random.Generator) -> str:
    return f"{text[:at]} {text[at:]}"


Slip = Callable[[str, int, np.random.Generator], str]
SLIPS: dict[str, Slip] = {
    "swap": swap,
    "drop": drop,
    "insert": insert,
    "replace": replace,
    "glued": glue,
    "split": split,
}


def slipped(name: str, slip: Slip, initial: bool, rng: np.random.Generator) -> str:
    """A name with one slip inside one of its words, at the beginning of it or beyond."""
    plain = name.lower()
    said = plain.split()
    long = [which for which, word in enumerate(said) if len(word) >= 4]
    while True:
        word = long[int(rng.integers(len(long)))]
        start = sum(len(before) + 1 for before in said[:word])
        found = slip(plain, start + (0 if initial else int(rng.integers(1, len(said[word]) - 1))), rng)
        if found != plain:
            return found


# -- two sides, in turns -----------------------------------------------------------------------------------------------


@dataclass
class Figure:
    """One kind of commands on one catalogue."""

    kind: str
    size: int
    ours: list[float] = field(default_factory=list)
    """Seconds a command."""
    theirs: list[float] = field(default_factory=list)
    found: int = 0
    """Names that rapidfuzz resolved to whom was meant."""
    lost: list[str] = field(default_factory=list)
    """Those of them that the parser did not, as they were said."""
    tied: int = 0
    """Those of which the parser names another person who is as near to what was said, letter by letter."""
    won: int = 0
    """Names that the parser alone resolved."""

    @property
    def ratio(self) -> float:
        """How many times faster the parser is."""
        return float(np.median(np.array(self.theirs) / np.array(self.ours)))


def named(parse: Parse) -> set[str]:
    """The people that a parse speaks of."""
    targets = [p.step.preference.target for p in parse.proposals if p.step.do == "add"]
    held = [leaf for target in targets if isinstance(target, Where) for leaf in leaves(target.predicate)]
    return {str(value) for leaf in held if isinstance(leaf, In) and leaf.field == "people" for value in leaf.values}


def as_near(mention: str, read: set[str], meant: str) -> bool:
    """Whether a parse names one person, not the one who was meant, whose name is as near to what was said."""
    near = [fuzz.ratio(fold(mention), fold(name)) for name in (*read, meant)]
    return len(near) == 2 and near[0] >= near[1]


def figures(names: Sequence[str], parser: rb.GrammarParser, rounds: int) -> Iterator[Figure]:
    rng = np.random.default_rng(5)
    plain, memory = [name.lower() for name in names], PreferenceMemory()

    def run(kind: str, said: Callable[[str], str]) -> Figure:
        figure = Figure(kind, len(names))
        for turn in range(rounds):
            place = int(rng.integers(len(names)))
            mention = said(names[place])
            command = Command(text=ASKED[turn % len(ASKED)].format(mention), now=NOW)
            start = time.perf_counter()
            parse = parser.parse(command, memory)
            between = time.perf_counter()
            match = process.extractOne(mention, plain, scorer=fuzz.ratio, score_cutoff=CUTOFF)
            end = time.perf_counter()
            figure.ours.append(between - start)
            figure.theirs.append(end - between)
            right, theirs = named(parse) == {names[place]}, match is not None and match[2] == place
            figure.found += theirs
            figure.won += right and not theirs
            if theirs and not right and as_near(mention, named(parse), names[place]):
                figure.tied += 1
            elif theirs and not right:
                figure.lost.append(f"{command.text!r} meant {names[place]}, read {sorted(named(parse))}")
        return figure

    yield run("as written", str.lower)
    for kind, slip in SLIPS.items():
        yield run(kind, lambda name, slip=slip: slipped(name, slip, False, rng))  # type: ignore[misc]
        if kind in ("swap", "drop", "insert", "replace"):
            yield run(f"{kind}, first letter", lambda name, slip=slip: slipped(name, slip, True, rng))  # type: ignore[misc]


# -- what is built -----------------------------------------------------------------------------------------------------


def build(vocabulary: Vocabulary) -> tuple[float, float]:
    """Seconds of the first command, and beyond that of the first slip."""
    start = time.perf_counter()
    vocabulary.links(["nobody"])
    vocabulary.titles(["nothing"])
    between = time.perf_counter()
    vocabulary.near(["nobodyy", "knownn"], [0, 1])
    return between - start, time.perf_counter() - between


def traced_bytes(catalog: rb.Catalog) -> float:
    """Bytes a value of all that is built."""
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    vocabulary = Vocabulary(catalog)
    build(vocabulary)
    used = tracemalloc.get_traced_memory()[0] - before
    tracemalloc.stop()
    return used / sum(len(catalog.values(name)) for name in catalog.fields)


# -- the table ---------------------------------------------------------------------------------------------------------


def show(console: Console, found: Sequence[Figure]) -> None:
    table = Table(title="Microseconds a command; faster: median of paired ratios")
    for column in (
        "names",
        "",
        "parser p50",
        "p95",
        "rapidfuzz p50",
        "faster",
        "target",
        "",
        "found",
        "lost",
        "tied",
        "won",
    ):
        table.add_column(column, justify="left" if column == "" else "right")
    for figure in found:
        target = TARGETS.get(figure.size) if figure.kind != "as written" else None
        table.add_row(
            f"{figure.size:,}",
            figure.kind,
            f"{np.median(figure.ours) * 1e6:,.0f}",
            f"{np.quantile(figure.ours, 0.95) * 1e6:,.0f}",
            f"{np.median(figure.theirs) * 1e6:,.0f}",
            f"{figure.ratio:.1f}x",
            "" if target is None else f"{target:.0f}x",
            "" if target is None else "[green]met[/]" if figure.ratio >= target else "[red]missed[/]",
            f"{figure.found}",
            f"[red]{len(figure.lost)}[/]" if figure.lost else "0",
            f"{figure.tied}",
            f"{figure.won}",
        )
    console.print(table)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="1e3,1e5,1e6", help="numbers of names")
    parser.add_argument("--quick", action="store_true", help="fewer commands, and nothing above 1e5 names")
    parser.add_argument("--lost", action="store_true", help="print what the parser lost")
    given = parser.parse_args()
    sizes = [int(float(size)) for size in given.sizes.split(",")]
    console = Console(width=130)
    found: list[Figure] = []
    built: list[str] = []
    for size in [size for size in sizes if size <= 1e5 or not given.quick]:
        names = people(size)
        catalog = catalog_of(names)
        catalog.counts("people")  # the values, decoded
        distinct = len({word for name in names for word in name.lower().split()})
        first, slip = build(catalog.vocabulary)
        built.append(
            f"{size:,} names of {distinct:,} words: built in {first:.2f} s, for slips {slip:.2f} s more, "
            f"{traced_bytes(catalog):.0f} bytes a value"
        )
        found += figures(names, rb.GrammarParser(catalog), 40 if given.quick or size > 1e5 else 150)
    show(console, found)
    for line in built:
        console.print(line)
    for figure in found if given.lost else ():
        for line in figure.lost:
            console.print(f"{figure.size:,} {figure.kind}: {line}", markup=False)


if __name__ == "__main__":
    main()
