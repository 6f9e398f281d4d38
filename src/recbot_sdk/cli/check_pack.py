"""`recbot check --pack`: what a language pack breaks, law by law, for people or machines."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.table import Table

    from ..testing.report import Report


def run_pack(args: argparse.Namespace) -> int:
    """Try the pack, and tell what it breaks: 0 where it keeps every law, else 1."""
    from rich.console import Console

    from ..testing.packs.check import check_pack

    with Console(stderr=True).status("saying every phrase of the pack"):
        report = check_pack(args.pack)
    if args.json:
        for check in report.checks:
            found = {"failures": (check.failure or "").splitlines(), "remarks": (check.remark or "").splitlines()}
            print(json.dumps({"law": check.law, "ok": check.failure is None, **found}, ensure_ascii=False))
        kept = len(report.checks) - len(report.failures)
        print(json.dumps({"pack": report.subject, "laws": len(report.checks), "kept": kept, "ok": report.ok}))
    else:
        _tell(report, remarks=args.show_remarks)
    return 0 if report.ok else 1


def _tell(report: Report, *, remarks: bool) -> None:
    from .show import output

    if not report.ok:
        output().print(_table("breaks", [(check.law, check.failure) for check in report.failures]))
    worth_a_look = [(check.law, check.remark) for check in report.checks if check.remark]
    if remarks and worth_a_look:
        output().print(_table("worth a look", worth_a_look))
    kept, count = len(report.checks) - len(report.failures), sum(len((r or "").splitlines()) for _, r in worth_a_look)
    hidden = f"; {count} remarks, --show-remarks says them" if count and not remarks else ""
    output().print(f"{report.subject}: {kept} of {len(report.checks)} laws hold{hidden}.")


def _table(title: str, rows: Sequence[tuple[str, str | None]]) -> Table:
    from rich.table import Table

    table = Table("law", title, show_lines=True)
    for law, found in rows:
        table.add_row(law, found)
    return table
