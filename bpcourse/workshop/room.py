"""Room: all that stands in one workshop, in one file.

    room      the plan, the code to join by, the instructor's secret, and where the plan is
    seat      a number, a random token, and the readiness code
    event     what a seat has told: one row each, whose key (seat, n) makes a repeat harmless
    gate      which predictions are shown, and which answers came before
    answered  up to which event the calls for help of a seat were answered

No name, no address, no code: there is no column for them. What is counted is counted from the file,
so a room that was killed is, when it is opened again, the room that it was. While it is open, the
newest events are in a second file beside the first, whose name ends in -wal.
"""

import re
import secrets
import sqlite3
import time
from contextlib import contextmanager, suppress

from ..checking.exercise import exercises
from ..checking.wrong import GENERIC
from ..errors import UserError
from . import workshop_plan
from .journal_events import DONT_KNOW

LETTERS = "BCDFGHJKLMNPQRSTVWXYZ2456789"  # none that is read as another, and no words by chance
CODE_LENGTH = 6
SEATS = 500
EVENTS = 5000  # of one seat; more is no learner
FEW = 5  # fewer than so many seats, and a mistake could be somebody's
COMMONEST = 3
SCHEMA = """
create table if not exists room (key text primary key, value text) without rowid;
create table if not exists seat (number integer primary key, token text unique, ready text);
create table if not exists event (
    seat integer, n integer, kind text, what text, outcome text, mistake text,
    arrived integer, called real, primary key (seat, n)) without rowid;
create table if not exists gate (what text primary key, arrived integer) without rowid;
create table if not exists answered (seat integer primary key, n integer);
"""
EXERCISES = """
select what, outcome, mistake, count(*) from (
    select seat, what, outcome, mistake, max((outcome = 'right') * 100000000 + n)
    from event where kind = 'exercise' group by seat, what)
group by what, outcome, mistake
"""  # once right is right; else what came last
PREDICTIONS = """
select what, outcome, count(*) from (
    select seat, what, outcome, max(n) from event left join gate using (what)
    where kind = 'prediction' and event.arrived <= coalesce(gate.arrived, event.arrived)
    group by seat, what)
group by what, outcome
"""  # what is answered after the gate has opened is no prediction
STUCK = """
with heard as (
    select seat, max(n) as n from (
        select seat, n from answered
        union all select seat, n from event where kind = 'stuck' and outcome = 'over')
    group by seat)
select event.seat, event.n, what, called from event left join heard using (seat)
where kind = 'stuck' and outcome = 'yes' and event.n > coalesce(heard.n, -1)
order by arrived
"""


