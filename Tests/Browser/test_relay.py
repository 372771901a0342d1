"""Browsers that may use nothing but the relay: a party of three over each of its transports, and a page that publishes by WHIP."""

import asyncio
import dataclasses
import subprocess

import pytest
import pytest_asyncio

from certificates import Authority
from chromium import Chromium
from firefox import Firefox
from network_namespace import NetworkNamespace, is_possible
from party_page import SUPPORT
from server import Server, binary
from waiting import eventually

pytestmark = pytest.mark.skipif(not is_possible(), reason="network namespaces cannot be made here")

HOST = "party.test"


@dataclasses.dataclass
class Site:
    """A server with a certificate of its name, and two browsers that know the name: Firefox on a host of its own."""

    server: Server
    url: str
    chromium: Chromium
    firefox: Firefox


@pytest_asyncio.fixture(scope="module")
async def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    authority = Authority(folder)
    chain, key = authority.issue("site", HOST)
    with NetworkNamespace() as namespace:
        server = Server(folder, [namespace.host_address], scheme="https")
        server.arguments = ["--tls-certificate", str(chain), "--tls-key", str(key), "--public-url", f"https://{HOST}:{server.port}",
                            "--database", str(folder / "party.sqlite")]
        await server.start()
        flags = ["--ignore-certificate-errors", f"--host-resolver-rules=MAP {HOST} {namespace.host_address}"]
        try:
            async with Chromium(flags) as chromium, Firefox(namespace, 5, authority.certificate, namespace.host_address) as firefox:
                yield Site(server, f"https://{HOST}:{server.port}", chromium, firefox)
        finally:
            assert await server.stop() == 0, server.log()


def paths_in_audit(server: Server, room: str) -> str:
    """What the history has of the paths in a room."""
    database = server.arguments[server.arguments.index("--database") + 1]
    done = subprocess.run([str(binary()), "audit", "timeline", "--database", database, "--room", room, "--kind", "path", "--json"],
                          check=True, capture_output=True, text=True, timeout=60)
    return done.stdout


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
async def test_three_people_meet_by_relay_alone(site, room, transport):
    ann, bo = await site.chromium.page("Ann", number=0), await site.chromium.page("Bo", number=1)
    eva = await site.firefox.page("Eva")
    everyone = [ann, bo, eva]
    try:
        for page in everyone:
            await page.join(site.url, f"{room}-{transport}", relay=transport)
        pairs = [(one, other) for one in everyone for other in everyone if one is not other]
        await asyncio.gather(*(one.sees(other, 60) for one, other in pairs), *(one.hears(other, 60) for one, other in pairs))
        for page in everyone:
            await page.takes_path(f"TURN-{transport.upper()}")
        for one, other in pairs:
            await one.knows_path(other, f"turn-{transport}")
        told = await eventually(lambda: asyncio.to_thread(paths_in_audit, site.server, f"{room}-{transport}"),
                                lambda text: text.count(f"turn-{transport}") >= 3, 20, "the history has everybody's path")
        assert '"udp"' not in told and '"tcp"' not in told, told
    finally:
        await site.chromium.close_pages()
        await eva.close()


async def test_a_relay_that_the_server_has_not_is_told(site, tmp_path, room):
    """`--turn off`: whoever asks for a relay reads that there is none, instead of waiting for it."""
    server = await Server(tmp_path, ["127.0.0.1"], ["--turn", "off"]).start()
    try:
        ann = await site.chromium.page("Ann", number=0)
        await ann.go(f"{server.url}/party/{room}?name=Ann&autojoin=1&relay=tls")
        await eventually(lambda: ann.evaluate("document.body.textContent"), lambda text: "no relay over TLS" in text, 20, "the page says why")
    finally:
        await site.chromium.close_pages()
        await server.stop()


async def test_a_page_publishes_by_whip_and_another_plays_by_whep_through_the_relay(site, room):
    """Both know of the relay from the Link headers alone, and use it inside TLS."""
    script = (SUPPORT / "relayed_media.js").read_text()
    bo, viewer, studio = await site.chromium.page("Bo", number=1), await site.chromium.page("Viewer"), await site.firefox.page("Studio")
    try:
        await bo.join(site.url, room)
        for page, call in ((studio, f"publish('{site.url}/whip/{room}', 'turns:')"), (viewer, f"play('{site.url}/whep/{room}', 'turns:')")):
            await page.go(f"{site.url}/metrics")  # Firefox shows JSON in a page of its own, which may fetch nothing.
            await page.evaluate(f"(async () => {{ {script} await window.relayedMedia.{call}; }})()")
        played = await eventually(lambda: viewer.evaluate("relayedMedia.received()"), lambda now: now["frames"] > 10 and now["packets"] > 0, 30,
                                  "frames by WHEP")
        member = (await eventually(lambda: bo.probe("members()"), lambda members: len(members) == 1, 10, "the studio is a member"))[0]["memberId"]
        await eventually(lambda: bo.picture(member), lambda shown: bool(shown) and shown["member"] == studio.number, 30, "the party sees the studio")
        await eventually(lambda: bo.probe(f"pathOf('{member}')"), lambda path: path == "turn-tls", 10, "the studio's path is known")
        await eventually(lambda: viewer.evaluate("relayedMedia.received()"),
                         lambda now: now["frames"] > played["frames"] + 10 and now["energy"] > 0, 30, "frames and sound go on")
        assert await studio.evaluate("relayedMedia.close()") == 200
    finally:
        await site.chromium.close_pages()
        await studio.close()
