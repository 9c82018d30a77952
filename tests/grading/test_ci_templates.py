"""The files for other services do what they say, run from a clean folder as the service would."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bpcourse.app.ci_templates import place
from bpcourse.app.cli import main
from bpcourse.errors import UserError

from .test_grade import EXERCISES, GOOD, WRONG

BASH = pytest.mark.skipif(
    os.name != "posix", reason="it is a script for bash; run it on Linux or macOS"
)


@pytest.fixture
def environment(tmp_path):
    """A PATH on which `bpcourse` and `pip` are those of this Python; nothing is installed."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "bpcourse").write_text(f'#!/bin/sh\nexec "{sys.executable}" -m bpcourse "$@"\n')
    (programs / "python3").write_text("#!/bin/sh\nexit 0\n")
    for program in programs.iterdir():
        program.chmod(0o755)
    path = os.pathsep.join(place for place in sys.path if place)
    return os.environ | {"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": path}


def answers(folder, squash):
    folder.mkdir(parents=True)
    for name, source in (GOOD | {"squash": squash}).items():
        (folder / f"{name}.py").write_text(source)


@BASH
@pytest.mark.parametrize(("source", "score"), [(GOOD["squash"], 4.0), (WRONG, 3.0)])
def test_gradescope_gets_its_results(tmp_path, environment, source, score):
    place("gradescope", tmp_path / "auto" / "source", exercises=EXERCISES)
    answers(tmp_path / "auto" / "submission", source)
    script = tmp_path / "auto" / "source" / "run_autograder"
    environment["AUTOGRADER"] = str(tmp_path / "auto")
    done = subprocess.run([str(script)], env=environment, capture_output=True, text=True)
    told = json.loads((tmp_path / "auto" / "results" / "results.json").read_text())
    assert told["score"] == score, done.stderr
    assert len(told["tests"]) == 4


@BASH
def test_gradescope_gets_a_result_even_if_the_grader_fails(tmp_path, environment):
    place("gradescope", tmp_path / "auto" / "source")
    environment["AUTOGRADER"] = str(tmp_path / "auto")
    script = tmp_path / "auto" / "source" / "run_autograder"
    subprocess.run([str(script)], env=environment, capture_output=True, check=True)
    told = json.loads((tmp_path / "auto" / "results" / "results.json").read_text())
    assert told["score"] == 0
    assert "Please tell your teacher" in told["output"]


@BASH
@pytest.mark.parametrize("kind", ["github", "gitlab"])
@pytest.mark.parametrize(("source", "status"), [(GOOD["squash"], 0), (WRONG, 1)])
def test_the_commands_of_the_build_servers_run(tmp_path, environment, kind, source, status):
    """Each command of the file, in order, in a clean folder with the answers in it."""
    work = tmp_path / "work"
    answers(work / "answers", source)
    place(kind, tmp_path / "files", exercises=EXERCISES)
    (tmp_path / "files" / "exercises").rename(work / "exercises")
    file = next(p for p in (tmp_path / "files").rglob("*") if p.is_file())
    summary = tmp_path / "summary.md"
    environment |= {"RUNNER_TEMP": str(tmp_path / "temp"), "GITHUB_STEP_SUMMARY": str(summary)}
    statuses = {}
    for line in file.read_text().splitlines():
        word = line.strip().removeprefix("- ").removeprefix("run: ")
        if word.startswith(("python3 ", "bpcourse ", "cat ")):
            done = subprocess.run(["bash", "-c", word], cwd=work, env=environment, check=False)
            statuses[word.split()[0]] = done.returncode
    assert statuses["bpcourse"] == status
    if kind == "github":
        assert f"| squash | {'✗ failed' if status else '✓ passed'} |" in summary.read_text()
    else:
        assert (work / "grades" / "exports" / "junit.xml").exists()


@pytest.mark.parametrize("kind", ["gradescope", "github", "gitlab"])
def test_the_container_takes_the_place_of_missing_layers(kind, tmp_path):
    """Else nothing would be graded where the service forbids name spaces."""
    place(kind, tmp_path)
    texts = [path.read_text() for path in tmp_path.rglob("*") if path.is_file()]
    lines = [line for text in texts for line in text.splitlines() if "bpcourse grade" in line]
    assert lines
    assert all("--allow-weak-isolation" in line for line in lines)


def test_no_model_answer_is_copied(tmp_path):
    place("gradescope", tmp_path / "auto", exercises=EXERCISES)
    names = {path.name for path in (tmp_path / "auto").rglob("*")}
    assert "test_squash.py" in names
    assert not names & {"solution.py", "mistakes.toml", "mutants.toml"}


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(UserError, match="is not empty"):
        place("github", tmp_path)
    assert main(["autograder", "github", "--to", str(tmp_path)]) == 1


def test_the_files_are_yaml(tmp_path):
    yaml = pytest.importorskip(
        "yaml", reason='needs PyYAML: python -m pip install "bpcourse[grading]"'
    )
    for kind in ("github", "gitlab"):
        place(kind, tmp_path / kind)
        for path in (tmp_path / kind).rglob("*.yml"):
            assert yaml.safe_load(Path(path).read_text())
