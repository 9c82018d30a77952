"""Run notebooks: those that were handed in, run from top to bottom, and what nbval says of it.

pytest and nbval run here; the kernel, in which the student's cells run, is shut in like any answer
and spoken to through sockets that are files. No points come from it: it is told as a note.

Cells with nbval's mark or tag in the lesson must show what they show there, whatever the student's
copy says.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path, PurePosixPath
from subprocess import DEVNULL, TimeoutExpired
from xml.etree import ElementTree

from ...content import content
from ...errors import UserError
from ...python_process import ONE_THREAD, command, end, end_tree, start
from .. import sanitize
from ..sandbox.protections import NAMESPACES
from ..submissions import archive
from . import sockets

CELL = 30  # seconds for a cell
WHOLE = 240  # seconds for all notebooks of a submission
MEMORY = 2 << 30  # bytes for nbval: it keeps what the cells print
KERNEL = "bpcourse-shut-in"
CONNECTION = "{connection_file}"  # which Jupyter replaces by the file's path
SHOWN = 3  # cells of which the trouble is told
TAG = "nbval-check-output"
MARK = re.compile(r"^[ \t]*#[ \t]*(?:NBVAL_|PYTEST_VALIDATE_)\w+[ \t]*$", re.MULTILINE)
COLOURS = re.compile(r"(?:\x1b|#x1B)\[[\d;]*m")  # the second is how XML has the first
SOCKETS = "bpcourse.grading.notebooks.sockets"


def demand(protections):
    """UserError where notebooks cannot be run here."""
    if not find_spec("nbval"):
        raise UserError(
            'Notebooks need one more package: python -m pip install "bpcourse[grading]"'
        )
    if NAMESPACES in protections.missing:
        raise UserError(
            f"This machine cannot shut a notebook in ({protections.missing[NAMESPACES]}).\n"
            "Grade without --notebooks here, or with it on Linux."
        )


def with_notes(judged_ones, jobs, hidden):
    """Yields the same, each with a note on all notebooks of its submission; so many run at once."""
    processes, waiting = set(), deque()
    executor = ThreadPoolExecutor(jobs)
    try:
        for judged in judged_ones:
            notebooks = judged.submission.notebooks
            notes = executor.submit(run_notebooks, notebooks, hidden, processes)
            waiting.append((judged, notes))
            if len(waiting) > 2 * jobs:
                yield _first_noted(waiting)
        while waiting:
            yield _first_noted(waiting)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
        while not all(notes.done() for _, notes in waiting):  # one may only just be starting
            for process in list(processes):
                end_tree(process.pid)
            time.sleep(0.05)


def _first_noted(waiting):
    judged, notes = waiting[0]  # it stays in the row until its notes have come
    judged.submission.notes += notes.result()
    waiting.popleft()
    return judged


def run_notebooks(notebooks, hidden, processes):
    """A sentence for each of the notebooks, given as name and text: runs clean, or what happened.

    The kernel sees nothing that is `hidden`. Who is running is in `processes`.
    """
    end = time.monotonic() + WHOLE
    told = []
    for name, text in notebooks.items():
        seconds = end - time.monotonic()
        if seconds > 1:
            found = _run(PurePosixPath(name), text, hidden, seconds, processes)
        else:
            found = f"it was not run, because those before it took {WHOLE} s."
        told.append(f"{archive.clean_name(name)}: {found}")
    return told


def _run(name, text, hidden, seconds, processes):
    try:
        notebook, missing = prepared(name, text)
    except UserError as error:
        return str(error)
    with tempfile.TemporaryDirectory(prefix="bp") as folder:  # short: a socket's path is limited
        folder = Path(folder)
        folder.chmod(0o755)
        (folder / "lesson.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        _describe_kernel(folder, hidden)
        found = _nbval(folder, seconds, processes)
    if missing:
        found += f" {missing} of the cells that are compared are missing."
    return found


def prepared(name, text):
    """The notebook with the lesson's outputs where they are compared; how many cells are missing.

    No mark of the student's own counts, nor does what the copy showed.
    """
    try:
        notebook = json.loads(text)
        cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
        for cell in cells:
            cell["source"] = MARK.sub("#", "".join(cell["source"]))
            cell |= {"metadata": {}, "outputs": [], "execution_count": None}
    except (ValueError, TypeError, KeyError, RecursionError):
        raise UserError("it is no notebook of version 4. Save it again in Jupyter.") from None
    own, missing = {cell.get("id"): cell for cell in cells}, 0
    for marked in _marked_cells(name.stem):
        if marked["id"] in own:
            told = {name: marked[name] for name in ("outputs", "execution_count")}
            own[marked["id"]] |= told | {"metadata": {"tags": [TAG]}}
        else:
            missing += 1
    return notebook, missing


def _marked_cells(name):
    path = next((p for p in content("notebooks").glob("*.ipynb") if p.stem in name), None)
    if path is None:
        return []
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    return [cell for cell in cells if TAG in cell["metadata"].get("tags", ())]


def _describe_kernel(folder, hidden):
    """Tell Jupyter how the kernel is started; an interrupt is a message, as it sees no signal."""
    (folder / "s").mkdir()
    options = {
        "hidden": [str(path) for path in hidden],
        "sockets": str(folder / "s"),
    }
    spec = {
        "argv": [*command("bpcourse.grading.notebooks.shut_in_kernel:main", options), CONNECTION],
        "display_name": KERNEL,
        "language": "python",
        "interrupt_mode": "message",
        "env": ONE_THREAD,  # who has threads cannot enter a name space
    }
    place = folder / "kernels" / KERNEL
    place.mkdir(parents=True)
    (place / "kernel.json").write_text(json.dumps(spec), encoding="utf-8")


def run_nbval(folder, options):
    """What nbval's process does; it has a bounded place for the sockets, and bounded memory."""
    import resource

    import pytest

    from ..sandbox.namespaces import small_folder

    small_folder(f"{folder}/s", 1 << 16)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    sys.exit(pytest.main(options))


