"""What one law found in a pack."""

from __future__ import annotations

from dataclasses import dataclass

from ..report import Check


@dataclass(frozen=True)
class Law:
    """A law, with what breaks it and with what is only worth a look, a phrase or a table each."""

    says: str
    broken: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    @property
    def check(self) -> Check:
        """The law as a report holds it: a line for each finding."""
        return Check(self.says, "\n".join(self.broken) or None, "\n".join(self.remarks) or None)
