"""Lesson copies: what a learner gets of a lesson, and what becomes of it when a new edition comes.

A copy that nobody has touched is renewed. One that was touched stays as it is, and the new edition
is laid beside it.
"""

import json
from contextlib import suppress

from ..atomic_write import write_text
from ..checking.workspace import fingerprint
from ..content import content
from ..notebook.lesson_copy import copy_of
from . import kernel_spec


def lessons():
    """The paths of all built lessons, in order."""
    return sorted(content("notebooks").glob("[0-9]*.ipynb"))


def pages():
    """All that is brought: the lessons, and the page of words and symbols."""
    return [*lessons(), *content("notebooks").glob("words_and_symbols.ipynb")]


def bring(page, workspace):
    """Bring one page into the learner's folder; what is new, in a sentence, or nothing."""
    text = page.read_text(encoding="utf-8")
    copy = copy_of(text, kernel_spec.notebook_metadata())
    target, brought = workspace.root / page.name, _brought(workspace)
    known = brought.setdefault(page.stem, [])
    is_new, news = fingerprint(text) not in known, ""
    if not target.exists():
        _write(target, copy)
    elif _is_untouched(target, {*known, fingerprint(text), fingerprint(copy), essence(copy)}):
        if _read(target) != copy:
            _write(target, copy)
            news = f"{page.name} is now the new edition; you had not changed it." if is_new else ""
    elif is_new and not any(_read(p) == copy for p in workspace.root.glob(f"{page.stem}*.ipynb")):
        target = _free_name(target)
        _write(target, copy)
        news = f"{page.stem} has a new edition, {target.name}; yours is as you left it."
    if new := [mark for mark in (fingerprint(text), essence(copy)) if mark not in known]:
        known += new
        write_text(workspace.private / "lessons.json", json.dumps(brought, indent=1))
    return news


def _write(target, copy):
    """Write a copy, and let Jupyter trust it: what is run in it later keeps its look and buttons.

    Jupyter trusts a notebook as a whole, and whoever saves a trusted one keeps it trusted.
    """
    from nbformat import reads
    from nbformat.sign import NotebookNotary

    write_text(target, copy)
    with suppress(Exception):  # nothing is lost without it
        notary = NotebookNotary()
        notary.sign(reads(copy, as_version=4))
        notary.store.close()


def _free_name(target):
    number = 2
    while (path := target.with_stem(f"{target.stem}_edition{number}")).exists():
        number += 1
    return path


def _is_untouched(path, known):
    """Is it as it was brought? Saving it in JupyterLab, with nothing changed, is no touch."""
    text = _read(path)
    return text is not None and not known.isdisjoint((fingerprint(text), essence(text)))


def essence(text):
    """A short name for what a notebook says and shows, however it was saved."""
    try:
        cells = json.loads(text)["cells"]
        told = [[c["cell_type"], _joined(c["source"]), _joined(c.get("outputs"))] for c in cells]
    except (ValueError, TypeError, KeyError):
        return fingerprint(text)
    return fingerprint(json.dumps(told, sort_keys=True))


def _joined(value):
    """The same value, in which a text is one text and not a list of its lines."""
    if isinstance(value, dict):
        return {key: _joined(one) for key, one in value.items()}
    if isinstance(value, list) and value and all(isinstance(one, str) for one in value):
        return "".join(value)
    return [_joined(one) for one in value] if isinstance(value, list) else value


def _read(path):
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None


def _brought(workspace):
    """Which editions have been brought: a dictionary from a lesson's name to fingerprints."""
    try:
        known = json.loads((workspace.private / "lessons.json").read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return known if isinstance(known, dict) else {}
