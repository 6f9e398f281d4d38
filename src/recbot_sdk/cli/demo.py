"""`recbot demo`: 17,470 real films behind a real recommender, steered by words. Offline, and nothing is kept unless asked."""

from __future__ import annotations

import argparse
import gc
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from threading import Thread
from typing import TYPE_CHECKING, Any

from ..errors import ArgumentError
from .arguments import moment, text

if TYPE_CHECKING:
    from ..bot import RecBot
    from ..catalog import Catalog
    from .session import Session
    from .show import Show

_ABOUT = """\
Steer the feed of a film recommender in your own words. Without --say it asks for them at a prompt, where ? helps.

  recbot demo
  recbot demo --say "70s comedies" --say "a bit shorter" --say "undo"
  recbot demo --host als --store films.db
  recbot demo --say "no westerns" --json
"""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the parser of `recbot` what `recbot demo` takes."""
    parser = commands.add_parser(
        "demo",
        help="steer 17,470 real films by words",
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--say", action="append", type=text, metavar="WORDS", help="say this, do not ask; repeatable")
    parser.add_argument("-n", "--n", type=int, default=10, help="seats of a page (default: 10)")
    parser.add_argument(
        "--host",
        choices=("popularity", "als"),
        default="popularity",
        help="popularity: the films with most reviews first, the same for everyone (default); "
        "als: a personal model, trained on MovieLens while you wait",
    )
    parser.add_argument(
        "--movielens", metavar="DIR", help="for als: a MovieLens folder (default: the installed package)"
    )
    parser.add_argument("--ask", action="store_true", help="ask what is meant where words can be read in two ways")
    parser.add_argument("--user", type=text, metavar="ID", help="who asks (default: you; for als whoever liked most)")
    parser.add_argument("--store", metavar="PATH", help="keep what was said in this file (default: until the end)")
    parser.add_argument("--now", type=moment, metavar="ISO", help="pretend that it is this moment")
    parser.add_argument("--json", action="store_true", help="print a JSON document a turn, one a line")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Load the films, show the feed, then take the words one by one."""
    from rich.console import Console

    if args.movielens is not None and args.host != "als":
        raise ArgumentError("--movielens is what als learns from. Add --host als, or leave it out.")
    asks = args.say is None and sys.stdin.isatty()
    with Console(stderr=True).status("") as status:
        session, opening = _session(args, status.update)
        gc.freeze()  # what is loaded stays: collections need not walk it, which halves the time to the first command
    if not args.json:
        session.show.note(opening + (" Say what you want; ? helps." if asks else ""))
    session.open()
    if args.say is not None:
        session.take(args.say)
        return 0
    ready = Thread(target=session.warm, daemon=True)  # while the first page is read
    ready.start()
    session.take(_after(ready, _typed("› " if asks and not args.json else "")))
    if asks:
        print(file=sys.stderr)
    return 0


def _session(args: argparse.Namespace, progress: Callable[[str], None]) -> tuple[Session, str]:
    progress("reading the films")
    from ..datasets import films
    from .session import Session

    catalog = films()
    progress("learning from MovieLens" if args.host == "als" else "starting")
    bot, user, opening = _bot(catalog, args)
    show = _show(catalog, as_json=args.json)
    return Session(bot, user, show, n=args.n, now=args.now), opening


def _bot(catalog: Catalog, args: argparse.Namespace) -> tuple[RecBot, str, str]:
    """(the bot, who asks, what people should know of the recommender)."""
    from ..bot import RecBot

    if args.host == "popularity":
        from ..datasets import film_popularity

        bot = RecBot(catalog, film_popularity(catalog), store=args.store, **_asks(args))
        return bot, "you" if args.user is None else args.user, f"{len(catalog):,} films, those with most reviews first."
    from ..datasets import film_als, movielens

    likes = movielens(catalog, args.movielens)
    user = likes.users[0] if args.user is None else args.user
    if user not in likes.users:
        some = ", ".join(likes.users[:5])
        raise ArgumentError(
            f"--user {user!r} liked no film of MovieLens. Allowed: {len(likes.users):,} ids such as {some}."
        )
    liked = likes.matrix[[likes.users.index(user)]].nnz
    opening = (
        f"{len(likes.items):,} of the {len(catalog):,} films joined to MovieLens: ALS learnt from {likes.matrix.nnz:,} likes "
        f"of {len(likes.users):,} people. This is the feed of user {user}, who liked {liked:,} of them."
    )
    return RecBot(catalog, film_als(likes), store=args.store, **_asks(args)), user, opening


def _asks(args: argparse.Namespace) -> dict[str, Any]:
    """What a bot needs to ask back; questions end with the process."""
    if not args.ask:
        return {}
    from langgraph.checkpoint.memory import InMemorySaver

    return {"questions": True, "checkpointer": InMemorySaver()}


def _show(catalog: Catalog, *, as_json: bool) -> Show:
    from .show import Lines, Screen, film_details, output

    if as_json:
        return Lines(sys.stdout)
    console = output()
    return Screen(console, film_details(catalog, console.width), catalog.name_of)


def _typed(prompt: str) -> Iterator[str]:
    with suppress(ImportError):
        import readline  # noqa: F401  # gives `input` a history and keys to edit with
    while True:
        if prompt:
            print()
        try:
            yield input(prompt)
        except EOFError:
            return


def _after(ready: Thread, lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        ready.join()
        yield line
