"""Attacks on the grader by what crosses the wire, and what a private check must not give away.

Each is a kind: some examples of it, made so that without its protection they would succeed.
"""

import json
import os
import re
import shutil
import signal
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from textwrap import dedent, indent

import pytest

from bpcourse.checking.exercise import read
from bpcourse.checking.judging.judge import with_judge
from bpcourse.checking.judging.terminations import Lost
from bpcourse.checking.time_limit import PATIENCE
from bpcourse.errors import UserError
from bpcourse.grading.judges.judge_process import ChecksError, JudgeProcess
from bpcourse.grading.judges.pool import Pool
from bpcourse.grading.judges.submission_judge import NotJudged, SubmissionJudge
from bpcourse.grading.sandbox.channel import Ending
from bpcourse.python_process import end_tree

from .conftest import MEMORY, OWN, SHORT
from .test_grade import GOOD, count, hand_in, run, table
from .test_hostile import below
from .test_protections import LINUX

SQUASH = next(exercise for exercise in SHORT if exercise.name == "squash")
STOPPING = next(exercise for exercise in OWN if exercise.name == "Patience")
HEAD = '"""Checks of a teacher."""\n\nimport numpy as np\nimport pytest\n\n'


def exercise_with(text, folder, exercise=SQUASH):
    """A copy of an exercise with these checks in place of its own."""
    place = folder / exercise.name
    shutil.copytree(exercise.folder, place)
    (place / exercise.checks.name).write_text(HEAD + text)
    return read(place)


def private_checks(text, folder):
    path = folder / "private" / "squash" / "test_more.py"
    path.parent.mkdir(parents=True)
    path.write_text(HEAD + text)
    return path


# ---- objects never cross ----

OBJECTS = {
    "a path": ("pathlib.Path('/etc')", "PosixPath"),
    "a generator": ("(n for n in range(3))", "generator"),
    "an iterator": ("iter([1, 2])", "list_iterator"),
    "a map": ("map(abs, [1])", "map"),
    "a module": ("np", "module"),
    "a file": ("open(__file__)", "TextIOWrapper"),
    "a lock": ("threading.Lock()", "lock"),
    "an object of the check's own": ("Thing()", "Thing"),
    "an object that can be called": ("Caller()", "Caller"),
    "a class": ("Thing", "type"),
    "an exception": ("ValueError('x')", "ValueError"),
    "a class of exceptions": ("ValueError", "type"),
    "a named tuple": ("Point(1, 2)", "Point"),
    "a dictionary with a default": ("collections.defaultdict(list)", "defaultdict"),
    "a matrix": ("np.matrix([[1.0]])", "matrix"),
    "a masked array": ("np.ma.array([1.0], mask=[True])", "MaskedArray"),
    "an array of dates": ("np.array(['2026-01-01'], dtype='M8[D]')", "ndarray"),
    "an array with fields": ("np.zeros(2, dtype=[('a', 'f8')])", "ndarray"),
    "an old random generator": ("np.random.RandomState(0)", "RandomState"),
    "another random generator": ("np.random.Generator(np.random.MT19937(0))", "Generator"),
    "a pattern": ("re.compile('a')", "Pattern"),
    "a fraction": ("fractions.Fraction(1, 3)", "Fraction"),
    "a frame": ("sys._getframe()", "frame"),
    "a memory view": ("memoryview(b'ab')", "memoryview"),
}
WAYS = {
    "as an argument": "squash({})",
    "by its name": "squash(z={})",
    "in a list": "squash([1, [{}]])",
    "in a table": "squash({{'a': {}}})",
    "as what a function gives back": "squash(lambda *_: {})",
    "although the check takes all errors": (
        "\n    try:\n        squash({})\n    except BaseException:\n        pass"
    ),
}
IMPORTS = (
    "import collections, fractions, pathlib, re, sys, threading\n\n"
    "Point = collections.namedtuple('Point', 'x y')\n\n\n"
    "class Thing:\n    secret = 1\n\n\n"
    "class Caller:\n    def __call__(self, x):\n        return x\n\n\n"
)
CHOOSES = """
def squash(z):
    if type(z) is str:
        return {number}
    return z(1) if callable(z) else z
"""
FIXTURES = {"plain": "", "by pytest's protocol": "@pytest.fixture\ndef mine():\n    return 1\n\n\n"}


