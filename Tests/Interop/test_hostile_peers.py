"""Peers that lie, truncate, flood or stall, on real sockets: they are dropped, and others notice nothing."""

import asyncio
import base64
import os
import random
import re
import socket
import struct

import pytest

from aiortc_peer import AiortcPeer
from http_media import open_media
from libwebrtc_peer import LibWebRTCPeer
from party_socket import PartySocket
from waiting import eventually

SDP = {"Content-Type": "application/sdp"}


@pytest.fixture
async def bystander(http, server, room):
    """Media from one to another that must go on whatever the test does."""
    publisher, viewer = LibWebRTCPeer(), LibWebRTCPeer()
    publisher.send(1)
    await publisher.accept((await open_media(http, f"{server.url}/whip/{room}-bystander", await publisher.offer())).answer)
    viewer.receive(1)
    await viewer.accept((await open_media(http, f"{server.url}/whep/{room}-bystander", await viewer.offer())).answer)
    await eventually(viewer.media, lambda now: now["frames"] > 0, 20, "the bystander's first frame")
    yield viewer
    before = (await viewer.media())["frames"]
    await eventually(viewer.media, lambda now: now["frames"] > before + 10, 10, "the bystander's picture goes on")
    await publisher.close()
    await viewer.close()


def udp() -> socket.socket:
    made = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    made.bind(("127.0.0.1", 0))
    made.setblocking(False)
    return made


async def replies(made: socket.socket, seconds: float = 0.5) -> list[bytes]:
    await asyncio.sleep(seconds)
    received = []
    while True:
        try:
            received.append(made.recv(2048))
        except BlockingIOError:
            return received


# UDP from nobody

async def test_M9_short_and_random_datagrams_of_every_first_byte_are_not_answered(server, bystander):
    chance = random.Random(20261122)
    with udp() as stranger:
        for first in range(256):
            for count in list(range(1, 17)) + [20, 28, 60, 200, 1200, 1472]:
                stranger.sendto(bytes([first]) + chance.randbytes(count - 1), ("127.0.0.1", server.port))
            await asyncio.sleep(0.002)
        assert await replies(stranger) == []


async def test_M11_a_binding_request_with_an_unknown_username_gets_no_media_path(server, bystander):
    def attribute(kind: int, value: bytes) -> bytes:
        return struct.pack("!HH", kind, len(value)) + value + b"\0" * (-len(value) % 4)
    body = attribute(0x0006, b"nobody:here") + attribute(0x0008, b"\0" * 20)
    with udp() as stranger:
        for _ in range(200):
            stranger.sendto(struct.pack("!HHI", 1, len(body), 0x2112A442) + os.urandom(12) + body, ("127.0.0.1", server.port))
        answers = await replies(stranger)
        assert all(struct.unpack("!H", answer[:2])[0] != 0x0101 for answer in answers), "no success without credentials"
        assert sum(map(len, answers)) <= 200 * (20 + len(body)), "no amplification"


async def test_M11_user_names_and_passwords_of_sessions_are_not_to_be_guessed(http, server, room):
    peer = AiortcPeer()
    peer.send(0)
    offer = await peer.offer()
    opened = [await open_media(http, f"{server.url}/whip/{room}-{number}", offer) for number in range(20)]
    fragments, passwords = ({re.search(rf"a=ice-{key}:(\S+)", resource.answer).group(1) for resource in opened} for key in ("ufrag", "pwd"))
    for resource in opened:
        await resource.delete()
    await peer.close()
    assert len(fragments) == len(passwords) == 20
    # RFC 8445 section 5.3 asks for 24 and 128 bits; the first two characters of ours name a worker.
    assert min(map(len, fragments)) >= 8 and min(map(len, passwords)) >= 22


CLIENT_HELLO = bytes.fromhex("16fefd0000000000000000003a0100002e000000000000002efefd") + bytes(32) + bytes.fromhex("00000002c02b0100")


async def test_M2_a_client_hello_from_an_address_without_a_check_is_not_answered(server, bystander):
    with udp() as stranger:
        for _ in range(50):
            stranger.sendto(CLIENT_HELLO, ("127.0.0.1", server.port))
        assert await replies(stranger) == []


async def test_M1_handshakes_racing_from_other_addresses_do_not_keep_a_session_from_coming_up(http, server, room, bystander):
    peer, racing = LibWebRTCPeer(), [udp() for _ in range(3)]
    peer.send(1)
    async def race():
        while True:
            for stranger in racing:
                stranger.sendto(CLIENT_HELLO, ("127.0.0.1", server.port))
            await asyncio.sleep(0.002)
    noise = asyncio.create_task(race())
    try:
        await peer.accept((await open_media(http, f"{server.url}/whip/{room}", await peer.offer())).answer)
        await eventually(peer.media, lambda now: "connected" in now["state"], 10, "the session comes up amid the race")
    finally:
        noise.cancel()
        for stranger in racing:
            stranger.close()
        await peer.close()


