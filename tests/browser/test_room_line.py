"""The line of a workshop in JupyterLab: from joining to leaving, by hand and by the keyboard."""

import json
import re
import urllib.request
from contextlib import suppress

from bpcourse.workshop import courier

from . import axe


def live(room):
    request = urllib.request.Request(f"{room.address}/live")
    request.add_header("Workshop-Secret", room.secret)
    with courier.DIRECT.open(request, timeout=5) as reply:
        return json.load(reply)


def act(room, **facts):
    courier.post(f"{room.address}/act", facts, room.secret)


def call_by_keyboard(line):
    """A page that was just reloaded may take the focus away: then the key is pressed again."""
    from playwright.sync_api import TimeoutError as TooLate

    waits = line.get_by_role("button", name="You wait for help: take it back", pressed=True)
    for _ in range(5):
        line.get_by_role("button", name="I am stuck").press("Enter")
        with suppress(TooLate):
            return waits.wait_for(timeout=16_000)
    return waits.wait_for()


def test_a_learner_reads_the_line_calls_is_answered_is_done_and_leaves(notebook, room):
    page = notebook.create(3).page
    line = page.locator(".bpcourse-room")
    notebook.run(0, 'import bpcourse as bp\nbp.start_lesson("02")')
    assert line.count() == 0
    notebook.run(1, f"from bpcourse.workshop import seat\nprint(seat.join({room.link!r}))")
    line.get_by_text("Backpropagation in half a day").wait_for()
    assert line.get_by_role("button", name="Done").is_hidden()
    act(room, act="section", section=2)
    line.get_by_text(re.compile(r"Gradient descent: 3\d minutes left")).wait_for()
    page.reload()
    line.get_by_text(re.compile(r"Gradient descent: 3\d minutes left")).wait_for()
    page.wait_for_selector("#jp-main-statusbar >> text=/\\| Idle/")
    call_by_keyboard(line)
    while not live(room)["stuck"]:  # a busy machine is slow, not broken
        page.wait_for_timeout(100)
    [call] = live(room)["stuck"]
    act(room, act="answered", seat=call["seat"], n=call["n"])
    line.get_by_role("button", name="I am stuck", pressed=False).wait_for()
    line.get_by_role("button", name="Done with this section").click()
    line.get_by_role("button", name="✓ Done with this section").wait_for()
    for theme in ("light", "dark"):
        notebook.theme(theme)
        assert axe.findings(page, axe.OF_COLOURS, within=".bpcourse-room")[0] == []
    notebook.run(1, "print(seat.leave())")
    line.wait_for(state="detached")
    notebook.save()
    assert "minutes left" not in (notebook.lab.folder / notebook.path).read_text("utf-8")
