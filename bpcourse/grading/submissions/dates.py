"""Dates: when a file was handed in, as far as its date says that.

All times are seconds since 1970, and 0 where nothing is known. A zip keeps a time of the clock on
the wall of whoever packed it, to two seconds and without a zone; some programs add the exact time.
"""

import struct
import time
from datetime import datetime

UNKNOWN = 0.0
OLDEST = datetime(2000, 1, 1).timestamp()  # an older date is what programs write for none
AHEAD = 24 * 3600.0  # how far clocks and zones may be ahead of this machine's
UNIX, WINDOWS = 0x5455, 0x000A  # the extra fields of a zip that hold an exact time
SINCE_1601 = 11_644_473_600  # seconds from the first day of Windows' times to 1970


def believed(when):
    """The time, or UNKNOWN where nobody can have handed anything in then."""
    return when if OLDEST < when < time.time() + AHEAD else UNKNOWN


def of_member(info, zone=None):
    """The time of a zip's member; its clock was that of `zone`, else that of this machine.

    An hour that the change from summer time repeats is taken for the first of the two.
    """
    exact = _exact(info.extra)
    if exact is not None:
        return believed(exact)
    try:
        return believed(datetime(*info.date_time, tzinfo=zone).timestamp())
    except (ValueError, OverflowError, OSError):  # the zero of a date, or a 31st of February
        return UNKNOWN


def _exact(extra):
    """The time in the extra fields, or None."""
    while len(extra) >= 4:
        kind, size = struct.unpack("<HH", extra[:4])
        data, extra = extra[4 : 4 + size], extra[4 + size :]
        if kind == UNIX and len(data) >= 5 and data[0] & 1:
            return float(struct.unpack("<i", data[1:5])[0])
        if kind == WINDOWS and len(data) >= 16 and data[4:8] == b"\x01\x00\x18\x00":
            return struct.unpack("<Q", data[8:16])[0] / 1e7 - SINCE_1601
    return None