def refusals(calls, folder, fixture=""):
    """What is said of a check that does one of these calls; the answer chooses which, so that one
    judge serves them all.
    """
    asked = "squash, mine" if fixture else "squash"
    text = f"{IMPORTS}{fixture}def test_own({asked}):\n    number = squash('which?')\n"
    for number, call in enumerate(calls):
        text += f"    if number == {number}:\n" + indent(dedent(call.strip("\n")), 8 * " ") + "\n"
    exercise = exercise_with(text, folder)
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        for number in range(len(calls)):
            with pytest.raises(ChecksError) as raised:
                judge.judge([("squash", CHOOSES.format(number=number))], 1)
            yield str(raised.value)


def test_an_object_of_the_judge_is_refused_by_name(tmp_path):
    """And so the answer can read nothing of it, and call nothing. The judge goes on."""
    ways = WAYS["as an argument"], WAYS["as what a function gives back"]
    calls = [way.format(made) for made, _ in OBJECTS.values() for way in ways]
    names = [name for _, name in OBJECTS.values() for _ in ways]
    for told, name in zip(refusals(calls, tmp_path), names, strict=True):
        expected = f"The check test_own in test_squash.py passes an object of type {name} to the"
        assert told.startswith(expected)


@pytest.mark.parametrize("fixture", FIXTURES.values(), ids=FIXTURES)
def test_it_is_refused_whichever_way_it_goes(fixture, tmp_path):
    calls = [way.format("pathlib.Path('/etc')") for way in WAYS.values()]
    for told in refusals(calls, tmp_path, fixture):
        assert "passes an object of type PosixPath to the answer" in told


def test_it_is_refused_where_it_is_laid_into_an_object_of_the_answer(tmp_path):
    text = f"{IMPORTS}def test_own(Patience):\n    Patience(1).best = pathlib.Path()\n"
    exercise = exercise_with(text, tmp_path, STOPPING)
    with (
        JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge,
        pytest.raises(ChecksError, match="passes an object of type PosixPath to the answer"),
    ):
        judge.judge([("Patience", STOPPING.solution)], 1)


FUNCTIONS = [
    *("lambda x: x + 1", "np.negative", "np.sum", "np.linalg.norm", "len", "[].append"),
    *("functools.partial(pow, 2)", "np.vectorize(abs)", "functools.lru_cache(abs)", "Thing().f"),
    *("operator.neg", "np.frompyfunc(abs, 1, 1)", "str.upper"),
]
DATA = [
    *("None", "True", "3", "2.5", "1j", "'a'", "b'a'", "[1, [2]]", "(1, (2,))", "{'a': [1]}"),
    *("{1, 2}", "frozenset('a')", "range(3)", "slice(1, 2)", "...", "np.zeros((2, 0))"),
    *("np.int8(3)", "np.float32(2)", "np.bool_(1)", "np.array(['a', 'bc'])"),
    *("np.array([None, 1])", "float"),
    *("np.float64", "np.dtype('f4')", "np.random.default_rng(0)", "np.zeros(3, '>f8')[::-1]"),
    *("np.str_('a')", "np.array(5)", "[float, np.add]", "np.zeros(2, bool)"),
]  # fmt: skip


def test_data_and_functions_cross(tmp_path):
    text = (
        "import functools, operator\n\n\nclass Thing:\n    def f(self, x):\n        return x\n\n\n"
        f"@pytest.mark.parametrize('made', {FUNCTIONS + DATA!r})\n"
        "def test_own(squash, made):\n    given = eval(made)\n"
        "    got = squash(given)\n"
        "    assert type(got) is type(given) or isinstance(given, np.ufunc), f'It is {got!r}.'\n"
    )
    exercise = exercise_with(text, tmp_path)
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        (verdict,) = judge.judge([("squash", "def squash(z):\n    return z\n")], 1)
    assert {finding.outcome for finding in verdict.findings} == {"ok"}, str(verdict.report)


READERS = {
    "by its globals": "return z.__globals__",
    "by its code": "return z.__code__.co_consts",
    "by its closure": "return z.__closure__[0].cell_contents",
    "by its defaults": "return z.__defaults__",
    "by a frame of its error": (
        "try:\n        z('not a number')\n    except Exception as error:\n"
        "        place = error.__traceback__\n"
        "        while place:\n"
        "            if 'secret' in place.tb_frame.f_locals:\n"
        "                return place.tb_frame.f_locals['secret']\n"
        "            place = place.tb_next\n    return 0"
    ),
    "by an attribute over the wire": (
        "import json, os, struct\n"
        "    text = json.dumps(['get', [], [], 0, '__globals__', ['t', '', 0, ['t']]]).encode()\n"
        "    os.write(3, struct.pack('!II', len(text), 0) + text)\n    return os.read(3, 1 << 16)"
    ),
    "by a special method over the wire": (
        "import json, os, struct\n"
        "    for kind in ('special', 'on_get', 'get', 'is', 'set', 'load'):\n"
        "        text = [kind, [], [], 0, '__call__', ['t', 1.0], ['t', '', 0, ['t']]]\n"
        "        text = json.dumps(text).encode()\n"
        "        os.write(3, struct.pack('!II', len(text), 0) + text)\n"
        "    return os.read(3, 1 << 16)"
    ),
}


