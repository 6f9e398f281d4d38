"""Conformance suites and hypothesis strategies for other people's hosts, tools, parsers and stores."""
