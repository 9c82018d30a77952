"""A seat in a workshop, taken in a web page: the kernel says what the page carries."""

import json

import pytest

from bpcourse.browser.course_kernel import CourseKernel
from bpcourse.checking.exercise import find
from bpcourse.checking.judging import limits
from bpcourse.notebook import session
from bpcourse.workshop import seat as seats

ROOM = {"address": "http://room.test:8800", "code": "K7QPXM"}
LINK = "http://room.test:8800/j/K7QPXM"
TOLD = {
    "seat": "token",
    "number": 7,
    "title": "Ours",
    "exercises": ["gd_step"],
    "predictions": ["steps_to_the_bottom"],
}
ON = {"answered": -1, "section": 1, "title": "Gradient descent", "left": 12}


class Page:
    """The other end of the conversation."""

    def __init__(self):
        self.heard = []
        self.kernel = CourseKernel(lambda text, buffers=(): self.heard.append(json.loads(text)))

    def ask(self, kind, **message):
        """What is said to one message."""
        del self.heard[:]
        self.kernel.hear(json.dumps({"kind": kind} | message))
        return list(self.heard)

    def said(self, kind, *words, **message):
        return [one for one in self.ask(*words, **message) if one["kind"] == kind]

    def line(self, **message):
        """What the line in the page is told last."""
        told = self.said("said", "say", place="room", text=json.dumps(message))
        return json.loads(told[-1]["text"])


@pytest.fixture
def page(workspace, monkeypatch):
    monkeypatch.setattr(seats, "IN_A_PAGE", True)
    monkeypatch.setattr(limits, "SECONDS", limits.SECONDS)
    for name in ("plan", "desk", "exercise"):
        monkeypatch.setattr(session, name, None)
    page = Page()
    page.ask("open", lesson="02")
    return page


@pytest.fixture
def seated(page):
    [told] = page.said("seated", "joined", **ROOM, status=200, told=TOLD)
    assert told["text"].startswith("You are in: Ours, seat 7.")
    return page


def judge(page, name, source):
    return page.said("tell", "check", exercise=name, source=source)


def test_who_has_not_joined_tells_nothing(page):
    told = page.ask("check", exercise="gd_step", source=find("gd_step").solution)
    assert not {"tell", "knock", "seated"} & {one["kind"] for one in told}


def test_a_link_is_knocked_at_and_the_seat_is_a_file_that_the_page_keeps(page, workspace):
    [knock] = page.said("knock", "join", link=f" {LINK} ", scheme="http:")
    assert knock == {"kind": "knock"} | ROOM
    kept = page.said("keep", "joined", **ROOM, status=200, told=TOLD)
    assert ".bpcourse/workshop.json" in [one["path"] for one in kept]
    assert seats.read(workspace).token == "token"


@pytest.mark.parametrize(
    ("link", "scheme", "words"),
    [
        ("K7QPXM", "http:", "Paste the whole link here"),
        ("what?", "http:", "is no join link"),
        (LINK, "https:", "does not let the one ask the other"),
    ],
)
def test_what_cannot_be_knocked_at_is_said_in_a_sentence(page, link, scheme, words):
    told = page.ask("join", link=link, scheme=scheme)
    assert [one["kind"] for one in told] == ["seated"]
    assert words in told[0]["text"]


@pytest.mark.parametrize("address", ["https://room.test", "http://127.0.0.1:8800"])
def test_a_page_that_came_over_https_may_ask_what_a_browser_takes_for_safe(page, address):
    [knock] = page.said("knock", "join", link=f"{address}/j/K7QPXM", scheme="https:")
    assert knock["address"] == address


@pytest.mark.parametrize(
    ("status", "told", "words"),
    [
        (0, None, "No workshop answers at http://room.test:8800"),
        (403, {"told": "no"}, "has no room K7QPXM"),
        (409, {"told": "full"}, "is full"),
        (200, None, "No workshop answers"),
        (200, {"hello": 1}, "No workshop answers"),
    ],
)
def test_where_nobody_is_let_in_nothing_has_changed(page, workspace, status, told, words):
    [said] = page.said("seated", "joined", **ROOM, status=status, told=told)
    assert words in said["text"]
    assert seats.read(workspace) is None


def test_what_stood_in_the_journal_and_what_comes_is_told_once(page):
    judge(page, "gd_step", find("gd_step").mistake("uphill"))
    judge(page, "linear_grad", find("linear_grad").solution)
    [before] = page.said("tell", "joined", **ROOM, status=200, told=TOLD)
    [first] = before["events"]
    assert (first["what"], first["outcome"], first["mistake"]) == ("gd_step", "wrong", "uphill")
    [after] = judge(page, "gd_step", find("gd_step").solution)
    assert [one["outcome"] for one in after["events"]] == ["right"]
    assert after["token"] == "token"
    assert judge(page, "linear_grad", find("linear_grad").solution) == []


def test_another_python_tells_what_was_not_acknowledged(seated):
    [told] = judge(seated, "gd_step", find("gd_step").mistake("uphill"))
    [again] = Page().said("tell", "open", lesson="02")
    assert again["events"] == told["events"]
    seated.ask("heard", token="token", told=ON | {"kept": told["events"][-1]["n"]})
    seated.ask("heard", token="token", told=ON | {"kept": None})  # an answer to no event
    assert Page().said("tell", "open", lesson="02") == []


def test_the_line_tells_the_section_and_calls(seated):
    assert seated.line(kind="hello")["text"] == "Ours"
    seated.ask("heard", token="token", told=ON | {"kept": None})
    told = seated.line(kind="hello")
    assert (told["text"], told["can_be_done"]) == ("Gradient descent: 12 minutes left", True)
    answered = seated.ask("say", place="room", text='{"kind": "press", "what": "stuck"}')
    [call] = next(one["events"] for one in answered if one["kind"] == "tell")
    assert (call["kind"], call["outcome"]) == ("stuck", "yes")
    assert seated.line(kind="hello")["waits"]
    seated.ask("heard", token="token", told=ON | {"kept": call["n"], "answered": call["n"]})
    assert not seated.line(kind="hello")["waits"]
    assert seated.line(kind="press", what="done")["is_done"]


def test_an_answer_to_another_seat_is_no_news(seated, workspace):
    seated.ask("heard", token="another", told=ON | {"kept": 3})
    assert seats.heard(workspace, seats.read(workspace)) == {}


def test_who_leaves_tells_nothing_more_and_the_page_forgets_the_seat(seated):
    seated.line(kind="hello")
    told = seated.ask("left")
    assert {"kind": "gone", "path": ".bpcourse/workshop.json"} in told
    [line] = [json.loads(one["text"]) for one in told if one["kind"] == "said"]
    assert line == {"kind": "gone"}
    assert judge(seated, "gd_step", find("gd_step").solution) == []


def test_a_seat_that_another_page_has_given_back_is_forgotten_here(seated, workspace):
    told = seated.ask("forget", path=".bpcourse/workshop.json")
    assert seats.read(workspace) is None
    assert "gone" not in [one["kind"] for one in told]