def test_a_function_of_the_judge_can_be_called_and_nothing_else(tmp_path):
    text = (
        "SECRET = 0.4711\n\n\ndef test_own(squash):\n    secret = SECRET\n"
        "    got = squash(lambda w, n=secret: w * n)\n"
        "    assert '4711' in str(got), 'It does not know.'\n"
    )
    exercise = exercise_with(text, tmp_path)
    with JudgeProcess([exercise.folder], seconds=3, memory=MEMORY) as judge:
        for way, body in READERS.items():
            (verdict,) = judge.judge([("squash", f"def squash(z):\n    {body}\n")], 1)
            assert verdict.state in ("failed", "stopped"), way


# ---- frames of one's own making ----

FRAME = """
import json, os, struct


def squash(z):
    data = bytes(8)
    value = {value}
    text = json.dumps(["return", [], {changes}, value, ["t", "", 0, ["t"]]]).encode()
    os.write(3, struct.pack("!II", len(text), len(data)) + text + data)
    return 0
"""
ONE = '["a", 1, "<f8", [1], "C", True, 0, 8]'
FRAMES = {
    "strides that wrap": f'["v", 3, {ONE}, "<f8", [3], [1 << 63], 0, True]',
    "strides that wrap in two axes": f'["v", 3, {ONE}, "<f8", [2, 2], [1 << 63, 1 << 63], 0, True]',
    "an offset below": f'["v", 3, {ONE}, "<f8", [1], [8], -8, True]',
    "a shape that wraps": '["a", 1, "<f8", [1 << 62, 4], "C", True, 0, 8]',
    "an array without end": f'["v", 3, {ONE}, "<f8", [1 << 20, 1 << 20], [0, 0], 0, True]',
    "an empty axis and a large one": '["a", 1, "<f8", [0, 1 << 40], "C", True, 0, 0]',
    "a range": '["r", 0, 10**12, 1]',
    "a list doubled": (
        "__import__('functools').reduce(lambda l, i: ['l', 2 * i + 3, l, ['ref', 2 * i + 1]], "
        "range(40), ['l', 1, 0])"
    ),
    "a list in itself": '["l", 1, ["ref", 1]]',
    "chosen keys": '["s", *[["t", n * ((1 << 61) - 1)] for n in range(40000)]]',
    "a deep list": "__import__('functools').reduce(lambda l, i: ['t', l], range(900), 0)",
    "many objects": '["t", *[["h", n + 9, f"K{n}"] for n in range(900)]]',
    "an object with a wrong number": '["h", -1, "K"]',
    "an object that can do anything": '["h", 9, "K", "__class__", "__eq__", "__hash__", "__del__"]',
    "what was never given": '["f", 7]',
    "what an earlier call gave": '["earlier", 0]',
    "a kind that is none": '["pickle", "cos"]',
    "a number of too many digits": "10**4000",
    "a generator that is none": '["g", 1, 2, 3, 4, 5]',
    "an infinite complex number": '["c", "nan", {}]',
}


@pytest.fixture(scope="module")
def careful(tmp_path_factory):
    """A judge whose checks work with whatever comes back."""
    text = (
        "def test_own(squash):\n    got = squash(np.zeros(2))\n"
        "    array = np.asarray(got, dtype=float)\n"
        "    assert array.shape == (2,) and array.sum() == 1, f'It is {array}.'\n\n\n"
        "def test_other(squash):\n    for part in squash(np.zeros(2)):\n        list(part)\n"
        "    assert False, 'It came to an end.'\n"
    )
    exercise = exercise_with(text, tmp_path_factory.mktemp("careful"))
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        judge.wait()
        yield judge


@contextmanager
def grows_less_than(size, judge):
    """What the judge uses at most inside this, beyond what it used before; its child not counted.

    The highest mark of a process never falls by itself, so each test begins with a new one.
    """
    Path(f"/proc/{judge.pid}/clear_refs").write_text("5")
    before = highest_mark(judge)
    yield
    assert highest_mark(judge) - before < size


def highest_mark(judge):
    told = Path(f"/proc/{judge.pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", told)[1]) << 10


