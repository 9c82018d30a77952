"""The grader says, word for word, what the learner's own check says."""

import re
from dataclasses import replace

import pytest

from bpcourse.checking.exercise import exercises, find
from bpcourse.checking.judging import runner

from .conftest import OWN


def chosen(exercise):
    """The model answer and one mistake: that the checks are one and the same is no matter of luck.

    All others are judged in tests/test_exercises.py.
    """
    return {"solution": exercise.solution} | {m.id: m.source for m in exercise.mistakes[:1]}


CASES = [(exercise, source) for exercise in exercises() for source in chosen(exercise).values()]
NAMES = [f"{exercise.name}-{name}" for exercise in exercises() for name in chosen(exercise)]
SEED = 1


def test_no_exercise_of_these_tests_is_called_like_one_of_the_course():
    """One judge has them all."""
    assert {e.name for e in OWN}.isdisjoint(e.name for e in exercises())


@pytest.mark.parametrize(("exercise", "source"), CASES, ids=NAMES)
def test_an_answer_gets_the_same_findings(exercise, source, judged):
    """The same checks fail, with the same words, places, tracebacks and print-outs."""
    check = runner.run(exercise, source, seed=SEED)
    verdict = judged(exercise.name, source, SEED)
    assert str(verdict.report) == str(check)
    assert plain(verdict.findings) == plain(check.findings)


def plain(findings):
    """Without the marks under a line, which Python draws where it still has the code at hand.

    And without the second names that NumPy gives to some of its errors.
    """
    marks = r"(?m)^ +[~^]+\n|^numpy\._core\._exceptions\.\w+: "
    return [replace(f, traceback=re.sub(marks, "", f.traceback)) for f in findings]


HEAD = "import numpy as np\n\n\ndef linear_grad(X, y, w, b):\n    "


@pytest.mark.parametrize(
    "source",
    [
        HEAD + "return X @ X, 0",
        HEAD + "raise ValueError('so') from KeyError('why')",
        HEAD + "exit()",
        HEAD + "assert b == 0, 'only without b'",
        HEAD + "return linear_grad(X, y, w, b)",
        HEAD + "return w.T[::-1][::-1], np.float32(3)",
        HEAD + "return [1, [2, 3]], {}",
        HEAD + "return 'w', object()",
        HEAD + "return np.array([None, 1]), b",
        HEAD + "return np.asmatrix(2 * w), np.ma.masked_array(b)",
        HEAD + "return linear_grad, b",
        HEAD + "return (x for x in w), b",
        HEAD + "return w + 1j, b",
        HEAD + "return np.array(['a'] * len(w)), b",
        HEAD + "return w > 0, b",
        HEAD + "return range(3), {1, 2}",
        HEAD + "print('here', X.shape)\n    return 1, 2",
        HEAD + "return np.log(0 * w), np.nan",
        "def linear_grad(X, y, w, b)\n    return 1",
        "def linear_grad(X, y): return 1",
        "linear_grad = 3",
        "import no_such_module",
        "",
        "class Odd(Exception):\n    pass\n\n\ndef linear_grad(X, y, w, b):\n    raise Odd('thing')",
    ],
)
def test_odd_answers_get_the_same_findings(source, judged):
    check = runner.run(find("linear_grad"), source, seed=SEED)
    verdict = judged("linear_grad", source, SEED)
    assert [f.check for f in verdict.findings] == [f.check for f in check.findings]
    assert str(verdict.report) == str(check)


ALTERED = [
    ("Patience", "copy.deepcopy(params)", "params", "It moves on with W: copy it."),
    ("Patience", "copy.deepcopy(params)", "copy.copy(params)", "It moves on with W"),
    ("Patience", "copy.deepcopy(params)", "dict(params) if params else 0", "It moves on"),
    ("nudged_grad", "        w[i] = kept\n", "", "w is not what it was before."),
    ("nudged_grad", "dw = np.zeros_like(w)", "dw = w", "dw is"),
    ("Scalar", "other.grad += self", "other.grad = self", "The slope is 3, but should be 7."),
    ("Scalar", "(self, other))", "(self,))", "IndexError"),
    ("Scalar", "(self, other))", "(Scalar(1.0), other))", "The first input of x + y is not x."),
    ("portions", "rng.perm", "np.random.default_rng(0).perm", "The second epoch repeats"),
    ("dense_back", "dY.sum(axis=0)", "dY[0]", "shares its memory with dY"),
    ("dense_back", "dY @ W.T", "dY.__imul__(2) @ W.T", "changes what it was given"),
]


@pytest.mark.parametrize("exercise", OWN, ids=lambda exercise: exercise.name)
def test_the_model_answer_of_these_tests_gets_the_same_findings(exercise, judged):
    check = runner.run(exercise, exercise.solution, seed=SEED)
    assert plain(judged(exercise.name, exercise.solution, SEED).findings) == plain(check.findings)


@pytest.mark.parametrize(("name", "old", "new", "words"), ALTERED)
def test_what_is_shared_and_what_is_kept_is_seen_through_the_wire(name, old, new, words, judged):
    """Aliases, changes in place, copies that are not deep, state: as if in one process."""
    exercise = next(e for e in OWN if e.name == name)
    assert old in exercise.solution
    source = exercise.solution.replace(old, new, 1)
    check = runner.run(exercise, source, seed=SEED)
    verdict = judged(name, source, SEED)
    assert words in str(check)
    assert str(verdict.report) == str(check)


def test_the_seed_makes_the_data(judged):
    source = HEAD + "return w, b"
    told = [
        [finding.message for finding in judged("linear_grad", source, seed).findings]
        for seed in (5, 5, 6)
    ]
    assert told[0] == told[1] != told[2]
