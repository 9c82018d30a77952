"""Stoppable: the same code, in which no `except` holds back what stops it.

while True:                  A call that is watched for long enough is stopped by an error,
    try:                     which a bare `except:` would catch, and the loop would go on.
        ...
    except:                  So it is read as a list of all that it is meant to catch:
        pass                 except (Exception, SystemExit, KeyboardInterrupt, GeneratorExit):
"""

import ast

CAUGHT = ("Exception", "SystemExit", "KeyboardInterrupt", "GeneratorExit")  # of Python's own


def stoppable(tree):
    """The syntax tree, changed in place. Each line of it stays where it is."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and _catches_all(node.type):
            names = [ast.Name(name, ast.Load()) for name in CAUGHT]
            node.type = ast.Tuple(names, ast.Load())
            for part in (node.type, *names):
                ast.copy_location(part, node)
    return tree


def _catches_all(type_):
    """Is it a bare `except:`, or one that names BaseException, perhaps among others?"""
    names = ast.walk(type_) if type_ else ()
    return type_ is None or any(getattr(name, "id", "") == "BaseException" for name in names)
