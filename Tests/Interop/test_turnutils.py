"""coturn's own client against the relay: allocations, permissions, channels and data as another implementation understands them."""

import asyncio
import base64
import hashlib
import hmac
import os
import pathlib
import re
import shutil
import subprocess
import time

import pytest
import pytest_asyncio

from certificates import Authority
from party_page import SUPPORT
from server import Server, free_port

SECRET = "secret-of-sixteen-bytes-and-more"
TRANSPORTS = ["udp", "tcp", "tls"]
COMPILER = shutil.which("cc") or shutil.which("clang")

pytestmark = pytest.mark.skipif(not shutil.which("turnutils_uclient"), reason="needs coturn's turnutils_uclient")


def credentials(secret: str) -> tuple[str, str]:
    """The REST form, as any service that shares the secret would make them."""
    username = f"{int(time.time()) + 600}:film/anna"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()


class Relay:
    """The server, and coturn's echo as the peer behind it."""

    def __init__(self, server: Server, peer: int, dice: str | None, *certificates: pathlib.Path):
        self.server, self.peer, self.dice = server, peer, dice
        authority, chain, key = map(str, certificates)
        # With a certificate of its own the client also checks the server's.
        self.transports = {"udp": [], "tcp": ["-t"], "tls": ["-t", "-S", "-E", authority, "-i", chain, "-k", key]}
        self.before: dict[str, float] = {}

    async def ask(self, *flags: str, secret: str = SECRET, loads_dice: bool = True) -> str:
        """What coturn's client says. Without `-s` its data goes in channels."""
        self.before = await self.server.metrics()
        username, password = credentials(secret)
        environment = {**os.environ, **({"LD_PRELOAD": self.dice} if loads_dice and self.dice else {})}
        process = await asyncio.create_subprocess_exec(
            "turnutils_uclient", "-p", str(self.server.port), "-u", username, "-w", password, "-e", "127.0.0.1", "-r", str(self.peer),
            "-c", *flags, "127.0.0.1", env=environment, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
        try:
            output, _ = await asyncio.wait_for(process.communicate(), 90)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return output.decode(errors="replace")

    async def counted(self, name: str) -> float:
        """How far one of the server's counters has come since the last `ask`."""
        return (await self.server.metrics())[name] - self.before[name]


def lost(output: str) -> float:
    """Percent, as its last words have it."""
    found = re.findall(r"Total lost packets \d+ \(([\d.]+)%\)", output)
    assert found, output[-2000:]
    return float(found[-1])


@pytest.fixture(scope="module")
def dice(tmp_path_factory):
    """A library that bounds what coturn's client draws, or nothing where there is no compiler."""
    if COMPILER is None:
        return None
    library = tmp_path_factory.mktemp("dice") / "loaded_dice.so"
    subprocess.run([COMPILER, "-shared", "-fPIC", "-O1", "-o", str(library), str(SUPPORT / "loaded_dice.c")], check=True, timeout=60)
    return str(library)


@pytest_asyncio.fixture(scope="module")
async def relay(tmp_path_factory, dice):
    folder = tmp_path_factory.mktemp("relay")
    authority = Authority(folder)
    chain, key = authority.issue("relay", "127.0.0.1")
    server = Server(
        folder, ["127.0.0.1"],
        ["--turn", "open", "--turn-secret", SECRET, "--turn-allow", "127.0.0.0/8", "--turn-quota", "200",
         "--turn-quota-address", "500", "--relay-ports", "20000-29999", "--tls-certificate", str(chain), "--tls-key", str(key)],
        scheme="https")
    await server.start()
    port = free_port()
    peer = await asyncio.create_subprocess_exec(
        "turnutils_peer", "-p", str(port), "-L", "127.0.0.1", stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL)
    yield Relay(server, port, dice, authority.certificate, chain, key)
    peer.kill()
    await peer.wait()
    assert await server.stop() == 0, server.log()


def needs_dice(relay: Relay):
    if relay.dice is None:
        pytest.skip("needs a C compiler: coturn's client draws channel numbers that RFC 8656 has taken back")


async def over_every_transport(relay: Relay, *flags: str) -> list[str]:
    """Side by side, as each run ends with some seconds of waiting for stragglers."""
    return await asyncio.gather(*(
        relay.ask(*relay.transports[each], "-n", "50", "-m", "4", "-l", "170", *flags) for each in TRANSPORTS))


async def test_data_comes_back_in_indications(relay):
    outputs = await over_every_transport(relay, "-s")
    assert [lost(output) <= 5 for output in outputs] == [True] * 3, outputs
    assert await relay.counted("toperparty_turn_allocations_total") >= 12
    assert await relay.counted("toperparty_turn_packets_sent_total") >= 570


async def test_data_comes_back_in_channels(relay):
    needs_dice(relay)
    outputs = await over_every_transport(relay, "-v")
    assert [lost(output) <= 5 for output in outputs] == [True] * 3, outputs
    for output in outputs:
        numbers = [int(number, 16) for number in re.findall(r"success: 0x([0-9a-f]+)", output)]
        assert len(numbers) >= 8 and all(0x4000 <= number <= 0x4FFF for number in numbers), numbers
    assert await relay.counted("toperparty_turn_packets_sent_total") >= 570


async def test_tls_is_never_older_than_1_2(relay):
    """The client draws one of four methods for each connection: TLS 1.0, 1.1, 1.2, or the best that both have."""
    output = await relay.ask(*relay.transports["tls"], "-s", "-n", "2", "-m", "12")
    methods = set(re.findall(r"connected with cipher \S+ method=(\S+)", output.replace(",", "")))
    assert methods and methods <= {"TLSv1.2", "TLSv1.3"}, methods
    assert lost(output) <= 5


@pytest.mark.parametrize("transport", TRANSPORTS)
async def test_fifty_clients_at_once(relay, transport):
    needs_dice(relay)
    output = await relay.ask(*relay.transports[transport], "-n", "100", "-m", "50", "-l", "1000", "-z", "10")
    assert lost(output) <= 5
    assert await relay.counted("toperparty_turn_packets_received_total") >= 4_750


async def test_channel_numbers_beyond_rfc_8656_are_refused(relay):
    """Three quarters of what the client draws by itself; two draws a client, so hardly any run of six has none."""
    for _ in range(6):
        output = await relay.ask("-v", "-n", "1", "-m", "1", loads_dice=False)
        if "channel bind: error 400" in output:
            return
    raise AssertionError(output[-2000:])


async def test_wrong_secret_gets_nothing(relay):
    await relay.ask("-s", "-n", "1", "-m", "1", secret="another-secret-of-the-same-length")
    assert await relay.counted("toperparty_turn_allocations_total") == 0
    assert await relay.counted("toperparty_turn_refused_wrong_credentials_total") >= 1
