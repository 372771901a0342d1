"""The server's plain HTTP: pages, health, metrics, shutdown."""

import asyncio
import re

from party_socket import PartySocket
from server import Server


async def test_health_answers(http, server):
    async with http.get(server.url + "/health") as answer:
        assert answer.status == 200


async def test_the_page_is_served_at_the_root_and_at_a_party_link(http, server, room):
    pages = []
    for path in ("/", f"/party/{room}"):
        async with http.get(server.url + path) as answer:
            assert answer.status == 200 and answer.content_type == "text/html", (path, answer.status)
            pages.append(await answer.text())
    assert pages[0] == pages[1]
    for reference in re.findall(r'(?:src|href)="(/[^"]+)"', pages[0]):
        async with http.get(server.url + reference) as answer:
            assert answer.status == 200, reference
            assert answer.content_type != "text/html", reference


async def test_nothing_outside_the_page_is_served(http, server):
    for path in ("/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/nowhere", "/modules/../../Package.swift", "/..%2fPackage.swift"):
        async with http.get(f"{server.url}{path}") as answer:
            assert answer.status in (400, 404), (path, answer.status)


async def test_metrics_are_prometheus_text_and_count_members(http, server, room):
    async with http.get(server.url + "/metrics") as answer:
        assert answer.status == 200 and answer.content_type == "text/plain"
        text = await answer.text()
    sample = re.compile(r'^[a-zA-Z_:][a-zA-Z0-9_:]*(\{[^}]*\})? [-+0-9.eE]+(NaN|Inf)?( \d+)?$')
    lines = [line for line in text.splitlines() if line]
    assert lines and all(line.startswith("#") or sample.match(line) for line in lines), [line for line in lines if not line.startswith("#") and not sample.match(line)]
    assert any(line.startswith("# TYPE ") for line in lines)
    before = await server.metrics()
    async with PartySocket(server.socket_url) as ann:
        await ann.join(room, "Ann")
        during = await server.metrics()
    assert during != before


async def test_metrics_are_not_for_other_hosts(http, server):
    """W7: asked at another address of this machine, so from there."""
    if server.namespace is None:
        pytest.skip("network namespaces cannot be made here")
    other = f"http://{server.namespace.host_address}:{server.port}"
    async with http.get(other + "/metrics") as answer:
        assert answer.status == 403 and "--metrics-from" in await answer.text()
    async with http.get(other + "/health") as answer:
        assert answer.status == 200 and await answer.json() == {"status": "ok"}


async def test_draining_tells_members_and_ends_with_zero(tmp_path, room):
    server = await Server(tmp_path, ["127.0.0.1"]).start()
    async with PartySocket(server.socket_url) as ann:
        await ann.join(room, "Ann")
        stopping = asyncio.create_task(server.stop())
        assert (await ann.expect("ERROR"))["code"] == "draining"
        assert await ann.wait_closed() == 1012
        assert await stopping == 0, server.log()


async def test_the_address_of_the_page_is_printed_at_start(server):
    assert f"http://localhost:{server.port}/" in server.whole_log()
