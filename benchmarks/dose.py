"""Does a dose win the seats that it promises, on any host and any value, and what does the rest of the page pay for it?

Five hosts of different score scales and pools over the real film catalogue; frequent and rare values; the three doses to
win and to lose, alone and two or three together. Exits with 1 where a promise is broken though the host holds enough.

    python benchmarks/dose.py [--trials 150]
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from rich.console import Console
from rich.table import Table
from scipy.optimize import Bounds, LinearConstraint, milp

import recbot_sdk as rb
from recbot_sdk.datasets import films
from recbot_sdk.hosts import Host, Sourcing, from_callable
from recbot_sdk.preferences import Preference, Where, dislike, like
from recbot_sdk.preferences.matching import match
from recbot_sdk.tools import Candidates, Chain, Solution, ToolContext, aggregate, boost, retrieve, suppress
from recbot_sdk.types import Floats, Rows

DOSES = {"a bit": 0.1, "more": 0.25, "a lot": 0.5}
DEPTH = 20


@dataclass(frozen=True)
class Ranking:
    """A host, and everything that it would ever return."""

    name: str
    host: Host
    rows: Rows


def rankings(catalog: rb.Catalog) -> list[Ranking]:
    """Counts to 300, per cent, log-odds below 0, cosines of a pool of 500, and no scores at all."""
    rng = np.random.default_rng(7)
    reviews = np.nan_to_num(catalog.numbers("Reviews"))
    critics = np.nan_to_num(catalog.numbers("Meter"))
    year = np.nan_to_num(catalog.numbers("Year"), nan=1990.0)
    taste = rng.normal(size=len(catalog)) + np.log1p(reviews) / 3
    near = np.tanh(rng.normal(size=len(catalog)) / 3 + (year - 1990) / 60)
    return [
        ranking(catalog, "review counts", reviews, len(catalog)),
        ranking(catalog, "critics, per cent", critics, 4000),
        ranking(catalog, "log-odds below 0", taste - 20, len(catalog)),
        ranking(catalog, "cosine, pool 500", near, 500),
        ranking(catalog, "ids alone, pool 2,000", rng.random(len(catalog)), 2000, scored=False),
    ]


def ranking(catalog: rb.Catalog, name: str, score: Floats, pool: int, scored: bool = True) -> Ranking:
    order = np.argsort(-score, kind="stable")[:pool]
    ids = [catalog.ids[row] for row in order]

    def recommend(user: str, n: int) -> object:
        return (ids[:n], score[order[:n]]) if scored else ids[:n]

    return Ranking(name, from_callable(recommend, personal=False), order)


def values(catalog: rb.Catalog) -> list[rb.Predicate]:
    """Frequent and rare values of three fields, and two ranges."""
    found: list[rb.Predicate] = []
    for field, most in (("Genre", 8), ("Country", 3), ("Language", 3)):
        counts = catalog.counts(field)
        often = [code for code in np.argsort(-counts, kind="stable") if counts[code] >= 40]
        names = catalog.values(field)
        found += [rb.field(field) == names[code] for code in [*often[:most], *often[-3:]]]
    return [*found, rb.field("Year") < 1960, rb.field("Runtime") <= 80]


@dataclass(frozen=True)
class Outcome:
    """What one page came to."""

    solved: tuple[Solution, ...]
    loss: float
    """Halvings of host rank that the page gave up against the host's own first page."""
    best: float | None
    """The least that a page of these seats must give up; None where no page of the host has them."""
    moved: float
    """Mean change of seat of the items that no wish names and that both pages show."""
    enough: bool
    """Whether every dose that the host could serve in full was within the pool that was asked for."""


def run(catalog: rb.Catalog, ranking: Ranking, wishes: Sequence[Preference]) -> Outcome:
    sourcing = Sourcing(host=ranking.host, preferences=tuple(wishes))
    ctx = ToolContext(catalog=catalog, user="u", sourcing=sourcing, preferences=tuple(wishes))
    tools = [
        (boost if wish.polarity == "like" else suppress).bind(target=wish.target, dose=wish.dose) for wish in wishes
    ]
    ranked = Chain([retrieve, *sorted(tools, key=lambda bound: bound.tool.name), aggregate])(Candidates.ranked([]), ctx)
    solved = tuple(ranked.solutions.values())
    named = np.array(
        [match(catalog, wish.target, ranking.rows) for wish in sorted(wishes, key=lambda w: w.polarity == "dislike")]
    )
    base = -np.log2(np.arange(1, len(ranking.rows) + 1))
    page = ranked.rows[:DEPTH]
    place = {row: i for i, row in enumerate(ranking.rows.tolist())}
    loss = base[:DEPTH].sum() - sum(base[place[row]] for row in page.tolist())
    others = [i for i, row in enumerate(page.tolist()) if place[row] < DEPTH and not named[:, place[row]].any()]
    moved = float(np.mean([abs(place[int(page[i])] - i) for i in others])) if others else 0.0
    asked = [
        solution.reachable == solution.promised
        for solution, hits in zip(solved, named, strict=True)
        if (hits.sum() if solution.dose > 0 else (hits == 0).sum())
        >= (solution.promised if solution.dose > 0 else DEPTH)
    ]
    return Outcome(solved, float(loss), least_loss(base, named, solved), moved, all(asked))


