"""`recbot` itself: what it answers to a wrong call, and as a process of its own."""

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import recbot_sdk as rb
from recbot_sdk.cli.main import main

from .conftest import Recbot

PROCESS = [sys.executable, "-c", "import sys; from recbot_sdk.cli.main import main; sys.exit(main())"]


def test_the_script_is_installed() -> None:
    [script] = entry_points(group="console_scripts", name="recbot")
    assert script.load() is main


def test_version_and_help(recbot: Recbot) -> None:
    assert recbot("--version").out == f"recbot-sdk {rb.__version__}\n"
    shown = recbot("demo", "--help").out
    assert all(
        option in shown for option in ("--say", "--n", "--host", "--movielens", "--user", "--store", "--now", "--json")
    )


def test_without_a_command_it_says_which_there_are(recbot: Recbot) -> None:
    done = recbot()
    assert done.code == 2
    assert "demo" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--n", "0"], "recbot: n=0 is not allowed"),
        (["--n", "ten"], "invalid int value: 'ten'"),
        (["--user", ""], "recbot: user='' is not a user id"),
        (["--now", "yesterday"], "'yesterday' is no moment. Give one such as"),
        (["--host", "oracle"], "invalid choice: 'oracle'"),
        (["--movielens", "."], "recbot: --movielens is what als learns from"),
        (["--host", "als", "--movielens", "nowhere"], "recbot: nowhere holds no MovieLens"),
    ],
)
def test_a_wrong_call_is_a_message_and_code_2(recbot: Recbot, arguments: list[str], message: str) -> None:
    done = recbot("demo", *arguments)
    assert done.code == 2
    assert message in done.err
    assert "Traceback" not in done.err


def test_a_store_that_cannot_be_made_is_a_message(recbot: Recbot, tmp_path: Path) -> None:
    done = recbot("demo", "--store", str(tmp_path / "no" / "such" / "folder.db"))
    assert done.code == 2
    assert done.err.startswith("recbot: the preference log ")


def test_a_missing_extra_is_a_message_with_the_command_that_mends_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("recbot_sdk.datasets.film_catalog.find_spec", lambda name: None)
    assert main(["demo"]) == 2
    assert capsys.readouterr().err.strip().endswith("pip install 'recbot-sdk[demo]'")


def test_a_process_reads_bytes_that_are_no_text() -> None:
    done = subprocess.run([*PROCESS, "demo", "-n", "2"], input=b"no horror \xff\nAm\xc3\xa9lie\n", capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    assert "heard  no horror \ufffd" in done.stdout.decode()
    assert "heard  Amélie" in done.stdout.decode()


def test_a_reader_who_has_seen_enough_is_no_error() -> None:
    process = subprocess.Popen(
        [*PROCESS, "demo"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )
    assert process.stdout is not None
    process.stdout.close()
    assert process.communicate()[1] == b""
    assert process.returncode == 1
