"""Serve many users at once from one event loop: workers take requests off a queue, each turn is measured.

Shows `arecommend`, `astream` (what was understood comes before the feed), a preference log on disk, and `on_turn` with the
numbers of each turn. The films come with `pip install 'recbot-sdk[demo]'`; nothing is downloaded.
"""

import asyncio
import random
import tempfile
from collections import Counter
from pathlib import Path
from statistics import median

import rich
from rich.table import Table

import recbot_sdk as rb
from recbot_sdk.datasets import film_popularity, films
from recbot_sdk.rendering import understood

WORKERS, USERS, REQUESTS = 8, 30, 150
COMMANDS = [
    None,
    "70s comedies",
    "nothing animated",
    "more westerns",
    "under 100 minutes",
    "no horror",
    "undo",
    "thanks",
]
Request = tuple[str, str | None]


class Metrics:
    """Counts turns: what `on_turn` is for. It sees numbers and notices, no words."""

    def __init__(self) -> None:
        self.turns: list[rb.TurnRecord] = []

    def __call__(self, record: rb.TurnRecord, feed: rb.Feed) -> None:
        """Called by the bot after each turn."""
        self.turns.append(record)

    def __rich__(self) -> Table:
        times = sorted(turn.milliseconds for turn in self.turns)
        notices = Counter(code for turn in self.turns for code in turn.notices)
        table = Table(box=None, show_header=False)
        table.add_row("turns", f"{len(times)}, for {len({turn.user for turn in self.turns})} users")
        table.add_row("steered", f"{sum(turn.steered for turn in self.turns)}")
        table.add_row("changes written", f"{sum(turn.changed for turn in self.turns)}")
        table.add_row("degraded", f"{sum(turn.degraded for turn in self.turns)}")
        table.add_row(
            "milliseconds a turn, its waits included",
            f"{median(times):.1f} in the middle, {times[int(0.95 * len(times))]:.1f} at the 95th percentile",
        )
        table.add_row("notices", ", ".join(f"{code} {count}" for code, count in notices.most_common()))
        return table


async def worker(bot: rb.RecBot, requests: asyncio.Queue[Request]) -> None:
    """One of the service's workers: the log and the host are called in threads, the event loop stays free."""
    while True:
        user, command = await requests.get()
        await bot.arecommend(user, command, n=10)
        requests.task_done()


async def watch(bot: rb.RecBot, user: str, command: str) -> None:
    """One visitor who watches: how the words were read, then what is remembered, then the feed."""
    async for step in bot.astream(user, command, n=5):
        rich.print(f"\n[dim]{type(step).__name__}[/dim]")
        rich.print(understood(step) if isinstance(step, rb.Parse) else step)


async def serve(bot: rb.RecBot) -> None:
    """All requests, in the order of a busy evening."""
    requests: asyncio.Queue[Request] = asyncio.Queue(maxsize=2 * WORKERS)
    chance = random.Random(7)
    async with asyncio.TaskGroup() as group:
        workers = [group.create_task(worker(bot, requests)) for _ in range(WORKERS)]
        for _ in range(REQUESTS):
            await requests.put((f"user-{chance.randrange(USERS)}", chance.choice(COMMANDS)))
        await requests.join()
        for task in workers:
            task.cancel()


def main() -> None:
    catalog, metrics = films(), Metrics()
    with tempfile.TemporaryDirectory() as folder:
        bot = rb.RecBot(catalog, film_popularity(catalog), store=str(Path(folder) / "log.db"), on_turn=metrics)
        bot.parse("nobody", "thanks")  # the first words of a process build its vocabulary: not while a user waits
        asyncio.run(serve(bot))
        rich.print(f"[bold]{REQUESTS} requests, {WORKERS} workers, one event loop[/bold]", metrics)
        rich.print("\n[bold]One turn as it streams[/bold]")
        asyncio.run(watch(bot, "ann", "under 100 minutes, more westerns"))


if __name__ == "__main__":
    main()
