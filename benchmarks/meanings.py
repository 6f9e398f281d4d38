"""How well ordinary words are taken for the values of a catalogue: with neither lexicon nor embedder, and with them.

Each word of `meanings.toml` is said as "more ...", on a catalogue of one field. A hit is exactly the values that the word
means; wrong, other ones; false, any value for a word that means none there. `strangers` are the words of all the other
catalogues, which should mean nothing either, unless by chance.

    python benchmarks/meanings.py [--held-out] [--embedder] [--show]
"""

from __future__ import annotations

import argparse
import time
import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import recbot_sdk as rb
from recbot_sdk.parsing import Command
from recbot_sdk.parsing.grammar.meanings import Meanings
from recbot_sdk.parsing.grammar.parser import GrammarParser
from recbot_sdk.parsing.lexicon import Lexicon
from recbot_sdk.predicates import In, leaves
from recbot_sdk.preferences import PreferenceMemory, Where
from recbot_sdk.preferences.steps import Add

NOW = datetime(2024, 6, 1, tzinfo=UTC)
PROBES: dict[str, Any] = {}


def understood(parser: GrammarParser, word: str) -> set[str]:
    """The values that "more ..." is understood to ask for."""
    found: set[str] = set()
    for proposal in parser.parse(Command(text=f"more {word}", now=NOW), PreferenceMemory()).proposals:
        if isinstance(proposal.step, Add) and isinstance(target := proposal.step.preference.target, Where):
            for leaf in leaves(target.predicate):
                found |= set(map(str, leaf.values)) if isinstance(leaf, In) and leaf.field == "kind" else set()
    return found


def counts(parser: GrammarParser, domain: str) -> tuple[Counter[str], list[str]]:
    """How often a word hits, is missed, is taken for another value, or for one where it means none."""
    found: Counter[str] = Counter()
    notes: list[str] = []
    means: dict[str, list[str]] = PROBES[domain]["means"]
    for word, wanted in means.items():
        got = understood(parser, word)
        how = "hit" if got == set(wanted) else "missed" if not got else "partly" if got & set(wanted) else "wrong"
        if wanted or got:
            found["pairs"] += bool(wanted)
            found[how] += 1
            notes += [f"{domain}: {how} {word!r}, {sorted(got)} for {wanted}"] if how != "hit" else []
    for kind, words in (("false", PROBES[domain]["nothing"]), ("stranger", strangers(domain))):
        for word in words:
            got = understood(parser, word)
            found[f"{kind} probes"] += 1
            found[kind] += bool(got)
            notes += [f"{domain}: {kind} {word!r}, {sorted(got)}"] if got else []
    return found, notes


def strangers(domain: str) -> Iterable[str]:
    """The words of all other catalogues."""
    own = {*PROBES[domain]["means"], *PROBES[domain]["nothing"]}
    return sorted({word for other in PROBES.values() for word in (*other["means"], *other["nothing"])} - own)


def main() -> None:
    """Prints the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--embedder", action="store_true", help="a third pass with the embedder of the vectors extra")
    options.add_argument("--show", action="store_true", help="every word that is no hit")
    options.add_argument("--held-out", action="store_true", help="the words that nothing was tuned on")
    given = options.parse_args()
    file = "meanings_held_out.toml" if given.held_out else "meanings.toml"
    PROBES.update(tomllib.loads((Path(__file__).parent / file).read_text("utf8")))
    passes = ("neither", "lexicon", *(("both",) if given.embedder else ()))
    columns = ("pairs", "hit", "partly", "wrong", "missed", "false", "false probes", "stranger", "stranger probes")
    table = Table("catalogue", "with", *columns, "first word, ms")
    total: dict[str, Counter[str]] = {way: Counter() for way in passes}
    for domain, probe in PROBES.items():
        records = [{"id": place, "kind": value} for place, value in enumerate(probe["values"] * 2)]
        catalog = rb.Catalog.from_records(records, id="id", fields={"kind": rb.Field(kind="category")})
        for way in passes:
            parser = GrammarParser(catalog.embedded("static") if way == "both" else catalog)
            understood(parser, "a")
            began = time.perf_counter()
            if way == "neither":
                parser.meanings = Meanings(catalog, parser.pack, lambda: Lexicon(""))
            understood(parser, "quokka")
            took = 1e3 * (time.perf_counter() - began)
            found, notes = counts(parser, domain)
            total[way] += found
            table.add_row(domain, way, *(str(found[c]) for c in columns), f"{took:.1f}")
            for note in notes if given.show and way == passes[-1] else ():
                print(note)
    for way, found in total.items():
        table.add_row("all", way, *(str(found[c]) for c in columns), "")
    Console(width=160).print(table)


if __name__ == "__main__":
    main()
