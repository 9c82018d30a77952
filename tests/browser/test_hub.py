"""The course under a real JupyterHub on this machine, started from the recipe in deploy/."""

import json
import os
import re
import secrets
import subprocess
import sys
import time
import urllib.request
from importlib.util import find_spec
from types import SimpleNamespace

import pytest

from bpcourse.app.lab import lessons
from bpcourse.checking.check import check
from bpcourse.checking.exercise import exercises, find
from bpcourse.checking.workspace import Workspace
from bpcourse.content import content

from .lab import Notebook, _free_port, pixels, settled

RECIPE = content("deploy") / "jupyterhub_config.py"
MISSING = [
    *(() if find_spec("jupyterhub") else ["python -m pip install jupyterhub"]),
    *(() if (RECIPE.parent / "node_modules").exists() else ["cd deploy && npm install"]),
]
pytestmark = [
    pytest.mark.clone,
    pytest.mark.skipif(bool(MISSING), reason=f"needs a JupyterHub: {'; '.join(MISSING)}"),
]
LEARNER = "ada"
FIRST, SECOND = lessons()[:2]
ON_THIS_MACHINE = """
load_subconfig({recipe!r})
c.JupyterHub.bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.hub_port = {hub_port}
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{proxy_port}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = {password!r}
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = {homes!r}
c.Spawner.args = ["--allow-root"]
"""


@pytest.fixture(scope="module")
def hub(tmp_path_factory):
    """A JupyterHub, and a learner who has finished the first lesson."""
    place = tmp_path_factory.mktemp("hub")
    folder = place / "homes" / LEARNER / "bpcourse-work"
    finish(FIRST.stem, Workspace(folder))
    port, password = _free_port(), secrets.token_hex(16)
    told = {
        "recipe": str(RECIPE),
        "port": port,
        "hub_port": _free_port(),
        "proxy_port": _free_port(),
        "password": password,
        "homes": f"{place}/homes/{{username}}",
    }
    settings = place / "config.py"
    settings.write_text(ON_THIS_MACHINE.format(**told), encoding="utf-8")
    command = [sys.executable, "-m", "jupyterhub", "--config", str(settings)]
    environment = {name: text for name, text in os.environ.items() if name != "BPCOURSE_WORK"}
    with (place / "log").open("w+") as log:
        running = subprocess.Popen(command, cwd=place, env=environment, stdout=log, stderr=log)
        url = f"http://127.0.0.1:{port}"
        try:
            wait_for(f"{url}/hub/login", running, place / "log")
            yield SimpleNamespace(url=url, port=port, password=password, folder=folder)
        finally:
            running.terminate()
            running.wait(60)


def finish(lesson, workspace):
    """Pass all exercises of that lesson in that folder."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("BPCOURSE_WORK", str(workspace.root))
        for exercise in exercises():
            if exercise.lesson == lesson:
                workspace.save_answer(exercise.name, exercise.solution)
                assert check(exercise.name).outcome == "ok"


def wait_for(url, process, log):
    for _ in range(600):  # a minute; a busy machine is slow, not broken
        try:
            with urllib.request.urlopen(url):
                return
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
    raise TimeoutError(f"JupyterHub does not start.\n{log.read_text()}")


def code_of(lesson):
    cells = json.loads(lesson.read_text(encoding="utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def first_that(pattern, code):
    return next(number for number, source in enumerate(code) if re.match(pattern, source))


def test_who_logs_in_is_in_their_next_lesson_moves_an_experiment_and_is_judged(chromium, hub):
    lesson = Notebook(chromium, hub)
    page, code = lesson.page, code_of(SECOND)
    page.goto(hub.url)
    page.get_by_label("Username").fill(LEARNER)
    page.get_by_label("Password").fill(hub.password)
    page.get_by_role("button", name="Sign in").click()
    lesson._opened()
    assert lesson.path == SECOND.name
    assert page.get_by_title("Notebook trusted").count() == 1

    lesson.run(0)
    assert "steps, about" in lesson.output(0)
    experiment = first_that(r"[A-Z]\w+\(\)$", code)
    lesson.run(experiment)
    stage = lesson.stage(number=experiment)
    settled(stage)
    before = pixels(stage)
    stage.locator("input[type=range]").first.press("ArrowRight")
    settled(stage)
    assert pixels(stage) != before

    exercise = first_that("%%exercise ", code)
    name = code[exercise].split()[1]
    lesson.run(exercise, f"%%exercise {name}\n{find(name).solution}")
    assert f"✓ {name}: right." in lesson.output(exercise)
    assert (hub.folder / "answers" / f"{name}.py").read_text() == find(name).solution
    assert lesson.troubles == []
    lesson.context.close()
