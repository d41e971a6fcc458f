"""What a hostile package would try from within its build. Prints a line for each attempt: `refused NAME` with the reason, or
`SUCCEEDED NAME`. Arguments: a directory of the host that must stay out of reach, a pid of the host, the name of a socket
that listens in the host's abstract namespace. Nothing here does harm where it succeeds."""

import ctypes
import errno
import os
import platform
import socket
import struct
import sys
import time

canary, host_pid, host_socket = sys.argv[1], int(sys.argv[2]), sys.argv[3]
libc = ctypes.CDLL(None, use_errno=True)
is_x86 = platform.machine() == "x86_64"


class Refused(Exception):
    pass


def call(number_x86, number_arm, *arguments):
    """A system call by its number; raises OSError as Python's own do."""
    converted = [ctypes.c_char_p(a) if isinstance(a, bytes) else ctypes.c_long(a) for a in arguments]
    answer = libc.syscall(ctypes.c_long(number_x86 if is_x86 else number_arm), *converted)
    if answer < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))
    return answer


def attempt(name, action):
    try:
        action()
        print("SUCCEEDED", name)
    except Refused as reason:
        print("refused", name, reason)
    except OSError as error:
        print("refused", name, errno.errorcode.get(error.errno, error.errno))
    sys.stdout.flush()


def expect(holds, reason):
    if not holds:
        raise Refused(reason)


def write(path, text):
    with open(path, "w") as file:
        file.write(text)


def see(path):
    """The host's secret, by a way that leads out."""
    with open(os.path.join(path, "secret")) as file:
        file.read()


def node(path, kind, major, minor):
    os.mknod(path, kind | 0o666, os.makedev(major, minor))
    os.close(os.open(path, os.O_RDONLY))


def mount(source, target, kind, flags):
    if libc.mount(source, target, kind, flags, None) < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number))


def leave_chroot():
    here = os.open(".", os.O_RDONLY)
    os.makedirs("/tmp/cage", exist_ok=True)
    os.chroot("/tmp/cage")
    os.fchdir(here)
    for _ in range(64):
        os.chdir("..")
    os.chroot(".")
    see(canary)


def in_child(action):
    """An attempt that would change the process itself."""
    read, wrote = os.pipe()
    if os.fork() == 0:
        try:
            action()
            os.write(wrote, b"0")
        except Refused:
            os.write(wrote, b"1")
        except OSError as error:
            os.write(wrote, str(error.errno).encode())
        os._exit(0)
    os.wait()
    number = int(os.read(read, 16))
    os.close(read)
    os.close(wrote)
    if number != 0:
        raise OSError(number, os.strerror(number))


def abstract_socket():
    client = socket.socket(socket.AF_UNIX)
    client.connect("\0" + host_socket)


def inherited_descriptors():
    open_ones = [int(name) for name in os.listdir("/proc/self/fd")]
    strange = []
    for descriptor in open_ones:
        try:
            target = os.readlink(f"/proc/self/fd/{descriptor}")
        except OSError:
            continue
        if descriptor > 2 and not target.startswith("/proc/"):
            strange.append(f"{descriptor}={target}")
        try:
            see(f"/proc/self/fd/{descriptor}")
            return
        except OSError:
            pass
    expect(strange, "none is open")


def other_roots():
    for pid in [name for name in os.listdir("/proc") if name.isdigit()]:
        for way in ("root", "cwd"):
            try:
                see(f"/proc/{pid}/{way}{canary}")
                return
            except OSError:
                pass
    raise Refused("the same root for all")


def type_into_terminal():
    import fcntl

    terminal = os.open("/dev/tty", os.O_RDWR)
    fcntl.ioctl(terminal, 0x5412, b"#")  # TIOCSTI


def make_immutable():
    import fcntl

    write("/build/immutable", "")
    file = os.open("/build/immutable", os.O_RDONLY)
    fcntl.ioctl(file, 0x40086602, struct.pack("l", 0x10))  # FS_IOC_SETFLAGS, FS_IMMUTABLE_FL


def kill_everything_outside():
    os.kill(host_pid, 0)


def open_socket(family, kind, protocol=0):
    socket.socket(family, kind, protocol).close()


BLOCK, CHARACTER = 0o060000, 0o020000
MS_REMOUNT, MS_BIND, CLONE_NEWUSER, CLONE_NEWNS = 32, 4096, 0x10000000, 0x20000

