"""GStreamer's webrtcbin in a process of its own: a fault in native code must not end the test run."""

import asyncio
import json
import pathlib
import sys

NAME = "gstreamer"
CODECS = ["VP8", "VP9", "H264"]


class GStreamerPeer:
    """One webrtcbin. The caller carries `offer()` to the server and its answer to `accept()`."""

    def __init__(self):
        self._arguments: list[str] = []
        self._media = {"frames": 0, "energy": 0.0, "state": "new"}
        self._offer: asyncio.Future | None = None
        self.process: asyncio.subprocess.Process | None = None

    def send(self, number: int, codec: str | None = "VP8", audio: bool = True):
        self._arguments = ["send", codec or "-", "1" if audio else "0"]

    def receive(self, seats: int = 1, codec: str | None = None):
        assert seats == 1, "one seat is all this peer asks for"
        self._arguments = ["receive", codec or "VP8", "1"]

    async def offer(self) -> str:
        script = pathlib.Path(__file__).with_name("gstreamer_process.py")
        self.process = await asyncio.create_subprocess_exec(
            sys.executable, str(script), *self._arguments, limit=1 << 20,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE)
        self._offer = asyncio.get_running_loop().create_future()
        self._reader = asyncio.create_task(self._read())
        return await asyncio.wait_for(self._offer, 20)

    async def _read(self):
        async for line in self.process.stdout:
            message = json.loads(line)
            if "sdp" in message:
                self._offer.set_result(message["sdp"])
            else:
                self._media.update(message)
        if not self._offer.done():
            self._offer.set_exception(RuntimeError("GStreamer ended before it made an offer"))
        self._media["state"] = "closed"

    async def accept(self, answer: str):
        self.process.stdin.write(json.dumps({"sdp": answer}).encode() + b"\n")
        await self.process.stdin.drain()

    async def media(self) -> dict:
        """What was decoded so far."""
        return dict(self._media)

    async def close(self):
        if self.process is None:
            return
        if self.process.returncode is None:
            self.process.kill()
        await self.process.wait()
        await self._reader
