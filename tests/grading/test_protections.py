"""With whatever layers a system has, honest answers pass and hostile ones earn nothing."""

import sys
from pathlib import Path

import pytest

from bpcourse.app.cli import main
from bpcourse.content import PACKAGE, content
from bpcourse.grading.judges.judge_process import JudgeError, JudgeProcess
from bpcourse.grading.sandbox.channel import Sandbox
from bpcourse.grading.sandbox.protections import (
    LANDLOCK,
    LIMITS,
    MEANING,
    NAMESPACES,
    PRIVILEGES,
    PROCESSES,
    SECCOMP,
    SESSION,
    Protections,
    hidden_paths,
    readable_paths,
    without,
)
from bpcourse.grading.sandbox.self_test import ATTEMPTS, outcomes
from bpcourse.grading.sandbox.spawned import SpawnedSandbox
from bpcourse.python_process import end

from .conftest import MEMORY, OWN, SHORT
from .test_hostile import FILES, HOW_MANY

LINUX = pytest.mark.skipif(
    sys.platform != "linux", reason="these protections are of Linux; run it there"
)
# aimed at the judge; the others are aimed at the machine, which is not protected there
AT_THE_JUDGE = [path for path in FILES if path.parent.name in ("leaving", "forging", "patching")]
SAMPLE = AT_THE_JUDGE if HOW_MANY == "all" else AT_THE_JUDGE[::4]
WEAK = {
    "without name spaces": {"without": {"name spaces": "not here"}},
    "without Landlock": {"without": {"Landlock": "not here"}},
    "without seccomp": {"without": {"seccomp": "not here"}},
    "limits alone": {
        "without": dict.fromkeys(["name spaces", "own processes", "Landlock", "seccomp"], "no")
    },
    "a new process each": {"spawn": True},
}


COMBINATIONS = [
    (), *[(layer,) for layer in (LIMITS, PROCESSES, LANDLOCK, SECCOMP, PRIVILEGES)],
    (NAMESPACES, PROCESSES), (NAMESPACES, PROCESSES, LANDLOCK), (NAMESPACES, PROCESSES, SECCOMP),
    (LANDLOCK, SECCOMP), (PROCESSES, SECCOMP), (NAMESPACES, PROCESSES, LANDLOCK, SECCOMP),
    (LIMITS, NAMESPACES, PROCESSES, LANDLOCK, SECCOMP, PRIVILEGES),
]  # fmt: skip


def differing(sandbox):
    """What an answer can and should not be able to do there, or the other way round."""
    present = sandbox.protections.present
    return [
        (attempt.what, could)
        for attempt, could in outcomes(sandbox)
        if attempt.should_succeed(present) not in (could, None)
    ]


@LINUX
@pytest.mark.parametrize("without", COMBINATIONS, ids=lambda names: ", ".join(names) or "nothing")
def test_each_layer_prevents_what_is_said_of_it_and_no_other_does(without):
    """So what docs/grading.md says of a machine where it is missing is true as well."""
    with Sandbox(seconds=5, memory=1 << 30, without=dict.fromkeys(without, "left out")) as sandbox:
        assert set(without) <= set(sandbox.missing)
        assert differing(sandbox) == []


@LINUX
def test_a_new_process_for_each_prevents_what_is_said_of_it():
    with SpawnedSandbox(seconds=5, memory=1 << 30) as sandbox:
        assert sandbox.protections.present == [LIMITS, SESSION]
        assert differing(sandbox) == []


def test_where_a_system_has_no_limits_it_is_said(monkeypatch):
    monkeypatch.setattr("bpcourse.grading.sandbox.spawned.os.name", "nt")
    with SpawnedSandbox(seconds=5, memory=1 << 30) as sandbox:
        assert sandbox.protections.present == [SESSION]


@pytest.mark.clone
def test_the_page_for_teachers_says_which_layers_prevent_what():
    text = content("docs", "grading.md").read_text(encoding="utf-8")
    for attempt in ATTEMPTS:
        if attempt.prevented_by:
            layers = " or ".join(attempt.prevented_by)
            assert f"| {attempt.what} | {layers} |" in text, attempt.what


@LINUX
def test_where_it_is_not_allowed_no_answer_is_run_with_fewer_layers():
    """Not by a judge that was started later, say, on a cluster."""
    without = {"seccomp": "not here"}
    with JudgeProcess([SHORT[0].folder], seconds=4, memory=MEMORY, without=without) as judge:
        judge.wait()
        with pytest.raises(JudgeError, match="could not be shut in completely"):
            judge.judge([(SHORT[0].name, SHORT[0].solution)], 1)


@LINUX
def test_a_sandbox_that_is_started_again_may_not_protect_less():
    with Sandbox(seconds=4, memory=MEMORY) as sandbox:
        sandbox.open()
        sandbox.close()
        end(sandbox.process)
        sandbox.without["seccomp"] = "gone meanwhile"
        with pytest.raises(OSError, match="would protect less than the one before"):
            sandbox.open()