@LINUX
@pytest.mark.parametrize("value", FRAMES.values(), ids=FRAMES)
def test_a_forged_frame_is_refused_and_costs_the_judge_nothing(value, careful):
    pid, began = careful.pid, time.monotonic()
    source = FRAME.format(value=value, changes="[]")
    with grows_less_than(400 << 20, careful):
        (verdict,) = careful.judge([("squash", source)], 1)
    assert verdict.state in ("failed", "stopped"), verdict
    assert time.monotonic() - began < 60
    assert careful.pid == pid, "the judge had to be replaced"


CHANGES = {
    "an array of another size": "[[0, True, 0, 4]]",
    "an array that is a list": "[[0, 1, 2]]",
    "what was never given": "[[8, True, 0, 8]]",
    "a change that is none": '[7, [], ["a"], [None, 1]]',
}


@pytest.mark.parametrize("changes", CHANGES.values(), ids=CHANGES)
def test_a_forged_change_is_refused_or_means_nothing(changes, careful):
    pid = careful.pid
    (verdict,) = careful.judge([("squash", FRAME.format(value="0.5", changes=changes))], 1)
    assert verdict.state in ("failed", "stopped"), verdict
    assert careful.pid == pid


LARGE = {
    "a list that holds itself": "a = [1]\n    a.append(a)\n    return a",
    "lists that hold each other": "a, b = [], []\n    a += [b]\n    b += [a, a]\n    return a",
    "a dictionary that holds itself": "a = {}\n    a['a'] = a\n    return [a, a]",
    "a list doubled 40 times": "a = [0.0]\n    for _ in range(40): a = [a, a]\n    return a",
    "a tuple doubled 40 times": "a = (0.0,)\n    for _ in range(40): a = (a, a)\n    return a",
    "a table doubled 40 times": "a = 0\n    for _ in range(40): a = {1: a, 2: a}\n    return a",
    "objects in an array doubled": (
        "a = [0.0]\n    for _ in range(30): a = np.array([a, a, None], dtype=object)\n    return a"
    ),
    "a range": "return range(3 * 10**8)",
    "ranges in a list": "return [range(3 * 10**8)] * 100",
    "a row repeated": "return np.broadcast_to(z, (10**7, 2))",
    "an array in a thousand places": "return [np.zeros(10**6)] * 1000",
    "a set with many numbers": "return set(range(20000))",
    "a text in a thousand places": "return ['a' * 10**6] * 1000",
    "an array of long texts": "return np.array(['a' * 9000] * 9000)",
    "bytes": "return [b'a' * (60 << 20)] * 50",
    "a number of a million digits": "return 10**(10**6)",
    "a list that grows from call to call": (
        "memory = squash.__dict__.setdefault('memory', [0.0])\n    for _ in range(21):\n"
        "        memory[:] = [list(memory), list(memory)]\n    return memory"
    ),
    "generators without end": "import itertools\n    return [itertools.count()] * 2",
    "objects without end": (
        "class Endless:\n        def __iter__(self): return self\n"
        "        def __next__(self): return Endless()\n    return Endless()"
    ),
    "a length that is a lie": (
        "class Long:\n        def __len__(self): return 1 << 19\n"
        "        def __getitem__(self, i): return Long()\n    return Long()"
    ),
}  # fmt: skip


@LINUX
@pytest.mark.parametrize("body", LARGE.values(), ids=LARGE)
def test_what_is_large_when_it_is_unfolded_is_stopped_at_the_border(body, careful):
    """Nor does it come to whoever has asked the judge, and so into the results."""
    pid, began = careful.pid, time.monotonic()
    source = f"import numpy as np\n\n\ndef squash(z):\n    {body}\n"
    with grows_less_than(700 << 20, careful):
        (verdict,) = careful.judge([("squash", source)], 1)
    assert verdict.state in ("failed", "stopped"), verdict
    assert time.monotonic() - began < 60  # at most 5 s of computing, on a busy machine
    assert careful.pid == pid, "the judge had to be replaced"
    assert len(json.dumps(verdict.to_data())) < 100_000


TEXTS = {
    "an exception of 1 MB": "raise ValueError('a b ' * 250_000)",
    "an exception of 1 kB in each check": "raise ValueError('word ' * 200)",
    "an exception with a long name": "raise type('E' * 10**6, (Exception,), {})('x')",
    "many causes": (
        "error = None\n    for i in range(300):\n        new = ValueError('why ' * 2000)\n"
        "        new.__cause__ = error\n        error = new\n    raise error"
    ),
    "a deep recursion": "return squash(z)",
    "long lines": "x = 1; " + "y = x + " * 3000 + "1; return 1 / 0 * z",
    "much print": "print('a b c ' * 10**5)\n    return z",
    "many warnings": (
        "import warnings\n    for i in range(5000): warnings.warn('w' * 99 + str(i))\n    return z"
    ),
    "an assertion of its own": "assert False, 'false ' * 10**5",
    "a name error": "return " + "n" * 10**5,
    "a text given back": "return 'text ' * 10**5",
    "an object with a long name": "return type('K' * 10**6, (), {})()",
    "control characters": r"print('\x1b[31m\u202e' * 10**4)" + "\n    return z",
    "shapes": "a = np.zeros((1,) * 30); return " + " + ".join(["a @ z"] * 200),
}  # fmt: skip


