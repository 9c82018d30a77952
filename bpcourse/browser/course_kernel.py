"""Course kernel: the kernel's end of the conversation with the page of one lesson.

    page    open (a lesson), warm, run (a cell, and those above it that have not been run), leave
            (what a cell has shown), say (to a part that is live), check (an exercise), ended (a
            check that has no end), press (a button under a report), learn (a file that another page
            has kept), forget (one that it has removed), pack and unpack (the learner's work); join,
            joined, heard and left (of a workshop: page_room.py)
    kernel  line (how far one is), shown (what a cell shows), has_run, judging, report, note, said
            (by a part that is live), keep (a file of the learner's), gone (one that is no more),
            packed, unpacked, told; knock, seated and tell (to a workshop)

The page asks one thing at a time, so nothing here runs beside anything else.
"""

import base64
import json
import re
import sys
from importlib import import_module
from importlib.util import find_spec

from .. import notebook
from ..checking import lesson_plan, report_view
from ..checking.check import keep
from ..checking.exercise import find
from ..checking.judging import limits, terminations
from ..checking.judging.pace import find_pace
from ..checking.questions import question_bank
from ..checking.report import Report
from ..checking.workspace import here
from ..errors import UserError
from ..experiments.conversation import Conversation
from ..notebook import exercise_cell, help_desk, session, start
from ..notebook.lesson_line import LessonLine
from . import page_cell
from .kept_files import KeptFiles
from .page_room import ROOM, PageRoom

PICTURES, FORMULAS = ("matplotlib",), ("mistune", "latex2mathml")
GRACE = 2  # seconds more than an answer has, until its worker is ended
DRAWS = re.compile(r"\b(plotting|matplotlib|plt)\b")
NOTES = set(notebook.__all__) - {"ask", "from_memory", "start_lesson"}  # what tells in Markdown
TELLS = re.compile(rf"\b({'|'.join(sorted(NOTES))})\(")
ASKS = re.compile(r"(?:ask|from_memory)\((.*)\)", re.DOTALL)
ENDINGS = {
    "ended": terminations.endless,
    "exited": terminations.leaves_python,
    "crashed": terminations.crashes,
}


