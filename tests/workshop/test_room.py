"""A room counts what it is told, keeps it in one file, and lets nobody in who has no code."""

import asyncio
import json
import os
import sqlite3
from types import SimpleNamespace

import pytest

from bpcourse.errors import UserError
from bpcourse.workshop import room as rooms
from bpcourse.workshop import workshop_server
from bpcourse.workshop.room import FEW, Room
from bpcourse.workshop.web_server import Refused, Request
from bpcourse.workshop.workshop_server import WorkshopServer

from .asking import (
    REPAIRS,
    SLIDES,
    act,
    asked,
    exercise,
    join,
    live,
    plan,
    prediction,
    reads,
    run,
    tell,
)


def again(room):
    """The room as a new process finds it."""
    room.close()
    return Room(room.path)


def test_an_exercise_is_to_do_wrong_or_right_and_right_once_it_was(room):
    seats = [join(room) for _ in range(4)]
    tell(room, seats[0], (1, "exercise", "gd_step", "wrong", "uphill"))
    tell(room, seats[1], (1, "exercise", "gd_step", "right"))
    tell(room, seats[1], (2, "exercise", "gd_step", "wrong", "uphill"))
    tell(room, seats[2], (1, "exercise", "gd_step", "todo"))
    facts = exercise(room, "gd_step")
    assert (facts["todo"], facts["wrong"], facts["right"]) == (2, 1, 1)


def test_a_repeat_counts_once_and_a_late_event_takes_its_place(room):
    seat = join(room)
    for _ in range(3):
        tell(room, seat, (5, "exercise", "gd_step", "wrong", "uphill"))
    tell(room, seat, (4, "exercise", "gd_step", "right"))
    facts = exercise(room, "gd_step")
    assert (facts["wrong"], facts["right"]) == (0, 1)
    assert room.told(room.seat(seat)) == 2


def test_mistakes_are_counted_from_five_who_have_tried_on_and_three_are_shown(room):
    made = ["uphill", "uphill", "no_rate", "no_rate", "no_rate", "step_only", "in_place"]
    seats = [join(room) for _ in range(8)]
    for seat, mistake in list(zip(seats, made, strict=False))[: FEW - 1]:
        tell(room, seat, (1, "exercise", "gd_step", "wrong", mistake))
    assert exercise(room, "gd_step")["mistakes"] is None
    for seat, mistake in list(zip(seats, made, strict=False))[FEW - 1 :]:
        tell(room, seat, (1, "exercise", "gd_step", "wrong", mistake))
    shown = exercise(room, "gd_step")["mistakes"]
    assert shown[:2] == [["no_rate", 3], ["uphill", 2]]
    assert len(shown) == 3


def test_no_word_of_a_stranger_is_shown(room):
    """What the plan and the course do not know is no event, or has no mistake."""
    seat = join(room, "<b>me</b>+<i>you</i>")
    told = tell(
        room,
        seat,
        (1, "exercise", "gd_step", "wrong", "<script>"),
        (2, "exercise", "<script>", "wrong"),
        (3, "prediction", "steps_to_the_bottom", "<script>"),
        (4, "stuck", "<script>", "yes"),
        (5, "name", "<script>", "Ada"),
        (6, "exercise", ["gd_step"], "wrong"),
        (7, "done", "<script>"),
    )
    assert told["kept"] == 7
    shown = live(room)
    assert "script" not in str(shown)
    assert exercise(room, "gd_step")["wrong"] == 1
    assert shown["stuck"] == [{"seat": 1, "n": 4, "exercise": "", "minutes": 0}]


def test_a_prediction_is_hidden_until_the_gate_opens_and_fixed_from_then_on(room):
    name = "steps_to_the_bottom"
    seats = [join(room) for _ in range(3)]
    for seat, answer in zip(seats, ("0", "2", "dont_know"), strict=True):
        tell(room, seat, (1, "prediction", name, answer))
    tell(room, seats[0], (2, "prediction", name, "1"))
    hidden = prediction(room, name)
    assert hidden["answered"] == 3
    assert not {"counts", "unknown", "right"} & hidden.keys()
    act(room, act="open", question=name)
    tell(room, seats[0], (3, "prediction", name, "2"))
    room = again(room)
    shown = prediction(room, name)
    assert (shown["counts"], shown["unknown"], shown["right"]) == ([0, 1, 1, 0], 1, 2)
    room.close()


