"""Stage: the live side of an experiment. The kernel computes, and the page draws.

The page asks for one picture at a time and sends the newest state when the last picture has come,
so a slow computation never leaves the picture far behind the hand. A long computation comes in
slices: the page draws each and asks for a better picture only while the hand rests, and between two
slices the kernel hears what has come, so what the hand has left behind is abandoned. What the two
say to each other:

    page    hello, state, better, frame, texts, code, functions, as_left; answer, compare, again
    kernel  setup, picture with its numbers, texts, values, functions, refused; question,
            not_an_answer, room (what a workshop predicted)

The files in widget/ are the page's side. A notebook carries the messages (jupyter.py), in a thread
of its own, so the picture follows the hand also while a cell is running.
"""

from contextlib import nullcontext
from functools import partial
from weakref import WeakSet

from ..checking.explain import explain, place
from ..checking.judging.deadline import deadline
from ..checking.mine import home, learners
from ..checking.progress import Progress
from ..checking.questions import room_answers
from ..checking.questions.asked import Asked
from ..checking.time_limit import TimeIsUp
from ..checking.workspace import here
from . import question_figure
from .conversation import Conversation
from .scene import DASHES, MAPS, MARKERS
from .scene_message import SceneMessages
from .still import as_left

INSTEAD = "The picture shows the model answer."
PATIENCE = 2.0  # seconds that the learner's functions may take for one picture
OPEN = WeakSet()  # the stages that live


def tell_room():
    """Let each experiment say what a workshop predicted, where that is new."""
    for stage in list(OPEN):
        stage.tell_room()


