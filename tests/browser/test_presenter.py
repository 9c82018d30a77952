"""The presenter's view in a browser: by the keyboard, in light and dark, from far away."""

import pytest

from bpcourse.app import doctor
from bpcourse.workshop import courier

from ..workshop.running import Running
from . import axe

PATIENCE = 90_000  # milliseconds; a busy machine is slow, not broken
ALARMING = "<img src=x onerror=document.title='taken'>"


@pytest.fixture
def page(chromium, room):
    """The view as it opens from the link; every request and every error is noted."""
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
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


def keeps_nobody_out(page):
    """In both themes, which the key T turns to."""
    assert axe.findings(page)[0] == []
    papers = set()
    for _ in range(2):
        papers.add(page.evaluate("getComputedStyle(document.body).backgroundColor"))
        assert axe.findings(page, axe.OF_COLOURS)[0] == []
        page.keyboard.press("t")
    assert len(papers) == 2


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
    assert page.locator("#qr path").is_visible()
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "A tour")
    assert page.locator("#qr").is_hidden()
    page.keyboard.press("j")
    says(page, "#joining", room.link)
    page.keyboard.press("j")
    assert page.locator("#qr").is_hidden()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "Gradient descent")
    says(page, "#clock", "left")
    for number, seat in enumerate(seats):
        wrong = ("exercise", "linear_grad", "wrong", "uphill")
        tell(room, seat, (1, *wrong), (2, "prediction", "steps_to_the_bottom", str(number % 2)))
    tell(room, seats[0], (3, "exercise", "linear_grad", "right"))
    for seat in (seats[3], seats[1]):
        tell(room, seat, (3, "stuck", "linear_grad", "yes"))
    says(page, "#exercises", "1 right, 5 wrong, 0 to do. uphill 5")
    says(page, "#predictions", "6 of 6 have predicted.")
    assert "It rises all the way" not in page.locator("#predictions").inner_text()
    page.keyboard.press("o")
    says(page, "#predictions", "✓ right")
    assert "It rises all the way" in page.locator("#predictions").inner_text()
    says(page, "#stuck", "Seat 4, linear_grad")
    first, second = page.locator("#stuck li").all_inner_texts()
    assert (first, second) == ("Seat 4, linear_grad, 0 min", "Seat 2, linear_grad, 0 min")
    page.keyboard.press("a")
    page.wait_for_function("() => document.querySelectorAll('#stuck li').length === 1", polling=50)
    assert page.locator("#stuck li").inner_text().startswith("Seat 2")
    page.keyboard.press("ArrowLeft")
    says(page, "#now-title", "One neuron")
    page.reload()
    says(page, "#now-title", "One neuron")


def test_what_was_asked_before_a_key_does_not_undo_it(page, room):
    """An answer that comes late, from a busy computer, tells how the room stood before."""
    says(page, "#plan-title", "half a day")
    asked = []
    page.route("**/live", lambda route: asked.append(route))
    while not asked:
        page.wait_for_timeout(20)
    before = asked[0].fetch()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    says(page, "#done", "of 0 seats done")
    says(page, "#now-title", "Gradient descent")
    with page.expect_request("**/live"):  # the next one, when this one was heard
        asked[0].fulfill(response=before)
    assert page.locator("#now-title").inner_text() == "Gradient descent"
    page.unroute_all(behavior="ignoreErrors")


def test_readiness_codes_are_read_out_of_whatever_they_stand_in(page, room, tmp_path):
    says(page, "#plan-title", "half a day")
    chat = tmp_path / "chat.txt"
    chat.write_text(f"Eve: to the stars {doctor.code(0)} at joy", encoding="utf-8")
    page.get_by_label("Paste the text").fill(f"Ada: {doctor.code(0)}\nBo: {doctor.code(4)}.")
    page.keyboard.type(" to jar")  # words have keys in them that act elsewhere
    page.get_by_label("Or a file").set_input_files(chat)
    page.get_by_role("button", name="Read the codes").click()
    says(page, "#codes-told", "2 of 3 codes")
    says(page, "#codes-told", f"kernel, 1: {doctor.REPAIRS['kernel']}")
    assert axe.findings(page)[0] == []
    page.locator("#plan").click()
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "A tour")
    assert page.locator("#preflight").is_hidden()


