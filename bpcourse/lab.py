"""Lab: the learner's own folder, and JupyterLab opened in it at the next lesson.

Lessons are copied, never moved over: a learner's file stays as it is, and a newer edition of a
lesson is laid beside it.
"""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from . import kernel
from .checking.exercise import exercises
from .checking.progress import Progress
from .checking.workspace import VARIABLE, Workspace, fingerprint, here
from .content import content
from .trouble import Trouble
from .whole import write_whole


def lab(folder=None, options=()):
    """Prepare the folder and run JupyterLab there until it is ended; returns its exit status.

    Raises Trouble where the folder cannot be used.
    """
    workspace = Workspace(Path(folder).expanduser().absolute()) if folder else here()
    for news in prepare(workspace):
        print(news)
    lesson = next_lesson(workspace)
    print(f"Your folder is {workspace.root}. Opening {lesson}; Ctrl-C here ends it.", flush=True)
    command = [sys.executable, "-m", "jupyterlab", *settings_for(workspace, lesson), *options]
    process = subprocess.Popen(command, env=environment(workspace), cwd=workspace.root)
    # to end this process is to end that one
    before = signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    try:
        return _wait(process)
    finally:
        signal.signal(signal.SIGTERM, before)


def _wait(process):
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue  # JupyterLab has heard it too, and asks whether it is meant


def prepare(workspace):
    """Make the folder and bring the lessons; returns sentences on what is new to the learner."""
    try:
        workspace.create()
        environment(workspace)
        return [news for page in pages() if (news := _bring(page, workspace))]
    except OSError as error:
        raise Trouble(
            f"{error.filename or workspace.root} cannot be written: {error.strerror or error}.\n"
            "Nothing of yours was changed. Make room, or name a folder of your own, as in:\n"
            "  bpcourse lab ~/bpcourse-work"
        ) from error


def lessons():
    """The paths of all built lessons, in order."""
    return sorted(content("notebooks").glob("[0-9]*.ipynb"))


def pages():
    """All that is brought: the lessons, and the page of words and symbols."""
    return [*lessons(), *content("notebooks").glob("words_and_symbols.ipynb")]


def _bring(lesson, workspace):
    """Copy a lesson that is missing. A new edition of one that is there gets a name of its own."""
    text = lesson.read_text(encoding="utf-8")
    known, target = _brought(workspace), workspace.root / lesson.name
    if target.exists() and fingerprint(text) in known.get(lesson.stem, []):
        return ""
    there = [path for path in workspace.root.glob(f"{lesson.stem}*.ipynb") if _same(path, text)]
    number = 1
    while target.exists():
        number += 1
        target = workspace.root / f"{lesson.stem}_edition{number}.ipynb"
    if not there:
        write_whole(target, text)
    known.setdefault(lesson.stem, []).append(fingerprint(text))
    write_whole(workspace.private / "lessons.json", json.dumps(known, indent=1))
    if there or number == 1:
        return ""
    return f"{lesson.stem} has a new edition, {target.name}; yours is as you left it."


def _same(path, text):
    try:
        return fingerprint(path.read_text(encoding="utf-8")) == fingerprint(text)
    except (OSError, UnicodeDecodeError):
        return False


def _brought(workspace):
    """Which editions have been copied: a dictionary from a lesson's name to fingerprints."""
    try:
        known = json.loads((workspace.private / "lessons.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}


def next_lesson(workspace):
    """The file of the first lesson with an exercise that is not passed, or of the last lesson."""
    progress = Progress(workspace)
    unfinished = [e.lesson for e in exercises() if not progress.passed(e.name)]
    name = unfinished[0] if unfinished else lessons()[-1].stem
    editions = workspace.root.glob(f"{name}*.ipynb")
    return max(editions, key=lambda path: path.stat().st_mtime).name


def settings_for(workspace, lesson):
    """JupyterLab's options, without the questions it would ask."""
    return [
        f"--ServerApp.root_dir={workspace.root}",
        f"--LabApp.default_url=/lab/tree/{quote(lesson)}",
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
        "--LabApp.extension_manager=readonly",
    ]


NO_NEWS = {  # no request leaves the machine
    "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False}
}


def environment(workspace):
    """The learner's own Jupyter settings, and before them those that the course needs."""
    ours = workspace.private / "jupyter"
    kernel.install(ours)
    settings = ours / "labconfig" / "default_setting_overrides.json"
    write_whole(settings, json.dumps(NO_NEWS, indent=1))
    ahead = {
        name: os.pathsep.join(filter(None, [str(ours), os.environ.get(name)]))
        for name in ("JUPYTER_PATH", "JUPYTER_CONFIG_PATH")
    }
    return os.environ | ahead | {VARIABLE: str(workspace.root)}
