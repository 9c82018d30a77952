"""Progress: a bar that shows how far a long loop is, in a terminal and in a notebook alike."""

import sys
import time

WIDTH = 30  # characters
PAUSE = 0.1  # seconds between two drawings


def bar(values, *, total, stream=None):
    """Yield the values, and meanwhile draw how many of `total` have come, and the last one."""
    stream = stream or sys.stdout  # a notebook paints stderr in the colour of errors
    started = drawn = time.monotonic()
    done, value = 0, None
    try:
        for done, value in enumerate(values, start=1):
            if time.monotonic() - drawn >= PAUSE:
                drawn = time.monotonic()
                _draw(done, total, value, drawn - started, stream)
            yield value
    finally:
        _draw(done, total, value, time.monotonic() - started, stream)
        stream.write("\n")


def _draw(done, total, value, seconds, stream):
    filled = WIDTH * done // max(total, 1)
    line = f"\r{'█' * filled}{'░' * (WIDTH - filled)} {done}/{total}"
    if value is not None:
        line += f"  loss {value:.4g}"
        line += (
            f"  {seconds * (total / done - 1):.0f} s left" if done < total else f"  {seconds:.1f} s"
        )
    stream.write(f"{line:<78}")
    stream.flush()
