"""`recbot check`: runs commands with what must come of them on a catalogue of your own, or tries a language pack, for CI.

Offline, and nothing is kept.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import ArgumentError
from .arguments import moment

if TYPE_CHECKING:
    from ..bot import RecBot
    from ..catalog import Catalog, Field
    from ..evaluation import CommandReport, Session, Verdict

FILMS = "films"
"""What --catalog calls the films of the demo."""
_ABOUT = """\
Say the commands of a file to a bot over your catalogue, and judge every turn by what comes back. Or, with --pack, try a language
pack: how it is written, what it covers, and what each of its phrases does. The exit code is 0 where enough turns pass or
the pack keeps every law, 1 where not, 2 where the file, the catalogue or the call is wrong.

  recbot check commands.jsonl --catalog items.csv --id sku --title name
  recbot check commands.jsonl --catalog items.parquet --fields fields.json --popularity sold --show-failures
  recbot check commands.jsonl --catalog films --min-pass 0.97
  recbot check --pack my/eo.toml
"""
_USAGE = """recbot check FILE --catalog WHERE [--id COLUMN] [--title COLUMN] [--fields FILE] [--lists A,B]
                    [--popularity COLUMN] [--now ISO] [--min-pass SHARE] [--show-failures | --json]
       recbot check --pack PACK [--show-remarks | --json]"""
_OF_COMMANDS = ("id", "title", "fields", "lists", "popularity", "now", "show_failures")
"""Arguments that mean something beside a catalogue alone."""


def add_to(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Tell the parser of `recbot` what `recbot check` takes."""
    parser = commands.add_parser(
        "check",
        help="run commands with what must come of them on your catalogue, or try a language pack",
        usage=_USAGE,
        description=_ABOUT,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("commands", metavar="FILE", nargs="?", help="JSON lines, a session each")
    parser.add_argument(
        "--pack", metavar="PACK", help="a language pack: the path of a .toml file, or the name of one that ships"
    )
    parser.add_argument(
        "--catalog",
        metavar="WHERE",
        help=f"a .csv, .jsonl or .parquet, the directory of a saved catalogue, or {FILMS}",
    )
    parser.add_argument("--id", metavar="COLUMN", help="the column of ids (default: id)")
    parser.add_argument("--title", metavar="COLUMN", help="the column of titles (default: ids are titles)")
    parser.add_argument("--fields", metavar="FILE", help="JSON: the arguments of rb.Field, by column")
    parser.add_argument(
        "--lists", type=_names, metavar="A,B", help="columns that hold joined values, where no guess helps"
    )
    parser.add_argument(
        "--popularity", metavar="COLUMN", help="the host shows the highest first (default: the catalogue's own order)"
    )
    parser.add_argument("--now", type=moment, metavar="ISO", help="pretend that it is this moment")
    parser.add_argument(
        "--min-pass", type=_share, default=1.0, metavar="SHARE", help="how much must pass, 0 to 1 (default: 1)"
    )
    shown = parser.add_mutually_exclusive_group()
    shown.add_argument("--show-failures", action="store_true", help="a table of the turns that fail, and why")
    shown.add_argument("--show-remarks", action="store_true", help="of a pack: what is worth a look and breaks nothing")
    shown.add_argument(
        "--json", action="store_true", help="print a JSON document a turn (a law), one a line, then one of the whole"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Read the catalogue and the file, say every command, and tell what came of it; or try a pack."""
    if args.pack is not None:
        from .check_pack import run_pack

        if given := [name for name in ("commands", "catalog", *_OF_COMMANDS) if getattr(args, name)]:
            said = ", ".join("FILE" if name == "commands" else f"--{name.replace('_', '-')}" for name in given)
            raise ArgumentError(f"--pack stands alone: a pack is tried on a catalogue of its own. Leave out {said}.")
        return run_pack(args)
    if args.commands is None or args.catalog is None or args.show_remarks:
        raise ArgumentError("give a FILE of commands and --catalog WHERE, or --pack PACK. See recbot check --help.")
    from rich.console import Console

    from ..evaluation import read_sessions

    with Console(stderr=True).status("reading the catalogue"):
        bot = _bot(args)
        sessions = read_sessions(args.commands, bot.catalog)
    report = _checked(bot, sessions, args)
    if args.json:
        turns, passed = len(report.verdicts), len(report.verdicts) - len(report.failures)
        print(json.dumps({"turns": turns, "passed": passed, "share": round(report.share, 4)}))
    else:
        _tell(report, show_failures=args.show_failures)
    return 0 if report.share >= args.min_pass else 1


def _bot(args: argparse.Namespace) -> RecBot:
    from ..bot import RecBot
    from ..datasets import Popularity, film_popularity

    catalog = _catalog(args)
    if args.popularity is not None:
        return RecBot(catalog, Popularity(catalog, args.popularity))
    return RecBot(catalog, film_popularity(catalog) if args.catalog == FILMS else None)


def _catalog(args: argparse.Namespace) -> Catalog:
    from ..evaluation import read_catalog

    said = [f"--{name}" for name in ("id", "title", "fields", "lists") if getattr(args, name) is not None]
    if args.catalog == FILMS or os.path.isdir(args.catalog):
        if said:
            raise ArgumentError(f"{args.catalog} has its columns already. Leave out {', '.join(said)}.")
        if args.catalog == FILMS:
            from ..datasets import films

            return films()
    return read_catalog(args.catalog, id=args.id or "id", title=args.title, fields=_fields(args))


def _fields(args: argparse.Namespace) -> dict[str, Field]:
    from pydantic import TypeAdapter, ValidationError

    from ..catalog import Field

    fields: dict[str, Field] = {}
    if args.fields is not None:
        try:
            fields = TypeAdapter(dict[str, Field]).validate_json(Path(args.fields).read_bytes())
        except OSError as error:
            raise ArgumentError(f"--fields {args.fields} cannot be read: {error}.") from error
        except ValidationError as error:
            found = "; ".join(f"{'.'.join(map(str, one['loc']))}: {one['msg']}" for one in error.errors())
            allowed = ", ".join(Field.model_fields)
            raise ArgumentError(
                f"--fields {args.fields} holds no fields ({found}). Allowed: an object of columns, each with {allowed}."
            ) from None
    for name in args.lists or ():
        fields[name] = fields.get(name, Field()).model_copy(update={"kind": "tags"})
    return fields


def _checked(bot: RecBot, sessions: Sequence[Session], args: argparse.Namespace) -> CommandReport:
    from rich.console import Console
    from rich.progress import Progress

    from ..evaluation import check_commands

    screen = Console(stderr=True)
    with Progress(console=screen, transient=True, disable=not screen.is_terminal) as progress:
        task = progress.add_task("turns", total=sum(len(session.turns) for session in sessions))

        def show(verdict: Verdict) -> None:
            progress.advance(task)
            if args.json:
                document = {"session": verdict.session, "turn": verdict.turn, "say": verdict.say}
                told = {**document, "passed": verdict.passed, "reasons": verdict.reasons}
                print(json.dumps(told, ensure_ascii=False), flush=True)

        return check_commands(bot, sessions, now=args.now, on_verdict=show)


def _tell(report: CommandReport, *, show_failures: bool) -> None:
    from .show import output

    hidden = report.failures and not show_failures
    output().print(f"{report}; --show-failures says which fail." if hidden else report)


def _names(joined: str) -> list[str]:
    return [name.strip() for name in joined.split(",") if name.strip()]


def _share(number: str) -> float:
    try:
        share = float(number)
    except ValueError:
        share = -1.0
    if not 0 <= share <= 1:
        raise argparse.ArgumentTypeError(f"{number!r} is no share. Give a number from 0 to 1, such as 0.97.")
    return share
