"""`toperparty doctor` names what is broken, and the line that repairs it; five broken set-ups and a sound one."""

import asyncio
import datetime
import json
import os
import re
import socket
import subprocess

import pytest
import pytest_asyncio

from certificates import Authority
from network_namespace import NetworkNamespace, is_possible
from server import Server, binary, free_port


class Visit:
    """What the doctor said."""

    def __init__(self, *arguments: str, within: NetworkNamespace | None = None, prefix: list[str] = ()):
        command = [*prefix, str(binary()), "doctor", *arguments]
        environment = {key: value for key, value in os.environ.items() if not key.startswith("TOPERPARTY_")}
        done = subprocess.run(within.command(*command) if within else command, env=environment, capture_output=True, text=True, timeout=120)
        self.code, self.text = done.returncode, done.stdout + done.stderr

    def line(self, mark: str, check: str) -> str:
        """The line of a check together with the repairs under it."""
        found = re.search(rf"^{re.escape(mark)} {check}.*(?:\n +→ .*)*", self.text, re.MULTILINE)
        assert found, f"no line '{mark} {check}' in:\n{self.text}"
        return found.group(0)


@pytest.fixture(scope="module")
def host():
    if not is_possible():
        pytest.skip("network namespaces cannot be made here")
    with NetworkNamespace() as namespace:
        yield namespace


def nft(host: NetworkNamespace, rules: str):
    subprocess.run(host.command("nft", "--file", "-"), input=rules, check=True, capture_output=True, text=True, timeout=20)


@pytest.fixture
def without_udp(host):
    """The machine's own firewall lets TCP in, but no UDP."""
    nft(host, "table inet blocked {\n chain input {\n type filter hook input priority 0\n meta l4proto udp drop\n }\n}\n")
    yield host
    nft(host, "delete table inet blocked\n")


def test_sound_set_up_passes_with_media_on_every_path():
    visit = Visit("--port", str(free_port()), "--host", "127.0.0.1", "--turn", "off")
    assert visit.code == 0, visit.text
    assert "sound came back: 40 packets, 0 missing" in visit.line("✓", "UDP 127.0.0.1")
    visit.line("✓", "WHIP")
    visit.line("✓", "WebSocket")
    assert "Everything needed works" in visit.text


def test_relay_is_tried_with_media_through_it():
    visit = Visit("--port", str(free_port()), "--host", "127.0.0.1")
    assert "sound came back: 40 packets, 0 missing" in visit.line("✓", "TURN/UDP 127.0.0.1")


def test_every_path_is_tried_with_media_where_tls_is_on():
    port = str(free_port())
    visit = Visit("--port", port, "--host", "127.0.0.1", "--tls", "self-signed", "--public-url", f"https://localhost:{port}")
    assert visit.code == 0, visit.text
    for path in ("UDP 127.0.0.1", "ICE-TCP 127.0.0.1", "TURN/UDP 127.0.0.1", "TURN/TCP 127.0.0.1", "TURN/TLS "):
        assert "sound came back: 40 packets, 0 missing" in visit.line("✓", path)
    for check in ("HTTPS", "WSS", "WHIP"):
        visit.line("✓", check)
    # It works, but no browser would believe it.
    assert "browsers do not trust it" in visit.line("!", "TLS")


async def test_a_certificate_that_nobody_trusts_is_named_from_the_viewers_side(tmp_path):
    server = Server(tmp_path, ["127.0.0.1"], ["--tls", "self-signed"])
    server.scheme = "https"
    await server.start()
    try:
        visit = Visit("--from", f"https://127.0.0.1:{server.port}")
    finally:
        assert await server.stop() == 0
    assert visit.code == 1
    assert "TLS fails" in visit.line("✗", "HTTPS")
    # Media is tried all the same: one thing that is broken does not hide the others.
    for path in ("UDP 127.0.0.1", "ICE-TCP 127.0.0.1", "TURN/UDP 127.0.0.1", "TURN/TCP 127.0.0.1"):
        assert "sound came back: 40 packets, 0 missing" in visit.line("✓", path)


