"""A network goes into a file and comes back; whatever else is in a file changes nothing."""

import pickle
import subprocess
import sys
import zipfile

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.content import content


class Scale:
    """A layer of one's own: it learns, it counts, it remembers, and it has no text."""

    params = ("gamma",)
    stats = ("running_mean", "steps")

    def __init__(self, n, dtype=np.float64):
        self.gamma = np.ones(n, dtype)
        self.running_mean = np.zeros(n, dtype)
        self.steps = 0

    def forward(self, X):
        return (X - self.running_mean) * self.gamma

    def backward(self, dY):
        return dY * self.gamma


def network(seed=0, hidden=3, dtype=np.float64):
    rng = np.random.default_rng(seed)
    return bp.Network(
        bp.Network(bp.Dense(2, hidden, rng=rng, dtype=dtype), Scale(hidden, dtype)),
        bp.Dense(hidden, 1, rng=rng, dtype=dtype),
    )


def names_in(folder):
    return [path.name for path in folder.iterdir()]


def numbers(net):
    """A copy of all that is in it."""
    scale = net.layers[0].layers[1]
    state = [scale.running_mean.copy(), np.array(scale.steps)]
    return [p.value.copy() for p in bp.parameters(net)] + state


def assert_same(net, kept):
    for now, then in zip(numbers(net), kept, strict=True):
        np.testing.assert_array_equal(now, then)
        assert now.dtype == then.dtype


@pytest.fixture
def path(tmp_path):
    """A network in a file."""
    net = network()
    net.layers[0].layers[1].running_mean[:] = [1.0, 2.0, 3.0]
    net.layers[0].layers[1].steps = 7
    bp.save(net, tmp_path / "net.npz")
    return tmp_path / "net.npz"


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_was_saved_comes_back_to_the_last_bit(dtype, tmp_path, rng):
    net, twin = network(1, dtype=dtype), network(2, dtype=dtype)
    net.layers[0].layers[1].running_mean[:] = rng.normal(size=3)
    net.layers[0].layers[1].steps = 7
    bp.save(net, tmp_path / "net.npz")
    bp.load(twin, tmp_path / "net.npz")
    assert_same(twin, numbers(net))
    X = rng.normal(size=(5, 2)).astype(dtype)
    np.testing.assert_array_equal(twin.predict(X), net.predict(X))


def test_a_number_that_belongs_to_a_layer_comes_back_as_a_number(path):
    net = network()
    bp.load(net, path)
    assert net.layers[0].layers[1].steps == 7
    assert type(net.layers[0].layers[1].steps) is int


def test_a_layer_alone_can_be_saved_and_the_path_may_be_a_text(tmp_path, rng):
    layer, twin = bp.Dense(2, 3, rng=rng), bp.Dense(2, 3, rng=rng)
    path = str(tmp_path / "layer")
    bp.save(layer, path)
    assert names_in(tmp_path) == ["layer"]  # the name is kept as it was given
    bp.load(twin, path)
    np.testing.assert_array_equal(twin.W, layer.W)


def test_a_loaded_network_learns_on_and_the_file_stays(path):
    before = path.read_bytes()
    net = network()
    bp.load(net, path)
    net.layers[1].W += 1
    assert path.read_bytes() == before


@pytest.mark.clone
def test_another_process_can_load_it(path):
    """A layer without a text of its own is known by its class, not by where it was in memory."""
    code = (
        "import sys; import bpcourse as bp;"
        "from tests.nn.test_saving import network;"
        "net = network(1); bp.load(net, sys.argv[1]); print(net.layers[0].layers[1].running_mean)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, path], capture_output=True, text=True, cwd=content()
    )
    assert done.stdout.strip() == "[1. 2. 3.]", done.stderr


def test_saving_the_same_twice_gives_the_same_file(path):
    first = path.read_bytes()
    net = network(1)
    bp.load(net, path)
    bp.save(net, path)
    assert path.read_bytes() == first


def refused(net, path, error=ValueError):
    """The message with which `path` is refused, and that it changed nothing."""
    kept = numbers(net)
    with pytest.raises(error) as raised:
        bp.load(net, path)
    assert_same(net, kept)
    return str(raised.value)


def test_a_missing_file_is_named(tmp_path):
    path = tmp_path / "nte.npz"
    assert refused(network(), path, FileNotFoundError) == (
        f"There is no file '{path}'.\n"
        "Save a network there first, or look whether the name and the folder are right."
    )


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(FileNotFoundError) as raised:
        bp.save(network(), tmp_path / "runs" / "net.npz")
    assert str(raised.value) == (
        f"There is no folder '{tmp_path / 'runs'}' to save net.npz in.\nMake the folder first."
    )


FOREIGN = "net.npz holds no network of this course.\nLoad what save(net, path) has written."
DAMAGED = (
    "net.npz is damaged: not all that was saved can be read.\n"
    "Take a copy of it, or train and save again."
)


def foreign_npz(path):
    np.savez(path, W=np.ones(3))


def foreign_npy(path):
    with path.open("wb") as file:
        np.save(file, np.ones(3))


def foreign_pickle(path):
    path.write_bytes(pickle.dumps([1, 2]))


def foreign_zip(path):
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("letter.txt", "Dear learner")


def foreign_text(path):
    path.write_text("W = 3\n")


def foreign_format(path):
    np.savez(path, format=np.array("another course"), layers=np.array(["Dense(2, 1)"]))


def empty(path):
    path.write_bytes(b"")


