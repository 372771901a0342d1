"""RFC 9725 and the WHEP draft as HTTP: statuses, headers, preconditions."""

import re

import pytest

from aiortc_peer import AiortcPeer
from http_media import open_media
from libwebrtc_peer import LibWebRTCPeer
from waiting import eventually

SDP = {"Content-Type": "application/sdp"}


@pytest.fixture
async def published(http, server, room):
    peer = LibWebRTCPeer()
    peer.send(1)
    resource = await open_media(http, f"{server.url}/whip/{room}", await peer.offer())
    await peer.accept(resource.answer)
    yield peer, resource
    await peer.close()


async def test_post_answers_201_with_location_and_a_strong_etag(published):
    _, resource = published
    assert re.fullmatch(r'"[^"]+"', resource.etag)
    assert resource.url.startswith("http://127.0.0.1")
    assert "a=ice-lite" in resource.answer


@pytest.mark.parametrize("endpoint", ["whip", "whep"])
async def test_options_answers_a_preflight(http, server, room, endpoint):
    headers = {"Origin": "https://studio.example", "Access-Control-Request-Method": "POST",
               "Access-Control-Request-Headers": "content-type,authorization"}
    async with http.options(f"{server.url}/{endpoint}/{room}", headers=headers) as answer:
        assert answer.status in (200, 204)
        assert answer.headers["Access-Control-Allow-Origin"] in ("*", "https://studio.example")
        assert "POST" in answer.headers["Access-Control-Allow-Methods"]
        assert "content-type" in answer.headers["Access-Control-Allow-Headers"].lower()


async def test_options_says_what_may_be_posted(http, server, room):
    async with http.options(f"{server.url}/whip/{room}") as answer:
        assert answer.status in (200, 204) and "application/sdp" in answer.headers.get("Accept-Post", "")


async def test_location_and_etag_may_be_read_by_pages_of_other_origins(http, server, room):
    peer = AiortcPeer()
    peer.send(0)
    async with http.post(f"{server.url}/whip/{room}", data=await peer.offer(), headers={**SDP, "Origin": "https://studio.example"}) as answer:
        exposed = answer.headers["Access-Control-Expose-Headers"].lower()
        assert "location" in exposed and "etag" in exposed and "link" in exposed
        await http.delete(f"{server.url}{answer.headers['Location']}")
    await peer.close()


async def test_a_body_of_another_type_is_415(http, server, room):
    async with http.post(f"{server.url}/whip/{room}", data="v=0", headers={"Content-Type": "text/plain"}) as answer:
        assert answer.status == 415


@pytest.mark.parametrize("body", ["", "nonsense", "v=0\r\n", "m=" * 20_000], ids=["empty", "nonsense", "version only", "long"])
async def test_an_offer_that_cannot_be_read_is_400(http, server, room, body):
    async with http.post(f"{server.url}/whip/{room}", data=body, headers=SDP) as answer:
        assert answer.status in (400, 422), answer.status
        assert await answer.text()


async def test_an_enormous_body_is_413(http, server, room):
    async with http.post(f"{server.url}/whip/{room}", data="v=0\r\n" + "a=x\r\n" * 100_000, headers=SDP) as answer:
        assert answer.status == 413


@pytest.mark.parametrize("room_name", ["no%20spaces", "x" * 65, "%2e%2e"])
async def test_a_room_name_that_is_none_is_refused(http, server, room_name):
    async with http.post(f"{server.url}/whip/{room_name}", data="v=0\r\n", headers=SDP) as answer:
        assert answer.status in (400, 404)


async def test_delete_ends_the_session_and_then_it_is_gone(http, published):
    peer, resource = published
    assert await resource.delete() == 200
    assert await resource.delete() == 404
    async with http.patch(resource.url, data="", headers={"Content-Type": "application/trickle-ice-sdpfrag"}) as answer:
        assert answer.status == 404


async def test_other_methods_are_405(http, published):
    _, resource = published
    async with http.put(resource.url, data="") as answer:
        assert answer.status in (404, 405)


def fragment(sdp: str, ufrag: str | None = None, password: str | None = None) -> str:
    own_ufrag = re.search(r"a=ice-ufrag:(\S+)", sdp).group(1)
    own_password = re.search(r"a=ice-pwd:(\S+)", sdp).group(1)
    media = re.search(r"m=\w+ \d+ [^\r\n]+", sdp).group(0)
    mid = re.search(r"a=mid:(\S+)", sdp).group(1)
    group = re.search(r"a=group:BUNDLE[^\r\n]*", sdp).group(0)
    return (f"a=ice-options:trickle ice2\r\n{group}\r\n{media}\r\na=mid:{mid}\r\n"
            f"a=ice-ufrag:{ufrag or own_ufrag}\r\na=ice-pwd:{password or own_password}\r\n"
            "a=candidate:1 1 UDP 2130706431 127.0.0.1 50000 typ host\r\na=end-of-candidates\r\n")


async def test_a_trickled_candidate_is_accepted(published):
    peer, resource = published
    answer = await resource.patch(fragment(peer.connection.local_description.sdp), resource.etag)
    assert answer.status == 204


async def test_a_patch_with_the_wrong_etag_is_412(published):
    peer, resource = published
    assert (await resource.patch(fragment(peer.connection.local_description.sdp), '"of another time"')).status == 412


async def test_a_patch_that_is_no_fragment_is_refused(published):
    _, resource = published
    assert (await resource.patch("nonsense", resource.etag)).status in (400, 422)
    answer = await resource.session.patch(resource.url, data="x", headers={"Content-Type": "text/plain"})
    assert answer.status == 415


async def test_new_credentials_restart_ice_and_media_goes_on(http, server, room, published):
    peer, resource = published
    viewer = LibWebRTCPeer()
    viewer.receive(1)
    try:
        played = await open_media(http, f"{server.url}/whep/{room}", await viewer.offer())
        await viewer.accept(played.answer)
        await eventually(viewer.media, lambda now: now["frames"] > 5, 20, "frames before the restart")
        peer.connection.restart_ice()
        offer = await peer.offer()
        answer = await resource.patch(fragment(offer), "*")
        assert answer.status == 200 and answer.content_type == "application/trickle-ice-sdpfrag", answer.status
        assert answer.headers["ETag"] != resource.etag
        body = await answer.text()
        old = {key: re.search(rf"a={key}:(\S+)", resource.answer).group(1) for key in ("ice-ufrag", "ice-pwd")}
        new = {key: re.search(rf"a={key}:(\S+)", body).group(1) for key in ("ice-ufrag", "ice-pwd")}
        assert old["ice-ufrag"] != new["ice-ufrag"] and old["ice-pwd"] != new["ice-pwd"]
        restarted = resource.answer.replace(old["ice-ufrag"], new["ice-ufrag"]).replace(old["ice-pwd"], new["ice-pwd"])
        await peer.accept(restarted)
        before = (await viewer.media())["frames"]
        await eventually(viewer.media, lambda now: now["frames"] > before + 20, 20, "frames after the restart")
    finally:
        await viewer.close()