def test_what_the_room_predicted_is_told_to_all_once_it_is_opened_and_from_five_on(room):
    name = "steps_to_the_bottom"
    seats = [join(room) for _ in range(FEW + 1)]
    for number, seat in enumerate(seats[: FEW - 1]):
        told = tell(room, seat, (1, "prediction", name, str(number % 2)))
        assert told["predicted"] == {}
    tell(room, seats[FEW - 1], (1, "prediction", name, "dont_know"))
    assert tell(room, seats[0])["predicted"] == {}
    act(room, act="open", question=name)
    told = tell(room, seats[FEW], (1, "prediction", name, "2"))  # too late: it is no prediction
    assert told["predicted"] == {name: {"counts": [2, 2, 0, 0], "unknown": 1}}
    room = again(room)
    assert tell(room, seats[0])["predicted"] == told["predicted"]
    room.close()


def test_of_four_nobody_is_told_what_they_predicted(room):
    name = "steps_to_the_bottom"
    seats = [join(room) for _ in range(FEW - 1)]
    for seat in seats:
        tell(room, seat, (1, "prediction", name, "1"))
    act(room, act="open", question=name)
    assert prediction(room, name)["counts"] == [0, FEW - 1, 0, 0]  # on the wall it is asked for
    assert tell(room, seats[0])["predicted"] == {}


def test_who_waits_longest_is_first_and_is_answered_once(room):
    first, second = join(room), join(room)
    tell(room, second, (1, "stuck", "gd_step", "yes"))
    tell(room, first, (1, "stuck", "", "yes"))
    tell(room, second, (2, "stuck", "linear_grad", "yes"))
    waiting = live(room)["stuck"]
    assert [(one["seat"], one["exercise"]) for one in waiting] == [(2, "linear_grad"), (1, "")]
    for _ in range(2):  # two instructors press the key for the same seat
        shown = act(room, act="answered", seat=2, n=waiting[0]["n"])
    assert [one["seat"] for one in shown["stuck"]] == [1]
    assert (tell(room, second)["answered"], tell(room, first)["answered"]) == (2, -1)
    tell(room, first, (2, "stuck", "", "over"))
    assert live(room)["stuck"] == []
    tell(room, second, (3, "stuck", "", "yes"))
    assert [one["seat"] for one in live(room)["stuck"]] == [2]


def test_who_leaves_waits_no_more_and_is_heard_no_more(room):
    seat = join(room)
    tell(room, seat, (1, "stuck", "", "yes"), (2, "exercise", "gd_step", "right"))
    asked(room, ("POST", "/leave", None, seat))
    [(status, _)] = asked(room, ("POST", "/events", {"events": []}, seat))
    assert (status, live(room)["stuck"]) == (403, [])
    assert exercise(room, "gd_step")["right"] == 1


def test_ready_or_not_and_why(room):
    for code in ("fine", "fine", "kernel", "kernel+memory", "junk"):
        join(room, code)
    assert live(room)["ready"] == {
        "ready": 2,
        "unknown": 1,
        "failed": [["kernel", 2, "Start it again."], ["memory", 1, "Make room."]],
    }


def test_the_clock_of_a_section_and_what_is_late(room):
    now = 10**6
    room.clock = lambda: now
    seat = join(room)
    assert tell(room, seat)["section"] is None
    act(room, act="section", section=0)
    now += 33 * 60
    assert live(room)["late"] == 3
    told = tell(room, seat)
    assert (told["section"], told["title"], told["left"]) == (0, "Gradient descent", -3)
    act(room, act="section", section=1)
    now += 5 * 60
    shown = live(room)
    assert (shown["elapsed"], shown["late"]) == (300, 3)
    act(room, act="section", section=0)  # a wrong key
    assert live(room)["elapsed"] == 38 * 60
    now -= 10**6  # the clock is set back
    assert live(room)["elapsed"] == 0


