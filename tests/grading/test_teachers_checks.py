"""A teacher's check may use what pytest offers; the same code runs it in the notebook and here."""

import re
import shutil
import tempfile

import pytest

from bpcourse.checking.exercise import find, read
from bpcourse.checking.judging import runner
from bpcourse.checking.judging.direct import judge_directly
from bpcourse.content import content
from bpcourse.grading.judges.judge_process import JudgeProcess

from .conftest import MEMORY, SHORT
from .test_parity import plain

SQUASH = next(exercise for exercise in SHORT if exercise.name == "squash")
WRONG = "def squash(z):\n    print('z is', z)\n    return z\n"
HEAD = '''"""Checks of a teacher."""

import numpy as np
import pytest

from bpcourse.checking.compare import same


def ask(squash, z):
    """The rule, at z."""
    same(squash(z), 1 / (1 + np.exp(-np.asarray(z))), "squash(z)")

'''
FEATURES = {
    "a fixture of its own": """
@pytest.fixture
def points(rng):
    return rng.normal(size=5)

def test_own(squash, points):
    ask(squash, points)
""",
    "a fixture that asks for the answer": """
@pytest.fixture
def at_zero(squash):
    return squash(np.zeros(2))

def test_own(at_zero):
    same(at_zero, [0.5, 0.5], "squash(0)")
""",
    "a fixture for every check": """
STATE = []

@pytest.fixture(autouse=True)
def first():
    STATE.append(1)
    yield
    STATE.clear()

def test_own(squash):
    assert STATE == [1], "The fixture was not used, or not ended."
    ask(squash, np.ones(2))

def test_other(squash):
    assert STATE == [1], "The fixture was not used, or not ended."
    ask(squash, np.ones(3))
""",
    "a fixture in place of rng": """
@pytest.fixture
def rng():
    return np.random.default_rng(7)

def test_own(squash, rng):
    assert rng.integers(1000) == np.random.default_rng(7).integers(1000), "Another rng."
    ask(squash, rng.normal(size=2))
""",
    "tmp_path": """
def test_own(squash, tmp_path):
    np.save(tmp_path / "z.npy", np.ones(3))
    ask(squash, np.load(tmp_path / "z.npy"))
    assert len(list(tmp_path.iterdir())) == 1, "The folder was not empty."
""",
    "monkeypatch": """
LIMIT = 1.0

def test_own(squash, monkeypatch):
    monkeypatch.setattr(f"{__name__}.LIMIT", 2.0)
    monkeypatch.setenv("POINTS", "3")
    ask(squash, np.full(3, LIMIT))

def test_undone(squash):
    assert LIMIT == 1.0, "The patch has stayed."
    ask(squash, np.full(3, LIMIT))
""",
    "capsys": """
def test_own(squash, capsys):
    got = squash(np.zeros(1))
    assert capsys.readouterr().out == "", "It prints."
    same(got, [0.5], "squash(0)")
""",
    "a check that is skipped": """
@pytest.mark.skip(reason="not today")
def test_skipped(squash):
    raise ValueError

@pytest.mark.skipif(np.__version__ > "0", reason="only with an older NumPy")
def test_skipped_if(squash):
    raise ValueError

def test_skips_itself(squash):
    pytest.skip("not here")

def test_own(squash):
    ask(squash, np.zeros(1))
""",
    "a check that is expected to fail": """
@pytest.mark.xfail(reason="known")
def test_fails(squash):
    assert squash(np.zeros(1)) == 3, "It is not 3."

def test_own(squash):
    ask(squash, np.zeros(1))
""",
    "cases with names": """
@pytest.mark.parametrize(("a", "b"), [(1, 2), pytest.param(3, 4, id="large")])
@pytest.mark.parametrize("sign", [-1, 1], ids=["below", "above"])
def test_own(squash, a, b, sign):
    ask(squash, sign * np.array([a, b]))
""",
    "cases through a fixture": """
@pytest.fixture
def z(request):
    return np.full(3, request.param)

@pytest.mark.parametrize("z", [1.0, 2.0], indirect=True)
def test_own(squash, z):
    ask(squash, z)
""",
    "a class with a setup": """
class TestSquash:
    def setup_method(self):
        self.z = np.linspace(-1, 1, 3)

    def test_own(self, squash):
        ask(squash, self.z)

    def test_other(self, squash):
        self.z += 1
        ask(squash, self.z)
""",
    "setup of a module": """
POINTS = []

def setup_module():
    POINTS.append(1.0)

def teardown_module():
    POINTS.clear()

def test_own(squash):
    assert POINTS == [1.0], "The module was set up twice."
    ask(squash, np.array(POINTS))

def test_other(squash):
    assert POINTS == [1.0], "The module was set up twice."
    ask(squash, np.array(POINTS))
""",
    "a fixture that lives for a module": """
@pytest.fixture(scope="module")
def counted():
    return []

def test_own(squash, counted):
    counted.append(1)
    ask(squash, np.zeros(1))

def test_second(squash, counted):
    assert counted == [1], "The fixture was made twice, or kept from another answer."
    ask(squash, np.zeros(1))
""",
    "a mark for all checks, and fixtures by a mark": """
pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("prepared")]
STATE = {}

@pytest.fixture
def prepared():
    STATE["z"] = np.ones(2)

def test_own(squash):
    ask(squash, STATE["z"])
""",
    "the request": """
def test_own(squash, request):
    assert request.node.name == "test_own", "Another name."
    ask(request.getfixturevalue("squash"), np.zeros(2))
""",
    "warnings": """
import warnings

def test_listens(squash):
    with warnings.catch_warnings(record=True) as heard:
        warnings.simplefilter("always")
        ask(squash, np.array([-1.0, 2.0]))
    assert not heard, f"It warns: {heard[0].message}"

def test_allows_none(squash):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ask(squash, np.array([-1.0, 2.0]))

def test_wants_one(squash):
    with pytest.warns(RuntimeWarning, match="invalid value"):
        squash(np.array([np.inf]) - np.inf + np.array([np.inf])) - np.log(-1.0)
""",
    "NumPy's own errors": """
def test_own(squash):
    with np.errstate(all="raise"):
        ask(squash, np.array([0.0, 1.0]))
""",
    "a count in the module": """
CALLS = []

def test_own(squash):
    CALLS.append(1)
    assert len(CALLS) == 1, "An earlier answer is remembered."
    ask(squash, np.zeros(1))
""",
    "data in the module": """
Z = np.array([1.0, 2.0])
LIST = [0.5, 1.5]

@pytest.mark.parametrize("given", [np.zeros(2)], ids=["zeros"])
def test_own(squash, given):
    ask(squash, Z)
    ask(squash, given)
    squash(np.array(LIST))
""",
}
WRITES = """import numpy as np


def squash(z):
    right = 1 / (1 + np.exp(-z))
    z += 1
    return right
"""


