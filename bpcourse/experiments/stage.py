"""Stage: the live side of an experiment. The kernel computes, and the page draws.

The page asks for one picture at a time and sends the newest state when the last picture has come,
so a slow computation never leaves the picture far behind the hand. A long computation comes in
slices: the page draws each and asks for a better picture only while the hand rests, so what the
hand has left behind is abandoned. What the two say to each other:

    page    hello, state, better, texts, code, predict, compare, functions
    kernel  setup, picture with its numbers, texts, values, question, functions, refused

The files in stage/ are the page's side. JupyterLab lets it speak in a thread of its own, so the
picture follows the hand also while a cell is running.
"""

from contextlib import nullcontext
from pathlib import Path

import anywidget

from ..checking.deadline import TimeIsUp, deadline
from ..checking.explain import explain, place
from ..checking.mine import home, learners
from ..checking.progress import Progress
from ..checking.workspace import here
from .message import to_message
from .scene import DASHES, MAP, MARKERS

FOLDER = Path(__file__).parent / "stage"
INSTEAD = "The picture shows the model answer."
PATIENCE = 2.0  # seconds that the learner's functions may take for one picture


class Stage(anywidget.AnyWidget):
    """The widget for one experiment. All state is here, so a reloaded page finds it again."""

    _esm = FOLDER / "stage.js"
    _css = FOLDER / "stage.css"

    def __init__(self, experiment):
        super().__init__()
        self.experiment = experiment
        self.state = experiment.start
        self.which = "reference"
        self.n = 0  # the page's number for the state that is shown
        self.progress = Progress(here())
        self.prediction = self._last("prediction", "choice")
        self.compared = self._last("compared", "choice") == self.prediction is not None
        self.reached = self._last("challenge", "code") is not None
        self._compute()
        self.on_msg(lambda _, content, buffers: self.hear(content))

    def hear(self, message):
        """Answer one message of the page."""
        match message:
            case {"kind": "hello"}:
                self.send(self._setup())
                self._show(self.picture.frame)
            case {"kind": "state", "n": n, "frame": frame, "values": values, "functions": which}:
                self.state, self.which, self.n = self.experiment.state(**values), which, n
                self._compute()
                self._show(frame)
            case {"kind": "better", "n": n, "frame": frame}:
                if n == self.n and not self.picture.is_last:
                    at_end = frame >= self.picture.scene.frames - 1
                    self._next()
                    self._show(self.picture.scene.frames - 1 if at_end else frame)
            case {"kind": "texts"}:
                texts = [self.picture.text(frame) for frame in range(self.picture.scene.frames)]
                self.send({"kind": "texts", "texts": texts})
            case {"kind": "code", "text": text}:
                self._restore(text)
            case {"kind": "predict", "choice": choice}:
                self.prediction, self.compared = choice, False
                self._keep("prediction", choice=choice)
                self.send(self._question())
            case {"kind": "compare"}:
                self.compared = True
                self._keep("compared", choice=self.prediction)
                self.send(self._question())
            case {"kind": "functions"}:
                self.send({"kind": "functions"} | self._functions())

    def _setup(self):
        experiment = self.experiment
        return {
            "kind": "setup",
            "title": experiment.title,
            "name": experiment.name,
            "controls": {name: control.spec() for name, control in experiment.controls.items()},
            "values": vars(self.state),
            "challenge": experiment.challenge and experiment.challenge.text,
            "style": {"dashes": DASHES, "markers": MARKERS, "map": MAP},
            "question": experiment.question and self._question(),
            "functions": self._functions(),
        }

    def _question(self):
        question = self.experiment.question
        return {
            "kind": "question",
            "text": question.text,
            "options": [option.text for option in question.all_options],
            "chosen": self.prediction,
            "verdict": question.verdict(self.prediction) if self.compared else None,
        }

    def _functions(self):
        """Whose code runs, and which of the learner's functions do not pass yet."""
        names = list(self.experiment.runs_on)
        missing = [home(name).name for name in names if learners(name) is None]
        return {"which": self.which, "names": names, "missing": missing}

    def _restore(self, text):
        try:
            self.state = self.experiment.state(**self.experiment.parse(text))
        except ValueError as error:
            self.send({"kind": "refused", "text": str(error)})
        else:
            self._compute()
            self.send({"kind": "values", "values": vars(self.state)})
            self._show(self.picture.frame)

    def _show(self, frame):
        """Send the picture, with the text of one frame; the others are fetched when it plays."""
        scene, buffer = to_message(self.picture.scene)
        message = {
            "kind": "picture",
            "n": self.n,
            "is_last": self.picture.is_last,
            "scene": scene,
            "frame": self.picture.frame,
            "text": self.picture.text(min(frame, self.picture.scene.frames - 1)),
            "met": self.picture.met,
            "reached": self.reached,
            "code": self.experiment.code(self.state),
            "trouble": self.trouble,
        }
        self.send(message, [buffer])

    def _compute(self):
        """Begin the picture, by the learner's functions if asked for, else by the model answers."""
        self.trouble, self.own = "", {}
        if self.which == "mine":
            self.own = {name: learners(name) for name in self.experiment.runs_on}
            missing = [home(name).name for name, own in self.own.items() if own is None]
            if missing:
                self.own = {}
                self.trouble = f"Your {', '.join(missing)} does not pass now. {INSTEAD}"
        self.pictures = self.experiment.pictures(self.state, self.own)
        self._next()

    def _next(self):
        """The first picture of a state, or the next better one."""
        try:
            with self._patience():
                self.picture = next(self.pictures)
        except (Exception, TimeIsUp) as error:
            if not self.own:
                raise
            self._tell(error)
            self.own = {}
            self.pictures = self.experiment.pictures(self.state)
            self.picture = next(self.pictures)
        if self.picture.met and not self.reached:
            self.reached = True
            self._keep("challenge", code=self.experiment.code(self.state))

    def _patience(self):
        return deadline(PATIENCE, *self._filenames()) if self.own else nullcontext()

    def _filenames(self):
        return [function.__code__.co_filename for function in self.own.values()]

    def _tell(self, error):
        """Say why the learner's functions could not make this picture."""
        told = "It took too long." if isinstance(error, TimeIsUp) else explain(error)
        where = [place(error, name).partition("\n")[0] for name in self._filenames()]
        parts = ["Your code cannot make this picture.", told, *filter(None, where), INSTEAD]
        self.trouble = " ".join(dict.fromkeys(parts))

    def _last(self, event, fact):
        """That fact of the last such event of this experiment, or None."""
        events = self.progress.events(event, experiment=self.experiment.name)
        return events[-1].get(fact) if events else None

    def _keep(self, event, **facts):
        try:
            self.progress.record(event, experiment=self.experiment.name, **facts)
        except OSError:
            return  # a prediction that cannot be kept is no reason to stop the experiment
