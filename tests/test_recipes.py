"""The recipes of CONTRIBUTING.md work, word by word, in a copy of the repository."""

import os
import re
import shutil
import subprocess
import sys

import pytest

from bpcourse.content import content

pytestmark = [
    pytest.mark.clone,
    pytest.mark.skipif(
        shutil.which("perl") is None, reason="the recipes need a Unix shell with perl; install perl"
    ),
]


def recipe(title):
    """The files and the commands under that heading."""
    text = content("CONTRIBUTING.md").read_text(encoding="utf-8")
    part = re.search(rf"^## {title}\n(.*?)^## ", text, flags=re.DOTALL | re.MULTILINE)[1]
    files = re.findall(r"`([\w/]+\.py)`:\n\n```python\n(.*?)```", part, flags=re.DOTALL)
    commands = re.findall(r"```sh\n(.*?)```", part, flags=re.DOTALL)
    return files, "\n".join(commands)


@pytest.fixture
def copy(tmp_path):
    """All that git knows of, with what has not been committed yet."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=content(), capture_output=True, text=True, check=True)
    for name in filter(None, listed.stdout.split("\0")):
        if content(name).exists():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(content(name), tmp_path / name)
    return tmp_path


def git(copy, *words):
    """What git prints, as somebody who has no settings of their own."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", *who, *words]
    return subprocess.run(command, cwd=copy, capture_output=True, text=True, check=True).stdout


def test_a_lesson_is_added_by_adding(copy, tmp_path_factory):
    """Only files of its own appear, and no other file changes but the index of teachers' pages."""
    git(copy, "init", "--quiet")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "before")
    follow(copy, "Add a lesson", tmp_path_factory.mktemp("tools"))
    places = r"notebooks/src/|notebooks/|exercises/|bpcourse/experiments/|docs/teaching/"
    own = re.compile(rf"\?\? ({places})(20_)?my_lesson(\.py|\.ipynb|\.md|/)")
    status = git(copy, "status", "--porcelain").splitlines()
    assert [line for line in status if not own.fullmatch(line)] == [" M docs/teaching/README.md"]
    assert len(status) == 1 + 5  # its text, its notebook, its two folders, its teacher's page


@pytest.mark.parametrize("title", ["Add an exercise", "How an experiment is made"])
def test_the_recipe_works(copy, title, tmp_path_factory):
    follow(copy, title, tmp_path_factory.mktemp("tools"))


def follow(copy, title, tools):
    """Write the recipe's files, and run its commands as they stand there."""
    files, commands = recipe(title)
    for path, text in files:
        (copy / path).write_text(text, encoding="utf-8")
    for name, words in {"python": "", "bpcourse": " -m bpcourse"}.items():
        (tools / name).write_text(f'#!/bin/sh\nexec "{sys.executable}"{words} "$@"\n')
        (tools / name).chmod(0o755)
    environment = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(copy),
        "PYTEST_ADDOPTS": "-n0 -p no:randomly",
    }
    done = subprocess.run(
        ["sh", "-ec", commands], cwd=copy, env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.search(r"[1-9]\d* passed", done.stdout), done.stdout
