"""An answer on its way to the turn that asked: whether its question is open, and whether it was the one that counted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from langgraph.types import Command
from pydantic import ValidationError

from ..errors import ArgumentError, StaleAnswerError
from ..feed import Feed
from ..parsing.protocol import Parse
from ..parsing.question import Question
from ..preferences.consolidate import consolidate
from ..preferences.fold import fold
from ..preferences.memory import PreferenceMemory
from .asking import Answer
from .nodes import parsed_of
from .questions import fork_of
from .request import aware

if TYPE_CHECKING:
    from langgraph.types import StateSnapshot

    from ..preferences.steps import MemoryChange
    from .binding import Binding

INTERRUPT = "__interrupt__"
"""The key under which LangGraph gives back that a run has stopped to ask."""
OUT = ["feed", "parsed", "recalled"]
"""What a turn that is answered must give back for `Reply.feed`."""


def open_question(state: StateSnapshot) -> Question | None:
    """The question that a thread waits with, if it is one of ours."""
    for interrupt in state.interrupts:
        try:
            return Question.model_validate(interrupt.value)
        except ValidationError:  # a parser of the integrator asks for something else
            continue
    return None


def waiting(feed: Feed, state: StateSnapshot) -> Feed:
    """The feed with the question that is open in its session, and the reading of the command that it is about."""
    question = open_question(state)
    if question is None or state.values["recalled"]["memory"]["session"] != feed.session:
        return feed
    return replace(feed, question=question, parse=parsed_of(state.values))


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer that may be taken."""

    command: Command[Any] | None
    """What the graph goes on with."""
    answer: Answer
    question: str
    given: Mapping[str, Any]
    """The input of the turn, for the pages that follow."""

    def feed(self, out: Mapping[str, Any]) -> Feed:
        """The feed that it led to. Raises `StaleAnswerError` if another answer, or a newer command, came first."""
        said = (out.get("parsed") or {}).get("answer")
        if "feed" not in out or out["recalled"]["replayed"] or said != self.answer.model_dump(mode="json"):
            raise StaleAnswerError(
                f"question {self.question!r} is not open any more: another answer or a newer command came first. "
                "Ask for the feed."
            )
        feed: Feed = out["feed"].value
        return feed


def reply(
    binding: Binding,
    state: StateSnapshot,
    changes: Sequence[MemoryChange],
    question: str,
    option: int | None,
    now: datetime | None,
) -> Reply:
    """The answer to the question that `state` waits with.

    Args:
        binding: The bot's.
        state: Of the user's thread.
        changes: The user's log.
        question: The id of the question.
        option: The place of the chosen reading; None: none of them.
        now: The present; None: that of the command, else the clock.

    Raises:
        StaleAnswerError: The question is not open, or what the reading would have changed is not as it was.
        ArgumentError: There is no such option.
    """
    asked, given = open_question(state), state.values.get("request", {})
    at = aware(datetime.fromisoformat(given["now"]) if now is None and given.get("now") else now)
    begun = _begun(state, question, option)
    if begun is not None:
        return Reply(None, begun, question, given)
    if any(change.request_id == question for change in changes):
        raise StaleAnswerError(f"question {question!r} was answered already. Ask for the feed.")
    if asked is None or asked.id != question:
        raise StaleAnswerError(
            f"question {question!r} is not open: something newer was said, or it is not this user's. Say the command again."
        )
    if option is not None and (type(option) is not int or not 0 <= option < len(asked.options)):
        raise ArgumentError(
            f"option={option!r} is none of question {question!r}. Give 0 to {len(asked.options) - 1}, or None for none of them."
        )
    if option is not None and _moved_on(binding, state.values, changes, option, at):
        raise StaleAnswerError(
            f"option {option} of question {question!r} would change nothing any more: memory has moved on since it was asked."
        )
    answer = Answer(option=option, now=at)
    name = state.interrupts[0].id  # so that it answers this question, and none that a newer command asks meanwhile
    command: Command[Any] = Command(resume={name: answer.model_dump(mode="json")})
    return Reply(command, answer, question, {**given, "now": at.isoformat()})


def _begun(state: StateSnapshot, question: str, option: int | None) -> Answer | None:
    """The very answer, where a turn that had it already failed further on: it goes on from there."""
    said = (state.values.get("parsed") or {}).get("answer")
    failed = any(task.error is not None for task in state.tasks)
    if not failed or said is None or said["option"] != option or state.values["request"]["request_id"] != question:
        return None
    return Answer.model_validate(said)


def _moved_on(
    binding: Binding, values: Mapping[str, Any], changes: Sequence[MemoryChange], option: int, now: datetime
) -> bool:
    """Whether a reading would have changed memory when it was asked about, and would not today."""
    parse, memory = Parse.model_validate(values["parsed"]["parse"]), values["recalled"]["memory"]
    was, then = PreferenceMemory.model_validate(memory), datetime.fromisoformat(values["recalled"]["now"])
    fork = fork_of(binding, parse, was, then)
    if fork is None:
        return True
    wish, session = [fork.reading(option)], values["request"].get("session")
    today = fold(changes, now, session, session_ttl=binding.session_ttl)
    changed = consolidate(was, wish, now=then, session_ttl=binding.session_ttl).steps
    return bool(changed) and not consolidate(today, wish, now=now, session_ttl=binding.session_ttl).steps
