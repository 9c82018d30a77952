"""Examination: what this machine can do to shut answers in. It is tried, not asked.

For every layer an answer is run that attempts what the layer should prevent.
"""

import platform
from pathlib import Path

from .proxy import Conversation
from .room import Room
from .spawned import SpawnedRoom
from .system import LINUX

HEAD = "import os, socket\n\n\ndef attempt():\n"
ATTEMPTS = {
    "read the list of users": "    return bool(open('/etc/passwd').read())\n",
    "read the home folder": """\
    files = [name for name in os.listdir(HOME) if os.path.isfile(os.path.join(HOME, name))]
    return bool(files and open(os.path.join(HOME, files[0]), "rb"))
""",
    "write outside its folder": "    open('/tmp/bpcourse-probe', 'w').close()\n    return True\n",
    "write into its folder": "    open('probe', 'w').close()\n    return True\n",
    "open a connection": "    socket.socket()\n    return True\n",
    "start a process": "    return os.fork() >= 0\n",
    "see other processes": "    return any(p.isdigit() for p in os.listdir('/proc'))\n",
    "stop its parent": "    os.kill(os.getppid() or -1, 0)\n    return True\n",
}
ALLOWED = {"write into its folder"}


def examine(say=print):
    """Say what was tried and what came of it; returns 0 if answers are shut in completely."""

    say(f"Grading on {platform.system()} {platform.release()}, {platform.machine()}")
    room_here = Room if LINUX else SpawnedRoom
    with room_here(seconds=5, memory=1 << 30) as room:
        for line in room.layers.told():
            say(f"  {line}")
        say("What an answer tries:")
        leaks = []
        for name, body in ATTEMPTS.items():
            could = _could(room, HEAD + body.replace("HOME", repr(str(Path.home()))))
            if could and name not in ALLOWED:
                leaks.append(name)
            verdict = "can" if could else "cannot"
            wanted = could == (name in ALLOWED)
            say(f"  {'ok   ' if wanted else 'NOTE '}    it {verdict} {name}")
        complete = room.layers.complete and not leaks
    if complete:
        say("Answers are shut in completely: submissions of strangers can be graded here.")
        return 0
    say(
        "Answers are not shut in completely. Grade only what you would run yourself, or grade on\n"
        "Linux 5.13 or later, in a container or virtual machine without anything worth stealing."
    )
    return 1


def _could(room, source):
    """Did the answer do what it attempts?"""
    from .judge import PrintedThere

    conversation = Conversation(room.open(), PrintedThere())
    try:
        (attempt,) = conversation.load(source, "attempt.py", {"attempt": ()}, 5)
        return attempt() is True
    except Exception:
        return False
    finally:
        room.close()
