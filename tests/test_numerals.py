"""Numbers are written in one way, here and in the page."""

import json
import shutil
import subprocess

import numpy as np
import pytest

from bpcourse.content import content
from bpcourse.numerals import say

TOLD = {
    0.0: "0",
    1.0: "1",
    -2.5: "−2.5",
    2000.0: "2000",
    123456.0: "123456",
    0.050399: "0.0504",
    1234.5: "1230",
    999.6: "1000",
    0.001: "0.001",
    0.00099996: "0.001",
    0.0000123: "1.23\u00a0×\u00a010⁻⁵",
    1e-9: "10⁻⁹",
    -1e-9: "−10⁻⁹",
    1e6: "10⁶",
    123456789.0: "1.23\u00a0×\u00a010⁸",
    float("inf"): "∞",
    float("-inf"): "−∞",
}


@pytest.mark.parametrize(("number", "text"), TOLD.items(), ids=str)
def test_a_number_is_written_with_three_digits_that_count(number, text):
    assert say(number) == text


def test_what_is_no_number_is_said_and_zero_has_no_sign():
    assert say(-0.0) == "0"
    assert say(float("nan")) == "not a number"


def test_whole_numbers_and_numpys_are_numbers():
    assert (say(7), say(np.int64(7)), say(np.float32(0.5)), say(True)) == ("7", "7", "0.5", "1")


def test_no_number_but_zero_is_written_as_zero(rng):
    for number in rng.normal(size=300) * 10.0 ** rng.integers(-12, 12, size=300):
        text = say(number)
        assert text.strip("−0.") != "", number
        assert "-" not in text
        assert "e" not in text


@pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed")
@pytest.mark.parametrize("digits", [2, 3, 6])
def test_the_page_writes_the_same(digits, rng):
    source = content("bpcourse", "experiments", "widget", "src", "numerals.js")
    if not source.exists():
        pytest.skip("the page's sources are only in a clone")
    numbers = [number for number in TOLD if np.isfinite(number)]
    numbers += [0.125, 1.125, 2.5, 0.0625, 1.005, 99950.0, 9.995, 0.9995, 5e-324, 1.7e308]
    numbers += list(rng.normal(size=500) * 10.0 ** rng.integers(-12, 12, size=500))
    program = f"""
        import {{ say }} from {json.dumps(source.as_uri())};
        const numbers = {json.dumps(numbers)};
        console.log(JSON.stringify([...numbers, NaN, Infinity].map((x) => say(x, {digits}))));
    """
    command = ["node", "--input-type=module", "-e", program]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    wanted = [say(number, digits) for number in [*numbers, float("nan"), float("inf")]]
    assert json.loads(done.stdout) == wanted
