"""Remarks: what is worth a look in a call that was watched, whether it is the cause or not.

nan or inf that come up, an argument that is changed, an array that grows because two are stretched.
Each is told once, with the first line in which it is seen.
"""

from .snapshots import is_finite


def remarks(given, steps):
    """A list of {"step", "line", "text"}; `given` and `steps` are those of a call record."""
    found = {}
    if all(is_finite(value) for _, value in given):
        _add(found, steps, _odd_numbers)
    _add(found, steps, _changed)
    _add(found, steps, _grown)
    return sorted(found.values(), key=lambda remark: remark["step"])


def _add(found, steps, told):
    for number, step in enumerate(steps):
        for about, text in told(step):
            remark = {"step": number, "line": step["line"], "text": text}
            found.setdefault(about, remark)


def _odd_numbers(step):
    for made in step["made"]:
        if not is_finite(made["value"]):
            yield "odd numbers", f"{made['name']} is the first to hold nan or inf"


def _changed(step):
    for made in step["made"]:
        if given := made["changes"]:
            yield given, f"{given}, which was given, is changed"


def _grown(step):
    every = step["operations"].get("list", ())
    for one in every:
        shapes = [every[place]["value"].get("shape") for place in one["of"] if one["fits"]]
        shapes = [tuple(shape) for shape in shapes if shape]
        if one["kind"] != "elementwise" or len(shapes) < 2:
            continue
        grown = tuple(one["value"].get("shape", ()))
        if grown not in shapes:
            met = " and ".join(map(str, shapes))
            yield one["text"], f"{one['text']} stretches {met} to {grown}"
