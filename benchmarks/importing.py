"""What an import costs: fresh processes in turns, each against a bare interpreter of the same round.

python benchmarks/importing.py [--rounds 15]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time

import numpy as np
from rich.console import Console
from rich.table import Table

SMALL = """
import recbot_sdk as rb
catalog = rb.Catalog.from_records([{"id": i, "kind": "odd" if i % 2 else "even"} for i in range(100)], id="id")
bot = rb.RecBot(catalog, host=lambda user, n: list(range(n)))
"""
SCRIPTS = {
    "a bare interpreter": "pass",
    "import recbot_sdk": "import recbot_sdk",
    "import langgraph.graph": "import langgraph.graph",
    "the first rb.RecBot": SMALL,
    "the first turn": SMALL + "bot.apply('u', rb.like(rb.field('kind') == 'odd'))",
    "the first turn in words": SMALL + "bot.recommend('u', 'more odd')",
}
TARGETS = {"import recbot_sdk": 0.15}
"""Seconds beyond the bare interpreter."""


def seconds(script: str) -> float:
    start = time.perf_counter()
    subprocess.run([sys.executable, "-c", script], check=True)
    return time.perf_counter() - start


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    for script in SCRIPTS.values():  # compiles what is not compiled yet
        seconds(script)
    found = {name: np.zeros(rounds) for name in SCRIPTS}
    for place in range(rounds):
        for name, script in SCRIPTS.items():
            found[name][place] = seconds(script)
    bare = found["a bare interpreter"]
    graph = found["import langgraph.graph"] - bare
    table = Table(title=f"Medians of {rounds} fresh processes, in seconds; ratios are medians over the rounds")
    for column in ("", "in all", "beyond bare", "of langgraph.graph", "target", "met"):
        table.add_column(column, justify="left" if not column else "right")
    for name, times in found.items():
        beyond = float(np.median(times - bare))
        target = TARGETS.get(name)
        table.add_row(
            name,
            f"{np.median(times):.3f}",
            f"{beyond:.3f}",
            f"{np.median((times - bare) / graph):.2f}",
            "" if target is None else f"{target:.2f}",
            "" if target is None else "[green]yes[/]" if beyond <= target else "[red]missed[/]",
        )
    Console(width=110).print(table)


if __name__ == "__main__":
    main()
