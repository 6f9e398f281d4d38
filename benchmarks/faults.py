"""What a chat model that goes wrong costs a turn: each row of the fault table in docs/models.md, beside the turn without a model.

The budget is the default one, two seconds. A model that answers from a script takes no time of its own, so what stands here is
the library's waiting, retrying and checking.

    python benchmarks/faults.py [--runs 3]
"""

from __future__ import annotations

import argparse
import importlib
import logging
import sys
import time
from pathlib import Path
from statistics import median
from typing import Any

from rich.console import Console
from rich.table import Table

import recbot_sdk as rb

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
faults: Any = importlib.import_module("promises.faults")


def seconds(bot: rb.RecBot, command: str, user: str) -> float:
    """One turn of a user who has two rules."""
    bot.recommend(user, faults.RULES, n=4)
    start = time.perf_counter()
    bot.recommend(user, command, n=4)
    return time.perf_counter() - start


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=3)
    runs = range(options.parse_args().runs)
    logging.getLogger("recbot_sdk").setLevel(logging.ERROR)
    table = Table("fault", "turn", "without a model", "more")
    alone = rb.RecBot(faults.CATALOG)
    for row in faults.ROWS:
        seconds(alone, row.command, "warm")
        usual = median(seconds(alone, row.command, f"{row.fault}-{k}") for k in runs)
        taken = median(seconds(rb.RecBot(faults.CATALOG, llm=row.model()), row.command, f"u{k}") for k in runs)
        table.add_row(row.fault, f"{taken * 1e3:.0f} ms", f"{usual * 1e3:.0f} ms", f"{(taken - usual) * 1e3:.0f} ms")
    Console().print(table)


if __name__ == "__main__":
    main()
