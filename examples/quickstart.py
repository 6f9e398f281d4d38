"""Steer a feed in words: wrap a recommender in one line, say three things, take one back, and ask why.

Shows `RecBot`, `recommend`, the printed feed with what moved each item, `undo` and `explain`. The films come with
`pip install 'recbot-sdk[demo]'`; nothing is downloaded.
"""

import rich

import recbot_sdk as rb
from recbot_sdk.datasets import film_popularity, films


def main() -> None:
    catalog = films()  # 17,470 films; your own: rb.Catalog.from_pandas(df, id="sku", title="name")
    bot = rb.RecBot(catalog, host=film_popularity(catalog))  # your own: any object or function that ranks ids

    rich.print("[bold]While nothing steers, the feed is the recommender's own[/bold]")
    rich.print(bot.recommend("ann", n=5))

    for command in ("70s comedies", "under 100 minutes", "nobody called Mel Brooks"):
        rich.print(f"\n[bold]“{command}”[/bold]")
        feed = bot.recommend("ann", command, n=5)
        rich.print(feed)

    rich.print("\n[bold]“undo”: words do what buttons do, and buttons what words do[/bold]")
    taken_back = bot.recommend("ann", "undo", n=5)
    rich.print(taken_back)

    rich.print("\n[bold]Why is it there, or why not?[/bold]")
    rich.print(str(bot.explain("ann", taken_back.ids[0], n=5)))
    rich.print(str(bot.explain("ann", bot.recommend("bob", n=1).ids[0], n=5)))


if __name__ == "__main__":
    main()
