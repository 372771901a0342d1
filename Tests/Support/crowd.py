"""Many WHIP publishers in a process of their own: they replay one encoded film, so that fifteen cost little, and count what they are asked for.

`python crowd.py URL ROOM COUNT` prints "ready" once all of them send, and a line of JSON whenever it reads one.
"""

import asyncio
import fractions
import functools
import io
import json
import pathlib
import sys

RATE = 15
CLOCK = 90_000
LENGTH = 20 * RATE


class Crowd:
    """`count` publishers in `room`, as an asynchronous context."""

    def __init__(self, url: str, room: str, count: int):
        self.arguments = [url, room, str(count)]

    async def __aenter__(self) -> "Crowd":
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, str(pathlib.Path(__file__)), *self.arguments,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        ready = await asyncio.wait_for(self.process.stdout.readline(), 90)
        assert ready.strip() == b"ready", f"the crowd did not start: {ready!r}"
        return self

    async def key_frame_requests(self) -> list[int]:
        """How often each publisher has been asked for a key frame since it began."""
        self.process.stdin.write(b"?\n")
        await self.process.stdin.drain()
        return json.loads(await asyncio.wait_for(self.process.stdout.readline(), 20))

    async def __aexit__(self, *_):
        self.process.stdin.close()
        try:
            await asyncio.wait_for(self.process.wait(), 20)
        except asyncio.TimeoutError:
            self.process.kill()
            await self.process.wait()


@functools.cache
def _encoded_film() -> list[bytes]:
    """VP8 frames, of which only the first is a key frame."""
    import av

    from picture_and_sound import picture

    file = io.BytesIO()
    with av.open(file, "w", format="ivf") as container:
        stream = container.add_stream("libvpx", rate=RATE, options={"g": "9999", "deadline": "realtime", "cpu-used": "8", "lag-in-frames": "0"})
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = 320, 240, "yuv420p", 150_000
        for index in range(LENGTH):
            shown = av.VideoFrame.from_ndarray(picture(0, index), format="rgb24").reformat(320, 240, "yuv420p")
            container.mux(stream.encode(shown))
        container.mux(stream.encode())
    file.seek(0)
    with av.open(file) as container:
        return [bytes(packet) for packet in container.demux(video=0) if packet.size]


def _publisher_types():
    import av
    from aiortc import MediaStreamTrack
    from aiortc.mediastreams import MediaStreamError

    class Replay(MediaStreamTrack):
        """The film from its key frame, and from there again when somebody asks for one or it is over."""

        kind = "video"

        def __init__(self):
            super().__init__()
            self.position, self.index, self.requests, self.start = 0, 0, 0, None

        def restart(self):
            self.requests += 1
            self.position = 0

        async def recv(self):
            if self.readyState != "live":
                raise MediaStreamError
            clock = asyncio.get_running_loop()
            self.start = self.start or clock.time()
            await asyncio.sleep(max(0, self.start + self.index / RATE - clock.time()))
            film = _encoded_film()
            packet = av.Packet(film[self.position % len(film)])
            packet.pts, packet.time_base = self.index * CLOCK // RATE, fractions.Fraction(1, CLOCK)
            self.position += 1
            self.index += 1
            return packet

    return Replay


async def _publish(session, url: str, room: str, number: int):
    from aiortc_peer import AiortcPeer, _Microphone, _prefer
    from http_media import open_media

    peer, track = AiortcPeer(), _publisher_types()()
    peer.connection.addTransceiver(_Microphone(number), direction="sendonly")
    camera = peer.connection.addTransceiver(track, direction="sendonly")
    _prefer(camera, "VP8")
    camera.sender._send_keyframe = track.restart
    resource = await open_media(session, f"{url}/whip/{room}?name=Member{number}", await peer.offer())
    await peer.accept(resource.answer)
    while peer.connection.connectionState != "connected" or track.index < 3:
        await asyncio.sleep(0.05)
    return peer, track, resource


async def _main(url: str, room: str, count: int):
    import aiohttp

    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    _encoded_film()
    async with aiohttp.ClientSession() as session:
        everyone = [await _publish(session, url, room, number) for number in range(count)]
        print("ready", flush=True)
        while await reader.readline():
            print(json.dumps([track.requests for _, track, _ in everyone]), flush=True)
        for peer, _, resource in everyone:
            await resource.delete()
            await peer.close()


if __name__ == "__main__":
    asyncio.run(_main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
