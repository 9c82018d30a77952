"""The promises of every exercise folder. A new folder is held to them without a new line here."""

import ast
import re
import runpy

import numpy as np
import pytest

from bpcourse.checking import runner
from bpcourse.checking.answer import load
from bpcourse.checking.check import check, check_text
from bpcourse.checking.exercise import ExerciseError, exercises, find, read
from bpcourse.content import content

EXERCISES = pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
SEEDS = (1, 2, 3)
COLUMNS = 84  # as many as a notebook's cell shows without scrolling


def files(kind):
    """All files of one kind in all folders, as parameters with readable names."""
    found = [(e, path) for e in exercises() for path in sorted((e.folder / kind).glob("*.py"))]
    names = [f"{exercise.name}-{path.stem}" for exercise, path in found]
    return pytest.mark.parametrize(("exercise", "path"), found, ids=names)


def docstring(path):
    return ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


def solution_lines(exercise):
    """The lines of the model answer that the stub does not have, and that give something away."""
    known = {line.strip() for line in exercise.stub.splitlines()}
    lines = {line.split("#")[0].strip() for line in exercise.solution.splitlines()}
    return {line for line in lines - known if len(re.findall(r"\w+", line)) > 2}


@EXERCISES
def test_the_folder_is_complete(exercise):
    assert len(exercise.hints) == 3
    assert exercise.worked_step.strip()
    assert exercise.difficulty in (1, 2, 3)
    assert len(exercise.task.splitlines()) <= 25
    assert exercise.name in exercise.defines
    assert content("notebooks", "src", f"{exercise.lesson}.py").exists()
    assert f'exercise="{exercise.name}"' in content(
        "notebooks", "src", f"{exercise.lesson}.py"
    ).read_text(encoding="utf-8")
    assert len(list((exercise.folder / "mistakes").glob("*.py"))) >= 10
    assert len(list((exercise.folder / "right").glob("*.py"))) >= 3


def test_no_two_exercises_share_a_name_or_a_number():
    assert (
        len({e.name for e in exercises()})
        == len({e.number for e in exercises()})
        == len(exercises())
    )


@EXERCISES
def test_the_stub_is_to_do_and_not_wrong(exercise, workspace):
    assert check(exercise.name).outcome == "todo"
    if exercise.kind == "write":
        changed = exercise.stub + "\n# a comment of one's own\n"
        assert check_text(exercise, changed, workspace).outcome == "todo"
    else:
        assert runner.run(exercise, exercise.stub).outcome == "no"


@EXERCISES
@pytest.mark.parametrize("seed", SEEDS)
def test_the_model_answer_passes(exercise, seed):
    report = runner.run(exercise, exercise.solution, seed=seed)
    assert report.outcome == "ok", str(report)


@files("mistakes")
@pytest.mark.parametrize("seed", SEEDS[:2])
def test_every_known_mistake_is_rejected_in_its_own_words(exercise, path, seed):
    if seed != SEEDS[0] and "while" in path.read_text():
        pytest.skip("an endless loop takes 5 s; once is enough")
    report = runner.run(exercise, path.read_text(encoding="utf-8"), seed=seed)
    assert report.outcome == "no", str(report)
    assert docstring(path) in str(report), str(report)


@files("right")
@pytest.mark.parametrize("seed", SEEDS)
def test_every_right_answer_is_accepted(exercise, path, seed):
    report = runner.run(exercise, path.read_text(encoding="utf-8"), seed=seed)
    assert report.outcome == "ok", str(report)


@EXERCISES
def test_at_least_four_in_five_mistakes_are_told_their_cause(exercise):
    """The words of a mistake are its own: no two share them, and they are more than "differs"."""
    words = [docstring(path) for path in (exercise.folder / "mistakes").glob("*.py")]
    vague = [w for w in words if "but should be" not in w and len(w.split()) < 3]
    assert len(vague) <= len(words) / 5
    assert len(set(words)) >= 0.8 * len(words)


@EXERCISES
def test_stub_and_model_answer_agree_in_signature_and_docstring(exercise):
    def heads(text):
        nodes = [
            n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef | ast.ClassDef)
        ]
        return [
            (n.name, ast.dump(n.args) if hasattr(n, "args") else "", ast.get_docstring(n))
            for n in nodes
        ]

    assert heads(exercise.stub) == heads(exercise.solution)


