"""Results: what was found, kept one submission at a time in a file that survives everything.

It is an SQLite database in the output folder. A result is there whole or not at all; others may
read while it is written; and the same command goes on from what is there.
"""

import json
import secrets
import sqlite3
import zlib
from contextlib import suppress

from ..trouble import Trouble
from .archive import RESULTS
from .verdict import Verdict

TABLES = """
create table if not exists facts (name text primary key, value text) without rowid;
create table if not exists submissions (
    origin text primary key, student text, digest text, time real, seed integer, seconds real,
    isolation text, trouble text, notes text, verdicts blob
) without rowid;
"""


class Results:
    """All results in one output folder."""

    def __init__(self, folder):
        self.path = folder / RESULTS
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.file = sqlite3.connect(self.path, timeout=30)
            self.file.execute("pragma journal_mode = wal")  # who reads does not stop who writes
            self.file.execute("pragma synchronous = normal")
            self.file.executescript(TABLES)
        except (OSError, sqlite3.Error) as error:
            raise Trouble(f"The results cannot be kept in {self.path}: {error}.") from None

    def close(self):
        with suppress(sqlite3.Error):
            self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def fact(self, name, value):
        """A fact about the whole run: the one that is kept, or else this one, from now on."""
        row = self.file.execute("select value from facts where name = ?", [name]).fetchone()
        if row:
            return json.loads(row[0])
        with self.file:
            self.file.execute("insert into facts values (?, ?)", [name, json.dumps(value)])
        return value

    def secret(self):
        """What the seeds of this run are made from, so that no submission can know its data."""
        return self.fact("secret", secrets.token_hex(16))

    def has(self, origin, digest):
        """Is there a result for exactly this submission?"""
        row = self.file.execute(
            "select 1 from submissions where origin = ? and digest = ?", [origin, digest]
        ).fetchone()
        return row is not None

    def keep(self, submission, verdicts, *, seed, seconds, isolation):
        """Keep one result. Trouble where the disk is full; what was kept before stays."""
        data = zlib.compress(json.dumps([v.to_data() for v in verdicts]).encode())
        row = [
            *(submission.origin, submission.student, submission.digest, submission.time),
            *(seed, seconds, isolation, submission.trouble, json.dumps(submission.notes), data),
        ]
        row = [_storable(value) for value in row]
        try:
            with self.file:
                marks = ", ".join("?" * len(row))
                self.file.execute(f"insert or replace into submissions values ({marks})", row)
        except sqlite3.Error as error:
            raise Trouble(
                f"{self.path} cannot be written ({error}). All results before this one are kept: "
                "make room, and give the same command again."
            ) from None

    def all(self):
        """Yields every Result, in the order of the students' names; the last of each counts."""
        query = "select * from submissions order by student, time, origin"
        rows = self.file.execute(query)
        row = rows.fetchone()
        while row:
            following = rows.fetchone()
            yield Result(row, counts=following is None or following[1] != row[1])
            row = following

    def __len__(self):
        return self.file.execute("select count(*) from submissions").fetchone()[0]


def _storable(value):
    """Text without lone surrogates, which a database does not take."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


class Result:
    """One submission, judged. `counts` is false where the same student has a later one."""

    def __init__(self, row, counts):
        self.origin, self.student, self.digest, self.time, self.seed, self.seconds = row[:6]
        self.isolation, self.trouble, notes, data = row[6:]
        self.notes = json.loads(notes)
        verdicts = [Verdict.from_data(each) for each in json.loads(zlib.decompress(data))]
        self.verdicts = {verdict.exercise: verdict for verdict in verdicts}
        self.counts = counts
