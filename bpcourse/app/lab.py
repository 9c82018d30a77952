"""Lab: the learner's own folder, and JupyterLab opened in it at the next lesson."""

import os
import re
import signal
import socket
import subprocess
import sys
import webbrowser
from importlib.util import find_spec
from pathlib import Path

from ..checking.exercise import exercises
from ..checking.progress import Progress
from ..checking.workspace import workspace_at
from ..errors import UserError
from .jupyter_settings import environment, options_for
from .lesson_copies import bring, lessons, pages
from .tutor import lay


def lab(folder=None, options=()):
    """Prepare the folder and run JupyterLab there until it is ended; returns its exit status.

    Raises UserError where the folder cannot be used, or JupyterLab cannot be started.
    """
    options = list(options)
    demand(options)
    workspace = workspace_at(folder)
    for news in prepare(workspace):
        print(news)
    if address := address_of_running(workspace):
        print(f"JupyterLab runs for {workspace.root} already:\n  {address}")
        if not why_no_browser(options):
            webbrowser.open(address)
        return 0
    lesson = next_lesson(workspace)
    print(f"Your folder is {workspace.root}. Opening {lesson}; Ctrl-C here ends it.", flush=True)
    if (reason := why_no_browser(options)) and "--no-browser" not in options:
        print(f"{reason} Open the address below, which begins with http, in a browser.", flush=True)
        options.append("--no-browser")
    command = [sys.executable, "-m", "jupyterlab", *options_for(workspace, lesson), *options]
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


def demand(options):
    """Raise UserError where JupyterLab would not start, in words that say what to do."""
    if find_spec("jupyterlab") is None:
        raise UserError(
            f"JupyterLab is not installed. Run: {sys.executable} -m pip install jupyterlab"
        )
    if is_root() and not any(re.search("allow.root", option) for option in options):
        raise UserError(
            "JupyterLab does not run as root, because a notebook could then change every file of "
            "this machine.\nLog in as an ordinary user; where there is none, as in a container, "
            "run: bpcourse lab --allow-root"
        )
    port = port_in(options)
    if port and _is_taken(port):
        raise UserError(
            f"Port {port} is used by another program, perhaps by a lesson that is still open.\n"
            f"Choose another, as in: bpcourse lab --port {port + 1}. Without --port a free one is "
            "found."
        )


def is_root():
    """Does this process have every right on the machine?"""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def port_in(options):
    """The port that the options ask for, or None."""
    match = re.search(r"--(?:ServerApp\.)?port[= ](\d+)", " ".join(options))
    return int(match[1]) if match else None


def _is_taken(port):
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


def why_no_browser(options):
    """Why no browser can be opened here, in a sentence; empty if one can."""
    if "--no-browser" in options:
        return "No browser is wanted."
    shown = sys.platform != "linux" or {"DISPLAY", "WAYLAND_DISPLAY", "BROWSER"} & set(os.environ)
    if not shown:
        return "This machine has no display."
    try:
        webbrowser.get()
    except webbrowser.Error:
        return "No browser is found on this machine."
    return ""


def address_of_running(workspace):
    """Where a JupyterLab for this folder can be reached that runs already; empty if none does."""
    from jupyter_server.serverapp import list_running_servers

    for server in list_running_servers():
        if Path(server["root_dir"]) == workspace.root:
            return f"{server['url']}lab?token={server['token']}"
    return ""


def prepare(workspace):
    """Make the folder, bring the lessons and the wish to assistants; what is new, in sentences."""
    try:
        workspace.create()
        environment(workspace)
        told = [*(bring(page, workspace) for page in pages()), lay(workspace)]
        return list(filter(None, told))
    except OSError as error:
        raise UserError(
            f"{error.filename or workspace.root} cannot be written: {error.strerror or error}.\n"
            "Nothing of yours was changed. Make room, or name a folder of your own, as in:\n"
            "  bpcourse lab ~/bpcourse-work"
        ) from error


def next_lesson(workspace):
    """The file of the first lesson with an exercise that is not passed, or of the last lesson."""
    progress, known = Progress(workspace), [path.stem for path in lessons()]
    unfinished = [e.lesson for e in exercises() if not progress.passed(e.name)]
    name = next((lesson for lesson in unfinished if lesson in known), known[-1])
    editions = workspace.root.glob(f"{name}*.ipynb")
    return max(editions, key=lambda path: path.stat().st_mtime).name
