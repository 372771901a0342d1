"""Parties in real browsers: everyone sees and hears everyone, whatever they do meanwhile."""

import asyncio
import json
import os
import pathlib
import time

import pytest

from chromium import Chromium
from server import REPOSITORY, Server
from waiting import eventually


async def everyone_sees_and_hears_everyone(pages, seconds: float = 60):
    async def all_others(page):
        for other in pages:
            if other is not page:
                await page.sees(other, seconds)
                await page.hears(other, seconds)
                await page.lips_are_in_sync_with(other)
    await asyncio.gather(*(all_others(page) for page in pages))


async def test_two_people_with_a_browsers_own_devices(chromium, server, room):
    ann, bo = await chromium.page("Ann"), await chromium.page("Bo")
    await ann.join(server.url, room)
    await bo.join(server.url, room)
    await everyone_sees_and_hears_everyone([ann, bo])
    assert await ann.probe("state()") == "connected"


async def test_four_people(party):
    await everyone_sees_and_hears_everyone(await party(4))


@pytest.mark.timeout(420)
async def test_nine_people(party):
    # Nine browsers on a machine of two cores: small windows and few pictures a second leave room for the server.
    await everyone_sees_and_hears_everyone(await party(9, viewport={"width": 400, "height": 300}, picture=(160, 120), rate=2), seconds=150)


async def test_picture_of_a_party_for_the_readme(party):
    pages = await party(4, link="friday-film", viewport={"width": 1280, "height": 720}, picture=(640, 360))
    ann, bo = pages[:2]
    for page in pages:
        await page.evaluate(f"void syntheticCamera.speak({0.3 if page is bo else 0})")
    for other in pages[1:]:
        await ann.sees(other)
    await eventually(lambda: ann.evaluate("[...document.querySelectorAll('.tile.is-speaking')].map((tile) => tile.textContent)"),
                     lambda names: len(names) == 1 and "Bo" in names[0], 20, "Bo alone is marked as speaking")
    await asyncio.sleep(3)
    folder = pathlib.Path(os.environ.get("TOPERPARTY_PICTURES", REPOSITORY / ".build/pictures"))
    folder.mkdir(parents=True, exist_ok=True)
    await ann.screenshot(str(folder / "party.png"))
    assert (folder / "party.png").stat().st_size > 20_000


async def test_chromium_and_firefox(chromium, firefox, server, namespace, room):
    ann, bo, eva = await chromium.page("Ann", number=0), await chromium.page("Bo", number=1), await firefox.page("Eva")
    await ann.join(server.url, room)
    await bo.join(server.url, room)
    await eva.join(f"http://{namespace.host_address}:{server.port}", room)
    await everyone_sees_and_hears_everyone([ann, bo, eva])


async def test_a_late_joiner_gets_pictures_quickly(party, chromium, server, room):
    pages = await party(3)
    await everyone_sees_and_hears_everyone(pages)
    late = await chromium.page("Zoe", number=8)
    await late.go(f"{server.url}/party/{room}?name=Zoe&autojoin=1")
    await late.evaluate("new Promise((resolve) => { const wait = () => window.toperparty?.memberId ? resolve() : setTimeout(wait, 5); wait(); })")
    joined = time.monotonic()
    member = await late.member_named("Ann")
    await eventually(lambda: late.received(member, "camera"), lambda stats: bool(stats) and stats["framesDecoded"] > 0, 5,
                     "the late joiner's first picture", every=0.02)
    print(f"first picture {1000 * (time.monotonic() - joined):.0f} ms after WELCOME")
    for other in pages:
        await late.sees(other)
        await other.sees(late)


async def test_leaving_by_keyboard_and_coming_back(party, server, room):
    ann, bo = await party(2)
    await everyone_sees_and_hears_everyone([ann, bo])
    await bo.press("Shift+L")
    await ann.forgets("Bo", seconds=5)
    await bo.join(server.url, room)
    await everyone_sees_and_hears_everyone([ann, bo])


