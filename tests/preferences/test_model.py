"""A user who says, undoes, waits and changes devices, against a model that knows nothing of slots or folds."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from recbot_sdk.predicates import Compare, In, field
from recbot_sdk.preferences import Preference, PreferenceMemory, Where
from recbot_sdk.preferences.steps import Add, Redo, Retract, Undo, Wipe

from .conftest import Asked, Person

STYLES = ("jazz", "folk", "live")
BOUNDS = (60, 90, 120)
Wanted = dict[Any, Any]
SCOPES = st.sampled_from(("session", "standing"))
DEVICES = ("desk", "phone")


def replay(said: list[Any], session: str | None, now: datetime) -> Wanted:
    """What is wanted: choices and bounds as a dict, refusals and doses per value."""
    wanted: Wanted = {}
    for kind, value, scope, device, at, _ in said:
        if kind != "wipe" and scope == "session" and (device != session or now >= at + timedelta(hours=24)):
            continue
        chosen = wanted.get("choice", (None,))[0] == value
        if kind == "only":
            gone = ("choice", ("no", value), ("less", value), ("more", value))
            wanted = {k: v for k, v in wanted.items() if k not in gone} | {"choice": (value, scope)}
        elif kind in ("no", "less", "more"):
            against = [("more", value)] if kind != "more" else [("no", value), ("less", value)]
            wanted = {k: v for k, v in wanted.items() if k not in against}
            if kind != "more" and chosen:
                del wanted["choice"]
            if kind == "no":
                wanted.pop(("less", value), None)
                wanted["no", value] = (True, scope)
            elif not ((kind == "less" and ("no", value) in wanted) or (kind == "more" and chosen)):
                wanted[kind, value] = (min(1.0, wanted.get((kind, value), (0,))[0] + 0.25), scope)
        elif kind == "most":
            if wanted.get("least", (0,))[0] > value:
                del wanted["least"]
            wanted["most"] = (value, scope)
        elif kind == "least":
            if wanted.get("most", (999,))[0] < value:
                del wanted["most"]
            wanted["least"] = (value, scope)
        elif kind == "back":
            wanted = {k: v for k, v in wanted.items() if k not in (("no", value), ("less", value), ("more", value))}
            if chosen:
                del wanted["choice"]
        elif kind == "wipe":
            wanted = {}
    return wanted


def seen(memory: PreferenceMemory) -> Wanted:
    """A memory in the words of the model."""
    wanted: Wanted = {}
    for p in memory:
        assert isinstance(p.target, Where)
        match p.target.predicate:
            case In(values=(value,)) if p.hard and p.polarity == "like":
                wanted["choice"] = (value, p.scope)
            case In(values=(value,)) if p.hard:
                wanted["no", value] = (True, p.scope)
            case In(values=(value,)):
                wanted["more" if p.polarity == "like" else "less", value] = (p.dose, p.scope)
            case Compare(sign="<=", value=value):
                wanted["most"] = (value, p.scope)
            case Compare(sign=">=", value=value):
                wanted["least"] = (value, p.scope)
    return wanted


class Talking(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.ann = Person(session="desk")
        self.said: list[Any] = []
        self.undone: dict[str | None, list[Any]] = {device: [] for device in DEVICES}

    def say(self, kind: Any, value: Any, scope: Any, step: Any) -> None:
        session, now = self.ann.session, self.ann.now
        entry = (kind, value, scope, session, now, self.ann.said)
        before = len(self.ann.log.read("", "ann"))
        changes_it = replay([*self.said, entry], session, now) != replay(self.said, session, now)
        self.ann.say(step)
        if len(self.ann.log.read("", "ann")) > before:
            self.said.append(entry)
            self.undone[session] = []
        else:  # words that change nothing commit nothing
            assert not changes_it

    @rule(kind=st.sampled_from(("only", "no", "less", "more")), value=st.sampled_from(STYLES), scope=SCOPES)
    def choose(self, kind: Any, value: Any, scope: Any) -> None:
        wish = Preference(
            polarity="like" if kind in ("only", "more") else "dislike",
            target=Where(predicate=field("style") == value),
            hard=kind in ("only", "no"),
            scope=scope,
        )
        self.say(kind, value, scope, Add(preference=wish))

    @rule(kind=st.sampled_from(("most", "least")), value=st.sampled_from(BOUNDS), scope=SCOPES)
    def bound(self, kind: Any, value: Any, scope: Any) -> None:
        ref = field("minutes")
        predicate = ref <= value if kind == "most" else ref >= value
        wish = Preference(polarity="like", target=Where(predicate=predicate), hard=True, scope=scope)
        self.say(kind, value, scope, Add(preference=wish))

    @rule(value=st.sampled_from(STYLES))
    def take_back_for_this_session(self, value: Any) -> None:
        step = Retract(target=Where(predicate=field("style") == value), scope="session")
        self.say("back", value, "session", Asked(step, scope_said=True))

    @rule()
    def start_over(self) -> None:
        self.say("wipe", None, "standing", Wipe())

    @rule()
    def undo(self) -> None:
        session, now = self.ann.session, self.ann.now
        today = replay(self.said, session, now)
        mine = [e for e in reversed(self.said) if e[3] == session]
        found = next((e for e in mine if replay([o for o in self.said if o is not e], session, now) != today), None)
        self.ann.say(Undo())
        assert (self.ann.remarks == ["nothing_to_undo"]) == (found is None)
        if found is not None:
            self.undone[session].append((self.said.index(found), found, list(self.said)))
            self.said.remove(found)

    @precondition(lambda self: self.undone[self.ann.session])
    @rule()
    def redo(self) -> None:
        session, now = self.ann.session, self.ann.now
        _, entry, _ = self.undone[session][-1]
        again = sorted([*self.said, entry], key=lambda e: e[5])
        if replay(again, session, now) == replay(self.said, session, now):
            return  # it would change nothing: an older one would be meant
        self.ann.say(Redo())
        self.undone[session].pop()
        self.said = again

    @rule(hours=st.sampled_from((1, 6, 30)))
    def wait(self, hours: int) -> None:
        self.ann.wait(hours=hours)

    @rule(device=st.sampled_from(DEVICES))
    def take_the_other_device(self, device: str) -> None:
        self.ann.session = device

    @invariant()
    def memory_is_what_the_model_wants(self) -> None:
        assert seen(self.ann.memory) == replay(self.said, self.ann.session, self.ann.now)


Talking.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestTalking = Talking.TestCase
