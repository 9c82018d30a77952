"""What a hostile answer can do to the border itself: to the process that stands on its side.

The judge is on the other side and goes on: the answer fails, with a sentence that is short, and the
next one is judged as if nothing had been.
"""

import json
import time

import pytest

from bpcourse.grading.judges.judge_process import JudgeProcess

from .conftest import MEMORY, OWN
from .test_attacks import LINUX, exercise_with, grows_less_than
from .test_grade import GOOD

SCALAR = next(exercise for exercise in OWN if exercise.name == "Scalar")
CHECKS = """
def test_takes_it_apart(squash):
    '''It gives two numbers.'''
    got = squash(np.zeros(2))
    assert np.shape(got) == (2,), "It has another shape."
    assert float(got[0]) + float(np.sum(np.asarray(got, dtype=float))) == 1.5, "Not these."


def test_calls_back(squash):
    '''It takes a function.'''
    got = squash(lambda *given, **named: given[0](1.0) if callable(given[0]) else given[0])
    assert type(got) is float, f"It is of type {type(got).__name__}."
    assert got == 0.5, "It is not one half."


def test_writes_into_it(squash):
    '''Its result can be written into.'''
    got = squash(np.zeros(2))
    got[...] = 7.0
    assert np.sum(squash(got)) == 0.5, "It has kept something."
"""
# each is run where the function is called, with its argument z
ATTACKS = {
    "closes the wire": "import os\n    os.closerange(0, 64)\n    return z",
    "lays a file over the wire": (
        "import os\n    os.dup2(os.open('mine', os.O_RDWR | os.O_CREAT), 3)\n    return z"
    ),
    "lays the wire over its errors": "import os\n    os.dup2(3, 2)\n    os.write(2, b'x' * 9999)",
    "takes all descriptors": (
        "import os\n    kept = globals().setdefault('kept', [])\n    try:\n"
        "        while True: kept.append(os.dup(3))\n    except OSError:\n        return z"
    ),
    "reads what the judge says": (
        "import os\n    def read():\n        while os.read(3, 9999): pass\n"
        "    import threading\n    threading.Thread(target=read, daemon=True).start()\n    return z"
    ),
    "goes on saying something": (
        "import os, threading\n    def say():\n        while True:\n"
        "            os.write(3, b'\\0' * 8 + b'{}')\n"
        "    threading.Thread(target=say, daemon=True).start()\n    return z"
    ),
    "leaves where it is let go": (
        "import sys\n    class Leaves:\n        def __del__(self): sys.exit(0)\n"
        "        def __len__(self): return 2\n        def __getitem__(self, i): return Leaves()\n"
        "    return Leaves()"
    ),
    "ends all where it is let go": (
        "import os\n    class Ends:\n        def __del__(self): os._exit(0)\n    return [Ends(), 1]"
    ),
    "comes back where it is let go": (
        "kept = globals().setdefault('kept', [])\n    class Lazarus:\n"
        "        def __del__(self): kept.append(self)\n    return [Lazarus() for _ in range(999)]"
    ),
    "an error whose text is huge": (
        "class Huge(Exception):\n        def __str__(self): return 'h' * (200 << 20)\n"
        "    raise Huge"
    ),
    "an error whose text is none": (
        "class Odd(Exception):\n        def __str__(self): return 5\n    raise Odd"
    ),
    "an error whose text never comes": (
        "class Slow(Exception):\n        def __str__(self):\n            while True: pass\n"
        "    raise Slow"
    ),
    "an error with a class of its own making": (
        "class Meta(type):\n        __name__ = property(lambda c: [c] * 10**6)\n"
        "        __mro__ = property(lambda c: c.loop)\n        loop = 1\n"
        "    raise Meta('E', (Exception,), {})('x')"
    ),
    "an error that causes itself": (
        "one, two = KeyError('k' * 10**6), ValueError('v' * 10**6)\n"
        "    one.__cause__, two.__cause__ = two, one\n    raise one"
    ),
    "an error with a million notes": (
        "error = ValueError('x')\n    error.__notes__ = ['n' * 100] * 10**6\n    raise error"
    ),
    "a group of errors in groups": (
        "error = ValueError('x')\n    for _ in range(500):\n"
        "        error = ExceptionGroup('g', [error] * 3)\n"
        "    raise error"
    ),
    "letters that are none": (
        r"print('\ud800' * 99)" + "\n    raise type('E', (ValueError,), {})('\\udfff\\ud800')"
    ),
    "a warning at no line": (
        "import warnings\n    warnings.warn_explicit('w', UserWarning, 'f', 2**31 - 1)\n"
        "    return z"
    ),
    "an array that holds itself": (
        "a = np.empty(2, dtype=object)\n    a[0] = a[1] = a\n    return a"
    ),
    "an array and a list in each other": (
        "a, b = np.empty(1, dtype=object), []\n    a[0] = b\n    b += [a, a]\n    return b"
    ),
    "arrays doubled, with one thing": (
        "a = np.zeros(1)\n    for _ in range(28):\n        b = np.empty(2, dtype=object)\n"
        "        b[0] = b[1] = a\n        a = b\n    return [a, {'a': a}]"
    ),
    "a view of what is not its own": (
        "return np.lib.stride_tricks.as_strided(np.zeros(2), (1 << 40,), (1 << 40,))"
    ),
    "a view beside its array": (
        "return np.lib.stride_tricks.as_strided(np.zeros(4), (2,), (-64,), writeable=True)"
    ),
    "one number in a million places": (
        "return np.lib.stride_tricks.as_strided(np.zeros(2), (3000, 3000), (0, 0))"
    ),
    "numbers of 4000 digits": "return [10**4000 + n for n in range(900)]",
    "a huge number that is small": (
        "class Small(int):\n        def __lt__(self, other): return True\n"
        "        def __str__(self): return '1'\n    return [Small(10**9000), Small(1)]"
    ),
    "a huge number in an array": "return np.array([10**400, 1], dtype=object)",
    "a slice and a range of huge numbers": "return [range(10**30, 10**60), slice(10**4200)]",
    "NumPy patched": (
        "np.ndarray = np.dtype = np.geterr = np.errstate = np.asarray = None\n"
        "    return np.zeros(2)"
    ),
    "the border patched": (
        "import sys\n    for name, module in list(sys.modules.items()):\n"
        "        if 'grading' in name or name == 'json':\n"
        "            for word in list(vars(module)):\n"
        "                setattr(module, word, lambda *a, **k: b'!' * 99)\n    return np.zeros(2)"
    ),
    "the frames below it": (
        "import sys\n    frame = sys._getframe()\n    while frame:\n"
        "        for thing in list(frame.f_locals.values()):\n"
        "            if hasattr(thing, 'replicas'):\n"
        "                thing.objects = thing.numbers = thing.abilities = None\n"
        "                thing.replicas.shared = {0: None}\n        frame = frame.f_back\n"
        "    return z"
    ),
    "lists and texts that are their own kind": (
        "class L(list):\n        def __iter__(self): return iter(int, 1)\n"
        "        def __len__(self): return 10**9\n"
        "    class S(str):\n        def __len__(self): return 10**9\n"
        "    return [L([1, 2]), S('a')]"
    ),
    "an array that is never the same": (
        "class Other:\n        def __array__(self, *a, **k): return np.zeros((1 << 22,))\n"
        "    return Other()"
    ),
    "a function that asks for itself": (
        "return z(lambda x: squash(z)) if callable(z) else np.zeros(2)"
    ),
    "a function called with everything": (
        "return z(*[0.5] * 10**6) if callable(z) else np.zeros(2)"
    ),
    "a function called by many names": (
        "return z(0.5, **{f'a{i}': 1 for i in range(10**5)}) + 1 if callable(z) else z"
    ),
    "a function called in a thread": (
        "import threading\n    if not callable(z): return np.zeros(2)\n"
        "    for _ in range(20): threading.Thread(target=z, args=(1.0,)).start()\n    return 0.7"
    ),
    "a function kept for later": (
        "kept = globals().setdefault('kept', [])\n    kept.append(z)\n"
        "    return kept[0](0.7) if callable(kept[0]) else np.zeros(2)"
    ),
    "changes its own frame by tracing": (
        "import sys\n    def trace(frame, event, argument):\n        frame.f_trace_opcodes = True\n"
        "        return trace\n    sys.settrace(trace)\n    sys.setrecursionlimit(60)\n    return z"
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def border(tmp_path_factory):
    exercise = exercise_with(CHECKS, tmp_path_factory.mktemp("border"))
    with JudgeProcess([exercise.folder], seconds=2, memory=MEMORY) as judge:
        judge.wait()
        yield judge


@LINUX
@pytest.mark.parametrize("body", ATTACKS.values(), ids=ATTACKS)
def test_it_earns_nothing_and_the_judge_goes_on(body, border):
    pid, began = border.pid, time.monotonic()
    source = f"import numpy as np\n\n\ndef squash(z):\n    {body}\n"
    with grows_less_than(400 << 20, border):
        (verdict,) = border.judge([("squash", source)], 1)
    assert verdict.state in ("failed", "stopped"), verdict
    assert len(json.dumps(verdict.to_data())) < 60_000
    assert time.monotonic() - began < 60
    assert border.pid == pid, "the judge had to be replaced"
    assert all(finding.message for finding in verdict.findings if finding.outcome == "no")
    assert not any("itself broke" in finding.message for finding in verdict.findings)


MINUS = """

def minus(self, other):
    return 0.0


Scalar.__sub__ = Scalar.__rsub__ = Scalar.__add__ = Scalar.__mul__ = minus
Scalar.grad = Scalar.data = property(lambda self: self, lambda self, new: None)
"""
DIFFERENCES = [
    "abs(x.grad - 7.0) < 1e-9",
    "7.0 - x.grad == 0",
    "np.abs(x.grad - np.float64(7)) < 1",
]


@pytest.mark.parametrize("difference", DIFFERENCES)
def test_an_object_cannot_make_a_difference_nothing(difference, tmp_path):
    """Its own minus would be asked about the number that is right, and say 0."""
    text = f"def test_own(Scalar):\n    x = Scalar(3.0)\n    assert {difference}, 'It is not 7.'\n"
    exercise = exercise_with(text, tmp_path, SCALAR)
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        (verdict,) = judge.judge([("Scalar", SCALAR.solution + MINUS)], 1)
    assert verdict.state == "failed", verdict


def test_objects_reckon_with_each_other_and_with_numbers(tmp_path):
    text = (
        "def test_own(Scalar):\n    x, y = Scalar(3.0), Scalar(2.0)\n"
        "    assert (x * y + x).data == 9.0, 'It is not 9.'\n"
        "    assert (x * 2.0).data == (2.0 * x).data == 6.0, 'It is not 6.'\n"
        "    assert x @ y == 6.0, 'As a number it is not 6.'\n"
    )
    more = "\n\ndef dot(self, other):\n    return self.data * other.data\n\n\n"
    more += "def times(self, n):\n    return Scalar(self.data * getattr(n, 'data', n))\n\n\n"
    more += "Scalar.__matmul__ = dot\nScalar.__mul__ = Scalar.__rmul__ = times\n"
    exercise = exercise_with(text, tmp_path, SCALAR)
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        (verdict,) = judge.judge([("Scalar", SCALAR.solution + more)], 1)
    assert verdict.state == "passed", verdict


def test_after_all_of_them_an_honest_answer_is_judged(border):
    source = GOOD["squash"].replace("return", "if callable(z): return z(0.5)\n    return")
    (verdict,) = border.judge([("squash", source)], 1)
    assert [finding.outcome for finding in verdict.findings][:2] == ["ok", "ok"], verdict
