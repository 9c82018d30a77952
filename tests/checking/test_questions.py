"""Questions explain every answer, their numbers are right, and what was wrong comes back."""

import itertools
import re
from collections import Counter

import numpy as np
import pytest

from bpcourse import experiments
from bpcourse.authoring import question_numbers
from bpcourse.checking.progress import Progress
from bpcourse.checking.questions import question_bank, question_file
from bpcourse.checking.questions.asked import Asked
from bpcourse.checking.questions.choice import Choice, Option
from bpcourse.checking.questions.matching import Matching, Pair
from bpcourse.checking.questions.number import Number
from bpcourse.checking.questions.ordering import Ordering, Step
from bpcourse.content import content
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.experiments.quiz import Quiz
from bpcourse.notebook import ask, from_memory

from ..conftest import skip_without_what_it_needs

QUESTIONS = question_bank.questions()
ALL = pytest.mark.parametrize("question", QUESTIONS.values(), ids=QUESTIONS)


def of_kind(*kinds):
    chosen = {name: q for name, q in QUESTIONS.items() if q.kind in kinds}
    return pytest.mark.parametrize("question", chosen.values(), ids=chosen)


def slips(question):
    """Each known wrong answer: an object with an explanation and a misconception."""
    if question.kind == "choice":
        return [o for i, o in enumerate(question.options) if i != question.answer]
    return [*question.slips]


def reasons(question):
    """What is told where no known wrong answer fits."""
    if question.kind == "ordering":
        waits = {
            later
            for earlier, later in itertools.combinations(range(len(question.steps)), 2)
            if question.must_wait(later, earlier)
        }
        return [question.steps[i].why for i in waits]
    return [pair.why for pair in question.pairs] if hasattr(question, "pairs") else []


def texts(question):
    """Everything of a question that is read."""
    spec = question.spec()
    shown = [text for key in ("options", "steps", "lefts", "rights") for text in spec.get(key, [])]
    told = [question.explanation, *(slip.explanation for slip in slips(question))]
    return [question.text, *shown, *told, *reasons(question)]


def right_answer(question):
    """A right answer, as the page would send it."""
    match question.kind:
        case "choice":
            return question.answer
        case "number":
            return question.number
        case "ordering":
            return [question.shown.index(i) for i in range(len(question.steps))]
    return [question.rights.index(pair.right) for pair in question.pairs]


# ---- what every question promises ----


@ALL
def test_every_answer_is_explained_and_every_wrong_one_names_its_misconception(question):
    assert len(question.explanation.split()) >= 15
    for slip in slips(question):
        assert len(slip.explanation.split()) >= 15, slip
        assert slip.misconception in question_bank.misconceptions(), slip
    for why in reasons(question):
        assert len(why.split()) >= 8, why


@ALL
def test_not_to_know_is_an_answer_and_told_without_blame(question):
    assert question.show(question.read(None)) == "I don't know yet."
    verdict = question.judge(None)
    assert (verdict.right, verdict.known, verdict.misconception) == (False, False, "")
    assert verdict.why[0].startswith("Not to know costs nothing.")


@ALL
def test_the_right_answer_is_right_and_says_why(question):
    verdict = question.judge(question.read(right_answer(question)))
    assert (verdict.right, verdict.misconception) == (True, "")
    assert verdict.why == (question.explanation,)
    assert all(line.right for line in verdict.given)


@ALL
def test_the_right_answer_is_computed_once_more(question):
    skip_without_what_it_needs(question.lesson)
    stated, found = question_numbers.answer_and_computed(question)
    assert len(found) == len(stated), f"check_numbers.py has no function {question.name}"
    np.testing.assert_allclose(stated, found, rtol=0.02, atol=1e-9)


@ALL
def test_every_number_that_an_explanation_adds_is_computed(question):
    skip_without_what_it_needs(question.lesson)
    missing = question_numbers.missing(question)
    assert missing == [], f"{question.name} in check_numbers.py should return these, too"


def test_a_number_that_no_code_finds_is_missing():
    """What the question gives is known, and what is computed for it, here 2.6 and 4, rounded."""
    told = "From 7 it is 2.6, not 2.62, and −4 or 4.0, not 5; layer 2, `axis=1`, w2 and 1.2.3."
    question = Number(name="blank_update", lesson="07", text="7?", number=2.6, explanation=told)
    assert question_numbers.missing(question) == ["2.62", "5"]


def test_what_is_offered_as_an_answer_is_computed_like_what_is_told():
    options = (Option("2.6", "x"), Option("2.62", "y"))
    question = Choice(name="blank_update", lesson="07", text="?", options=options, answer=0)
    assert question_numbers.missing(question) == ["2.62"]


