"""Trace text: a watched call in a terminal, one paragraph for each line that was run."""

from ..in_words import count

SHOWN = 24  # steps at the beginning and as many at the end
IN_A_LINE = 8  # numbers of a row that stand beside the name


def as_text(trace):
    """The call, its lines, what it gave, and what the check says."""
    call, finding = trace.call, trace.finding
    sign = "✓" if finding.outcome == "ok" else "✗"
    told = [f"{trace.exercise}, line by line  (seed {trace.seed})", f"{sign} {finding.check}"]
    names = ", ".join(name for name, _ in call["given"])
    which = f", call {call['number']} of this check" if call["number"] > 1 else ""
    told += ["", f"{call['name']}({names}){which}:"]
    for name, value in call["given"]:
        told += _value(f"  {name} = ", value)
    for step in _shown(call):
        told += ["", *_step(step)]
    told += ["", *_end(call)]
    told += ["", finding.message] if finding.message else []
    return "\n".join(told)


def _shown(call):
    """The steps that are shown; a number stands for so many that are not."""
    first, last, left_out = call["first"], call["last"], call["left_out"]
    if not left_out:
        first, last = [*first, *last], []
    if len(first) + len(last) + left_out <= 2 * SHOWN:
        return [*first, *last]
    every = [*first, *last]
    return [*every[:SHOWN], len(every) - 2 * SHOWN + left_out, *every[-SHOWN:]]


def _step(step):
    if isinstance(step, int):
        return [f"   … {count(step, 'line')} left out …"]
    indent = "   " * step["depth"]
    head = f"{indent}line {step['line']:<3} {step['text']}"
    notes = [f"pass {step['pass']}"] if step["pass"] else []
    notes += [f"{name} {_shape(shape)}" for name, shape in step["shapes"]]
    told = [f"{head}     ({'; '.join(notes)})" if notes else head]
    for made in step["made"]:
        in_place = "  (changed in place)" if made["in_place"] else ""
        origin = f"  ({made['origin']})" if made["origin"] else ""
        told += _value(f"{indent}         {made['name']} = ", made["value"], in_place + origin)
    if step["raised"]:
        told.append(f"{indent}         stops here: {step['raised']}")
    return told


def _end(call):
    if call["stopped"]:
        return [call["stopped"]]
    if call["raised"]:
        return [f"{call['name']} stops with {call['raised']}"]
    if call["result"] is None:
        return [f"{call['name']} did not come to its end."]
    origin = f"  ({call['origin']})" if call["origin"] else ""
    return _value(f"{call['name']} gives ", call["result"], origin)


def _value(head, value, note=""):
    """The lines that show a value, the first of them after `head`."""
    kind, inset = value["kind"], " " * (len(head) - len(head.lstrip()) + 2)
    if kind in ("number", "other"):
        return [f"{head}{value['text']}{note}"]
    if kind == "array":
        return _array(head, value, note, inset)
    more = value["length"] - len(value["parts"])
    if _is_row(value):
        numbers = ", ".join(part["text"] for _, part in value["parts"])
        return [f"{head}{kind} [{numbers}{f', … {more} more' if more else ''}]{note}"]
    told = [f"{head}{kind} of {value['length']}{note}"]
    for name, part in value["parts"]:
        told += _value(f"{inset}{name}: " if name else f"{inset}· ", part)
    return [*told, f"{inset}… {more} more"] if more > 0 else told


def _is_row(value):
    """Is it a list or tuple of plain numbers?"""
    parts = value["parts"]
    return parts and all(not name and part["kind"] == "number" for name, part in parts)


def _array(head, value, note, inset):
    cells, shape = value.get("cells"), value["shape"]
    if cells and value["is_whole"] and len(cells) == 1 and len(cells[0]) <= IN_A_LINE:
        numbers = ", ".join(cells[0])
        shown = numbers if shape == [] else f"[{numbers}]" if len(shape) == 1 else f"[[{numbers}]]"
        return [f"{head}{shown}  {_shape(shape)}{note}"]
    told = [f"{head}array {_shape(shape)}{_facts(value)}{note}"]
    if not cells:
        return told
    width = max(len(cell) for row in cells for cell in row) if cells[0] else 0
    rows = ["  ".join(cell.rjust(width) for cell in row) for row in cells]
    more_right = "  …" if shape and shape[-1] > len(cells[0]) else ""
    told += [f"{inset}{row}{more_right}" for row in rows]
    return [*told, f"{inset}…"] if len(shape) == 2 and shape[0] > len(cells) else told


def _facts(value):
    """What cannot be seen where not all numbers are shown."""
    if value.get("is_whole") or "low" not in value:
        return ""
    told = f", from {value['low']} to {value['high']}"
    if value["zeros"]:
        told += f", {value['zeros']:.0%} of it 0"
    return f"{told}, {value['not_finite']} not finite" if value["not_finite"] else told


def _shape(shape):
    return str(tuple(shape))