def test_the_clock_stands_still_while_the_room_is_closed_and_runs_while_it_is_killed(tmp_path):
    now, path = [10**6], tmp_path / "clock.sqlite"

    def opened():
        return Room(path, plan(), lambda: now[0])

    room = opened()
    act(room, act="section", section=0)
    now[0] += 5 * 60
    room.close()
    now[0] += 7 * 24 * 3600
    room = opened()
    assert live(room)["elapsed"] == 5 * 60
    now[0] += 60
    room.db.close()  # as if the plug were pulled
    now[0] += 60
    room = opened()
    assert live(room)["elapsed"] == 7 * 60
    act(room, act="section", section=1)
    assert live(room)["late"] == 7 - 30  # to spare
    room.close()


def test_done_is_counted_by_seats(room):
    seat = join(room)
    tell(room, seat, (1, "done", 0), (2, "done", 0), (3, "done", 99))
    assert [one["done"] for one in live(room)["sections"]] == [1, 0]


def test_without_the_code_nobody_joins_and_guessing_ends(room):
    wrong = ("POST", "/join", {"code": "AAAAAA"})
    answers = asked(room, *[wrong] * 31, ("POST", "/join", {"code": room.code}))
    assert [status for status, _ in answers] == [403] * 30 + [429] * 2
    other = ("POST", "/join", {"code": room.code.lower()}, "", "10.0.0.2")
    assert asked(room, *[wrong] * 31, other)[-1][0] == 200
    assert live(room)["seats"] == 1


@pytest.mark.parametrize("path", ["/", "/j/BBBBBB", "/j/", "/present", "/slides/02", "/x/j/<b>"])
def test_no_page_tells_a_stranger_the_code_or_the_secret(room, path):
    [(_, shown)] = asked(room, ("GET", path))
    assert room.code not in str(shown)
    assert room.secret not in str(shown)
    assert "<b>" not in str(shown)


@pytest.mark.parametrize("code", ["K7QPXM;reboot", "`id`", "$(id)", "K7QPX", "K7QPXM2", "A&B|C>"])
def test_no_page_shows_a_command_that_a_stranger_has_made_up(room, code):
    """Whoever opens the link of a stranger copies what is shown there into a terminal."""
    [(status, shown)] = asked(room, ("GET", f"/j/{code}"))
    assert status == 404
    assert "bpcourse join" not in str(shown)


def test_with_a_site_the_join_page_leads_to_the_first_lesson_with_the_link(room):
    server = WorkshopServer(
        room, "http://room.test", reads, REPAIRS, SLIDES.get, "http://a.test/b/"
    )
    request = Request("GET", f"/j/{room.code}", "", b"", "10.0.0.1")
    shown = run(server.answer(request)).content
    link = f"http%3A//room.test/j/{room.code}"
    assert f'href="http://a.test/b/02_gradient_descent.html#join={link}"' in shown
    assert "#join" not in str(asked(room, ("GET", f"/j/{room.code}")))


@pytest.mark.parametrize("secret", ["", "guess", "\xff"])
def test_only_the_secret_opens_what_an_instructor_sees(room, secret):
    requests = [("GET", "/live", None, secret), ("POST", "/act", {"act": "open"}, secret)]
    assert [status for status, _ in asked(room, *requests)] == [403, 403]
    seat = join(room)
    assert asked(room, ("GET", "/live", None, seat))[0][0] == 403
    assert asked(room, ("POST", "/events", {"events": []}, room.secret))[0][0] == 403