@of_kind("number")
def test_no_known_wrong_number_is_the_right_one_or_another(question):
    values = [question.number, *(slip.number for slip in question.slips)]
    assert len({f"{v:.3g}" for v in values}) == len(values)
    assert len(question.slips) >= 2


@of_kind("choice")
def test_a_choice_has_three_or_four_options_that_differ(question):
    assert len({option.text for option in question.options}) == len(question.options)
    assert 3 <= len(question.options) <= 4


@of_kind("ordering")
def test_no_right_order_is_a_known_mistake_and_each_mistake_can_be_made(question):
    orders = [*itertools.permutations(range(len(question.steps)))]
    right = [order for order in orders if question.too_early(order) is None]
    assert not any(question.slip(order) for order in right)
    assert {question.slip(order) for order in orders} >= {*question.slips}
    assert question.too_early(question.shown) is not None
    assert len(right) == 1 or question.free


@of_kind("matching", "labelling")
def test_every_known_wrong_pair_can_be_chosen_and_is_wrong(question):
    right = {(pair.left, pair.right) for pair in question.pairs}
    wrong = [(slip.left, slip.right) for slip in question.slips]
    assert not right & {*wrong}
    assert len({*wrong}) == len(wrong) >= 2
    for left, text in wrong:
        answer = right_answer(question)
        answer[[pair.left for pair in question.pairs].index(left)] = question.rights.index(text)
        verdict = question.judge(answer)
        assert not verdict.right
        assert verdict.misconception


def test_the_right_answer_stands_in_all_places_and_is_not_the_longest():
    """Else the place or the length would give it away. An equal share would be 30 %."""
    choices = [q for q in QUESTIONS.values() if q.kind == "choice"]
    places = Counter(q.answer for q in choices)
    assert set(places) == {0, 1, 2, 3}
    assert max(places.values()) <= len(choices) / 2
    lengths = [[len(option.text) for option in q.options] for q in choices]
    longest = [ls[q.answer] == max(ls) for q, ls in zip(choices, lengths, strict=True)]
    assert sum(longest) <= len(choices) / 2


@ALL
def test_before_the_answer_the_page_knows_nothing_that_gives_it_away(question, workspace):
    """Neither an explanation, nor a number, nor an order, nor a pair."""
    state = Asked(question, Progress(workspace)).state()
    assert (state["given"], state["verdict"]) == (None, None)
    told = str(state)
    for text in [question.explanation, *(slip.explanation for slip in slips(question))]:
        assert text not in told
    keys = {"choice": {"options"}, "number": set(), "ordering": {"steps"}}
    assert state["spec"].keys() == keys.get(question.kind, {"lefts", "rights", "once"})
    if question.kind == "ordering":
        assert state["spec"]["steps"] != question.answer_lines
    if question.kind in ("matching", "labelling"):
        assert state["spec"]["rights"][: len(question.pairs)] != [p.right for p in question.pairs]


@ALL
def test_emphasis_is_absent_because_it_would_be_shown_as_asterisks(question):
    for text in texts(question):
        outside = re.sub(r"`[^`]*`", "", text)
        assert text.count("`") % 2 == 0, text
        assert not re.search(r"[*_]\w[^*_]*\w?[*_]|\$|\]\(", outside), text


def test_every_question_is_asked_and_every_asked_one_exists():
    asked = set()
    for path in content("notebooks", "src").glob("*.py"):
        for call in re.findall(r"(?:ask|from_memory)\((.*?)\)", path.read_text(), re.DOTALL):
            asked |= set(re.findall(r'"(\w{3,})"', call))
    predictions = {name for name, question in QUESTIONS.items() if question.experiment}
    assert asked | predictions == set(QUESTIONS)
    assert not asked & predictions


def test_every_experiment_asks_one_question_and_no_question_names_another_thing():
    named = Counter(q.experiment for q in QUESTIONS.values() if q.experiment)
    assert named == Counter([*experiments.modules()])


def test_every_misconception_is_met_by_a_question():
    """Else nobody's record could ever name it."""
    met = {slip.misconception for question in QUESTIONS.values() for slip in slips(question)}
    assert set(question_bank.misconceptions()) - met == set()


def test_every_misconception_is_one_plain_sentence():
    for number, text in question_bank.misconceptions().items():
        assert re.fullmatch(r"M\d{2,3}", number)
        assert re.fullmatch(r"[A-Zp0-9].*[.]", text), text
        assert len(text.split()) <= 20
    assert len(set(question_bank.misconceptions().values())) == len(question_bank.misconceptions())