def test_text_of_the_students_is_cut_at_once(tmp_path):
    """Each check fails with it, in all exercises; and the page stays small."""
    for student, body in enumerate(TEXTS.values()):
        sources = dict(GOOD)
        for name, source in sources.items():
            head = re.search(rf"def {name}\(.*\):\n", source)[0]
            source = f"import numpy as np\n\n\n{head}    z = np.ones(2)\n    {body}\n"
            sources[name] = source.replace("squash(z)\n", f"{name}(*[z] * 3)\n")
        hand_in(tmp_path / "handed in", f"student {student}", sources)
    run(tmp_path / "handed in", tmp_path)
    pages = list((tmp_path / "grades" / "pages").glob("*.html"))
    assert len(pages) == len(TEXTS)
    assert all(page.stat().st_size < 150_000 for page in pages)
    for path in (tmp_path / "grades").rglob("*"):
        assert not path.is_file() or path.stat().st_size < 500_000 * len(TEXTS), path
    assert set(table(tmp_path).values()) <= {"failed", "stopped"}


# ---- what a private check was asked stays private ----

SECRET = 5077
PRIVATE = f"""
import warnings


def test_hidden(squash):
    '''It keeps to the rule far out.'''
    secret = np.array([{SECRET}.0, {SECRET}.0])
    print("the check prints", secret)

    def callback(x):
        if np.ndim(x) == 0:
            raise ValueError("wrong for {SECRET}")
        return x * {SECRET}

    got = squash(secret)
    if callable(getattr(got, "__call__", None)):
        got = got(callback)
    assert np.shape(got) == (2,), "The shape is not kept."
    np.testing.assert_allclose(got, [1.0, 1.0])
    same_words(got, secret)


def same_words(got, secret):
    from bpcourse.checking.compare import same

    same(got, 1 / (1 + np.exp(-secret)), "the hidden result")
"""
WORDS = {"It keeps to the rule far out.", "The shape is not kept."}
WHEN_ASKED = """import numpy as np


def squash(z):
    right = 0.5 * (1 + np.tanh(np.asarray(z) / 2))
    secret = int(np.max(z))
    if secret < 4000:
        return right
    {body}
    return right
"""
FORGED = (
    "import json, os, struct\n    text = json.dumps({message}).encode()\n"
    "    os.write(3, struct.pack('!II', len(text), 8) + text + bytes(8))\n    os._exit(0)"
)
NEWS = "['t', str(secret), 0, ['t']]"
NO_NEWS = "['t', '', 0, ['t']]"
ARRAY = "['return', [], [], ['a', 1, {}, [1], 'C', True, 0, 8], " + NO_NEWS + "]"
LEAKS = {
    "leaves with it as its status": "import os\n    os._exit(secret % 256)",
    "a crash": "import ctypes\n    ctypes.string_at(secret)",
    "an error": "raise ValueError(f'it was {secret}')",
    "the name of an error": "raise type(f'E{secret}', (Exception,), {})('x')",
    "an error like the check's": "raise AssertionError(f'it was {secret}')",
    "an error that is caused": "raise ValueError(1) from KeyError(secret)",
    "an unknown name": "return eval(f'n{secret}')",
    "print": "print(secret)",
    "print and leave": "import os, sys\n    print(secret, flush=True)\n    os._exit(1)",
    "its last words": (
        "import os\n    os.write(2, f'Fatal Python error: {secret}'.encode())\n    os._exit(1)"
    ),
    "a result": "return secret",
    "a result that nearly fits": "return right + secret",
    "a text": "return str(secret)",
    "an object with its name": "return type(f'K{secret}', (), {})()",
    "many objects": "return [type(f'K{secret}', (), {})() for _ in range(secret)]",
    "a warning": "import warnings\n    warnings.warn(str(secret))",
    "does not end, at a line of its choice": "while True: secret = secret",
    "too much memory": "a = [bytearray(1 << 20) for _ in range(secret)]\n    return a",
    "a dtype": FORGED.format(message=ARRAY.format("f'<U{secret}'")),
    "a bad dtype": FORGED.format(message=ARRAY.format("f'it was {secret}'")),
    "a kind": FORGED.format(message="['return', [], [], [f'k{secret}'], ['t', '', 0, ['t']]]"),
    "a reason": FORGED.format(message="['lost', [], [], f'it was {secret}']"),
    "a message": FORGED.format(message="[f'it was {secret}', [], [], 1]"),
    "a printed frame": FORGED.format(message=f"['return', [], [], 1.0, {NEWS}]"),
    "a size": FORGED.format(
        message=f"['return', [], [], ['r', 0, secret * 10**9, 1], {NO_NEWS}]"
    ),
    "an error of its own making": FORGED.format(
        message="['raise', [], [], ['t', 'answer', f'it was {secret}', None], ['t', '', 0, ['t']]]"
    ),
    "a call back": "return lambda f: f(f(np.ones(2)))",
    "the error of a call back": "return lambda f: f(1.0)",
    "the text of that error": (
        "def again(f):\n        try:\n            f(1.0)\n        except ValueError as error:\n"
        "            raise KeyError(str(error))\n    return again"
    ),
    "keeps it for the next exercise": "import builtins\n    builtins.kept = secret",
    "keeps it in a file": "open('kept', 'w').write(str(secret))",
    "a generator": "return (secret for _ in range(2))",
}  # fmt: skip
TELLS = "import builtins, os\nkept = getattr(builtins, 'kept', os.listdir())\n"


