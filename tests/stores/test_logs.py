"""Both logs keep every promise of a log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from recbot_sdk.preferences.log import InProcessLog, PreferenceLog
from recbot_sdk.preferences.steps import MemoryChange
from recbot_sdk.stores import SqlLog
from recbot_sdk.testing.logs import CHECKS, check_log


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_log_in_this_process(check: Callable[[PreferenceLog], None]) -> None:
    check(InProcessLog())


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_log_on_sqlite(check: Callable[[PreferenceLog], None], tmp_path: Path) -> None:
    log = SqlLog(tmp_path / "recbot.db")
    check(log)
    log.close()


def test_the_suite_fails_a_log_in_which_the_last_writer_wins() -> None:
    class Careless(InProcessLog):
        def append(self, namespace: str, user: str, change: MemoryChange, expected_seq: int) -> MemoryChange:
            changes = self.read(namespace, user)
            return super().append(namespace, user, change, changes[-1].seq if changes else 0)

    report = check_log(Careless)
    assert [check.law for check in report.failures] == ["refuses the late"]
    assert "must raise SeqConflict" in str(report)
    assert check_log(InProcessLog).ok
