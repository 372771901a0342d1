"""Members behind firewalls: what gets out differs, the party is the same."""

import asyncio
import contextlib
import signal
import ssl
import time

import pytest
import pytest_asyncio

from certificates import Authority
from chromium import Chromium
from firefox import Firefox
from network_namespace import NetworkNamespace, is_possible, wall
from party_socket import PartySocket
from server import Server
from waiting import eventually

pytestmark = pytest.mark.skipif(not is_possible(), reason="network namespaces cannot be made here")

HOST = "party.test"
TRUSTING = "--ignore-certificate-errors"
ONLY_TCP = ["meta l4proto udp drop"]
ONLY_443 = ["tcp dport 443 accept", "drop"]
# A firewall that looks inside: TURN (RFC 8656) has STUN's magic cookie in bytes 4 to 7 of a connection's data, ICE-TCP (RFC 4571)
# in bytes 6 to 9. TLS shows neither.
ONLY_TLS = ["tcp dport 443 @ih,32,32 0x2112a442 drop", "tcp dport 443 @ih,48,32 0x2112a442 drop", *ONLY_443]


@pytest_asyncio.fixture
async def office():
    """A host of its own, behind whatever wall a test builds."""
    with NetworkNamespace() as namespace:
        yield namespace


async def see_and_hear_each_other(*pages, seconds: float = 60):
    pairs = [(one, other) for one in pages for other in pages if one is not other]
    await asyncio.gather(*(one.sees(other, seconds) for one, other in pairs), *(one.hears(other, seconds) for one, other in pairs))


async def test_udp_is_blocked_for_two_of_three_until_the_wall_falls(office, chromium, tmp_path, room):
    wall(office, ONLY_TCP)
    server = await Server(tmp_path, [office.host_address, "127.0.0.1"]).start()
    try:
        origin = f"http://{office.host_address}:{server.port}"
        insecure = f"--unsafely-treat-insecure-origin-as-secure={origin}"
        async with Chromium([insecure], office) as elsewhere, Firefox(office, number=5) as firefox:
            ann, bo, eva = await chromium.page("Ann", number=0), await elsewhere.page("Bo", number=1), await firefox.page("Eva")
            await ann.join(server.url, room)
            await bo.join(origin, room)
            await eva.join(origin, room)
            await see_and_hear_each_other(ann, bo, eva)
            await ann.takes_path("UDP")
            for page in (bo, eva):
                await page.takes_path("TCP", why="UDP is blocked here")
                await ann.knows_path(page, "tcp")
            assert (await server.metrics())["toperparty_tcp_streams"] >= 2
            # Nobody tells the pages that the wall has fallen: they find out, and nobody is dropped on the way.
            members = [await page.probe("memberId()") for page in (bo, eva)]
            wall(office, [])
            fallen = time.monotonic()
            for page in (bo, eva):
                await page.takes_path("UDP", seconds=120)
                await ann.knows_path(page, "udp")
                print(f"{page.name} was back on UDP {time.monotonic() - fallen:.0f} s after the wall fell")
            await see_and_hear_each_other(ann, bo, eva)
            assert [await page.probe("memberId()") for page in (bo, eva)] == members
    finally:
        await server.stop()


@pytest.fixture
def fortress():
    """A server's own host, and an office that reaches nothing but that host."""
    with NetworkNamespace(public=True) as site, NetworkNamespace(beyond=site) as office:
        yield site, office


@contextlib.asynccontextmanager
async def site_on_443(site: NetworkNamespace, office: NetworkNamespace, folder):
    """The server with TLS on port 443, and a browser on either side of it: here by address, in the office by name."""
    chain, key = Authority(folder).issue("site", HOST, site.address, office.host_address)
    server = Server(folder, [site.address, office.host_address],
                    ["--tls-certificate", str(chain), "--tls-key", str(key), "--public-url", f"https://{HOST}"],
                    within=site, port=443, scheme="https")
    await server.start()
    try:
        async with Chromium([TRUSTING]) as here, \
                Chromium([TRUSTING, f"--host-resolver-rules=MAP {HOST} {office.host_address}"], office) as elsewhere:
            yield server, await here.page("Ann", number=0), await elsewhere.page("Bo", number=1)
    finally:
        await server.stop()


async def test_nothing_but_tcp_443_gets_out(fortress, tmp_path, room):
    site, office = fortress
    wall(office, ONLY_443)
    async with site_on_443(site, office, tmp_path) as (server, ann, bo):
        await ann.join(server.url, room)
        await bo.join(f"https://{HOST}", room)
        await see_and_hear_each_other(ann, bo)
        await ann.takes_path("UDP")
        await bo.takes_path("TCP", why="UDP is blocked here")
        await ann.knows_path(bo, "tcp")


