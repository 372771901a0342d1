"""A host of its own on this machine: a network namespace joined to it, or to another such host, by a veth pair."""

import ctypes
import functools
import os
import pathlib
import random
import shutil
import socket
import subprocess
import sys
import threading

CLONE_NEWNET = 0x40000000


@functools.cache
def is_possible() -> bool:
    """Whether this process may make one: that takes root, iproute2, and a container that does not forbid it."""
    if os.geteuid() != 0 or shutil.which("ip") is None:
        return False
    try:
        with NetworkNamespace():
            return True
    except subprocess.CalledProcessError as error:
        print(f"no network namespaces here: {error.stderr}", file=sys.stderr)
        return False


def _ip(*arguments: str):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True, timeout=20)


class NetworkNamespace:
    """Created on entry, gone on exit. `host_address` is this machine's end, `address` the namespace's.

    With `beyond` the other end is in that namespace instead, and this machine cannot be reached from inside. With `public` the addresses
    are not private ones (RFC 2544): browsers refuse media on ports below 1024 of those.
    """

    _next = 0

    def __init__(self, beyond: "NetworkNamespace | None" = None, public: bool = False):
        self.beyond, self.public = beyond, public
        NetworkNamespace._next += 1
        self._choose((os.getpid() * 16 + NetworkNamespace._next) % 1024)

    def _choose(self, number: int):
        self.name = f"party{number}"
        self.host_link, self.link = f"tph{number}", f"tpn{number}"
        network = f"198.{18 + number // 256 % 2}.{number % 256}" if self.public else f"10.{200 + number // 32}.{number % 32 * 8}"
        self.host_address, self.address, self._spare_address = f"{network}.1", f"{network}.2", f"{network}.3"

    def __enter__(self) -> "NetworkNamespace":
        while os.path.exists(f"/var/run/netns/{self.name}"):  # Left behind by a run that was killed.
            self._choose(random.randrange(1024))
        try:
            self._build()
        except BaseException:
            self.__exit__()
            raise
        return self

    def _build(self):
        _ip("netns", "add", self.name)
        _ip("link", "add", self.host_link, "type", "veth", "peer", "name", self.link)
        _ip("link", "set", self.link, "netns", self.name)
        if self.beyond:
            _ip("link", "set", self.host_link, "netns", self.beyond.name)
        outside = self.beyond.ip if self.beyond else _ip
        outside("address", "add", f"{self.host_address}/29", "dev", self.host_link)
        outside("link", "set", self.host_link, "up")
        self.ip("link", "set", "lo", "up")
        self.ip("address", "add", f"{self.address}/29", "dev", self.link)
        self.ip("link", "set", self.link, "up")
        # A default route makes the interface count as the way out: browsers gather candidates by asking for that route.
        self.ip("route", "add", "default", "via", self.host_address)

    def ip(self, *arguments: str):
        _ip("-netns", self.name, *arguments)

    def move(self):
        """Another network for whoever is inside: the address changes, and connections from the old one are dead."""
        self.ip("address", "add", f"{self._spare_address}/29", "dev", self.link)
        self.ip("address", "delete", f"{self.address}/29", "dev", self.link)
        # Deleting the first address of a subnet may take its others and the routes along.
        subprocess.run(["ip", "-netns", self.name, "address", "add", f"{self._spare_address}/29", "dev", self.link], capture_output=True)
        subprocess.run(["ip", "-netns", self.name, "route", "add", "default", "via", self.host_address], capture_output=True)
        self.address, self._spare_address = self._spare_address, self.address

    def __exit__(self, *_):
        # The pair goes with either of its ends.
        for command in (["ip", "-netns", self.name, "link", "delete", self.link], ["ip", "link", "delete", self.host_link],
                        ["ip", "netns", "delete", self.name]):
            subprocess.run(command, capture_output=True, timeout=20)

    def command(self, *arguments: str) -> list[str]:
        """`arguments` as a command line that runs inside."""
        return ["ip", "netns", "exec", self.name, *arguments]

    def connect(self, address: str, port: int) -> socket.socket:
        """A TCP connection made inside the namespace; the socket may be used from outside."""
        outcome: list[socket.socket | OSError] = []
        thread = threading.Thread(target=self._connect_inside, args=(address, port, outcome))
        thread.start()
        thread.join()
        if isinstance(outcome[0], OSError):
            raise outcome[0]
        return outcome[0]

    def _connect_inside(self, address: str, port: int, outcome: list):
        # setns moves only the calling thread, so the caller's own network stays as it is.
        library = ctypes.CDLL(None, use_errno=True)
        descriptor = os.open(pathlib.Path("/var/run/netns") / self.name, os.O_RDONLY)
        try:
            if library.setns(descriptor, CLONE_NEWNET) != 0:
                outcome.append(OSError(ctypes.get_errno(), f"cannot enter the network namespace {self.name}"))
                return
            outcome.append(socket.create_connection((address, port), timeout=5))
        except OSError as error:
            outcome.append(error)
        finally:
            os.close(descriptor)


def wall(namespace: NetworkNamespace, rules: list[str]):
    """A firewall around the namespace's host, in place of the one before; loopback inside stays open."""
    script = ["add table inet wall", "delete table inet wall", "add table inet wall",
              "add chain inet wall out { type filter hook output priority 0; policy accept; }",
              'add rule inet wall out oifname "lo" accept', *(f"add rule inet wall out {rule}" for rule in rules)]
    subprocess.run(namespace.command("nft", "-f", "-"), input="\n".join(script) + "\n", check=True, text=True,
                   capture_output=True, timeout=20)
