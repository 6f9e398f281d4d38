"""Parsing: from what a user says, sees and has said before to proposals for memory. Nothing here writes."""

from .cascade import Cascade
from .grammar.parser import GrammarParser
from .languages import Languages
from .protocol import Command, Doubt, Parse, Parser, Proposal, Span
from .question import Option, Question

__all__ = [
    "Cascade",
    "Command",
    "Doubt",
    "GrammarParser",
    "Languages",
    "Option",
    "Parse",
    "Parser",
    "Proposal",
    "Question",
    "Span",
]
