"""A client of the first extension, as its service worker speaks: the same messages with the same fields, by hand."""

import time

from party_socket import PartySocket


class LegacyClient(PartySocket):
    """`await LegacyClient(url, "user_ann", room).enter()`. Unlike its successor it says with each message who and where it is."""

    def __init__(self, url: str, user: str, room: str):
        super().__init__(url)
        self.user, self.room = user, room

    async def enter(self) -> "LegacyClient":
        await self.__aenter__()
        await self.say("JOIN", timestamp=int(time.time() * 1000))
        await self.ping()
        return self

    async def say(self, kind: str, **fields):
        await self.send(**{"type": kind, "userId": self.user, "roomId": self.room, **fields})

    async def ping(self) -> dict:
        """Answered after everything before it."""
        await self.send(type="PING", userId=self.user, timestamp=int(time.time() * 1000))
        return await self.expect("PONG")

    async def signal(self, kind: str, to: str, **fields):
        await self.say(kind, **{"from": self.user, "to": to, **fields})

    async def play_or_pause(self, control: str, at: float | None = None):
        await self.say("PLAY_PAUSE", control=control, **({} if at is None else {"currentTime": at}))

    async def seek(self, to: float, playing: bool):
        await self.say("SEEK", currentTime=to, isPlaying=playing)

    async def go_to(self, url: str):
        await self.say("URL_CHANGE", url=url)

    async def leave(self):
        await self.say("LEAVE", timestamp=int(time.time() * 1000))
        await self.connection.close()
