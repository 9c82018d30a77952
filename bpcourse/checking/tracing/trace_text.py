"""Trace text: a watched call in a terminal, one paragraph for each line that was run."""

from ..in_words import count

SHOWN = 24  # steps at the beginning and as many at the end
SIGNS = set("+-*/@<>%&|") | {"**", "//", ">=", "<=", "==", "!="}
IN_A_LINE = 8  # numbers of a row that stand beside the name


def as_text(trace):
    """The call, its lines, what it gave, and what the check says."""
    call, finding = trace.call, trace.finding
    told = _head(trace)
    names = ", ".join(name for name, _ in call["given"])
    which = f", call {call['number']} of {call['count']} of this check"
    told += [f"{call['name']}({names}){which if call['count'] > 1 else ''}:"]
    for name, value in call["given"]:
        told += _value(f"  {name} = ", value)
    for step in _shown(call):
        told += ["", *_step(step, call["loops"])]
    told += ["", *_end(call)]
    if call.get("beside"):
        told += ["", *_beside(call["beside"])]
    if finding and finding.outcome == "no":
        told += _remarks(call["remarks"])
    told += ["", finding.message] if finding and finding.message else []
    return "\n".join(told)


def _head(trace):
    if not trace.finding:
        return []
    sign = {"ok": "✓", "no": "✗", "late": "…"}[trace.finding.outcome]
    head = f"{trace.exercise}, line by line  (seed {trace.seed})"
    return [head, f"{sign} {trace.finding.check}", ""]


def _shown(call):
    """The steps that are shown; a number stands for so many that are not."""
    first, last, left_out = call["first"], call["last"], call["left_out"]
    if not left_out:
        first, last = [*first, *last], []
    if len(first) + len(last) + left_out <= 2 * SHOWN:
        return [*first, *last]
    every = [*first, *last]
    return [*every[:SHOWN], len(every) - 2 * SHOWN + left_out, *every[-SHOWN:]]


def _step(step, loops):
    if isinstance(step, int):
        return [f"   … {count(step, 'line')} left out …"]
    indent = "   " * step["depth"]
    told = []
    if step["entered"]:
        told.append(f"{indent}{step['function']} begins")
        for name, value in step["entered"]:
            told += _value(f"{indent}         {name} = ", value)
    head = f"{indent}line {step['line']:<3} {step['text']}"
    notes = [_pass(step, loops)] if step["is_head"] else []
    notes += [f"{name} {_shape(shape)}" for name, shape in step["shapes"]]
    told.append(f"{head}     ({'; '.join(notes)})" if notes else head)
    inset = f"{indent}         "
    told += [f"{inset}{met}" for met in _meetings(step["operations"])]
    for answer in step["answers"]:
        told += _answer(inset, answer)
    for made in step["made"]:
        in_place = "  (changed in place)" if made["in_place"] else ""
        origin = f"  ({made['origin']})" if made["origin"] else ""
        told += _value(f"{inset}{made['name']} = ", made["value"], in_place + origin)
    if step["raised"]:
        told.append(f"{inset}raises {step['raised']}")
    elif step["gives"]:
        told += _value(f"{inset}{step['function']} gives ", step["gives"])
    return told


def _pass(step, loops):
    number, _, passed = step["loops"][-1]
    return f"pass {passed} of {loops[str(number)]}"


def _meetings(operations):
    """The products of a line, and where an array is stretched, or does not fit."""
    every = operations.get("list", ())
    for one in every:
        shapes = [every[place]["value"].get("shape", []) for place in one["of"]]
        arrays = [shape for shape in shapes if shape]
        if one["kind"] not in ("product", "elementwise") or len(arrays) < 2:
            continue
        sign = one["sign"] if one["sign"] in SIGNS else "and"
        met = f"{one['text']}: {f' {sign} '.join(map(_shape, arrays))}"
        if not one["fits"]:
            yield f"{met} do not fit"
        elif one["kind"] == "product" or any(shape != one["value"]["shape"] for shape in arrays):
            yield f"{met} gives {_shape(one['value'].get('shape', []))}"


def _answer(inset, answer):
    given = ", ".join(_in_a_word(value) for value in answer["given"])
    if answer["gives"] is None:
        return [f"{inset}{answer['name']}({given}) gives nothing back"]
    return _value(f"{inset}{answer['name']}({given}) gives ", answer["gives"])


def _in_a_word(value):
    """A value where there is no room for more than a few letters."""
    if value["kind"] == "array":
        (text, *more) = _array("", value, "", "")
        return text.split("  ")[0] if not more else f"array {_shape(value['shape'])}"
    return value.get("text") or f"{value['kind']} of {value['length']}"


def _end(call):
    told = [call["stopped"]] if call["stopped"] else []
    if call["raised"]:
        return [*told, f"{call['name']} stops with {call['raised']}"]
    if call["result"] is None:
        return told or [f"{call['name']} did not come to its end."]
    origin = f"  ({call['origin']})" if call["origin"] else ""
    return [*told, *_value(f"{call['name']} gives ", call["result"], origin)]


def _beside(beside):
    told = [
        *_value(f"{beside['name']}: given    ", beside["got"]),
        *_value(f"{beside['name']}: expected ", beside["expected"]),
    ]
    differs = [f"[{', '.join(map(str, place))}]" for place in _places(beside)]
    return [*told, f"They differ at {', '.join(differs)}."] if differs else told


def _remarks(remarks):
    lines = [f"  line {remark['line']:<3} {remark['text']}" for remark in remarks]
    return ["", "Worth a look:", *lines] if lines else []


def _places(beside):
    """Where the numbers differ that are shown, as one would write it in brackets."""
    got, rows = beside["got"], beside["differs"] or []
    is_row = len(got.get("shape", [])) == 1
    row_from, column_from = got.get("from", [0, 0])
    for i, row in enumerate(rows):
        for j, differs in enumerate(row):
            if differs and got.get("shape"):
                yield [column_from + j] if is_row else [row_from + i, column_from + j]


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
