"""Attacks on the relay with real sockets: canaries that must hear nothing, clients that never read, credentials of somewhere else."""

import asyncio
import contextlib
import hashlib
import hmac
import ipaddress
import os
import re
import socket
import ssl
import struct
import time
import warnings

import pytest
import pytest_asyncio

import turn_client as turn
from http_media import open_media
from libwebrtc_peer import LibWebRTCPeer
from party_socket import PartySocket
from server import Server
from turn_client import TurnClient
from waiting import eventually

SECRET = "secret-of-sixteen-bytes-and-more"
# Where the canaries of the tests may be relayed to, so that it is shown that they can hear.
ALLOWED = "127.0.0.77"

INTERNAL = [
    "127.0.0.2", "127.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.254", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "192.0.0.1", "198.18.0.1", "198.19.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
]


@pytest_asyncio.fixture(scope="module")
async def relay(tmp_path_factory):
    """An open relay of two workers. It calls itself 127.0.0.1 and an IPv6 address, so that both families can be allocated."""
    server = Server(
        tmp_path_factory.mktemp("relay"), ["127.0.0.1", "2001:db8:77::1"],
        ["--turn", "open", "--turn-secret", SECRET, "--turn-allow", ALLOWED, "--workers", "2", "--turn-quota", "3",
         "--relay-ports", "30000-31999"])
    await server.start()
    yield server
    assert server.process.returncode is None, f"the server died:\n{server.log()}"
    assert await server.stop() == 0, server.log()


def client(server: Server, member: str, over: str = "udp", **options) -> TurnClient:
    return TurnClient(server.port, turn.credentials(SECRET, member=member), over, **options)


class Canary:
    """Every address of this machine at one port, UDP and TCP. Nobody has any business here."""

    def __enter__(self) -> "Canary":
        self.tcp = socket.create_server(("::", 0), family=socket.AF_INET6, dualstack_ipv6=True)
        self.port = self.tcp.getsockname()[1]
        self.udp = socket.socket(socket.AF_INET6, socket.SOCK_DGRAM)
        self.udp.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0)
        self.udp.bind(("::", self.port))
        self.udp.setblocking(False)
        self.tcp.setblocking(False)
        return self

    def __exit__(self, *_):
        self.udp.close()
        self.tcp.close()

    def hits(self, seconds: float = 0.3) -> list:
        time.sleep(seconds)
        found = []
        for take in (lambda: self.udp.recvfrom(2048), self.tcp.accept):
            with contextlib.suppress(BlockingIOError):
                while True:
                    found.append(take())
        return found


def disguises(host: str) -> list[str]:
    """What an IPv4 address may be dressed as."""
    value = int(ipaddress.IPv4Address(host))
    forms = [
        0xFFFF << 32 | value, value, 0xFFFF << 48 | value,  # mapped, compatible, translated
        0x2002 << 112 | value << 80 | 1,  # 6to4
        0x2001_0000 << 96 | value << 64, 0x2001_0000_0808_0808 << 64 | ~value & 0xFFFF_FFFF,  # Teredo: server and client
        0x0064_FF9B << 96 | value, 0x0064_FF9B_0001 << 80 | value,  # NAT64
        0x2606_4700 << 96 | 0x5EFE << 32 | value, 0x2606_4700 << 96 | 0x0200_5EFE << 32 | value,  # ISATAP
    ]
    return [str(ipaddress.IPv6Address(form)) for form in forms]


def is_hung_up_on(one: TurnClient, seconds: float = 20) -> bool:
    try:
        one.drain(seconds)
    except OSError:
        return True
    return False


def try_all(peer: TurnClient, host: str, port: int) -> list[int]:
    """A permission, a channel and data for a peer; the codes of the first two."""
    codes = [peer.permit(host, port).code, peer.bind(0x4000, host, port).code]
    peer.send(host, port, b"let me in")
    peer.send_on(0x4000, b"let me in")
    return codes


def test_the_canary_hears_what_is_relayed_to_it(relay):
    with Canary() as canary, client(relay, "honest") as honest:
        assert honest.allocate().code == 200
        assert honest.permit(ALLOWED).code == 200
        honest.send(ALLOWED, canary.port, b"hello")
        assert [data for data, _ in canary.hits()] == [b"hello"]


