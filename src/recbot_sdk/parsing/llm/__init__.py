"""The LLM parser: any LangChain chat model, held to the catalogue's fields and values and to the words of the command."""

from .parser import LLMParser

__all__ = ["LLMParser"]
