"""Seccomp: the system calls that no exercise needs are refused by the kernel itself.

No new process, no other program, no connection, no signal to others, no name space, no memory that
outlives the process. What is refused fails with "Operation not permitted", so honest code that
tries it sees an exception. A thread is no new process.
"""

import ctypes
import errno
import struct

from .syscalls import MACHINE, PR_SET_SECCOMP, prctl

ARCHITECTURES = {"x86_64": 0xC000_003E, "aarch64": 0xC000_00B7}
FILTER = 2
ALLOW, KILL, REFUSE = 0x7FFF_0000, 0x8000_0000, 0x0005_0000
THREAD = 0x0001_0000  # CLONE_THREAD
X32 = 0x4000_0000

# number on x86_64, number on aarch64 (None where there is none)
REFUSED = {
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "socket": (41, 198),
    "connect": (42, 203),
    "bind": (49, 200),
    "listen": (50, 201),
    "accept": (43, 202),
    "accept4": (288, 242),
    "sendto": (44, 206),
    "sendmmsg": (307, 269),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "process_mrelease": (448, 448),
    "kcmp": (312, 272),
    "pidfd_open": (434, 434),
    "pidfd_getfd": (438, 438),
    "pidfd_send_signal": (424, 424),
    "tkill": (200, 130),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "unshare": (272, 97),
    "setns": (308, 268),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "open_tree": (428, 428),
    "move_mount": (429, 429),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "quotactl": (179, 60),
    "shmget": (29, 194),
    "shmat": (30, 196),
    "semget": (64, 190),
    "msgget": (68, 186),
    "mq_open": (240, 180),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "keyctl": (250, 219),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "reboot": (169, 142),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "acct": (163, 89),
    "syslog": (103, 116),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "adjtimex": (159, 171),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "personality": (135, 92),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "setpriority": (141, 140),
    "ioprio_set": (251, 30),
    "migrate_pages": (256, 238),
    "move_pages": (279, 239),
    "vhangup": (153, 58),
    "seccomp": (317, 277),
}
SOCKETS = ("socket", "connect", "bind", "listen", "accept", "accept4", "sendto", "sendmmsg")
CLONE, CLONE3 = {"x86_64": (56, 435), "aarch64": (220, 435)}.get(MACHINE, (None, None))
KILL_SELF = {"x86_64": {"kill": 62, "tgkill": 234}, "aarch64": {"kill": 129, "tgkill": 131}}

LOAD, JUMP_EQUAL, JUMP_SET, JUMP_AT_LEAST, RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST = 0, 4, 16  # offsets in what the kernel shows: number, machine, arg 0


def enter(filter):
    """Come under the filter; needs no_new_privs."""
    prctl(PR_SET_SECCOMP, FILTER, filter.head)


class Filter:
    """A program as the kernel takes it, made once for many children."""

    def __init__(self, code):
        self.code = ctypes.create_string_buffer(code)
        head = struct.pack("@HxxxxxxP", len(code) // 8, ctypes.addressof(self.code))
        self.head = ctypes.create_string_buffer(head)


def program(pid, *, sockets=False):
    """The filter for a process of that number, as the kernel's small machine reads it.

    With `sockets` it may use sockets: those that are files, where the network is an empty one.
    OSError where none is written for this machine.
    """
    if MACHINE not in ARCHITECTURES:
        raise OSError(f"no filter is written for {MACHINE}")
    refuse = REFUSE | errno.EPERM
    column = 0 if MACHINE == "x86_64" else 1
    lines = [
        (LOAD, 0, 0, ARCHITECTURE),
        (JUMP_EQUAL, 1, 0, ARCHITECTURES[MACHINE]),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER),
    ]
    if MACHINE == "x86_64":  # the same calls under other numbers
        lines += [(JUMP_AT_LEAST, 0, 1, X32), (RETURN, 0, 0, refuse)]
    lines += [(JUMP_EQUAL, 0, 1, CLONE3), (RETURN, 0, 0, REFUSE | errno.ENOSYS)]  # then clone
    lines += [
        (JUMP_EQUAL, 0, 4, CLONE),
        (LOAD, 0, 0, FIRST),
        (JUMP_SET, 1, 0, THREAD),
        (RETURN, 0, 0, refuse),
        (RETURN, 0, 0, ALLOW),
    ]
    for number in KILL_SELF[MACHINE].values():
        lines += [
            (JUMP_EQUAL, 0, 4, number),
            (LOAD, 0, 0, FIRST),
            (JUMP_EQUAL, 1, 0, pid),
            (RETURN, 0, 0, refuse),
            (RETURN, 0, 0, ALLOW),
        ]
    allowed = SOCKETS if sockets else ()
    for name, numbers in REFUSED.items():
        if numbers[column] is not None and name not in allowed:
            lines += [(JUMP_EQUAL, 0, 1, numbers[column]), (RETURN, 0, 0, refuse)]
    lines.append((RETURN, 0, 0, ALLOW))
    return Filter(b"".join(struct.pack("=HBBI", *line) for line in lines))
