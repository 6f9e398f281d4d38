"""Preferences: what a user wants, the steps by which that changes, and the memory that they fold into."""

from .memory import PreferenceMemory
from .preference import (
    About,
    Directive,
    Dose,
    Items,
    Order,
    Preference,
    Similar,
    Target,
    Toward,
    Where,
    dislike,
    like,
)
from .steps import MemoryChange, Step

__all__ = [
    "About",
    "Directive",
    "Dose",
    "Items",
    "MemoryChange",
    "Order",
    "Preference",
    "PreferenceMemory",
    "Similar",
    "Step",
    "Target",
    "Toward",
    "Where",
    "dislike",
    "like",
]
