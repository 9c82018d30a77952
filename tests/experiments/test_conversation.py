"""What kernel and page say to each other arrives as what it was, whoever carries it."""

import json
import math
import shutil
import subprocess
import sys

import numpy as np
import pytest

from bpcourse.content import content
from bpcourse.experiments import StepSize
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.experiments.stage import Stage

VALUES = [
    None,
    True,
    0,
    -3,
    0.1,
    '−3 °C, "quoted"',
    [],
    [None, [1.5]],
    {"a": {"b": None}},
    math.inf,
    -math.inf,
    2**53,
    -(10**30),
]


@pytest.mark.parametrize("value", VALUES, ids=str)
def test_a_message_arrives_as_it_was(value):
    assert from_text(to_text({"value": value})) == {"value": value}


def test_nan_arrives_as_nan_and_the_text_is_json_by_the_letter():
    text = to_text([math.nan])
    assert math.isnan(from_text(text)[0])

    def refuse(name):
        raise AssertionError(f"{name} is no JSON")

    json.loads(to_text([math.nan, math.inf, -math.inf]), parse_constant=refuse)


def test_numpys_numbers_and_arrays_are_sent_as_plain_ones():
    message = {"a": np.float64(0.5), "b": np.int64(3), "c": np.array([1.0, np.inf]), "d": np.True_}
    assert from_text(to_text(message)) == {"a": 0.5, "b": 3, "c": [1.0, math.inf], "d": True}


@pytest.mark.parametrize("value", [{1, 2}, object(), b"bytes", {1: 2}, {"$number": "3"}])
def test_what_is_no_plain_data_is_refused(value):
    with pytest.raises(TypeError, match="A message cannot"):
        to_text({"value": value})


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
def test_the_page_reads_and_writes_the_same():
    """From here to the page's code and back; and what only the page has: undefined becomes None."""
    source = content("bpcourse", "experiments", "widget", "src", "conversation.js")
    if not source.exists():
        pytest.skip("the page's sources are only in a clone")
    program = f"""
        import {{ fromText, toText, toNumbers }} from {json.dumps(source.as_uri())};
        const values = fromText({json.dumps(to_text([*VALUES, math.nan]))});
        const types = values.map((value) => typeof value);
        const own = {{ gone: undefined, list: [undefined], big: 2n ** 70n, nan: NaN }};
        const bytes = new Uint8Array(new Float64Array([0, 1.5, -2]).buffer);
        const odd = new Uint8Array(25);  // the numbers begin at an odd place
        odd.set(bytes, 1);
        const numbers = [...toNumbers(new DataView(odd.buffer, 1, 24)), ...toNumbers(bytes.buffer)];
        console.log(toText({{ values, types, own, numbers }}));
    """
    command = ["node", "--input-type=module", "-e", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    told = from_text(done.stdout)
    assert told["values"][:-1] == VALUES
    assert math.isnan(told["values"][-1])
    assert told["types"][-4:] == ["number", "bigint", "bigint", "number"]
    assert math.isnan(told["own"].pop("nan"))
    assert told["own"] == {"gone": None, "list": [None], "big": 2**70}
    assert told["numbers"] == [0, 1.5, -2] * 2


def test_a_stage_needs_no_widget_and_no_picture_library(workspace):
    """In a fresh process, with all of these out of reach."""
    program = """
import sys
for name in ("anywidget", "ipywidgets", "matplotlib", "IPython", "traitlets"):
    sys.modules[name] = None
from bpcourse.experiments import StepSize
from bpcourse.experiments.conversation import from_text, to_text
from bpcourse.experiments.quiz import QuizStage
from bpcourse.experiments.stage import Stage
sent = []
stage = Stage(StepSize(), lambda text, buffers: sent.append(text))
stage.hear(to_text({"kind": "hello"}))
stage.hear(to_text({"kind": "answer", "answer": None, "sure": None}))
quiz = QuizStage([], lambda text, buffers: sent.append(text))
quiz.hear(to_text({"kind": "hello"}))
print([from_text(text)["kind"] for text in sent])
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.stdout.strip() == "['setup', 'question', 'picture', 'quiz']", done.stderr


def test_numbers_go_in_one_buffer_beside_the_text(workspace):
    sent = []
    stage = Stage(StepSize(), lambda text, buffers: sent.append((text, buffers)))
    stage.hear('{"kind":"answer","answer":null,"sure":null}')
    (_, none), (_, [numbers]) = sent
    assert none == ()
    assert np.isfinite(np.frombuffer(numbers)).all()
