"""Results: what was found, kept one submission at a time in a file that survives everything.

It is an SQLite database in the output folder. A result is there whole or not at all; others may
read while it is written; and the same command goes on from what is there. What somebody handed in
earlier stays beside what they handed in later.
"""

import json
import secrets
import sqlite3
import zlib
from collections import namedtuple
from contextlib import contextmanager, suppress

from ...errors import UserError
from .verdict import Verdict

RESULTS = "grades.sqlite"
EDITION = 3  # of the tables
TABLES = """
create table if not exists facts (name text primary key, value text) without rowid;
create table if not exists submissions (
    id integer primary key, who text, digest text, named text, platform text, number text,
    email text, declared text, origin text, source text, time real, slack real, late integer,
    run integer, replaced integer, judged integer, seed integer, seconds real, isolation text,
    trouble text, notes text, structures text, verdicts blob, unique (who, digest)
);
create table if not exists by_hand (
    who text, exercise text, points real, comment text, digest text, primary key (who, exercise)
) without rowid;
"""
BRIEF = (  # what is known of a result without opening it
    *("id", "who", "digest", "named", "platform", "number", "email", "declared", "time"),
    *("slack", "late", "run", "replaced"),
)
PLACE = ("origin", "source", "time", "slack", "late", "named", "email", "declared")
Brief = namedtuple("Brief", BRIEF)
ByHand = namedtuple("ByHand", ("who", "exercise", "points", "comment", "digest"))