class Room:
    """An open room. Raises UserError where the file cannot be one; sqlite3.Error if it is full."""

    def __init__(self, path, plan=None, clock=None):
        """Open the room in the file; where there is none yet, it is made for the plan.

        `clock` tells the time in seconds, which has to outlast a process.
        """
        self.path, self.clock = path, clock or steady_clock()
        path.touch(mode=0o600)  # it holds the instructor's secret
        # one thread at a time uses it, but not always the same one
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        try:
            self._open(plan)
        except sqlite3.DatabaseError as error:
            self.db.close()
            raise UserError(_why_not(path, error)) from error
        except BaseException:
            self.db.close()
            raise

    def _open(self, plan):
        self.db.execute("pragma busy_timeout = 200")
        self.db.execute("pragma locking_mode = exclusive")  # of two servers the second is refused
        self.db.execute("pragma journal_mode = wal")  # a commit is one write
        self.db.execute("pragma synchronous = full")  # what was acknowledged is on the disk
        with self.all_or_nothing():
            for statement in filter(str.strip, SCHEMA.split(";")):
                self.db.execute(statement)
            self.is_new = self._fact("code") is None
            if self.is_new:
                self._begin(plan or workshop_plan.find())
            self._go_on()
        self.plan = workshop_plan.parse(self._fact("plan"), f"The plan in {self.path}")
        self.code, self.secret = self._fact("code"), self._fact("secret")
        self.arrived = self._one("select coalesce(max(arrived), 0) from event")
        self._opened, self._shown = set(), {}
        self.mistakes = _known_mistakes()
        self.options = {
            name: {*map(str, range(len(question.options))), DONT_KNOW}
            for name, question in self.plan.predictions.items()
        }

    def _begin(self, plan):
        self._keep("plan", plan.source)
        self._keep("code", "".join(secrets.choice(LETTERS) for _ in range(CODE_LENGTH)))
        self._keep("secret", secrets.token_urlsafe(24))
        self._keep("section", -1)

    def close(self):
        """Close it in order: its clock stands still until it is opened again."""
        with suppress(sqlite3.Error):  # a full disk; then the clock runs on
            self._keep("closed", self.clock())
        self.db.close()

    def _go_on(self):
        """Take the time off the clock in which the room was closed."""
        began, closed = (self._fact(key) for key in (f"began {self.section}", "closed"))
        if began and closed:
            self._keep(f"began {self.section}", float(began) + self.clock() - float(closed))
        self.db.execute("delete from room where key = 'closed'")

    @contextmanager
    def all_or_nothing(self):
        """What is written inside is in the file when it ends, or none of it is."""
        self.db.execute("begin immediate")
        try:
            yield
            self.db.execute("commit")
        except BaseException:
            if self.db.in_transaction:
                self.db.execute("rollback")
            raise

    def _fact(self, key):
        row = self.db.execute("select value from room where key = ?", [key]).fetchone()
        return row and row[0]

    def _keep(self, key, value):
        self.db.execute("insert or replace into room values (?, ?)", [key, str(value)])

    def _one(self, query, *values):
        return self.db.execute(query, values).fetchone()[0]

    # what learners tell; inside of all_or_nothing

    def take_seat(self, ready):
        """A new seat: its token and number; None where the room is full."""
        if self._one("select count(*) from seat") >= SEATS:
            return None
        token = secrets.token_urlsafe(16)
        number = self.db.execute(
            "insert into seat (token, ready) values (?, ?)", [token, ready]
        ).lastrowid
        return token, number

    def seat(self, token):
        """The number of the seat of that token, or None."""
        row = self.db.execute("select number from seat where token = ?", [token]).fetchone()
        return row and row[0]

    def leave(self, seat):
        """Nothing more is heard from a seat. What it told stays in the counts."""
        self.db.execute("update seat set token = null where number = ?", [seat])
        self.answer(seat, self._one("select coalesce(max(n), 0) from event where seat = ?", seat))

    def told(self, seat):
        """How many events of a seat are kept."""
        return self._one("select count(*) from event where seat = ?", seat)

    def answered(self, seat):
        """Up to which event the calls of a seat were answered; -1 where none was."""
        return self._one("select coalesce(max(n), -1) from answered where seat = ?", seat)

    def tell(self, seat, events):
        """Keep the events of a seat: those that mean something here, each of them once."""
        for event in events:
            if row := self.readable(event):
                self.arrived += 1
                called = self.clock() if event["kind"] == "stuck" else None
                self.db.execute(
                    "insert or ignore into event values (?, ?, ?, ?, ?, ?, ?, ?)",
                    [seat, event["n"], *row, self.arrived, called],
                )

    def readable(self, event):
        """What an event says, as kind, what, outcome and mistake; None if it means nothing here.

        Whoever writes to this server by hand can say nothing that would be read on the wall.
        """
        plan = self.plan
        match event:
            case {"kind": "exercise", "what": what, "outcome": "todo" | "wrong" | "right" as how}:
                mistake = str(event.get("mistake", ""))
                known = mistake if how == "wrong" and mistake in self.mistakes else ""
                return ("exercise", what, how, known) if what in plan.exercises else None
            case {"kind": "prediction", "what": str(what), "outcome": str(answer)}:
                fits = answer in self.options.get(what, ())
                return ("prediction", what, answer, "") if fits else None
            case {"kind": "stuck", "what": what, "outcome": "yes" | "over" as how}:
                return "stuck", what if what in plan.exercises else "", how, ""
            case {"kind": "done", "what": int(section)} if 0 <= section < len(plan.sections):
                return "done", str(section), "", ""
        return None

    # what an instructor does; inside of all_or_nothing

    @property
    def section(self):
        """Which section is on; -1 before the first."""
        return int(self._fact("section"))

    def go_to(self, section):
        """Begin a section. What the one before took too long, or not long enough, is carried on."""
        before = self.section
        if section == before or not -1 <= section < len(self.plan.sections):
            return
        if section < before:  # back again, as if it had not been left
            self._keep("section", section)
            return
        carried = 0.0
        if before >= 0 and section == before + 1:
            past, now = self.plan.sections[before], self.plan.sections[section]
            if past.part == now.part:
                carried = self._clock("late") + self.elapsed() - past.minutes
        self._keep("section", section)
        self._keep(f"late {section}", carried)
        self._keep(f"began {section}", self.clock())

    def open_gate(self, question):
        """Show what was predicted. From here on nothing that comes is a prediction."""
        if question in self.plan.predictions:
            self.db.execute("insert or ignore into gate values (?, ?)", [question, self.arrived])

    def answer(self, seat, n):
        """The calls of a seat up to its event n were answered."""
        self.db.execute(
            "insert into answered values (?, ?) "
            "on conflict (seat) do update set n = max(n, excluded.n)",
            [seat, n],
        )

    # what is seen

    def _clock(self, key):
        """When this section began, or how late that was; at the very start it is now, in time."""
        return float(self._fact(f"{key} {self.section}") or {"began": self.clock(), "late": 0}[key])

    def elapsed(self):
        """Minutes since this section began; never less than none, whatever the clock says."""
        return max(0.0, (self.clock() - self._clock("began")) / 60)

    def _late(self):
        """Minutes behind the plan; below zero they are to spare."""
        if self.section < 0:
            return 0.0
        over = self.elapsed() - self.plan.sections[self.section].minutes
        return self._clock("late") + max(0.0, over)

    def for_learners(self):
        """What everybody in the room may know."""
        section = self.section
        if section < 0:
            return {"section": None, "title": self.plan.title, "left": None}
        now = self.plan.sections[section]
        left = round(now.minutes - self.elapsed())
        return {"section": section, "title": now.title, "left": left}

    def overview(self):
        """All that the instructor sees: counts, and the numbers of the seats that wait."""
        seats = self._one("select count(*) from seat")
        return {
            "title": self.plan.title,
            "seats": seats,
            "section": self.section,
            "elapsed": round(60 * self.elapsed()),
            "late": int(self._late()),
            "sections": self._sections(),
            "ready": self.readiness(),
            "exercises": self._exercises(seats),
            "predictions": self._predictions(),
            "stuck": self._stuck(),
        }

    def _sections(self):
        done = dict(
            self.db.execute(
                "select what, count(distinct seat) from event where kind = 'done' group by what"
            )
        )
        return [
            {
                "title": section.title,
                "lesson": section.lesson,
                "minutes": section.minutes,
                "part": section.part,
                "left_out": section.left_out,
                "cut": [{"what": cut.what, "minutes": cut.minutes} for cut in section.cut],
                "done": done.get(str(number), 0),
            }
            for number, section in enumerate(self.plan.sections)
        ]

    def readiness(self):
        """The readiness codes, and how many seats have each."""
        return list(self.db.execute("select ready, count(*) from seat group by ready"))

    def _exercises(self, seats):
        counts = {name: {"wrong": 0, "right": 0} for name in self.plan.exercises}
        mistakes = {name: [] for name in counts}
        for what, outcome, mistake, count in self.db.execute(EXERCISES):
            if what in counts and outcome in counts[what]:
                counts[what][outcome] += count
                if mistake:
                    mistakes[what].append((-count, mistake))
        shown = []
        for number, section in enumerate(self.plan.sections):
            for name in section.exercises:
                tried = sum(counts[name].values())
                commonest = [[one, -count] for count, one in sorted(mistakes[name])[:COMMONEST]]
                shown.append(
                    {"name": name, "section": number, "todo": seats - tried, **counts[name]}
                    | {"mistakes": commonest if tried >= FEW else None}
                )
        return shown

    def _predictions(self):
        given = {name: {} for name in self.plan.predictions}
        for what, answer, count in self.db.execute(PREDICTIONS):
            if what in given:
                given[what][answer] = count
        opened = {what for (what,) in self.db.execute("select what from gate")}
        shown = []
        for number, section in enumerate(self.plan.sections):
            for question in section.predictions:
                counts, name = given[question.name], question.name
                facts = {"question": name, "experiment": question.experiment, "section": number}
                facts |= {"text": question.text, "answered": sum(counts.values())}
                facts |= {"options": [option.text for option in question.options]}
                if name in opened:
                    every = [counts.get(str(i), 0) for i in range(len(question.options))]
                    facts |= {"counts": every, "unknown": counts.get(DONT_KNOW, 0)}
                    facts |= {"right": question.answer}
                shown.append(facts)
        return shown

    def shown(self):
        """What the room predicted, for everybody: of the questions that were opened.

        Only where so many have answered that no answer is anybody's own. It changes no more.
        """
        opened = {what for (what,) in self.db.execute("select what from gate")}
        if opened != self._opened:
            self._opened, self._shown = opened, {}
            for facts in self._predictions():
                if "counts" in facts and facts["answered"] >= FEW:
                    told = {"counts": facts["counts"], "unknown": facts["unknown"]}
                    self._shown[facts["question"]] = told
        return self._shown

    def _stuck(self):
        """Who waits, the first call first; who calls twice keeps the place of the first call."""
        waiting = {}
        for seat, n, what, called in self.db.execute(STUCK):
            minutes = max(0, int((self.clock() - called) / 60))
            one = waiting.setdefault(seat, {"seat": seat, "minutes": minutes})
            one |= {"n": n, "exercise": what}
        return list(waiting.values())


def is_code(text):
    """Could this be the code of a room? Nothing else is shown in a command to be copied."""
    return len(text) == CODE_LENGTH and set(text.upper()) <= set(LETTERS)


def steady_clock():
    """A clock, in seconds since 1970, that nobody sets while this process runs."""
    began = time.time() - _running()
    return lambda: began + _running()


def _running():
    """Seconds that go on; where the system can, also while the machine sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


def _known_mistakes():
    """The ids that a report may carry and an instructor may read."""
    known = {slip for exercise in exercises() for m in exercise.mistakes for slip in m.slips}
    return {one for one in known | GENERIC if re.fullmatch(r"\w+", one)}


def _why_not(path, error):
    if "locked" in str(error):
        return (
            f"{path} is in use: a workshop with this file runs already.\n"
            "Open its instructor's link, or name another file with --file."
        )
    return f"{path} cannot hold a workshop: {error}.\nName another file with --file."
