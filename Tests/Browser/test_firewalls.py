"""Members behind firewalls: what gets out differs, the party is the same."""

import asyncio
import ssl
import subprocess

import pytest
import pytest_asyncio

from chromium import Chromium
from network_namespace import NetworkNamespace, is_possible
from server import Server
from waiting import eventually

pytestmark = pytest.mark.skipif(not is_possible(), reason="network namespaces cannot be made here")

ONLY_TCP = "add rule inet wall out meta l4proto udp drop"


def wall(namespace: NetworkNamespace, *rules: str):
    """A firewall around the namespace's host; loopback inside stays open."""
    script = ["add table inet wall", "add chain inet wall out { type filter hook output priority 0; policy accept; }",
              'add rule inet wall out oifname "lo" accept', *rules]
    subprocess.run(namespace.command("nft", "-f", "-"), input="\n".join(script) + "\n", check=True, text=True,
                   capture_output=True, timeout=20)


@pytest_asyncio.fixture
async def office():
    """A host of its own, behind whatever wall a test builds."""
    with NetworkNamespace() as namespace:
        yield namespace


def certificate(folder, name: str, *addresses: str):
    """A new key with a self-signed certificate: their files."""
    files = folder / f"{name}-cert.pem", folder / f"{name}-key.pem"
    names = ",".join(f"IP:{address}" for address in addresses)
    subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30",
                    "-subj", f"/CN={name}", "-addext", f"subjectAltName={names}", "-out", files[0], "-keyout", files[1]],
                   check=True, capture_output=True, timeout=60)
    return files


async def see_and_hear_each_other(ann, bo, seconds: float = 60):
    await asyncio.gather(ann.sees(bo, seconds), bo.sees(ann, seconds), ann.hears(bo, seconds), bo.hears(ann, seconds))


async def test_udp_is_blocked_for_one_of_them(office, chromium, tmp_path, room):
    wall(office, ONLY_TCP)
    server = await Server(tmp_path, ["127.0.0.1", office.host_address]).start()
    try:
        origin = f"http://{office.host_address}:{server.port}"
        async with Chromium([f"--unsafely-treat-insecure-origin-as-secure={origin}"], office) as elsewhere:
            ann, bo = await chromium.page("Ann", number=0), await elsewhere.page("Bo", number=1)
            await ann.join(server.url, room)
            await bo.join(origin, room)
            await see_and_hear_each_other(ann, bo)
            metrics = await server.metrics()
            assert metrics["toperparty_tcp_streams"] >= 1, metrics
            assert '"path": "tcp"' in server.whole_log() or "path=tcp" in server.whole_log()
            # The wall falls: the browser's checks by UDP get through, and media moves there.
            subprocess.run(office.command("nft", "delete", "table", "inet", "wall"), check=True, capture_output=True, timeout=20)
            await see_and_hear_each_other(ann, bo)
    finally:
        await server.stop()


async def test_only_one_tcp_port_gets_out_and_it_speaks_tls(office, tmp_path, room):
    server = Server(tmp_path, ["127.0.0.1", office.host_address], ["--tls", "self-signed"])
    server.scheme = "https"
    await server.start()
    wall(office, f"add rule inet wall out tcp dport {server.port} accept", "add rule inet wall out drop")
    try:
        trusting = ["--ignore-certificate-errors"]
        async with Chromium(trusting) as here, Chromium(trusting, office) as elsewhere:
            ann, bo = await here.page("Ann", number=0), await elsewhere.page("Bo", number=1)
            await ann.join(server.url, room)
            await bo.join(f"https://{office.host_address}:{server.port}", room)
            await see_and_hear_each_other(ann, bo)
            assert "path=tcp" in server.whole_log()
    finally:
        await server.stop()


async def serial(port: int) -> bytes:
    """The certificate that a new connection is shown."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    _, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context)
    shown = writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
    writer.close()
    return shown


async def test_a_certificate_is_renewed_while_a_party_goes_on(office, tmp_path, room):
    wall(office, ONLY_TCP)
    addresses = ["127.0.0.1", office.host_address]
    cert, key = certificate(tmp_path, "first", *addresses)
    server = Server(tmp_path, addresses, ["--tls", "files", "--tls-certificate", str(cert), "--tls-key", str(key)])
    server.scheme = "https"
    await server.start()
    try:
        trusting = ["--ignore-certificate-errors"]
        async with Chromium(trusting) as here, Chromium(trusting, office) as elsewhere:
            ann, bo = await here.page("Ann", number=0), await elsewhere.page("Bo", number=1)
            await ann.join(server.url, room)
            await bo.join(f"https://{office.host_address}:{server.port}", room)
            await see_and_hear_each_other(ann, bo)
            members = [await page.probe("memberId()") for page in (ann, bo)]
            before = await serial(server.port)
            for new, old in zip(certificate(tmp_path, "second", *addresses), (key, cert)[::-1]):
                new.replace(old)
            await eventually(lambda: serial(server.port), lambda shown: shown != before, 40, "new connections get the new certificate")
            await see_and_hear_each_other(ann, bo)
            # Nobody was dropped and came back: they are who they were.
            assert [await page.probe("memberId()") for page in (ann, bo)] == members
            assert server.whole_log().count("media disconnected") == 0
    finally:
        await server.stop()