def _nbval(folder, seconds, processes):
    """Run nbval on the notebook; what it found."""
    report = folder / "report.xml"
    options = ["--noconftest", "-c", os.devnull, "--rootdir", str(folder)]
    options += ["-p", "nbval.plugin", "-p", SOCKETS, "-p", "no:cacheprovider"]
    options += ["--nbval-lax", f"--nbval-kernel-name={KERNEL}", f"--nbval-cell-timeout={CELL}"]
    options += [f"--junitxml={report}", str(folder / "lesson.ipynb")]
    environment = os.environ | {
        "JUPYTER_PATH": str(folder),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        sockets.VARIABLE: str(folder / "s"),
        "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        "PYTEST_ADDOPTS": "",
    }
    silent = dict.fromkeys(("stdin", "stdout", "stderr"), DEVNULL)
    call = "bpcourse.grading.notebooks.run_notebooks:run_nbval"
    process = start(call, str(folder), options, environment=environment, **silent)
    processes.add(process)
    try:
        process.wait(seconds)
    except TimeoutExpired:
        return f"it did not come to an end within {WHOLE} s, so it was stopped."
    finally:
        end(process)
        processes.discard(process)
    if not report.exists():
        return "it could not be run: its kernel did not start, or it printed without end."
    return _told(report)


def _told(report):
    cases = list(ElementTree.parse(report).iter("testcase"))
    failed = []
    for number, case in enumerate(cases):
        trouble = [*case.iter("failure"), *case.iter("error")]
        if trouble:
            failed.append(f"cell {number + 1} ({_cause(trouble[0])})")
    if not failed:
        return f"it runs clean, all {len(cases)} code cells."
    more = f" and {len(failed) - SHOWN} more" if len(failed) > SHOWN else ""
    return f"{len(failed)} of {len(cases)} code cells fail: {'; '.join(failed[:SHOWN])}{more}."


def _cause(trouble):
    """The telling line of what nbval prints on a cell."""
    text = sanitize.plain(COLOURS.sub("", trouble.text or trouble.get("message") or ""))
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if any("outputs differ" in line for line in lines):
        return "it shows something else than the lesson"
    if any("Timeout of" in line for line in lines):
        return f"it did not come to an end within {CELL} s"
    telling = [line for line in lines if re.match(r"\w*(Error|Exception|Interrupt)\b", line)]
    return (telling or lines or ["no reason is told"])[-1][:120]
