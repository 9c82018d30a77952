"""Lines: which statement each line of a source belongs to, what it uses, and where loops are."""

import ast
import io
import tokenize


class Statements:
    """The statements of a source text, which Python can read. Its lines count from 1."""

    def __init__(self, source):
        self.source = _without_comments(source)
        self.first, self.last = {}, {}  # of each line: where its statement begins; where that ends
        self.loops = {}  # of each line in which a loop begins: the last line of its body
        self.used = {}  # of each line in which a statement begins: the names that it reads
        self.nodes = {}  # and the statement itself, as Python has read it
        for node in ast.walk(ast.parse(source)):  # what is inside comes after what is around it
            if isinstance(node, ast.stmt):
                self._see(node)

    def _see(self, node):
        body = getattr(node, "body", None)
        end = max(node.lineno, body[0].lineno - 1) if body else node.end_lineno
        for line in range(node.lineno, end + 1):
            self.first[line] = node.lineno
        self.last[node.lineno], self.nodes[node.lineno] = end, node
        if isinstance(node, ast.For | ast.While):
            self.loops[node.lineno] = body[-1].end_lineno
        names = [part for part in ast.walk(node) if isinstance(part, ast.Name)]
        read = [n for n in names if n.lineno <= end and not isinstance(n.ctx, ast.Store)]
        read.sort(key=lambda name: (name.lineno, name.col_offset))
        changed = [node.target.id] if _changes_a_name(node) else []
        self.used[node.lineno] = list(dict.fromkeys([*changed, *(name.id for name in read)]))

    def begin(self, line):
        """Where the statement of that line begins."""
        return self.first.get(line, line)

    def is_over(self, loop, line):
        """Has the loop that begins at one line ended, if the other line comes after it?"""
        return loop in self.loops and not loop < line <= self.loops[loop]

    def is_in_while(self, line):
        """Is that line in a `while` loop, or its head?"""
        return any(
            isinstance(self.nodes[begin], ast.While) and begin <= line <= end
            for begin, end in self.loops.items()
        )

    def text(self, line):
        """The statement that begins there, in one line."""
        lines = self.source[line - 1 : self.last.get(line, line)]
        return " ".join(part.strip() for part in lines if part.strip())


def _changes_a_name(node):
    """As in `w -= 1`, which reads w, too."""
    return isinstance(node, ast.AugAssign) and isinstance(node.target, ast.Name)


def _without_comments(source):
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            lines[row - 1] = lines[row - 1][:column].rstrip()
    return lines
