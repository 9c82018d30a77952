"""What holds for root holds for an ordinary user: the same tests, run by nobody."""

import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

import bpcourse

NOBODY = 65534
ROOT = Path(bpcourse.__file__).parents[1]
PACKAGES = sysconfig.get_path("purelib")


def as_nobody(python, *words, folder):
    """Run this Python as nobody, with a home of its own."""
    user = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "env"]
    environment = {
        "PATH": os.defpath,
        "HOME": str(folder),
        "PYTHONPATH": f"{ROOT}{os.pathsep}{PACKAGES}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "BPCOURSE_HOSTILE": os.environ.get("BPCOURSE_HOSTILE", "few"),
    }
    options = {"env": environment, "cwd": folder, "capture_output": True, "text": True}
    return subprocess.run([*user, python, *words], check=False, **options)


@pytest.fixture
def home(tmp_path_factory):
    """A folder of nobody's, which nobody can reach."""
    folder = Path(f"/tmp/bpcourse-nobody-{os.getpid()}")
    folder.mkdir()
    os.chown(folder, NOBODY, NOBODY)
    yield folder
    shutil.rmtree(folder)


def reachable_python(home):
    """A Python of this version that nobody can start and that finds all packages, or None."""
    name = f"python3.{sys.version_info.minor}"
    for python in dict.fromkeys([sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"]):
        done = as_nobody(python, "-c", "import numpy, pytest, hypothesis, xdist", folder=home)
        if done.returncode == 0:
            return python
    return None


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0 or not shutil.which("setpriv"),
    reason="these tests are run by an ordinary user already; run them as root to try both",
)
def test_what_holds_for_root_holds_for_an_ordinary_user(home):
    python = reachable_python(home)
    if python is None:
        pytest.skip("no Python here can be started by nobody; install one in /usr/bin")
    here = Path(__file__)
    files = [here.with_name("test_protections.py"), here.with_name("test_hostile.py")]
    options = ["-q", "-n0", "-p", "no:cacheprovider", f"--basetemp={home}/tests"]
    done = as_nobody(python, "-m", "pytest", *options, "--rootdir", ROOT, *files, folder=home)
    assert done.returncode == 0, done.stdout[-5000:] + done.stderr[-2000:]
    assert " passed" in done.stdout
