"""libwebrtc, the engine inside Chromium, without a browser (the `wrtc` package)."""

import asyncio
import os

os.environ["WRTC_ALLOW_LOOPBACK"] = "1"  # Read when the package is imported.

import webrtc  # noqa: E402
from picture_and_sound import SAMPLE_RATE, SAMPLES, planes, sound  # noqa: E402

NAME = "libwebrtc"
CODECS = ["VP8", "VP9", "AV1"]


class LibWebRTCPeer:
    """One peer connection. The caller carries `offer()` to the server and its answer to `accept()`."""

    def __init__(self):
        self.connection = webrtc.RTCPeerConnection()
        self._tasks: list[asyncio.Task] = []

    def send(self, number: int, codec: str | None = "VP8", audio: bool = True):
        init = webrtc.RTCRtpTransceiverInit(direction="sendonly")
        if audio:
            microphone = webrtc.MediaStreamTrackGenerator("audio")
            self.connection.add_transceiver(microphone, init)
            self._tasks.append(asyncio.create_task(self._speak(microphone.writable.get_writer(), number)))
        if codec:
            camera = webrtc.VideoTrackGenerator()
            self._prefer(self.connection.add_transceiver(camera.track, init), codec)
            self._tasks.append(asyncio.create_task(self._film(camera.writable.get_writer(), number)))

    def receive(self, seats: int = 1, codec: str | None = None):
        init = webrtc.RTCRtpTransceiverInit(direction="recvonly")
        for _ in range(seats):
            self.connection.add_transceiver("audio", init)
            video = self.connection.add_transceiver("video", init)
            if codec:
                self._prefer(video, codec)

    @staticmethod
    def _prefer(transceiver, codec: str):
        capabilities = webrtc.RTCRtpReceiver.get_capabilities("video").codecs
        wanted = [each for each in capabilities if each.mime_type.lower() in (f"video/{codec.lower()}", "video/rtx")]
        transceiver.set_codec_preferences(wanted)

    async def _film(self, writer, number: int, rate: int = 10):
        for index in range(100_000):
            init = webrtc.VideoFrameBufferInit(format="I420", coded_width=320, coded_height=240,
                                               timestamp=index * 1_000_000 // rate)
            await writer.write(webrtc.VideoFrame(planes(number, index), init))
            await asyncio.sleep(1 / rate)

    async def _speak(self, writer, number: int):
        clock = asyncio.get_running_loop()
        start = clock.time()
        for index in range(1_000_000):
            init = webrtc.AudioDataInit(format="s16", sample_rate=SAMPLE_RATE, number_of_frames=SAMPLES,
                                        number_of_channels=1, timestamp=index * 20_000,
                                        data=sound(number, index).tobytes())
            await writer.write(webrtc.AudioData(init))
            await asyncio.sleep(max(0, start + (index + 1) * 0.02 - clock.time()))

    async def offer(self) -> str:
        await self.connection.set_local_description(await self.connection.create_offer())
        return self.connection.local_description.sdp

    async def accept(self, answer: str):
        await self.connection.set_remote_description(webrtc.RTCSessionDescription(
            webrtc.RTCSessionDescriptionInit(type="answer", sdp=answer)))

    async def inbound(self) -> list[dict]:
        report = await self.connection.get_stats()
        return [each.to_json() if hasattr(each, "to_json") else dict(each) for each in report.values()
                if each.type == "inbound-rtp"]

    async def media(self) -> dict:
        """What was decoded so far, over all slots."""
        rows = await self.inbound()
        return {"frames": sum(row.get("framesDecoded") or 0 for row in rows),
                "energy": sum(row.get("totalAudioEnergy") or 0 for row in rows),
                "state": str(self.connection.connection_state)}

    async def close(self):
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self.connection.close()