def test_findings_are_there_for_programs_too():
    visit = Visit("--json", "--port", str(free_port()), "--host", "127.0.0.1", "--turn", "off")
    document = json.loads(visit.text)
    assert document["healthy"] is True and visit.code == 0
    assert {"check", "status", "detail", "fix"} <= document["findings"][0].keys()


async def test_running_server_is_visited_and_left_running(server):
    visit = Visit("--port", str(server.port), "--open")
    assert "runs at" in visit.line("✓", "server")
    assert "sound came back" in visit.line("✓", "UDP 127.0.0.1")


def test_blocked_udp_is_named_with_the_rule_that_opens_it(without_udp):
    port = str(free_port())
    visit = Visit("--port", port, "--host", without_udp.address, "--open", within=without_udp)
    assert visit.code == 1
    line = visit.line("✗", "UDP ")
    assert f"UDP port {port} is blocked" in line
    assert f"nft add rule inet filter input udp dport {port} accept" in line
    assert "cloud: allow inbound UDP" in line


async def test_blocked_udp_is_seen_from_the_viewers_side(without_udp, tmp_path):
    server = Server(tmp_path, [without_udp.address], within=without_udp)
    await server.start()
    try:
        visit = Visit("--from", f"http://{without_udp.address}:{server.port}")
    finally:
        await server.stop()
    assert visit.code == 1
    visit.line("✓", "HTTP")
    assert f"UDP port {server.port} is blocked" in visit.line("✗", "UDP ")


def test_wrong_public_address_is_named_with_the_right_one(host):
    host.ip("route", "add", "blackhole", "203.0.113.0/24")
    try:
        visit = Visit("--port", str(free_port()), "--public-address", "203.0.113.9", "--open", within=host)
    finally:
        host.ip("route", "delete", "blackhole", "203.0.113.0/24")
    assert visit.code == 1
    line = visit.line("✗", "UDP 203.0.113.9")
    assert "wrong public address" in line
    assert f"--public-address {host.address}" in line


@pytest.fixture
def expired(tmp_path):
    """PEM files of a certificate that ended yesterday."""
    return Authority(tmp_path).issue("expired", "party.example.org", "127.0.0.1", days=-1)


PATHS = ["UDP", "ICE-TCP", "TURN/UDP", "TURN/TCP", "TURN/TLS"]


@pytest_asyncio.fixture
async def secured(tmp_path):
    """A server with a certificate that only the tests' authority vouches for, and the options it was started with."""
    chain, key = Authority(tmp_path).issue("site", "localhost", "127.0.0.1")
    server = Server(tmp_path, ["127.0.0.1"], scheme="https")
    server.arguments = ["--tls-certificate", str(chain), "--tls-key", str(key), "--public-url", f"https://localhost:{server.port}"]
    await server.start()
    yield server
    assert await server.stop() == 0, server.log()


async def test_server_with_tls_is_visited_by_every_path(secured):
    visit = await asyncio.to_thread(Visit, "--port", str(secured.port), "--open", *secured.arguments)
    assert "for localhost, 127.0.0.1, until " in visit.line("✓", "certificate")
    assert "runs at" in visit.line("✓", "server")
    for check in ["HTTPS", "WSS", "WHIP"]:
        visit.line("✓", check)
    for path in PATHS:
        assert "sound came back: 40 packets, 0 missing" in visit.line("✓", f"{path} 127.0.0.1")
    assert visit.code == 0, visit.text


async def test_server_with_tls_is_seen_from_the_viewers_side(secured):
    """A viewer's browser would not believe this certificate, so that is said; what lies behind it is looked at all the same."""
    visit = await asyncio.to_thread(Visit, "--from", f"https://localhost:{secured.port}")
    assert "localhost is " in visit.line("✓", "name")
    assert "for localhost, 127.0.0.1, until " in visit.line("✓", "certificate")
    assert "certificate" in visit.line("✗", "HTTPS").lower()
    for path in PATHS:
        assert "sound came back: 40 packets, 0 missing" in visit.line("✓", f"{path} 127.0.0.1")
    assert visit.code == 1


