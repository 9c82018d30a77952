"""Matching: for each thing on the left, the one on the right that belongs to it.

With a figure, the things on the left are places in a picture, and those on the right are labels.
"""

from dataclasses import dataclass
from functools import cached_property

from .question import Line, Question, Verdict
from .shuffled import shuffled


@dataclass(frozen=True)
class Pair:
    """What belongs together. `why` is read where something else was chosen for `left`."""

    left: str
    right: str
    why: str
    at: tuple | None = None  # where `left` is in the figure


@dataclass(frozen=True)
class WrongPair:
    """A pair that people choose although it does not belong together."""

    left: str
    right: str
    explanation: str
    misconception: str = ""


@dataclass(frozen=True)
class Figure:
    """A picture: a file beside the questions, or an experiment in one state."""

    alt: str  # what it shows, in words, without the labels
    file: str = ""  # an .svg or .png
    scene: str = ""  # "StepSize learning_rate=0.4"
    panel: int = 1  # which panel of the scene


@dataclass(frozen=True, kw_only=True)
class Matching(Question):
    """An answer is a list: for each pair, which of `rights` is chosen for its left side."""

    pairs: tuple
    explanation: str
    more: tuple = ()  # things on the right that belong nowhere
    slips: tuple = ()
    figure: Figure | None = None

    @property
    def kind(self):
        return "labelling" if self.figure else "matching"

    @cached_property
    def rights(self):
        """All things on the right as they are shown, each once."""
        every = list(dict.fromkeys([*(pair.right for pair in self.pairs), *self.more]))
        return shuffled(every, self.name, lambda order: order == every)

    @property
    def once(self):
        """Does each thing on the right belong to at most one on the left?"""
        return len({pair.right for pair in self.pairs}) == len(self.pairs)

    def spec(self):
        lefts = [pair.left for pair in self.pairs]
        return {"lefts": lefts, "rights": self.rights, "once": self.once}

    @property
    def answer_lines(self):
        return [_joined(pair.left, pair.right) for pair in self.pairs]

    @property
    def wrong_answers(self):
        return [(_joined(slip.left, slip.right), slip.explanation) for slip in self.slips]

    def _read(self, answer):
        is_list = isinstance(answer, list) and all(type(i) is int for i in answer)
        if not is_list or len(answer) != len(self.pairs):
            raise ValueError("Choose something for each of them.")
        if not all(0 <= i < len(self.rights) for i in answer):
            raise ValueError("Choose something for each of them.")
        return answer

    def _show(self, answer):
        return "; ".join(
            _joined(pair.left, self.rights[i]) for pair, i in zip(self.pairs, answer, strict=True)
        )

    def _judge(self, answer):
        chosen = [(pair, self.rights[i]) for pair, i in zip(self.pairs, answer, strict=True)]
        given = tuple(Line(_joined(p.left, text), p.right == text) for p, text in chosen)
        whys, misconceptions = [], []
        for pair, text in chosen:
            if pair.right != text:
                slip = self._slip(pair.left, text)
                why = slip.explanation if slip else pair.why
                whys.append(f"{pair.left[0].upper()}{pair.left[1:]}: {why}")
                misconceptions += [slip.misconception] if slip else []
        right = not whys
        misconception = misconceptions[0] if misconceptions else ""
        whys = (*whys, self.explanation)
        return Verdict(right, given, tuple(self.answer_lines), whys, misconception)

    def _slip(self, left, right):
        known = (slip for slip in self.slips if (slip.left, slip.right) == (left, right))
        return next(known, None)


def _joined(left, right):
    return f"{left} → {right}"
