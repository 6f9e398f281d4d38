"""What reading a command costs as the catalogue's names grow: the embedded parser against rapidfuzz over every name.

Made-up names of people who share first and last names; as many words to so many names as casts of films have. Commands
name one of them: as it is written, or with one slip of the keyboard. Three ratios, each within one run, on one core:

    linking   the vocabulary's lookup of the name / `extractOne` over all names, both handed the name alone
    handed    the whole parse of the command / that same `extractOne`, which need not find the name in the command
    command   the whole parse of the command / rapidfuzz without an index: every run of one to three words of the command
              over all names, by one `cdist`, which takes about a seventh of the time of an `extractOne` for each

The promise is on "command", for names with a slip. The sides take turns, some commands each, so that none finds the caches of
the processor as another has left them; a ratio is one of medians. A name is lost where `extractOne` resolves the slip to whom
was meant and the parser does not, and tied where the parser names another who is as near to what was said.

    python benchmarks/parse.py [--sizes 1e3,1e5,1e6] [--quick]
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import cycle
from typing import TypeVar

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
"""Times faster than rapidfuzz over all names for each run of words of a command with a slip."""
LONGEST = 3
"""Words of a run."""
NOW = datetime(2024, 6, 1, tzinfo=UTC)
CUTOFF = 80
SCANNED = 4_000_000
"""Names that are scanned for each kind of commands, at most, by the slowest side."""
AT_A_TIME = 40
"""Commands of a turn."""
S = TypeVar("S")
T = TypeVar("T")
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
    linking: list[float] = field(default_factory=list)
    """Seconds that the vocabulary takes for a name."""
    parsing: list[float] = field(default_factory=list)
    """Seconds that the parser takes for a command."""
    handed: list[float] = field(default_factory=list)
    """Seconds that rapidfuzz takes for a name."""
    command: list[float] = field(default_factory=list)
    """Seconds that rapidfuzz takes for all runs of words of a command."""
    found: int = 0
    """Names that rapidfuzz resolved to whom was meant."""
    lost: list[str] = field(default_factory=list)
    """Those of them that the parser did not, as they were said."""
    tied: int = 0
    """Those of which the parser names another person who is as near to what was said, letter by letter."""
    won: int = 0
    """Names that the parser alone resolved."""

    def judge(self, meant: str, mention: str, parse: Parse, theirs: bool) -> None:
        """Count a name, which rapidfuzz resolved or not."""
        read = named(parse)
        right = read == {meant}
        self.found += theirs
        self.won += right and not theirs
        if theirs and not right and as_near(mention, read, meant):
            self.tied += 1
        elif theirs and not right:
            self.lost.append(f"{parse.text!r} meant {meant}, read {sorted(read)}")


def named(parse: Parse) -> set[str]:
    """The people that a parse speaks of."""
    targets = [p.step.preference.target for p in parse.proposals if p.step.do == "add"]
    held = [leaf for target in targets if isinstance(target, Where) for leaf in leaves(target.predicate)]
    return {str(value) for leaf in held if isinstance(leaf, In) and leaf.field == "people" for value in leaf.values}


def as_near(mention: str, read: set[str], meant: str) -> bool:
    """Whether a parse names one person, not the one who was meant, whose name is as near to what was said."""
    near = [fuzz.ratio(fold(mention), fold(name)) for name in (*read, meant)]
    return len(near) == 2 and near[0] >= near[1]


def link(parser: rb.GrammarParser, said: Sequence[str]) -> None:
    """Look a name up: as it is said, and where it is no name, as a slip."""
    vocabulary, inflect = parser.catalog.vocabulary, parser.pack.inflections
    found = vocabulary.links(said, inflect)
    if not any((link.start, link.end) == (0, len(said)) for link in found):
        vocabulary.near(said, range(len(said)), inflect)


def nearest(said: str, plain: Sequence[str]) -> int | None:
    """The place of the best of all names."""
    match = process.extractOne(said, plain, scorer=fuzz.ratio, score_cutoff=CUTOFF)
    return None if match is None else match[2]


def scan(text: str, plain: Sequence[str]) -> None:
    """The best name for each run of words of a command, without an index."""
    said = text.replace(",", "").split()
    runs = [
        " ".join(said[start:end])
        for start in range(len(said))
        for end in range(start + 1, min(len(said), start + LONGEST) + 1)
    ]
    process.cdist(runs, plain, scorer=fuzz.ratio, score_cutoff=CUTOFF, dtype=np.float32).argmax(axis=1)


def each(seconds: list[float], work: Callable[[S], T], of: Sequence[S]) -> list[T]:
    """The work done on each, timed."""
    done = []
    for one in of:
        start = time.perf_counter()
        done.append(work(one))
        seconds.append(time.perf_counter() - start)
    return done


def figures(names: Sequence[str], parser: rb.GrammarParser, rounds: int) -> Iterator[Figure]:
    rng = np.random.default_rng(5)
    plain, memory = [name.lower() for name in names], PreferenceMemory()
    scans = max(1, SCANNED * AT_A_TIME // (len(names) * rounds))

    def run(kind: str, said: Callable[[str], str]) -> Figure:
        figure = Figure(kind, len(names))
        for _ in range(rounds // AT_A_TIME):
            places = rng.integers(len(names), size=AT_A_TIME).tolist()
            mentions = [said(names[place]) for place in places]
            commands = [Command(text=text.format(mention), now=NOW) for text, mention in zip(cycle(ASKED), mentions)]
            each(figure.linking, lambda mention: link(parser, mention.split()), mentions)
            parses = each(figure.parsing, lambda command: parser.parse(command, memory), commands)
            matches = each(figure.handed, lambda mention: nearest(mention, plain), mentions)
            each(figure.command, lambda command: scan(command.text, plain), commands[:scans])
            for place, mention, parse, match in zip(places, mentions, parses, matches, strict=True):
                figure.judge(names[place], mention, parse, match == place)
        return figure

    yield run("as written", str.lower)
    for kind, slip in SLIPS.items():
        yield run(kind, lambda name, slip=slip: slipped(name, slip, False, rng))  # type: ignore[misc]
        if kind in ("swap", "drop", "insert", "replace"):
            yield run(f"{kind}, initial", lambda name, slip=slip: slipped(name, slip, True, rng))  # type: ignore[misc]


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
    table = Table(title="Microseconds of each side (medians), and how many times faster than rapidfuzz")
    for column in (
        "names",
        "",
        "link",
        "parse",
        "p95",
        "rapidfuzz:\nname",
        "\ncommand",
        "faster:\nlinking",
        "\nhanded",
        "\ncommand",
        "of",
        "found",
        "lost",
        "tied",
        "won",
    ):
        table.add_column(column, justify="left" if column in ("", "of") else "right")
    for figure in found:
        target = TARGETS.get(figure.size) if figure.kind != "as written" else None
        sides = (figure.linking, figure.parsing, figure.handed, figure.command)
        linking, parsing, handed, command = (float(np.median(side)) * 1e6 for side in sides)
        met = target is not None and command >= target * parsing
        table.add_row(
            f"{figure.size:,}",
            figure.kind,
            f"{linking:,.0f}",
            f"{parsing:,.0f}",
            f"{np.quantile(figure.parsing, 0.95) * 1e6:,.0f}",
            f"{handed:,.0f}",
            f"{command:,.0f}",
            f"{handed / linking:.1f}x",
            f"{handed / parsing:.1f}x",
            f"{command / parsing:.1f}x",
            "" if target is None else f"[{'green' if met else 'red'}]{target:.0f}x[/]",
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
    console = Console(width=140)
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
        found += figures(names, rb.GrammarParser(catalog), 40 if given.quick or size > 1e5 else 160)
    show(console, found)
    for line in built:
        console.print(line)
    for figure in found if given.lost else ():
        for line in figure.lost:
            console.print(f"{figure.size:,} {figure.kind}: {line}", markup=False)


if __name__ == "__main__":
    main()
