"""A call of a function in a source text, watched, and what its lines have made."""

from contextlib import suppress

from bpcourse.checking.tracing.recorder import Recorder, Stopped


def watched(source, name, *arguments, first=lambda *_: None, then=lambda result: result, **options):
    """The facts of one call of a function of this source; `options` are those of a Recorder.

    `first` is what is done with the arguments before, and `then` with the result.
    """
    module = {}
    exec(compile(source, "own.py", "exec"), module)
    with Recorder("own.py", source, **options) as recorder, suppress(Exception, Stopped):
        first(*arguments)
        then(module[name](*arguments))
    return recorder.as_data()


def made(call, line):
    """What each pass of that line has made: a dictionary for each, from names to what was told."""
    steps = [step for step in [*call["first"], *call["last"]] if step["line"] == line]
    return [{one["name"]: one for one in step["made"]} for step in steps]
