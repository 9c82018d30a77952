"""Number: a blank for a number."""

import math
import re
from dataclasses import dataclass

from .question import Line, Question, Verdict

NUMBER = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?", re.IGNORECASE)


@dataclass(frozen=True)
class WrongNumber:
    """A wrong number, and the mistake that leads to it."""

    number: float
    explanation: str
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Number(Question):
    """Within 1 % of `number` it is right."""

    number: float
    explanation: str
    slips: tuple = ()

    kind = "number"

    def spec(self):
        return {}

    @property
    def answer_lines(self):
        return [say(self.number)]

    @property
    def wrong_answers(self):
        return [(say(slip.number), slip.explanation) for slip in self.slips]

    def _read(self, answer):
        typed = str(answer).strip().replace("−", "-").replace(",", ".")
        if not NUMBER.fullmatch(typed):
            raise ValueError("Type one number, like 0.25 or −3.")
        return float(typed)

    def _show(self, answer):
        return say(answer)

    def _judge(self, answer):
        right = _same(answer, self.number)
        slip = None if right else next((s for s in self.slips if _same(answer, s.number)), None)
        why = (slip.explanation, self.explanation) if slip else (self.explanation,)
        given = (Line(say(answer), right),)
        misconception = slip.misconception if slip else ""
        return Verdict(right, given, tuple(self.answer_lines), why, misconception)


def say(number):
    """Four digits, and a true minus sign."""
    return f"{number:.4g}".replace("-", "−")


def _same(one, other):
    return math.isclose(one, other, rel_tol=0.01, abs_tol=1e-12)
