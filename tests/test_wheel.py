"""What is installed from the built wheel is the whole course, with no clone at hand."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from bpcourse.content import content

pytestmark = pytest.mark.clone


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder)]
    subprocess.run([*command, str(content())], check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def elsewhere(wheel, tmp_path_factory):
    """A fresh environment that has only the wheel, and borrows what the wheel needs from here."""
    folder = tmp_path_factory.mktemp("elsewhere")
    subprocess.run(
        [sys.executable, "-m", "venv", "--without-pip", str(folder / "venv")], check=True
    )
    python = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    site = next((folder / "venv").rglob("site-packages"))
    with zipfile.ZipFile(wheel) as packed:
        packed.extractall(site)
    borrowed = [path for path in sys.path if "site-packages" in path]
    (site / "borrowed.pth").write_text("\n".join(borrowed))
    return python


def run(python, *words, folder, **options):
    environment = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "BPCOURSE_WORK")}
    environment["PYTEST_ADDOPTS"] = ""
    return subprocess.run(
        [str(python), *words],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        **options,
    )


def tracked(*folders):
    done = subprocess.run(
        ["git", "ls-files", *folders], cwd=content(), capture_output=True, text=True
    )
    return [Path(line) for line in done.stdout.splitlines()]


def test_lessons_exercises_data_and_the_stage_are_inside(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    for path in tracked("exercises", "notebooks", "tests"):
        place = (
            "bpcourse/tests" if path.parts[0] == "tests" else f"bpcourse/content/{path.parts[0]}"
        )
        assert Path(place, *path.parts[1:]).as_posix() in names
    for path in tracked("bpcourse"):
        if path.name not in ("package.json", ".npmrc"):
            assert path.as_posix() in names


def test_nothing_else_is_inside(wheel):
    """No cache, no build, no module of the page's tools; and all of it is small."""
    names = zipfile.ZipFile(wheel).namelist()
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]
    assert wheel.stat().st_size < 6_000_000  # twenty lessons with their pictures


def test_it_names_what_it_needs_and_its_licences(wheel):
    packed = zipfile.ZipFile(wheel)
    metadata = packed.read(next(n for n in packed.namelist() if n.endswith("METADATA"))).decode()
    needed = {
        line.split()[1].split(">")[0]
        for line in metadata.splitlines()
        if "Requires-Dist" in line and "extra" not in line
    }
    assert sorted(needed) == [
        "anywidget",
        "ipywidgets",
        "jupyterlab",
        "matplotlib",
        "numpy",
        "pytest",
    ]
    assert any(name.endswith("licenses/LICENSE") for name in packed.namelist())


def test_from_the_wheel_alone_a_learner_can_begin(elsewhere, tmp_path):
    code = (
        "from pathlib import Path\nfrom bpcourse import content\nfrom bpcourse.app import lab\n"
        "from bpcourse.checking.workspace import Workspace\n"
        "lab.prepare(Workspace(Path('work').absolute()))\nprint(content.content())"
    )
    done = run(elsewhere, "-c", code, folder=tmp_path)
    assert done.returncode == 0, done.stderr
    assert str(elsewhere.parent.parent) in done.stdout
    assert (tmp_path / "work" / "02_gradient_descent.ipynb").exists()
    done = run(elsewhere, "-m", "bpcourse", "list", folder=tmp_path)
    assert "gd_step" in done.stdout


def test_from_the_wheel_alone_an_answer_is_judged(elsewhere, tmp_path):
    answers = tmp_path / "bpcourse-work" / "answers"
    answers.mkdir(parents=True)
    code = "from bpcourse.checking.exercise import find; print(find('gd_step').solution)"
    (answers / "gd_step.py").write_text(run(elsewhere, "-c", code, folder=tmp_path).stdout)
    done = run(elsewhere, "-m", "bpcourse", "check", "gd_step", folder=tmp_path)
    assert "✓ gd_step: right." in done.stdout, done.stdout + done.stderr


def test_from_the_wheel_alone_the_tests_run(elsewhere, tmp_path):
    """Those of the layers here; `pytest --pyargs bpcourse.tests` runs them all."""
    words = [
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "--pyargs",
        "bpcourse.tests.nn.test_layers",
    ]
    done = run(elsewhere, *words, folder=tmp_path)
    assert done.returncode == 0, done.stdout
    assert " passed" in done.stdout
