"""A channel ends a child that has computed or waited for too long, and none that is not served."""

import socket
import threading

import pytest

from bpcourse.checking.judging.terminations import Lost
from bpcourse.grading.remote import wire
from bpcourse.grading.remote.child import STARTED
from bpcourse.grading.remote.proxies import Conversation
from bpcourse.grading.sandbox import channel as module
from bpcourse.grading.sandbox.channel import Channel, Sandbox

from .test_protections import LINUX

SECONDS = 0.02  # that an answer may compute here; no longer does a channel really wait at a time


class Machine:
    """A clock that goes on when it is looked at, and a child that gets `share` of that time.

    The child answers when its time was asked for so often.
    """

    def __init__(self, share, answers_at=None):
        self.share, self.answers_at = share, answers_at
        self.passed = self.looks = 0
        self.judge, self.child = socket.socketpair(socket.AF_UNIX, socket.SOCK_STREAM)
        self.child.sendall(STARTED)
        self.looked = threading.Event()

    def now(self):
        self.passed += SECONDS / 10
        return self.passed

    def computed(self, anew):
        self.looks += 1
        self.looked.set()
        if self.looks == self.answers_at:
            self.child.sendall(wire.pack(["return", [], [], 42]))
        return self.share * self.passed

    def channel(self):
        return Channel(self.judge, -1, SECONDS, self.computed, self.now)


@pytest.fixture
def machine(monkeypatch):
    """Makes a Machine, in which nothing has to be waited for."""
    monkeypatch.setattr(module, "GRACE", 0.0)
    monkeypatch.setattr(module, "LOOK", SECONDS / 10)
    made = []

    def make(**options):
        made.append(Machine(**options))
        return made[-1]

    yield make
    for one in made:
        one.judge.close()
        one.child.close()


def test_an_answer_that_gets_little_of_the_machine_is_waited_for(machine):
    busy = machine(share=0.2, answers_at=3)
    channel = busy.channel()
    assert channel.receive()[0][-1] == 42
    assert busy.passed > 2 * SECONDS
    assert channel.late is None


def test_an_answer_that_computes_too_long_is_late(machine):
    channel = machine(share=1.0).channel()
    with pytest.raises(Lost):
        channel.receive()
    assert str(channel.late) == "0.02 s of computing"


def test_an_answer_that_waits_is_late_as_well_but_later(machine):
    busy = machine(share=0.01)
    channel = busy.channel()
    with pytest.raises(Lost):
        channel.receive()
    assert str(channel.late) == "0.08 s"
    assert busy.passed >= 4 * SECONDS


def test_a_child_that_takes_nothing_is_late_too(machine):
    channel = machine(share=1.0).channel()
    with pytest.raises(Lost):
        channel.send(bytes(1 << 22))
    assert str(channel.late) == "0.02 s of computing"


def test_what_is_taken_late_arrives_whole(machine):
    busy = machine(share=0.0)
    data, heard = bytes(range(256)) * 4096, bytearray()

    def take():
        busy.looked.wait()
        while len(heard) < len(data):
            heard.extend(busy.child.recv(1 << 20))

    taker = threading.Thread(target=take)
    taker.start()
    channel = busy.channel()
    channel.seconds = 100 * SECONDS  # after the first look there is time enough
    channel.send(data)
    taker.join()
    assert bytes(heard) == data


@LINUX
def test_each_answer_in_a_child_begins_with_nothing_computed():
    with Sandbox(seconds=60) as sandbox:
        channel = sandbox.open(2)
        Conversation(channel, 60).load(BUSY, "squash.py", {"squash": ["z"]})
        assert sandbox._computed() >= 0.1
        channel.start_clock()
        assert sandbox._computed() < 0.1
        sandbox.close()


BUSY = """
import time

while time.process_time() < 0.1:
    pass

def squash(z):
    return z
"""
