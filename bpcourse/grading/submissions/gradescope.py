"""Gradescope: whose the folders of its export are, and when they came.

    submission_409194023:
      :submitters:
      - :name: Ada Lovelace
        :sid: '123'
        :email: ada@example.org
      :created_at: 2026-04-26 17:34:00.861687000 Z

Only these lines of submission_metadata.yml are read. What stands deeper in it, as the output of an
earlier grading, is passed over.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from . import dates
from .identity import Identity

METADATA = "submission_metadata.yml"
FOLDER = re.compile(r"^submission_(\w+)$")
SUBMISSION = re.compile(r"^([^\s:-][^:]*):\s*$")
FIELD = re.compile(r"^(  | {2,}- | {4,}):(\w+):\s*(.*?)\s*$")
MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d:\d\d)(?:\.\d+)?\s*(Z|[+-]\d\d:?\d\d)?")


@dataclass
class Folder:
    """One folder of the export."""

    when: float = dates.UNKNOWN
    submitters: list = field(default_factory=list)  # of each the name, sid and email, in a dict

    def identities(self, name):
        """Who handed in the folder `name`: a group has several, and without a word it is itself."""
        number = name.removeprefix("submission_")
        told = [one for one in self.submitters if any(one.values())]
        found = [
            Identity(
                "gradescope",
                one.get("sid") or one.get("email") or f"{number} {one['name']}",
                one.get("name") or one.get("email") or one["sid"],
                one.get("email", ""),
            )
            for one in told
        ]
        return found or [Identity("gradescope", number, f"submission {number}")]


def folders(text):
    """What submission_metadata.yml says of each folder, by the folder's name."""
    found, this, of_whom = {}, Folder(), False
    for line in text.splitlines():
        if match := SUBMISSION.match(line):
            this, of_whom = found.setdefault(match[1], Folder()), False
        elif match := FIELD.match(line):
            start, key, value = match.groups()
            if start == "  ":
                of_whom = key == "submitters"
                if key == "created_at":
                    this.when = _moment(value)
            elif of_whom:
                if start.endswith("- "):
                    this.submitters.append({})
                if this.submitters and key in ("name", "sid", "email"):
                    this.submitters[-1][key] = _unquoted(value)
    return found


def _unquoted(value):
    if value[:1] == value[-1:] == "'" and len(value) > 1:
        return value[1:-1].replace("''", "'")
    if value[:1] == value[-1:] == '"' and len(value) > 1:
        try:
            return str(json.loads(re.sub(r"\\x(..)", r"\\u00\1", value)))
        except ValueError:
            return value[1:-1]
    return "" if value in ("null", "~") else value


def _moment(value):
    match = MOMENT.search(value)
    if not match:
        return dates.UNKNOWN
    day, clock, zone = match.groups()
    try:
        told = datetime.fromisoformat(f"{day} {clock}{zone or ''}".replace("Z", "+00:00"))
        return dates.believed((told if told.tzinfo else told.replace(tzinfo=UTC)).timestamp())
    except (ValueError, OverflowError):
        return dates.UNKNOWN
