"""Choice: some options, of which one is right."""

from dataclasses import dataclass

from .question import Line, Question, Verdict


@dataclass(frozen=True)
class Option:
    """One possible answer. The explanation says what happens instead, or why it is right."""

    text: str
    explanation: str
    misconception: str = ""


@dataclass(frozen=True, kw_only=True)
class Choice(Question):
    """`answer` is the index of the right option. An answer is an index, too."""

    options: tuple
    answer: int

    kind = "choice"

    def spec(self):
        return {"options": [option.text for option in self.options]}

    @property
    def answer_lines(self):
        return [self.options[self.answer].text]

    @property
    def explanation(self):
        return self.options[self.answer].explanation

    @property
    def wrong_answers(self):
        wrong = (option for i, option in enumerate(self.options) if i != self.answer)
        return [(option.text, option.explanation) for option in wrong]

    def _read(self, answer):
        if type(answer) is not int or not 0 <= answer < len(self.options):
            raise ValueError("Choose one of the options.")
        return answer

    def _show(self, answer):
        return self.options[answer].text

    def _judge(self, answer):
        option, right = self.options[answer], answer == self.answer
        why = (option.explanation,) if right else (option.explanation, self.explanation)
        given = (Line(option.text, right),)
        return Verdict(right, given, tuple(self.answer_lines), why, option.misconception)
