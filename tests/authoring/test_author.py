"""The author's tools find what they are for, and say what is in order."""

import json
import shutil
from dataclasses import replace

import pytest

from bpcourse.app.cli import main
from bpcourse.authoring import fairness, mutants, slips_apart
from bpcourse.authoring.trial import with_trials
from bpcourse.checking.exercise import find, read
from bpcourse.content import content


@pytest.mark.parametrize("tool", ["mistake", "mutants", "fairness", "slips", "figures"])
def test_every_tool_has_help_with_an_example_and_is_described(tool, capsys):
    with pytest.raises(SystemExit) as raised:
        main(["author", tool, "--help"])
    assert raised.value.code == 0
    assert f"example:\n  bpcourse author {tool}" in capsys.readouterr().out
    assert f"`bpcourse author {tool} " in content("CONTRIBUTING.md").read_text(encoding="utf-8")


def test_a_mistake_is_shown_with_its_report(capsys):
    assert main(["author", "mistake", "gd_step", "uphill"]) == 0
    told = capsys.readouterr().out
    assert "def gd_step" in told
    assert "✗" in told
    assert "It is told as uphill; expected is uphill." in told


@pytest.fixture
def loose(tmp_path):
    """gd_step with a single check, which half of all answers pass by chance."""
    folder = tmp_path / "gd_step"
    shutil.copytree(find("gd_step").folder, folder)
    (folder / "test_gd_step.py").write_text(
        'def test_it(gd_step, rng):\n    """By chance."""\n    assert rng.random() < 0.5, "no"\n'
    )
    return read(folder)


def test_mutants_that_pass_are_holes(loose):
    (loose.folder / "mutants.toml").unlink()
    (loose.folder / "test_gd_step.py").write_text(
        'def test_it(gd_step):\n    """It is there."""\n    gd_step([], [], 0.1)\n'
    )
    lines, is_tight = mutants.report([loose])
    assert not is_tight
    assert any("w + lr * dw" in line for line in lines)


def test_a_tight_exercise_has_no_holes():
    lines, is_tight = mutants.report([find("gd_step")])
    assert is_tight, "\n".join(lines)


def test_an_exercise_whose_checks_reject_everything_is_not_tight(loose):
    for text in (
        "import nothing_of_this_name\n",
        "def test_it(gd_step):\n    assert False, 'no'\n",
    ):
        (loose.folder / "test_gd_step.py").write_text(text)
        lines, is_tight = mutants.report([loose])
        assert not is_tight
        assert lines[0] == "gd_step: its own model answer does not pass"


def test_what_chance_decides_is_unfair(loose):
    lines, is_fair = fairness.report([loose], 8)
    assert not is_fair
    assert lines[0].startswith("gd_step, solution: ")
    assert fairness.report([replace(find("gd_step"))], 2)[1]


def test_what_fixed_data_decide_is_judged_a_few_times_and_all_else_with_every_seed(loose):
    (loose.folder / "test_gd_step.py").write_text(FIXED_AND_DRAWN)
    keep(loose, rejected=STEP.format("w + lr * dw"), passes_when_fixed=STEP.format("w + 0.05"))
    lines, is_fair = fairness.report([loose], 60)
    assert is_fair, lines
    assert lines[1].startswith("1 are decided by fixed data, whatever the seed; ")
    assert lines[1].endswith(" with 5 seeds.")
    assert lines[2] == f"{1 + len(loose.right) + 1} were judged with 60 seeds."


def test_an_answer_that_rolls_dice_of_its_own_is_found(loose):
    (loose.folder / "test_gd_step.py").write_text(FIXED_AND_DRAWN)
    dice = "(w - lr * dw if random.random() < 0.5 else w + lr * dw)"
    keep(loose, rolls_dice="import random\n\n\n" + STEP.format(dice))
    lines, is_fair = fairness.report([loose], 60)
    assert not is_fair
    assert lines[0].startswith("gd_step, rolls_dice: ")


def keep(exercise, **mistakes):
    """Let the exercise have these mistakes and no others, without a cause."""
    (exercise.folder / "mistakes.toml").write_text(
        "".join(
            f'[[mistake]]\nid = "{name}"\nslip = ""\nwhy = "A test."\ntext = {json.dumps(text)}\n'
            for name, text in mistakes.items()
        )
    )


STEP = "def gd_step(params, grads, lr):\n    return [{} for w, dw in zip(params, grads)]\n"
FIXED_AND_DRAWN = '''
import numpy as np


def test_fixed(gd_step):
    """From 2.0 it goes to 2.05."""
    assert np.allclose(gd_step([np.array([2.0])], [np.array([-0.5])], 0.1)[0], 2.05), "no"


def test_drawn(gd_step, rng):
    """On random data it follows the rule."""
    w, dw = rng.random((2, 3))
    assert np.allclose(gd_step([w], [dw], 0.1)[0], w - 0.1 * dw), "no"
'''


def test_slips_that_no_data_tell_apart_are_named():
    (rule,) = slips_apart.rules(find("global_norm"))
    slips = rule.slips
    rule.slips = lambda *arguments: [
        *slips(*arguments),
        *(type(one)("twin", "x", one.value) for one in slips(*arguments)[:1]),
        type(slips(*arguments)[0])("right", "x", rule.rule(*arguments)),
    ]
    assert slips_apart.unseen(rule) == ["right"]
    assert any("twin" in pair for pair in slips_apart.twins(rule))


def test_many_answers_are_judged_one_after_the_other():
    exercise = find("gd_step")
    sources = [exercise.solution, exercise.mistake("uphill")] * 3
    reports = with_trials([exercise], lambda trial: [trial(exercise, s) for s in sources])
    assert [report.outcome for report in reports] == ["ok", "no"] * 3
