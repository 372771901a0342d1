"""coturn's own client against the relay: allocations, permissions and data as another implementation understands them."""

import asyncio
import base64
import hashlib
import hmac
import re
import shutil
import time

import pytest
import pytest_asyncio

from server import Server, free_port

SECRET = "secret-of-sixteen-bytes-and-more"

pytestmark = pytest.mark.skipif(not shutil.which("turnutils_uclient"), reason="needs coturn's turnutils_uclient")


def credentials(secret: str) -> tuple[str, str]:
    """The REST form, as any service that shares the secret would make them."""
    username = f"{int(time.time()) + 600}:film/anna"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()


async def uclient(server: Server, peer: int, *flags: str, secret: str = SECRET) -> str:
    """Its data goes in Send indications: it draws channel numbers from RFC 5766's range, of which RFC 8656 has kept a quarter."""
    username, password = credentials(secret)
    process = await asyncio.create_subprocess_exec(
        "turnutils_uclient", "-p", str(server.port), "-u", username, "-w", password, "-e", "127.0.0.1", "-r", str(peer),
        "-c", "-s", *flags, "127.0.0.1", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT)
    try:
        output, _ = await asyncio.wait_for(process.communicate(), 90)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    return output.decode(errors="replace")


def lost(output: str) -> float:
    """Percent, as its last words have it."""
    found = re.findall(r"Total lost packets \d+ \(([\d.]+)%\)", output)
    assert found, output[-2000:]
    return float(found[-1])


@pytest_asyncio.fixture
async def relay(tmp_path):
    server = Server(
        tmp_path, ["127.0.0.1"],
        ["--turn", "open", "--turn-secret", SECRET, "--turn-allow", "127.0.0.0/8", "--turn-quota", "200",
         "--turn-quota-address", "500", "--relay-ports", "20000-29999"])
    await server.start()
    port = free_port()
    peer = await asyncio.create_subprocess_exec(
        "turnutils_peer", "-p", str(port), "-L", "127.0.0.1", stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL)
    yield server, port
    peer.kill()
    await peer.wait()
    assert await server.stop() == 0, server.log()


async def test_data_comes_back_from_the_peer(relay):
    server, peer = relay
    assert lost(await uclient(server, peer, "-n", "50", "-m", "4", "-l", "170")) <= 5
    metrics = await server.metrics()
    assert metrics["toperparty_turn_allocations_total"] >= 4
    assert metrics["toperparty_turn_packets_sent_total"] >= 200


async def test_fifty_clients_at_once(relay):
    server, peer = relay
    assert lost(await uclient(server, peer, "-n", "200", "-m", "50", "-l", "1000", "-z", "10")) <= 5
    assert (await server.metrics())["toperparty_turn_packets_received_total"] >= 9_500


async def test_wrong_secret_gets_nothing(relay):
    server, peer = relay
    await uclient(server, peer, "-n", "1", "-m", "1", secret="another-secret-of-the-same-length")
    metrics = await server.metrics()
    assert metrics["toperparty_turn_allocations_total"] == 0
    assert metrics["toperparty_turn_refused_wrong_credentials_total"] >= 1
