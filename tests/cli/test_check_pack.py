"""`recbot check --pack` says what a language pack breaks, in words or JSON, and its exit code is what CI reads."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

import pytest

from .conftest import Recbot

ENGLISH = (files("recbot_sdk.parsing") / "packs" / "en.toml").read_text("utf8")


@pytest.fixture
def broken(tmp_path: Path) -> str:
    path = tmp_path / "own.toml"
    path.write_text(ENGLISH.replace('do = "redo"', 'do = "undo"', 1), "utf8")
    return str(path)


def test_a_pack_that_keeps_every_law_is_code_0(recbot: Recbot) -> None:
    done = recbot("check", "--pack", "en")
    assert done.code == 0
    assert done.out.startswith("en: ")
    assert "laws hold; " in done.out
    assert "--show-remarks says them." in done.out


def test_what_is_broken_is_shown_law_by_law_and_code_1(recbot: Recbot, broken: str) -> None:
    done = recbot("check", "--pack", broken)
    assert done.code == 1
    assert "what steers a feed has words" in done.out
    assert "action redo: no words" in done.out


def test_machines_get_a_document_a_law_and_one_of_the_whole(recbot: Recbot, broken: str) -> None:
    done = recbot("check", "--pack", broken, "--json")
    *laws, whole = done.documents
    assert done.code == 1
    assert [law["failures"] for law in laws if not law["ok"]] == [["action redo: no words"]]
    assert whole == {"pack": broken, "laws": len(laws), "kept": len(laws) - 1, "ok": False}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (
            ["--pack", "en", "said.jsonl", "--catalog", "films"],
            "--pack stands alone: a pack is tried on a catalogue of its own",
        ),
        (["said.jsonl"], "give a FILE of commands and --catalog WHERE, or --pack PACK"),
        (["said.jsonl", "--catalog", "films", "--show-remarks"], "give a FILE of commands"),
    ],
)
def test_a_pack_and_commands_are_checked_each_by_itself(recbot: Recbot, arguments: list[str], message: str) -> None:
    done = recbot("check", *arguments)
    assert done.code == 2
    assert message in done.err
