"""What crosses the wire arrives as it was, and twins stay alike; what is no frame is refused."""

import json
import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bpcourse.grading.remote import ndarrays, size, wire
from bpcourse.grading.remote.kinds import replicas
from bpcourse.grading.remote.wire import WireError


class NoObjects:
    def out(self, value, depth):
        raise WireError(f"{type(value).__name__} is no data")

    def back(self, value):
        raise WireError("no objects here")


def judge_side():
    return replicas(0, NoObjects())


def opened(value, data=b"12345678"):
    """The value of a frame as the judge would read it."""
    (found,) = judge_side().open(["return", [], [], value], data)[1]
    return found


def framed(data, at_once=1 << 20):
    """The frames in these bytes, which come in parts of at most so many."""
    parts = iter([data[i : i + at_once] for i in range(0, len(data), at_once)])

    def more(size):
        for part in parts:
            return part
        raise WireError("it ends too early")

    return wire.Frames(more)


class Pair:
    """Two sides that face each other."""

    def __init__(self):
        self.near, self.far = replicas(0, NoObjects()), replicas(1, NoObjects())

    def over(self, *values, back=False):
        sender, receiver = (self.far, self.near) if back else (self.near, self.far)
        data = sender.seal("x", *values)
        return receiver.open(*framed(data).next())[1]

    def sync(self, back=False):
        self.over(back=back)


def same(a, b):
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.dtype == b.dtype and a.shape == b.shape and a.tobytes() == b.tobytes()
    if isinstance(a, list | tuple):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(same(a[k], b[k]) for k in a)
    return a == b or (a != a and b != b)


numbers = st.sampled_from(sorted(ndarrays.NUMBERS)).flatmap(
    lambda name: arrays.arrays(np.dtype(name), arrays.array_shapes(min_dims=0, min_side=0))
)
leaves = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.binary()
leaves = leaves | st.complex_numbers() | numbers
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.tuples(inner, inner)
        | st.dictionaries(st.text(max_size=3) | st.integers(), inner, max_size=3)
    ),
    max_leaves=8,
)


@settings(max_examples=150, deadline=None)
@given(values)
def test_plain_values_arrive_as_they_were(value):
    assert same(Pair().over(value)[0], value)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=200))
def test_bytes_at_random_are_refused_and_never_obeyed(data):
    with pytest.raises(WireError):
        judge_side().open(*framed(data).next())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["a", "v", "l", "d", "t", "ref", "n", "o", "g", "u", "k", "f", "h", "earlier",
                       "<f8"]),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(json_values)
def test_a_frame_of_any_form_is_a_value_or_refused(value):
    """Nothing else can come out: no other exception, and no object that acts."""
    frame = json.loads(json.dumps(["return", [], [], value]))
    try:
        kind, _ = judge_side().open(frame, b"12345678")
    except WireError:
        return
    assert kind == "return"


@pytest.mark.parametrize(
    "value",
    [
        ["a", 1, "<f8", [1000000, 1000000], "C", True, 0, 8],
        ["a", 1, "|O", [1], "C", True, 0, 8],
        ["a", 0, "<f8", [1], "C", True, 0, 8],
        ["a", 1, "<f8", [-1], "C", True, 0, 8],
        ["a", 1, "<f8", [1], "C", True, -8, 8],
        ["a", 1, "<U99999999", [1], "C", True, 0, 8],
        ["v", 3, ["a", 1, "<f8", [1], "C", True, 0, 8], "<f8", [4], [8], 0, True],
        ["v", 3, ["a", 1, "<f8", [1], "C", True, 0, 8], "<f8", [1], [8], -8, True],
        ["v", 3, ["a", 1, "<f8", [1], "C", True, 0, 8], "<f8", [2], [10**30], 0, True],
        ["ref", 7],
        ["l", 2],
        ["u", "__import__"],
        ["k", "object"],
        ["r", 0, 1, 0],
        ["g", 1, 2, 3, 4, 5],
        ["d", 1, ["l", 3], 2],
        {"a": 1},
        [[]],
        [],
    ],
    ids=str,
)
def test_a_damaged_value_is_refused(value):
    with pytest.raises(WireError):
        opened(value)


