"""Submit: the learner's answers in one file, with a list of what is in it, and a receipt."""

import hashlib
import io
import json
import zipfile
from datetime import UTC, datetime
from pathlib import Path

from ..._version import __version__
from ...atomic_write import atomic_write
from ...checking.check import is_stub
from ...checking.exercise import exercises, find
from ...checking.note import Note, text_block
from ...checking.progress import Progress
from ...checking.workspace import fingerprint, here
from ...errors import UserError
from .. import sanitize
from .identity import MANIFEST
from .take_back import RECORD
from .work_record import record_of

EPOCH = (1980, 1, 1, 0, 0, 0)  # the same answers make the same file


WITH_RECORD = (
    "It also holds your earlier answers and what you have predicted, so that the work can be gone "
    "on with elsewhere."
)


def submit(*names, name=None, to=None, whole=False):
    """Pack the answers, all that are written or only those named; returns the receipt.

    The `whole` work has also the record of how they came about, to be gone on with elsewhere.
    """
    workspace = here()
    chosen = [find(one) for one in names] or exercises()
    sources = {exercise.name: _source(workspace, exercise) for exercise in chosen}
    written = {one: source for one, source in sources.items() if source is not None}
    if missing := [one for one in names if one not in written]:
        raise UserError(f"There is no answer to {', '.join(missing)} yet, so nothing was packed.")
    if not written:
        raise UserError("No answer is written yet, so there is nothing to hand in.")
    progress = Progress(workspace)
    listed = {one: _facts(progress, one, source) for one, source in written.items()}
    student = sanitize.words(name or "answers", "-")  # no path, and fit for Windows
    usual = f"submission-{student}.zip"
    path = Path(to) if to else workspace.root / usual
    facts = {"student": name or "", "exercises": listed}
    data = _packed(written, facts | ({RECORD: record_of(workspace)} if whole else {}))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path, "wb") as file:
            file.write(data)
    except OSError as error:
        raise UserError(f"{path} cannot be written: {error.strerror or error}.") from None
    missing = [e.name for e in chosen if e.name not in written]
    return _receipt(path, data, listed, missing, WITH_RECORD if whole else "")


def _source(workspace, exercise):
    source = workspace.answer(exercise.name)
    return None if source is None or is_stub(exercise, source) else source


def _facts(progress, exercise, source):
    """What the learner has seen of this very answer, without a promise about more."""
    checks = progress.events("check", exercise=exercise, code=fingerprint(source))
    outcome = checks[-1]["outcome"] if checks else "not checked"
    return {"sha256": hashlib.sha256(source.encode()).hexdigest(), "visible": outcome}


def _packed(written, facts):
    manifest = {"course": __version__, "made": datetime.now(UTC).isoformat(timespec="seconds")}
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        texts = {f"answers/{one}.py": source for one, source in written.items()}
        texts[MANIFEST] = json.dumps(manifest | facts, indent=1)
        for place, text in texts.items():
            packed.writestr(zipfile.ZipInfo(place, EPOCH), text)
    return file.getvalue()


VISIBLE = {
    "ok": "all visible checks passed",
    "no": "not all visible checks passed",
    "todo": "not written yet",
    "not checked": "not checked since it was changed",
}


def _receipt(path, data, listed, missing, more):
    width = max(map(len, listed))
    rows = [f"{one:{width}}  {facts['sha256'][:8]}  {VISIBLE[facts['visible']]}"
            for one, facts in listed.items()]  # fmt: skip
    rows += [f"{one:{width}}  not written, so not in it" for one in missing]
    number = hashlib.sha256(data).hexdigest()
    marks = "-".join(number[i : i + 4] for i in range(0, 16, 4))
    return Note(
        f"Packed into `{path}`: hand in this file.",
        text_block(rows),
        f"Receipt {marks}. It names this very file: the same number means nothing was changed "
        "on the way. When it is graded there may be further checks.",
        *filter(None, [more]),
    )
