"""Exercises whose answer is a check: what is planted for it, and what is said of its verdicts."""

import inspect
import runpy

import pytest

from bpcourse.authoring.trial import with_trials
from bpcourse.checking.exercise import exercises, find
from bpcourse.checking.verdicts import Group, Planted
from bpcourse.nn import planted_batches, planted_dropout


def groups(exercise):
    """The groups of what is planted for an answer to this exercise; none where it is no check."""
    names = runpy.run_path(str(exercise.checks))
    return [group for group in names.get("GROUPS", {}).values() if isinstance(group, Group)]


BREAK_IT = {exercise.name: found for exercise in exercises() if (found := groups(exercise))}
EACH = pytest.mark.parametrize("name", BREAK_IT)


def test_in_four_exercises_or_more_the_answer_is_a_check():
    assert len(BREAK_IT) >= 4


@EACH
def test_enough_is_planted_and_all_in_a_group_is_right_or_all_is_wrong(name):
    verdicts = [{planted.is_wrong for planted in group.planted} for group in BREAK_IT[name]]
    assert all(len(each) == 1 for each in verdicts)
    planted = [one for group in BREAK_IT[name] for one in group.planted]
    assert sum(one.is_wrong for one in planted) >= 8
    assert sum(not one.is_wrong for one in planted) >= 4
    assert len({one.does for one in planted}) == len(planted)
    assert all(one.does.endswith(".") and one.tip.endswith((".", "?")) for one in planted)


def report_on(name, text):
    exercise = find(name)
    arguments = ", ".join(exercise.defines[name])
    source = f"def {name}({arguments}):\n    {text}\n"
    return with_trials([exercise], lambda trial: trial(exercise, source))


@EACH
def test_a_report_names_those_that_were_accused_and_those_that_got_past(name):
    right, *wrong = BREAK_IT[name]
    told = str(report_on(name, "return True"))
    assert f"({len(right.planted)} of {len(right.planted)}): {right.planted[0].does}" in told
    assert "These got past" not in told
    told = str(report_on(name, "return False"))
    assert f"These got past ({len(wrong[0].planted)} of {len(wrong[0].planted)}): " in told
    assert "Accused" not in told


@EACH
def test_an_answer_of_another_kind_is_told_with_what_it_was_said_of(name):
    told = str(report_on(name, "return 'wrong'"))
    does = BREAK_IT[name][0].planted[0].does.removesuffix(".")
    assert f"{does}: The answer is a text, but should be False." in told


def test_what_is_planted_is_made_anew_for_each_call():
    def make():
        asked = []

        def often():
            asked.append(1)
            return len(asked)

        return (often,)

    planted = Planted("It counts.", make)
    assert [planted.case().given[0]() for _ in range(2)] == [1, 1]


# ---- what is planted, beside the exercises that it belongs to ----


def outcomes(name, module, planted, made):
    """The outcome of the checks of that exercise for each of these, whose text is the module's.

    `made` is what makes the function that the exercise asks for.
    """
    exercise, text = find(name), inspect.getsource(module)
    (arguments,) = (", ".join(given) for given in exercise.defines.values())
    text += f"\n\nmade = {made}\n\n\ndef {name}({arguments}):\n    return made({arguments})\n"
    sources = [text.replace("PLANTED", one.__name__) for one in planted]
    return with_trials(
        [exercise], lambda trial: [trial(exercise, source).outcome for source in sources]
    )


@pytest.mark.parametrize(
    ("planted", "outcome"), [(planted_batches.RIGHT, "ok"), (planted_batches.WRONG, "no")]
)
def test_the_planted_makers_are_right_and_wrong_for_exercise_09_1_too(planted, outcome):
    found = outcomes("minibatches", planted_batches, planted, "new(PLANTED)")
    assert found == [outcome] * len(planted)


@pytest.mark.parametrize(
    ("planted", "there", "back"),
    [
        (planted_dropout.RIGHT, "ok", "ok"),
        (planted_dropout.IN_TRAINING, "no", "ok"),
        (planted_dropout.IN_USE, "no", "ok"),
        (planted_dropout.ON_THE_WAY_BACK, "ok", "no"),
    ],
)
def test_the_planted_dropout_is_right_and_wrong_for_exercises_17_1_and_17_2_too(
    planted, there, back
):
    found = outcomes("dropout_forward", planted_dropout, planted, "PLANTED()[0]")
    assert found == [there] * len(planted)
    found = outcomes("dropout_backward", planted_dropout, planted, "PLANTED()[1]")
    assert found == [back] * len(planted)
