"""Names of a package that are loaded on first use, so that importing it costs next to nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from importlib import import_module


def attach(package: str, names: Mapping[str, str]) -> tuple[Callable[[str], object], Callable[[], list[str]]]:
    """`__getattr__` and `__dir__` of a package.

    Args:
        package: Its `__name__`.
        names: Module of the package -> the names that it holds, separated by blanks.
    """
    home = {name: module for module, held in names.items() for name in held.split()}
    own = sys.modules[package].__dict__

    def load(name: str) -> object:
        if name not in home:
            raise AttributeError(f"module {package!r} has no attribute {name!r}")
        value = getattr(import_module(f".{home[name]}", package), name)
        own[name] = value
        return value

    def listed() -> list[str]:
        return sorted({*home, *own})

    return load, listed