class Results:
    """All results in one output folder."""

    def __init__(self, folder):
        self.path = folder / RESULTS
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self.file = sqlite3.connect(self.path, timeout=30)
            self.file.execute("pragma journal_mode = wal")  # who reads does not stop who writes
            self.file.execute("pragma synchronous = normal")
            self._demand_this_edition()
            self.file.executescript(f"{TABLES} pragma user_version = {EDITION};")
        except (OSError, sqlite3.Error) as error:
            raise UserError(f"The results cannot be kept in {self.path}: {error}.") from None
        self.run = None

    def _demand_this_edition(self):
        (edition,) = self.file.execute("pragma user_version").fetchone()
        tables = self.file.execute("select count(*) from sqlite_master").fetchone()
        if edition != EDITION and tables != (0,):
            raise UserError(
                f"{self.path} was made by another edition of bpcourse.\n"
                "Choose another folder with --out, or remove that one."
            )

    def close(self):
        with suppress(sqlite3.Error):
            self.file.close()

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def fact(self, name, value):
        """A fact about all runs: the one that is kept, or else this one, from now on."""
        row = self.file.execute("select value from facts where name = ?", [name]).fetchone()
        if row:
            return json.loads(row[0])
        self.set_fact(name, value)
        return value

    def set_fact(self, name, value):
        row = [name, json.dumps(value)]
        with self.file:
            self.file.execute("insert or replace into facts values (?, ?)", row)

    def secret(self):
        """What the seeds of this run are made from, so that no submission can know its data."""
        return self.fact("secret", secrets.token_hex(16))

    def _this_run(self):
        """The number of this run; the first is 1."""
        if self.run is None:
            (last,) = self.file.execute("select max(run) from submissions").fetchone()
            self.run = 1 + (last or 0)
        return self.run

    def has(self, submission):
        """Is there a result for exactly this? Then where it lies and its date are set anew.

        What could not be judged is no result: it will be tried again.
        """
        row = self.file.execute(
            "select id from submissions where who = ? and digest = ? and judged = 1",
            [_storable(submission.key), submission.digest],
        ).fetchone()
        if row is None:
            return False
        sets = ", ".join(f"{name} = ?" for name in PLACE)
        with self._writing():
            self.file.execute(
                f"update submissions set {sets}, run = ?, replaced = 0 where id = ?",
                [*self._place(submission), self._this_run(), *row],
            )
            self._replace(submission)
        return True

    def _place(self, submission):
        return [_storable(getattr(submission, name)) for name in PLACE]

    def _replace(self, submission):
        """What the same person had in the same folder or export, and has no more, is replaced."""
        self.file.execute(
            "update submissions set replaced = 1 "
            "where who = ? and source = ? and digest != ? and run < ?",
            [
                *map(_storable, (submission.key, submission.source)),
                *(submission.digest, self._this_run()),
            ],
        )

    def keep(self, submission, verdicts, *, seed, seconds, isolation, judged=True):
        """Keep one result. UserError where the disk is full; what was kept before stays."""
        names = (*PLACE, "digest", "platform", "number", "trouble")
        row = {name: getattr(submission, name) for name in names}
        row |= {name: json.dumps(getattr(submission, name)) for name in ("notes", "structures")}
        row |= {"who": submission.key, "run": self._this_run(), "replaced": 0}
        row |= {"seed": seed, "seconds": seconds, "isolation": isolation, "judged": judged}
        row["verdicts"] = zlib.compress(json.dumps([v.to_data() for v in verdicts]).encode())
        columns, marks = ", ".join(row), ", ".join("?" * len(row))
        with self._writing():
            self.file.execute(
                f"insert or replace into submissions ({columns}) values ({marks})",
                [*map(_storable, row.values())],
            )
            self._replace(submission)

    @contextmanager
    def _writing(self):
        """All that is written in it, or nothing."""
        try:
            with self.file:
                yield
        except sqlite3.Error as error:
            raise UserError(
                f"{self.path} cannot be written ({error}). All results before this one are kept: "
                "make room, and give the same command again."
            ) from None

    def briefs(self):
        """A Brief of each result, those of one person one after the other."""
        query = f"select {', '.join(BRIEF)} from submissions order by who, time, run, id"
        return [Brief(*row) for row in self.file.execute(query)]

    def result(self, number):
        """The Result with this id."""
        query = f"select {', '.join(Result.COLUMNS)} from submissions where id = ?"
        return Result(*self.file.execute(query, [number]).fetchone())

    def all(self):
        """Yields every Result, in the order in which they were found."""
        for (number,) in self.file.execute("select id from submissions order by id").fetchall():
            yield self.result(number)

    def give_by_hand(self, rows):
        """Keep what the teacher gives, in place of all that was given before."""
        with self._writing():
            self.file.execute("delete from by_hand")
            self.file.executemany("insert into by_hand values (?, ?, ?, ?, ?)", rows)

    def by_hand(self):
        """All that the teacher gives: for each person, a ByHand for each exercise."""
        found = {}
        for row in self.file.execute("select * from by_hand"):
            one = ByHand(*row)
            found.setdefault(one.who, {})[one.exercise] = one
        return found

    def __len__(self):
        return self.file.execute("select count(*) from submissions").fetchone()[0]


def _storable(value):
    """Text without lone surrogates, which a database does not take."""
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value


class Result:
    """One submission, judged; or nothing, where somebody handed nothing in."""

    COLUMNS = (
        *("origin", "digest", "time", "seed", "seconds", "isolation", "trouble", "notes"),
        *("structures", "verdicts", "judged"),
    )

    def __init__(self, origin, digest, time, seed, seconds, isolation, trouble, notes, structures,
                 verdicts, judged=True):  # fmt: skip
        self.origin, self.digest, self.time = origin, digest, time
        self.seed, self.seconds, self.isolation, self.trouble = seed, seconds, isolation, trouble
        self.judged = bool(judged)
        self.notes, self.structures = json.loads(notes), json.loads(structures)
        found = [Verdict.from_data(each) for each in json.loads(zlib.decompress(verdicts))]
        self.verdicts = {verdict.exercise: verdict for verdict in found}

    @classmethod
    def nothing(cls, why):
        """What there is of somebody without a submission."""
        return cls("", "", 0.0, None, 0.0, "", "", json.dumps([why]), "{}", zlib.compress(b"[]"))
