"""Journal events: what of a learner's journal a workshop is told, and in which words.

Of all that the journal holds it is the exercises and predictions of the plan, and what was said to
the room itself: no code, no text, no time, no hint that was read.
"""

DONT_KNOW = "dont_know"
OUTCOMES = {"todo": "todo", "no": "wrong", "ok": "right"}


def outgoing(events, seat, after=-1):
    """The events for the room of a seat, oldest first, of those whose place is behind `after`."""
    for n, event in enumerate(events):
        if n > after and (told := _told(event, seat, n)):
            yield {"n": n} | told


def _told(event, seat, n):
    match event:
        case {"event": "check", "exercise": name, "outcome": "todo" | "no" | "ok" as outcome}:
            if name in seat.exercises:
                facts = {"kind": "exercise", "what": name, "outcome": OUTCOMES[outcome]}
                return facts | {"mistake": event.get("mistake", "")}
        case {"event": "answer", "question": name, "answer": None | int() as answer}:
            if name in seat.predictions:
                chosen = DONT_KNOW if answer is None else str(answer)
                return {"kind": "prediction", "what": name, "outcome": chosen}
        case {"event": "stuck", "exercise": name} if n >= seat.since:
            how = "over" if event.get("over") else "yes"
            return {"kind": "stuck", "what": name, "outcome": how}
        case {"event": "done", "section": int(section)} if n >= seat.since:
            return {"kind": "done", "what": section}
    return None