async def test_M10_a_candidate_in_an_offer_is_never_sent_to(http, server, room):
    with udp() as canary:
        peer = AiortcPeer()
        peer.send(0)
        offer = (await peer.offer()).replace("a=end-of-candidates", f"a=candidate:9 1 udp 2130706431 127.0.0.1 {canary.getsockname()[1]} typ host\r\n"
                                             "a=candidate:8 1 udp 2130706431 canary.invalid 9 typ host\r\na=end-of-candidates")
        assert str(canary.getsockname()[1]) in offer
        resource = await open_media(http, f"{server.url}/whip/{room}", offer)
        assert await replies(canary, 2) == []
        await resource.delete()
        await peer.close()


async def test_M3_another_certificate_than_the_offers_never_becomes_media(http, server, room):
    peer, viewer = AiortcPeer(), LibWebRTCPeer()
    peer.send(0)
    offer = re.sub(r"(a=fingerprint:sha-256 )(\S\S)", lambda found: found.group(1) + ("00" if found.group(2) != "00" else "11"), await peer.offer())
    offer = "\r\n".join(line for line in offer.split("\r\n") if not line.startswith("a=fingerprint:sha-3") and not line.startswith("a=fingerprint:sha-5"))
    try:
        await peer.accept((await open_media(http, f"{server.url}/whip/{room}", offer)).answer)
        viewer.receive(1)
        await viewer.accept((await open_media(http, f"{server.url}/whep/{room}", await viewer.offer())).answer)
        await asyncio.sleep(4)
        assert (await viewer.media())["frames"] == 0
    finally:
        await peer.close()
        await viewer.close()


async def test_M3_an_offer_without_a_fingerprint_is_refused(http, server, room):
    peer = AiortcPeer()
    peer.send(0)
    offer = "\r\n".join(line for line in (await peer.offer()).split("\r\n") if "fingerprint" not in line)
    await peer.close()
    async with http.post(f"{server.url}/whip/{room}", data=offer, headers=SDP) as answer:
        assert answer.status in (400, 422) and "fingerprint" in (await answer.text()).lower()


# SDP that lies

@pytest.fixture(scope="module")
async def honest_offer() -> str:
    peer = AiortcPeer()
    peer.send(0)
    offer = await peer.offer()
    await peer.close()
    return offer


LIES = {
    "format of 2^32": lambda offer: re.sub(r"(m=video \d+ \S+) \d+", r"\1 4294967296", offer),
    "negative format": lambda offer: re.sub(r"(m=video \d+ \S+) \d+", r"\1 -1", offer),
    "NUL in an attribute": lambda offer: offer.replace("a=mid:", "a=mid:\0"),
    "a line of 60 KB": lambda offer: offer + "a=x:" + "y" * 60_000 + "\r\n",
    "100 000 lines": lambda offer: offer + "a=x\r\n" * 100_000,
    "300 media lines": lambda offer: offer + "m=video 9 UDP/TLS/RTP/SAVPF 96\r\n" * 300,
    "100 000 candidates": lambda offer: offer + "a=candidate:1 1 udp 1 127.0.0.1 9 typ host\r\n" * 100_000,
    "no m-lines": lambda offer: offer[:offer.index("m=")],
    "the same mid twice": lambda offer: offer.replace("a=mid:1", "a=mid:0"),
    "ssrc that is no number": lambda offer: re.sub(r"a=ssrc:\d+", "a=ssrc:99999999999999999999", offer),
    "extension id 4096": lambda offer: re.sub(r"a=extmap:\d+", "a=extmap:4096", offer),
    "empty credentials": lambda offer: re.sub(r"a=ice-(ufrag|pwd):\S+", r"a=ice-\1:", offer),
    "setup that is none": lambda offer: offer.replace("a=setup:actpass", "a=setup:holdconn"),
    "rtx of itself": lambda offer: re.sub(r"apt=\d+", "apt=97", offer),
    "line ends mixed up": lambda offer: offer.replace("\r\n", "\r"),
}


@pytest.mark.parametrize("lie", LIES)
async def test_sdp_that_lies_is_answered_and_the_server_goes_on(http, server, room, honest_offer, lie):
    async with http.post(f"{server.url}/whip/{room}", data=LIES[lie](honest_offer).encode(), headers=SDP) as answer:
        assert answer.status in (201, 400, 413, 422), await answer.text()
        if answer.status == 201:
            await http.delete(f"{server.url}{answer.headers['Location']}")
    async with http.post(f"{server.url}/whip/{room}", data=honest_offer, headers=SDP) as answer:
        assert answer.status == 201
        await http.delete(f"{server.url}{answer.headers['Location']}")


# WebSocket frames by hand

