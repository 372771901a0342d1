"""What the browser and interop tests share: one server for all of them, and what it said when a test fails."""

import itertools

import aiohttp
import pytest
import pytest_asyncio

from network_namespace import NetworkNamespace, is_possible
from server import Server, binary

_rooms = itertools.count(1)


@pytest_asyncio.fixture(scope="session")
async def shared_server(tmp_path_factory):
    if not binary().exists():
        pytest.fail(f"there is no server at {binary()}: run Tests/run, or swift build -c release --product toperparty")
    # The address of the second host is told to the server before that host's tests run, so it must exist from the start.
    host = NetworkNamespace() if is_possible() else None
    if host:
        host.__enter__()
    addresses = ["127.0.0.1"] + ([host.host_address] if host else [])
    server = Server(tmp_path_factory.mktemp("server"), addresses)
    server.namespace = host
    try:
        await server.start()
        yield server
        code = await server.stop()
        assert code == 0, f"the server ended with {code} after SIGTERM:\n{server.log()}"
    finally:
        if host:
            host.__exit__()


@pytest_asyncio.fixture
async def server(shared_server):
    """The shared server, alive before and after the test."""
    assert shared_server.process.returncode is None, f"the server is gone:\n{shared_server.log()}"
    yield shared_server
    assert shared_server.process.returncode is None, f"the server died in this test:\n{shared_server.log()}"


@pytest.fixture
def namespace(server):
    """A second host, for clients that never use loopback."""
    if server.namespace is None:
        pytest.skip("network namespaces cannot be made here")
    return server.namespace


@pytest.fixture
def room() -> str:
    return f"room-{next(_rooms)}"


@pytest_asyncio.fixture
async def http():
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=20)) as session:
        yield session


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    report = outcome.get_result()
    if report.when != "call" or not report.failed:
        return
    shared = item.funcargs.get("server") or item.funcargs.get("own_server")
    if shared is not None:
        report.sections.append(("the server's log", shared.log()))
    for page in getattr(item.funcargs.get("chromium"), "pages", []):
        if page.console:
            report.sections.append((f"the console of {page.name}", "\n".join(page.console[-40:])))