@pytest.fixture
def make(tmp_path):
    """make(text) is the exercise `squash` with these checks in place of its own."""

    def make(text):
        folder = tmp_path / "squash"
        if not folder.exists():
            shutil.copytree(SQUASH.folder, folder)
        (folder / "test_squash.py").write_text(HEAD + text)
        return read(folder)

    return make


def directly(exercise, source):
    findings = []
    judge_directly(exercise, source, filename=f"{exercise.name}.py", seed=1, tell=findings.append)
    return findings


def by_worker(exercise, source):
    return runner.run(exercise, source, seed=1).findings


def numbered(number, folder):
    """A copy of the exercise `squash` under a name of its own, so that one judge has them all."""
    name = f"squash_{number}"
    shutil.copytree(SQUASH.folder, folder / name)
    checks = folder / name / "test_squash.py"
    return read(folder / name), checks.rename(checks.with_name(f"test_{name}.py"))


@pytest.fixture(scope="module")
def with_features(tmp_path_factory):
    """An exercise for each feature, and the judge of all."""
    folder, found = tmp_path_factory.mktemp("features"), {}
    for number, text in enumerate(FEATURES.values()):
        found[text], checks = numbered(number, folder)
        checks.write_text(HEAD + text)
    folders = [exercise.folder for exercise in found.values()]
    with JudgeProcess(folders, seconds=5, memory=MEMORY) as judge:
        yield found, judge


@pytest.fixture(scope="module")
def with_private_features(tmp_path_factory):
    """The same with the features in private checks."""
    folder, found, private = tmp_path_factory.mktemp("private"), {}, []
    for number, text in enumerate(FEATURES.values()):
        found[text], _ = numbered(number, folder)
        path = folder / "private" / found[text].name / "test_more.py"
        path.parent.mkdir(parents=True)
        path.write_text(HEAD + text)
        private.append((found[text].name, path))
    folders = [exercise.folder for exercise in found.values()]
    with JudgeProcess(folders, seconds=5, memory=MEMORY, private=private) as judge:
        yield found, judge


@pytest.mark.parametrize("text", FEATURES.values(), ids=FEATURES)
def test_it_is_the_same_in_this_process_in_the_worker_and_by_proxy(text, with_features):
    """The right answer passes, a wrong one fails, and so again for the next answers."""
    exercise, judge = with_features[0][text], with_features[1]
    right, wrong = by_worker(exercise, SQUASH.solution), by_worker(exercise, WRONG)
    assert {finding.outcome for finding in right} == {"ok"}, right
    assert "no" in {finding.outcome for finding in wrong}
    for source, findings in ((SQUASH.solution, right), (WRONG, wrong)):
        # here the words may differ: the pytest around this test rewrites assertions
        told = [(finding.check, finding.outcome) for finding in directly(exercise, source)]
        assert told == [(finding.check, finding.outcome) for finding in findings]
    for source, findings in ((SQUASH.solution, right), (WRONG, wrong)) * 2:
        (verdict,) = judge.judge([(exercise.name, source)], 1)
        assert plain(verdict.findings) == plain(findings)


@pytest.mark.parametrize("text", FEATURES.values(), ids=FEATURES)
def test_the_same_holds_for_private_checks(text, with_private_features):
    exercise, judge = with_private_features[0][text], with_private_features[1]
    for source, state in ((SQUASH.solution, "passed"), (WRONG, "failed")) * 2:
        (verdict,) = judge.judge([(exercise.name, source)], 1)
        assert verdict.state == state, verdict
        assert verdict.further or state == "failed"


