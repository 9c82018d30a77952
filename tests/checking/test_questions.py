"""Questions explain every answer, their numbers are right, and what was wrong comes back."""

import importlib.util
import re

import numpy as np
import pytest

from bpcourse import experiments
from bpcourse.checking import bank
from bpcourse.checking.progress import Progress
from bpcourse.checking.question import NumberQuestion, Option, Question
from bpcourse.content import content
from bpcourse.experiments.quiz import Quiz, QuizWidget
from bpcourse.notebook import ask, from_memory

ALL = pytest.mark.parametrize("question", bank.questions().values(), ids=bank.questions())
NUMBER = r"[-−]?\d+(?:\.\d+)?"


def computed(name):
    """The numbers that check_questions.py finds for a question; None where it has no function."""
    path = bank.folder() / "check_questions.py"
    spec = importlib.util.spec_from_file_location("check_questions", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = getattr(module, name, None)
    return None if function is None else np.ravel(function()).astype(float)


def numbers_in(text):
    return [float(n.replace("−", "-")) for n in re.findall(NUMBER, text)]


def explained(question):
    if question.kind == "number":
        return [*question.slips]
    return [*question.options]


# ---- what every question promises ----


@ALL
def test_every_answer_is_explained_and_every_wrong_one_names_its_misconception(question):
    for option in explained(question):
        assert len(option.explanation.split()) >= 15, option
        if option is not (question.kind == "choice" and question.options[question.answer]):
            assert option.misconception in bank.misconceptions(), option


@ALL
def test_not_to_know_is_an_answer_and_told_without_blame(question):
    unknown = None if question.kind == "number" else len(question.options)
    assert question.show(question.read(unknown)) == "I don't know yet."
    right, told, misconception = question.judge(unknown)
    assert (right, misconception) == (False, "")
    assert told.startswith("That is a fair start")


@ALL
def test_the_right_answer_is_computed_once_more(question):
    """Numbers that stand in a right answer are those which code finds, as far as they are shown."""
    if question.kind == "number":
        shown = [question.number]
        assert len(question.explanation.split()) >= 15
    else:
        shown = numbers_in(question.options[question.answer].text)
        if not shown:
            return
    found = computed(question.name)
    assert found is not None, f"{question.name} has no function in check_questions.py"
    np.testing.assert_allclose(shown, found, rtol=0.02, atol=1e-9)


@ALL
def test_no_wrong_answer_is_right_too(question):
    if question.kind == "number":
        values = [question.number, *(slip.number for slip in question.slips)]
        assert len({f"{v:.3g}" for v in values}) == len(values)
        assert len(question.slips) >= 2
    else:
        assert len({option.text for option in question.options}) == len(question.options)
        assert 3 <= len(question.options) <= 4


def test_the_right_answer_is_not_always_in_the_same_place():
    places = [q.answer for q in bank.questions().values() if q.kind == "choice"]
    assert len(set(places)) >= 2


def test_every_question_is_asked_and_every_asked_one_exists():
    asked = set()
    for path in content("notebooks", "src").glob("*.py"):
        for call in re.findall(r"(?:ask|from_memory)\((.*?)\)", path.read_text(), re.DOTALL):
            asked |= set(re.findall(r'"(\w{3,})"', call))
    assert asked == set(bank.questions())


def test_experiments_name_misconceptions_that_are_in_the_catalogue():
    for name in experiments.__all__:
        question = getattr(experiments, name).question
        for i, option in enumerate(question.options):
            assert i == question.answer or option.misconception in bank.misconceptions()


# ---- answers ----


def test_a_number_is_read_as_people_type_it():
    question = bank.find("blank_delta")
    assert [question.read(text) for text in ("-4", "−4.0", " -4,0 ", "-4e0")] == [-4.0] * 4
    for text in ("", "four", "1 2", "nan", "--4"):
        with pytest.raises(ValueError, match="Type one number"):
            question.read(text)


def test_a_slip_is_told_its_cause():
    question = bank.find("blank_update")
    right, told, misconception = question.judge(2.72)
    assert not right
    assert "You passed back through w₂ after it had moved" in told
    assert misconception == "M05"
    assert question.judge(2.6)[:2] == (True, f"Right. {question.explanation}")
    assert question.judge(99.0)[1].startswith("Not quite. The answer: 2.6.")


def test_an_unknown_question_is_refused_with_the_nearest():
    with pytest.raises(bank.QuestionError, match=r"Did you mean dead_unit\?"):
        ask("dead_units")


@pytest.mark.parametrize("junk", ["question = 3", "[[question]]\nname = 'x'", "= 3"])
def test_a_file_that_is_not_in_order_is_named(junk, tmp_path, monkeypatch):
    (tmp_path / "07.toml").write_text(junk)
    monkeypatch.setattr(bank, "folder", lambda: tmp_path)
    bank.questions.cache_clear()
    with pytest.raises(bank.QuestionError, match=r"07\.toml cannot be used"):
        bank.questions()
    monkeypatch.undo()
    bank.questions.cache_clear()


# ---- what comes back ----


def wrong(name, sure, workspace):
    question = bank.find(name)
    given = None if question.kind == "number" else len(question.options)
    bank.answer(question, given, sure, Progress(workspace))


def test_confident_and_wrong_comes_back_first_in_a_later_lesson(workspace):
    wrong("bias_sum", False, workspace)
    wrong("square_entry", True, workspace)
    names = [q.name for q in from_memory("zero_start", before="11").questions]
    assert names == ["square_entry", "bias_sum", "zero_start"]


def test_what_is_right_by_now_does_not_come_back(workspace):
    wrong("square_entry", True, workspace)
    question = bank.find("square_entry")
    bank.answer(question, question.answer, True, Progress(workspace))
    assert bank.to_review("11", Progress(workspace)) == []


def test_it_comes_back_in_a_later_lesson_and_not_in_its_own(workspace):
    wrong("square_entry", True, workspace)
    assert bank.to_review("07", Progress(workspace)) == []


def test_no_question_is_asked_twice_and_at_most_two_come_back(workspace):
    for name in ("dead_unit", "square_entry", "bias_sum"):
        wrong(name, True, workspace)
    names = [q.name for q in from_memory("dead_unit", "zero_start", before="11").questions]
    assert len(names) == len(set(names)) == 4 - (set(names[:2]) & {"dead_unit"} != set())


# ---- in a cell ----


class Heard:
    def __init__(self, *questions):
        self.messages = []
        self.widget = QuizWidget(questions)
        self.widget.send = lambda message, buffers=None: self.messages.append(message)

    def __call__(self, **message):
        del self.messages[:]
        self.widget.hear(message)
        return self.messages[-1]


def test_an_answer_is_judged_kept_and_can_be_given_again(workspace):
    heard = Heard(bank.find("bias_sum"))
    assert heard(kind="hello")["questions"][0]["given"] is None
    told = heard(kind="answer", name="bias_sum", answer=1, sure=True)["question"]
    assert (told["right"], told["sure"]) == (False, True)
    assert "it would be taken a second time" in told["verdict"]
    [event] = Progress(workspace).events("answer", question="bias_sum")
    assert (event["right"], event["sure"], event["misconception"]) == (False, True, "M12")
    assert heard(kind="again", name="bias_sum")["question"]["given"] is None


def test_a_prediction_is_locked_and_compared_when_asked(workspace):
    heard = Heard(bank.find("pace_of_learning"))
    told = heard(kind="answer", name="pace_of_learning", answer=0, sure=False)["question"]
    assert told["verdict"] is None
    told = heard(kind="compare", name="pace_of_learning")["question"]
    assert told["verdict"].startswith("Not this one.")


@pytest.mark.parametrize("answer", [7, -1, "0", True, None])
def test_what_is_no_answer_is_refused_and_not_kept(workspace, answer):
    heard = Heard(bank.find("bias_sum"))
    told = heard(kind="answer", name="bias_sum", answer=answer, sure=True)
    assert told == {"kind": "refused", "name": "bias_sum", "text": "Choose one of the options."}
    assert Progress(workspace).events("answer") == []


def test_where_nothing_can_be_kept_the_questions_go_on(workspace, monkeypatch):
    def refuse(self, event, **facts):
        raise OSError

    monkeypatch.setattr(Progress, "record", refuse)
    heard = Heard(bank.find("bias_sum"))
    assert heard(kind="answer", name="bias_sum", answer=0, sure=True)["question"]["right"]


def test_without_a_widget_it_is_text_with_the_answers_folded(workspace):
    quiz = Quiz([bank.find("bias_sum"), bank.find("blank_delta")])
    data, _ = quiz._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    html, text = data["text/html"], data["text/plain"]
    assert html.count("<details>") == html.count("</details>") == 2
    before, _, answer = html.partition("<details>")
    assert "Every row has used" not in before
    assert "Every row has used the same bias" in answer
    assert text.startswith("1. dZ = [[1, 2]")
    assert "I don't know yet." in text


def test_text_is_escaped_and_code_is_code():
    options = (Option("a < b", "x"), Option("`b`", "y"))
    html = Quiz([Question("Is `a` <b>?", options, 0)]).html()
    assert "<code>a</code> &lt;b&gt;?" in html
    assert "a &lt; b" in html
    number = Quiz([NumberQuestion("1 < 2?", 3.0, "because")]).html()
    assert "1 &lt; 2?" in number
