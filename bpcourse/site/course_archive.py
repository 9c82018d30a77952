"""Course archive: the course as the page's Python imports it, in one file.

It holds what runs in the page, and the exercises without what only authors need. The notebooks are
there without what they show, because a lesson's plan is read from them.
"""

import io
import json
import zipfile

from ..content import PACKAGE, content

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same course makes the same file
LEFT_OUT = ("app", "authoring", "site", "grading")
NEEDED = (  # of the packages that are left out: handing in
    "grading/__init__.py",
    "grading/sanitize.py",
    "grading/submissions/__init__.py",
    "grading/submissions/identity.py",
    "grading/submissions/work_record.py",
    "grading/submissions/submit.py",
    "grading/submissions/take_back.py",
)
NOT_PART = {"content", "node_modules", "__pycache__", "tests", "src"}
BY_THE_PAGE = ("widget",)  # what a page of a site has anyway
KINDS = (".py", ".css", ".js", ".ini", ".csv", ".npz", ".json")
OF_AUTHORS = ("mistakes.toml", "mutants.toml", "check_numbers.py")


def course_archive():
    """The bytes of the archive."""
    return packed(course_files())


def course_files(left_out=BY_THE_PAGE):
    """The files of the course, as a dictionary from their paths to their bytes.

    `left_out` names folders of the package that are not wanted.
    """
    found = sorted([*_package({*NOT_PART, *left_out}), *_exercises(), *_notebooks()])
    return {f"bpcourse/{name}": data for name, data in found}


def packed(files):
    """A zip of these files, the same one for the same files."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in files.items():
            archive.writestr(_entry(name), content)
    return data.getvalue()


def _entry(name):
    entry = zipfile.ZipInfo(name, EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = 0o644 << 16
    return entry


def _package(left_out):
    """The Python files, and the data beside them."""
    for path in PACKAGE.rglob("*"):
        name = path.relative_to(PACKAGE)
        if not path.is_file() or left_out & set(name.parts):
            continue
        if name.parts[0] in LEFT_OUT and name.as_posix() not in NEEDED:
            continue
        if path.suffix in KINDS and path.name != "package.json":
            yield name.as_posix(), path.read_bytes()


def _exercises():
    root = content("exercises")
    for path in root.rglob("*"):
        name = path.relative_to(root)
        is_wanted = path.name not in OF_AUTHORS and not {"right", "__pycache__"} & set(name.parts)
        if path.is_file() and is_wanted:
            yield f"content/exercises/{name.as_posix()}", path.read_bytes()


def _notebooks():
    for path in content("notebooks").glob("[0-9]*.ipynb"):
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            cell |= {"outputs": []} if cell["cell_type"] == "code" else {}
        yield f"content/notebooks/{path.name}", json.dumps(notebook).encode()
