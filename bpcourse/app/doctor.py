"""Doctor: is this machine ready for the course?

Each thing is tried, and what fails names its repair.
"""

import platform
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path

from .._version import __version__
from ..atomic_write import write_text
from ..checking.workspace import here
from ..errors import UserError
from . import kernel_spec

MEMORY_NEEDED = 1.0  # GB: JupyterLab, a kernel and the checks beside it
FREE_DISK = 0.1  # GB


def doctor(out=print):
    """Try everything, say what was found, end with the readiness code; returns 0 if all is well."""
    failed = examine(out)
    out(f"\nReadiness code: {code(failed)}" if failed else f"\nReady. Readiness code: {code(0)}")
    return 1 if failed else 0


def examine(out=print):
    """Try everything, say what was found; a number with a bit for each thing that failed."""
    out(f"bpcourse {__version__} on {platform.system()} {platform.machine()}")
    failed = 0
    for bit, (name, examination) in enumerate(EXAMINATIONS.items()):
        try:
            out(f"  ok    {name}: {examination()}")
        except Exception as error:  # whatever goes wrong here is a finding
            repair = (
                str(error) if isinstance(error, UserError) else f"{type(error).__name__}: {error}"
            )
            out(f"  FAIL  {name}: {repair}")
            failed |= 1 << bit
    return failed


def code(failed):
    """The findings as a short text: version, system, Python, what failed; nothing personal."""
    system = {"Linux": "L", "Darwin": "M", "Windows": "W"}.get(platform.system(), "X")
    text = f"{__version__}-{system}{sys.version_info.minor}-{failed:03X}"
    return f"{text}-{_check_letter(text)}"


def explain(text, out=print):
    """Say what a readiness code means; returns 0, or 1 where it is none."""
    found = _read(text)
    if found is None:
        out(
            f"{text!r} is no readiness code. One looks like {code(0)}; is a letter missing or "
            f"misread?"
        )
        return 1
    course, place, names = found
    system = {"L": "Linux", "M": "macOS", "W": "Windows"}.get(place[0], "another system")
    out(
        f"bpcourse {course}, Python 3.{place[1:]}, {system}: "
        + (f"failed: {', '.join(names)}." if names else "ready.")
    )
    return 0


def room(path, out=print):
    """Say how all the codes in a file stand, or in what is typed where the path is "-".

    Returns 0 where all are ready, else 1. Raises OSError, and UserError for a file that is no text.
    """
    from ..workshop import readiness

    try:
        text = sys.stdin.read() if path == "-" else Path(path).read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise UserError(f"{path} is no text in UTF-8. Save it as UTF-8.") from None
    facts = readiness.of_text(text, failures, REPAIRS)
    out("\n".join(readiness.in_words(facts)))
    return 0 if facts["codes"] == facts["ready"] > 0 else 1


def failures(text):
    """The names of what has failed by a readiness code; None where it is no code."""
    found = _read(text)
    return found and found[2]


def _read(text):
    """A readiness code as course, place and the names of what failed; None where it is none."""
    try:
        rest, letter = text.strip().upper().rsplit("-", 1)
        course, place, failed = rest.split("-")
        failed = int(failed, 16)
    except ValueError:
        return None
    if letter != _check_letter(rest) or not place:
        return None
    return course, place, [name for bit, name in enumerate(EXAMINATIONS) if failed >> bit & 1]


def _check_letter(text):
    """A letter that changes when any one character is misread; I, O and Z are left out.

    Places count with different weights modulo 23, a prime, as in ISBN numbers.
    """
    return "ABCDEFGHJKLMNPQRSTUVWXY"[sum((i + 1) * ord(c) for i, c in enumerate(text)) % 23]


def _python():
    if sys.maxsize < 2**32:
        raise UserError(
            "This Python is a 32-bit one, for which NumPy is no longer made. Install a 64-bit one."
        )
    return platform.python_version()


def _packages():
    """What the course says it needs is here, and new enough."""
    found = []
    for requirement in _requirements():
        name = requirement.name
        try:
            has = version(name)
        except PackageNotFoundError:
            raise UserError(
                f"{name} is missing. Run: {sys.executable} -m pip install {name}"
            ) from None
        if not requirement.specifier.contains(has, prereleases=True):
            raise UserError(
                f"{name} {has} is too old. Run: {sys.executable} -m pip install --upgrade {name}"
            )
        found.append(f"{name} {has}")
    return ", ".join(found)