def least_loss(base: Floats, named: Floats, solved: Sequence[Solution]) -> float | None:
    """The least loss of any page with at least (at most) these seats: an integer programme over the rows that can matter."""
    kinds = named.T @ (1 << np.arange(len(named)))
    rows = np.sort(np.concatenate([np.flatnonzero(kinds == kind)[:DEPTH] for kind in np.unique(kinds)]))
    low = [DEPTH, *(s.reachable if s.dose > 0 else 0 for s in solved)]
    high = [DEPTH, *(DEPTH if s.dose > 0 else s.reachable for s in solved)]
    found = milp(
        -base[rows],
        integrality=np.ones(len(rows), np.int64),
        bounds=Bounds(0, 1),
        constraints=LinearConstraint(np.vstack([np.ones(len(rows)), named[:, rows]]), low, high),
    )
    return float(base[:DEPTH].sum() + found.fun) if found.success else None


def kept(solution: Solution) -> bool:
    """To within one seat; more than that over only where the other wishes brought them by themselves."""
    over = (solution.won - solution.reachable) * (1 if solution.dose > 0 else -1)
    return over >= -1 and (over <= 1 or solution.weight == 0)


def alone(found: list[rb.Predicate]) -> Iterator[list[Preference]]:
    for predicate in found:
        for dose in DOSES.values():
            for wish in (like, dislike):
                yield [wish(Where(predicate=predicate), dose=dose)]


def together(found: list[rb.Predicate], k: int, trials: int) -> Iterator[list[Preference]]:
    rng = np.random.default_rng(k)
    for _ in range(trials):
        chosen = rng.choice(len(found), k, replace=False)
        doses, signs = rng.choice(list(DOSES.values()), k), rng.random(k) < 0.65
        yield [
            (like if sign else dislike)(Where(predicate=found[i]), dose=float(dose))
            for i, dose, sign in zip(chosen, doses, signs, strict=True)
        ]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--trials", type=int, default=150, help="random pairs, and triples, on each host")
    trials = parser.parse_args().trials
    catalog = films()
    found = values(catalog)
    table = Table(
        title=f"Seats won of {DEPTH}: {len(catalog):,} films, {len(found)} values, three doses to win and to lose"
    )
    for column in (
        "host",
        "wishes",
        "pages",
        "can be held",
        "exact",
        "within 1",
        "broken",
        "loss / least",
        "others moved",
    ):
        table.add_column(column, justify="left" if column in ("host", "wishes") else "right")
    broken = 0
    for ranking in rankings(catalog):
        for label, cases in (
            ("alone", alone(found)),
            ("two together", together(found, 2, trials)),
            ("three together", together(found, 3, trials)),
        ):
            pages = [run(catalog, ranking, wishes) for wishes in cases]
            held = [page for page in pages if page.best is not None]
            wrong = sum(not page.enough for page in pages) + sum(not all(map(kept, page.solved)) for page in held)
            seats = [s for page in held for s in page.solved]
            met = [
                p for p in held if all(s.won >= s.reachable if s.dose > 0 else s.won <= s.reachable for s in p.solved)
            ]
            least = sum(page.best or 0.0 for page in met)
            table.add_row(
                ranking.name,
                label,
                str(len(pages)),
                str(len(held)),
                f"{np.mean([s.won == s.reachable or s.weight == 0 for s in seats]):.1%}",
                f"{np.mean([kept(s) for s in seats]):.1%}",
                str(wrong),
                f"{sum(page.loss for page in met) / least:.3f}" if least else "-",
                f"{np.mean([page.moved for page in held]):.1f} seats",
            )
            broken += wrong
    console = Console(width=140)
    console.print(table)
    console.print(
        "can be held: some page of the host has all the seats that the doses ask for. exact: the very number, or more brought by "
        "the other wishes alone.\nloss: halvings of host rank given up against the host's own page; least: by integer programming."
    )
    console.print(f"{broken} promises broken")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
