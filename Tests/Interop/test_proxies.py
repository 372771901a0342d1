"""Real proxies in front of the server, as deploy/ has them: limits count people and not the proxy, and the relay passes through too."""

import asyncio
import contextlib
import re
import shutil
import socket
import ssl
import subprocess
import sys

import pytest
import pytest_asyncio

import turn_client as turn
from server import REPOSITORY, Server, free_port
from turn_client import TurnClient

PROXIES = REPOSITORY / "deploy/proxy"
SECRET = "0123456789abcdef0123456789abcdef"
TURN_SECRET = "secret-of-sixteen-bytes-and-more"


def caddy() -> str:
    """The one that pip installed beside this Python, or the system's."""
    beside = shutil.which("caddy", path=str(REPOSITORY / ".build/venv/bin"))
    return beside or shutil.which("caddy") or pytest.skip("there is no caddy")


def nginx_file(port: int, upstream: int, folder) -> list[str]:
    text = (PROXIES / "nginx.conf").read_text()
    text = re.sub(r"listen \[::\]:443;\n", "", text).replace("listen 443;", f"listen 127.0.0.1:{port};")
    text = text.replace("127.0.0.1:4001", f"127.0.0.1:{upstream}")
    (folder / "nginx.conf").write_text(
        f"load_module /usr/lib/nginx/modules/ngx_stream_module.so;\npid {folder}/nginx.pid;\nerror_log stderr;\nevents {{}}\n{text}")
    return ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")]


def nginx(port: int, upstream: int, folder) -> list[str]:
    return [*nginx_file(port, upstream, folder), "-g", "daemon off;"]


def haproxy(port: int, upstream: int, folder) -> list[str]:
    text = (PROXIES / "haproxy.cfg").read_text().replace("bind :443", f"bind 127.0.0.1:{port}")
    (folder / "haproxy.cfg").write_text(text.replace("127.0.0.1:4001", f"127.0.0.1:{upstream}"))
    return ["haproxy", "-db", "-f", str(folder / "haproxy.cfg")]


def caddy_server(port: int, upstream: int, folder) -> list[str]:
    text = (PROXIES / "Caddyfile").read_text().replace("party.example.org {", f"http://party.example.org:{port} {{\n\tbind 127.0.0.1")
    (folder / "Caddyfile").write_text("{\n\tadmin off\n}\n" + text.replace("127.0.0.1:4001", f"127.0.0.1:{upstream}"))
    return [caddy(), "run", "--adapter", "caddyfile", "--config", str(folder / "Caddyfile")]


def test_sample_files_are_what_their_programs_understand(tmp_path):
    checks = [[caddy(), "validate", "--adapter", "caddyfile", "--config", str(PROXIES / "Caddyfile")],
              ["haproxy", "-c", "-f", str(PROXIES / "haproxy.cfg")], [*nginx_file(free_port(), 4001, tmp_path), "-t"]]
    for command in checks:
        if shutil.which(command[0]) is None:
            pytest.skip(f"there is no {command[0]}")
        done = subprocess.run(command, capture_output=True, text=True, timeout=60, env={"HOME": str(tmp_path), "PATH": "/usr/sbin:/usr/bin:/bin"})
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"


@contextlib.asynccontextmanager
async def running(command: list[str], port: int, folder):
    if shutil.which(command[0]) is None:
        pytest.skip(f"there is no {command[0]}")
    process = await asyncio.create_subprocess_exec(*command, cwd=folder, stdout=sys.stderr, stderr=sys.stderr,
                                                   env={"HOME": str(folder), "PATH": "/usr/sbin:/usr/bin:/bin"})
    try:
        for _ in range(200):
            assert process.returncode is None, f"{command} ended with {process.returncode}"
            with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                break
            await asyncio.sleep(0.05)
        yield
    finally:
        if process.returncode is None:
            process.terminate()
            await process.wait()