@pytest.mark.parametrize("over", ["udp", "tcp"])
def test_T1_nothing_is_relayed_into_the_host_or_its_networks(relay, over):
    with Canary() as canary, client(relay, f"t1-{over}", over) as mallory:
        assert mallory.allocate().code == 200
        codes = {host: try_all(mallory, host, canary.port) for host in INTERNAL}
        assert all(found == [403, 403] for found in codes.values()), codes
        assert canary.hits() == []


@pytest.mark.parametrize("family", [1, 2])
def test_T2_loopback_by_its_other_names_is_loopback(relay, family):
    with Canary() as canary, client(relay, f"t2-{family}") as mallory:
        assert mallory.allocate(family=family).code == 200
        codes = {host: try_all(mallory, host, canary.port) for host in ["0.0.0.0", "0.1.2.3", "::", "::1"]}
        assert all(found == [403, 403] for found in codes.values()), codes
        assert canary.hits() == []


@pytest.mark.parametrize("family", [1, 2])
def test_T3_an_internal_address_dressed_as_ipv6_is_internal(relay, family):
    with Canary() as canary, client(relay, f"t3-{family}") as mallory:
        assert mallory.allocate(family=family).code == 200
        hosts = [form for host in INTERNAL for form in disguises(host)] + ["fe80::1", "fc00::1", "fd12::1", "fec0::1", "ff02::1"]
        codes = {host: try_all(mallory, host, canary.port) for host in hosts}
        assert len(codes) >= 150 and all(found == [403, 403] for found in codes.values()), codes
        assert canary.hits() == []


def test_T4_without_a_permission_nothing_passes_in_either_direction(relay):
    with Canary() as canary, client(relay, "t4") as mallory:
        answer = mallory.allocate()
        host, port = answer.address(turn.XOR_RELAYED_ADDRESS)
        mallory.send(ALLOWED, canary.port, b"no permission")
        mallory.send_on(0x4001, b"no channel")
        assert canary.hits() == []
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as friend, socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stranger:
            friend.bind((ALLOWED, 0))
            stranger.bind(("127.0.0.78", 0))
            friend.sendto(b"too early", (host, port))
            assert mallory.drain(0.3) == []
            assert mallory.permit(ALLOWED).code == 200
            stranger.sendto(b"never asked for", (host, port))
            friend.sendto(b"asked for", (host, port))
            frames = mallory.drain(0.5)
            assert len(frames) == 1 and b"asked for" in frames[0] and b"never" not in frames[0]


def test_T7_other_ports_of_this_machine_are_no_peers(relay):
    with Canary() as canary, client(relay, "t7") as mallory:
        assert mallory.allocate().code == 200
        for host in ("127.0.0.1", "2001:db8:77::1"):
            for port in (canary.port, 22, 1):
                assert mallory.bind(0x4000, host, port).code in (403, 443)
        # Not even where other clients of the relay could be.
        with client(relay, "t7") as other, socket.socket(socket.AF_INET6, socket.SOCK_DGRAM) as service:
            service.bind(("::1", 31998))
            service.setblocking(False)
            assert other.allocate(family=2).code == 200
            assert try_all(other, "::1", 31998) == [403, 403]
            with pytest.raises(BlockingIOError):
                time.sleep(0.2)
                service.recv(100)
        # Permissions know no ports, so the one for this server's media is given; every packet is judged by its port.
        mallory.permit("127.0.0.1")
        mallory.send("127.0.0.1", canary.port, b"metrics, please")
        assert canary.hits() == []


def test_T8_tcp_is_not_relayed(relay):
    with client(relay, "t8") as mallory:
        assert mallory.allocate(transport=6).code == 442


def test_T9_a_members_quota_is_the_servers_whichever_worker_answers(relay):
    with contextlib.ExitStack() as stack:
        clients = [stack.enter_context(client(relay, "t9")) for _ in range(10)]
        codes = [one.allocate().code for one in clients]
        assert sorted(codes) == [200] * 3 + [486] * 7
        assert stack.enter_context(client(relay, "t9-other")).allocate().code == 200
        holder, waiting = clients[codes.index(200)], clients[codes.index(486)]
        # Failures, and being refused, cost nothing; what is given back is free for another worker's client.
        assert waiting.allocate(transport=6).code == 442
        assert holder.refresh(0).code == 200
        assert waiting.allocate().code == 200