# When the page joined, and when it asked the relays, by its own clock.
WATCH_RELAYS = """
const configure = RTCPeerConnection.prototype.setConfiguration;
RTCPeerConnection.prototype.setConfiguration = function (configuration) {
  if (configuration.iceServers?.length) window.relaysAsked ??= performance.now();
  return configure.call(this, configuration);
};
const describe = RTCPeerConnection.prototype.setLocalDescription;
RTCPeerConnection.prototype.setLocalDescription = function (...rest) {
  window.firstOffer ??= performance.now();
  return describe.apply(this, rest);
};
"""


async def test_nothing_but_tls_gets_out_and_the_next_time_the_page_knows(fortress, tmp_path, room):
    site, office = fortress
    wall(office, ONLY_TLS)
    async with site_on_443(site, office, tmp_path) as (server, ann, bo):
        await bo.context.add_init_script(WATCH_RELAYS)
        await ann.join(server.url, room)
        await bo.join(f"https://{HOST}", room)
        await see_and_hear_each_other(ann, bo)
        await bo.takes_path("TURN-TLS", why="UDP and plain TCP are blocked here")
        await ann.knows_path(bo, "turn-tls")
        # The direct way had its chance first. In a network that the page remembers the relays are asked at once.
        assert await bo.evaluate("relaysAsked - firstOffer") > 1_000
        await bo.go("about:blank")
        await ann.forgets("Bo", seconds=60)
        await bo.join(f"https://{HOST}", room)
        await see_and_hear_each_other(ann, bo)
        assert await bo.evaluate("relaysAsked - firstOffer") < 1_000
        await bo.takes_path("TURN-TLS")


def believing_anything() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context


async def certificate_shown(server: Server) -> bytes:
    """To a new connection."""
    _, writer = await asyncio.open_connection("127.0.0.1", server.port, ssl=believing_anything())
    shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return shown


async def talk(member: PartySocket):
    """Ten questions a second, until cancelled."""
    while True:
        await member.send(type="PING", timestamp=time.monotonic() * 1000)
        await asyncio.sleep(0.1)


def answers(members: list[PartySocket]) -> list[int]:
    return [sum(message["type"] == "PONG" for message in member.received) for member in members]


async def test_a_certificate_is_renewed_under_load_and_nobody_is_dropped(office, tmp_path, room):
    """Media inside TLS, media beside it, and twenty busy sockets see three certificates come and go."""
    wall(office, ONLY_TCP)
    authority = Authority(tmp_path)
    files = authority.issue("first", HOST)
    server = Server(tmp_path, [office.host_address], ["--tls-certificate", str(files[0]), "--tls-key", str(files[1])], scheme="https")
    server.arguments += ["--public-url", f"https://{HOST}:{server.port}"]
    await server.start()
    flags = [TRUSTING, f"--host-resolver-rules=MAP {HOST} {office.host_address}"]
    try:
        async with contextlib.AsyncExitStack() as stack:
            here, elsewhere = [await stack.enter_async_context(Chromium(flags, where)) for where in (None, office)]
            ann, bo = await here.page("Ann", number=0), await elsewhere.page("Bo", number=1)
            for page, query in ((ann, {}), (bo, {"relay": "tls"})):
                await page.join(f"https://{HOST}:{server.port}", room, **query)
            await see_and_hear_each_other(ann, bo)
            await bo.takes_path("TURN-TLS")
            crowd = [await stack.enter_async_context(PartySocket(server.socket_url, believing_anything())) for _ in range(20)]
            for number, member in enumerate(crowd):
                await member.join(f"{room}-crowd", f"Guest {number}")
            talking = [asyncio.create_task(talk(member)) for member in crowd]
            stack.callback(lambda: [task.cancel() for task in talking])
            members = [await page.probe("memberId()") for page in (ann, bo)]
            connections = server.whole_log().count("media connected")
            for name in ("second", "third", "fourth"):
                before = await certificate_shown(server)
                for new, used in zip(authority.issue(name, HOST), files):
                    new.replace(used)
                if name != "second":  # The first is found by looking at the files; for these two the server is told.
                    server.process.send_signal(signal.SIGHUP)
                await eventually(lambda: certificate_shown(server), lambda shown: shown != before, 40, f"the {name} certificate is shown")
                heard = answers(crowd)
                await eventually(lambda: asyncio.sleep(0, answers(crowd)), lambda now: all(new > old for new, old in zip(now, heard)), 20,
                                 f"everybody in the crowd is answered after the {name} certificate")
                await see_and_hear_each_other(ann, bo)
            # Nobody was dropped and came back: they are who they were, on the connections they had.
            assert [await page.probe("memberId()") for page in (ann, bo)] == members
            assert server.whole_log().count("media connected") == connections
            assert "media disconnected" not in server.whole_log()
            assert [message for member in crowd for message in member.received if message["type"] in ("LEAVE", "AWAY")] == []
    finally:
        await server.stop()