def test_guesses_are_counted_by_household_and_forgotten(room, monkeypatch):
    """Somebody with a network of addresses guesses no more often than with one."""
    server = WorkshopServer(room, "http://room.test", reads, REPAIRS, SLIDES.get)
    now = [1000.0]
    monkeypatch.setattr(workshop_server, "time", SimpleNamespace(monotonic=lambda: now[0]))

    def guess(sender, code="AAAAAA"):
        async def one():
            body = json.dumps({"code": code}).encode()
            try:
                return (await server.answer(Request("POST", "/join", "", body, sender))).status
            except Refused as refused:
                return refused.status

        return run(one())

    told = [guess(f"2001:db8::{n:x}") for n in range(31)]
    assert told == [403] * 30 + [429]
    assert guess("2001:db8:0:1::1") == guess("fe80::1%eth0") == guess("somewhere") == 403
    now[0] += 61
    assert guess("2001:db8::1", room.code) == 200
    assert not server._wrong


def test_a_write_that_fails_lets_nobody_wait_for_ever(room):
    server = WorkshopServer(room, "http://room.test", reads, REPAIRS, SLIDES.get)

    async def both():
        right, wrong = server._write(lambda: 3), server._write(lambda: 1 / 0)
        first = await asyncio.gather(right, wrong, return_exceptions=True)
        return first, await server._write(lambda: 4)

    (first, second), after = run(both())
    assert (type(first), type(second), after) == (ZeroDivisionError, ZeroDivisionError, 4)


def test_a_seat_that_floods_is_held_back_and_the_others_are_not(room):
    noisy, quiet = join(room), join(room)
    event = {"n": 1, "kind": "exercise", "what": "gd_step", "outcome": "right"}
    flood = [("POST", "/events", {"events": [event]}, noisy)] * 60
    answers = asked(room, *flood, ("POST", "/events", {"events": [event]}, quiet))
    assert [status for status, _ in answers] == [200] * 40 + [429] * 20 + [200]


@pytest.mark.parametrize(
    "body",
    [[], {}, {"events": 3}, {"events": [3]}, {"events": [{"n": "1"}]}, {"events": [{"n": 10**9}]}],
)
def test_what_is_no_list_of_events_is_refused(room, body):
    assert asked(room, ("POST", "/events", body, join(room)))[0][0] == 400


@pytest.mark.parametrize("prefix", ["", "/proxy/8800", "/user/ada/proxy/absolute/8800"])
def test_a_proxy_may_put_a_path_of_its_own_before(room, prefix):
    """As a hub does; it also takes the header `Authorization` for its own."""
    [(status, told)] = asked(room, ("POST", f"{prefix}/join", {"code": room.code}))
    assert status == 200
    events = ("POST", f"{prefix}/events", {"events": []}, told["seat"])
    pages = [("GET", f"{prefix}/present"), ("GET", f"{prefix}/j/{room.code}")]
    shown = [(status, content) for status, content in asked(room, events, *pages)]
    assert [status for status, _ in shown] == [200] * 3
    assert "bpcourse join http://room.test/j/" in shown[2][1]


def test_slides_are_shown_where_there_are_some(room):
    there, nowhere = asked(room, ("GET", "/slides/02"), ("GET", "/x/slides/77"))
    assert there[0] == 200
    assert there[1].startswith(SLIDES["02"])
    assert nowhere == (404, "There are no slides of this lesson.")


def test_a_page_of_another_server_may_take_part_and_nothing_else(room):
    """A browser asks first, and hands an answer to a page only where its headers say so."""
    server = WorkshopServer(room, "http://room.test", reads, REPAIRS, SLIDES.get)

    def headers(method, path):
        async def one():
            try:
                return (await server.answer(Request(method, path, "", b"{}", "10.0.0.1"))).headers
            except Refused as refused:
                return refused.headers

        return run(one())

    for path in ("/join", "/events", "/leave"):
        for method in ("OPTIONS", "POST"):
            told = headers(method, path)
            assert told["Access-Control-Allow-Origin"] == "*"
            assert told["Access-Control-Allow-Headers"] == "Content-Type, Workshop-Secret"
    for method in ("OPTIONS", "GET", "POST"):
        for path in ("/live", "/act", "/preflight", "/stage", "/present", "/qr", "/"):
            assert headers(method, path) == {}


