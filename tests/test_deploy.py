"""What the recipes of docs/hubs.md start, started here: each opens the next lesson."""

import json
import os
import re
import secrets
import shlex
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest

from bpcourse.app import hub
from bpcourse.app.cli import main
from bpcourse.app.lab import lessons
from bpcourse.content import content

from .browser.lab import _free_port

pytestmark = pytest.mark.clone
ROOT = content("deploy").parent


def of_container():
    text = (ROOT / "deploy" / "Dockerfile").read_text(encoding="utf-8")
    return json.loads(re.search(r"(?m)^CMD (.*)$", text)[1])


def of_codespace():
    text = (ROOT / ".devcontainer" / "devcontainer.json").read_text(encoding="utf-8")
    return shlex.split(json.loads(text)["postAttachCommand"])


def of_binder():
    """Binder's script, before the command that Binder runs in an image."""
    script = str(ROOT / ".binder" / "start")
    return [script, "jupyter-lab", "--no-browser", "--ip=0.0.0.0", "--port=8888"]


@pytest.mark.skipif(sys.platform == "win32", reason="the recipes are for Linux")
@pytest.mark.parametrize("recipe", [of_container, of_codespace, of_binder])
def test_it_opens_at_the_next_lesson(recipe, tmp_path):
    port, token = _free_port(), secrets.token_hex(16)
    here = {"8888": str(port), "0.0.0.0": "127.0.0.1"}  # nobody else is to reach it
    command = [re.sub("8888|0.0.0.0", lambda found: here[found[0]], word) for word in recipe()]
    command += ["--allow-root", f"--IdentityProvider.token={token}"]
    programs = str(Path(sys.executable).parent)
    environment = os.environ | {
        "PATH": os.pathsep.join([programs, os.environ["PATH"]]),
        "HOME": str(tmp_path),
        "BPCOURSE_WORK": str(tmp_path / "work"),
        "JUPYTER_DATA_DIR": str(tmp_path / "data"),
        "JUPYTER_CONFIG_DIR": str(tmp_path / "config"),
    }
    with (tmp_path / "log").open("w+") as log:
        running = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
        try:
            opened = answer(f"http://127.0.0.1:{port}/?token={token}", running, tmp_path / "log")
        finally:
            running.terminate()
            running.wait(60)
    assert opened.partition("?")[0].endswith(f"/lab/tree/{lessons()[0].name}")
    assert (tmp_path / "work" / lessons()[0].name).exists()


def answer(url, process, log):
    """The address at which a server that is just being started answers this one."""
    for _ in range(1200):  # two minutes; a busy machine is slow, not broken
        try:
            with urllib.request.urlopen(url) as reply:
                return reply.url
        except OSError:
            assert process.poll() is None, log.read_text()
            time.sleep(0.1)
    raise TimeoutError(log.read_text())


def test_scripts_of_binder_can_be_executed():
    for name in ("start", "postBuild"):
        assert os.access(ROOT / ".binder" / name, os.X_OK), name


def test_without_a_hub_its_command_says_who_starts_it(monkeypatch, workspace, capsys):
    monkeypatch.setattr(hub, "find_spec", lambda name: True)
    monkeypatch.delenv("JUPYTERHUB_API_TOKEN", raising=False)
    assert main(["lab", "--hub"]) == 1
    assert capsys.readouterr().err == (
        "With --hub only JupyterHub can start the course, by c.Spawner.cmd in its settings: "
        "docs/hubs.md says how.\nOn a machine of your own, run: bpcourse lab\n"
    )
    assert not workspace.root.exists()


def test_a_missing_part_of_the_hub_is_named_with_its_repair(monkeypatch, workspace, capsys):
    monkeypatch.setattr(hub, "find_spec", lambda name: None)
    assert main(["lab", "--hub"]) == 1
    assert capsys.readouterr().err == (
        "JupyterHub's part of a learner's server is not installed. Run, with the hub's version:\n"
        f"  {sys.executable} -m pip install jupyterhub\n"
    )