class Stage(Conversation):
    """One experiment's end of the conversation. All state is here, so a reloaded page finds it."""

    def __init__(self, experiment, send, keep=None, later=None):
        super().__init__(send)
        self.keep = keep  # called with the picture as it was left, as HTML, where that can be kept
        self.later = later  # calls a function when what has come meanwhile is heard, if it can
        self.experiment = experiment
        self.state = experiment.start
        self.which = "reference"
        self.n = 0  # the page's number for the state that is shown
        self.scenes = SceneMessages()
        self.picture = None
        self.progress = Progress(here())
        self.asked = experiment.question and self._ask(experiment.question)
        self.room = None  # what the page was told of a workshop's predictions
        OPEN.add(self)
        self.reached = self._is_reached()
        self.frame = experiment.opens_at  # None for the last one

    def answer(self, message):
        """Each kind of message has a method of its own."""
        kind = message["kind"]
        if kind in ASKED:
            self.say(self.asked.hear(message))
            self.tell_room()
            self._open()
        else:
            HEARD[kind](self, message)

    def hello(self, message):
        self.scenes.forget()
        self.say(self._setup())
        self.room = None
        self.tell_room()
        self._open()

    def show_state(self, message):
        self.state = self.experiment.state(**message["values"])
        self.which, self.n, self.frame = message["functions"], message["n"], message["frame"]
        self._compute()
        self._show()

    def show_better(self, message):
        if message["n"] == self.n and not self.picture.is_last:
            self.frame = message["frame"]
            self._go_on(self.pictures)

    def _go_on(self, pictures):
        """Compute until there is a better picture, unless another state has come meanwhile."""
        if pictures is not self.pictures:
            return
        is_better = self._next()
        while not is_better and not self.later:
            is_better = self._next()
        if is_better:
            self._show()
        else:
            self.later(partial(self._go_on, self.pictures))

    def remember_frame(self, message):
        self.frame = message["frame"]

    def tell_texts(self, message):
        texts = [self.picture.text(frame) for frame in range(self.picture.scene.frames)]
        self.say({"kind": "texts", "texts": texts})

    def restore(self, message):
        try:
            values, step = self.experiment.read(message["text"])
            self.state = self.experiment.state(**values)
        except ValueError as error:
            self.say({"kind": "refused", "text": str(error)})
            return
        told = {"kind": "values", "values": vars(self.state)}
        if step is not None:
            self.frame = told["frame"] = step
        self._compute()
        self.say(told)
        self._show()

    def tell_functions(self, message):
        self.say({"kind": "functions"} | self._functions())

    def keep_as_left(self, message):
        if self.keep:
            code = self.experiment.code(self.state)
            self.keep(as_left(message["png"], message["text"], code))

    def tell_room(self):
        """Say what a workshop predicted, if that is new; never before one's own is compared."""
        if not self.asked or not self.asked.is_compared:
            return
        rows = room_answers.rows(here(), self.asked.question)
        if rows != self.room:
            self.room = rows
            self.say({"kind": "room", "rows": rows or []})

    def _open(self):
        """Show the picture, once a prediction is locked in; before, nothing is computed."""
        if self.asked and not self.asked.is_answered:
            return
        if self.picture is None:
            self._compute()
        self._show()

    def _setup(self):
        experiment = self.experiment
        return {
            "kind": "setup",
            "title": experiment.title,
            "name": experiment.name,
            "controls": {name: control.spec() for name, control in experiment.controls.items()},
            "values": vars(self.state),
            "challenge": experiment.challenge and experiment.challenge.text,
            "style": {"dashes": DASHES, "markers": MARKERS, "maps": MAPS},
            "question": self.asked and self.asked.state(),
            "functions": self._functions(),
        }

    def _ask(self, question):
        """The prediction that opens the picture, as it stood when the learner last was here."""
        return Asked(question, self.progress, question_figure.spec(question), resume=True)

    def _functions(self):
        """Whose code runs, and which of the learner's functions do not pass yet."""
        names = list(self.experiment.runs_on)
        missing = [home(name).name for name in names if learners(name) is None]
        told = {"which": self.which, "names": names, "missing": missing}
        return told | {"each_alone": self.experiment.each_alone}

    def _show(self):
        """Send the picture, with the text of one frame; the others are fetched when it plays."""
        scene, buffer = self.scenes.of(self.picture.scene)
        last = self.picture.scene.frames - 1
        message = {
            "kind": "picture",
            "n": self.n,
            "is_last": self.picture.is_last,
            "scene": scene,
            "opens_at": self.frame,
            "text": self.picture.text(last if self.frame is None else min(self.frame, last)),
            "met": self.picture.met,
            "so_far": self.picture.so_far,
            "reached": self.reached,
            "code": self.experiment.code(self.state),
            "trouble": self.trouble,
        }
        self.say(message, [buffer])

    def _compute(self):
        """Begin the picture, by the learner's functions if asked for, else by the model answers."""
        self.trouble, self.own = "", {}
        if self.which == "mine":
            own = {name: learners(name) for name in self.experiment.runs_on}
            missing = [home(name).name for name, function in own.items() if function is None]
            if not missing or self.experiment.each_alone:
                self.own = {name: function for name, function in own.items() if function}
            else:
                self.trouble = f"Your {', '.join(missing)} does not pass now. {INSTEAD}"
        self.pictures = self.experiment.pictures(self.state, self.own, self._shown())
        self._next()

    def _next(self):
        """Take the first picture of a state or the next better one; False where it is too early."""
        try:
            with self._patience():
                picture = next(self.pictures)
        except (Exception, TimeIsUp) as error:
            if not self.own:
                raise
            self._tell(error)
            self.own = {}
            self.pictures = self.experiment.pictures(self.state, before=self._shown())
            picture = next(self.pictures)
        if picture is None:
            return False
        self.picture = picture
        if self.picture.met and not self.reached:
            self.reached = True
            self._keep("challenge", code=self.experiment.code(self.state))
        return True

    def _shown(self):
        return self.picture and self.picture.scene

    def _patience(self):
        return deadline(PATIENCE, *self._filenames()) if self.own else nullcontext()

    def _filenames(self):
        """The files that the learner's functions and classes are written in."""
        return [str(here().answer_path(home(name).name)) for name in self.own]

    def _tell(self, error):
        """Say why the learner's functions could not make this picture."""
        told = "It took too long." if isinstance(error, TimeIsUp) else explain(error)
        where = [place(error, name).partition("\n")[0] for name in self._filenames()]
        parts = ["Your code cannot make this picture.", told, *filter(None, where), INSTEAD]
        self.trouble = " ".join(dict.fromkeys(parts))

    def _is_reached(self):
        return bool(self.progress.events("challenge", experiment=self.experiment.name))

    def _keep(self, event, **facts):
        try:
            self.progress.record(event, experiment=self.experiment.name, **facts)
        except OSError:
            return  # what cannot be kept is no reason to stop the experiment


ASKED = ("answer", "compare", "again")  # about the question; checking/questions/asked.py hears them
HEARD = {
    "hello": Stage.hello,
    "state": Stage.show_state,
    "better": Stage.show_better,
    "frame": Stage.remember_frame,
    "texts": Stage.tell_texts,
    "code": Stage.restore,
    "functions": Stage.tell_functions,
    "as_left": Stage.keep_as_left,
}
