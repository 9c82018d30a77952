"""Several calls cross the wire in one frame, and nobody notices."""

import numpy as np
import pytest

from bpcourse.checking.asking import Earlier, in_a_row, once, parts, results, set_part
from bpcourse.checking.judging.capture import Printed, capture
from bpcourse.checking.judging.terminations import Lost
from bpcourse.grading.remote import proxies
from bpcourse.grading.remote.proxies import Conversation
from bpcourse.grading.sandbox.channel import Sandbox
from bpcourse.grading.sandbox.spawned import SpawnedSandbox
from bpcourse.grading.sandbox.syscalls import LINUX

SOURCE = """
import numpy as np

OUT, SEEN = np.zeros(1), []


def write(x):
    SEEN.append(x)
    print("asked with", x)
    if x == 3:
        raise ValueError("three is too many")
    while x == 9:
        pass
    OUT[0] = x
    return OUT


def ask_back(g, x):
    return (g[0] if isinstance(g, list) else g)(x) + 1


def there_and_back(make, take, x):
    return [take(make(x)), take(make(x))]


def doubled(x):
    return 2 * x


def count():
    return len(SEEN)


def draw(rng):
    return rng.random()


def quiet(x):
    return np.geterr()["divide"]


class Link:
    def __init__(self, number, before=()):
        if number < 0:
            raise ValueError("less than none")
        self.number, self.before = number, before
"""


@pytest.fixture
def answer():
    """The functions of the source, each a stand-in for one that lives in a child."""
    with (Sandbox if LINUX else SpawnedSandbox)(seconds=2, memory=1 << 30) as sandbox:
        conversation = Conversation(sandbox.open(), 2)
        names = {
            "write": "x",
            "ask_back": "gx",
            "there_and_back": "mtx",
            "doubled": "x",
            "count": "",
            "quiet": "x",
            "draw": "r",
            "Link": "nb",
        }
        yield dict(zip(names, conversation.load(SOURCE, "answer.py", names), strict=True))
        if sandbox.channel:
            sandbox.close()


@pytest.fixture
def frames(monkeypatch):
    """The kinds of all frames that the judge sends."""
    sent, send = [], Conversation._send
    monkeypatch.setattr(Conversation, "_send", lambda *a: (sent.append(a[1]), send(*a))[1])
    return sent


def calls(*arguments):
    return [((argument,), False) for argument in arguments]


def test_each_result_is_seen_as_it_was_before_the_next_call(answer, frames):
    """The answer returns one array again and again."""
    seen = [got.copy() for got in results(answer["write"], calls(1.0, 2.0, 5.0))]
    assert np.array_equal(seen, [[1.0], [2.0], [5.0]])
    assert frames == ["call_each"]


def test_after_an_error_the_rest_is_not_called(answer):
    given = results(answer["write"], calls(1, 3, 5))
    assert next(given)[0] == 1
    with pytest.raises(ValueError, match="three is too many"):
        next(given)
    assert answer["count"]() == 2


def test_what_nobody_waits_for_is_let_pass_and_not_shown(answer):
    printed = Printed()
    with capture(printed):
        assert next(results(answer["write"], calls(1, 2, 4)))[0] == 1
        assert answer["count"]() == 3
    assert printed.shown() == "asked with 1\n"


def test_an_answer_that_never_ends_is_lost_also_where_nobody_waits_for_it(answer):
    given = results(answer["write"], calls(1, 2, 9))
    assert next(given)[0] == 1
    with pytest.raises(Lost):
        answer["count"]()


def test_functions_of_the_check_are_called_in_between(answer, frames):
    """They may ask the answer themselves, alone or several times, and not wait for all of it."""

    def g(x):
        return next(results(answer["ask_back"], [(([np.negative], x), False)] * 2))

    given = list(results(answer["ask_back"], [(([np.negative], 1), False), (([g], 2), False)]))
    assert given == [0, 0]
    assert frames[0] == "call_each"


def test_what_a_function_of_the_check_has_given_may_be_given_to_it_at_once(answer):
    """Nobody else holds it on the side of the check."""
    given = answer["there_and_back"](lambda x: x * np.ones(3), np.sum, 2.0)
    assert given == [6.0, 6.0]
    parts = answer["there_and_back"](lambda x: (x * np.ones(3), [1.0]), lambda pair: pair[0], 2.0)
    assert np.array_equal(parts, np.full((2, 3), 2.0))


def test_what_the_answer_has_given_may_be_given_to_it_at_once(answer):
    """Nobody else holds it on the side of the answer."""
    assert np.array_equal(answer["doubled"](answer["doubled"](np.ones(3))), np.full(3, 4.0))


def test_each_call_may_be_quiet_or_not(answer):
    asked = [((0,), is_quiet) for is_quiet in (False, True, False)]
    assert list(results(answer["quiet"], asked)) == ["warn", "ignore", "warn"]


def test_what_is_large_goes_over_alone(answer, frames, monkeypatch):
    monkeypatch.setattr(proxies, "TOGETHER", 100)
    large = [(([np.negative], np.ones(100)), False)] * 2
    assert np.array_equal(list(results(answer["ask_back"], large)), np.zeros((2, 100)))
    assert frames == ["call", "call"]