def slides_of_gradient_descent(page):
    """The window that opens with the slides of the third section."""
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    says(page, "#now-title", "Gradient descent")
    with page.expect_popup() as opened:
        page.keyboard.press("s")
    return opened.value


def test_slides_go_on_by_keys_and_show_nothing_before_it_is_asked_for(page, room):
    says(page, "#plan-title", "half a day")
    slides = slides_of_gradient_descent(page)
    slides.wait_for_selector(".slide.now")
    assert slides.url == f"{room.address}/slides/02#1"
    slides.goto(f"{room.address}/slides/02#StepSize")
    now = slides.locator(".slide.now")
    assert slides.locator(".slide").filter(visible=True).count() == 1
    assert now.locator("img").is_hidden()
    slides.keyboard.press("ArrowRight")
    assert now.locator("img").is_visible()
    place = slides.url
    slides.reload()
    assert (slides.url, slides.locator(".slide.now img").is_hidden()) == (place, True)
    keeps_nobody_out(slides)
    count = slides.locator(".slide").count()
    slides.keyboard.press("End")
    says(slides, "#where", f"{count} of {count}")
    for width, height in ((1024, 700), (1920, 1080)):
        slides.set_viewport_size({"width": width, "height": height})
        for number in range(1, count + 1):
            slides.goto(f"{room.address}/slides/02#{number}")
            over = slides.evaluate("document.documentElement.scrollWidth - innerWidth")
            assert over <= 0, number
    slides.close()


def test_without_a_script_and_without_the_secret_slides_are_a_lesson_to_read(chromium, room):
    for options in ({"java_script_enabled": False}, {}):
        context = chromium.new_context(**options)
        slides = context.new_page()
        slides.goto(f"{room.address}/slides/02")
        shown = slides.locator(".slide").filter(visible=True).count()
        assert shown == (1 if options == {} else slides.locator(".slide").count())
        assert slides.get_by_role("button").count() == 0  # a stranger moves nothing
        context.close()


def test_an_experiment_lives_on_its_slide_beside_what_the_room_predicted(page, room):
    says(page, "#plan-title", "half a day")
    for number, seat in enumerate(learners(room, 3)):
        tell(room, seat, (1, "prediction", "steps_to_the_bottom", str(number)))
    slides, troubles = slides_of_gradient_descent(page), []
    slides.on("pageerror", lambda error: troubles.append(str(error)))
    slides.goto(f"{room.address}/slides/02#StepSize")
    says(slides, ".now .room", "3 of 3 have predicted.")
    slides.keyboard.press("l")
    stage = slides.locator(".now .bp-stage")
    stage.locator("canvas").first.wait_for()
    stage.locator(".bp-text", has_text="Step 40 of 40").wait_for()
    assert stage.get_by_role("radio").count() == 0  # it asks nothing
    rate = stage.locator("input[type=range]").first
    rate.press("End")
    stage.locator(".bp-text", has_text="diverges").wait_for()
    slides.locator(".now .room").click()
    slides.keyboard.press("o")
    says(slides, ".now .room", "1 ✓ right")
    says(page, "#predictions", "1 ✓ right")
    assert axe.findings(slides)[0] == []
    room.kill()
    rate.evaluate("(node) => node.dispatchEvent(new Event('input', { bubbles: true }))")
    slides.get_by_role("button", name="Let it live").filter(visible=True).wait_for()
    assert troubles == []
    room.process = Running(room.file, port=room.port).process
    slides.keyboard.press("l")
    stage.locator("canvas").first.wait_for()
    slides.close()
    page.troubles.clear()


def test_what_a_stranger_writes_is_not_on_the_wall(page, room):
    [seat] = learners(room, 1)
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "A tour")
    tell(room, seat, (1, "stuck", ALARMING, "yes"), (2, "exercise", "row_means", "wrong", ALARMING))
    says(page, "#stuck", "Seat 1")
    says(page, "#exercises", "1 wrong")
    assert page.locator("img").count() == 0
    assert "taken" not in page.title()


def test_it_is_large_and_can_be_read_in_light_and_dark_and_narrow(page, room):
    learners(room, 2)
    page.keyboard.press("ArrowRight")
    says(page, "#now-title", "A tour")
    page.keyboard.press("o")
    says(page, "#predictions", "✓ right")
    size = "parseFloat(getComputedStyle(document.body).fontSize)"
    assert page.evaluate(size) > 18
    keeps_nobody_out(page)
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