class CourseKernel(Conversation):
    """One lesson's kernel: its names, what has been run, and the parts of the page that live."""

    def __init__(self, send):
        super().__init__(send)
        self.namespace = {"__name__": "__main__"}
        self.ran = set()  # the cells and exercises above which nothing has to be run again
        self.live = {}  # the ends of the conversations with parts of the page, by their places
        self.files = KeptFiles(here().root)
        self.room = PageRoom(self.say, self._carry(ROOM))
        self.place = None  # the cell that is running and shown
        self.line = ""
        self.is_warm = False

    def answer(self, message):
        """Each kind of message has a method of its own; what it has changed is told at the end."""
        HEARD[message["kind"]](self, message)
        self.tell_files()
        self.room.renew()
        self.tell_line()

    def tell_files(self):
        """What is new in the learner's files, for the page to keep."""
        for path, start_at, data in self.files.news():
            if data is None:
                self.say({"kind": "gone", "path": path})
            else:
                self.say({"kind": "keep", "path": path, "start": start_at}, [data])

    def open(self, message):
        """Begin a lesson."""
        try:
            start.start(message["lesson"], self.namespace)
        except UserError:
            if session.plan is None or not session.plan.missing:
                raise
            self.say({"kind": "told", "text": lesson_plan.NOT_HERE})
        self.namespace["display"] = self.display

    def needs(self, text):
        """The packages that must be loaded before this message can be answered, as JSON."""
        message = json.loads(text)
        wanted = ()
        if message["kind"] == "press":
            wanted = FORMULAS
        if message["kind"] == "run":
            sources = [cell.get("source", "") for cell in [*message["above"], message]]
            wanted = PICTURES * any(map(_draws, sources)) + FORMULAS * any(
                map(TELLS.search, sources)
            )
        return json.dumps([name for name in wanted if find_spec(name) is None])

    def run(self, message):
        """Run one cell, after those above it that have not been run; only its own is shown."""
        if find_spec("matplotlib"):
            self.namespace["plotting"] = import_module("bpcourse.plotting")
        for cell in message["above"]:
            if cell["cell"] not in self.ran and not self._run_above(cell, message["cell"]):
                self.say({"kind": "has_run", "cell": message["cell"], "is_well": False})
                return
        self.place = message["cell"]
        is_well = page_cell.run(message["source"], self.namespace, self.place, self.display_one)
        if is_well:
            self.ran.add(self.place)
        self.say({"kind": "has_run", "cell": self.place, "is_well": is_well})

    def _run_above(self, cell, wanted):
        """Run a cell that the wanted one needs. If it stops, that is shown below the wanted one."""
        if "exercise" in cell:
            self._define(find(cell["exercise"]))
            self.ran.add(cell["cell"])
            return True

        def tell(shown):
            if shown.get("is_error"):
                text = f"A cell above stops, and this one needs it.\n{shown['text']}"
                self.say(shown | {"kind": "shown", "cell": wanted, "text": text})

        self.place = None
        if page_cell.run(cell["source"], self.namespace, cell["cell"], tell):
            self.ran.add(cell["cell"])
            return True
        return False

    def _define(self, exercise):
        """Make known what the learner's answer defines, as its cell does."""
        workspace = here()
        source = workspace.answer(exercise.name)
        if source is None and exercise.kind == "repair":
            source = exercise.stub
        if source is not None:
            path = str(workspace.answer_path(exercise.name))
            exercise_cell.define(self.namespace, exercise, source, path)

    def display(self, *things):
        """What `display(...)` shows in a cell."""
        sys.stdout.flush()  # what was printed before goes first
        for thing in things:
            self.display_one({"thing": thing} | page_cell.shown(thing))

    def display_one(self, shown):
        """Show one thing below the cell that is running; what lives gets a place of its own."""
        thing = shown.pop("thing", None)
        if self.place is None:  # of a cell above, which is run unseen
            return
        if "part" in shown:
            shown["place"] = place = f"{self.place}/{sum(self.place in one for one in self.live)}"
            self.live[place] = thing.stage(self._carry(place))
        self.say({"kind": "shown", "cell": self.place} | shown)

    def _carry(self, place):
        def send(text, buffers=()):
            self.say({"kind": "said", "place": place, "text": text}, buffers)

        return send

    def carry(self, message):
        """Hand on what the page says to one of its parts that live."""
        place = message["place"]
        (self.room.line if place == ROOM else self.live[place]).hear(message["text"])

    def leave(self, message):
        """A cell is run anew: what it has shown lives no longer."""
        for place in [one for one in self.live if one.startswith(f"{message['cell']}/")]:
            del self.live[place]

    def check(self, message):
        exercise = find(message["exercise"])
        self.warm()
        self.say({"kind": "judging", "seconds": limits.SECONDS + GRACE})
        exercise_cell.judge(exercise, message["source"], self.namespace, self._report)

    def ended(self, message):
        """The worker that judged this answer is gone: ended by the page, by it, or by a crash."""
        exercise, workspace = find(message["exercise"]), here()
        workspace.save_answer(exercise.name, message["source"])
        report = Report(exercise.name, [ENDINGS[message["how"]](exercise)])
        self._report(keep(exercise, message["source"], workspace, report))

    def warm(self, message=None):
        """Load what an answer needs, once, and find out how much time one has."""
        if not self.is_warm:
            self.is_warm = True
            find_pace()

    def _report(self, report):
        """The report, with buttons in the place of what names a command."""
        help_desk.leave_out_commands(report)
        below = help_desk.buttons(report)
        html = report_view.as_html(report, style=False, again=False, below=below)
        self.say(
            {
                "kind": "report",
                "exercise": report.exercise,
                "outcome": report.outcome,
                "html": html,
                "headline": report.headline,
            }
        )

    def press(self, message):
        from ..typeset.markdown_html import markdown  # loaded where it is needed

        note = help_desk.note(message["what"], message["exercise"], message["seed"])
        html = markdown(note.pop("markdown"))
        self.say({"kind": "note", "place": message["place"], "html": html} | note)

    def pack(self, message):
        """The file that is handed in, and the receipt for it."""
        from ..grading.submissions.submit import submit

        try:
            receipt = submit(name=message["name"] or None, whole=message["whole"])
        except UserError as error:
            self.say({"kind": "told", "text": str(error)})
            return
        path = max(here().root.glob("submission-*.zip"), key=lambda file: file.stat().st_mtime_ns)
        data, told = path.read_bytes(), str(receipt).replace(f"{path.parent}/", "")
        path.unlink()
        self.say({"kind": "packed", "file": path.name, "receipt": told}, [data])

    def unpack(self, message):
        """Take what is in a file that was saved or handed in, and say how far one is now."""
        from ..grading.submissions.take_back import take_back, told

        try:
            packed = take_back(base64.b64decode(message["data"]))
        except UserError as error:
            self.say({"kind": "unpacked", "answers": {}, "text": str(error)})
            return
        self.tell_files()  # what is said to be loaded is kept by then
        self.say({"kind": "unpacked", "answers": packed.answers, "text": told(packed)})
        for plan in lesson_plan.plans():
            line = LessonLine(plan)
            if line.done:
                self._say_line(line)

    def learn(self, message):
        self.files.add(message["path"], message["text"].encode())

    def forget(self, message):
        self.files.remove(message["path"])

    def of_room(self, message):
        self.room.hear(message)

    def tell_line(self):
        """Say how far the learner is, where that has changed."""
        if session.plan is None:
            return
        line = LessonLine(session.plan)
        if line.text != self.line:
            self.line = line.text
            self._say_line(line)

    def _say_line(self, line):
        self.say(line.message() | {"done": line.done, "count": line.count})


def _draws(source):
    """Does a cell need what draws pictures?"""
    asked = ASKS.match(source)
    if not asked:
        return bool(DRAWS.search(source))
    known = question_bank.questions()
    questions = [known[name] for name in re.findall(r'"(\w+)"', asked[1]) if name in known]
    return any(q.kind == "labelling" and q.figure.scene for q in questions)


HEARD = {
    "open": CourseKernel.open,
    "run": CourseKernel.run,
    "check": CourseKernel.check,
    "ended": CourseKernel.ended,
    "warm": CourseKernel.warm,
    "press": CourseKernel.press,
    "say": CourseKernel.carry,
    "leave": CourseKernel.leave,
    "pack": CourseKernel.pack,
    "unpack": CourseKernel.unpack,
    "learn": CourseKernel.learn,
    "forget": CourseKernel.forget,
    **dict.fromkeys(("join", "joined", "heard", "left"), CourseKernel.of_room),
}
