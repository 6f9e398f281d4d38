"""The demo as people run it, in this process: the films are read once for all tests."""

import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

import recbot_sdk as rb
from recbot_sdk.cli.main import main
from recbot_sdk.datasets import films


@dataclass(frozen=True)
class Done:
    code: int
    out: str
    err: str

    @property
    def documents(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Keyboard(io.StringIO):
    """Somebody at a terminal who types these lines, then Ctrl-D."""

    def isatty(self) -> bool:
        return True


Recbot = Callable[..., Done]


@pytest.fixture(scope="session")
def catalog() -> rb.Catalog:
    return films()


@pytest.fixture
def recbot(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], catalog: rb.Catalog) -> Recbot:
    """`recbot *arguments`, with what stdin holds."""
    monkeypatch.setattr("recbot_sdk.datasets.films", lambda: catalog)
    monkeypatch.delenv("COLUMNS", raising=False)  # parallel test runs set it

    def run(*arguments: str, stdin: io.StringIO | str = "") -> Done:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin) if isinstance(stdin, str) else stdin)
        try:
            code = main(arguments)
        except SystemExit as stop:  # argparse leaves so
            code = int(stop.code or 0)
        return Done(code, *capsys.readouterr())

    return run
