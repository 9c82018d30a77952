"""How long a class takes that hands in the whole course:  python tests/benchmarks/course.py [N] [K]

N folders with an answer to every exercise; one answer in K is one of the known mistakes, and with
K = 0 none. Mistakes that never end are left out: each would take all the time it is given. They are
graded by `bpcourse grade`, as a teacher would.
"""

import csv
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import numpy as np

from bpcourse.authoring import fairness
from bpcourse.checking.exercise import exercises


def main(count, one_in):
    every = exercises()
    with tempfile.TemporaryDirectory() as folder:
        handed_in, out = Path(folder, "handed_in"), Path(folder, "grades")
        mistakes = hand_in(handed_in, every, count, one_in)
        print(f"{count} submissions of {len(every)} exercises, {mistakes} mistakes", flush=True)
        command = [sys.executable, "-m", "bpcourse", "grade", str(handed_in), "--out", str(out)]
        began = time.perf_counter()
        subprocess.run(command, check=True)
        seconds = time.perf_counter() - began
        with (out / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
            states = Counter(row["state"] for row in csv.DictReader(file))
        print(dict(states))
        print(f"{seconds:.0f} s in all, {count / seconds:.1f} submissions a second")
        if states["passed"] != count * len(every) - mistakes:
            raise SystemExit("The grades are not those of the answers.")


def hand_in(folder, every, count, one_in):
    """Write the submissions; how many mistakes are in them."""
    rng, mistakes = np.random.default_rng(0), 0
    known = {exercise.name: _known_mistakes(exercise) for exercise in every}
    for i in range(count):
        student = folder / f"student{i:05}"
        student.mkdir(parents=True)
        for exercise in every:
            wrong = one_in and rng.integers(one_in) == 0
            source = rng.choice(known[exercise.name]) if wrong else exercise.solution
            (student / f"{exercise.name}.py").write_text(source, encoding="utf-8")
            mistakes += bool(wrong)
    return mistakes


def _known_mistakes(exercise):
    return [answer.source for answer in fairness.known(exercise) if not answer.is_right]


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*given, *(2000, 10)[len(given) :])