async def test_a_browser_that_vanishes_is_missed_and_may_come_back(party, chromium, server, room):
    ann, bo, cleo = await party(3)
    await everyone_sees_and_hears_everyone([ann, bo, cleo])
    await bo.close()
    chromium.pages.remove(bo)
    await ann.forgets("Bo", seconds=15)
    await ann.sees(cleo)
    again = await chromium.page("Bo", number=1)
    await again.join(server.url, room)
    await everyone_sees_and_hears_everyone([ann, again, cleo])


async def test_a_publishers_ice_restart_keeps_the_picture(party):
    ann, bo = await party(2)
    await everyone_sees_and_hears_everyone([ann, bo])
    member, before = await ann.probe("memberId()"), await ann.probe("usernameFragments()")
    await ann.evaluate("void window.dispatchEvent(new Event('online'))")
    after = await eventually(lambda: ann.probe("usernameFragments()"),
                             lambda now: now[0] != before[0] and now[1] != before[1], 10, "both sides' credentials changed")
    assert None not in after
    await ann.connected()
    await bo.sees(ann)
    await bo.hears(ann)
    await ann.sees(bo)
    assert await ann.probe("memberId()") == member, "an ICE restart is not a new membership"


async def test_a_shared_screen_is_seen_beside_the_camera_and_goes_away_again(party):
    ann, bo = await party(2)
    await everyone_sees_and_hears_everyone([ann, bo])
    await ann.press("s")
    member = await bo.member_named("Ann")
    first = await eventually(lambda: bo.received(member, "screen"), lambda stats: bool(stats) and stats["framesDecoded"] > 0, 20,
                             "the screen's first frame")
    picture = await eventually(lambda: bo.picture(member, "screen"), lambda shown: bool(shown), 10, "the screen is shown")
    assert picture["width"] > 0 and first["mid"] != (await bo.received(member, "camera"))["mid"]
    await bo.sees(ann)
    await ann.press("s")
    await eventually(lambda: bo.probe(f"slot({json.dumps(member)}, 'screen')"), lambda slot: slot is None, 10, "the screen went away")
    await bo.sees(ann)


async def test_mute_stops_the_sound_and_unmute_brings_it_back(party):
    ann, bo = await party(2)
    await everyone_sees_and_hears_everyone([ann, bo])
    member = await bo.member_named("Ann")
    await ann.press("m")
    await eventually(lambda: bo.label(member, "microphone"), lambda label: label and label["muted"], 5, "Bo is told of the mute")
    await asyncio.sleep(1)
    before = (await bo.received(member, "microphone") or {}).get("totalAudioEnergy", 0)
    await asyncio.sleep(2)
    after = (await bo.received(member, "microphone") or {}).get("totalAudioEnergy", 0)
    assert after - before < 0.001, "no sound while muted"
    await ann.press("m")
    await eventually(lambda: bo.label(member, "microphone"), lambda label: label and not label["muted"], 5, "Bo is told of the unmute")
    await bo.hears(ann)
    await bo.sees(ann)


async def test_a_camera_switched_off_and_on_again(party):
    ann, bo = await party(2)
    await everyone_sees_and_hears_everyone([ann, bo])
    member = await bo.member_named("Ann")
    await ann.press("v")
    await eventually(lambda: bo.label(member, "camera"), lambda label: label and label["muted"], 5, "Bo is told that the camera is off")
    await bo.hears(ann)
    await ann.press("v")
    await eventually(lambda: bo.label(member, "camera"), lambda label: label and not label["muted"], 5, "Bo is told that it is on")
    await bo.sees(ann)


async def test_a_pinned_member_is_shown_larger_than_the_others(party):
    ann, bo, cleo = await party(3)
    await everyone_sees_and_hears_everyone([ann, bo, cleo])
    member, other = await ann.member_named("Cleo"), await ann.member_named("Bo")
    await ann.evaluate(f"document.querySelector('.tile[data-member-id={json.dumps(member)}]').focus()")
    await ann.press("p")
    pinned = await eventually(lambda: ann.tile(member), lambda tile: tile and tile["pinned"], 5, "the tile is pinned")
    beside = await eventually(lambda: ann.tile(other), lambda tile: tile and tile["height"] < pinned["height"], 5, "others are smaller")
    assert not beside["pinned"] and "pinned" in pinned["label"]
    await ann.sees(cleo)
    await ann.press("p")
    await eventually(lambda: ann.tile(member), lambda tile: tile and not tile["pinned"], 5, "the tile is unpinned")