@EXERCISES
def test_nothing_of_the_model_answer_is_in_what_learners_see(exercise):
    seen = [exercise.stub, exercise.task, *(e.stub for e in exercises())]
    seen += [path.read_text(encoding="utf-8") for path in content("notebooks").glob("*.ipynb")]
    seen += [path.read_text(encoding="utf-8") for path in content("notebooks", "src").glob("*.py")]
    for line in solution_lines(exercise):
        quoted = line.replace("\\", "\\\\").replace('"', '\\"')  # as it would stand in a notebook
        assert not any(line in text or quoted in text for text in seen), line


@EXERCISES
def test_it_is_the_learners_own_file_that_is_judged(exercise, workspace):
    """The model answer passes as the learner's file; with an error planted in it, it does not."""
    workspace.save_answer(exercise.name, exercise.solution)
    assert check(exercise.name).outcome == "ok"
    planted = exercise.solution.replace(
        "    return ", "    raise ValueError('planted')\n    return "
    )
    workspace.save_answer(exercise.name, planted)
    report = check(exercise.name)
    assert report.outcome == "no"
    assert "planted" in str(report)


@EXERCISES
def test_it_needs_nothing_but_numpy_and_itself(exercise):
    """No answer needs a later lesson, or any other."""
    for text in (exercise.stub, exercise.solution):
        imports = [
            n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Import | ast.ImportFrom)
        ]
        assert {getattr(n, "module", None) or n.names[0].name for n in imports} <= {"numpy", "math"}


@EXERCISES
def test_every_check_says_what_it_claims_and_why_it_failed(exercise):
    """Each test has a sentence as its docstring, and no assert is without words."""
    tree = ast.parse(exercise.checks.read_text(encoding="utf-8"))
    checks = [n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_")]
    assert len(checks) >= 3
    for node in checks:
        assert (ast.get_docstring(node) or "").endswith("."), node.name
    assert all(node.msg for node in ast.walk(tree) if isinstance(node, ast.Assert))


@EXERCISES
def test_what_stands_in_a_cell_is_not_too_wide_for_it(exercise):
    for text in (exercise.stub, exercise.solution):
        assert max(map(len, text.splitlines())) <= COLUMNS


def test_a_folder_that_is_not_in_order_is_named(tmp_path):
    (tmp_path / "exercise.toml").write_text("title = ")
    with pytest.raises(ExerciseError, match="toml cannot be used"):
        read(tmp_path)


def test_an_unknown_name_lists_the_nearest():
    with pytest.raises(ExerciseError) as raised:
        find("gd_stop")
    assert str(raised.value) == "There is no exercise called 'gd_stop'. Did you mean gd_step?"


ODD = {
    "nothing": "None",
    "a text": "'a'",
    "a long row": "np.ones(7)",
    "one axis more": "np.asarray(got)[..., None]",
    "rows of different lengths": "[1, [2, 3]]",
}
SPOILT = """

import numpy as np


def odd(got):
    return {odd}


def spoilt(got):
    if isinstance(got, (list, tuple)) and {part} >= 0:
        return [odd(one) if i == {part} else one for i, one in enumerate(got)]
    return odd(got)


right = {name}


def {name}({arguments}):
    return spoilt(right({arguments}))
"""


@EXERCISES
def test_no_check_stumbles_over_an_odd_result(exercise):
    """Whatever comes back, in whichever part of it, the report says what is wrong with it."""
    name, arguments = next(iter(exercise.defines.items()))
    for i, odd in enumerate([*ODD.values(), ODD["a long row"], ODD["rows of different lengths"]]):
        facts = {"odd": odd, "part": i % 4 - 1, "name": name, "arguments": ", ".join(arguments)}
        report = runner.run(exercise, exercise.solution + SPOILT.format(**facts), seed=3)
        assert "can make nothing of" not in str(report), (facts, str(report))


def test_a_start_from_which_nobody_learns_is_drawn_again(rng):
    """Such a start came by chance, once in a thousand times, and a right answer was rejected."""

    class Unlucky:
        draws = 0

        def normal(self, size):
            self.draws += 1
            return rng.normal(size=size) if self.draws > 2 else np.zeros(size)

    exercise, unlucky = find("train_step"), Unlucky()
    (train_step,) = load(exercise.solution, "train_step.py", exercise.defines)
    runpy.run_path(exercise.checks)["test_a_net_learns_with_it"](train_step, unlucky)
    assert unlucky.draws > 2
