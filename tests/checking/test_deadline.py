"""The deadline stops code in this process, also where the first stop is lost."""

import gc
import sys
import time

import pytest

from bpcourse.checking import time_limit
from bpcourse.checking.judging import deadline as ways
from bpcourse.checking.judging.deadline import deadline
from bpcourse.checking.time_limit import TimeIsUp, TimeLimit

ONCE_IN_VAIN = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


def spin(*ignored):
    while True:
        pass


@pytest.fixture
def short(monkeypatch):
    """The alarm rings again soon, and no other one on a busy machine."""
    monkeypatch.setattr("bpcourse.checking.judging.deadline.AGAIN", 0.3)  # pytest's hook needs time
    monkeypatch.setattr("bpcourse.checking.judging.deadline.PATIENCE", 10_000)


def test_a_loop_is_stopped():
    with pytest.raises(TimeIsUp), deadline(0.05, __file__):
        spin()


def test_code_that_waits_is_stopped_later_and_told_apart():
    with pytest.raises(TimeIsUp) as waiting, deadline(0.02, __file__):
        time.sleep(60)
    with pytest.raises(TimeIsUp) as computing, deadline(0.3, __file__):
        spin()
    assert str(waiting.value) == "0.08 s"
    assert str(computing.value) in ("0.3 s of computing", "1.2 s")  # on a very busy machine


def test_time_that_others_take_does_not_count(short):
    with deadline(0.1, __file__):
        time.sleep(0.2)


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

    gc.collect()  # what other tests have left is not cleared up under the alarm
    gc.callbacks.append(slow)
    try:
        with pytest.raises(TimeIsUp), deadline(0.05, __file__):
            spins_twice()
    finally:
        gc.callbacks.remove(slow)


WITHOUT_ALARM = [
    ways._by_tracing,
    pytest.param(
        ways._by_monitoring,
        marks=pytest.mark.skipif(
            not hasattr(sys, "monitoring"), reason="needs Python 3.12 or newer"
        ),
    ),
]


@pytest.mark.parametrize("way", WITHOUT_ALARM)
def test_without_an_alarm_a_loop_is_stopped_too(way):
    with pytest.raises(TimeIsUp), way(0.05, [__file__]):
        spin()
    with pytest.raises(TimeIsUp), way(0.05, [__file__]):
        spin()


@pytest.mark.parametrize("way", WITHOUT_ALARM)
def test_without_an_alarm_code_that_waits_is_stopped_too(way):
    def wait():
        while True:
            time.sleep(0.01)

    with pytest.raises(TimeIsUp) as waiting, way(0.05, [__file__]):
        wait()
    assert waiting.value.waited


def test_beside_busy_loops_a_limit_counts_computing_alone(monkeypatch):
    """A machine that gives this process one of each ten seconds, and later none at all."""
    computed = passed = 0.0
    monkeypatch.setattr(time_limit, "clock", lambda: computed)
    monkeypatch.setattr(time_limit.time, "monotonic", lambda: passed)
    slow = TimeLimit(5)
    computed, passed = 1.9, 19.0
    assert not slow.is_over()
    passed = 20.1
    assert slow.is_over()
    assert str(slow) == "20 s"
    computed = 5.1
    assert str(slow) == "5 s of computing"


@pytest.mark.parametrize("way", WITHOUT_ALARM)
def test_without_an_alarm_code_of_other_files_is_left_alone(way):
    with way(0.01, ["elsewhere.py"]):
        end = time.monotonic() + 0.05
        while time.monotonic() < end:
            pass


@pytest.mark.parametrize("way", WITHOUT_ALARM[1:])
def test_monitoring_stops_a_loop_that_catches_everything(way):
    def catches():
        while True:
            try:  # noqa: SIM105 - as a learner writes it
                spin()
            except:  # noqa: E722
                pass

    with pytest.raises(TimeIsUp), way(0.05, [__file__]):
        catches()


@pytest.mark.parametrize("way", WITHOUT_ALARM[1:])
def test_monitoring_stops_a_function_that_calls_itself_again_and_again(way):
    def two(n):
        return n and two(n - 1) + two(n - 1)

    with pytest.raises(TimeIsUp), way(0.05, [__file__]):
        two(60)
