"""With whatever layers a system has, honest answers pass and hostile ones earn nothing."""

import sys
from pathlib import Path

import pytest

from bpcourse.cli import main
from bpcourse.grading.bench import Bench
from bpcourse.grading.layers import MEANING, Layers, hidden_paths, readable_paths, without

from .conftest import MEMORY, OWN, SHORT
from .test_hostile import FILES

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="layers of Linux")
SAMPLE = [path for path in FILES if path.parent.name in ("leaving", "forging", "patching")][::4]
WEAK = {
    "without name spaces": {"without": {"name spaces": "not here"}},
    "without Landlock": {"without": {"Landlock": "not here"}},
    "without seccomp": {"without": {"seccomp": "not here"}},
    "limits alone": {
        "without": dict.fromkeys(["name spaces", "own processes", "Landlock", "seccomp"], "no")
    },
    "a new process each": {"spawn": True},
}


@LINUX
@pytest.mark.parametrize("options", WEAK.values(), ids=WEAK)
def test_with_fewer_layers_the_judge_is_as_fair(options):
    with Bench([e.folder for e in OWN], seconds=4, memory=MEMORY, **options) as bench:
        bench.wait()
        assert not bench.layers.complete
        for exercise in OWN:
            (verdict,) = bench.judge([(exercise.name, exercise.solution)], 1)
            assert verdict.state == "passed", (exercise.name, verdict)
        for path in SAMPLE:
            (verdict,) = bench.judge([("sigmoid", path.read_text("utf-8"))], 1)
            assert verdict.state != "passed", path.name
        endless = "def sigmoid(z):\n    while True: pass\n"
        verdicts = bench.judge([("sigmoid", endless), ("mse", SHORT[1].solution)], 1)
        assert [verdict.state for verdict in verdicts] == ["stopped", "passed"]
        assert "did not come to an end" in verdicts[0].findings[-1].message


def test_what_is_missing_is_told_with_its_meaning():
    layers = Layers({"seccomp": "an old kernel"})
    assert str(layers) == f"{len(MEANING) - 1} of {len(MEANING)} layers; without seccomp"
    told = [line for line in layers.told() if line.startswith("missing")]
    assert told == [
        "missing  seccomp: an old kernel. Not protected: the kernel refuses new processes, "
        "connections, signals to others."
    ]


@LINUX
def test_the_examination_tries_what_it_claims(capsys):
    status = main(["doctor", "--grading"])
    told = capsys.readouterr().out
    assert ("Answers are shut in completely" in told) == (status == 0)
    assert "it can write into its folder" in told
    for name in MEANING:
        assert f"{name}: " in told


def test_what_is_hidden_is_in_no_folder_that_may_be_read(tmp_path):
    (tmp_path / "packages" / "bpcourse").mkdir(parents=True)
    (tmp_path / "packages" / "numpy").mkdir()
    paths = list(without([str(tmp_path)], [tmp_path / "packages" / "bpcourse"]))
    assert paths == [str(tmp_path / "packages" / "numpy")]


def test_the_course_itself_is_hidden():
    hidden = hidden_paths()
    assert any(path.name == "bpcourse" for path in hidden)
    for path in without(readable_paths(hidden), hidden):
        assert not Path(path, "bpcourse").exists(), path


@LINUX
def test_an_honest_answer_may_use_its_folder_threads_and_the_standard_library(judged):
    source = (
        "import json, tempfile, threading\nfrom pathlib import Path\nimport numpy as np\n\n\n"
        "def sigmoid(z):\n"
        "    Path('notes.txt').write_text('mine')\n"
        "    with tempfile.TemporaryFile() as file:\n        file.write(b'x')\n"
        "    done = []\n"
        "    thread = threading.Thread(target=done.append, args=(1,))\n"
        "    thread.start()\n    thread.join()\n"
        "    assert json.loads(Path('notes.txt').read_text().join('\"\"')) == 'mine' and done\n"
        "    return 0.5 * (1 + np.tanh(z / 2))\n"
    )
    verdict = judged("sigmoid", source)
    assert verdict.state == "passed", verdict.report


@LINUX
def test_one_exercise_of_a_submission_does_not_feel_another(bench):
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
    verdicts = bench.judge([("sigmoid", first), ("mse", second + SHORT[1].solution)], 1)
    assert [verdict.state for verdict in verdicts] == ["passed", "passed"], verdicts
