"""Parties that one has to be invited to, in real browsers: the host copies a link, friends come in by it, strangers do not."""

import json

import aiohttp
import pytest
import pytest_asyncio

from server import Server
from waiting import eventually

SECRET = "0123456789abcdef0123456789abcdef"
TOKEN = "a-token-of-another-back-end"
PLAIN = {"devices": False, "viewport": {"width": 700, "height": 500}}


class InvitingServer(Server):
    """`--auth-secret` instead of `--open`."""
    openness = ["--auth-secret", SECRET, "--api-token", TOKEN]


@pytest_asyncio.fixture
async def inviting(tmp_path):
    server = await InvitingServer(tmp_path, ["127.0.0.1"]).start()
    yield server
    await server.stop()


async def invitation(server, **wish) -> dict:
    async with aiohttp.ClientSession() as session:
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with session.post(f"{server.url}/api/invitations", json=wish, headers=headers) as answer:
            assert answer.status == 201, await answer.text()
            return await answer.json()


async def enter(page, link: str):
    """By the link, as people do: a name, and the button."""
    await page.go(link)
    await page.page.fill("#name", page.name)
    await page.press("Enter")


async def joined(page):
    await eventually(lambda: page.evaluate("window.toperparty.signaling"), lambda state: state == "joined", 60, f"{page.name} is in")


async def copied(page) -> str:
    await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await page.page.click("button.copy")
    await eventually(lambda: page.evaluate("document.querySelector('button.copy').textContent"), lambda text: "copied" in text, 20, "the link is copied")
    return await page.evaluate("navigator.clipboard.readText()")


@pytest.mark.timeout(240)
async def test_the_host_copies_an_invite_link_and_only_who_has_one_comes_in(chromium, inviting, room):
    ann = await chromium.page("Ann", **PLAIN)
    made = await invitation(inviting, room=room, role="host", uses=1)
    assert made["link"] == f"{inviting.url}/party/{room}#token={made['token']}"
    await enter(ann, made["link"])
    await joined(ann)
    assert await ann.evaluate("document.querySelector('button.copy').textContent") == "Copy invite link"
    link = await copied(ann)
    assert link.startswith(f"{inviting.url}/party/{room}#token=") and link != made["link"]

    bo = await chromium.page("Bo", **PLAIN)
    await enter(bo, link)
    await joined(bo)
    assert await bo.evaluate("window.toperparty.role") == "member"
    await eventually(lambda: ann.evaluate("window.toperparty.members.map((member) => member.name)"), lambda names: names == ["Bo"], 20, "Ann sees Bo")
    # A guest may not invite, so there is no button that would disappoint.
    await eventually(lambda: bo.evaluate("document.querySelector('button.copy').hidden"), bool, 20, "Bo has no button")

    for name, address in (("Cleo", f"{inviting.url}/party/{room}"), ("Dev", made["link"]), ("Eva", link[:-3])):
        stranger = await chromium.page(name, **PLAIN)
        await enter(stranger, address)
        await eventually(lambda: stranger.evaluate("document.querySelector('.welcome .problem')?.textContent ?? ''"),
                         lambda text: "invitation does not work" in text, 30, f"{name} is told")
    assert len(await ann.evaluate("window.toperparty.members")) == 1


@pytest.mark.timeout(240)
async def test_a_guest_invites_once_the_host_lets_everyone(chromium, inviting, room):
    ann, bo = [await chromium.page(name, **PLAIN) for name in ("Ann", "Bo")]
    await enter(ann, (await invitation(inviting, room=room, role="host"))["link"])
    await joined(ann)
    await enter(bo, await copied(ann))
    await joined(bo)
    await ann.press("u")
    await ann.page.get_by_label("Who may invite").select_option("everyone")
    await eventually(lambda: bo.evaluate("document.querySelector('button.copy').hidden"), lambda hidden: not hidden, 20, "Bo may invite now")
    cleo = await chromium.page("Cleo", **PLAIN)
    await enter(cleo, await copied(bo))
    await joined(cleo)


async def test_what_an_operator_reads_of_running_rooms(chromium, tmp_path, room):
    server = await Server(tmp_path, ["127.0.0.1"], ["--admin-token", "the-token-of-an-operator"]).start()
    try:
        ann, bo = [await chromium.page(name, number=number) for number, name in enumerate(("Ann", "Bo"))]
        for page in (ann, bo):
            await page.join(server.url, room, seconds=60)
        await bo.sees(ann)

        async def status() -> dict:
            async with aiohttp.ClientSession() as session:
                async with session.get(f"{server.url}/status", headers={"Authorization": "Bearer the-token-of-an-operator"}) as answer:
                    return json.loads(await answer.text())

        def flows(report: dict) -> bool:
            members = report["rooms"][0]["members"]
            return len(members) == 2 and all(
                member.get("bitrateIn", 0) > 20 and member.get("bitrateOut", 0) > 20 and member.get("path") in ("udp", "tcp") and "roundTrip" in member for member in members)

        report = await eventually(status, flows, 40, "bit rates, path and delay of both")
        assert report["server"]["members"] == 2 and report["rooms"][0]["id"] == room
        assert all(0 <= member.get("loss", 0) <= 1 for member in report["rooms"][0]["members"])
    finally:
        await server.stop()