async def test_certificate_of_another_name_is_named_from_the_viewers_side(secured):
    visit = await asyncio.to_thread(Visit, "--from", f"https://localhost.localdomain:{secured.port}")
    assert visit.code == 1
    visit.line("✗", "name|certificate")


def test_port_that_browsers_refuse_is_named(host):
    visit = Visit("--port", "443", "--host", host.address, "--open", within=host)
    line = visit.line("!", "port")
    assert f"port 443 of {host.address}" in line and "below 1024" in line
    assert "--port 4001" in line


async def pass_http_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, port: int):
    """One connection through a proxy that understands HTTP and nothing else."""
    try:
        first = await reader.read(65536)
        if not first[:1].isupper():
            return
        there, onward = await asyncio.open_connection("127.0.0.1", port)
        onward.write(first)
        await asyncio.gather(pump(reader, onward), pump(there, writer))
    except ConnectionError:
        pass
    finally:
        writer.close()


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
    while data := await reader.read(65536):
        writer.write(data)
    writer.close()


async def test_relay_that_a_proxy_holds_back_is_told_from_a_blocked_port(tmp_path):
    server = Server(tmp_path, [])
    proxy = await asyncio.start_server(lambda reader, writer: pass_http_on(reader, writer, server.port), "127.0.0.1", 0)
    port = proxy.sockets[0].getsockname()[1]
    server.public_addresses = [f"127.0.0.1:{port}"]
    await server.start()
    try:
        visit = await asyncio.to_thread(Visit, "--from", f"http://127.0.0.1:{port}")
    finally:
        proxy.close()
        await server.stop()
    assert visit.code == 1
    visit.line("✓", "HTTP")
    line = visit.line("✗", "TURN/TCP")
    assert f"pages come through TCP port {port}, but no relay answers there" in line
    assert "proxy" in line and "blocked" not in line


def test_expired_certificate_is_named_with_its_date(expired):
    chain, private = expired
    visit = Visit("--port", str(free_port()), "--host", "127.0.0.1", "--tls-certificate", str(chain), "--tls-key", str(private))
    assert visit.code == 1
    line = visit.line("✗", "certificate")
    yesterday = datetime.datetime.now(datetime.timezone.utc) - datetime.timedelta(days=1)
    assert "expired on" in line and yesterday.strftime("%Y-%m-%d") in line
    assert "certbot renew" in line


def test_file_without_certificate_is_named(expired):
    chain, private = expired
    visit = Visit("--port", str(free_port()), "--tls-certificate", str(private), "--tls-key", str(private), "--host", "127.0.0.1")
    assert "no PEM file with certificates" in visit.line("✗", "certificate")


def test_taken_port_is_named_with_its_holder():
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        visit = Visit("--port", str(port), "--host", "127.0.0.1")
    assert visit.code == 1
    line = visit.line("✗", "port")
    assert f"TCP port {port} is taken by" in line and f"process {os.getpid()}" in line
    assert "--port" in line


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting takes root")
def test_read_only_database_is_named_with_what_makes_it_writable(tmp_path):
    mount = ["unshare", "--mount", "sh", "-c", f'mount -t tmpfs -o ro none "{tmp_path}" && exec "$@"', "sh"]
    database = tmp_path / "party.sqlite"
    visit = Visit("--port", str(free_port()), "--host", "127.0.0.1", "--database", str(database), prefix=mount)
    assert visit.code == 1
    line = visit.line("✗", "database")
    assert "read-only file system" in line
    assert f"mount -o remount,rw {tmp_path}" in line


def test_wrong_setting_is_a_finding_by_its_name():
    visit = Visit("--port", "4001", "--turn-deny", "10.0.0.0/33")
    assert visit.code == 1
    assert "--turn-deny" in visit.line("✗", "settings")