@pytest.mark.parametrize("at_once", [1, 3, 7, 20, 1000])
def test_frames_are_told_apart_however_they_arrive(at_once):
    sent = [([1, "two"], [b"abc"]), ([], []), (["x" * 30], [b"", b"yz" * 20])]
    data = b"!" + b"".join(wire.pack(message, blobs) for message, blobs in sent)
    frames = framed(data, at_once)
    assert frames.byte() == b"!"
    assert [frames.next() for _ in sent] == [(m, b"".join(blobs)) for m, blobs in sent]
    with pytest.raises(WireError, match="ends too early"):
        frames.next()


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(WireError, match="too much for one answer"):
        wire.sizes(wire.HEAD.pack(wire.TEXT + 1, 0))
    with pytest.raises(WireError, match="too much for one answer"):
        wire.pack([], [bytes(wire.SIZE + 1)])
    with pytest.raises(WireError, match="too many for one answer"):
        Pair().over(np.zeros(wire.SIZE // 8 + 1))


def test_lists_in_lists_without_end_are_refused():
    deep = []
    for _ in range(3000):
        deep = [deep]
    with pytest.raises(WireError):
        Pair().over(deep)
    text = b"[" * 100_000
    with pytest.raises(WireError):
        wire.unpack(text)


def test_a_list_that_holds_itself_is_refused_on_both_sides():
    own = [1]
    own.append(own)
    with pytest.raises(WireError, match="holds itself"):
        Pair().over(own)
    with pytest.raises(WireError, match="never crossed"):
        opened(["l", 1, 1, ["ref", 1]])
    with pytest.raises(WireError, match="never crossed"):
        opened(["d", 1, "a", ["ref", 1]])


def test_a_list_that_comes_to_hold_itself_later_is_refused_on_both_sides():
    pair, one, other = Pair(), [1], [2]
    there = pair.over(one, other)
    there[0].append(there[1])
    pair.sync(back=True)
    assert one[1] is other
    there[1].append(there[0])
    with pytest.raises(WireError, match="holds itself"):
        pair.sync(back=True)
    forged = ["x", [], [[0, ["ref", 2]], [2, ["ref", 0]]]]
    with pytest.raises(WireError, match="holds itself"):
        pair.near.open(forged, b"")


def doubled(times):
    """A list in which the one before lies twice, as data and as a value."""
    data, value = ["l", 1, 0], [0]
    for i in range(times):
        data, value = ["l", 2 * i + 3, data, ["ref", 2 * i + 1]], [value, value]
    return data, value


LARGE = {
    "doubled 40 times": (["t", *doubled(40)[0][2:]], doubled(40)[1]),
    "a range": (["r", 0, 3 * 10**8, 1], range(3 * 10**8)),
    "a range beyond all numbers": (["r", 0, 10**30, 1], range(10**30)),
    "a range backwards": (["r", 3 * 10**8, 0, -1], range(3 * 10**8, 0, -1)),
    "an array repeated": (
        ["v", 3, ["a", 1, "<f8", [1], "C", True, 0, 8], "<f8", [4000, 4000], [0, 0], 0, True],
        np.broadcast_to(np.zeros(1), (4000, 4000)),
    ),
    "an array in many places": (
        ["t", ["a", 1, "<f8", [1], "C", True, 0, 8], *[["ref", 1]] * size.ELEMENTS],
        [np.zeros(1)] * (size.ELEMENTS + 1),
    ),
    "a large array in many places": (None, [np.zeros(1 << 20)] * 9),
    "a long text in many places": (None, ["a" * (1 << 20)] * 100),
}


@pytest.mark.parametrize(("data", "value"), LARGE.values(), ids=LARGE)
def test_what_is_large_when_it_is_unfolded_is_refused_on_both_sides(data, value):
    with pytest.raises(WireError, match=r"too (many|much|large)"):
        Pair().over(value)
    if data:
        with pytest.raises(WireError, match=r"too (many|much|large)"):
            opened(data)


def test_a_list_that_becomes_large_later_is_refused_on_both_sides():
    pair, lists = Pair(), [[0] for _ in range(41)]
    there = pair.over(*lists)
    for i in range(40):
        there[i + 1][:] = [there[i], there[i]]
    with pytest.raises(WireError, match="too many"):
        pair.sync(back=True)
    forged = [[2 * i + 2, ["ref", 2 * i], ["ref", 2 * i]] for i in range(40)]
    with pytest.raises(WireError, match="too many"):
        pair.near.open(["x", [], forged], b"")


@pytest.mark.parametrize("word", ["s", "fs", "d"])
def test_many_keys_are_refused_before_they_are_hashed(word):
    """Numbers can be chosen so that a set of 40,000 takes half a minute."""
    keys = [["t", number * ((1 << 61) - 1)] for number in range(40_000)]
    began = time.perf_counter()
    with pytest.raises(WireError, match="keys are too many"):
        opened([word, 1, *keys] if word == "d" else [word, *keys])
    numbers = [[2 * i + 1] if word == "d" else [] for i in range(10)]
    parts = [[word, *number, *keys[i::10]] for i, number in enumerate(numbers)]
    with pytest.raises(WireError, match="keys are too many"):
        opened(["t", *parts])
    assert time.perf_counter() - began < 5


def test_too_much_at_one_time_is_refused():
    side, data, kept = judge_side(), bytes(60 << 20), []

    def keep(count):
        for number in range(count):
            shape = [len(data) // 8]
            array = ["a", 2 * number + 1, "<f8", shape, "C", True, 0, len(data)]
            kept.append(side.open(["x", [], [], array], data)[1])

    with pytest.raises(WireError, match="too much at one time"):
        keep(10)
    assert len(kept) == 8


STRIDES = [
    ([2], [1 << 63], 0), ([3], [1 << 62], 0), ([2], [-(1 << 63)], 8), ([5], [(1 << 62) + 8], 0),
    ([1 << 20, 1 << 20], [8, 1 << 44], 0), ([2, 2], [1 << 63, 1 << 63], 0), ([2], [1], -1),
    ([2], [-8], 0), ([2], [-8], 7), ([1], [8], 9), ([1], [8], 1 << 64), ([9], [1], 0),
    ([2, 2, 2], [1 << 61, 1 << 62, 1 << 62], 0), ([3], [(1 << 64) // 2 + 1], 0), ([0], [8], 9),
    ([2], [8.0], 0), ([2], [8, 8], 0), ([2], 8, 0), ([2], [True], 0), ([1], [8], -1),
]  # fmt: skip


@pytest.mark.parametrize(("shape", "strides", "offset"), STRIDES)
def test_no_view_looks_outside_its_array(shape, strides, offset):
    """Also where the bytes come round again at 2 to the power of 64."""
    root = ["a", 1, "<f8", [1], "C", True, 0, 8]
    with pytest.raises(WireError):
        opened(["v", 3, root, "<f8", shape, strides, offset, True])


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.integers(0, 4), max_size=4),
    st.lists(st.integers(-40, 40) | st.integers(-(1 << 66), 1 << 66), max_size=4),
    st.integers(-8, 40),
)
def test_a_view_is_inside_or_refused(shape, strides, offset):
    root = ["a", 1, "|u1", [24], "C", True, 0, 24]
    view = ["v", 3, root, "|u1", shape, strides, offset, True]
    try:
        array = opened(view, bytes(range(24)))
    except WireError:
        return
    steps = [step * (n - 1) for step, n in zip(array.strides, array.shape, strict=True)]
    first = array.ctypes.data - array.base.ctypes.data + sum(step for step in steps if step < 0)
    last = array.ctypes.data - array.base.ctypes.data + sum(step for step in steps if step > 0)
    assert array.size == 0 or 0 <= first <= last < 24
    array.sum()


def test_views_of_all_kinds_arrive_as_they_were():
    A = np.arange(24.0).reshape(4, 6)
    views = [A.T, A[::-1], A[::2, 1::3], A[1:1], A[:, 2], A[1, 1], A[::-1, ::-2], A.reshape(-1)]
    views += [A[np.newaxis], np.broadcast_to(A[0], (3, 6)), A.ravel().view("<i8"), A[..., ::5]]
    there = Pair().over(A, *views)
    for view, arrived in zip(views, there[1:], strict=True):
        assert same(np.asarray(view), np.asarray(arrived))
        assert arrived.size == 0 or view.ndim == 0 or np.shares_memory(arrived, there[0])


@pytest.mark.parametrize("shape", [[0, 1 << 26, 1 << 20], [1 << 30, 0], [0] + [1000] * 20])
def test_an_empty_array_does_not_hide_a_large_axis(shape):
    with pytest.raises(WireError):
        opened(["a", 1, "<f8", shape, "C", True, 0, 0])


def test_no_text_of_the_other_side_is_in_what_is_told_of_it():
    for value in (["a", 1, "secret", [1], "C", True, 0, 8], ["u", "secret"], ["dt", "secret"],
                  ["secret", 1], ["n", "<Usecret", 0, 8]):  # fmt: skip
        with pytest.raises(WireError) as raised:
            opened(value)
        assert "secret" not in str(raised.value)


def test_what_was_changed_by_the_other_side_can_be_put_back():
    pair, rng = Pair(), np.random.default_rng(5)
    things = X, some, table = np.arange(3.0), [1, [2]], {"a": 1}
    before = [X.copy(), [1, [2]], {"a": 1}, rng.bit_generator.state]
    there = pair.over(*things, rng)
    there[0] += 1
    there[1].append(3)
    there[1][1].clear()
    there[2]["b"] = 2
    there[3].random()
    pair.sync(back=True)
    assert (X[0], len(some), len(table)) == (1.0, 3, 2)
    X[1] = 7  # a change of its own, which is put back too
    pair.near.clear()
    pair.near.undo()
    assert same([X, some, table, rng.bit_generator.state], before)


def test_a_change_in_place_crosses_both_ways():
    pair, X = Pair(), np.zeros(3)
    (there,) = pair.over(X)
    there[1] = 5.0
    pair.sync(back=True)
    assert X[1] == 5.0
    X[2] = 7.0
    pair.sync()
    assert there[2] == 7.0


def test_read_only_stays_read_only_there():
    pair, X = Pair(), np.zeros(3)
    X.flags.writeable = False
    (there,) = pair.over(X)
    assert not there.flags.writeable
    X.flags.writeable = True
    pair.sync()
    assert there.flags.writeable


def test_the_same_object_comes_back_as_itself():
    pair, X, things = Pair(), np.zeros((2, 3)), [1, 2]
    there, things_there = pair.over(X, things)
    back = pair.over(there, there.T, [there[0], things_there], back=True)
    assert back[0] is X
    assert np.shares_memory(back[1], X)
    assert back[1].shape == (3, 2)
    assert back[2][0].base is X
    assert back[2][1] is things


def test_two_views_of_one_array_stay_views_of_one_array():
    pair, X = Pair(), np.arange(6.0).reshape(2, 3)
    rows = pair.over(X[0], X[:, ::-1])
    rows[1][0, 0] = 9.0
    assert rows[0][2] == 9.0


def test_a_copy_is_a_copy():
    pair, X = Pair(), np.zeros(3)
    (there,) = pair.over(X)
    (back,) = pair.over(there.copy(), back=True)
    assert not np.shares_memory(back, X)


def test_a_list_that_was_kept_sees_later_changes():
    pair, params = Pair(), {"b": [np.zeros(2)]}
    (kept,) = pair.over(params)
    params["b"].append(3)
    params["W"] = np.ones(1)
    pair.sync()
    assert kept["b"][1] == 3
    assert kept["W"][0] == 1.0


def test_what_nobody_keeps_is_forgotten():
    pair = Pair()
    for _ in range(50):
        pair.over(np.zeros(10))
    pair.sync()
    assert len(pair.near.shared) + len(pair.far.shared) < 10


def test_both_sides_draw_from_one_stream():
    pair, rng = Pair(), np.random.default_rng(3)
    expected = np.random.default_rng(3).random(3)
    (there,) = pair.over(rng)
    drawn = [there.random()]
    pair.sync(back=True)
    drawn.append(rng.random())
    pair.sync()
    drawn.append(there.random())
    assert drawn == list(expected)


def test_a_random_generator_cannot_be_exchanged():
    pair, rng = Pair(), np.random.default_rng(3)
    (there,) = pair.over(rng)
    there.bit_generator.state = np.random.default_rng(4).bit_generator.state
    with pytest.raises(WireError, match="has become another one"):
        pair.sync(back=True)


def test_a_truth_that_is_neither_true_nor_false_becomes_one():
    frame = ["return", [], [], ["a", 1, "|b1", [2], "C", True, 0, 2]]
    array = judge_side().open(frame, b"\x00\x07")[1][0]
    assert array.tobytes() == b"\x00\x01"
