"""`recbot`: reads the arguments and starts a command. What a user did wrong is a message and exit code 2, never a traceback."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper

from .. import __version__
from ..errors import RecBotError
from . import check, demo

INTERRUPTED = 130
"""What a shell calls a program that Ctrl-C ended: 128 and the number of the signal."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and give its exit code; `argv` is without the program's name, None reads `sys.argv`."""
    for stream in (sys.stdin, sys.stdout):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")  # a byte that is no text, a sign that a terminal lacks: shown as "?"
    parser = _parser()
    args = parser.parse_args(argv)
    if "run" not in args:
        parser.print_help()
        return 2
    try:
        code: int = args.run(args)
        sys.stdout.flush()
    except RecBotError as error:
        print(f"recbot: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print(file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:  # `recbot demo | head`: who reads has seen enough, and Python flushes once more at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="recbot", description="Recommendations that do what they are told.")
    parser.add_argument("--version", action="version", version=f"recbot-sdk {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in (check, demo):
        command.add_to(commands)
    return parser