@pytest.mark.clone
def test_the_page_for_teachers_has_a_private_check_that_works(tmp_path):
    page = content("docs", "grading.md").read_text(encoding="utf-8")
    path = tmp_path / "hidden" / "gd_step" / "test_more.py"
    path.parent.mkdir(parents=True)
    (text,) = re.findall(r"(?ms)^```python\n(.*?)^```$", page)
    path.write_text(text)
    exercise = find("gd_step")
    far = exercise.solution.replace("w - lr * dw", "np.minimum(w - lr * dw, 1e5)")
    with JudgeProcess(
        [exercise.folder], seconds=5, memory=MEMORY, private=[("gd_step", path)]
    ) as judge:
        (right,) = judge.judge([("gd_step", exercise.solution)], 1)
        (wrong,) = judge.judge([("gd_step", "import numpy as np\n\n\n" + far)], 1)
    assert right.state == "passed"
    assert far != exercise.solution
    assert [f.message for f in wrong.further] == ["It keeps to the rule far away from the bottom."]


NOISY = "import warnings\nimport numpy as np\n\n\ndef squash(z):\n"


@pytest.mark.parametrize(
    ("check", "body", "words"),
    [
        (
            "with warnings.catch_warnings():\n        warnings.simplefilter('error')\n"
            "        ask(squash, np.zeros(2))",
            "    np.log(z)\n    return 1 / (1 + np.exp(-z))\n",
            "Your code stopped with RuntimeWarning: divide by zero encountered in log",
        ),
        (
            "with pytest.warns(DeprecationWarning, match='old'):\n        squash(np.zeros(2))",
            "    warnings.warn('this is new', DeprecationWarning)\n    return z\n",
            "this is new",
        ),
        (
            "with np.errstate(all='raise'):\n        ask(squash, np.zeros(2))",
            "    return 1 / z\n",
            "FloatingPointError: divide by zero",
        ),
    ],
)
def test_a_warning_in_the_answer_is_heard_by_the_check(check, body, words, make):
    exercise = make(f"import warnings\n\ndef test_own(squash):\n    {check}\n")
    findings = by_worker(exercise, NOISY + body)
    assert words in findings[0].message
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        (verdict,) = judge.judge([("squash", NOISY + body)], 1)
    told, expected = verdict.findings[0], findings[0]
    assert told.message.splitlines()[0] == expected.message.splitlines()[0]
    assert told.place.splitlines()[:1] == expected.place.splitlines()[:1]


def test_what_an_answer_changes_in_a_checks_own_data_is_as_before_for_the_next(make):
    exercise = make(FEATURES["data in the module"])
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        first = judge.judge([("squash", SQUASH.solution)], 1)
        judge.judge([("squash", WRITES)], 1)
        again = judge.judge([("squash", SQUASH.solution)], 1)
    assert first[0].findings == again[0].findings


def test_a_check_that_is_skipped_counts_for_nothing(make):
    exercise = make(FEATURES["a check that is skipped"])
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        (verdict,) = judge.judge([("squash", SQUASH.solution)], 1)
    assert verdict.names == ["test_own"]


def test_an_answer_cannot_skip_its_check(make):
    skipping = "def squash(z):\n    import pytest\n    pytest.{}('not me')\n"
    exercise = make("def test_own(squash):\n    '''It works.'''\n    ask(squash, np.ones(2))\n")
    for word in ("skip", "xfail"):
        assert {f.outcome for f in by_worker(exercise, skipping.format(word))} == {"no"}
    exercise = make(FEATURES["a fixture of its own"])  # by pytest's own protocol
    for word in ("skip", "xfail"):
        assert {f.outcome for f in by_worker(exercise, skipping.format(word))} == {"no"}


def test_where_all_checks_are_skipped_nobody_passes(make):
    exercise = make("@pytest.mark.skip\ndef test_own(squash):\n    pass\n")
    (finding,) = directly(exercise, SQUASH.solution)
    assert finding.outcome == "no"
    assert "a fault of the course, not of your code" in finding.message


def test_a_folder_that_has_changed_is_read_anew(make):
    """Also within the same second, and with a text of the same length."""
    worker = runner.Worker()
    for number in (1, 2, 1):
        exercise = make(f"def test_own(squash):\n    '''It is {number}.'''\n")
        report = runner.Report("squash")
        worker.judge(exercise, SQUASH.solution, "squash.py", [], report)
        assert [finding.check for finding in report.findings] == [f"It is {number}."]
    worker.kill()


def test_no_file_is_left_of_a_check(make, tmp_path, monkeypatch):
    scratch = tmp_path / "scratch"  # of its own: elsewhere other tests lay their files at this time
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    exercise = make(FEATURES["tmp_path"])
    directly(exercise, SQUASH.solution)
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        judge.judge([("squash", SQUASH.solution)], 1)
    assert list(scratch.iterdir()) == []
    assert not list(exercise.folder.glob("__pycache__"))
