"""WHIP and WHEP as a plain HTTP client sees them (RFC 9725 and the WHEP draft)."""

import dataclasses

import aiohttp
from yarl import URL


@dataclasses.dataclass
class MediaResource:
    """What a successful POST left behind: the answer and the session's own URL."""

    answer: str
    url: str
    etag: str | None
    links: list[str]
    session: aiohttp.ClientSession

    async def patch(self, fragment: str, etag: str | None = None) -> aiohttp.ClientResponse:
        headers = {"Content-Type": "application/trickle-ice-sdpfrag"}
        if etag is not None:
            headers["If-Match"] = etag
        response = await self.session.patch(self.url, data=fragment, headers=headers)
        await response.read()
        return response

    async def delete(self) -> int:
        async with self.session.delete(self.url) as response:
            return response.status


async def open_media(session: aiohttp.ClientSession, url: str, offer: str) -> MediaResource:
    """POSTs an offer to a /whip/ or /whep/ endpoint; anything but 201 is an error that shows the body."""
    async with session.post(url, data=offer, headers={"Content-Type": "application/sdp"}) as response:
        body = await response.text()
        if response.status != 201:
            raise RuntimeError(f"POST {url} answered {response.status}: {body}\nfor the offer:\n{offer}")
        assert response.content_type == "application/sdp", response.content_type
        location = str(URL(url).join(URL(response.headers["Location"])))
        return MediaResource(body, location, response.headers.get("ETag"), response.headers.getall("Link", []), session)
