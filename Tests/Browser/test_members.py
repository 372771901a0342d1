"""Members and what they may do, as people use the page: roles, the door, chat, and coming back as the same person."""

import pytest
import pytest_asyncio

from party_socket import PartySocket
from waiting import eventually


@pytest_asyncio.fixture(autouse=True)
async def roles(server, http):
    """Servers before roles welcome everybody alike."""
    async with http.ws_connect(server.socket_url) as socket:
        await socket.send_json({"type": "JOIN", "version": 1, "roomId": "which-server", "name": "Roles"})
        welcome = await socket.receive_json()
    if "role" not in welcome:
        pytest.skip("this server knows no roles")


async def role(page) -> str:
    return await page.evaluate("window.toperparty.role")


async def has_role(page, wanted: str, seconds: float = 20):
    await eventually(lambda: role(page), lambda now: now == wanted, seconds, f"{page.name} is {wanted}")


async def do(page, name: str, action: str):
    """Chooses an action from the menu of a member in the people panel, by keyboard."""
    if not await page.page.is_visible(".people-panel"):
        await page.press("u")
    menu = page.page.locator(".person", has_text=name).locator("summary")
    await menu.focus()
    await page.press("Enter")
    await page.page.get_by_role("button", name=action, exact=True).click()


async def test_host_makes_a_deputy_asks_for_quiet_and_removes_somebody(party):
    ann, bo, cleo = await party(3)
    await has_role(ann, "host")
    await bo.member_named("Cleo")
    await do(ann, "Bo", "Make deputy")
    await has_role(bo, "deputy")
    await eventually(lambda: cleo.evaluate("[...document.querySelectorAll('.tile .badge:not([hidden])')].map((badge) => badge.textContent).sort()"),
                     lambda badges: badges == ["Deputy", "Host"], 20, "Cleo sees who is what")
    member = await bo.member_named("Cleo")
    await eventually(lambda: bo.label(member, "microphone"), lambda label: bool(label) and not label["muted"], 20, "Cleo can be heard")
    await do(bo, "Cleo", "Ask to mute")
    await eventually(lambda: ann.label(member, "microphone"), lambda label: bool(label) and label["muted"], 20, "Cleo is muted")
    await do(ann, "Cleo", "Remove from the party")
    await ann.forgets("Cleo")
    await eventually(lambda: cleo.evaluate("document.querySelector('.welcome .problem')?.textContent ?? ''"),
                     lambda text: "removed" in text, 20, "Cleo is told")
    assert await cleo.evaluate("window.toperparty.state") in ("welcome", "left", "refused")


async def test_whoever_was_removed_is_told_why_the_door_stays_closed(party):
    """W12, in a room that anybody may enter."""
    ann, bo = await party(2)
    await has_role(ann, "host")
    await do(ann, "Bo", "Remove from the party")

    async def problem():
        return await bo.evaluate("document.querySelector('.welcome .problem')?.textContent ?? ''")
    await eventually(problem, lambda text: "removed" in text, 20, "Bo is told")
    await bo.page.get_by_role("button", name="oin the party").click()
    await eventually(problem, lambda text: "cannot come back for" in text and "minutes" in text, 20, "Bo is told for how long")
    assert await ann.probe('memberNamed("Bo")') is None


async def test_host_hands_over_and_follows_when_the_host_goes(party):
    ann, bo, cleo = await party(3)
    await has_role(ann, "host")
    await do(ann, "Bo", "Make host instead of me")
    await has_role(bo, "host")
    await has_role(ann, "deputy")
    await bo.press("Escape")
    await bo.press("Shift+L")
    await has_role(ann, "host")
    await has_role(cleo, "member")


async def test_newcomers_knock_and_are_let_in_or_not(party, chromium, server, room):
    ann, = await party(1)
    await has_role(ann, "host")
    await ann.press("u")
    await ann.page.get_by_label("Newcomers knock first").click()
    for name, number, button in (("Bo", 1, "Let Bo in"), ("Cleo", 2, "Refuse Cleo")):
        guest = await chromium.page(name, number=number)
        await guest.go(f"{server.url}/party/{room}?name={name}&autojoin=1")
        await eventually(lambda: guest.evaluate("window.toperparty.state"), lambda state: state == "knocking", 20, f"{name} knocks")
        await ann.page.get_by_role("button", name=button).click()
        if name == "Bo":
            await guest.sees(ann)
            await ann.sees(guest)
        else:
            await eventually(lambda: guest.evaluate("document.querySelector('.welcome .problem')?.textContent ?? ''"),
                             lambda text: "not let in" in text, 20, "Cleo is told")
    assert await ann.probe('memberNamed("Cleo")') is None


async def test_chat_is_text_and_newcomers_read_it(party, chromium, server, room):
    ann, bo = await party(2)
    text = "<img src=x onerror=\"window.harmed = true\"> & popcorn?"
    await ann.press("h")
    await ann.page.get_by_label("Message to everyone").fill(text)
    await ann.press("Enter")
    await ann.page.get_by_role("button", name="Party", exact=True).click()
    await bo.press("h")
    late = await chromium.page("Cleo", number=2)
    await late.join(server.url, room)
    await late.press("h")
    for page in (ann, bo, late):
        lines = await eventually(lambda: page.evaluate("[...document.querySelectorAll('.chat-text')].map((line) => line.textContent)"),
                                 lambda lines: len(lines) >= 2, 20, f"{page.name} reads the chat")
        assert lines[:2] == [text, "🎉"]
        assert await page.evaluate("window.harmed === undefined && document.querySelectorAll('.chat-log img').length === 0")


async def test_a_name_is_text(party, server, room):
    """W6: whatever somebody calls himself, by another client than the page."""
    ann, = await party(1)
    name = "<img src=x onerror='window.harmed = true'>"
    async with PartySocket(server.socket_url) as eve:
        await eve.join(room, name)
        await ann.press("u")
        await eventually(lambda: ann.evaluate("document.querySelector('.people-panel').textContent"), lambda text: name in text, 20, "the name as it is")
        await eve.send(type="CHAT", text="hello")
        await ann.press("h")
        await eventually(lambda: ann.evaluate("document.body.textContent"), lambda text: "hello" in text, 20, "the chat")
        assert await ann.evaluate("window.harmed === undefined && document.querySelectorAll('img[src=x]').length === 0")


async def test_a_reloaded_page_is_the_same_person(party):
    ann, bo = await party(2)
    await has_role(ann, "host")
    before = await bo.probe("memberId()")
    await bo.page.reload()
    await eventually(lambda: bo.probe("memberId()"), lambda now: now == before, 30, "Bo is Bo")
    await ann.sees(bo)
    await bo.sees(ann)