@LINUX
@pytest.mark.parametrize("options", WEAK.values(), ids=WEAK)
def test_with_fewer_layers_the_judge_is_as_fair(options):
    with JudgeProcess(
        [e.folder for e in OWN], seconds=4, memory=MEMORY, weak=True, **options
    ) as process:
        process.wait()
        assert not process.protections.complete
        for exercise in OWN:
            (verdict,) = process.judge([(exercise.name, exercise.solution)], 1)
            assert verdict.state == "passed", (exercise.name, verdict)
        for path in SAMPLE:
            (verdict,) = process.judge([("squash", path.read_text("utf-8"))], 1)
            assert verdict.state != "passed", path.name
        endless = "def squash(z):\n    while True: pass\n"
        verdicts = process.judge([("squash", endless), ("msd", SHORT[1].solution)], 1)
        assert [verdict.state for verdict in verdicts] == ["stopped", "passed"]
        assert "did not come to an end" in verdicts[0].findings[-1].message


def test_what_is_missing_is_told_with_its_meaning():
    protections = Protections({"seccomp": "an old kernel"})
    assert str(protections) == f"{len(MEANING) - 1} of {len(MEANING)} layers; without seccomp"
    told = [line for line in protections.told() if line.startswith("missing")]
    assert told == [
        "missing  seccomp: an old kernel. Not protected: the kernel refuses new processes, "
        "connections, signals to others."
    ]


@LINUX
def test_the_examination_tries_what_it_claims(capsys):
    status = main(["doctor", "--grading"])
    told = capsys.readouterr().out
    assert ("Answers are shut in completely" in told) == (status == 0)
    assert "it can write into its own folder" in told
    for attempt in ATTEMPTS:
        assert attempt.what in told
    for name in MEANING:
        assert f"{name}: " in told


def test_what_is_hidden_is_in_no_folder_that_may_be_read(tmp_path):
    (tmp_path / "packages" / "bpcourse").mkdir(parents=True)
    (tmp_path / "packages" / "numpy").mkdir()
    paths = list(without([str(tmp_path)], [tmp_path / "packages" / "bpcourse"]))
    assert paths == [str(tmp_path / "packages" / "numpy")]


def test_the_course_itself_is_hidden_wherever_it_lies(tmp_path, monkeypatch):
    """An editable installation leaves a copy of the exercises beside the packages."""
    copy = tmp_path / "site-packages" / "bpcourse" / "content"
    copy.mkdir(parents=True)
    monkeypatch.syspath_prepend(tmp_path / "site-packages")
    hidden = hidden_paths()
    assert {PACKAGE, content("exercises"), copy.parent} <= set(hidden)
    readable = list(map(Path, without(readable_paths(hidden), hidden)))
    for place in sys.path:
        own = Path(place, "bpcourse").resolve()
        assert not any(path == own or path in own.parents for path in readable if own.exists())


@LINUX
def test_no_answer_finds_a_model_answer(judged):
    source = (
        "import sys\nfrom pathlib import Path\n\n\ndef squash(z):\n"
        "    places = [Path(place, 'bpcourse') for place in sys.path]\n"
        "    return sorted(str(f) for place in places for f in place.rglob('*.py'))\n"
    )
    finding = judged("squash", source).findings[0]
    assert "has shape (0,)" in finding.message, finding


@LINUX
def test_an_honest_answer_may_use_its_folder_threads_and_the_standard_library(judged):
    source = (
        "import json, tempfile, threading\nfrom pathlib import Path\nimport numpy as np\n\n\n"
        "def squash(z):\n"
        "    Path('notes.txt').write_text('mine')\n"
        "    with tempfile.TemporaryFile() as file:\n        file.write(b'x')\n"
        "    done = []\n"
        "    thread = threading.Thread(target=done.append, args=(1,))\n"
        "    thread.start()\n    thread.join()\n"
        "    assert json.loads(Path('notes.txt').read_text().join('\"\"')) == 'mine' and done\n"
        "    return 0.5 * (1 + np.tanh(z / 2))\n"
    )
    verdict = judged("squash", source)
    assert verdict.state == "passed", verdict.report


@LINUX
def test_one_exercise_of_a_submission_does_not_feel_another(judge_process):
    """What the first one changes is gone for the second, though both may share a process."""
    changing = (
        "import builtins, os\nimport numpy as np\nbuiltins.helper = 1\n"
        "np.seterr(all='raise')\nnp.random.seed(0)\nopen('file', 'w').close()\n"
    )
    first = changing + SHORT[2].solution
    looking = (
        "import os\nimport numpy as np\nassert not os.listdir()\n"
        "assert np.geterr()['over'] != 'raise'\n"
    )
    second = looking + "try:\n    helper\n    raise ValueError\nexcept NameError:\n    pass\n"
    verdicts = judge_process.judge([("squash", first), ("msd", second + SHORT[1].solution)], 1)
    assert [verdict.state for verdict in verdicts] == ["passed", "passed"], verdicts
