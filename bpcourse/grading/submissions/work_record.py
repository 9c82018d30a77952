"""Record: how a learner came to the answers: the events of the progress, and the earlier answers.

It goes into the packed file as plain data, so that who goes on elsewhere has lost nothing. What
grades the file does not look at it.
"""

import json

from ...checking.exercise import exercises
from ...checking.progress import Progress

EVENTS, ATTEMPTS = "events", "attempts"
LARGEST = 1 << 20  # characters of one attempt


def record_of(workspace):
    """The record as plain data: all events, and of each exercise the earlier answers in order."""
    kept = {e.name: [_text(path) for path in workspace.attempts(e.name)] for e in exercises()}
    return {
        EVENTS: Progress(workspace).events(),
        ATTEMPTS: {name: texts for name, texts in kept.items() if texts},
    }


def _text(path):
    return path.read_text(encoding="utf-8", errors="replace")


def take_record(workspace, record):
    """Add what is in the record and not in the workspace yet, whatever else is in it.

    Returns how many events were added. What is no record of ours is passed over.
    """
    record = record if isinstance(record, dict) else {}
    attempts = record.get(ATTEMPTS)
    for exercise in exercises():
        texts = attempts.get(exercise.name) if isinstance(attempts, dict) else None
        known = {_text(path) for path in workspace.attempts(exercise.name)}
        for text in texts if isinstance(texts, list) else ():
            if isinstance(text, str) and len(text) <= LARGEST and text not in known:
                workspace.keep_attempt(exercise.name, text)
                known.add(text)
    return _take_events(Progress(workspace), record.get(EVENTS))


def _take_events(progress, events):
    known = {_line(event) for event in progress.events()}
    new = [e for e in (events if isinstance(events, list) else ()) if _is_event(e)]
    new = [event for event in new if _line(event) not in known]
    progress.add(new)
    return len(new)


def _is_event(event):
    return isinstance(event, dict) and all(isinstance(event.get(k), str) for k in ("time", "event"))


def _line(event):
    return json.dumps(event, sort_keys=True)
