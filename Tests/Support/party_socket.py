"""The WebSocket API spoken by hand: one member of a party without a browser."""

import asyncio
import json
import ssl

import websockets


class PartySocket:
    """One socket to /ws. Everything received stays in `received`, so a test may look back."""

    def __init__(self, url: str, tls: ssl.SSLContext | None = None):
        self.url = url
        self.tls = tls
        self.received: list[dict] = []
        self._unread: asyncio.Queue = asyncio.Queue()
        self._offers = 0
        self.welcome: dict = {}

    async def __aenter__(self) -> "PartySocket":
        self.connection = await websockets.connect(self.url, ssl=self.tls, compression=None, max_size=1 << 20)
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_):
        await self.close()

    async def _read(self):
        try:
            async for frame in self.connection:
                message = json.loads(frame)
                self.received.append(message)
                self._unread.put_nowait(message)
        except websockets.ConnectionClosed:
            pass
        self._unread.put_nowait(None)

    async def send(self, **message):
        await self.connection.send(json.dumps(message))

    async def send_text(self, text: str):
        await self.connection.send(text)

    async def expect(self, kind: str, seconds: float = 10, where=lambda message: True) -> dict:
        """The next message of this type for which `where` holds; others in between are passed over."""
        async def next_match() -> dict:
            while True:
                message = await self._unread.get()
                if message is None:
                    self._unread.put_nowait(None)
                    raise ConnectionError(f"closed with {self.close_code} while waiting for {kind}")
                if message["type"] == kind and where(message):
                    return message
        try:
            return await asyncio.wait_for(next_match(), seconds)
        except asyncio.TimeoutError:
            seen = [message["type"] for message in self.received]
            raise TimeoutError(f"no {kind} within {seconds} s; received {seen}") from None

    async def expect_silence(self, kind: str, seconds: float = 0.7):
        """Fails when a message of this type comes."""
        try:
            message = await self.expect(kind, seconds)
        except TimeoutError:
            return
        raise AssertionError(f"a message that must not come: {message}")

    async def join(self, room: str, name: str) -> dict:
        await self.send(type="JOIN", version=1, roomId=room, name=name)
        self.welcome = await self.expect("WELCOME")
        return self.welcome

    @property
    def member_id(self) -> str:
        return self.welcome["memberId"]

    async def offer(self, sdp: str, tracks: list[dict]) -> str:
        self._offers += 1
        identifier = self._offers
        await self.send(type="OFFER", id=identifier, sdp=sdp, tracks=tracks)
        answer = await self.expect("ANSWER", where=lambda message: message["id"] == identifier)
        return answer["sdp"]

    @property
    def close_code(self) -> int | None:
        return self.connection.close_code

    async def wait_closed(self, seconds: float = 10) -> int:
        await asyncio.wait_for(self.connection.wait_closed(), seconds)
        return self.connection.close_code

    async def close(self):
        await self.connection.close()
        await self._reader