def test_slides_are_made_once_however_many_ask_at_one_time(room):
    """Anybody may ask for them, and they take seconds."""
    made = []
    server = WorkshopServer(room, "http://room.test", reads, REPAIRS, lambda n: made.append(n) or n)

    async def ask():
        request = Request("GET", "/slides/02", "", b"", "10.0.0.1")
        return await asyncio.gather(*(server.answer(request) for _ in range(5)))

    assert [answer.content for answer in run(ask())] == ["02"] * 5
    assert made == ["02"]


def test_a_full_room_and_an_unknown_address(room, monkeypatch):
    monkeypatch.setattr(rooms, "SEATS", 1)
    join(room)
    assert asked(room, ("POST", "/join", {"code": room.code}))[0][0] == 409
    assert asked(room, ("GET", "/etc/passwd"))[0][0] == 404


def test_a_full_disk_acknowledges_nothing_and_says_so(room):
    seat = join(room)
    pages = room.db.execute("pragma page_count").fetchone()[0]
    room.db.execute(f"pragma max_page_count = {pages}")
    event = {"kind": "exercise", "what": "gd_step", "outcome": "right"}
    many = ("POST", "/events", {"events": [event | {"n": n} for n in range(200)]}, seat)
    [(status, told)] = asked(room, many)
    assert status == 503
    assert "cannot write its file: database or disk is full" in told
    assert room.told(room.seat(seat)) == 0
    room.db.execute("pragma max_page_count = 100000")
    assert asked(room, many)[0][0] == 200
    assert room.told(room.seat(seat)) == 200


def test_the_file_says_nothing_of_a_person(room):
    """Every column there is, and the only texts in them that a learner's computer has sent."""
    seat = join(room, "fine")
    tell(room, seat, (1, "exercise", "gd_step", "wrong", "uphill"), (2, "stuck", "gd_step", "yes"))
    tables = [name for (name,) in room.db.execute("select name from sqlite_master") if name]
    columns = {
        column[1]
        for table in tables
        for column in room.db.execute(f"pragma table_info({table})").fetchall()
    }
    assert columns == {
        *("key", "value", "number", "token", "ready", "seat", "n", "kind", "what", "outcome"),
        *("mistake", "arrived", "called"),
    }
    assert room.db.execute("select called from event where kind != 'stuck'").fetchall() == [(None,)]
    files = list(room.path.parent.glob(f"{room.path.name}*"))
    assert b"uphill" in b"".join(path.read_bytes() for path in files)
    assert b"10.0.0.1" not in b"".join(path.read_bytes() for path in files)


@pytest.mark.skipif(os.name == "nt", reason="needs the permissions of POSIX")
def test_the_file_with_the_secret_is_its_owners_alone(room):
    join(room)
    for path in room.path.parent.glob(f"{room.path.name}*"):
        assert path.stat().st_mode & 0o777 == 0o600


def test_a_room_that_was_killed_goes_on(room):
    seat = join(room)
    tell(room, seat, (1, "exercise", "gd_step", "right"))
    act(room, act="section", section=1)
    code, secret = room.code, room.secret
    room = again(room)
    assert (room.code, room.secret, room.section) == (code, secret, 1)
    assert not room.is_new
    assert tell(room, seat, (2, "exercise", "linear_grad", "right"))["kept"] == 2
    assert exercise(room, "gd_step")["right"] == 1
    room.close()


def test_a_file_that_is_in_use_or_holds_something_else_is_refused(room, tmp_path):
    with pytest.raises(UserError, match="runs already"):
        Room(room.path)
    other = tmp_path / "notes.txt"
    other.write_text("not a database, and longer than a header of one hundred bytes " * 3)
    with pytest.raises(UserError, match="cannot hold a workshop"):
        Room(other)
    assert isinstance(room.db, sqlite3.Connection)