def resident(server: Server) -> int:
    """Bytes."""
    with open(f"/proc/{server.process.pid}/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def test_T10_permissions_are_capped_and_memory_stays_flat(relay):
    with client(relay, "t10", "tcp") as mallory:
        assert mallory.allocate().code == 200
        before = resident(relay)
        codes = [mallory.permit(str(ipaddress.IPv4Address(0x08000000 + number))).code for number in range(10_000)]
        assert codes.count(200) == 128 and codes.count(508) == 10_000 - 128
        assert resident(relay) - before < 8 << 20


def test_T11_nonces_differ_and_are_good_for_their_address_only(relay):
    with client(relay, "t11") as here, client(relay, "t11", source="127.0.0.9") as there:
        first, second = (here.plain(turn.ALLOCATE, turn.attribute(turn.REQUESTED_TRANSPORT, b"\x11\0\0\0")) for _ in range(2))
        assert first.code == second.code == 401
        assert first.attributes[turn.NONCE] != second.attributes[turn.NONCE]
        there.realm, there.nonce = first.attributes[turn.REALM], first.attributes[turn.NONCE]
        there.write(there.signed(turn.ALLOCATE, turn.attribute(turn.REQUESTED_TRANSPORT, b"\x11\0\0\0")))
        assert turn.Answer.parse(there.drain(1)[0]).code == 438


def test_T13_expired_credentials_are_refused(relay):
    with TurnClient(relay.port, turn.credentials(SECRET, seconds=-5)) as late:
        assert late.allocate().code == 401


UDP_IP_HEADERS = 28


def test_T14_strangers_get_little_for_their_bytes_and_not_often(relay):
    asked = turn.message(turn.REQUEST, turn.ALLOCATE, turn.attribute(turn.REQUESTED_TRANSPORT, b"\x11\0\0\0"))
    with TurnClient(relay.port, source="127.14.0.1") as one:
        assert one.plain(turn.BINDING, seconds=0.5) is None
        one.write(asked)
        challenge = turn.Answer.parse(one.drain(0.5)[0])
        assert challenge.code == 401
        assert not challenge.attributes.keys() & {turn.SOFTWARE, turn.MAPPED_ADDRESS, turn.XOR_MAPPED_ADDRESS, 0x802B}
        assert len(challenge.attributes[turn.ERROR_CODE]) == 4, "no reason phrase"
        assert (challenge.size + UDP_IP_HEADERS) / (len(asked) + UDP_IP_HEADERS) <= 2.4
        # Whatever else has no credentials is told so in a few bytes.
        for method in (turn.ALLOCATE, turn.REFRESH, turn.CREATE_PERMISSION, turn.CHANNEL_BIND):
            answer = one.plain(method)
            assert answer.code == 400 and answer.size / 20 <= 1.6
    # As if somebody wrote the addresses of a whole network into his packets.
    sources = []
    with contextlib.ExitStack() as stack:
        for host in range(2, 42):
            made = stack.enter_context(socket.socket(socket.AF_INET, socket.SOCK_DGRAM))
            made.bind((f"127.14.1.{host}", 0))
            made.setblocking(False)
            sources.append(made)
        start = time.monotonic()
        for _ in range(50):
            for source in sources:
                source.sendto(asked, ("127.0.0.1", relay.port))
        time.sleep(0.5)
        answers = 0
        for source in sources:
            with contextlib.suppress(BlockingIOError):
                while source.recv(2048):
                    answers += 1
        # Two workers with a burst of 100 each, and 25 a second after it.
        assert 0 < answers <= 200 + 50 * (time.monotonic() - start)


async def test_T14_an_answered_binding_request_gains_nothing(tmp_path):
    server = Server(tmp_path, ["127.0.0.1"], ["--stun-binding", "--turn-secret", SECRET])
    await server.start()
    try:
        with TurnClient(server.port) as asking:
            answer = asking.plain(turn.BINDING)
            assert answer.address(turn.XOR_MAPPED_ADDRESS) == asking.socket.getsockname()
            assert answer.size / 20 <= 1.6 and list(answer.attributes) == [turn.XOR_MAPPED_ADDRESS]
    finally:
        assert await server.stop() == 0


def test_T16_there_is_no_page_and_no_command_line_on_the_udp_port(relay):
    with TurnClient(relay.port) as curious:
        for text in (b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", b"help\r\n", b"pc\r\n"):
            curious.write(text)
        assert curious.drain(0.5) == []


def test_T18_an_allocation_cannot_be_taken_elsewhere(relay):
    with client(relay, "t18") as mallory:
        assert mallory.allocate(more=turn.attribute(turn.MOBILITY_TICKET, b"")).code == 420


@pytest.mark.parametrize("frame", [
    b"\x40\x00\xff\xff", b"\x50\x00\x00\x04abcd", b"\x7f\xff\x00\x04abcd", b"\x00\x03\xff\xfc\x21\x12\xa4\x42" + bytes(12),
    b"\xff" * 20,
], ids=["channel longer than any", "channel above 0x4FFF", "channel 0x7FFF", "message longer than any", "no frame at all"])
def test_T19_a_frame_that_lies_ends_its_connection(relay, frame):
    with client(relay, "t19", "tcp") as mallory:
        assert mallory.allocate().code == 200
        mallory.write(frame)
        assert is_hung_up_on(mallory)


def test_T19_a_byte_at_a_time_is_understood(relay):
    with client(relay, "t19-slow", "tcp") as slow:
        slow.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        whole, slow.write = slow.write, lambda data: [slow.socket.sendall(data[place:place + 1]) for place in range(len(data))]
        assert slow.allocate().code == 200
        assert slow.permit(ALLOWED).code == 200
        with Canary() as canary:
            slow.send(ALLOWED, canary.port, b"in pieces")
            assert [data for data, _ in canary.hits(0.5)] == [b"in pieces"]
        slow.write = whole


@pytest.mark.parametrize("over", ["tcp", "tls"])
async def test_T20_a_client_that_never_reads_is_given_up_and_delays_nobody(tmp_path, over):
    """Eight megabytes a second for one who reads and one who does not."""
    tls = ["--tls", "self-signed"] if over == "tls" else []
    server = Server(tmp_path, ["127.0.0.1"], [
        "--turn", "open", "--turn-secret", SECRET, "--turn-allow", ALLOWED, "--turn-bandwidth", "off", *tls])
    server.scheme = "https" if tls else "http"
    await server.start()
    try:
        await asyncio.to_thread(_stall, server, over)
    finally:
        assert await server.stop() == 0, server.log()


def _stall(server: Server, over: str):
    with (client(server, "stalled", over) as stalled, client(server, "reader", over) as reader,
          socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as source):
        source.bind((ALLOWED, 0))
        places = []
        for one in (stalled, reader):
            places.append(one.allocate().address(turn.XOR_RELAYED_ADDRESS))
            assert one.bind(0x4000, *source.getsockname()).code == 200
        before, worst, received, sent = resident(server), 0, 0, 0
        end = time.monotonic() + 40
        while time.monotonic() < end:
            for _ in range(40):
                source.sendto(struct.pack("!d", time.monotonic()) + bytes(1092), places[0])
            source.sendto(struct.pack("!d", time.monotonic()) + bytes(1092), places[1])
            sent += 1
            for frame in reader.drain(0.005):
                received += 1
                worst = max(worst, time.monotonic() - struct.unpack("!d", frame[4:12])[0])
            if sent % 50 == 0 and _is_closed(stalled):
                break
        assert _is_closed(stalled), "the connection that nobody reads is still open"
        assert resident(server) - before < 24 << 20
        assert received > 0.9 * sent, f"{received} of {sent} reached the one who reads"
        # The same turn in a quiet moment; a busy machine may take its time, but not as long as a full kernel buffer.
        assert worst < 2, f"the one who reads waited {worst} s"


def _is_closed(one: TurnClient) -> bool:
    """Without reading: the kernel knows what has become of the connection."""
    state = one.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
    return state != 1


# Credentials as the server hands them out

def allocations(metrics: dict[str, float]) -> float:
    return metrics["toperparty_turn_allocations"]


@pytest.mark.parametrize("way", ["leave", "kick"])
async def test_T13_the_relay_ends_within_a_second_of_leaving_or_being_removed(server, room, way):
    async with PartySocket(server.socket_url) as host, PartySocket(server.socket_url) as guest:
        await host.join(room, "Ann")
        welcome = await guest.join(room, "Bo")
        with (TurnClient(server.port, turn.credentials_of(welcome)) as relayed,
              TurnClient(server.port, turn.credentials_of(welcome), "tcp") as by_tcp):
            assert relayed.allocate().code == by_tcp.allocate().code == 200
            assert relayed.refresh().code == 200
            before = allocations(await server.metrics())
            if way == "leave":
                await guest.send(type="LEAVE")
            else:
                await host.send(type="KICK", memberId=guest.member_id)
            await eventually(server.metrics, lambda now: allocations(now) <= before - 2, 1, "both allocations are gone", 0.05)
            # Neither the old allocation nor a new one.
            assert relayed.refresh().code in (401, 437)
            assert relayed.allocate().code == 401
        with TurnClient(server.port, turn.credentials_of(host.welcome)) as other:
            assert other.allocate().code == 200


async def test_T13_credentials_of_one_room_do_not_carry_media_in_another(http, server, room):
    """A check that is right in everything but the room of its relay credentials is not answered."""
    peers = [LibWebRTCPeer(), LibWebRTCPeer()]
    for peer in peers:
        peer.send(1)
    offers = [await peer.offer() for peer in peers]
    opened = [await open_media(http, f"{server.url}/whip/{room}-{name}", offer) for name, offer in zip("ab", offers)]
    try:
        before = (await server.metrics())["toperparty_dropped_foreign_room_total"]
        login = turn.credentials_in(opened[0].links)
        outcomes = [_check_through_relay(server, login, offer, resource.answer) for offer, resource in zip(offers, opened)]
        assert outcomes == [True, False]
        assert (await server.metrics())["toperparty_dropped_foreign_room_total"] > before
    finally:
        for resource, peer in zip(opened, peers):
            await resource.delete()
            await peer.close()


def _check_through_relay(server: Server, login: tuple[str, str], offer: str, answer: str) -> bool:
    """Whether a connectivity check for the session of these descriptions is answered through an allocation of these credentials."""
    local, remote = (re.search(r"a=ice-ufrag:(\S+)", sdp).group(1) for sdp in (offer, answer))
    password = re.search(r"a=ice-pwd:(\S+)", answer).group(1)
    host, port = re.search(r"a=candidate:\S+ 1 udp \d+ (\S+) (\d+) ", answer, re.IGNORECASE).groups()
    with TurnClient(server.port, login) as relayed:
        assert relayed.allocate().code == 200
        assert relayed.bind(0x4000, host, int(port)).code == 200
        body = turn.attribute(turn.USERNAME, f"{remote}:{local}".encode()) + turn.attribute(0x24, b"\x6e\0\0\1")
        body += turn.attribute(0x802A, os.urandom(8)) + turn.attribute(0x25, b"")
        for _ in range(5):
            covered = turn.message(turn.REQUEST, turn.BINDING, body + bytes(24))[:-24]
            tag = hmac.new(password.encode(), covered, hashlib.sha1).digest()
            relayed.send_on(0x4000, covered + turn.attribute(turn.MESSAGE_INTEGRITY, tag))
            if any(frame[4:6] == b"\x01\x01" for frame in relayed.drain(0.3)):
                return True
    return False


# W14, against a real server

async def test_W14_turn_and_http_keep_to_what_tls_agreed_on(tmp_path):
    server = Server(tmp_path, ["127.0.0.1"], ["--tls", "self-signed", "--turn-secret", SECRET])
    server.scheme = "https"
    await server.start()
    try:
        with client(server, "w14", "tls", protocols=["stun.turn"]) as honest:
            assert honest.socket.selected_alpn_protocol() == "stun.turn" and honest.allocate().code == 200
        with client(server, "w14", "tls", protocols=["http/1.1"]) as confused:
            confused.write(turn.message(turn.REQUEST, turn.ALLOCATE))
            assert is_hung_up_on(confused)
        with client(server, "w14", "tls", protocols=["stun.turn"]) as confused:
            confused.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            assert is_hung_up_on(confused)
        old = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        old.check_hostname, old.verify_mode = False, ssl.CERT_NONE
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            old.minimum_version, old.maximum_version = ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1
        old.set_ciphers("ALL:@SECLEVEL=0")
        with socket.create_connection(("127.0.0.1", server.port)) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
            old.wrap_socket(plain)
    finally:
        assert await server.stop() == 0, server.log()
