"""The promises of every exercise folder. A new folder is held to them without a new line here."""

import ast
import re
import runpy

import numpy as np
import pytest

from bpcourse import numerical_gradient
from bpcourse.authoring.slips_apart import rules, twins, unseen
from bpcourse.authoring.trial import drawn, every, with_trials
from bpcourse.checking.answer import load
from bpcourse.checking.check import check, check_text
from bpcourse.checking.exercise import ExerciseError, exercises, find, read
from bpcourse.checking.judging import runner
from bpcourse.checking.known_slips import flat
from bpcourse.checking.mistakes import MistakeError, read_mistakes
from bpcourse.checking.promises import HOLDS
from bpcourse.checking.report import Report
from bpcourse.checking.rule import Case
from bpcourse.content import content

EXERCISES = pytest.mark.parametrize("exercise", exercises(), ids=lambda exercise: exercise.name)
SEEDS = (1, 2, 3)
COLUMNS = 84  # as many as a notebook's cell shows without scrolling
TOLD = 0.85  # of all known mistakes, the part of which a report must name the cause


RULES = [(exercise, rule) for exercise in exercises() for rule in rules(exercise)]
EACH_RULE = pytest.mark.parametrize(
    ("exercise", "rule"), RULES, ids=[rule.name for _, rule in RULES]
)


def solution_lines(exercise):
    """The lines of the model answer that the stub does not have, and that give something away."""
    known = {line.strip() for line in exercise.stub.splitlines()}
    lines = {line.split("#")[0].strip() for line in exercise.solution.splitlines()}
    return {line for line in lines - known if len(re.findall(r"\w+", line)) > 2}


@EXERCISES
def test_the_folder_is_complete(exercise):
    assert len(exercise.hints) == 3
    assert exercise.worked_step.strip()
    assert re.fullmatch(r"[A-Z].{40,140}\.", exercise.insight)
    assert exercise.difficulty in (1, 2, 3)
    assert len(exercise.task.splitlines()) <= 25
    assert exercise.name in exercise.defines
    lesson = content("notebooks", "src", f"{exercise.lesson}.py")
    assert f'exercise="{exercise.name}"' in lesson.read_text(encoding="utf-8")
    assert len(exercise.mistakes) >= 12
    assert len(exercise.right) >= 5
    assert exercise.examples
    assert "{example}" in (exercise.folder / "task.md").read_text(encoding="utf-8")


@EXERCISES
def test_it_can_be_kept_in_a_set(exercise):
    """Grading looks exercises up by what they are."""
    assert exercise in {exercise}


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
def test_the_model_answer_passes(exercise):
    report = runner.run(exercise, exercise.solution, seed=1)
    assert report.outcome == "ok", str(report)


# an answer without end is stopped by an alarm, which may ring where Python drops the error
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@EXERCISES
def test_right_answers_are_accepted_and_mistakes_are_told_by_their_own_id_and_no_other(exercise):
    assert with_trials([exercise], lambda trial: list(misjudged(trial, exercise))) == []


def misjudged(trial, exercise):
    """Yields what is wrong with the judgement of the known answers."""
    draws = trial.has(exercise, drawn)
    for name, source in ({"solution": exercise.solution} | exercise.right).items():
        for seed in SEEDS if draws else SEEDS[:1]:
            # the first seed decides for all checks whose data are the same under every seed
            report = trial(exercise, source, seed, every if seed == SEEDS[0] else drawn)
            if report.outcome != "ok" or report.mistake:
                yield f"{name} is right, but with seed {seed}:\n{report}"
    for mistake in exercise.mistakes:
        for report in reports(trial, exercise, mistake.source, draws):
            if report.outcome != "no" or report.mistake not in mistake.slips:
                yield f"{mistake.id} is told {report.mistake!r}, not {mistake.slips}:\n{report}"
    if not trial.judge.is_repeatable(exercise.name):
        yield "The checks keep something, so the grader would have to collect them anew each time."


def reports(trial, exercise, source, draws):
    """Yields the reports of two seeds: where its data are the same, a check is run once."""
    yield (first := trial(exercise, source, SEEDS[0]))
    if draws:
        other = {f.check: f for f in trial(exercise, source, SEEDS[1], drawn).findings}
        findings = [other.get(finding.check, finding) for finding in first.findings]
        yield Report(exercise.name, findings, SEEDS[1])


def test_most_mistakes_are_told_their_cause():
    every = [mistake for exercise in exercises() for mistake in exercise.mistakes]
    told = [mistake for mistake in every if all(mistake.slips)]
    assert len(told) >= TOLD * len(every)


@EACH_RULE
def test_the_rule_gives_what_the_examples_and_the_model_answer_give(exercise, rule):
    (answer,) = (
        thing
        for name, thing in zip(exercise.defines, loaded(exercise), strict=True)
        if name == rule.name
    )
    for case in rule.fixed():
        wanted, case.expected = case.expected, None
        got = rule.call(answer, case)
        assert rule.compare(got, case).right, case.arguments
        if wanted is not None:
            assert rule.compare(wanted, case).right, case.arguments
        case.expected = wanted


