"""Parsing: from what a user says, sees and has said before to proposals for memory. Nothing here writes."""

from .grammar.parser import GrammarParser
from .protocol import Command, Doubt, Parse, Parser, Proposal, Span
from .question import Option, Question

__all__ = ["Command", "Doubt", "GrammarParser", "Option", "Parse", "Parser", "Proposal", "Question", "Span"]
