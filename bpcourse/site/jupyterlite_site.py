"""JupyterLite site: the whole notebooks in JupyterLab, with the kernel in the browser.

    index.html                  the lessons
    lab/index.html?path=…       JupyterLab, open at one of them
    files/                      the notebooks, as a learner's copies
    static/pyodide/             Python for the browser; the course is one of its packages

JupyterLite's own builder sets JupyterLab up. What it is given was fetched and compared with its
sha256 before, and nothing that happens to be installed takes part; so the site asks no other
server, and the same course makes the same folder to the byte.
"""

import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from dataclasses import replace
from html import escape
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from ..authoring.reading_edition import style
from ..checking import lesson_plan
from ..content import content
from ..errors import UserError
from ..notebook.lab_settings import SETTINGS
from ..notebook.lesson_copy import copy_of
from . import course_wheel
from .pyodide_files import LOCK, distribution, entry, files
from .site_folder import marked, renew

MB = 1e6
NEEDED = 'This needs one more package. Run: python -m pip install "bpcourse[jupyterlite]"'
FOLDER = "static/pyodide"
KERNEL = "@jupyterlite/pyodide-kernel-extension:kernel"
AT_START = ("ipykernel", "piplite", "pyodide-kernel", "micropip", "bpcourse")  # and all they need
DEPENDS = ("anywidget", "ipywidgets", "matplotlib", "numpy", "pytest")
METADATA = {
    "kernelspec": {"name": "python", "display_name": "Python (Pyodide)", "language": "python"},
    "language_info": {"name": "python"},
}
EPOCH = 1767225600  # 2026-01-01: when its files were changed, so that it is the same each time
LAB = "lab/index.html"
PATIENT = (  # anywidget takes a widget for dead that is not there in 2 s, as on a slow machine
    "{ const timeout = AbortSignal.timeout.bind(AbortSignal); "
    "AbortSignal.timeout = (time) => timeout(Math.max(time, 60_000)); }"
)
TITLE = "How neural networks are trained"
FIRST = (
    "Each lesson opens in JupyterLab, in this browser. Python is loaded from this site when a "
    "lesson is opened, which takes half a minute the first time. What you write is kept in this "
    "browser, and sent nowhere."
)


def jupyterlite(out, pyodide=None, tell=print):
    """Make the site in the folder `out`; with `pyodide`, from the fetched files in that folder.

    Raises UserError where `out` holds something else, or what it needs cannot be had.
    """
    if find_spec("jupyterlite_core") is None:
        raise UserError(NEEDED)
    made = renew(out, lambda: site_files(pyodide, tell))
    python = sum(len(data) for name, data in made.items() if name.startswith(FOLDER))
    size = sum(map(len, made.values()))
    told = f"{size / MB:.1f} MB in {out}, {python / MB:.1f} MB of them Python"
    tell(f"{len(lesson_plan.plans())} lessons, {len(made)} files, {told}")
    tell(f"To look at it: python -m http.server --directory {out} 8000")
    return 0


def site_files(pyodide=None, tell=print):
    """All files of the site, as a dictionary from their paths to their bytes."""
    told = _facts()
    fetched = files(pyodide, tell, told["distribution"])
    python = _python(fetched, told)
    tell("Setting up JupyterLab …")
    made = _jupyterlab({name: fetched[name] for name in _front_ends(told)})
    made |= {f"{FOLDER}/{name}": data for name, data in python.items()}
    made["index.html"] = _index().encode()
    made[LAB] = made[LAB].replace(b"<head>", f"<head><script>{PATIENT}</script>".encode(), 1)
    return marked(made, python=distribution().version)


def _facts():
    """What jupyterlite_files.toml says, and the distribution with all that it names."""
    text = Path(__file__).with_name("jupyterlite_files.toml").read_text(encoding="utf-8")
    told, plain = tomllib.loads(text), distribution()
    kept = [package for package in plain.package if package["name"] not in told["unused"]]
    whole = replace(
        plain,
        official=(*plain.official, *told["official"]),
        package=(*kept, *told["package"]),
    )
    return told | {"distribution": whole}


def _front_ends(told):
    """The names of the wheels that bring a part for JupyterLab."""
    known = {package["name"]: entry(**package) for package in told["package"]}
    return [known[name]["file_name"] for name in told["front_ends"]]


