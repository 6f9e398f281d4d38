"""Every error that the library raises, in one tree.

    RecBotError
    ├── CatalogError            a table, a field or an item that cannot be used        (also ValueError)
    ├── PredicateError          a predicate that does not fit its field                (also ValueError)
    ├── ArgumentError           an argument of a public call                           (also ValueError)
    ├── HostError               a recommender that broke its protocol or failed
    ├── ToolError               a tool that is declared wrongly or broke its stage's law
    ├── PolicyError             the integrator's own policy failed: nothing may be served
    ├── MemoryUnavailableError  the preference log cannot be read and nothing is known
    ├── StoreBusyError          other writers kept coming first
    ├── StaleAnswerError        an answer to a question that is not open any more
    ├── RequestConflictError    a request id came back with other words                (also ValueError)
    └── MissingExtraError       an optional dependency is not installed                (also ImportError)

A message says what was given, what is allowed and what to do. Odd words from an end user are never an error.
"""


class RecBotError(Exception):
    """The root of the tree: catch it to catch them all."""


class CatalogError(RecBotError, ValueError):
    """A table, a field or an item cannot be used; the message names the column and the rows."""


class PredicateError(RecBotError, ValueError):
    """A predicate does not fit the field that it names."""


class ArgumentError(RecBotError, ValueError):
    """An argument of a public call is not allowed."""


class HostError(RecBotError):
    """A recommender failed or broke the host protocol."""


class ToolError(RecBotError):
    """A tool is declared wrongly, or it broke the law of its stage."""


class PolicyError(RecBotError):
    """The integrator's own policy failed: nothing may be served."""


class MemoryUnavailableError(RecBotError):
    """The preference log cannot be read and nothing is known of this user."""


class StoreBusyError(RecBotError):
    """Other writers came first as often as we tried; nothing was written. Try again."""


class StaleAnswerError(RecBotError):
    """A question is not open any more: it was answered, something newer was said, or memory has moved on. Nothing changed."""


class RequestConflictError(RecBotError, ValueError):
    """A request id came back with other words than it was first recorded with."""


class MissingExtraError(RecBotError, ImportError):
    """An optional dependency is not installed; the message holds the pip command."""

    def __init__(self, package: str, extra: str) -> None:
        super().__init__(f"{package} is not installed. It comes with an extra: pip install 'recbot-sdk[{extra}]'")
        self.package, self.extra = package, extra
