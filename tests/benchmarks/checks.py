"""How long a learner waits for a report. Run: python tests/benchmarks/checks.py [NAME ...]

Cells of %%exercise with each exercise's solution and known mistakes, in a shell like a notebook's;
the bar is 0.3 s (median). The first one also starts the worker, which the others find warm.
"""

import contextlib
import io
import os
import sys
import tempfile
import time
from statistics import median

from IPython.core.interactiveshell import InteractiveShell

from bpcourse.checking.exercise import exercises


def seconds(shell, name, source):
    start = time.perf_counter()
    with contextlib.redirect_stdout(io.StringIO()):
        shell.run_cell(f"%%exercise {name}\n{source}", store_history=False)
    return time.perf_counter() - start


BAR = 0.3  # seconds


def main(names):
    chosen = [exercise for exercise in exercises() if not names or exercise.name in names]
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BPCOURSE_WORK"] = folder
        shell = InteractiveShell.instance()
        shell.extension_manager.load_extension("bpcourse.notebook")
        first = seconds(shell, chosen[0].name, chosen[0].solution)
        print(f"{'the very first':24} {first:5.2f} s")
        every = []
        for exercise in chosen:
            sources = [exercise.solution, *(mistake.source for mistake in exercise.mistakes)]
            times = [seconds(shell, exercise.name, source) for source in sources]
            told = f"{median(times):5.2f} s median, {max(times):5.2f} s longest"
            print(f"{exercise.name:24} {told}{'   above the bar' * (median(times) > BAR)}")
            every += times
        print(f"{'all':24} {median(every):5.2f} s median of {len(every)}")
        shell.history_manager.end_session()


if __name__ == "__main__":
    main(sys.argv[1:])
