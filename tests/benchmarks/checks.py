"""How long a learner waits for a report. Run: python tests/benchmarks/checks.py

Cells of %%exercise with each exercise's solution and known mistakes, in a shell like a notebook's;
the bar is 0.5 s (median). The first one also starts the worker, which the others find warm.
"""

import contextlib
import io
import os
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


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.environ["BPCOURSE_WORK"] = folder
        shell = InteractiveShell.instance()
        shell.extension_manager.load_extension("bpcourse.notebook")
        first = seconds(shell, exercises()[0].name, exercises()[0].solution)
        print(f"{'the very first':24} {first:5.2f} s")
        every = []
        for exercise in exercises():
            sources = [exercise.solution, *(mistake.source for mistake in exercise.mistakes)]
            times = [seconds(shell, exercise.name, source) for source in sources]
            print(f"{exercise.name:24} {median(times):5.2f} s median, {max(times):5.2f} s longest")
            every += times
        print(f"{'all':24} {median(every):5.2f} s median of {len(every)}")
        shell.history_manager.end_session()


if __name__ == "__main__":
    main()
