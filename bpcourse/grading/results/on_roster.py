"""On the roster: which line of it is whose, and which lines have nobody."""

LISTED = 8  # names in a warning


def find_on_roster(persons, roster, warnings):
    """Give each person a line, and the name in it.

    Returns pairs of a line that nobody has, and whether a submission fits it among other lines.
    """
    holders, doubtful, strangers = {}, set(), []
    for person in persons:
        names = list(dict.fromkeys([person.named, person.name]))
        lines = roster.find(person.platform, person.number, names, person.email)
        if len(lines) == 1:
            holders.setdefault(lines[0], []).append(person)
            continue
        strangers.append(person)
        doubtful.update(lines)
        told = "Several lines of the roster fit it." if lines else "It is not on the roster."
        person.warnings.append(told)
    for line, several in holders.items():
        if len(several) > 1:
            told = ", ".join(map(_called, several))
            warnings.append(f"On the roster these are one person, {line.name}: {told}.")
        for person in several:
            person.line, person.name = line, line.name
            person.email = line.email or person.email
    missing = [(line, line in doubtful) for line in roster.lines if line not in holders]
    _warn(strangers, missing, warnings)
    return missing


def _warn(strangers, missing, warnings):
    if strangers:
        told = _listed(map(_called, strangers))
        warnings.append(
            f"Not found on the roster: {told}. Look for a slip in the name, or add a line."
        )
    if nothing := [line.name for line, doubtful in missing if not doubtful]:
        warnings.append(f"Nothing was handed in by: {_listed(nothing)}.")
    if unclear := [f"{line.name} (line {line.line})" for line, doubtful in missing if doubtful]:
        warnings.append(
            f"Several lines of the roster fit one submission: {_listed(unclear)}. A number or an "
            "address in the roster that the submission has, too, would tell them apart."
        )


def _called(person):
    number = person.id or person.number
    return f"{person.name} ({number})" if number != person.name else person.name


def _listed(names):
    names = list(names)
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f"{', '.join(names[:LISTED])}{more}"