attempts = {
    "reach the host by its path": lambda: see(canary),
    "reach the host by another process": other_roots,
    "reach the host by what bwrap left": lambda: see(f"/oldroot{canary}"),
    "leave by chroot and fchdir": lambda: in_child(leave_chroot),
    "use an inherited descriptor": inherited_descriptors,
    "open a disk by a node of its own": lambda: node("/tmp/disk", BLOCK, 8, 0),
    "open a virtual disk by a node of its own": lambda: node("/build/disk", BLOCK, 254, 0),
    "open memory by a node of its own": lambda: node("/dev/memory", CHARACTER, 1, 1),
    "open the log of the kernel": lambda: open("/dev/kmsg").close(),
    "open memory of the kernel": lambda: open("/proc/kcore", "rb").read(1),
    "mount a file system": lambda: mount(b"none", b"/tmp", b"tmpfs", 0),
    "mount proc anew": lambda: mount(b"proc", b"/tmp", b"proc", 0),
    "bind a directory": lambda: mount(b"/etc", b"/tmp", None, MS_BIND),
    "make /proc/sys writable": lambda: mount(None, b"/proc/sys", None, MS_REMOUNT | MS_BIND),
    "take a mount away": lambda: call(166, 39, b"/proc/sys", 2),
    "change the root": lambda: call(155, 41, b"/", b"/tmp"),
    "open a file system": lambda: call(430, 430, b"tmpfs", 0),
    "clone a mount": lambda: call(428, 428, -100, b"/etc", 1),
    "a user namespace by unshare": lambda: in_child(lambda: call(272, 97, CLONE_NEWUSER)),
    "a user namespace by clone": lambda: call(56, 220, CLONE_NEWUSER | 17, 0, 0, 0, 0),
    "a process by clone3": lambda: call(435, 435, b"\0" * 88, 88),
    "a mount namespace": lambda: in_child(lambda: call(272, 97, CLONE_NEWNS)),
    "enter a namespace": lambda: call(308, 268, os.open("/proc/1/ns/mnt", os.O_RDONLY), 0),
    "set the core pattern": lambda: write("/proc/sys/kernel/core_pattern", "core"),
    "set a program for modules": lambda: write("/proc/sys/kernel/modprobe", "/tmp/x"),
    "forward packets": lambda: write("/proc/sys/net/ipv4/ip_forward", "0"),
    "drop caches": lambda: write("/proc/sys/vm/drop_caches", "1"),
    "use the magic key": lambda: write("/proc/sysrq-trigger", "h"),
    "escape the killer for want of memory": lambda: write("/proc/self/oom_score_adj", "-1000"),
    "signal a process of the host": kill_everything_outside,
    "trace a process of the host": lambda: call(101, 117, 16, host_pid, 0, 0),
    "load a module": lambda: call(313, 273, os.open("/dev/null", os.O_RDONLY), b"", 0),
    "remove a module": lambda: call(176, 106, b"no_such_module", 0o4000),
    "load a kernel": lambda: call(246, 104, 0, 0, 0, 0),
    "restart the machine": lambda: call(169, 142, 0xFEE1DEAD, 672274793, 0, 0),
    "set the clock": lambda: time.clock_settime(time.CLOCK_REALTIME, time.time()),
    "set the host name": lambda: socket.sethostname("attacked"),
    "switch accounting on": lambda: call(163, 89, 0),
    "use swap": lambda: call(167, 224, b"/tmp/swap", 0),
    "raw packets": lambda: open_socket(socket.AF_INET, socket.SOCK_RAW, 1),
    "packets of the link": lambda: open_socket(socket.AF_PACKET, socket.SOCK_RAW),
    "the hypervisor": lambda: open_socket(40, socket.SOCK_STREAM),
    "cryptography of the kernel": lambda: open_socket(38, socket.SOCK_SEQPACKET),
    "bluetooth": lambda: open_socket(31, socket.SOCK_RAW),
    "a pair of strange sockets": lambda: call(53, 199, 38, 5, 0, 0),
    "an abstract socket of the host": abstract_socket,
    "the network": lambda: socket.create_connection(("192.0.2.7", 80), 2),
    "make a key": lambda: call(248, 217, b"user", b"debootc", b"x", 1, -4),
    "read keys of the session": lambda: call(250, 219, 6, -3, 0, 0),
    "ask for a key": lambda: call(249, 218, b"user", b"debootc", 0, 0),
    "load a program into the kernel": lambda: call(321, 280, 0, b"\0" * 120, 120),
    "measure the kernel": lambda: call(298, 241, b"\0" * 128, 0, -1, -1, 0),
    "handle faults of memory": lambda: call(323, 282, 1),
    "queue calls": lambda: call(425, 425, 4, b"\0" * 120),
    "watch all files": lambda: call(300, 262, 0x200, 0),
    "open a file by its handle": lambda: call(304, 265, -100, b"\0" * 136, 0),
    "read the log by a call": lambda: call(103, 116, 3, b"\0" * 64, 64),
    "ports of the machine": lambda: call(172, -1, 3) if is_x86 else expect(False, "none on this machine"),
    "type into the terminal": type_into_terminal,
    "make a file that cannot be removed": make_immutable,
    "link a program of the host": lambda: os.link("/usr/bin/env", "/build/env"),
    "change a program of the host": lambda: write("/usr/bin/env", ""),
    "change what debootc bound": lambda: write("/etc/resolv.conf", ""),
    "hide what an overlay has": lambda: os.setxattr("/build", "trusted.overlay.opaque", b"y"),
}

for name, action in attempts.items():
    attempt(name, action)