# ---- answers ----


def test_a_number_is_read_as_people_type_it():
    question = question_bank.find("blank_delta")
    assert [question.read(text) for text in ("-4", "−4.0", " -4,0 ", "-4e0")] == [-4.0] * 4
    for text in ("", "four", "1 2", "nan", "--4"):
        with pytest.raises(ValueError, match="Type one number"):
            question.read(text)


def test_a_slip_is_told_its_cause():
    question = question_bank.find("blank_update")
    verdict = question.judge(2.72)
    assert not verdict.right
    assert "You passed back through w₂ after it had moved" in verdict.why[0]
    assert verdict.misconception == "M05"
    assert question.judge(2.6).right
    assert question.judge(99.0).why == (question.explanation,)


STEPS = Ordering(
    name="steps",
    text="In which order?",
    steps=(Step("a"), Step("b", "It needs a."), Step("c", "It needs a."), Step("d", "It is last.")),
    free=((1, 2),),
    explanation="because",
)


def order(text):
    """The answer that the page would send for these steps."""
    return [STEPS.shown.index("abcd".index(letter)) for letter in text]


@pytest.mark.parametrize(
    ("given", "right"), [("abcd", True), ("acbd", True), ("bacd", False), ("abdc", False)]
)
def test_steps_that_need_not_wait_for_each_other_may_change_places(given, right):
    verdict = STEPS.judge(STEPS.read(order(given)))
    assert verdict.right == right
    assert [line.text for line in verdict.given] == [*given]


def test_an_unlisted_order_is_told_where_it_first_goes_wrong_and_why():
    verdict = STEPS.judge(order("adcb"))
    assert verdict.why == ("Place 2: “d” has to wait for “b”. It is last.", "because")
    assert [line.right for line in verdict.given] == [True, False, None, None]


def test_a_listed_order_is_told_its_cause():
    question = question_bank.find("backward_order")
    letters = [0, 1, 2, 3, 6, 4, 5]  # the update comes before the delta is passed back
    verdict = question.judge([question.shown.index(i) for i in letters])
    assert verdict.misconception == "M05"
    assert verdict.why[0].startswith("Here the weights move before the delta is passed back.")


@pytest.mark.parametrize(
    "answer", [[0, 1, 2], [0, 0, 1, 2], [0, 1, 2, 4], "abcd", 3, [0.0, 1, 2, 3]]
)
def test_what_is_no_order_is_refused(answer):
    with pytest.raises(ValueError, match="Give every line one place"):
        STEPS.read(answer)


PAIRS = Matching(
    name="pairs",
    text="Which belong together?",
    pairs=(Pair("1", "odd", "One is odd."), Pair("2", "even", "Two is even.")),
    more=("none",),
    explanation="because",
)


def test_each_wrong_pair_is_told_why_and_the_right_ones_are_not():
    chosen = [PAIRS.rights.index(text) for text in ("odd", "none")]
    verdict = PAIRS.judge(PAIRS.read(chosen))
    assert [(line.text, line.right) for line in verdict.given] == [
        ("1 → odd", True),
        ("2 → none", False),
    ]
    assert verdict.why == ("2: Two is even.", "because")


@pytest.mark.parametrize("answer", [[0], [0, 3], [0, -1], [0, None], 1, [True, False]])
def test_what_is_no_matching_is_refused(answer):
    with pytest.raises(ValueError, match="Choose something for each"):
        PAIRS.read(answer)


def test_an_unknown_question_is_refused_with_the_nearest():
    with pytest.raises(question_bank.QuestionError, match="Did you mean dead_unit"):
        ask("dead_units")


JUNK = {
    "question = 3": "",
    "[[question]]\nname = 'x'": "x needs exactly one of the keys options, number, steps",
    "= 3": "",
    "[[question]]\nname = 'x'\ntext = 'y'\nnumber = 1\nexplain = 'z'": "x has a key 'explain'",
    "[[question]]\nname = 'x'\ntext = 'y'\nnumber = 1": "x is not in order: KeyError",
    "[[question]]\nname = 'x'\ntext = 'y'\noptions = []": "0 options are right",
    "[[question]]\nname = 'x'\ntext = 'y'\nexplanation = 'z'\nsteps = [{ text = 'a' }]\n"
    "slips = [{ order = [1, 2], explanation = 'z' }]": "x is not in order",
    "[[question]]\nname = 'x'\ntext = 'y'\nexplanation = 'z'\n"
    "pairs = [{ left = 'a', right = 'b', why = 'c' }]\n"
    "slips = [{ left = 'a', right = 'd', explanation = 'z' }]": "and one is not there",
    "[[question]]\nname = 'x'\ntext = 'y'\nexplanation = 'z'\nfigure = { file = 'f.svg' }\n"
    "places = [{ place = 'a', label = 'b', why = 'c', at = [0, 0] }]": "f.svg is not there",
    "[[question]]\nname = 'x'\ntext = 'y'\nnumber = 1\nexplanation = 'z'\n"
    * 2: "two questions are called x",
}


