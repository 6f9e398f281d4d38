"""The node that asks: it stops the turn before anything is remembered, and goes on with the reading that was chosen. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from langgraph.types import interrupt
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..parsing.question import Question
from ..preferences.memory import PreferenceMemory
from .binding import Binding
from .nodes import Update, parsed_of
from .questions import fork_of
from .request import request_of


class Answer(BaseModel):
    """What a turn that asked is resumed with: `Command(resume={"option": 0})`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    option: int | None = Field(ge=0, strict=True)
    """The place of the chosen reading in `Question.options`; None: none of them was meant."""
    now: datetime | None = None
    """When it was given; None: the `now` of the command, else the clock."""


def ask(binding: Binding, state: Mapping[str, Any], user: str) -> Update:
    """Ask where readings of the words lead to different memories; nothing is written before the answer.

    LangGraph runs this again from its first line when the answer is there, so the question depends on the state alone.
    A preview asks nothing, and takes the likelier reading.
    """
    request, parse, recalled = request_of(state["request"]), parsed_of(state), state["recalled"]
    if parse is None or not request.commit or recalled["unavailable"]:
        return {}
    memory = PreferenceMemory.model_validate(recalled["memory"])
    fork = fork_of(binding, parse, memory, datetime.fromisoformat(recalled["now"]))
    if fork is None:
        return {}
    assert request.request_id is not None, "recall issues one"
    answer = _answer_to(fork.question(request.request_id, binding.catalog.name_of))
    said = {"parse": fork.taken(answer.option).model_dump(mode="json", exclude_none=True)}
    update: Update = {"parsed": {**state["parsed"], **said, "answer": answer.model_dump(mode="json")}}
    if answer.now is not None:
        update["request"] = {**state["request"], "now": answer.now.isoformat()}
    return update


def _answer_to(question: Question) -> Answer:
    """The answer, asked for again as long as what comes is none."""
    while True:
        given = interrupt(question.model_dump(mode="json"))
        try:
            answer = Answer.model_validate(given)
        except ValidationError:
            continue
        if answer.option is None or answer.option < len(question.options):
            return answer
