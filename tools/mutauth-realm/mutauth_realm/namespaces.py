"""
Namespaces for a realm that needs what only root may do: ports below 1024, names of hosts.

The keeper of such a realm is started in a user, a network and a mount namespace of its own; whoever
is to use the realm enters them.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
import subprocess
from collections.abc import Sequence

from .errors import RealmError
from .programs import Needed, find_program

_UNSHARE = Needed("unshare", "util-linux", "the tool that makes namespaces")
_NSENTER = Needed("nsenter", "util-linux", "the tool that enters namespaces")
_SIOCGIFFLAGS, _SIOCSIFFLAGS, _IFF_UP = 0x8913, 0x8914, 1
_MS_BIND = 4096
# A change of the mount namespace goes back to "/".
_GO_BACK = 'cd -- "$1" 2>/dev/null || cd /; shift; exec "$@"'


def making() -> list[str]:
    """What to put before a command so that it runs in new namespaces, under the same pid."""
    words = [find_program(_UNSHARE), "--user", "--map-root-user", "--net", "--mount", "--"]
    find_program(_NSENTER)
    tried = subprocess.run([*words, "true"], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                           stderr=subprocess.PIPE, text=True, errors="replace", check=False)
    if tried.returncode != 0:
        raise RealmError(
            "a realm of this kind needs root or user namespaces, and those are not allowed here: "
            f"{tried.stderr.strip()} (see user.max_user_namespaces, kernel.unprivileged_userns_"
            "clone, kernel.apparmor_restrict_unprivileged_userns; a container may forbid them)")
    return words


def entering(pid: int) -> list[str]:
    """What to put before a command so that it runs in that process's namespaces."""
    if is_here(pid):
        return []
    # The machine's root has no name in a user's namespace, and needs none to enter the others.
    user = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]
    return [find_program(_NSENTER), f"--target={pid}", *user, "--net", "--mount",
            "--", "/bin/sh", "-c", _GO_BACK, "sh", os.getcwd()]


def is_here(pid: int) -> bool:
    """Whether this process is in that one's namespaces already."""
    return all(os.stat(f"/proc/self/ns/{kind}") == os.stat(f"/proc/{pid}/ns/{kind}")
               for kind in ("user", "net", "mnt"))


def furnish(hosts: str) -> None:
    """Inside new namespaces: brings the loopback interface up, and puts the file of names there."""
    raise_loopback()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(os.fsencode(hosts), b"/etc/hosts", None, ctypes.c_ulong(_MS_BIND), None) != 0:
        raise OSError(ctypes.get_errno(), f"mounting {hosts} on /etc/hosts")


def raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        answer = fcntl.ioctl(any_socket, _SIOCGIFFLAGS, request)
        flags = struct.unpack("16sh14x", answer)[1] | _IFF_UP
        fcntl.ioctl(any_socket, _SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags))
