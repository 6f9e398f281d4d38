"""What a conformance suite found: each law, with what breaks it where it does not hold. Print it, or ask it for `ok`."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Check:
    """One law, and what was found: `failure` is None where it holds; a `remark` is worth a look and breaks nothing."""

    law: str
    failure: str | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class Report:
    """What `check_host`, `check_log`, `check_pack`, `check_parser` or `check_tool` found. `ok` where every law holds."""

    subject: str
    """The name of what was tried."""
    checks: tuple[Check, ...]

    @property
    def ok(self) -> bool:
        """Whether every law holds."""
        return not self.failures

    @property
    def failures(self) -> tuple[Check, ...]:
        """The laws that do not hold."""
        return tuple(check for check in self.checks if check.failure is not None)

    def __str__(self) -> str:
        lines = [
            f"  {'ok  ' if c.failure is None else 'FAIL'} {c.law}{f': {c.failure}' if c.failure else ''}"
            for c in self.checks
        ]
        return "\n".join(
            [f"{self.subject}: {len(self.checks) - len(self.failures)} of {len(self.checks)} laws hold", *lines]
        )
