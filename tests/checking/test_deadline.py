"""The deadline stops code in this process, also where the first stop is lost."""

import gc
import time

import pytest

from bpcourse.checking.judging.deadline import TimeIsUp, deadline

ONCE_IN_VAIN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def spin(*ignored):
    while True:
        pass


@pytest.fixture
def short(monkeypatch):
    """The alarm rings again soon."""
    monkeypatch.setattr("bpcourse.checking.judging.deadline.AGAIN", 0.05)


def test_a_loop_is_stopped():
    with pytest.raises(TimeIsUp), deadline(0.05, __file__):
        spin()


def test_code_that_ends_in_time_is_never_stopped(short):
    with deadline(0.05, __file__):
        pass
    for _ in range(200_000):
        pass


@ONCE_IN_VAIN
def test_a_stop_that_is_lost_in_a_destructor_comes_again(short):
    class SpinsInTheEnd:
        __del__ = spin

    def spins_twice():
        SpinsInTheEnd()
        spin()

    with pytest.raises(TimeIsUp), deadline(0.05, __file__):
        spins_twice()


@ONCE_IN_VAIN
def test_a_stop_comes_after_a_callback_of_the_garbage_collector(short):
    def wait():
        end = time.monotonic() + 0.1
        while time.monotonic() < end:
            pass

    def slow(phase, info):
        wait()

    def spins_twice():
        gc.collect()
        spin()

    gc.callbacks.append(slow)
    try:
        with pytest.raises(TimeIsUp), deadline(0.05, __file__):
            spins_twice()
    finally:
        gc.callbacks.remove(slow)
