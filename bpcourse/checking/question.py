"""Question: asked before the answer is seen, and every possible answer is explained.

A Question has options to choose from, a NumberQuestion a blank for a number. Not to know yet is
always a possible answer, and told apart from a wrong one.
"""

import math
import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One possible answer, and what its reader needs to know: what happens instead, or why."""

    text: str
    explanation: str
    misconception: str = ""  # its id in exercises/questions/misconceptions.toml


DONT_KNOW = Option(
    "I don't know yet.",
    "That is a fair start: the picture has the answer, and by now you know where to look for it.",
)
NOT_YET = "That is a fair start, and better than a guess: now you know what to look at."


@dataclass(frozen=True)
class Question:
    """Options to choose from. `answer` is the index of the right one."""

    text: str
    options: tuple
    answer: int
    name: str = ""
    lesson: str = ""  # "07"
    after: bool = False  # is it a prediction, compared only after the next cells have been run?

    kind = "choice"

    @property
    def all_options(self):
        """The options as they are offered: not to know yet is always one of them."""
        return (*self.options, DONT_KNOW)

    def verdict(self, chosen):
        """What to read after the experiment, for the option with the index `chosen`."""
        option, right = self.all_options[chosen], self.options[self.answer]
        told = f"You predicted: {option.text}"
        if chosen == self.answer:
            return f"{told} That is what happens. {option.explanation}"
        return f"{told} {option.explanation} What happens: {right.text} {right.explanation}"

    def read(self, answer):
        """An answer from outside as one that `judge` takes; ValueError where it is none."""
        if type(answer) is not int or not 0 <= answer < len(self.all_options):
            raise ValueError("Choose one of the options.")
        return answer

    def show(self, answer):
        return self.all_options[answer].text

    def judge(self, answer):
        """A triple: right or not, what to read about it, and the misconception it reveals."""
        right = self.options[self.answer]
        if answer == self.answer:
            return True, f"Right. {right.explanation}", ""
        option = self.all_options[answer]
        why = NOT_YET if option is DONT_KNOW else f"Not this one. {option.explanation}"
        told = f"{why} The answer: {right.text.rstrip('.')}. {right.explanation}"
        return False, told, option.misconception


@dataclass(frozen=True)
class Slip:
    """A wrong number, and the mistake that leads to it."""

    number: float
    explanation: str
    misconception: str = ""


@dataclass(frozen=True)
class NumberQuestion:
    """A blank for a number. Within 1 % it is right."""

    text: str
    number: float
    explanation: str
    slips: tuple = ()
    name: str = ""
    lesson: str = ""
    after: bool = False

    kind = "number"

    def read(self, answer):
        """A typed number; None for "I don't know yet"; ValueError for what is neither."""
        if answer is None:
            return None
        typed = str(answer).strip().replace("−", "-").replace(",", ".")
        if not re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", typed, re.IGNORECASE):
            raise ValueError("Type one number, like 0.25 or −3.")
        return float(typed)

    def show(self, answer):
        return DONT_KNOW.text if answer is None else say(answer)

    def judge(self, answer):
        """A triple: right or not, what to read about it, and the misconception it reveals."""
        if answer is not None and _same(answer, self.number):
            return True, f"Right. {self.explanation}", ""
        right = f"The answer: {say(self.number)}. {self.explanation}"
        if answer is None:
            return False, f"{NOT_YET} {right}", ""
        for slip in self.slips:
            if _same(answer, slip.number):
                return False, f"Not quite. {slip.explanation} {right}", slip.misconception
        return False, f"Not quite. {right}", ""


def say(number):
    return f"{number:.4g}".replace("-", "−")


def _same(one, other):
    return math.isclose(one, other, rel_tol=0.01, abs_tol=1e-12)
