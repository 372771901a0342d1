"""The real server, started from its release build for one test session."""

import asyncio
import os
import pathlib
import random
import signal
import socket
import ssl
import urllib.request

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]


def binary() -> pathlib.Path:
    """The server under test: TOPERPARTY_BINARY, else the release build of this checkout."""
    named = os.environ.get("TOPERPARTY_BINARY")
    return pathlib.Path(named) if named else REPOSITORY / ".build/release/toperparty"


# Below the relay's ports (49152 and up, and those tests give it: 20000 and up), within which the server refuses its own,
# and below those the kernel gives to outgoing connections.
OWN_PORTS = range(10_000, 20_000)


def free_port() -> int:
    """A port that nobody holds now, neither in TCP nor in UDP: the server wants the same number in both."""
    for port in random.sample(OWN_PORTS, 50):
        with (socket.socket(socket.AF_INET, socket.SOCK_STREAM) as stream,
              socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as datagram):
            try:
                stream.bind(("127.0.0.1", port))
                datagram.bind(("127.0.0.1", port))
                return port
            except OSError:
                continue
    raise RuntimeError("no port is free in both TCP and UDP")


class Server:
    """`toperparty serve` on a free port; its output goes to a file that a failing test can show."""

    openness = ["--open"]

    def __init__(self, directory: pathlib.Path, public_addresses: list[str], arguments: list[str] = (), within=None,
                 port: int | None = None, scheme: str = "http"):
        """`within` is the network namespace it runs in; there it is reached at its first public address."""
        self.directory = directory
        self.within = within
        self.port = port or free_port()
        self.public_addresses = list(public_addresses)
        self.arguments = list(arguments)
        self.log_path = directory / "server.log"
        self.scheme = scheme
        self.process: asyncio.subprocess.Process | None = None

    @property
    def host(self) -> str:
        return self.public_addresses[0] if self.within else "127.0.0.1"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}:{self.port}"

    @property
    def socket_url(self) -> str:
        return f"{'wss' if self.scheme == 'https' else 'ws'}://{self.host}:{self.port}/ws"

    async def start(self, seconds: float = 20) -> "Server":
        command = [str(binary()), "serve", "--port", str(self.port), *self.openness]
        for address in self.public_addresses:
            command += ["--public-address", address]
        if self.within:
            # There the tests are not on the server's machine.
            command += ["--metrics-from", "0.0.0.0/0"]
            command = self.within.command(*command)
        self.directory.mkdir(parents=True, exist_ok=True)
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TOPERPARTY_")}
        with open(self.log_path, "ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *command, *self.arguments, cwd=self.directory, env=environment,
                stdin=asyncio.subprocess.DEVNULL, stdout=log, stderr=log)
        await self._wait_until_healthy(seconds)
        return self

    async def _wait_until_healthy(self, seconds: float):
        deadline = asyncio.get_running_loop().time() + seconds
        while asyncio.get_running_loop().time() < deadline:
            if self.process.returncode is not None:
                raise RuntimeError(f"the server ended with {self.process.returncode}:\n{self.log()}")
            try:
                if await asyncio.to_thread(self._is_healthy):
                    return
            except OSError:
                await asyncio.sleep(0.1)
        raise RuntimeError(f"the server was not healthy within {seconds} s:\n{self.log()}")

    def _open(self, path: str):
        # Certificates of tests are believed by nobody.
        return urllib.request.urlopen(self.url + path, timeout=5, context=ssl._create_unverified_context())

    def _is_healthy(self) -> bool:
        with self._open("/health") as answer:
            return answer.status == 200

    async def metrics(self) -> dict[str, float]:
        """Every sample of /metrics; the labels stay part of the name."""
        def read() -> str:
            with self._open("/metrics") as answer:
                return answer.read().decode()
        lines = [line for line in (await asyncio.to_thread(read)).splitlines() if line and not line.startswith("#")]
        return {line.rsplit(" ", 1)[0]: float(line.rsplit(" ", 1)[1]) for line in lines}

    async def stop(self, seconds: float = 15) -> int:
        """SIGTERM, and the exit code; killed when it does not drain in time."""
        if self.process.returncode is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self.process.wait(), seconds)
            except asyncio.TimeoutError:
                self.process.kill()
                await self.process.wait()
        return self.process.returncode

    def log(self) -> str:
        """The last of what it said."""
        return self.whole_log()[-4000:]

    def whole_log(self) -> str:
        return self.log_path.read_text(errors="replace") if self.log_path.exists() else ""
