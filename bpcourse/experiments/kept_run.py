"""Kept run: a computation in steps that goes on where it was left, whoever asks for it again.

    class Training(KeptRun):
        is_over = property(lambda self: len(self.losses) == EPOCHS)

        def step(self):
            self.losses.append(...)

    training = kept(Training)
    training(0.1, 3).go_on()  # one step more of the same training, each time

So a picture that the hand has left costs nothing when it comes back.
"""

from functools import lru_cache


class KeptRun:
    """Base of runs: `step` does one step more, and `is_over` says whether there is none."""

    was_interrupted = False  # in the middle of a step, so that nobody may go on from here

    def go_on(self):
        """One step more, if there is one."""
        if self.is_over:
            return
        try:
            self.step()
        except BaseException:
            self.was_interrupted = True
            raise


def kept(kind, most=None):
    """`kind(*settings)` as a function that gives the same run again, of the last `most`.

    After one was interrupted, each is begun anew.
    """
    known = lru_cache(most)(kind)

    def run(*settings):
        if known(*settings).was_interrupted:
            known.cache_clear()
        return known(*settings)

    return run
