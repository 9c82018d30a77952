"""Ordering: lines of code, or steps, to be put in order.

The author writes the steps in a right order. Where steps may change places there are several
right orders: `free` names groups of steps that need not wait for each other.
"""

from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from .question import Line, Question, Verdict
from .shuffled import shuffled


@dataclass(frozen=True)
class Step:
    """One step. `why` says why it has to wait for the steps before it."""

    text: str
    why: str = ""


@dataclass(frozen=True)
class WrongOrder:
    """A known mistake: the steps with these indices in this order, others between them or not."""

    order: tuple
    explanation: str
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Ordering(Question):
    """An answer is a list of indices into `shown`, so its numbers tell nothing about the order."""

    steps: tuple
    explanation: str
    free: tuple = ()  # groups of indices of steps
    slips: tuple = ()

    kind = "ordering"

    @cached_property
    def shown(self):
        """The indices of the steps as they are first shown: not right, and no known mistake."""
        return shuffled(range(len(self.steps)), self.name, self._is_known)

    def _is_known(self, order):
        return self.too_early(order) is None or self.slip(order) is not None

    def spec(self):
        return {"steps": [self.steps[i].text for i in self.shown]}

    @property
    def answer_lines(self):
        return [step.text for step in self.steps]

    @property
    def wrong_answers(self):
        return [
            ("; then ".join(self.steps[i].text for i in slip.order), slip.explanation)
            for slip in self.slips
        ]

    def must_wait(self, later, earlier):
        """Does the step `later` have to wait for the step `earlier`?"""
        are_free = any(later in group and earlier in group for group in self.free)
        return earlier < later and not are_free

    def too_early(self, order):
        """The first step that comes too early, and one it has to wait for; None if all is right."""
        for place, step in enumerate(order):
            for missing in sorted(order[place + 1 :]):
                if self.must_wait(step, missing):
                    return step, missing
        return None

    def slip(self, order):
        """The first known mistake that this order holds, or None."""
        place = {step: i for i, step in enumerate(order)}
        holds = (s for s in self.slips if all(place[a] < place[b] for a, b in pairwise(s.order)))
        return next(holds, None)

    def _read(self, answer):
        is_list = isinstance(answer, list) and all(type(i) is int for i in answer)
        if not is_list or sorted(answer) != list(range(len(self.steps))):
            raise ValueError("Give every line one place.")
        return answer

    def _show(self, answer):
        first = self.steps[self.shown[answer[0]]].text
        return f"{len(answer)} lines, first {_quoted(first)}"

    def _judge(self, answer):
        order = [self.shown[i] for i in answer]
        texts = [self.steps[i].text for i in order]
        wrong = self.too_early(order)
        if wrong is None:
            given = tuple(Line(text, True) for text in texts)
            return Verdict(True, given, tuple(texts), (self.explanation,))
        place = order.index(wrong[0])
        marks = [True] * place + [False] + [None] * (len(order) - place - 1)
        given = tuple(Line(text, right) for text, right in zip(texts, marks, strict=True))
        slip = self.slip(order)
        why = slip.explanation if slip else self._why(place, *wrong)
        misconception = slip.misconception if slip else ""
        whys = (why, self.explanation)
        return Verdict(False, given, tuple(self.answer_lines), whys, misconception)

    def _why(self, place, step, missing):
        """Where the order first goes wrong, and why."""
        early, late = self.steps[step], self.steps[missing]
        told = f"Place {place + 1}: {_quoted(early.text)} has to wait for {_quoted(late.text)}."
        return f"{told} {early.why}"


def _quoted(text):
    """Code needs no quotation marks."""
    return text if text.startswith("`") else f"“{text}”"
