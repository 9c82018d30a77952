"""A workshop that runs as a process of its own, as the command starts it, and can be killed."""

import re
import shutil
import socket
import sqlite3
import subprocess
import sys
import tempfile
from contextlib import closing
from pathlib import Path

import bpcourse


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Running:
    """`bpcourse workshop`, from its first line until it is ended."""

    def __init__(self, file, *words, port=None):
        self.file, self.port = file, port or free_port()
        options = ["--host", "127.0.0.1", "--port", str(self.port)]
        options += ["--file", str(file)] if file else []  # a rehearsal has none
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bpcourse", "workshop", *words, *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            encoding="utf-8",
            cwd=Path(bpcourse.__file__).parent.parent,
        )
        self.told = ""
        while "Ctrl-C ends" not in self.told:
            line = self.process.stdout.readline()
            assert line, self.told
            self.told += line
        self.address = f"http://127.0.0.1:{self.port}"
        self.link = re.search(r"bpcourse join (\S+)", self.told)[1]
        self.presenter = re.search(r"Instructor: +(\S+)", self.told)[1]
        self.secret = self.presenter.partition("#")[2]

    def kept(self, query):
        """The rows of a query on the file. Only the server may open it, so it is copied."""
        with tempfile.TemporaryDirectory() as folder:
            for path in self.file.parent.glob(f"{self.file.name}*"):
                shutil.copy(path, folder)
            with closing(sqlite3.connect(Path(folder) / self.file.name)) as copy:
                return copy.execute(query).fetchall()

    def kill(self):
        """As if the plug were pulled."""
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def end(self):
        """In order; all that it has said since."""
        self.process.terminate()
        told = self.process.stdout.read()
        self.process.stdout.close()
        assert self.process.wait(10) == 0, told
        return told
