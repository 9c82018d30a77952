"""Question and challenge: asked before the picture moves, decided by code afterwards."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Option:
    """One possible answer, and what its reader needs to know: what happens instead, or why."""

    text: str
    explanation: str
    misconception: str = ""  # its id in the catalogue, where the option is a known wrong idea


DONT_KNOW = Option(
    "I don't know yet.",
    "That is a fair start: the picture has the answer, and by now you know where to look for it.",
)


@dataclass(frozen=True)
class Question:
    """A prediction. `answer` is the index of the right option."""

    text: str
    options: tuple
    answer: int

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


@dataclass(frozen=True)
class Challenge:
    """Something to reach. `met(state, data)` decides it."""

    text: str
    met: object
