"""Train a collaborative filter, wrap it, and steer one of its users in words, with rules and wishes alike.

Shows `rb.hosts.from_implicit`, what a dose wins (seats of the first page), and that everything else keeps the model's own
order. The likes of MovieLens come with `pip install 'recbot-sdk[movielens]'`; nothing is downloaded.
"""

import rich
from implicit.als import AlternatingLeastSquares
from threadpoolctl import threadpool_limits

import recbot_sdk as rb
from recbot_sdk.datasets import films, movielens


def main() -> None:
    catalog = films()
    likes = movielens(catalog)

    with threadpool_limits(1, "blas"):  # implicit runs threads of its own
        model = AlternatingLeastSquares(factors=64, iterations=15, random_state=7)
        model.fit(likes.matrix, show_progress=False)
    host = rb.hosts.from_implicit(model, likes.matrix, item_ids=likes.items, user_ids=likes.users)

    bot = rb.RecBot(catalog, host)
    user = likes.users[0]  # whoever liked most
    own = bot.recommend(user)
    rich.print(f"[bold]What the model recommends to user {user}[/bold]", own)

    for command in ("nothing animated", "more westerns", "less comedy this time"):
        rich.print(f"\n[bold]“{command}”[/bold]")
        feed = bot.recommend(user, command)
        stayed = [item for item in own.ids if item in set(feed.ids)]
        rich.print(feed)
        rich.print(f"{len(stayed)} of the model's first {len(own)} stayed")

    rich.print("\n[bold]What is remembered[/bold]", bot.memory(user))


if __name__ == "__main__":
    main()