async def test_keyboard_shortcuts_show_help_and_details(party):
    ann, bo = await party(2)
    await ann.sees(bo)
    await ann.press("?")
    await eventually(lambda: ann.evaluate("Boolean(document.querySelector('dialog[open]'))"), bool, 5, "the help is open")
    assert "Mute" in await ann.evaluate("document.querySelector('dialog[open]').textContent")
    await ann.press("Escape")
    await eventually(lambda: ann.evaluate("Boolean(document.querySelector('dialog[open]'))"), lambda open: not open, 5, "it is closed")
    await ann.press("i")
    member = await ann.member_named("Bo")
    await eventually(lambda: ann.evaluate(f"document.querySelector('.tile[data-member-id={json.dumps(member)}] .tile-details').textContent"),
                     lambda text: "ms" in text and "UDP" in text, 10, "the tile tells of the connection")


async def test_somebody_without_camera_and_microphone_watches(party, chromium, server, room):
    ann, bo = await party(2)
    viewer = await chromium.page("Vi", devices=False)
    await viewer.join(server.url, room)
    for other in (ann, bo):
        await viewer.sees(other)
        await viewer.hears(other)
    member = await ann.member_named("Vi")
    labels = await ann.probe(f"labels({json.dumps(member)})")
    assert all(label["muted"] for label in labels), labels
    await ann.sees(bo)


async def test_a_member_on_another_network_comes_back(party, server, namespace, room):
    [ann] = await party(1)
    origin = f"http://{namespace.host_address}:{server.port}"
    async with Chromium([f"--unsafely-treat-insecure-origin-as-secure={origin}"], namespace) as elsewhere:
        bo = await elsewhere.page("Bo", number=1)
        await bo.join(origin, room)
        await everyone_sees_and_hears_everyone([ann, bo])
        namespace.move()
        await asyncio.sleep(1)
        await everyone_sees_and_hears_everyone([ann, bo])


PREFER = """
const native = RTCRtpTransceiver.prototype.setCodecPreferences;
RTCRtpTransceiver.prototype.setCodecPreferences = function (codecs) {
  const first = (codec) => (codec.mimeType.toLowerCase() === "video/%s" ? 0 : 1);
  return native.call(this, [...codecs].sort((one, other) => first(one) - first(other)));
};
"""


@pytest.mark.parametrize("codec", ["vp8", "vp9", "h264", "av1"])
async def test_every_codec_chromium_sends(chromium, server, room, codec):
    ann, bo = await chromium.page("Ann", number=0), await chromium.page("Bo", number=1)
    await ann.context.add_init_script(PREFER % codec)
    await ann.join(server.url, room)
    await bo.join(server.url, room)
    await bo.sees(ann)
    await bo.hears(ann)
    await ann.sees(bo)
    stats = await bo.received(await bo.member_named("Ann"), "camera")
    assert stats["codec"].lower() == f"video/{codec}"


async def test_a_party_survives_a_restart_of_the_server(chromium, tmp_path, room):
    server = await Server(tmp_path, ["127.0.0.1"]).start()
    try:
        ann, bo = await chromium.page("Ann", number=0), await chromium.page("Bo", number=1)
        await ann.join(server.url, room)
        await bo.join(server.url, room)
        await everyone_sees_and_hears_everyone([ann, bo])
        before = await ann.probe("memberId()")
        assert await server.stop() == 0, server.log()
        await server.start()
        await eventually(lambda: ann.probe("memberId()"), lambda member: member and member != before, 40, "Ann is back")
        await everyone_sees_and_hears_everyone([ann, bo])
    finally:
        await server.stop()
