"""Parsing: from what a user says, sees and has said before to proposals for memory. Nothing here writes."""

from .grammar.parser import GrammarParser
from .protocol import Command, Doubt, Parse, Parser, Proposal, Span

__all__ = ["Command", "Doubt", "GrammarParser", "Parse", "Parser", "Proposal", "Span"]