def _python(fetched, told):
    """Python's files as the kernel loads them: with the kernel's own packages, and the course."""
    lock = json.loads(fetched[LOCK])
    packages = lock["packages"]
    carrier = fetched[packages[told["kernel"]]["file_name"]]
    front_ends = [packages.pop(name)["file_name"] for name in told["only_front_end"]]
    python = {name: data for name, data in fetched.items() if name not in front_ends}
    with zipfile.ZipFile(io.BytesIO(carrier)) as kernel:
        places = {Path(name).name: name for name in kernel.namelist()}
        for brought in told["brings"]:
            name, version = brought.split("-")
            file = f"{brought}-py3-none-any.whl"
            python[file] = kernel.read(places[file])
            packages[name.replace("_", "-")] = _entry(name.replace("_", "-"), version, python[file])
    packages["pyodide-kernel"]["depends"] = ["comm", "ipython"]
    python[course_wheel.NAME] = data = course_wheel.course_wheel()
    version = course_wheel.NAME.split("-")[1]
    packages["bpcourse"] = _entry("bpcourse", version, data, DEPENDS)
    return python | {LOCK: json.dumps(lock, sort_keys=True).encode()}


def _entry(name, version, data, depends=()):
    return entry(name, version, hashlib.sha256(data).hexdigest(), depends)


def _jupyterlab(front_ends):
    """JupyterLab and the notebooks, as JupyterLite's builder lays them out."""
    with tempfile.TemporaryDirectory() as folder:
        lite, made = Path(folder, "lite"), Path(folder, "made")
        for name, data in front_ends.items():
            _lay(lite / name, data)
        for path in sorted(content("notebooks").glob("*.ipynb")):
            copy = copy_of(path.read_text(encoding="utf-8"), METADATA)
            _lay(lite / "lessons" / path.name, copy.encode())
        for name, settings in _settings(sorted(front_ends)).items():
            _lay(lite / name, json.dumps(settings).encode())
        _build(lite, made)
        return {
            path.relative_to(made).as_posix(): path.read_bytes()
            for path in made.rglob("*")
            if path.is_file()
        }


def _settings(front_ends):
    """The files that JupyterLite's builder reads."""
    build = {
        "apps": ["lab"],
        "contents": ["lessons"],
        "federated_extensions": front_ends,
        "ignore_sys_prefix": True,  # what is installed here is nobody's business
        "no_sourcemaps": True,
        "no_unused_shared_packages": True,
        "source_date_epoch": EPOCH,
    }
    kernel = {
        "disablePyPIFallback": True,
        "loadPyodideOptions": {"packages": list(AT_START)},
        "pyodideUrl": f"./{FOLDER}/pyodide.mjs",
    }
    page = {"appName": "bpcourse", "litePluginSettings": {KERNEL: kernel}}
    return {
        "jupyter_lite_config.json": {"LiteBuildConfig": build},
        "jupyter-lite.json": {"jupyter-lite-schema-version": 0, "jupyter-config-data": page},
        "overrides.json": SETTINGS,
    }


def _build(lite, made):
    command = [sys.executable, "-m", "jupyterlite_core", "build", "--output-dir", str(made)]
    done = subprocess.run(
        command,
        cwd=lite,  # it keeps its notes there, and an old one would leave something out
        env=os.environ | {"SOURCE_DATE_EPOCH": str(EPOCH)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise UserError(f"JupyterLite's builder failed:\n{done.stdout}{done.stderr}")


def _lay(path, data):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def _index():
    """The page that leads to the lessons; JupyterLite looks for its own settings in it, too."""
    items = "".join(
        f'<li><a href="lab/index.html?path={quote(plan.name)}.ipynb">{escape(plan.title)}</a>, '
        f"{plan.minutes} minutes</li>"
        for plan in lesson_plan.plans()
    )
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<title>bpcourse: {TITLE.lower()}</title>\n<link rel="icon" href="data:,">\n'
        f"<style>{style()}</style>\n"
        '<script id="jupyter-config-data" type="application/json" data-jupyter-lite-root=".">{}'
        "</script>\n</head>\n"
        f"<body>\n<main>\n<h1>{TITLE}</h1><p>{FIRST}</p><ul>{items}</ul>\n</main>\n</body>\n</html>\n"
    )
