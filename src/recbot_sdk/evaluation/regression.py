"""Runs the sessions of a regression file on a bot, and reports which turns fail and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from ..bot import RecBot
from .judging import judge
from .sessions import ASKED, Session

if TYPE_CHECKING:
    from rich.console import Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of one turn: `reasons` say why it fails, none where it passes."""

    session: str
    turn: int
    """1 is the first turn of its session."""
    say: str
    reasons: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether everything that the turn expects holds."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class CommandReport:
    """The verdicts of a run, in the order of the file. Print it for a line, show it with rich for the failures."""

    verdicts: tuple[Verdict, ...]

    @property
    def failures(self) -> tuple[Verdict, ...]:
        """The turns that fail."""
        return tuple(verdict for verdict in self.verdicts if not verdict.passed)

    @property
    def share(self) -> float:
        """The part of the turns that pass, 0 to 1."""
        passed = len(self.verdicts) - len(self.failures)
        return passed / len(self.verdicts) if self.verdicts else 1.0

    def __str__(self) -> str:
        sessions = {verdict.session for verdict in self.verdicts}
        broken = {verdict.session for verdict in self.failures}
        turns = len(self.verdicts)
        return (
            f"{turns - len(self.failures)} of {turns} turns pass ({self.share:.1%}), "
            f"{len(sessions) - len(broken)} of {len(sessions)} sessions whole"
        )

    def __rich__(self) -> Group:
        from rich.console import Group
        from rich.table import Table
        from rich.text import Text

        table = Table("session", "turn", "said", "why it fails", header_style="dim")
        for failure in self.failures:
            cells = (failure.session, str(failure.turn), failure.say, "\n".join(failure.reasons))
            table.add_row(*map(Text, cells))
        return Group(*([table] if self.failures else []), Text(f"{self}."))


def check_commands(
    bot: RecBot,
    sessions: Sequence[Session],
    *,
    now: datetime | None = None,
    on_verdict: Callable[[Verdict], None] | None = None,
) -> CommandReport:
    """Say each session to `bot` as a user who is new to it, and judge every turn by what comes back.

    Args:
        bot: Your own bot, with your host and tools. Its users "recbot-check/..." are forgotten before and after.
        sessions: What `read_sessions` gave for the bot's catalogue.
        now: The present that "this year" refers to; None: the clock.
        on_verdict: Called after each turn, to show how far it is.
    """
    verdicts = []
    for session in sessions:
        for verdict in _verdicts(bot, session, now):
            verdicts.append(verdict)
            if on_verdict is not None:
                on_verdict(verdict)
    return CommandReport(tuple(verdicts))


def _verdicts(bot: RecBot, session: Session, now: datetime | None) -> Iterator[Verdict]:
    user = f"recbot-check/{session.id}"
    bot.forget(user)
    try:
        before = bot.recommend(user, n=ASKED, now=now)
        for place, turn in enumerate(session.turns, start=1):
            try:
                after = bot.recommend(user, turn.say, n=ASKED, now=now)
            except (
                Exception
            ) as error:  # one turn that raises is one failure, and the next is judged as if it had not been
                reasons = [f"it raised {type(error).__name__}: {error}"]
            else:
                reasons = judge(turn, bot.catalog, before, after)
                before = after
            yield Verdict(session=session.id, turn=place, say=turn.say, reasons=tuple(reasons))
    finally:
        bot.forget(user)
