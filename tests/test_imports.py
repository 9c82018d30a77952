"""Who may import whom, and what it costs."""

import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest

import bpcourse as bp
from bpcourse.content import content
from bpcourse.pytorch import from_torch, script, to_torch

HEAVY = ("matplotlib", "ipywidgets", "anywidget", "pytest", "IPython", "jupyterlab", "torch")


def loaded_by(statement):
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return {name.split(".")[0] for name in done.stdout.split()}


def test_importing_the_course_loads_numpy_and_nothing_heavy():
    assert not loaded_by("import bpcourse, bpcourse.pytorch").intersection(HEAVY)


def test_checking_and_the_command_load_no_picture_and_no_widget():
    for statement in (
        "from bpcourse.checking import check, hints, watch",
        "from bpcourse.app import cli",
    ):
        assert not loaded_by(statement).intersection(
            {"matplotlib", "ipywidgets", "anywidget", "pytest"}
        )


@pytest.mark.clone
def test_the_parts_import_only_what_lies_below_them():
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=content())
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("call", [to_torch, from_torch])
def test_without_pytorch_it_says_how_to_install_it(call, monkeypatch):
    monkeypatch.setitem(sys.modules, "torch", None)
    with pytest.raises(ImportError) as raised:
        call(bp.ReLU())
    assert str(raised.value) == (
        "PyTorch is not installed, so there is no network to be made there.\n"
        "Run: python -m pip install torch"
    )


def test_a_script_is_written_without_pytorch(monkeypatch, rng):
    monkeypatch.setitem(sys.modules, "torch", None)
    assert "nn.Linear(2, 1, dtype=torch.float64)" in script(bp.Dense(2, 1, rng=rng))


def test_a_layer_of_ones_own_or_one_without_numbers_is_not_written_out(rng):
    class Double(bp.Layer):
        pass

    with pytest.raises(TypeError, match="A layer of type Double has no counterpart in PyTorch"):
        script(bp.Network(Double()))
    net = bp.Network(bp.Dense(2, 1, rng=rng))
    net.layers[0].b[:] = np.nan
    with pytest.raises(ValueError, match=r"0\.bias of this network holds nan or inf"):
        script(net)


def test_no_two_modules_have_one_name():
    """Whoever reads `settings.py` in a traceback should know which one it is."""
    paths = Path(bp.__file__).parent.rglob("*.py")
    own = [path.name for path in paths if "node_modules" not in path.parts]
    names = Counter(name for name in own if not name.startswith("__"))
    assert [name for name, number in names.items() if number > 1] == []
