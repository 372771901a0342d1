"""Other people's WebRTC over WHIP and WHEP: each publishes every codec it has, and each that can decode it plays it."""

import asyncio

import pytest

import aiortc_peer
import gstreamer_peer
import libwebrtc_peer
from http_media import open_media
from waiting import eventually

CLIENTS = {
    aiortc_peer.NAME: (aiortc_peer.AiortcPeer, aiortc_peer.CODECS),
    gstreamer_peer.NAME: (gstreamer_peer.GStreamerPeer, gstreamer_peer.CODECS),
    libwebrtc_peer.NAME: (libwebrtc_peer.LibWebRTCPeer, libwebrtc_peer.CODECS),
}
PAIRS = [(sender, codec, player) for sender, (_, sends) in CLIENTS.items() for codec in sends
         for player, (_, plays) in CLIENTS.items() if codec in plays]


async def publish(http, server, room: str, name: str, codec: str | None, number: int = 1, audio: bool = True):
    peer = CLIENTS[name][0]()
    peer.send(number, codec, audio)
    resource = await open_media(http, f"{server.url}/whip/{room}", await peer.offer())
    await peer.accept(resource.answer)
    return peer, resource


async def play(http, server, room: str, name: str, codec: str | None):
    peer = CLIENTS[name][0]()
    peer.receive(1, codec)
    resource = await open_media(http, f"{server.url}/whep/{room}", await peer.offer())
    await peer.accept(resource.answer)
    return peer, resource


async def plays_on(peer, what: str, frames: int = 10):
    first = await eventually(peer.media, lambda now: now["frames"] > 0 and now["energy"] > 0, 20, f"{what}: a first frame and sound")
    await eventually(peer.media, lambda now: now["frames"] > first["frames"] + frames and now["energy"] > first["energy"], 20,
                     f"{what}: frames and sound go on")


@pytest.mark.parametrize("sender, codec, player", PAIRS, ids=lambda value: value)
async def test_published_by_one_and_played_by_another(http, server, room, sender, codec, player):
    publisher, published = await publish(http, server, room, sender, codec)
    viewer, played = None, None
    try:
        viewer, played = await play(http, server, room, player, codec)
        await plays_on(viewer, f"{codec} from {sender} in {player}")
        assert await played.delete() == 200
        assert await published.delete() == 200
    finally:
        await publisher.close()
        if viewer:
            await viewer.close()


@pytest.mark.parametrize("player", CLIENTS)
async def test_who_plays_before_anybody_publishes_gets_the_first_publisher(http, server, room, player):
    viewer, _ = await play(http, server, room, player, "VP8")
    publisher = None
    try:
        await asyncio.sleep(1)
        publisher, published = await publish(http, server, room, "aiortc", "VP8")
        await plays_on(viewer, f"a publisher who came later, in {player}")
    finally:
        await viewer.close()
        if publisher:
            await publisher.close()


async def test_a_publisher_who_comes_back_is_shown_again(http, server, room):
    viewer, _ = await play(http, server, room, "libwebrtc", "VP8")
    try:
        for round_ in range(2):
            publisher, published = await publish(http, server, room, "libwebrtc", "VP8")
            before = (await viewer.media())["frames"]
            await eventually(viewer.media, lambda now: now["frames"] > before + 10, 20, f"frames of round {round_ + 1}")
            await published.delete()
            await publisher.close()
    finally:
        await viewer.close()


async def test_sound_alone(http, server, room):
    publisher, _ = await publish(http, server, room, "aiortc", None)
    viewer, _ = await play(http, server, room, "libwebrtc", "VP8")
    try:
        await eventually(viewer.media, lambda now: now["energy"] > 0, 20, "sound without a picture")
    finally:
        await publisher.close()
        await viewer.close()
