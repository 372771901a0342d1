"""aiortc: WebRTC in Python, with its own ICE, DTLS, SRTP and packetizers."""

import asyncio
import fractions

import aioice.ice
import av
from aiortc import MediaStreamTrack, RTCBundlePolicy, RTCConfiguration, RTCPeerConnection, RTCRtpSender, RTCSessionDescription
from aiortc.mediastreams import MediaStreamError

from picture_and_sound import SAMPLE_RATE, SAMPLES, picture, sound

NAME = "aiortc"
CODECS = ["VP8", "H264"]

# It would gather every interface of this machine; the server under test is on loopback.
aioice.ice.get_host_addresses = lambda use_ipv4, use_ipv6: ["127.0.0.1"]


class _Camera(MediaStreamTrack):
    kind = "video"

    def __init__(self, number: int, rate: int = 10):
        super().__init__()
        self.number, self.rate, self.index = number, rate, 0

    async def recv(self):
        if self.readyState != "live":
            raise MediaStreamError
        await asyncio.sleep(1 / self.rate)
        frame = av.VideoFrame.from_ndarray(picture(self.number, self.index), format="rgb24")
        frame.pts, frame.time_base = self.index * 90000 // self.rate, fractions.Fraction(1, 90000)
        self.index += 1
        return frame


class _Microphone(MediaStreamTrack):
    kind = "audio"

    def __init__(self, number: int):
        super().__init__()
        self.number, self.index, self.start = number, 0, None

    async def recv(self):
        if self.readyState != "live":
            raise MediaStreamError
        clock = asyncio.get_running_loop()
        self.start = self.start or clock.time()
        await asyncio.sleep(max(0, self.start + self.index * SAMPLES / SAMPLE_RATE - clock.time()))
        frame = av.AudioFrame.from_ndarray(sound(self.number, self.index).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = SAMPLE_RATE, self.index * SAMPLES, fractions.Fraction(1, SAMPLE_RATE)
        self.index += 1
        return frame


def _prefer(transceiver, codec: str):
    capabilities = RTCRtpSender.getCapabilities("video").codecs
    wanted = [each for each in capabilities if each.mimeType.lower() in (f"video/{codec.lower()}", "video/rtx")]
    # Constrained Baseline is the H.264 that everybody decodes; aiortc lists Baseline first.
    wanted.sort(key=lambda each: each.parameters.get("profile-level-id") == "42001f")
    transceiver.setCodecPreferences(wanted)


class AiortcPeer:
    """One peer connection. The caller carries `offer()` to the server and its answer to `accept()`."""

    def __init__(self):
        self.connection = RTCPeerConnection(RTCConfiguration(bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self.frames: dict[str, int] = {}
        self.energy: dict[str, float] = {}
        self.colours: dict[str, tuple[int, int, int]] = {}
        self._tasks: list[asyncio.Task] = []
        self.connection.on("track", self._consume)

    def send(self, number: int, codec: str | None = "VP8", audio: bool = True):
        if audio:
            self.connection.addTransceiver(_Microphone(number), direction="sendonly")
        if codec:
            _prefer(self.connection.addTransceiver(_Camera(number), direction="sendonly"), codec)

    def receive(self, seats: int = 1, codec: str | None = None):
        for _ in range(seats):
            self.connection.addTransceiver("audio", direction="recvonly")
            video = self.connection.addTransceiver("video", direction="recvonly")
            if codec:
                _prefer(video, codec)

    async def offer(self) -> str:
        await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def accept(self, answer: str):
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))

    def _consume(self, track):
        read = self._read_video if track.kind == "video" else self._read_audio
        self._tasks.append(asyncio.create_task(read(track)))

    def _mid(self, track) -> str:
        return next(each.mid for each in self.connection.getTransceivers() if each.receiver.track is track)

    async def _read_video(self, track):
        try:
            while True:
                frame = await track.recv()
                mid = self._mid(track)
                self.frames[mid] = self.frames.get(mid, 0) + 1
                corner = frame.to_ndarray(format="rgb24")[4:20, 4:20].reshape(-1, 3).mean(axis=0)
                self.colours[mid] = tuple(int(value) for value in corner)
        except MediaStreamError:
            pass

    async def _read_audio(self, track):
        try:
            while True:
                frame = await track.recv()
                mid = self._mid(track)
                samples = frame.to_ndarray().astype(float) / 32768
                self.energy[mid] = self.energy.get(mid, 0) + float((samples ** 2).mean()) * frame.samples / frame.sample_rate
        except MediaStreamError:
            pass

    async def media(self) -> dict:
        """What was decoded so far, over all slots."""
        return {"frames": sum(self.frames.values()), "energy": sum(self.energy.values()),
                "state": self.connection.connectionState}

    async def close(self):
        await self.connection.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