def test_calls_with_a_random_generator_go_over_alone(answer, frames):
    """A check may draw from it between the calls, as in one process."""
    rng, same = np.random.default_rng(1), np.random.default_rng(1)
    given = results(answer["draw"], [((rng,), False)] * 2)
    assert [(next(given), rng.random()) for _ in range(2)] == [
        (same.random(), same.random()) for _ in range(2)
    ]
    assert frames == ["call", "call"]


def test_calls_with_functions_go_over_alone(answer, frames):
    """With each question of the answer, all is looked through that has crossed."""
    assert list(results(answer["ask_back"], [((np.negative, 1), False)] * 2)) == [0, 0]
    assert frames == ["call", "call"]


def test_what_is_found_once_is_found_anew_for_another_function():
    asked = []
    find = once(lambda function, *more: asked.append(more) or function(*more))
    assert [find(max, 1, 2), find(max, 1, 2), find(max, 3, 2)] == [2, 2, 3]
    assert [find(min, 1, 2), find(max, 1, 2)] == [1, 2]
    assert asked == [(1, 2), (3, 2), (1, 2), (1, 2)]


# ---- questions that are answered together ----


ROW = [(1.0,), (2.0, (Earlier(0),)), (3.0, (Earlier(1), (Earlier(0), "a text")))]


def test_a_call_may_take_up_what_was_given_before_it(answer, frames):
    one, two, three = in_a_row(answer["Link"], ROW)
    assert frames == ["in_a_row"]
    assert two.before == (one,)
    assert three.before == (two, (one, "a text"))
    assert [link.number for link in (one, two, three)] == [1.0, 2.0, 3.0]


def test_the_same_comes_of_it_in_one_process():
    names = {}
    exec(SOURCE, names)
    one, two, three = in_a_row(names["Link"], ROW)
    assert two.before == (one,)
    assert three.before == (two, (one, "a text"))
    set_part(one, three, name="number", values=[5, 7])
    assert parts(one, three, names=("number", "before")) == [(5, ()), (7, three.before)]


def test_an_error_of_one_is_that_of_all(answer):
    with pytest.raises(ValueError, match="less than none"):
        in_a_row(answer["Link"], [(1.0,), (-1.0,), (2.0,)])
    one, two = in_a_row(answer["Link"], [(1.0,), (2.0,)])
    with pytest.raises(AttributeError, match="size"):
        parts(one, two, names=("number", "size"))


def test_parts_are_read_and_set_together(answer, frames):
    links = in_a_row(answer["Link"], ROW)
    set_part(*links, name="number", values=[5.0, np.ones(2), links[0]])
    (five, _), (ones, before), (link, _) = parts(*links, names=("number", "before"))
    assert frames == ["in_a_row", "set_part", "parts"]
    assert five == 5.0
    assert np.array_equal(ones, np.ones(2))
    assert link is links[0]
    assert before == (links[0],)


def test_what_is_no_object_over_there_is_asked_here(answer):
    (link,) = in_a_row(answer["Link"], [(1.0,)])
    other = type("Other", (), {"number": 2.0})()
    assert parts(link, other, names=("number",)) == [(1.0,), (2.0,)]
    set_part(link, other, name="number", values=[3.0, 4.0])
    assert (link.number, other.number) == (3.0, 4.0)


FORGED = {"too few": "()", "too many": "(0.5,) * 9", "none": "0.5", "a list": "[0.5]"}


@pytest.mark.parametrize("given", FORGED.values(), ids=FORGED)
def test_not_an_answer_to_each_is_no_answer(given):
    """The code that runs over there takes the place of what answers."""
    source = f"import gc\n\nFORGED = {given}\n" + FORGER
    with (Sandbox if LINUX else SpawnedSandbox)(seconds=2, memory=1 << 30) as sandbox:
        conversation = Conversation(sandbox.open(), 2)
        (forge,) = conversation.load(source, "answer.py", {"forge": "x"})
        assert in_a_row(forge, [(1,)]) == [1]
        with pytest.raises(Lost, match="each question"):
            in_a_row(forge, [(1,), (2,)])
        sandbox.close()


@pytest.mark.parametrize("given", [*FORGED.values(), "((0.5,), 0.5)", "((0.5,), (0.5, 0.5))"])
def test_not_a_row_for_each_is_no_answer(given):
    source = f"import gc\n\nFORGED = {given}\n" + FORGER + "\n\nclass Link:\n    size = 1\n"
    with (Sandbox if LINUX else SpawnedSandbox)(seconds=2, memory=1 << 30) as sandbox:
        conversation = Conversation(sandbox.open(), 2)
        names = {"forge": "x", "Link": ""}
        forge, Link = conversation.load(source, "answer.py", names)
        links = in_a_row(Link, [(), ()])
        assert parts(*links, names=("size",)) == [(1,), (1,)]
        forge(1)
        with pytest.raises(Lost, match="each question"):
            parts(*links, names=("size",))
        sandbox.close()


FORGER = """

def forge(x):
    for thing in gc.get_objects():
        if type(thing).__name__ == "Child":
            type(thing).on_in_a_row = type(thing).on_parts = lambda *given: FORGED
    return x
"""
