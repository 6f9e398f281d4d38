"""Kinds of arguments that several commands take."""

from __future__ import annotations

import argparse
import os
from datetime import datetime


def text(argument: str) -> str:
    """Words of a user; a byte that is no text becomes a sign that says so."""
    return os.fsencode(argument).decode("utf8", "replace")


def moment(iso: str) -> datetime:
    """A date, or a date and time."""
    try:
        return datetime.fromisoformat(iso)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{iso!r} is no moment. Give one such as 2026-05-01T20:00.") from None
