"""What was acknowledged is on disk; what was forgotten is in no file; what is wrong with a path is said."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from recbot_sdk.errors import ArgumentError, StoreBusyError
from recbot_sdk.preferences.log import commit
from recbot_sdk.preferences.steps import MemoryChange, Wipe
from recbot_sdk.stores import SqlLog
from recbot_sdk.testing.logs import change

CRASH = """
import os, sys
from recbot_sdk.stores import SqlLog
from recbot_sdk.testing.logs import change
SqlLog(sys.argv[1]).append("", "ann", change("r1"), 0)
os._exit(9)
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "recbot.db"


def test_a_crash_right_after_the_answer_loses_nothing(path: Path) -> None:
    assert subprocess.run([sys.executable, "-c", CRASH, str(path)], check=False).returncode == 9
    assert [c.request_id for c in SqlLog(path).read("", "ann")] == ["r1"]


WRITE = """
import sys
from recbot_sdk.errors import StoreBusyError
from recbot_sdk.preferences.log import SeqConflict
from recbot_sdk.stores import SqlLog
from recbot_sdk.testing.logs import change
log = SqlLog(sys.argv[1])
for i in range(25):
    while True:
        changes = log.read("", "ann")
        try:
            log.append("", "ann", change(f"{sys.argv[2]}-{i}"), changes[-1].seq if changes else 0)
            break
        except (SeqConflict, StoreBusyError):
            continue
"""


def test_eight_processes_lose_nothing_and_agree_on_one_order(path: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITE, str(path), str(i)]) for i in range(8)]
    assert [writer.wait(50) for writer in writers] == [0] * 8
    changes = SqlLog(path).read("", "ann")
    assert [c.seq for c in changes] == list(range(1, 201))
    for i in range(8):
        assert [c.request_id for c in changes if c.request_id.startswith(f"{i}-")] == [f"{i}-{k}" for k in range(25)]


def test_no_byte_of_a_forgotten_user_is_left(path: Path) -> None:
    log = SqlLog(path)
    for i in range(60):
        log.append("", "secret-user", change(f"secret-request-{i}", words=f"zebra crossing {i} " * 40), i)
        log.append("", "other", change(f"plain-{i}"), i)
    assert any(b"zebra" in file.read_bytes() for file in path.parent.iterdir())
    log.forget("", "secret-user")
    for file in path.parent.iterdir():
        content = file.read_bytes()
        assert b"zebra" not in content, file.name
        assert b"secret" not in content, file.name
    assert len(log.read("", "other")) == 60


def test_another_process_that_forgets_is_noticed(path: Path) -> None:
    mine, theirs = SqlLog(path), SqlLog(path)
    mine.append("", "ann", change("r1"), 0)
    assert len(theirs.read("", "ann")) == 1
    mine.forget("", "ann")
    assert theirs.read("", "ann") == ()
    mine.append("", "ann", change("r2"), 0)
    assert [c.request_id for c in theirs.read("", "ann")] == ["r2"]


def test_only_the_owner_may_read_the_files(path: Path) -> None:
    log = SqlLog(path)
    log.append("", "ann", change("r1"), 0)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(("recbot.db", "recbot.db-wal", "recbot.db-shm"), 0o600)


def test_two_devices_with_a_stale_memory_lose_nothing(path: Path) -> None:
    log = SqlLog(path)
    log.append("", "ann", change("desk"), 0)
    read = []

    def propose(changes: tuple[MemoryChange, ...]) -> MemoryChange:
        read.append(len(changes))
        if len(read) == 1:  # the other device comes between reading and writing
            log.append("", "ann", change("phone"), 1)
        return MemoryChange(request_id="late", at=datetime(2026, 1, 3, tzinfo=UTC), words="x", steps=(Wipe(),))

    assert commit(log, "", "ann", propose, "late", words="x") == log.read("", "ann")[2]
    assert read == [1, 2]
    assert [c.request_id for c in log.read("", "ann")] == ["desk", "phone", "late"]


def test_five_lost_races_are_a_busy_store(path: Path) -> None:
    log = SqlLog(path)

    def propose(changes: tuple[MemoryChange, ...]) -> MemoryChange:
        log.append("", "ann", change(f"other-{len(changes)}"), len(changes))
        return change("mine")

    with pytest.raises(StoreBusyError, match="nothing was written"):
        commit(log, "", "ann", propose, "mine", words="comedies")
    assert log.find("", "ann", "mine") is None


def test_the_log_goes_on_in_a_fork(path: Path) -> None:
    log = SqlLog(path)
    log.append("", "ann", change("r1"), 0)
    child = os.fork()
    if child == 0:
        code = 1
        try:
            log.append("", "ann", change("r2"), 1)
            code = 0
        finally:
            os._exit(code)
    assert os.waitpid(child, 0)[1] == 0
    assert [c.request_id for c in log.read("", "ann")] == ["r1", "r2"]


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("nosuch://x", "does not know"),
        ("sqlite://", "names no file"),
        (":memory:", "names no file"),
        ("/no/such/folder/recbot.db", "cannot be made"),
        ("://", "cannot be read"),
    ],
)
def test_a_place_that_cannot_be_used_is_said(where: str, said: str) -> None:
    with pytest.raises(ArgumentError, match=said):
        SqlLog(where)


def test_a_file_that_is_no_database_is_said(path: Path) -> None:
    path.write_text("my holiday diary " * 100)
    with pytest.raises(ArgumentError, match="not a database"):
        SqlLog(path)


def test_a_log_of_a_later_version_is_refused(path: Path) -> None:
    SqlLog(path).close()
    with sqlite3.connect(path) as db:
        db.execute("update recbot_schema set version = 99")
    with pytest.raises(ArgumentError, match="version 99"):
        SqlLog(path)
