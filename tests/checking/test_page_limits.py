"""What an answer may take in a page: so many calls in one another, so much memory."""

import sys
from types import SimpleNamespace

import pytest

from bpcourse.checking.judging import limits
from bpcourse.checking.judging.page_limits import DEPTH, OFTEN, Room, shallow


def down(n):
    return n and down(n - 1)


def test_inside_fewer_calls_may_lie_in_one_another_and_then_as_many_as_before():
    with shallow():
        down(DEPTH - 20)
        with pytest.raises(RecursionError):
            down(DEPTH)
    down(DEPTH + 100)


def test_it_counts_from_where_it_begins():
    def deep(n):
        if n:
            return deep(n - 1)
        with shallow():
            return down(DEPTH - 20)

    assert deep(200) == 0


def test_after_an_error_the_limit_is_the_old_one():
    before = sys.getrecursionlimit()
    with pytest.raises(ValueError, match="odd"), shallow():
        raise ValueError("odd")
    assert sys.getrecursionlimit() == before


def test_more_memory_than_an_answer_may_take_is_an_error(monkeypatch):
    heap = SimpleNamespace(length=1 << 20)
    module = SimpleNamespace(HEAP8=heap)
    monkeypatch.setitem(sys.modules, "pyodide_js", SimpleNamespace(_module=module))
    room = Room()

    def work():
        for _ in range(2 * OFTEN):
            room.look()

    heap.length += limits.MEMORY
    work()
    heap.length += 1
    with pytest.raises(MemoryError):
        work()