@pytest.mark.parametrize(
    "write",
    [
        foreign_npz,
        foreign_npy,
        foreign_pickle,
        foreign_zip,
        foreign_text,
        foreign_format,
        empty,
    ],
)
def test_a_foreign_file_is_refused(write, tmp_path):
    write(tmp_path / "net.npz")
    assert refused(network(), tmp_path / "net.npz") == FOREIGN


class Trap:
    """Leaves a file behind when it is unpickled."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return (open, (self.path, "w"))


def test_nothing_in_a_file_is_run(tmp_path):
    trap = np.array([Trap(str(tmp_path / "sprung"))], dtype=object)
    path = tmp_path / "net.npz"
    np.savez(path, format=np.array("bpcourse network, version 1"), layers=trap)
    assert refused(network(), path) == DAMAGED
    np.savez(path, format=trap)
    assert refused(network(), path) == DAMAGED
    np.savez(path, W=trap)
    assert refused(network(), path) == FOREIGN
    assert names_in(tmp_path) == ["net.npz"]


def test_a_file_that_ends_too_early_is_refused_wherever_it_ends(path):
    content = path.read_bytes()
    for length in [*range(1, 60), *range(60, len(content), 17), len(content) - 1]:
        path.write_bytes(content[:length])
        message = refused(network(), path)
        assert message == (FOREIGN if length < 2 else DAMAGED), length


def test_a_changed_byte_is_noticed_or_changes_nothing(path):
    """Byte by byte: what is loaded is what was saved, or nothing is, and the reason is said."""
    saved, fresh = network(), network(1)
    bp.load(saved, path)
    content, noticed, places = path.read_bytes(), 0, range(0, len(path.read_bytes()), 3)
    for i in places:
        path.write_bytes(content[:i] + bytes([content[i] ^ 0x55]) + content[i + 1 :])
        net, message = network(1), ""
        try:
            bp.load(net, path)
        except ValueError as error:
            message, noticed = str(error), noticed + 1
        assert message in ("", FOREIGN, DAMAGED)
        assert_same(net, numbers(fresh if message else saved))
    assert noticed > len(places) / 2


def test_another_layer_is_refused(path):
    assert refused(network(hidden=4), path) == (
        "Layer 1 of this network is Dense(2, 4), but in net.npz it is Dense(2, 3).\n"
        "Build it as it was then: Dense(2, 3), Scale, Dense(3, 1)."
    )


def test_another_number_of_layers_is_refused(path):
    net = network()
    net = bp.Network(net.layers[0], net.layers[1], bp.Dense(1, 1, rng=np.random.default_rng(0)))
    assert refused(net, path) == (
        "This network has 4 layers, but the one in net.npz has 3.\n"
        "Build it as it was then: Dense(2, 3), Scale, Dense(3, 1)."
    )


def test_another_dtype_is_refused(path):
    assert refused(network(dtype=np.float32), path) == (
        "W of Dense(2, 3) has shape (2, 3) and holds float32, but in net.npz it has shape (2, 3) "
        "and holds float64.\nBuild the network with the sizes and the dtype that it had then."
    )


def test_another_shape_is_refused_also_where_the_text_of_a_layer_does_not_say_it(tmp_path):
    path = tmp_path / "net.npz"
    bp.save(Scale(3), path)
    layer = Scale(2)
    with pytest.raises(ValueError) as raised:
        bp.load(layer, path)
    assert str(raised.value).startswith("gamma of <")
    assert str(raised.value).endswith(
        "has shape (2,) and holds float64, but in net.npz it has shape (3,) and holds float64.\n"
        "Build the network with the sizes and the dtype that it had then."
    )
    assert layer.gamma.shape == (2,)


def test_a_layer_that_names_something_else_than_then_is_refused(path, monkeypatch):
    monkeypatch.setattr(Scale, "stats", ("running_mean",))
    assert refused(network(), path) == (
        "The layers of this network name 1.W, 1.b, 2.gamma, 2.running_mean, 3.W, 3.b, but net.npz "
        "holds 1.W, 1.b, 2.gamma, 2.running_mean, 2.steps, 3.W, 3.b.\n"
        "The class of a layer was changed since: let `params` and `stats` name what they named "
        "then."
    )


def test_what_is_no_number_is_not_saved_and_the_old_file_stays(path):
    before = path.read_bytes()
    net = network()
    net.layers[0].layers[1].steps = None
    with pytest.raises(TypeError) as raised:
        bp.save(net, path)
    assert str(raised.value).endswith(
        "is a NoneType, and only numbers can be saved.\n"
        "Let `params` and `stats` name arrays and numbers only."
    )
    assert path.read_bytes() == before


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt])
def test_writing_that_is_cut_short_leaves_the_old_file_and_nothing_else(error, path, monkeypatch):
    before = path.read_bytes()

    def savez(file, **arrays):
        file.write(b"PK")
        raise error

    monkeypatch.setattr(np, "savez", savez)
    with pytest.raises(error):
        bp.save(network(1), path)
    assert path.read_bytes() == before
    assert names_in(path.parent) == [path.name]


def test_the_statistics_of_a_batch_norm_come_back(tmp_path, rng):
    net, twin = (bp.Network(bp.Dense(2, 3, rng=rng), bp.BatchNorm(3)) for _ in range(2))
    net.forward(rng.normal(size=(8, 2)))
    bp.save(net, tmp_path / "net.npz")
    bp.load(twin, tmp_path / "net.npz")
    X = rng.normal(size=(4, 2))
    np.testing.assert_array_equal(twin.predict(X), net.predict(X))
