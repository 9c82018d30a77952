"""Site folder: a site is made anew in the folder of the last one, while somebody may be reading it.

What a page needs comes before the page. What the last site had and this one has not goes at the
end; what else is there is somebody's own, as .git or the name of a domain.
"""

import json
from contextlib import suppress
from pathlib import Path

from ..atomic_write import atomic_write
from ..errors import UserError

MARK = "bpcourse-site.json"  # a folder that holds this file is a site, and may be made anew
LAST = ("offline.js", MARK)  # as the pages: until all they need is there, the last site is served


def marked(made, **facts):
    """The files of a site, from path to bytes, with one more that names them all."""
    told = json.dumps(facts | {"files": sorted(made)}).encode()
    return dict(sorted((made | {MARK: told}).items()))


def renew(out, make):
    """Write the files that `make()` returns into the folder `out`; returns them.

    Raises UserError where `out` holds something else.
    """
    out = Path(out)
    before = _files_before(out)
    made = make()
    for name in sorted(made, key=lambda name: (name in LAST or name.endswith(".html"), name)):
        path = out / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path, "wb", lasting=False) as file:
            file.write(made[name])
    _remove(out, before - made.keys())
    return made


def _files_before(out):
    """The names of the files that the site in `out` is made of; none where there is no site yet."""
    if not out.exists() or all(path.name.startswith(".") for path in out.iterdir()):
        return set()
    if not (out / MARK).exists():
        raise UserError(f"{out} is not empty, and no site. Name a new folder, or an empty one.")
    return set(json.loads((out / MARK).read_text(encoding="utf-8")).get("files", ()))


def _remove(out, names):
    """Remove these files, and the folders that are empty then."""
    for path in sorted(((out / name).resolve() for name in names), reverse=True):
        if path.is_relative_to(out.resolve()):
            path.unlink(missing_ok=True)
            with suppress(OSError):  # it holds something else
                path.parent.rmdir()