def loaded(exercise):
    return load(exercise.solution, f"{exercise.name}.py", exercise.defines)


@EACH_RULE
def test_a_rule_that_is_the_slope_of_a_loss_agrees_with_nudging(exercise, rule, rng):
    for size in rule.sizes.values() if rule.loss else ():
        case = rule.random(rng, size)
        claimed = [leaf for _, leaf in flat(rule.right(case), rule.names)]
        given = dict(zip(rule.arguments, case.arguments, strict=True))
        for name, leaf in zip(rule.by, claimed, strict=False):
            if isinstance(given.get(name), float | None):  # nudging needs an array
                given[name] = np.array(given.get(name, np.zeros_like(leaf)))
        arrays = [array for name in rule.by for array in arrays_in(given[name])]
        for slope, array in zip(claimed, arrays, strict=True):
            h = 1e-5 * max(1e-3, np.max(np.abs(array)))
            nudged = numerical_gradient(lambda _, given=given: rule.loss(**given), array, h)
            largest = np.max(np.abs(nudged))
            np.testing.assert_allclose(slope, nudged, rtol=1e-4, atol=1e-5 * largest + 1e-9)


@EACH_RULE
def test_what_a_rule_draws_decides(exercise, rule, rng):
    """What nearly cancels, or comes out otherwise each time, would be left open to any answer."""
    for size in 10 * [*rule.sizes.values()]:
        case = rule.random(rng, size)
        plain = Case(*case.arguments, expected=rule.right(case))
        assert rule.compare(rule.nudged(case), plain).right


def arrays_in(value):
    """All arrays inside a value, in their order."""
    if isinstance(value, np.ndarray):
        return [value]
    return [array for part in value for array in arrays_in(part)]


@EACH_RULE
def test_the_slips_of_a_rule_stand_apart_on_its_fixed_data(exercise, rule):
    assert unseen(rule) == []
    assert list(twins(rule)) == []


@EXERCISES
def test_what_is_promised_for_all_exercises_is_checked_in_each(exercise):
    """Each function that an answer defines has a rule, or exercise.toml says why it has none."""
    with_rule = {rule.name for rule in rules(exercise)}
    assert with_rule == set(exercise.defines) - set(exercise.without_rule)
    names = runpy.run_path(str(exercise.checks))
    for name in with_rule:
        prefix = "test" if name == exercise.name else f"test_{name}"
        for promise in ("example", "random_data", "asked_again", "leaves_its_arguments"):
            assert f"{prefix}_{promise}" in names


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
def test_no_other_task_of_its_lesson_shows_an_answer_of_one_expression(exercise):
    """Neither its examples nor its stub do. In longer answers it is not one expression to see."""
    (function, *others) = ast.parse(exercise.solution).body[1:] or [None]
    if others or not isinstance(function, ast.FunctionDef):
        return
    *_, last = function.body
    if len(function.body) != 2 or not isinstance(last, ast.Return):
        return
    shown = [
        (other.name, text)
        for other in exercises()
        if other.lesson == exercise.lesson and other != exercise
        for text in (other.task, other.stub, *(example.code for example in other.examples))
    ]
    assert not [name for name, text in shown if ast.unparse(last.value) in text]


