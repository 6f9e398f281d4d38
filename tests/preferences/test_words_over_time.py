"""What words mean over time: each test is a sentence that a user could hold us to."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from recbot_sdk.predicates import AllOf, AnyOf, field
from recbot_sdk.preferences import (
    About,
    Directive,
    Dose,
    Items,
    Order,
    Preference,
    Similar,
    Toward,
    Where,
)
from recbot_sdk.preferences.steps import (
    Add,
    Extend,
    Free,
    Harden,
    Lend,
    Move,
    Narrow,
    Redo,
    Retract,
    Soften,
    Swap,
    Undo,
    Wipe,
)

from .conftest import Asked, Person

style, minutes, price = field("style"), field("minutes"), field("price")
maker = AnyOf(of=(field("actor") == "Ada Hall", field("director") == "Ada Hall"))


def want(what: Any, **given: Any) -> Preference:
    target = what if hasattr(what, "kind") else Where(predicate=what)
    return Preference(polarity="like", target=target, hard=True, **given)


def wish(what: Any, **given: Any) -> Preference:
    return want(what, **given).model_copy(update={"hard": False})


def no(what: Any, **given: Any) -> Preference:
    return want(what, **given).model_copy(update={"polarity": "dislike"})


def less(what: Any, **given: Any) -> Preference:
    return wish(what, **given).model_copy(update={"polarity": "dislike"})


# --- within one command, and across -----------------------------------------------------------------------------------


def test_wishes_of_one_command_hold_together(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz")), Add(preference=want(style == "live")))
    assert ann.wants == ["only style: jazz", "only style: live"]


def test_a_new_choice_replaces_the_old_one_of_its_field(ann: Person) -> None:
    ann.say(
        Add(preference=want(style == "jazz")), Add(preference=want(style == "live")), Add(preference=want(price < 5))
    )
    ann.say(Add(preference=want(style == "folk")))
    assert ann.wants == ["only price under 5", "only style: folk"]


def test_saying_a_part_again_with_something_new_is_a_new_choice(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz")))
    ann.say(Add(preference=want(style == "jazz")), Add(preference=want(style == "live")))
    assert ann.wants == ["only style: jazz", "only style: live"]


def test_also_keeps_what_was_chosen(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Narrow(preference=want(style == "live")))
    assert ann.wants == ["only style: jazz", "only style: live"]


def test_or_takes_the_whole_choice_or_the_new_value(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz")), Add(preference=want(style == "live")))
    ann.say(Extend(preference=want(style == "folk")))
    assert ann.wants == ["only style: jazz and style: live or style: folk"]


def test_or_joins_the_values_of_one_field(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Extend(preference=want(style == "folk")))
    assert ann.wants == ["only style: jazz or folk"]


def test_dislikes_pile_up_and_each_counts_once(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz"))).say(Add(preference=no(style == "folk")))
    ann.say(Add(preference=no(style == "jazz")))
    assert ann.wants == ["no style: jazz", "no style: folk"]
    assert ann.remarks == ["known"]


def test_more_and_more_again_wins_more_seats_up_to_all(ann: Person) -> None:
    for seats in (0.5, 1.0, 1.0):
        ann.say(Add(preference=wish(style == "jazz", dose=Dose.LOT)))
        assert [p.dose for p in ann.memory] == [seats]


def test_soft_wishes_on_different_things_stand_side_by_side(ann: Person) -> None:
    ann.say(Add(preference=wish(style == "jazz"))).say(Add(preference=wish(style == "folk")))
    assert ann.wants == ["more style: jazz", "more style: folk"]


def test_more_of_what_is_a_rule_already_keeps_the_rule(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Add(preference=wish(style == "jazz")))
    assert ann.wants == ["only style: jazz"]
    assert len(ann.log.read("", "ann")) == 1


# --- bounds -----------------------------------------------------------------------------------------------------------


def test_a_bound_that_moves_replaces_the_old_one(ann: Person) -> None:
    ann.say(Add(preference=want(minutes <= 120))).say(Move(preference=want(minutes <= 90)))
    assert ann.wants == ["only minutes at most 90"]


def test_a_moved_bound_leaves_the_other_end_of_a_range(ann: Person) -> None:
    ann.say(Add(preference=want(minutes.between(80, 120)))).say(Move(preference=want(minutes <= 100)))
    assert ann.wants == ["only minutes at least 80", "only minutes at most 100"]


def test_the_two_bounds_live_side_by_side(ann: Person) -> None:
    ann.say(Add(preference=want(minutes >= 80))).say(Add(preference=want(minutes <= 120)))
    assert ann.wants == ["only minutes at least 80", "only minutes at most 120"]


@pytest.mark.parametrize("new", [minutes > 120, minutes >= 130, minutes.between(150, 200), minutes == 200])
def test_a_bound_that_would_leave_nothing_replaces_both(ann: Person, new: Any) -> None:
    ann.say(Add(preference=want(minutes.between(80, 120)))).say(Add(preference=want(new)))
    assert [p.target for p in ann.memory] == [Where(predicate=new)]


def test_nothing_over_120_then_90_is_nothing_over_90_and_stays_a_dislike(ann: Person) -> None:
    ann.say(Add(preference=no(minutes > 120))).say(Move(preference=want(minutes <= 90)))
    assert ann.wants == ["no minutes over 90"]


def test_a_disliked_bound_is_replaced_by_a_new_one_on_its_end(ann: Person) -> None:
    ann.say(Add(preference=no(minutes > 120))).say(Add(preference=want(minutes < 150)))
    assert ann.wants == ["only minutes under 150"]


def test_disliked_closed_ranges_pile_up_and_bound_nothing(ann: Person) -> None:
    ann.say(Add(preference=no(minutes.between(80, 90)))).say(Add(preference=no(minutes.between(100, 110))))
    ann.say(Add(preference=want(minutes < 85)))
    assert ann.wants == ["no minutes 80 to 90", "no minutes 100 to 110", "only minutes under 85"]


def test_under_60_or_over_120_is_one_wish(ann: Person) -> None:
    ann.say(Add(preference=want(minutes < 60))).say(Extend(preference=want(minutes > 120)))
    assert ann.wants == ["only minutes under 60 or minutes over 120"]


# --- a value that several fields share --------------------------------------------------------------------------------


def test_freeing_one_field_of_a_shared_value_frees_it_all(ann: Person) -> None:
    ann.say(Add(preference=want(maker))).say(Free(field="director"))
    assert ann.wants == []


def test_replacing_one_field_of_a_shared_value_replaces_it_all(ann: Person) -> None:
    ann.say(Add(preference=want(maker))).say(Add(preference=want(field("actor") == "Bo Reed")))
    assert ann.wants == ["only actor: Bo Reed"]


# --- corrections ------------------------------------------------------------------------------------------------------


def test_swapping_a_value_leaves_its_neighbours(ann: Person) -> None:
    ann.say(Add(preference=want(style.isin(["jazz", "folk"]))))
    ann.say(Swap(old=Where(predicate=style == "jazz"), preference=wish(style == "live")))
    assert ann.wants == ["only style: live or folk"]


def test_a_swap_in_a_dislike_stays_a_dislike(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz"))).say(
        Swap(old=Where(predicate=style == "jazz"), preference=want(style == "folk"))
    )
    assert ann.wants == ["no style: folk"]


def test_taking_back_a_value_leaves_its_neighbours(ann: Person) -> None:
    ann.say(Add(preference=no(style.isin(["jazz", "folk"])))).say(Retract(target=Where(predicate=style == "jazz")))
    assert ann.wants == ["no style: folk"]


def test_taking_back_half_of_a_joint_dislike_never_forbids_more(ann: Person) -> None:
    joint = AllOf(of=(style == "jazz", field("place") == "Oslo"))
    ann.say(Add(preference=no(joint))).say(Retract(target=Where(predicate=style == "jazz")))
    assert ann.wants == []


@pytest.mark.parametrize("said", [minutes > 120, minutes <= 120])
def test_a_bound_is_taken_back_in_either_wording(ann: Person, said: Any) -> None:
    ann.say(Add(preference=no(minutes > 120))).say(Retract(target=Where(predicate=said)))
    assert ann.wants == []


def test_a_wish_becomes_a_rule_and_a_rule_a_wish(ann: Person) -> None:
    jazz = Where(predicate=style == "jazz")
    ann.say(Add(preference=wish(jazz))).say(Harden(target=jazz))
    assert ann.wants == ["only style: jazz"]
    ann.say(Soften(target=jazz, dose=0.1))
    assert [(str(p), p.dose) for p in ann.memory] == [("more style: jazz", 0.1)]


def test_a_correction_of_what_is_not_there_changes_nothing_and_says_so(ann: Person) -> None:
    ann.say(Retract(target=Where(predicate=style == "jazz")), Harden(target=Where(predicate=style == "folk")))
    assert ann.remarks == ["absent", "absent"]
    assert ann.log.read("", "ann") == ()


def test_a_removal_without_words_is_refused_and_said(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz"))).say(Wipe(), spans=())
    assert (ann.wants, ann.remarks) == (["no style: jazz"], ["unspoken"])


def test_a_rule_without_words_of_the_user_is_only_a_wish(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz")), spans=())
    assert (ann.wants, ann.remarks) == (["less style: jazz"], ["unspoken"])


def test_an_edit_in_a_ui_needs_no_words(ann: Person) -> None:
    ann.edit(Add(preference=no(style == "jazz", scope="standing")))
    assert ann.wants == ["no style: jazz"]
    ann.edit(Retract(id=ann.memory[0].id))
    assert ann.wants == []


# --- the other polarity -----------------------------------------------------------------------------------------------


def test_the_newest_word_on_a_value_wins_whatever_its_strength(ann: Person) -> None:
    ann.say(Add(preference=no(style.isin(["jazz", "folk"])))).say(Add(preference=wish(style == "jazz")))
    assert ann.wants == ["no style: folk", "more style: jazz"]
    assert [str(p) for p in ann.last.lifted] == ["no style: jazz or folk"]


def test_a_value_that_was_not_named_lifts_no_rule(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz"))).say(Add(preference=wish(style == "jazz")), named=False)
    assert ann.wants == ["no style: jazz", "more style: jazz"]
    assert ann.last.lifted == ()


@pytest.mark.parametrize("target", [Similar(item=7), About(text="jazz")])
def test_likeness_lifts_no_rule(ann: Person, target: Any) -> None:
    ann.say(Add(preference=no(Items(items=(7,)))), Add(preference=no(style == "jazz")))
    ann.say(Add(preference=wish(target)))
    assert len(ann.memory) == 3
    assert ann.last.lifted == ()


def test_forbidding_two_things_together_takes_nothing_from_one_of_them(ann: Person) -> None:
    joint = AllOf(of=(style == "jazz", field("place") == "Oslo"))
    ann.say(Add(preference=want(style == "jazz"))).say(Add(preference=no(joint)))
    assert len(ann.memory) == 2


def test_asking_for_a_hidden_item_shows_it_again(ann: Person) -> None:
    ann.say(Add(preference=no(Items(items=(7, 8))))).say(Add(preference=wish(Items(items=(7,)))))
    assert ann.wants == ["no item 8", "more item 7"]


def test_a_lifted_rule_is_back_in_the_next_session(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz", scope="standing"))).say(Add(preference=wish(style == "jazz")))
    assert ann.wants == ["more style: jazz"]
    ann.wait(hours=5)
    assert ann.wants == ["no style: jazz"]


# --- what can be no rule ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "target",
    [
        Similar(item=1),
        About(text="rain"),
        Order(field="price", direction="up"),
        Toward(field="price", direction="down"),
    ],
)
def test_what_cannot_be_decided_becomes_the_strongest_wish(ann: Person, target: Any) -> None:
    ann.say(Add(preference=want(target)))
    assert [(p.hard, p.dose) for p in ann.memory] == [(False, 0.5)]
    assert ann.remarks == ["softened"]


def test_a_new_direction_and_a_new_order_replace_those_of_their_field(ann: Person) -> None:
    cheaper = Toward(field="price", direction="down", reference=9)
    ann.say(Add(preference=want(cheaper)), Add(preference=wish(Order(field="minutes", direction="up"))))
    ann.say(Add(preference=wish(Toward(field="price", direction="up", reference=5))))
    ann.say(Add(preference=wish(Order(field="minutes", direction="down"))))
    assert ann.wants == ["more price above 5", "minutes lowest first"]


def test_less_of_an_order_or_a_tool_ends_it(ann: Person) -> None:
    ann.say(Add(preference=wish(Directive(tool="vary")))).say(Add(preference=less(Directive(tool="vary"))))
    assert ann.wants == []


# --- time and reach ---------------------------------------------------------------------------------------------------


def test_a_session_ends_after_four_idle_hours_and_what_stands_goes_on(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz")), Add(preference=no(style == "folk", scope="standing")))
    assert len(ann.wait(hours=3).memory) == 2
    assert ann.wait(hours=2).wants == ["no style: folk"]


def test_a_named_session_ends_a_day_after_the_words(ann: Person) -> None:
    ann.session = "kitchen"
    ann.say(Add(preference=want(style == "jazz")))
    assert ann.wait(hours=23).wants == ["only style: jazz"]
    assert ann.wait(hours=2).wants == []


def test_this_time_lasts_the_turn(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz", scope="turn")))
    assert ann.this_turn == ["only style: jazz"]
    assert ann.wants == []


def test_what_an_expired_wish_had_replaced_is_back(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz", scope="standing")))
    ann.say(Add(preference=want(style == "folk", scope="standing", expires_at=ann.now + timedelta(days=7))))
    assert ann.wants == ["only style: folk"]
    assert ann.wait(days=8).wants == ["only style: jazz"]


def test_a_correction_keeps_the_scope_strength_and_expiry_of_what_it_corrects(ann: Person) -> None:
    ends = ann.now + timedelta(days=7)
    ann.say(Add(preference=want(minutes <= 120, scope="standing", expires_at=ends)))
    ann.say(Move(preference=wish(minutes <= 90)))
    assert [(p.hard, p.scope, p.expires_at) for p in ann.memory] == [(True, "standing", ends)]


def test_a_correction_that_names_a_scope_holds_there_only(ann: Person) -> None:
    ann.say(Add(preference=want(minutes <= 120, scope="standing")))
    ann.say(Move(preference=want(minutes <= 90, scope="session")), scope_said=True)
    assert ann.wants == ["only minutes at most 90"]
    assert ann.wait(hours=5).wants == ["only minutes at most 120"]


def test_taking_back_what_stands_takes_it_back_everywhere(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz", scope="standing"))).say(Retract(target=Where(predicate=style == "jazz")))
    assert ann.wait(hours=5).wants == []


def test_a_session_wish_can_be_pinned(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Lend(scope="standing"))
    assert ann.wants == ["only style: jazz"]
    assert ann.wait(hours=5).wants == ["only style: jazz"]


def test_a_standing_wish_can_be_lent_to_the_session_or_given_an_end(ann: Person) -> None:
    jazz, folk = Where(predicate=style == "jazz"), Where(predicate=style == "folk")
    ann.say(Add(preference=no(jazz, scope="standing")), Add(preference=no(folk, scope="standing")))
    ann.say(Lend(target=jazz, scope="session"), Lend(target=folk, expires_at=ann.now + timedelta(days=1)))
    assert len(ann.memory) == 2
    assert ann.wait(hours=5).wants == ["no style: folk"]
    assert ann.wait(days=1).wants == []


# --- undo, redo, starting over ----------------------------------------------------------------------------------------


def test_undo_brings_back_what_was_replaced_and_redo_takes_it_again(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Add(preference=want(style == "folk")))
    assert ann.say(Undo()).wants == ["only style: jazz"]
    assert ann.say(Redo()).wants == ["only style: folk"]
    assert ann.say(Undo()).say(Undo()).wants == []
    assert ann.say(Redo()).say(Redo()).wants == ["only style: folk"]
    ann.say(Redo())
    assert ann.remarks == ["nothing_to_redo"]


def test_a_new_wish_ends_what_could_be_redone(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Undo()).say(Add(preference=want(price < 5))).say(Redo())
    assert ann.wants == ["only price under 5"]
    assert ann.remarks == ["nothing_to_redo"]


def test_start_over_is_one_step_that_can_be_undone(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Add(preference=no(price > 5))).say(Wipe())
    assert ann.wants == []
    assert ann.say(Undo()).wants == ["only style: jazz", "no price over 5"]


@pytest.mark.parametrize(
    ("only", "left"),
    [
        ("like", "no price over 5"),
        ("dislike", "more style: jazz"),
        ("soft", "no price over 5"),
        ("hard", "more style: jazz"),
    ],
)
def test_forgetting_a_part_leaves_the_rest(ann: Person, only: Any, left: str) -> None:
    ann.say(Add(preference=wish(style == "jazz")), Add(preference=no(price > 5))).say(Wipe(only=only))
    assert ann.wants == [left]


def test_undo_in_a_named_session_takes_back_only_what_was_said_there(ann: Person) -> None:
    ann.session = "desk"
    ann.say(Add(preference=no(style == "jazz", scope="standing")))
    ann.session = "phone"
    ann.say(Add(preference=no(style == "folk", scope="standing")))
    ann.session = "desk"
    ann.say(Undo())
    assert ann.wants == ["no style: folk"]


def test_undo_skips_what_has_expired(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz", scope="standing")))
    ann.say(Add(preference=no(style == "folk", scope="standing", expires_at=ann.now + timedelta(hours=1))))
    assert ann.wait(hours=2).say(Undo()).wants == []


def test_undo_takes_back_this_time_before_anything_older(ann: Person) -> None:
    ann.say(Add(preference=no(style == "jazz"))).say(Add(preference=want(price < 5, scope="turn"))).say(Undo())
    assert ann.wants == ["no style: jazz"]


def test_with_nothing_said_there_is_nothing_to_undo(ann: Person) -> None:
    ann.say(Undo())
    assert (ann.remarks, ann.log.read("", "ann")) == (["nothing_to_undo"], ())


def test_undo_and_a_wish_in_one_command(ann: Person) -> None:
    ann.say(Add(preference=want(style == "jazz"))).say(Undo(), Add(preference=want(style == "folk")))
    assert ann.wants == ["only style: folk"]
    assert ann.say(Undo()).wants == ["only style: jazz"]


# --- limits -----------------------------------------------------------------------------------------------------------


def test_the_two_hundred_and_first_wish_is_refused_and_said(ann: Person) -> None:
    ann.edit(*(Add(preference=no(Items(items=(i,)))) for i in range(200)))
    ann.say(Add(preference=no(style == "jazz")))
    assert (len(ann.memory), ann.remarks) == (200, ["limit"])
    ann.say(Asked(Retract(target=Items(items=(3,)))), Add(preference=no(style == "jazz")))
    assert len(ann.memory) == 200