@pytest.fixture(scope="module")
def keeping(tmp_path_factory):
    """A judge with a private check of squash."""
    private = [("squash", private_checks(PRIVATE, tmp_path_factory.mktemp("keeping")))]
    folders = [exercise.folder for exercise in SHORT]
    with JudgeProcess(folders, seconds=2, memory=MEMORY, private=private) as judge:
        yield judge


def test_the_right_answer_passes_the_private_check(keeping):
    (verdict,) = keeping.judge([("squash", GOOD["squash"])], 1)
    assert verdict.state == "passed", verdict
    assert len(verdict.further) == 1


@pytest.mark.parametrize("body", LEAKS.values(), ids=LEAKS)
def test_nothing_of_a_private_check_is_told(body, keeping, tmp_path):
    source = WHEN_ASKED.format(body=body)
    other = GOOD["msd"].replace("\ndef", f"\n{TELLS}\n\ndef", 1)
    other = other.replace("    return", "    print(kept)\n    return 1 +", 1)
    began = time.monotonic()
    verdict, after = keeping.judge([("squash", source), ("msd", other)], 1)
    told = json.dumps([verdict.to_data(), after.to_data()])
    assert str(SECRET) not in re.sub(r'"seconds": [\d.]+', "", told)
    assert "test_more" not in told
    assert "/private/" not in told
    assert {finding.message for finding in verdict.further if finding.outcome != "ok"} <= WORDS
    assert {finding.outcome for finding in verdict.findings} == {"ok"}
    assert not verdict.crashed
    assert time.monotonic() - began < 60


def test_the_kind_of_end_is_not_told_either(keeping):
    """However it ends in a private check, the student reads the same."""
    told = set()
    for name in ("leaves with it as its status", "a crash", "a reason", "a bad dtype",
                 "does not end, at a line of its choice", "print and leave"):  # fmt: skip
        (verdict,) = keeping.judge([("squash", WHEN_ASKED.format(body=LEAKS[name]))], 1)
        told.add((verdict.state, str(verdict.report), str(verdict.further)))
    assert len(told) == 1


CATCHES = {
    "its text and arguments": "return repr((str(error), error.args, error.__dict__))",
    "its traceback": "import traceback\n        return traceback.format_exc()",
    "its notes": "return repr(getattr(error, '__notes__', None))",
    "its file name": "return repr([vars(error), getattr(error, 'filename', 0), dir(error)])",
    "its cause": "return repr((error.__cause__, error.__context__))",
    "all that is in the process": (
        "import gc\n        texts = [o for o in gc.get_objects() if isinstance(o, (dict, list))]\n"
        "        found = [t for o in texts for t in (o.values() if isinstance(o, dict) else o)\n"
        "                 if isinstance(t, str) and ('test_' + 'own' in t or 'rai' + 'se' in t)]\n"
        "        return repr(found)"
    ),
}


