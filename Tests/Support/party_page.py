"""A party page in some browser, and what tests ask of it."""

import abc
import json
import pathlib

from waiting import eventually

SUPPORT = pathlib.Path(__file__).parent
PROBE = (SUPPORT / "page_probe.js").read_text()
SYNTHETIC_CAMERA = (SUPPORT / "synthetic_camera.js").read_text()


def synthetic_camera(number: int) -> str:
    return SYNTHETIC_CAMERA.replace("__MEMBER__", str(number))


class PartyPage(abc.ABC):
    """One member's page. `number` is set when the synthetic camera gives the member a colour and a tone."""

    def __init__(self, name: str, number: int | None = None):
        self.name = name
        self.number = number

    @abc.abstractmethod
    async def evaluate(self, expression: str):
        """The JSON value of a JavaScript expression, promises awaited."""

    @abc.abstractmethod
    async def go(self, url: str): ...

    @abc.abstractmethod
    async def press(self, key: str): ...

    @abc.abstractmethod
    async def close(self): ...

    async def probe(self, call: str):
        return await self.evaluate(f"window.partyProbe.{call}")

    async def join(self, base_url: str, room: str, seconds: float = 30, **query: str):
        """`query` adds to the page's address, such as relay="tls"."""
        more = "".join(f"&{key}={value}" for key, value in query.items())
        await self.go(f"{base_url}/party/{room}?name={self.name}&autojoin=1{more}")
        await eventually(lambda: self.probe("memberId()"), bool, seconds, f"{self.name} joined {room}")

    async def connected(self, seconds: float = 30):
        await eventually(lambda: self.probe("connectionState()"), lambda state: state == "connected", seconds,
                         f"{self.name}'s connection is up")

    async def member_named(self, name: str, seconds: float = 20) -> str:
        return await eventually(lambda: self.probe(f"memberNamed({json.dumps(name)})"), bool, seconds,
                                f"{self.name} knows of {name}")

    async def forgets(self, name: str, seconds: float = 20):
        await eventually(lambda: self.probe(f"memberNamed({json.dumps(name)})"), lambda found: found is None, seconds,
                         f"{self.name} saw {name} leave")

    async def received(self, member: str, source: str) -> dict | None:
        return await self.probe(f"received({json.dumps(member)}, {json.dumps(source)})")

    async def picture(self, member: str, source: str = "camera") -> dict | None:
        return await self.probe(f"picture({json.dumps(member)}, {json.dumps(source)})")

    # A page that lost its server comes back as a new member, so whoever waits for somebody asks by name each time.

    async def received_from(self, name: str, source: str) -> dict | None:
        return await self.probe(f"received({self._id(name)}, {json.dumps(source)})")

    async def picture_of(self, name: str) -> dict | None:
        return await self.probe(f"picture({self._id(name)})")

    @staticmethod
    def _id(name: str) -> str:
        return f"window.partyProbe.memberNamed({json.dumps(name)})"

    async def sees(self, other: "PartyPage", seconds: float = 40):
        """Frames of `other` are decoded, the page shows them, they move, and they are that member's."""
        label = f"{self.name} sees {other.name}"
        await eventually(lambda: self.received_from(other.name, "camera"),
                         lambda stats: bool(stats) and stats["framesDecoded"] > 0, seconds, label + ": a frame")
        shown = await eventually(lambda: self.picture_of(other.name), lambda picture: bool(picture) and self._is_of(picture, other),
                                 seconds, label + ": the picture is theirs")
        first = await eventually(lambda: self.received_from(other.name, "camera"), bool, seconds, label + ": the stream")
        await eventually(lambda: self.picture_of(other.name),
                         lambda picture: bool(picture) and picture["checksum"] != shown["checksum"], seconds,
                         label + ": the picture moves")
        await eventually(lambda: self.received_from(other.name, "camera"), lambda stats: bool(stats) and self._goes_on(stats, first),
                         seconds, label + ": frames go on")

    @staticmethod
    def _goes_on(stats: dict, first: dict) -> bool:
        """More frames of the same stream, or some of the one that took its place."""
        same = stats["trackIdentifier"] == first["trackIdentifier"] and stats["framesDecoded"] >= first["framesDecoded"]
        return stats["framesDecoded"] > (first["framesDecoded"] if same else 0) + 3

    @staticmethod
    def _is_of(picture: dict, other: "PartyPage") -> bool:
        if other.number is None:
            return max(picture["brightness"]) > 16
        return picture["member"] == other.number

    async def hears(self, other: "PartyPage", seconds: float = 40):
        """Audio energy of `other` is received and, with synthetic members, at that member's own frequency."""
        label = f"{self.name} hears {other.name}"
        first = await eventually(lambda: self.received_from(other.name, "microphone"), bool, seconds, label + ": packets")
        await eventually(lambda: self.received_from(other.name, "microphone"),
                         lambda stats: bool(stats) and stats["totalAudioEnergy"] != first["totalAudioEnergy"], seconds,
                         label + ": energy")
        if other.number is not None:
            frequency = 400 + 150 * other.number
            await eventually(lambda: self.probe(f"tone({self._id(other.name)})"),
                             lambda tone: bool(tone) and ("unavailable" in tone or abs(tone["frequency"] - frequency) < 25), seconds,
                             f"{label}: their tone of {frequency} Hz")

    async def label(self, member: str, source: str) -> dict | None:
        """How the others label what `member` sends from `source`, as this page knows it."""
        labels = await self.probe(f"labels({json.dumps(member)})")
        return next((each for each in labels or [] if each["source"] == source), None)

    async def tile(self, member: str, source: str = "camera") -> dict | None:
        return await self.probe(f"tile({json.dumps(member)}, {json.dumps(source)})")

    async def takes_path(self, path: str, seconds: float = 30, why: str = ""):
        """The page's own tile names the path, such as TURN-TLS, and the reason for a detour."""
        def is_named(details: str | None) -> bool:
            words = (details or "").split(" · ")
            return words[0] == path and (not why or why in words)
        await eventually(lambda: self.probe("ownDetails()"), is_named, seconds, f"{self.name}'s tile names {path} {why}")

    async def knows_path(self, other: "PartyPage", path: str, seconds: float = 30):
        """What the server says of the other's path."""
        await eventually(lambda: self.probe(f"pathOf({self._id(other.name)})"), lambda known: known == path, seconds,
                         f"{self.name} knows that {other.name}'s path is {path}")

    async def lips_are_in_sync_with(self, other: "PartyPage"):
        await eventually(lambda: self.probe(f"sharesStream({self._id(other.name)})"), bool, 5, f"{self.name} got {other.name}'s voice and picture in one stream")
