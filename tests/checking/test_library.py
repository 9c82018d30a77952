"""My library: what has passed, as a file that runs alone and as a page that can be verified."""

import re
import subprocess
import sys

import pytest

from bpcourse import notebook
from bpcourse.app.cli import main
from bpcourse.checking.exercise import exercises, find
from bpcourse.checking.lesson_plan import plans
from bpcourse.checking.library import concepts, page
from bpcourse.checking.library.library import library
from bpcourse.checking.library.one_file import OWN_MODULE, one_file
from bpcourse.checking.library.pieces import Piece, pieces
from bpcourse.checking.library.record import verify
from bpcourse.checking.overview import status
from bpcourse.checking.progress import Progress
from bpcourse.checking.workspace import fingerprint
from bpcourse.errors import UserError

SOFTMAX = '''\
import numpy as np


def shifted(Z):
    """Each row from its largest number: '\\'' and \\n are only text."""
    return Z - Z.max(axis=1, keepdims=True)


def softmax(Z):
    E = np.exp(shifted(Z))
    return E / E.sum(axis=1, keepdims=True)
'''
SIGMOID = """\
import numpy as np


def shifted(z):
    return np.clip(z, -700, 700)


def sigmoid(z):
    return 1 / (1 + np.exp(-shifted(z)))
"""


def judged(workspace, name, source, outcome="ok", seed=7):
    """Save an answer, and note a check of it, as `check` does."""
    workspace.save_answer(name, source)
    facts = {"exercise": name, "outcome": outcome, "code": fingerprint(source), "seed": seed}
    Progress(workspace).record("check", **facts)


def piece(name, source=None):
    exercise = find(name)
    return Piece(exercise, source or exercise.solution, "2026-11-30 14:05 UTC", 1, 7)


def run_alone(text, more, folder):
    """Run a library and some lines after it, in a process that knows only NumPy."""
    (folder / "my_library.py").write_text(text, encoding="utf-8")
    (folder / "use.py").write_text(f"from my_library import *\n{more}", encoding="utf-8")
    command = [sys.executable, "-W", "error", "use.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


# ---- which exercise decides which concept ----


def test_each_concept_of_a_built_lesson_is_decided_by_an_exercise_of_that_lesson():
    built = {plan.number for plan in plans()}
    lesson_of = {exercise.name: exercise.lesson[:2] for exercise in exercises()}
    for number, decides in concepts.read().items():
        for name, exercise in decides.items():
            assert number not in built or lesson_of.get(exercise) == number, name


def test_the_29_concepts_of_the_course_are_listed_once():
    names = [name for decides in concepts.read().values() for name in decides]
    assert len(names) == len(set(names)) == 29


def test_status_shows_each_concept_with_its_exercise_and_state(workspace):
    judged(workspace, "mse", find("mse").solution)
    judged(workspace, "gd_step", find("gd_step").mistake("uphill"), "no")
    told = str(status())
    assert re.search(r"✓ passed +mean squared error +mse\n", told)
    assert re.search(r"✗ tried +weight update +gd_step\n", told)
    assert re.search(r"○ open +chain rule +backward\n", told)
    assert f"Concepts you have written: 2 of {len(concepts.concepts())}." in told


# ---- what is kept ----


def test_a_piece_has_the_first_check_that_passed_and_the_different_attempts_until_then(workspace):
    wrong, right = find("gd_step").mistake("uphill"), find("gd_step").solution
    judged(workspace, "gd_step", wrong, "no", seed=1)
    judged(workspace, "gd_step", wrong, "no", seed=2)
    judged(workspace, "gd_step", right, seed=3)
    judged(workspace, "gd_step", right, seed=4)
    (kept,) = pieces(workspace)
    assert (kept.source, kept.attempts, kept.seed) == (right, 2, 3)


def test_what_has_passed_is_kept_after_the_answer_was_changed(workspace):
    right = find("gd_step").solution
    judged(workspace, "gd_step", right)
    judged(workspace, "gd_step", find("gd_step").mistake("uphill"), "no")
    assert [kept.source for kept in pieces(workspace)] == [right]


def test_what_has_not_passed_is_not_kept(workspace):
    judged(workspace, "gd_step", find("gd_step").mistake("uphill"), "no")
    assert pieces(workspace) == []
    with pytest.raises(UserError, match="No exercise has passed yet, so there is nothing to keep"):
        library()


def test_in_a_lesson_it_is_a_sentence_and_no_error(workspace):
    """The last page of the course can be run before anything has passed."""
    assert str(notebook.library()) == "No exercise has passed yet, so there is nothing to keep."


# ---- one file ----


def test_helpers_of_one_name_stay_with_their_pieces(tmp_path):
    text = one_file([piece("sigmoid", SIGMOID), piece("softmax", SOFTMAX), piece("mse")])
    assert "\ndef mse(" in text  # it shares no name, so it is plain code
    use = "import sys\nimport numpy as np\n"
    use += "print(sigmoid(np.array(0.0)), softmax(np.zeros((1, 4)))[0, 0])\n"
    use += "print(sorted({'bpcourse', 'matplotlib', 'pytest'} & set(sys.modules)))"
    assert run_alone(text, use, tmp_path) == ["0.5", "0.25", "[]"]


def test_all_model_answers_make_a_file_that_runs(tmp_path):
    every = [piece(exercise.name) for exercise in exercises() if exercise.kind == "write"]
    names = [name for one in every for name in one.exercise.defines]
    use = f"print(len([{', '.join(names)}]), global_norm([np.array([3.0, 4.0])]))"
    assert run_alone(one_file(every), use, tmp_path) == [str(len(names)), "5.0"]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("limit = 1\n", "limit = 2\n"),
        ("seen = []\n", "seen = []\n"),
        ("def sum(x):\n    return 0\n", ""),
        ("from __future__ import annotations\n", ""),
        ("from math import *\n", ""),
        ("def set_up():\n    global state\n    state = 1\n", "state = 2\n"),
        ("import math as m\n", "import cmath as m\n"),
        ("def _own_module():\n    pass\n", ""),
    ],
)
def test_a_piece_that_could_change_another_stands_apart(first, second):
    one, other = piece("relu", first), piece("mse", second + find("mse").solution)
    assert "[relu, relu_grad] = _own_module('''\\\n" in one_file([one, other])


