"""A room and its server without a network: `asked` puts requests to it, one after the other."""

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

from bpcourse.workshop import workshop_plan
from bpcourse.workshop.web_server import Refused, Request
from bpcourse.workshop.workshop_server import WorkshopServer

PLAN = """
title = "Ours"
[[section]]
lesson = "02"
minutes = 30
cut = [{ what = "The bug hunt", minutes = 4 }]
[[section]]
title = "Break"
minutes = 10
"""


REPAIRS = {"kernel": "Start it again.", "memory": "Make room."}
SLIDES = {"02": "<p>slides of lesson 02</p>"}


def plan():
    return workshop_plan.parse(PLAN, "The plan")


def reads(code):
    """As the doctor's `failures`: here a code is what has failed, or "fine"."""
    if code in ("", "junk"):
        return None
    return [] if code == "fine" else code.split("+")


def run(coroutine):
    """What it gives; in a thread of its own, because in this one the browser's loop may run."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, coroutine).result()


def asked(room, *requests):
    """What is answered to requests that come at the same time: pairs of status and content.

    A request is method, path, body and, where it is shown, a secret.
    """
    server = WorkshopServer(room, "http://room.test", reads, REPAIRS, SLIDES.get)

    async def one(method, path, body=None, secret="", sender="10.0.0.1"):
        try:
            data = json.dumps(body).encode() if body is not None else b""
            answer = await server.answer(Request(method, path, secret, data, sender))
            return answer.status, answer.content
        except Refused as refused:
            return refused.status, str(refused)

    async def every():
        return await asyncio.gather(*(one(*request) for request in requests))

    return run(every())


def join(room, ready="fine"):
    """A new seat: its token."""
    [(status, told)] = asked(room, ("POST", "/join", {"code": room.code, "ready": ready}))
    assert status == 200, told
    return told["seat"]


def tell(room, seat, *events):
    """Tell events, each as its number, kind, what, outcome and mistake."""
    keys = ("n", "kind", "what", "outcome", "mistake")
    body = {"events": [dict(zip(keys, event, strict=False)) for event in events]}
    [(status, told)] = asked(room, ("POST", "/events", body, seat))
    assert status == 200, told
    return told


def act(room, **facts):
    [(status, told)] = asked(room, ("POST", "/act", facts, room.secret))
    assert status == 200, told
    return told


def live(room):
    [(status, told)] = asked(room, ("GET", "/live", None, room.secret))
    assert status == 200, told
    return told


def exercise(room, name):
    return next(one for one in live(room)["exercises"] if one["name"] == name)


def prediction(room, name):
    return next(one for one in live(room)["predictions"] if one["question"] == name)