def test_a_failing_callback_tells_the_child_nothing_of_its_check(tmp_path):
    """The type of the error comes over, and where the student may see the check, its text."""
    text = (
        "def test_own(squash):\n    '''It calls.'''\n    def callback(x):\n"
        "        try:\n            open('/home/me/answers.csv')\n        except OSError as error:\n"
        "            raise ValueError('no such number') from error\n"
        "    got = squash(callback)\n"
        "    assert isinstance(got, str), 'It is no text.'\n    assert False, 'told: ' + got\n"
    )
    head = "def squash(z):\n    try:\n        z(1)\n    except ValueError as error:\n"
    exercise = exercise_with(text, tmp_path)
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        for way, body in CATCHES.items():
            (verdict,) = judge.judge([("squash", f"{head}        {body}\n")], 1)
            told = verdict.findings[0].message
            assert told.startswith("told: "), way
            for word in (str(tmp_path), "test_squash", "test_own", "answers.csv", "raise"):
                assert word not in told, way


def test_a_traceback_on_the_page_names_no_file_of_the_teacher(tmp_path):
    text = (
        "def test_own(squash):\n    '''It calls.'''\n"
        "    def callback(x):\n        return 1 / 0\n    squash(callback)\n"
    )
    exercise = exercise_with(text, tmp_path)
    source = "import numpy as np\n\n\ndef squash(z):\n    return np.linalg.inv(z(1))\n"
    with JudgeProcess([exercise.folder], seconds=5, memory=MEMORY) as judge:
        (verdict,) = judge.judge([("squash", source)], 1)
    (finding,) = verdict.findings
    assert "ZeroDivisionError" in finding.traceback
    assert 'File "squash.py", line 5' in finding.traceback
    assert finding.traceback.count("File") == 1


# ---- a teacher's mistake costs nobody a point ----


def test_a_check_that_passes_an_object_stops_the_run_before_it_begins(tmp_path):
    hand_in(tmp_path / "handed in", "ada", GOOD)
    private_checks("def test_own(squash):\n    squash(np)\n", tmp_path)
    with pytest.raises(UserError, match=r"test_own in test_more\.py passes an object of type mod"):
        run(tmp_path / "handed in", tmp_path, private=tmp_path / "private")
    assert count(tmp_path) == 0


def test_a_check_that_rejects_the_model_answer_stops_the_run_before_it_begins(tmp_path):
    hand_in(tmp_path / "handed in", "ada", GOOD)
    path = private_checks("def test_own(squash):\n    assert False, 'Never right.'\n", tmp_path)
    with pytest.raises(UserError, match=r"(?s)reject its model answer.*Never right\."):
        run(tmp_path / "handed in", tmp_path, private=tmp_path / "private")
    path.write_text("def test_own(squash):\n    pass\n")  # the same folder can be used
    run(tmp_path / "handed in", tmp_path, private=tmp_path / "private")
    assert table(tmp_path)["ada", "squash"] == "passed"


def test_a_check_that_passes_an_object_to_some_answers_only_costs_them_no_point(tmp_path):
    hand_in(tmp_path / "handed in", "ada", GOOD)
    hand_in(tmp_path / "handed in", "bob", {"squash": "def squash(z):\n    return 7\n"})
    private_checks(
        "def test_own(squash):\n    got = squash(np.zeros(2))\n"
        "    if np.ndim(got) == 0:\n        squash(np)\n",
        tmp_path,
    )
    run(tmp_path / "handed in", tmp_path, private=tmp_path / "private", only=["squash"])
    assert table(tmp_path, "points")["bob", "squash"] == ""
    assert table(tmp_path)["bob", "squash"] == "unjudged"
    assert "passes an object of type module" in table(tmp_path, "note")["bob", "squash"]
    assert table(tmp_path)["ada", "squash"] == "passed"


# ---- what fails through the machine ----

SLOW = GOOD["squash"].replace("    return", "    import time\n    time.sleep(0.4)\n    return")


def kill_the_child(judge, times):
    """Let a stranger, such as a system short of memory, kill the answer's process while it runs."""
    deadline = time.monotonic() + 30
    for _ in range(times):
        running = 0
        while running < 5 and time.monotonic() < deadline:
            time.sleep(0.03)
            family = below(judge.pid)
            running = running + 1 if len(family) > 2 else 0
        with suppress(OSError):
            os.kill(family[-1], signal.SIGKILL)


@LINUX
@pytest.mark.parametrize(("times", "state"), [(1, "passed"), (2, "stopped")])
def test_an_answer_whose_process_is_killed_is_judged_once_more(times, state):
    with JudgeProcess([SQUASH.folder], seconds=5, memory=MEMORY) as judge:
        judge.wait()
        killer = threading.Thread(target=kill_the_child, args=[judge, times])
        killer.start()
        (verdict,) = judge.judge([("squash", SLOW)], 1)
        killer.join()
    assert verdict.state == state, verdict
    assert state == "passed" or "made Python itself crash (SIGKILL)" in str(verdict.report)


