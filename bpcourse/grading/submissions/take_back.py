"""Take back: what is in a file that `submit` has packed, for who goes on elsewhere."""

import io
import json
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from ...checking.exercise import exercises
from ...checking.source_text import decoded
from ...checking.workspace import here
from ...errors import UserError
from .identity import MANIFEST
from .work_record import take_record

LARGEST, LARGEST_LIST = 1 << 20, 20 << 20  # bytes of one answer, and of the list with the record
RECORD = "record"  # where the list has it
KEPT = "what was there before is kept."
NOT_PACKED = (
    "This is not a file that `bpcourse submit` or “Save my work” has made, so nothing was loaded."
)


@dataclass(frozen=True)
class Packed:
    """What such a file holds."""

    answers: dict  # exercise → source
    record: dict  # of how they came about; empty where it holds the answers only


def unpacked(data):
    """What is Packed in the bytes of such a file. Raises UserError where the file is none."""
    known = {exercise.name for exercise in exercises()}
    found = {}
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            manifest = packed.getinfo(MANIFEST)
            facts = json.loads(packed.read(manifest)) if manifest.file_size <= LARGEST_LIST else {}
            for entry in packed.infolist():
                place = PurePosixPath(entry.filename)
                is_answer = place.parts[:-1] == ("answers",) and place.suffix == ".py"
                if is_answer and place.stem in known and entry.file_size <= LARGEST:
                    found[place.stem] = decoded(packed.read(entry))[0]
    except (zipfile.BadZipFile, KeyError, ValueError):
        raise UserError(NOT_PACKED) from None
    return Packed(found, facts.get(RECORD, {}) if isinstance(facts, dict) else {})


def take_back(data):
    """Make these answers the current ones; what stood in their place is kept as an attempt.

    What the file's record holds is added to what was done here. Returns what was Packed.
    """
    packed, workspace = unpacked(data), here()
    for name, source in packed.answers.items():
        workspace.save_answer(name, source)
    take_record(workspace, packed.record)
    return packed


def told(packed):
    """What has been loaded, in a sentence."""
    count = f"{len(packed.answers)} answer{'' if len(packed.answers) == 1 else 's'}"
    if not packed.record:
        return f"{count} loaded. Check each one to see how it stands; {KEPT}"
    return f"{count} loaded, with all that was done on the way; {KEPT}"
