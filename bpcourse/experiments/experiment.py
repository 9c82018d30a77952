"""Experiment: what one live picture has to say of its own.

    class StepSize(Experiment):
        '''Gradient descent on a parabola: how long may a step be?'''

        learning_rate = LogSlider(0.1, "learning rate", low=0.01, high=3.0)    # the controls
        runs_on = ("gd_step",)                                # the exercises whose code it runs

        def compute(self, state, gd_step): ...                # the maths, and nothing else: the
                                                              # data, or a generator that yields
                                                              # them again and again, each better
        def scene(self, state, data): ...                     # what is drawn
        def describe(self, state, data, frame): ...           # the same for who does not see it

StepSize() shows itself in a notebook, StepSize(learning_rate=0.4) starts there, and so does the
text that the page offers as "state": StepSize("learning_rate=0.4"). All that experiments share is
elsewhere in this folder.
"""

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from types import SimpleNamespace

import numpy as np

from ..checking.mine import reference
from ..checking.questions import question_bank
from .controls import Control
from .scene import Scene

FIRST, SLICE = 0.005, 0.01  # seconds of computing until the first data, and until each better ones
SHOWN = 0.03  # seconds of computing from one picture to the next


def in_slices(count, first=FIRST, seconds=SLICE):
    """The numbers from 0 to count - 1, each with whether it is time to yield what there is.

    That is so when `first` have passed, then whenever `seconds` have passed, and at the end.
    """
    pause = time.perf_counter() + first
    for i in range(count):
        is_time = i + 1 == count or time.perf_counter() >= pause
        yield i, is_time
        if is_time:
            pause = time.perf_counter() + seconds


@dataclass(frozen=True)
class Picture:
    """What one state leads to: the scene, and what can be said of each of its frames."""

    scene: Scene
    describe: Callable  # from a frame to its sentence
    met: bool  # is the challenge met?
    so_far: str  # what is reached of it, where that is counted
    frame: int  # the one that is shown first
    is_last: bool  # or will a better one follow?

    def text(self, frame):
        """The sentence for a frame, and what cannot be seen in it."""
        warnings = [sentence for first, sentence in self.scene.warnings if first <= frame]
        return " ".join([self.describe(frame), *warnings])


class Experiment:
    """Base of all experiments. Raises ValueError for an unknown control or an unusable value."""

    runs_on = ()
    each_alone = False  # is each function of `runs_on` the learner's as soon as it passes?
    challenge = None
    shows = ()  # states in which the question's answer is seen, each a Shows
    opens_at = None  # the frame that is shown first; None for the last

    def __init_subclass__(cls):
        cls.controls = {name: c for name, c in vars(cls).items() if isinstance(c, Control)}
        cls.title = cls.__doc__.splitlines()[0]

    def __init__(self, code="", **values):
        told, step = self.read(code)
        self.start = self.state(**told | values)
        self.opens_at = self.opens_at if step is None else step

    @property
    def name(self):
        return type(self).__name__

    @property
    def question(self):
        """What is to be predicted first: the question in questions.toml that names it, or None."""
        return question_bank.of_experiment(self.name)

    def compute(self, state, **functions):
        raise NotImplementedError

    def scene(self, state, data):
        raise NotImplementedError

    def describe(self, state, data, frame):
        raise NotImplementedError

    def state(self, **values):
        """A full state: the start of every control, or the value nearest to the one in `values`."""
        for name in values:
            if name not in self.controls:
                raise ValueError(f"{self.name} has no control called {name!r}. {self._sample()}")
        chosen = {name: values.get(name, c.start) for name, c in self.controls.items()}
        return SimpleNamespace(**{n: self.controls[n].nearest(v) for n, v in chosen.items()})

    def _sample(self):
        return f"A state looks like this: {self.code(self.state())}"

    def code(self, state):
        """The state as a short text, which `parse` reads again."""
        parts = vars(state).items()
        return " ".join(f"{name}={self.controls[name].written(value)}" for name, value in parts)

    def read(self, code):
        """The values in such a text, and the step that it may name as step=12, else None.

        Raises ValueError, saying how such a text looks, where it is none.
        """
        parts = [part.partition("=") for part in code.split()]
        for name, equals, _ in parts:
            if not equals:
                raise ValueError(f"{name!r} has no value. {self._sample()}")
        values = {name: value for name, _, value in parts}
        step = None if "step" in self.controls else values.pop("step", None)
        if step is not None and not step.isdigit():
            raise ValueError(f"step needs a whole number, not {step!r}. {self._sample()}")
        return values, None if step is None else int(step)

    def picture(self, state, functions=None):
        """Compute one state, with the functions given and, for all others, the model answers'."""
        *_, data = self._stages(state, functions)
        return self._picture(state, data, is_last=True)

    def data(self, **values):
        """The state of these values, and what its whole computation leads to."""
        state = self.state(**values)
        *_, data = self._stages(state, None)
        return state, data

    def pictures(self, state, functions=None, before=None):
        """The pictures of one state, each better than the one before, the last as `picture`.

        Where it is too early for the next one there is None, so that what has come meanwhile can be
        heard. `before` is the scene that is shown now: the axes do not jump where they need not.
        """
        due = 0.0
        for data in self._stages(state, functions):
            is_last = getattr(data, "is_last", True)
            if not is_last and time.perf_counter() < due:
                yield None
                continue
            picture = self._picture(state, data, is_last, before)
            before = picture.scene
            yield picture
            due = time.perf_counter() + SHOWN

    def _stages(self, state, functions):
        functions = self.reference_functions() | (functions or {})
        with np.errstate(all="ignore"):  # what grows too large is told by the scene's warnings
            data = self.compute(state, **functions)
        if not isinstance(data, Iterator):
            yield data
            return
        while True:
            with np.errstate(all="ignore"):
                one = next(data, None)
            if one is None:
                return
            yield one

    def _picture(self, state, data, is_last, before=None):
        with np.errstate(all="ignore"):
            scene = self.scene(state, data).fitted(before)
            challenge = self.challenge
            met = bool(challenge and challenge.met(state, data))
            so_far = challenge.so_far(state, data) if challenge and challenge.so_far else ""
        last = scene.frames - 1
        return Picture(
            scene,
            describe=lambda frame: self.describe(state, data, frame),
            met=met,
            so_far=so_far,
            frame=last if self.opens_at is None else min(self.opens_at, last),
            is_last=is_last,
        )

    def reference_functions(self):
        return {name: reference(name) for name in self.runs_on}

    def stage(self, send, keep=None, later=None):
        """The kernel's end of the conversation with a page that shows this experiment."""
        from .stage import Stage

        return Stage(self, send, keep, later)

    def _ipython_display_(self):
        """Live in a notebook's cell; in a lesson that is built, a still picture with its text."""
        from . import still

        if still.are_wanted():
            from .jupyter import publish

            publish({"text/html": still.html(self), "text/plain": self.text()})
        else:
            from .jupyter import show

            show(self)

    def text(self):
        """What the still picture shows, in words."""
        picture = self.picture(self.start)
        return f"{self.title} {picture.text(picture.frame)}"
