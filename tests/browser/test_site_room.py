"""A workshop joined from a page of a site: another server, and nothing is sent before."""

import re

import pytest

from bpcourse.checking.exercise import find

from ..workshop.running import Running
from . import axe
from .site import Lesson
from .test_room_line import act, live

pytest.importorskip(
    "latex2mathml", reason='needs latex2mathml: python -m pip install "bpcourse[authoring]"'
)


@pytest.fixture
def lesson(chromium, address):
    context = chromium.new_context(viewport={"width": 1024, "height": 700})
    lesson = Lesson(context, address, "02_gradient_descent")
    yield lesson
    context.close()


def counted(room, name):
    facts = next(one for one in live(room)["exercises"] if one["name"] == name)
    return facts["wrong"], facts["right"]


def waits_until(page, is_so):
    """A busy machine is slow, not broken."""
    while not is_so():
        page.wait_for_timeout(100)


def test_a_page_joins_tells_calls_is_done_outlives_the_room_and_leaves(lesson, room):
    page, name = lesson.page, "linear_grad"
    lesson.check(name, find(name).mistake("sign"))
    assert lesson.elsewhere == []
    assert page.locator(".bpcourse-room").count() == 0
    page.get_by_label("The link that your instructor shows").fill(room.link)
    page.get_by_role("button", name="Join").click()
    page.get_by_text("You are in: Backpropagation in half a day, seat 1.").wait_for()
    line = page.locator(".bpcourse-room")
    line.get_by_text("Backpropagation in half a day").wait_for()
    waits_until(page, lambda: counted(room, name) == (1, 0))
    act(room, act="section", section=2)
    line.get_by_text(re.compile(r"Gradient descent: 3\d minutes left")).wait_for()
    line.get_by_role("button", name="I am stuck").click()
    line.get_by_role("button", name="You wait for help: take it back", pressed=True).wait_for()
    waits_until(page, lambda: live(room)["stuck"])
    [call] = live(room)["stuck"]
    assert (call["seat"], call["exercise"]) == (1, name)
    act(room, act="answered", seat=call["seat"], n=call["n"])
    line.get_by_role("button", name="I am stuck", pressed=False).wait_for()
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        assert axe.findings(page, axe.OF_COLOURS, within=".bpcourse-room")[0] == []
    room.kill()  # what is done meanwhile arrives later, and the page works on
    assert "right. All" in lesson.check(name, find(name).solution)
    room.process = Running(room.file, port=room.port).process
    waits_until(page, lambda: counted(room, name) == (0, 1))
    lesson.open()
    line.get_by_role("button", name="Done with this section").click()
    waits_until(page, lambda: live(room)["sections"][2]["done"] == 1)
    assert all(url.startswith(room.address) for url in lesson.elsewhere)
    page.get_by_role("button", name="Leave the workshop").click()
    line.wait_for(state="detached")
    lesson.check(name, find(name).mistake("sign"))
    before = len(lesson.elsewhere)
    lesson.open()
    lesson.check("gd_step", find("gd_step").solution)
    assert lesson.elsewhere[before:] == []
    assert page.locator(".bpcourse-room").count() == 0
    assert live(room)["seats"] == 1
    assert room.kept("select token from seat") == [(None,)]


def test_a_link_brings_the_field_and_nobody_joins_by_it_alone(chromium, address, room):
    context = chromium.new_context(viewport={"width": 320, "height": 640}, bypass_csp=True)
    lesson = Lesson(context, address, f"02_gradient_descent.html#join={room.link}&")
    field = lesson.page.get_by_label("The link that your instructor shows")
    assert field.input_value() == room.link
    assert lesson.page.evaluate("document.documentElement.scrollWidth") <= 320
    assert lesson.elsewhere == []
    assert live(room)["seats"] == 0
    context.close()
