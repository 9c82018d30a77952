"""A progress bar: how far a long loop is, how fast, and how long it will still take.

    with ProgressBar(2000, "judged") as bar:
        for task in tasks:
            ...
            bar.step()                  # ████░░  300 of 2000 judged  104 per second, 16 s left

In a terminal and in a notebook the line is written over; in a log it is a line now and then.
"""

import sys
import time

WIDTH = 30  # characters
PAUSE = 0.1  # seconds between two drawings
LOG_PAUSE = 10.0  # the same where every drawing is a line of its own


class ProgressBar:
    """A bar over `total` steps; `what` says what is done in each, as "judged" or "epochs"."""

    def __init__(self, total, what, *, out=None, overwrites=None):
        self.total, self.what = total, what
        self.out = sys.stderr if out is None else out
        self.overwrites = self.out.isatty() if overwrites is None else overwrites
        self.pause = PAUSE if self.overwrites else LOG_PAUSE
        self.done, self.note = 0, ""
        self.started = self.drawn = time.monotonic()

    def step(self, note=""):
        """One more is done; `note` is a short text on it, as "loss 0.5"."""
        self.done, self.note = self.done + 1, note
        if time.monotonic() - self.drawn >= self.pause and self.done < self.total:
            self._draw("\r" if self.overwrites else "\n")

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._draw("\n")

    def _draw(self, end):
        self.drawn = time.monotonic()
        line = self.line(self.drawn - self.started)
        self.out.write(f"{line:<90}{end}" if self.overwrites else f"{line}{end}")
        self.out.flush()

    def line(self, seconds):
        """The line after so many seconds."""
        filled = WIDTH * self.done // max(1, self.total)
        parts = [f"{'█' * filled}{'░' * (WIDTH - filled)}  {self.done} of {self.total} {self.what}"]
        parts += [self.note] if self.note else []
        speed = self.done / seconds if seconds > 0 else 0.0
        if self.done >= self.total:
            parts.append(f"{seconds:.1f} s")
        elif speed:
            left = _duration((self.total - self.done) / speed)
            parts.append(f"{speed:.1f} per second, {left} left")
        return "  ".join(parts)


def with_bar(values, total, what, note=lambda value: ""):
    """Yield the values, and draw meanwhile how many have come; `note(value)` stands beside it.

    It is written to the standard output, because a notebook paints errors in red.
    """
    with ProgressBar(total, what, out=sys.stdout, overwrites=True) as bar:
        for value in values:
            bar.step(note(value))
            yield value


def _duration(seconds):
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
