"""Name spaces: a world in which the rest of the machine does not exist.

The fork server enters it once: its own users, network (with nothing in it), mounts, messages, and a
root folder in which only Python and its packages are, read-only. Each child gets its own processes,
its own messages and its own private folder, and all of these vanish with it.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path

from . import syscalls
from .syscalls import call, mount

ROOT = "/tmp"  # where the new root is put together; it is hidden under it at once
PLACE = "/box"  # Landlock's rules look at what is above a mount, not at where it is mounted
PRIVATE_FOLDER = f"{PLACE}/own"  # the private folder
NOBODY = 65534
DEVICES = ("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random")
NAMESPACES = syscalls.NEWNS | syscalls.NEWNET | syscalls.NEWIPC | syscalls.NEWUTS


def enter_namespaces(readable, hidden, writable=()):
    """The fork server's part. From here on only `readable` exists, without what is `hidden` in it.

    What is `writable` exists too, and can be changed.
    """
    proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    root = os.geteuid() == 0
    if root:
        call("unshare", NAMESPACES)
    else:
        _enter_users(proc, NAMESPACES)
    mount("none", "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
    _make_root(readable, hidden, writable)
    if root:  # the files were reached with root's rights; from here on it is nobody
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)
        syscalls.prctl(syscalls.PR_SET_DUMPABLE, 1)
        _enter_users(proc, syscalls.NEWNS | syscalls.NEWNET | syscalls.NEWIPC | syscalls.NEWUTS)
    os.close(proc)


def small_folder(path, size):
    """Lay an empty folder in memory over this one, which only this process and its children see."""
    if os.geteuid() == 0:
        call("unshare", syscalls.NEWNS)
    else:
        proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
        user, group = os.geteuid(), os.getegid()
        _enter_users(proc, syscalls.NEWNS, user, group)
        os.close(proc)
    mount("none", "/", None, syscalls.MS_REC | syscalls.MS_PRIVATE)
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV
    mount("small", path, "tmpfs", flags, f"size={size},nr_inodes=64,mode=777")


def _enter_users(proc, flags, user_inside=0, group_inside=0):
    user, group = os.geteuid(), os.getegid()
    call("unshare", syscalls.NEWUSER | flags)
    for name, text in (
        ("setgroups", "deny"),
        ("uid_map", f"{user_inside} {user} 1"),
        ("gid_map", f"{group_inside} {group} 1"),
    ):
        descriptor = os.open(f"self/{name}", os.O_WRONLY, dir_fd=proc)
        try:
            os.write(descriptor, text.encode())
        finally:
            os.close(descriptor)


def _make_root(readable, hidden, writable):
    """A new root with only these in it, under the same names."""
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV
    keep = {
        path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in [*readable, *writable, *DEVICES]
    }
    folders = {path: os.path.isdir(path) for path in keep}  # noqa: PTH112
    mount("root", ROOT, "tmpfs", flags, "size=4m,mode=755")
    for path, descriptor in keep.items():
        target = Path(ROOT + path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileExistsError):
            target.mkdir() if folders[path] else target.touch(exist_ok=False)
        mount(f"/proc/self/fd/{descriptor}", target, None, syscalls.MS_BIND | syscalls.MS_REC)
        os.close(descriptor)
        if path not in (*DEVICES, *writable):
            _read_only(target)
    for path in hidden:
        target = Path(ROOT + str(path))
        if target.is_dir():
            mount("hidden", target, "tmpfs", flags | syscalls.MS_RDONLY, "size=4k,mode=755")
    Path(ROOT + PRIVATE_FOLDER).mkdir(parents=True)
    os.chdir(ROOT)
    call("pivot_root", ".", ".")
    call("umount2", ".", syscalls.MNT_DETACH)
    os.chdir("/")
    mount("none", "/", None, syscalls.MS_REMOUNT | syscalls.MS_BIND | syscalls.MS_RDONLY | flags)


def _read_only(target):
    """A mount that comes from outside may be locked to more flags than asked for; keep those."""
    told = os.statvfs(target).f_flag
    kept = told & (syscalls.MS_NOSUID | syscalls.MS_NODEV | 8)
    kept |= (1024 if told & 1024 else 0) | (1 << 21 if told & 4096 else 0)  # noatime, relatime
    flags = syscalls.MS_REMOUNT | syscalls.MS_BIND | syscalls.MS_RDONLY | syscalls.MS_NOSUID | kept
    mount("none", target, None, flags)


class Processes:
    """The fork server's way to put each next child into a process space of its own.

    The fork server is in one itself, so that it can come back from there.
    """

    def __init__(self):
        """Goes on in a child that is the first process of a new space; the parent waits."""
        call("unshare", syscalls.NEWPID)
        child = os.fork()
        if child:
            _, status = os.waitpid(child, 0)
            os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
        syscalls.prctl(syscalls.PR_SET_PDEATHSIG, 9)
        self.home = call("pidfd_open", os.getpid(), 0)

    def fork(self):
        call("unshare", syscalls.NEWPID)
        child = os.fork()
        if child:
            call("setns", self.home, syscalls.NEWPID)
        return child


def enter_private_folder(size):
    """The child's part: a private folder in memory, of at most `size` bytes."""
    call("unshare", syscalls.NEWNS | syscalls.NEWIPC)
    flags = syscalls.MS_NOSUID | syscalls.MS_NODEV
    mount("folder", PRIVATE_FOLDER, "tmpfs", flags, f"size={size},nr_inodes=1000,mode=700")
    os.chdir(PRIVATE_FOLDER)


def bound_capabilities():
    """No child will ever get a power that it does not bring along."""
    for capability in range(64):
        with suppress(OSError):
            syscalls.prctl(syscalls.PR_CAPBSET_DROP, capability)
    with suppress(OSError):
        syscalls.prctl(syscalls.PR_CAP_AMBIENT, syscalls.PR_CAP_AMBIENT_CLEAR_ALL)


def drop_capabilities():
    """And here it throws away the powers it has, even over its own name spaces."""
    head = (0x2008_0522).to_bytes(4, sys.byteorder) + bytes(4)
    call("capset", head, bytes(24))
