"""Build site: the folder that any web server can serve.

    index.html  02_gradient_descent.html  …     the pages
    e/HASH/                                     the scripts and the course of this edition
    python/VERSION/                             Python for the browser
    offline.js                                  the service worker

The name of an edition says what is in it, so a browser never mixes two of them, and the same course
makes the same folder to the byte.
"""

import gzip
import hashlib
import json
from pathlib import Path

from ..authoring.reading_edition import style as reading_style
from ..checking.report_view import own_style
from ..checking.tracing import trace_page
from ..content import content
from ..experiments import jupyter
from ..notebook import desk_widget, room_line
from .course_archive import course_archive
from .front_page import front_page
from .lesson_page import lesson_page
from .pyodide_files import AT_FIRST, LOCK, distribution, files
from .site_folder import marked, renew

MB = 1e6
PAGE = Path(__file__).parent / "page"
SCRIPTS = ("lesson.js", "editor.js", "worker.js", "courier.js")
PACK = ("pyodide.asm.wasm",)  # not packed by themselves, and half the size if they are
CORE = (LOCK, "pyodide.mjs", "pyodide.asm.mjs", "python_stdlib.zip", "pyodide.asm.wasm.packed")
PACKED = ".packed"  # not .gz: some servers say of those that the browser should unpack them


def site(out, pyodide=None, tell=print):
    """Make the site in the folder `out`; with `pyodide`, from Pyodide's files in that folder.

    Raises UserError where `out` holds something else, or Pyodide's files cannot be had.
    """
    made = renew(out, lambda: site_files(pyodide, tell))
    first = json.loads(made[next(name for name in made if name.endswith("/files.json"))])["first"]
    pages = [name for name in made if name.endswith(".html")]
    size = sum(map(len, made.values())) / MB
    tell(f"{len(pages)} pages, {len(made)} files, {size:.1f} MB in {out}")
    tell(f"A learner's first lesson loads {first / MB:.1f} MB of Python, once for all lessons.")
    tell(f"To look at it: python -m http.server --directory {out} 8000")
    return 0


def site_files(pyodide=None, tell=print):
    """All files of a site, as a dictionary from their paths to their bytes."""
    python = _python(files(pyodide, tell))
    edition = _edition(python)
    name = f"e/{_mark(edition)}"
    made = {f"{name}/{file}": data for file, data in edition.items()}
    made |= {f"python/{distribution().version}/{file}": data for file, data in python.items()}
    made["offline.js"] = (PAGE / "offline.js").read_bytes()
    tell("Setting the pages …")
    made |= {f"{page}.html": text.encode() for page, text in _pages(name)}
    return marked(made, edition=name, python=distribution().version)


def _python(fetched):
    """Python's files as they are served."""
    packed = {f"{name}{PACKED}": gzip.compress(fetched[name], 9, mtime=0) for name in PACK}
    return {name: data for name, data in fetched.items() if name not in PACK} | packed


def _edition(python):
    """The files of this edition."""
    edition = {name: (PAGE / name).read_bytes() for name in SCRIPTS}
    edition["stage.js"] = (jupyter.FOLDER / "stage.js").read_bytes()
    edition["trace_view.js"] = (trace_page.FOLDER / "trace_view.js").read_bytes()
    edition["site.css"] = style().encode()
    edition["course.zip"] = course_archive()
    sizes = {name: len(data) for name, data in (python | edition).items()}
    lock = json.loads(python[LOCK])["packages"]
    wheels = [lock[name]["file_name"] for name in _with_dependencies(AT_FIRST, lock)]
    at_first = [*CORE, *wheels]
    facts = {
        "python": f"../../python/{distribution().version}/",
        "course": "course.zip",
        "sizes": sizes,
        "at_first": at_first,
        "first": sizes["course.zip"] + sum(sizes[name] for name in at_first),
    }
    edition["files.json"] = json.dumps(facts, sort_keys=True).encode()
    return edition


def _with_dependencies(names, lock):
    found = []
    for name in names:
        found += [name, *_with_dependencies(lock[name]["depends"], lock)]
    return dict.fromkeys(found)


def _mark(edition):
    """A short name that says what is in an edition."""
    told = "".join(hashlib.sha256(data).hexdigest() for _, data in sorted(edition.items()))
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def _pages(edition):
    import nbformat

    for path in sorted(content("notebooks").glob("*.ipynb")):
        yield path.stem, lesson_page(path.stem, nbformat.read(path, as_version=4), edition)
    yield "index", front_page(edition)


def style():
    """The whole style: that of the reading edition, of what lives in it, and the site's own."""
    own = (PAGE / "site.css").read_text(encoding="utf-8")
    desk = desk_widget.DeskWidget._css
    room = Path(room_line.__file__).with_suffix(".css").read_text(encoding="utf-8")
    return "\n".join([reading_style(), jupyter.style(), own_style(), desk, room, own])