@pytest.mark.parametrize(("junk", "words"), JUNK.items())
def test_a_file_that_is_not_in_order_is_named_with_what_is_wrong(
    junk, words, tmp_path, monkeypatch
):
    (tmp_path / "07_x").mkdir()
    (tmp_path / "07_x" / "questions.toml").write_text(junk)
    monkeypatch.setattr(question_bank, "folder", lambda: tmp_path)
    question_bank.questions.cache_clear()
    with pytest.raises(
        question_bank.QuestionError, match=r"questions\.toml cannot be used"
    ) as told:
        question_bank.questions()
    assert words in str(told.value)
    monkeypatch.undo()
    question_bank.questions.cache_clear()


@pytest.mark.clone
def test_the_examples_of_contributing_are_one_of_each_kind_and_keep_what_questions_promise(
    tmp_path,
):
    text = content("CONTRIBUTING.md").read_text(encoding="utf-8")
    (tmp_path / "02_x").mkdir()
    figure = content("exercises", "02_gradient_descent", "one_step.svg")
    (tmp_path / "02_x" / "one_step.svg").write_bytes(figure.read_bytes())
    path = tmp_path / "02_x" / "questions.toml"
    examples = re.search(r"```toml\n(\[\[question\]\].*?)```", text, re.DOTALL)[1]
    path.write_text(examples, encoding="utf-8")
    examples = question_file.read(path)
    assert [e.kind for e in examples] == ["choice", "number", "ordering", "matching", "labelling"]
    promises = [
        test_every_answer_is_explained_and_every_wrong_one_names_its_misconception,
        test_the_right_answer_is_right_and_says_why,
        test_emphasis_is_absent_because_it_would_be_shown_as_asterisks,
        test_as_text_the_question_is_open_and_the_answer_folded,
    ]
    for example, promise in itertools.product(examples, promises):
        promise(example)
    test_no_known_wrong_number_is_the_right_one_or_another(examples[1])
    test_no_right_order_is_a_known_mistake_and_each_mistake_can_be_made(examples[2])
    for example in examples[3:]:
        test_every_known_wrong_pair_can_be_chosen_and_is_wrong(example)


# ---- what comes back ----


def wrong(name, sure, workspace):
    question_bank.answer(question_bank.find(name), None, sure, Progress(workspace))


def test_confident_and_wrong_comes_back_first_in_a_later_lesson(workspace):
    wrong("bias_sum", False, workspace)
    wrong("square_entry", True, workspace)
    names = [q.name for q in from_memory("zero_start", before="11").questions]
    assert names == ["square_entry", "bias_sum", "zero_start"]


def test_what_is_right_by_now_does_not_come_back(workspace):
    wrong("square_entry", True, workspace)
    question = question_bank.find("square_entry")
    question_bank.answer(question, question.answer, True, Progress(workspace))
    assert question_bank.to_review("11", Progress(workspace)) == []


def test_it_comes_back_in_a_later_lesson_and_not_in_its_own(workspace):
    wrong("square_entry", True, workspace)
    assert question_bank.to_review("07", Progress(workspace)) == []


def test_no_question_is_asked_twice_and_at_most_two_come_back(workspace):
    for name in ("dead_unit", "square_entry", "bias_sum"):
        wrong(name, True, workspace)
    names = [q.name for q in from_memory("dead_unit", "zero_start", before="11").questions]
    assert len(names) == len(set(names)) == 4 - (set(names[:2]) & {"dead_unit"} != set())


def test_a_prediction_that_comes_back_is_answered_at_once(workspace):
    """There is no cell to run in between."""
    wrong("pace_of_learning", True, workspace)
    heard = Heard(from_memory(before="11"))
    told = heard(kind="answer", name="pace_of_learning", answer=1, sure=True)["question"]
    assert told["verdict"]["right"]


# ---- in a cell ----


class Heard:
    """A quiz whose last message is returned instead of sent."""

    def __init__(self, quiz):
        self.messages = []
        self.stage = quiz.stage(lambda text, buffers: self.messages.append(from_text(text)))

    def __call__(self, **message):
        self.stage.hear(to_text(message))
        return self.messages[-1]


