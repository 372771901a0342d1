"""W11: a disk that is full stops no party; an alarm says so, and nothing is pretended to have been written."""

import asyncio
import contextlib
import os
import pathlib
import subprocess

import pytest
import pytest_asyncio

from aiortc_peer import AiortcPeer
from audit import audit, events
from party_socket import PartySocket
from server import Server
from waiting import eventually


@contextlib.contextmanager
def small_disk(directory: pathlib.Path, size: str):
    directory.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(directory)], capture_output=True, text=True)
    if made.returncode != 0:
        pytest.skip(f"no file systems can be mounted here: {made.stderr}")
    try:
        yield directory
    finally:
        subprocess.run(["umount", "--lazy", str(directory)], check=True)


@pytest_asyncio.fixture
async def on_a_small_disk(tmp_path):
    with small_disk(tmp_path / "disk", "4m") as disk:
        server = await Server(tmp_path, ["127.0.0.1"], ["--database", str(disk / "party.sqlite")]).start()
        try:
            yield server, disk
        finally:
            assert await server.stop() == 0, server.log()


def fill(disk: pathlib.Path) -> pathlib.Path:
    ballast = disk / "ballast"
    with open(ballast, "wb", buffering=0) as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(4096))
    assert os.statvfs(disk).f_bavail == 0
    return ballast


async def test_a_full_disk_stops_neither_media_nor_the_film(on_a_small_disk, room):
    server, disk = on_a_small_disk
    peers = []
    async with PartySocket(server.socket_url) as ann, PartySocket(server.socket_url) as bo:
        try:
            tracks = [{"mid": "0", "source": "microphone", "muted": False}, {"mid": "1", "source": "camera", "muted": False}]
            for number, (socket, name) in enumerate(((ann, "Ann"), (bo, "Bo"))):
                await socket.join(room, name)
                peer = AiortcPeer()
                peers.append(peer)
                peer.send(number)
                peer.receive(1)
                await peer.accept(await socket.offer(await peer.offer(), tracks))

            async def frames():
                return sum(peers[0].frames.values())
            await eventually(frames, lambda count: count > 5, 30, "Ann sees Bo")
            assert (await server.metrics())["toperparty_store_alarm"] == 0
            ballast = fill(disk)
            await ann.send(type="URL_CHANGE", id="u", revision=0, film={"kind": "test"})
            sent = 0

            async def alarm():
                nonlocal sent
                for _ in range(10):
                    sent += 1
                    await ann.send(type="SEEK", id=f"s{sent}", revision=1, position=sent % 80)
                return (await server.metrics())["toperparty_store_alarm"]
            await eventually(alarm, lambda value: value == 1, 60, "the alarm", every=0.5)
            assert "the disk is full" in server.whole_log() and "parties go on" in server.whole_log()
            # Media and film go on.
            before = await frames()
            await ann.send(type="PLAY_PAUSE", id="play", revision=1, playing=True, position=0)
            await bo.expect("TIMELINE", where=lambda message: message.get("id") == "play")
            await eventually(frames, lambda count: count > before + 10, 30, "the picture goes on")
            async with PartySocket(server.socket_url) as late:
                assert len((await late.join(room, "Late"))["members"]) == 2
            # Room again: what waited is written, and the chain is whole.
            ballast.unlink()

            async def settled():
                metrics = await server.metrics()
                return metrics["toperparty_store_alarm"], metrics["toperparty_store_waiting"], metrics["toperparty_store_lost_total"]
            await eventually(settled, lambda found: found == (0, 0, 0), 60, "all is written after all")
            told = await events(disk / "party.sqlite", "--kind", "control")
            assert sum(event["detail"]["control"] == "seek" for event in told) == sent
            assert (await audit(disk / "party.sqlite", "verify"))[0] == 0
        finally:
            for peer in peers:
                await peer.close()