def attempt(port: int, source: str, tls: bool) -> int:
    """The status of a WHIP request with a wrong invitation, from this address of the network 127."""
    stream = socket.create_connection(("127.0.0.1", port), 10, source_address=(source, 0))
    if tls:
        stream = ssl._create_unverified_context().wrap_socket(stream, server_hostname="party.example.org")
    with stream:
        stream.sendall(b"POST /whip/room HTTP/1.1\r\nHost: party.example.org\r\nAuthorization: Bearer wrong\r\nContent-Type: application/sdp\r\n"
                       b"Content-Length: 5\r\nConnection: close\r\n\r\nv=0\r\n")
        answer = b""
        while b"\r\n" not in answer and (more := stream.recv(4096)):
            answer += more
    return int(answer.split()[1])


@pytest_asyncio.fixture(scope="module", params=[nginx, haproxy, caddy_server], ids=["nginx", "haproxy", "caddy"])
async def front(request, tmp_path_factory):
    """A server that believes the proxy in front of it; the port of the proxy, and whether TLS goes through."""
    folder = tmp_path_factory.mktemp("proxy")
    tls = request.param is not caddy_server
    server = Server(folder, ["127.0.0.1"], [
        "--auth-secret", SECRET, "--proxy-protocol", "127.0.0.1", "--turn-secret", TURN_SECRET,
        *(["--tls", "self-signed"] if tls else [])])
    server.scheme = "https" if tls else "http"
    port = free_port()
    # Without a header nobody gets an answer, so the server looks as if it were not there.
    server._is_healthy = lambda: attempt_directly(server.port, "203.0.113.200", tls) == 401
    await server.start()
    async with running(request.param(port, server.port, folder), port, folder):
        yield server, port, tls
    assert await server.stop() == 0, server.log()


def attempt_directly(port: int, claimed: str, tls: bool) -> int:
    """As a proxy on this machine would ask, in the name of some address."""
    with socket.create_connection(("127.0.0.1", port), 5) as stream:
        stream.sendall(f"PROXY TCP4 {claimed} 127.0.0.1 40000 {port}\r\n".encode())
        if tls:
            stream = ssl._create_unverified_context().wrap_socket(stream)
        stream.sendall(b"POST /whip/room HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer wrong\r\nContent-Type: application/sdp\r\n"
                       b"Content-Length: 5\r\nConnection: close\r\n\r\nv=0\r\n")
        return int(stream.recv(4096).split()[1])


def test_wrong_invitations_are_counted_by_person(front):
    _, port, tls = front
    codes = [attempt(port, "127.0.0.5", tls) for _ in range(12)]
    assert codes[0] == 401 and codes[-1] == 429, codes
    assert attempt(port, "127.0.0.6", tls) == 401


def test_whoever_comes_past_the_proxy_without_its_header_is_not_heard(front):
    server, _, _ = front
    with socket.create_connection(("127.0.0.1", server.port), 5) as stream:
        stream.sendall(b"GET /health HTTP/1.1\r\nHost: x\r\n\r\n")
        with contextlib.suppress(ConnectionResetError):
            assert stream.recv(4096) == b""


def test_a_header_from_elsewhere_than_a_proxy_is_no_header(front):
    server, _, tls = front
    with socket.create_connection(("127.0.0.1", server.port), 5, source_address=("127.0.0.9", 0)) as stream:
        stream.sendall(f"PROXY TCP4 203.0.113.5 127.0.0.1 40000 {server.port}\r\n".encode())
        with contextlib.suppress(ConnectionResetError):
            answer = stream.recv(4096)
            assert answer == b"" or answer.startswith(b"HTTP/1.1 400"), answer


def test_the_relay_passes_through_where_tls_does(front):
    server, port, tls = front
    if not tls:
        pytest.skip("a proxy for HTTP carries HTTP only")
    login = turn.credentials(TURN_SECRET)
    with TurnClient(port, login, "tls", source="127.0.0.7", name="party.example.org") as relayed:
        answer = relayed.allocate()
        assert answer.code == 200
        # The server knows the client by the address that the proxy has named.
        assert answer.address(turn.XOR_MAPPED_ADDRESS)[0] == "127.0.0.7"
