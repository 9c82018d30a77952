"""Kept files: the learner's files live in the worker's memory, and the page keeps a copy of each.

After every answer the page is told what is new. What has only grown, as the progress, is told by
its end, so that two pages of one learner do not overwrite each other.
"""


class KeptFiles:
    """The files below a folder, as they were when this was asked last."""

    def __init__(self, root):
        self.root = root
        self.known = self._stamps()

    def news(self):
        """A triple for each file that is new, changed or gone: its path, where in it, the bytes.

        `where` is None for a whole file, and the place of the first new byte of one that has grown.
        The bytes are None where the file is gone.
        """
        before, self.known = self.known, self._stamps()
        for path in before.keys() - self.known.keys():
            yield path, None, None
        for path, stamp in self.known.items():
            if stamp == before.get(path):
                continue
            data = (self.root / path).read_bytes()
            if path.endswith(".jsonl"):
                old = before.get(path, (0, 0))[0]
                yield path, old, data[old:]
            else:
                yield path, None, data

    def add(self, path, data):
        """Lay a file there that another page has written; `data` goes to the end of a journal."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("ab" if path.endswith(".jsonl") else "wb") as opened:
            opened.write(data)
        self.known[path] = self._stamp(file)

    def remove(self, path):
        """Remove a file that another page has removed."""
        (self.root / path).unlink(missing_ok=True)
        self.known.pop(path, None)

    def _stamps(self):
        """The size and the time of each file, by its path."""
        files = (file for file in self.root.rglob("*") if file.is_file())
        return {file.relative_to(self.root).as_posix(): self._stamp(file) for file in files}

    def _stamp(self, file):
        facts = file.stat()
        return facts.st_size, facts.st_mtime_ns