def heard_of(*names):
    return Heard(Quiz(map(question_bank.find, names)))


def test_an_answer_is_judged_kept_and_can_be_given_again(workspace):
    heard = heard_of("bias_sum")
    assert heard(kind="hello")["questions"][0]["given"] is None
    told = heard(kind="answer", name="bias_sum", answer=1, sure=True)["question"]
    assert told["given"] == {"text": "[3, 4]", "sure": True}
    assert told["verdict"]["given"] == [{"text": "[3, 4]", "right": False}]
    assert told["verdict"]["answer"] == ["[9, 12]"]
    assert "it would be taken a second time" in told["verdict"]["why"][0]
    [event] = Progress(workspace).events("answer", question="bias_sum")
    assert (event["right"], event["sure"], event["misconception"]) == (False, True, "M12")
    assert heard(kind="again", name="bias_sum")["question"]["given"] is None


@ALL
def test_an_answer_is_kept_as_it_was_given_and_found_again(question, workspace):
    progress = Progress(workspace)
    Asked(question, progress).give(right_answer(question), sure=True)
    [event] = Progress(workspace).events("answer", question=question.name)
    assert (event["right"], event["sure"], event["misconception"]) == (True, True, "")
    again = Asked(question, Progress(workspace), resume=True)
    assert (again.is_answered, again.answer) == (True, question.read(right_answer(question)))
    assert again.is_compared == (not question.is_prediction)


def test_a_reloaded_page_finds_what_was_answered(workspace):
    heard = heard_of("bias_sum", "blank_delta")
    heard(kind="answer", name="bias_sum", answer=0, sure=False)
    one, other = heard(kind="hello")["questions"]
    assert one["verdict"]["right"]
    assert other["given"] is None


def test_a_prediction_is_locked_and_compared_when_asked(workspace):
    heard = heard_of("pace_of_learning")
    told = heard(kind="answer", name="pace_of_learning", answer=0, sure=False)["question"]
    assert told["given"]["text"].startswith("By the same factor")
    assert told["verdict"] is None
    told = heard(kind="compare", name="pace_of_learning")["question"]
    assert not told["verdict"]["right"]


@pytest.mark.parametrize("answer", [7, -1, "0", True, [0]])
def test_what_is_no_answer_is_refused_and_not_kept(workspace, answer):
    heard = heard_of("bias_sum")
    told = heard(kind="answer", name="bias_sum", answer=answer, sure=True)
    text = "Choose one of the options."
    assert told == {"kind": "not_an_answer", "name": "bias_sum", "text": text}
    assert Progress(workspace).events("answer") == []


def test_where_nothing_can_be_kept_the_questions_go_on(workspace, monkeypatch):
    def refuse(self, event, **facts):
        raise OSError

    monkeypatch.setattr(Progress, "record", refuse)
    heard = heard_of("bias_sum")
    told = heard(kind="answer", name="bias_sum", answer=0, sure=True)["question"]
    assert told["verdict"]["right"]


def test_without_a_widget_it_is_text_with_the_answers_folded(workspace):
    quiz = Quiz([question_bank.find("bias_sum"), question_bank.find("blank_delta")])
    data, _ = quiz._repr_mimebundle_()
    assert "application/vnd.jupyter.widget-view+json" in data
    html, text = data["text/html"], data["text/plain"]
    assert html.count("<details") == html.count("</details>") == 2
    before, _, answer = html.partition("<details")
    assert "Every row has used" not in before
    assert "Every row has used the same bias" in answer
    assert text.startswith("1. dZ = [[1, 2]")
    assert "I don't know yet." in text


@ALL
def test_as_text_the_question_is_open_and_the_answer_folded(question):
    html, text = Quiz([question]).html(), Quiz([question]).text()
    before, _, folded = html.partition("<details")
    for told in [question.explanation, *(slip.explanation for slip in slips(question))]:
        plain = re.sub(r"[`'\"&<>]", "", told)[:12]
        assert plain in re.sub(r"<.?code>|[`'\"<>]|&#?\w+;", "", folded)
        assert told not in before + text
    for shown in (t for key, ts in question.spec().items() if key != "once" for t in ts):
        assert shown in text


def test_text_is_escaped_and_code_is_code():
    options = (Option("a < b", "x"), Option("`b`", "y"))
    html = Quiz([Choice(text="Is `a` <b>?", options=options, answer=0)]).html()
    assert "<code>a</code> &lt;b&gt;?" in html
    assert "a &lt; b" in html
    number = Quiz([Number(text="1 < 2?", number=3.0, explanation="because")]).html()
    assert "1 &lt; 2?" in number