class NoSandbox:
    """A sandbox in which nothing can be shut in, say for want of memory."""

    request, channel = {"seconds": 5}, None
    opened = 0

    def open(self, answers):
        self.opened += 1
        self.channel = NoChannel()
        return self.channel

    def ending(self):
        self.channel = None
        return Ending(71, "OSError: mount: no memory")


class NoChannel:
    started = late = False
    gone = True

    def start_clock(self):
        """It has none."""

    def send(self, data):
        raise Lost


def test_what_could_not_even_be_shut_in_is_no_fault_of_the_answer():
    """It is tried twice; then it has no verdict, and so not 0 points."""
    sandbox = NoSandbox()

    def work(judge):
        return list(SubmissionJudge(judge, sandbox).verdicts([("squash", SLOW)], 1))

    with pytest.raises(NotJudged, match=r"could be shut in for the answer \(OSError: mount: no"):
        with_judge([SQUASH], work)
    assert sandbox.opened == 2


def test_an_answer_that_was_late_without_being_busy_is_judged_once_more():
    """As where the machine had other things to do. Late again, it is the answer's own doing."""
    source = "def squash(z):\n    import time\n    time.sleep(60)\n"
    with JudgeProcess([SQUASH.folder], seconds=0.3, memory=MEMORY) as judge:
        judge.wait()
        began = time.monotonic()
        (verdict,) = judge.judge([("squash", source)], 1)
    assert verdict.state == "stopped"
    assert "squash did not come to an end within 1.2 s, so it was stopped." in str(verdict.report)
    assert time.monotonic() - began >= 2 * PATIENCE * 0.3


def test_what_is_told_of_an_endless_loop_is_how_long_it_was_given():
    source = "def squash(z):\n    while True:\n        pass\n"
    with JudgeProcess([SQUASH.folder], seconds=0.6, memory=MEMORY) as judge:
        (verdict,) = judge.judge([("squash", source)], 1)
    told = r"squash did not come to an end within (0\.6 s of computing|2\.4 s), so"
    assert re.search(told, str(verdict.report))  # the clock's 2.4 s on a very busy machine


def killing(monkeypatch, count):
    """Let the judge die whenever it is asked to judge ada, so many times."""
    ask, killed = Pool._ask, []

    def kill(self, judge, work):
        ask(self, judge, work)
        if work.task[0].student == "ada" and len(killed) < count:
            killed.append(judge.pid)
            end_tree(judge.pid)

    monkeypatch.setattr(Pool, "_ask", kill)
    return killed


@pytest.mark.parametrize("times", [1, 2, 3])
def test_work_that_was_lost_is_done_again_within_the_run(times, tmp_path, monkeypatch):
    hand_in(tmp_path / "handed in", "ada", GOOD)
    hand_in(tmp_path / "handed in", "bob", GOOD)
    killed = killing(monkeypatch, times)
    run(tmp_path / "handed in", tmp_path)
    assert len(killed) == times
    assert set(table(tmp_path).values()) == {"passed"}


def test_work_that_stays_lost_has_no_points_and_the_same_command_does_it(tmp_path, monkeypatch):
    hand_in(tmp_path / "handed in", "ada", GOOD)
    hand_in(tmp_path / "handed in", "bob", GOOD)
    with monkeypatch.context() as patch:
        killed = killing(patch, 1000)
        said = run(tmp_path / "handed in", tmp_path)
    assert len(killed) == 4
    assert "One submission has no points yet: the same command tries to judge" in str(said[-1])
    assert table(tmp_path, "points")["ada", "msd"] == ""
    assert table(tmp_path)["ada", "msd"] == "unjudged"
    assert table(tmp_path)["bob", "msd"] == "passed"
    assert "It could not be judged: the judge has ended" in table(tmp_path, "note")["ada", "msd"]
    grades = tmp_path / "grades"
    moodle = (grades / "exports" / "moodle.csv").read_text().splitlines()
    assert next(line for line in moodle if "ada" in line).split(",")[3:8] == [""] * 5
    assert "not judged yet" in next((grades / "pages").glob("ada*")).read_text()
    assert 'errors="4"' in (grades / "exports" / "junit.xml").read_text()
    asked = []
    ask = Pool._ask
    monkeypatch.setattr(
        Pool, "_ask", lambda *call: asked.append(call[2].task[0].student) or ask(*call)
    )
    run(tmp_path / "handed in", tmp_path)
    assert asked == ["ada"], "only what was lost is judged again"
    assert set(table(tmp_path).values()) == {"passed"}