def test_what_means_the_same_everywhere_is_shared():
    helper = "import numpy as np\n\n\ndef norm(x):\n    return np.sqrt((x * x).sum())\n"
    assert OWN_MODULE not in one_file([piece("relu", helper), piece("mse", helper)])


# ---- the page, and what can be verified of it ----


def test_the_page_loads_nothing_runs_nothing_and_says_what_it_shows():
    text = page.page([piece("mse"), piece("softmax", SOFTMAX)])
    assert "<script" not in text
    assert not re.search(r"(src|href)=\"(?!#)", text)
    assert "does not show who wrote" in re.sub(r"\s+", " ", text)
    assert '<a href="#mse"><code>mse</code></a></td><td class="written">✓ written' in text
    assert '<code>gd_step</code></td><td class="open">○ open' in text


def test_a_page_is_verified_by_running_its_checks_again(workspace, capsys):
    judged(workspace, "softmax", SOFTMAX.replace("\n", "\r\n"), seed=11)
    judged(workspace, "mse", find("mse").mistake("sum"), seed=12)  # noted as right, and is not
    assert main(["library"]) == 0
    made = workspace.root / "library" / "my_library.html"
    capsys.readouterr()
    assert main(["library", "--verify", str(made)]) == 1
    told = capsys.readouterr().out
    assert "✓ the page  is as it was made" in told
    assert "✓ softmax   all visible checks pass again with seed 11" in told
    assert "✗ mse       not all visible checks pass with seed 12" in told
    assert "does not show who wrote it" in told


@pytest.mark.parametrize(
    ("change", "to", "told"),
    [
        ('"attempts">1<', '"attempts">9<', "✗ the page  has been changed since it was made"),
        ("Z.max(", "Z.min(", "✗ softmax   the code is not the one that was recorded"),
        (">softmax</dd>", ">\x1b[31m</dd>", "✗ a piece   there is no such exercise here"),
    ],
)
def test_a_change_is_seen(tmp_path, change, to, told):
    text = page.page([piece("softmax", SOFTMAX)])
    assert change in text
    path = tmp_path / "page.html"
    path.write_text(text.replace(change, to), encoding="utf-8")
    verified = verify(path)
    assert told in str(verified)
    assert not verified.holds
    assert "\x1b" not in str(verified)


def test_another_page_is_refused(tmp_path):
    path = tmp_path / "page.html"
    path.write_text("<main>hello</main>")
    with pytest.raises(UserError, match="is no whole page that `bpcourse library` has made"):
        verify(path)


def test_what_was_there_is_kept_and_nothing_new_writes_nothing(workspace, tmp_path):
    judged(workspace, "mse", find("mse").solution)
    mine = tmp_path / "kept" / "my_library.py"
    mine.parent.mkdir()
    mine.write_text("my own")
    assert "What was there before is in" in str(library(mine.parent))
    assert (mine.parent / "earlier" / "my_library_0001.py").read_text() == "my own"
    before = mine.stat().st_mtime_ns
    assert "before" not in str(library(mine.parent))
    assert mine.stat().st_mtime_ns == before
    judged(workspace, "gd_step", find("gd_step").solution)
    library(mine.parent)
    earlier = sorted(path.name for path in (mine.parent / "earlier").iterdir())
    assert earlier == ["my_library_0001.html", "my_library_0001.py", "my_library_0002.py"]
