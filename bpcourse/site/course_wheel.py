"""Course wheel: the course as a package that a kernel in the browser can load by its name."""

import base64
import hashlib

from .._version import __version__
from .course_archive import course_files, packed

NAME = f"bpcourse-{__version__}-py3-none-any.whl"
ABOUT = f"bpcourse-{__version__}.dist-info"
METADATA = f"Metadata-Version: 2.1\nName: bpcourse\nVersion: {__version__}\n"
WHEEL = "Wheel-Version: 1.0\nGenerator: bpcourse\nRoot-Is-Purelib: true\nTag: py3-none-any\n"


def course_wheel():
    """The bytes of the wheel; it holds what the widgets of a notebook need, too."""
    files = course_files(left_out=())
    files |= {f"{ABOUT}/METADATA": METADATA.encode(), f"{ABOUT}/WHEEL": WHEEL.encode()}
    lines = [f"{name},sha256={_mark(data)},{len(data)}" for name, data in files.items()]
    record = "\n".join([*lines, f"{ABOUT}/RECORD,,", ""])
    return packed(files | {f"{ABOUT}/RECORD": record.encode()})


def _mark(data):
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
