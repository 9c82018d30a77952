"""The presenter's view in a browser: by the keyboard, in light and dark, from far away."""

import pytest

from bpcourse.workshop import courier

from ..workshop.running import Running
from . import axe

ALARMING = "<img src=x onerror=document.title='taken'>"


@pytest.fixture
def room(tmp_path):
    running = Running(tmp_path / "room.sqlite")
    yield running
    running.end()


@pytest.fixture
def page(chromium, room):
    """The view as it opens from the link; every request and every error is noted."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.requests, page.troubles = [], []
    page.on("request", lambda request: page.requests.append(request.url))
    page.on("pageerror", lambda error: page.troubles.append(str(error)))
    page.goto(room.presenter)
    yield page
    assert page.troubles == []
    assert all(url.startswith(room.address) for url in page.requests)
    assert not any(room.secret in url.partition("#")[0] for url in page.requests)
    context.close()


def says(page, selector, words):
    """Wait until it does; a busy machine is slow, not broken."""
    page.wait_for_function(
        "([selector, words]) => document.querySelector(selector).innerText.includes(words)",
        arg=[selector, words],
        polling=50,
    )


def learners(room, count):
    code = room.link.rpartition("/")[2]
    joined = [courier.post(f"{room.address}/join", {"code": code}) for _ in range(count)]
    return [one["seat"] for one in joined]


def tell(room, seat, *events):
    keys = ("n", "kind", "what", "outcome", "mistake")
    facts = {"events": [dict(zip(keys, event, strict=False)) for event in events]}
    courier.post(f"{room.address}/events", facts, seat)


def test_a_section_from_the_first_key_to_the_last(page, room):
    says(page, "#link", room.link)
    assert room.secret not in page.url
    seats = learners(room, 6)
    says(page, "#clock", "6 seats")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "Gradient descent")
    says(page, "#clock", "left")
    for number, seat in enumerate(seats):
        wrong = ("exercise", "gd_step", "wrong", "uphill")
        tell(room, seat, (1, *wrong), (2, "prediction", "steps_to_the_bottom", str(number % 2)))
    tell(room, seats[0], (3, "exercise", "gd_step", "right"))
    for seat in (seats[3], seats[1]):
        tell(room, seat, (3, "stuck", "gd_step", "yes"))
    says(page, "#exercises", "1 right, 5 wrong, 0 to do. uphill 5")
    says(page, "#predictions", "6 of 6 have predicted.")
    assert "It rises all the way" not in page.locator("#predictions").inner_text()
    page.keyboard.press("o")
    says(page, "#predictions", "✓ right")
    assert "It rises all the way" in page.locator("#predictions").inner_text()
    says(page, "#stuck", "Seat 4, gd_step")
    first, second = page.locator("#stuck li").all_inner_texts()
    assert (first, second) == ("Seat 4, gd_step, 0 min", "Seat 2, gd_step, 0 min")
    page.keyboard.press("a")
    page.wait_for_function("() => document.querySelectorAll('#stuck li').length === 1", polling=50)
    assert page.locator("#stuck li").inner_text().startswith("Seat 2")
    page.keyboard.press("ArrowLeft")
    says(page, "#now-title", "One neuron")
    page.reload()
    says(page, "#now-title", "One neuron")


def test_what_a_stranger_writes_is_not_on_the_wall(page, room):
    [seat] = learners(room, 1)
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "One neuron")
    tell(room, seat, (1, "stuck", ALARMING, "yes"), (2, "exercise", "mse", "wrong", ALARMING))
    says(page, "#stuck", "Seat 1")
    says(page, "#exercises", "1 wrong")
    assert page.locator("img").count() == 0
    assert "taken" not in page.title()


def test_it_is_large_and_can_be_read_in_light_and_dark_and_narrow(page, room):
    learners(room, 2)
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "One neuron")
    page.keyboard.press("o")
    says(page, "#predictions", "✓ right")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert page.evaluate(size) > 18
    assert axe.findings(page)[0] == []
    papers = set()
    for _ in range(2):
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert axe.findings(page, axe.OF_COLOURS)[0] == []
        page.keyboard.press("t")
    assert len(papers) == 2
    for width in (320, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 1
    assert page.evaluate(size) > 24


def test_without_the_secret_it_shows_nothing_and_without_a_server_it_says_so(page, room, chromium):
    says(page, "#plan-title", "half a day")
    stranger = chromium.new_page()
    stranger.goto(f"{room.address}/present")
    says(stranger, "#trouble", "Open the instructor's link")
    stranger.goto(f"{room.address}/present#guess")
    stranger.reload()
    says(stranger, "#trouble", "Only the instructor's link opens this.")
    assert stranger.locator("#plan-title").inner_text() == ""
    stranger.close()
    room.kill()
    says(page, "#trouble", "does not answer")
    page.troubles.clear()
    again = Running(room.file, port=room.port)
    room.process = again.process
    says(page, "#plan-title", "half a day")
    page.wait_for_function("() => !document.querySelector('#trouble').innerText", polling=50)
