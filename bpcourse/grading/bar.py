"""Bar: how far it is, how fast, and how long it will take."""

import sys
import time

WIDTH = 24


class Bar:
    """A line that is written over on a terminal; elsewhere a line now and then."""

    def __init__(self, total, what, out=None):
        self.total, self.done = total, 0
        self.what = what  # happens to each
        self.out = sys.stderr if out is None else out
        self.terminal = self.out.isatty()
        self.began = self.shown = time.monotonic()
        self.pause = 0.1 if self.terminal else 10.0

    def step(self):
        self.done += 1
        now = time.monotonic()
        if now - self.shown >= self.pause or self.done == self.total:
            self.shown = now
            end = "\r" if self.terminal and self.done < self.total else "\n"
            self.out.write(f"{self.line(now - self.began)}\x1b[K{end}" if self.terminal
                           else f"{self.line(now - self.began)}{end}")  # fmt: skip
            self.out.flush()

    def line(self, seconds):
        """The line after so many seconds: ███░░  300 of 2000 judged, 104 per second, 16 s left."""
        full = WIDTH * self.done // max(1, self.total)
        speed = self.done / seconds if seconds > 0 else 0.0
        left = (self.total - self.done) / speed if speed else 0.0
        bar = "█" * full + "░" * (WIDTH - full)
        done = f"{self.done} of {self.total} {self.what}"
        return f"{bar}  {done}, {speed:.1f} per second, {_time(left)} left"


def _time(seconds):
    if seconds < 90:
        return f"{seconds:.0f} s"
    return f"{seconds / 60:.0f} min" if seconds < 5400 else f"{seconds / 3600:.1f} h"
