"""Tools of a remote MCP server as tools of stage source or score. Needs the extra `mcp`, when a server is first asked."""

from .server import McpServer
from .tool import from_mcp

__all__ = ["McpServer", "from_mcp"]