@EXERCISES
def test_it_is_the_learners_own_file_that_is_judged(exercise, workspace):
    """The model answer passes as the learner's file; with an error planted in it, it does not."""
    workspace.save_answer(exercise.name, exercise.solution)
    assert check(exercise.name).outcome == "ok"
    planted = (
        f"{exercise.solution}\n\ndef {exercise.name}(*given):\n    raise ValueError('planted')\n"
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
    """Each check has a sentence as its docstring, and no assert is without words."""
    names = runpy.run_path(str(exercise.checks))
    checks = {name: check for name, check in names.items() if name.startswith("test_")}
    assert len(checks) >= 3
    for name, one in checks.items():
        sentence = one.__doc__.splitlines()[0]
        assert re.sub(r" \[.*\]$", "", sentence).endswith("."), name
    tree = ast.parse(exercise.checks.read_text(encoding="utf-8"))
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
    assert str(raised.value).startswith(
        "There is no exercise called 'gd_stop'. Did you mean gd_step"
    )


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
    if isinstance(got, dict) and {part} >= 0:
        return {{key: odd(one) if i == {part} else one for i, (key, one) in enumerate(got.items())}}
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
        assert ".: " not in str(report), (facts, str(report))


# What any answer may do wrong: `each(change, value)` changes every number and array in a result.
AROUND = """

import numpy as np

seen = {{}}


def each(change, value):
    if isinstance(value, (list, tuple)):
        return type(value)(each(change, part) for part in value)
    if isinstance(value, dict):
        return {{key: each(change, part) for key, part in value.items()}}
    return value if value is None or isinstance(value, (str, bool)) else change(value)


def arrays(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        return [array for part in value for array in arrays(part)]
    return [value] if isinstance(value, np.ndarray) else []


def again(value):
    held = seen.setdefault(str([a.shape for a in arrays(value)]), value)
    for old, new in zip(arrays(held), arrays(value)):
        old[...] = new
    return held


def spoilt(given, right):
    {body}


right = {name}


def {name}({arguments}):
    return spoilt(({arguments},), lambda: right({arguments}))
"""
SPOILT_RESULTS = {
    "half precision": "np.float16(v)",
    "rounded": "np.round(v, 8)",
    "small numbers lost": "np.where(np.abs(v) < 1e-4, 0, v)[()]",
    "a little off": "v * np.float32(1.0009)",
    "texts": "str(v) if np.ndim(v) == 0 else v.astype(str)",
    "a list for an array": "v if np.ndim(v) == 0 else v.tolist()",
    "a matrix for an array": "np.ndarray.view(v, np.matrix) if np.ndim(v) == 2 else v",
    "a masked array": "v if np.ndim(v) == 0 else np.ma.masked_array(v)",
    "objects": "np.asarray(v, dtype=object)",
}
SPOILT_CALLS = {
    "a generator": ("yield right()", {"gives_generator"}),
    "nothing": ("right()", {"no_return"}),
    "the first result for ever": ("seen.setdefault(0, right()); return seen[0]", None),
    "a table by shapes": (
        "return seen.setdefault(str([a.shape for a in arrays(given)]), right())",
        None,
    ),
    "a table by objects": (
        "key = str([id(v) for v in given]); seen[key, 0] = given\n"
        "    return seen.setdefault(key, right())",
        {"keeps_state"},
    ),
    "the same arrays every time": ("return again(right())", {"keeps_state"}),
    "every other call": (
        "seen[0] = not seen.get(0); r = right()\n"
        "    return r if seen[0] else each(lambda v: v * 1.01, r)",
        {"keeps_state"},
    ),
}


def spoilt(exercise, body):
    name = exercise.name
    arguments = ", ".join(exercise.defines[name])
    return exercise.solution + AROUND.format(name=name, arguments=arguments, body=body)


def main_rule(exercise):
    return next(rule for rule in rules(exercise) if rule.name == exercise.name)


@EXERCISES
def test_no_exercise_takes_a_result_of_another_kind_or_precision(exercise):
    """Whatever the exercise, such a result is wrong, unless nothing of that kind is in it."""
    if exercise.name in exercise.without_rule:
        return
    for change in SPOILT_RESULTS.values():
        body = f"return each(lambda v: {change}, right())"
        report = runner.run(exercise, spoilt(exercise, body), seed=1)
        assert report.outcome == "no" or is_harmless(change, main_rule(exercise)), change
        assert "two different results" not in str(report), (change, str(report))


def is_harmless(change, rule):
    """Are the results of all fixed cases right with that change?"""
    names = {"np": np}
    exec(AROUND.partition("def spoilt")[0].replace("{{", "{").replace("}}", "}"), names)
    changed = eval(f"lambda right: each(lambda v: {change}, right)", names)
    return all(rule.compare(changed(rule.right(case)), case).right for case in rule.fixed())


@EXERCISES
def test_no_exercise_takes_what_depends_on_the_calls_before(exercise):
    if exercise.name in exercise.without_rule:
        return
    for what, (body, told) in SPOILT_CALLS.items():
        report = runner.run(exercise, spoilt(exercise, body), seed=1)
        if what == "the same arrays every time" and not gives_arrays_alone(exercise):
            continue
        if what == "every other call" and gives_words_alone(exercise):
            continue  # no number in them could be changed
        if what == "a table by objects" and not takes_arrays(exercise):
            continue  # whole numbers stay what they are, so such a table is right
        assert report.outcome == "no", what
        assert told is None or report.mistake in told, (what, str(report))


def gives_arrays_alone(exercise):
    rule = main_rule(exercise)
    right = rule.right(rule.fixed()[0])
    return all(np.ndim(leaf) for _, leaf in flat(right, rule.names))


def gives_words_alone(exercise):
    rule = main_rule(exercise)
    return all(isinstance(leaf, str) for _, leaf in flat(rule.right(rule.fixed()[0]), rule.names))


def takes_arrays(exercise):
    return any(isinstance(value, HOLDS) for value in main_rule(exercise).fixed()[0].given)


def test_a_mistake_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "solution.py").write_text("x = 1\nx = 1\n")
    entry = '[[mistake]]\nid = "two"\nchange = { "x = 1" = "x = 2" }\n'
    (tmp_path / "mistakes.toml").write_text(entry)
    with pytest.raises(MistakeError, match=r"stands 2 times in solution\.py"):
        read_mistakes(tmp_path)
    (tmp_path / "mistakes.toml").write_text(entry.replace("x = 1", "x = 1\\nx = 1") * 2)
    with pytest.raises(MistakeError, match="two mistakes called two"):
        read_mistakes(tmp_path)
    (tmp_path / "mistakes.toml").write_text('[[mistake]]\nid = "a"\ntext = "x"\nslip = ""\n')
    with pytest.raises(MistakeError, match="Say in `why` why not"):
        read_mistakes(tmp_path)