def _requirements():
    """What the course needs on this Python: each package and its versions."""
    from packaging.requirements import Requirement  # it comes with pytest

    for requirement in map(Requirement, requires("bpcourse") or []):
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield requirement


def _kernel():
    """A kernel starts and computes."""
    from jupyter_client.kernelspec import KernelSpecManager
    from jupyter_client.manager import KernelManager

    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        kernel_spec.install(Path(folder))
        specs = KernelSpecManager(kernel_dirs=[f"{folder}/kernels"])
        manager = KernelManager(kernel_name="python3", kernel_spec_manager=specs)
        manager.start_kernel(stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        client = manager.client()
        client.start_channels()
        try:
            client.wait_for_ready(timeout=20)
            reply = client.execute_interactive("import numpy", timeout=20, output_hook=id)
        except (RuntimeError, TimeoutError) as error:
            raise UserError(
                f"The kernel does not answer ({error}).\n"
                "Does a virus scanner or a firewall stop Python from talking to itself?"
            ) from None
        finally:
            client.stop_channels()
            manager.shutdown_kernel(now=True)
    if reply["content"]["status"] != "ok":
        again = f"{sys.executable} -m pip install --force-reinstall numpy"
        raise UserError(f"The kernel cannot load NumPy. Run: {again}")
    return f"started and answered in {time.perf_counter() - began:.1f} s"


def _writing():
    root = here().root
    place = root if root.exists() else root.parent
    try:
        with tempfile.TemporaryDirectory(dir=place) as folder:
            write_text(Path(folder) / "probe", "probe")
    except OSError as error:
        raise UserError(
            f"Nothing can be written in {place} ({error.strerror}). Go to a folder of your own."
        ) from None
    free = shutil.disk_usage(place).free / 1e9
    if free < FREE_DISK:
        raise UserError(
            f"Only {free * 1000:.0f} MB are free on the disk of {place}. Make room for at least "
            f"100 MB."
        )
    return f"{place} can be written, {free:.0f} GB free"


def _memory():
    import psutil  # it comes with the notebook's kernel

    free = psutil.virtual_memory().available / 1e9
    if free < MEMORY_NEEDED:
        raise UserError(
            f"Only {free:.1f} GB of memory are free; the course needs {MEMORY_NEEDED:.0f}. Close "
            f"other programs."
        )
    return f"{free:.1f} GB free"


def _port():
    """Some port on this machine can be opened, and reached from this machine."""
    try:
        with socket.socket() as server:
            server.bind(("127.0.0.1", 0))
            server.listen(1)
            with socket.create_connection(server.getsockname(), timeout=5):
                return f"port {server.getsockname()[1]} can be opened"
    except OSError as error:
        raise UserError(
            f"No connection to this very machine ({error}). A firewall stops it: allow Python to "
            f"use 127.0.0.1."
        ) from None


def _training_step():
    """The time of one step of a small network, which tells a slow machine from a fast one."""
    import numpy as np

    from .. import SGD, Dense, MeanSquaredError, Network

    rng = np.random.default_rng(0)
    X, targets = rng.normal(size=(32, 64)), rng.normal(size=(32, 10))
    net, loss, optimizer = (
        Network(Dense(64, 64, rng=rng), Dense(64, 10, rng=rng)),
        MeanSquaredError(),
        SGD(0.01),
    )
    times = []
    for _ in range(50):
        began = time.perf_counter()
        loss.forward(net.forward(X), targets)
        net.backward(loss.backward())
        optimizer.step(net)
        times.append(time.perf_counter() - began)
    return f"{sorted(times)[25] * 1e6:.0f} microseconds"


# how it is usually repaired, said to somebody who does not sit at that machine
REPAIRS = {
    "Python": "Install a 64-bit Python from 3.11 on, and the course into it.",
    "packages": "Install what is missing or too old: python -m pip install --upgrade bpcourse",
    "kernel": "Let the virus scanner or firewall admit Python; else install NumPy anew: "
    "python -m pip install --force-reinstall numpy",
    "writing": "Start the course in a folder of one's own, with 100 MB free on its disk.",
    "memory": "Close other programs, the browser's other tabs first: 1 GB has to be free.",
    "port": "Let the firewall admit connections from this machine to itself (127.0.0.1).",
    "training step": "NumPy cannot compute: python -m pip install --force-reinstall numpy",
}
EXAMINATIONS = {
    "Python": _python,
    "packages": _packages,
    "kernel": _kernel,
    "writing": _writing,
    "memory": _memory,
    "port": _port,
    "training step": _training_step,
}
