"""What crosses the wire arrives as it was, and twins stay alike; what is no frame is refused."""

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from bpcourse.grading import wire
from bpcourse.grading.mirror import Mirror
from bpcourse.grading.wire import WireError


class NoHandles:
    def out(self, value):
        raise WireError(f"{type(value).__name__} is no data")

    def back(self, value, depth):
        raise WireError("no handles here")


class Pair:
    """Two mirrors that face each other."""

    def __init__(self):
        self.near, self.far = Mirror(0, NoHandles()), Mirror(1, NoHandles())

    def over(self, *values, back=False):
        sender, receiver = (self.far, self.near) if back else (self.near, self.far)
        data = sender.seal("x", *values)
        place = 0

        def read(size):
            nonlocal place
            place += size
            return data[place - size : place]

        return receiver.open(*wire.read_frame(read))[1]

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


numbers = st.sampled_from(sorted(wire.NUMBERS)).flatmap(
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
    mirror = Mirror(0, NoHandles())
    position = 0

    def read(size):
        nonlocal position
        if position + size > len(data):
            raise WireError("it ends too early")
        position += size
        return data[position - size : position]

    with pytest.raises(WireError):
        mirror.open(*wire.read_frame(read))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5)
    | st.sampled_from(["a", "v", "l", "d", "t", "ref", "n", "o", "g", "u", "k", "f", "h", "<f8"]),
    lambda inner: st.lists(inner, max_size=8) | st.dictionaries(st.text(), inner, max_size=2),
    max_leaves=20,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(json_values)
def test_a_frame_of_any_form_is_a_value_or_refused(value):
    """Nothing else can come out: no other exception, and no object that acts."""
    mirror = Mirror(0, NoHandles())
    frame = json.loads(json.dumps(["return", [], [], value]))
    try:
        kind, _ = mirror.open(frame, b"12345678")
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
        ["v", 3, ["a", 1, "<f8", [1], "C", True, 0, 8], "<f8", [1], [10**30], 0, True],
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
        Mirror(0, NoHandles()).open(["return", [], [], value], b"12345678")


def test_what_is_too_large_is_refused_before_it_is_read():
    with pytest.raises(WireError, match="too much for one answer"):
        wire.sizes(wire.HEAD.pack(wire.TEXT + 1, 0))
    with pytest.raises(WireError, match="too much for one answer"):
        Pair().over(np.zeros(wire.ARRAYS // 8 + 1))


def test_lists_in_lists_without_end_are_refused():
    deep = []
    for _ in range(3000):
        deep = [deep]
    with pytest.raises(WireError):
        Pair().over(deep)
    text = b"[" * 100_000
    with pytest.raises(WireError):
        wire.unpack(text)


def test_a_list_that_holds_itself_arrives_so():
    own = [1]
    own.append(own)
    (got,) = Pair().over(own)
    assert got[1] is got


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
    assert len(pair.near.entries) + len(pair.far.entries) < 10


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
    array = Mirror(0, NoHandles()).open(frame, b"\x00\x07")[1][0]
    assert array.tobytes() == b"\x00\x01"