class RawSocket:
    """A WebSocket whose every byte the test writes."""

    async def __aenter__(self):
        self.reader, self.writer = await asyncio.open_connection("127.0.0.1", self.port)
        key = base64.b64encode(os.urandom(16)).decode()
        self.writer.write((f"GET /ws HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                           f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n").encode())
        head = await asyncio.wait_for(self.reader.readuntil(b"\r\n\r\n"), 5)
        assert b" 101 " in head.split(b"\r\n")[0], head
        return self

    def __init__(self, port: int):
        self.port = port

    async def __aexit__(self, *_):
        self.writer.close()

    def frame(self, first: int, payload: bytes, masked: bool = True, length: bytes | None = None):
        count = length if length is not None else bytes([len(payload)])
        count = bytes([count[0] | (0x80 if masked else 0)]) + count[1:]
        self.writer.write(bytes([first]) + count + (bytes(4) if masked else b"") + payload)

    async def ending(self, seconds: float = 10) -> int | None:
        """The close code the server gave, None when it just hung up; an error when it did neither."""
        data = await asyncio.wait_for(self.reader.read(-1), seconds)
        found = data.rfind(b"\x88")
        return struct.unpack("!H", data[found + 2:found + 4])[0] if found >= 0 and len(data) >= found + 4 else None


BAD_FRAMES = {
    "unmasked": (lambda raw: raw.frame(0x81, b"{}", masked=False), {1002}),
    "reserved bit": (lambda raw: raw.frame(0xC1, b"{}"), {1002}),
    "reserved opcode": (lambda raw: raw.frame(0x83, b"{}"), {1002}),
    "fragmented ping": (lambda raw: raw.frame(0x09, b"x"), {1002}),
    "ping of 126 bytes": (lambda raw: raw.frame(0x89, b"x" * 126, length=b"\x7e\x00\x7e"), {1002}),
    "continuation of nothing": (lambda raw: raw.frame(0x80, b"x"), {1002}),
    "100 MiB announced": (lambda raw: raw.frame(0x81, b"x", length=b"\x7f" + struct.pack("!Q", 100 << 20)), {1009}),
    "2^63 bytes announced": (lambda raw: raw.frame(0x81, b"x", length=b"\x7f" + b"\x80" + bytes(7)), {1002, 1009}),
    "close with one byte": (lambda raw: raw.frame(0x88, b"x"), {1002}),
    "close with a reserved code": (lambda raw: raw.frame(0x88, struct.pack("!H", 1005)), {1002}),
    "not UTF-8": (lambda raw: raw.frame(0x81, b"\xff\xfe"), {1007}),
}


@pytest.mark.parametrize("case", BAD_FRAMES)
async def test_frames_against_rfc_6455_close_the_socket(server, case):
    send, codes = BAD_FRAMES[case]
    async with RawSocket(server.port) as raw:
        send(raw)
        assert await raw.ending() in codes | {None}


async def test_a_message_that_grows_by_fragments_is_cut_at_the_limit(server):
    async with RawSocket(server.port) as raw:
        raw.frame(0x01, b"x" * 125)
        for _ in range(1200):
            raw.frame(0x00, b"x" * 125)
        assert await raw.ending() in (1008, 1009, None)


async def test_a_member_who_never_reads_is_dropped_and_others_go_on(server, room):
    async with PartySocket(server.socket_url) as ann, RawSocket(server.port) as stalled:
        await ann.join(room, "Ann")
        text = f'{{"type":"JOIN","version":1,"roomId":"{room}","name":"Stalled"}}'.encode()
        stalled.frame(0x81, text)
        await ann.expect("JOIN")
        for number in range(30):
            async with PartySocket(server.socket_url) as guest:
                await guest.join(room, f"guest {number}")
        await ann.send(type="PING", timestamp=1)
        await ann.expect("PONG")


# HTTP that lies or stalls

async def exchange(port: int, data: bytes, seconds: float = 5) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        writer.write(data)
        return await asyncio.wait_for(reader.read(-1), seconds)
    except (asyncio.TimeoutError, ConnectionResetError):
        return b""
    finally:
        writer.close()


async def test_W13_two_ways_to_tell_a_length_are_refused(server):
    answer = await exchange(server.port, b"POST /whip/r HTTP/1.1\r\nHost: x\r\nContent-Type: application/sdp\r\nContent-Length: 6\r\n"
                            b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /metrics HTTP/1.1\r\nHost: x\r\n\r\n", 3)
    assert b"200 OK" not in answer and b"# TYPE" not in answer


async def test_W13_headers_without_end_are_cut_off(server):
    answer = await exchange(server.port, b"GET /health HTTP/1.1\r\nHost: x\r\n" + b"".join(b"X-%d: %s\r\n" % (number, b"y" * 1000) for number in range(100)) + b"\r\n")
    assert not answer.startswith(b"HTTP/1.1 200"), answer[:100]


@pytest.mark.parametrize("start", [b"", b"G", b"GET /health HTTP/1.1\r\nHost: x\r\n"], ids=["nothing", "one byte", "half a header"])
async def test_W13_who_stalls_before_the_request_is_complete_is_hung_up_on(server, start):
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(start)
    assert await asyncio.wait_for(reader.read(-1), 30) is not None
    writer.close()


async def test_random_bytes_on_the_tcp_port_harm_nobody(server, bystander):
    chance = random.Random(7)
    for _ in range(60):
        await exchange(server.port, chance.randbytes(chance.randrange(1, 4000)), 0.1)
