"""TURN spoken by hand (RFC 8489, RFC 8656), so that a test can send what no honest client would."""

import base64
import dataclasses
import hashlib
import hmac
import ipaddress
import os
import re
import socket
import ssl
import struct
import time

COOKIE = 0x2112A442
BINDING, ALLOCATE, REFRESH, SEND, DATA, CREATE_PERMISSION, CHANNEL_BIND = 1, 3, 4, 6, 7, 8, 9
REQUEST, INDICATION, SUCCESS, ERROR = 0, 1, 2, 3
MAPPED_ADDRESS, USERNAME, MESSAGE_INTEGRITY, ERROR_CODE, CHANNEL_NUMBER, LIFETIME = 0x01, 0x06, 0x08, 0x09, 0x0C, 0x0D
XOR_PEER_ADDRESS, DATA_ATTRIBUTE, REALM, NONCE, XOR_RELAYED_ADDRESS, FAMILY = 0x12, 0x13, 0x14, 0x15, 0x16, 0x17
REQUESTED_TRANSPORT, XOR_MAPPED_ADDRESS, SOFTWARE, MOBILITY_TICKET = 0x19, 0x20, 0x8022, 0x8030


def attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def message(kind: int, method: int, body: bytes = b"", transaction: bytes | None = None) -> bytes:
    bits = (method & 0xF) | (method & 0x70) << 1 | (method & 0xF80) << 2 | (kind & 1) << 4 | (kind & 2) << 7
    return struct.pack("!HHI", bits, len(body), COOKIE) + (transaction or os.urandom(12)) + body


def xor_address(kind: int, host: str, port: int, transaction: bytes) -> bytes:
    """The family is the text's own: `::ffff:127.0.0.1` goes out as IPv6."""
    address = ipaddress.ip_address(host)
    key = (struct.pack("!I", COOKIE) + transaction)[: len(address.packed)]
    mixed = bytes(left ^ right for left, right in zip(address.packed, key))
    return attribute(kind, struct.pack("!BBH", 0, 1 if address.version == 4 else 2, port ^ COOKIE >> 16) + mixed)


@dataclasses.dataclass
class Answer:
    """A STUN message; attributes by type, the first of each."""

    kind: int
    method: int
    transaction: bytes
    attributes: dict[int, bytes]
    size: int

    @classmethod
    def parse(cls, data: bytes) -> "Answer":
        bits, length = struct.unpack("!HH", data[:4])
        found, offset = {}, 20
        while offset + 4 <= 20 + length:
            kind, count = struct.unpack("!HH", data[offset:offset + 4])
            found.setdefault(kind, data[offset + 4:offset + 4 + count])
            offset += 4 + count + -count % 4
        kind = bits >> 4 & 1 | bits >> 7 & 2
        return cls(kind, bits & 0xF | bits >> 1 & 0x70 | bits >> 2 & 0xF80, data[8:20], found, len(data))

    @property
    def code(self) -> int | None:
        """200 for success, else the error's code."""
        if self.kind == SUCCESS:
            return 200
        value = self.attributes.get(ERROR_CODE)
        return value[2] * 100 + value[3] if value else None

    def address(self, kind: int) -> tuple[str, int]:
        value = self.attributes[kind]
        key = struct.pack("!I", COOKIE) + self.transaction
        host = ipaddress.ip_address(bytes(left ^ right for left, right in zip(value[4:], key)))
        return str(host), struct.unpack("!H", value[2:4])[0] ^ COOKIE >> 16


def credentials(secret: str, room: str = "film", member: str = "anna", seconds: int = 600) -> tuple[str, str]:
    """The REST form, as any service that shares the secret would make them."""
    username = f"{int(time.time()) + seconds}:{room}/{member}"
    digest = hmac.new(secret.encode(), username.encode(), hashlib.sha1).digest()
    return username, base64.b64encode(digest).decode()


def credentials_of(welcome: dict) -> tuple[str, str]:
    server = next(server for server in welcome["iceServers"] if "username" in server)
    return server["username"], server["credential"]


def credentials_in(links: list[str]) -> tuple[str, str]:
    found = re.search(r'username="([^"]*)".*?credential="([^"]*)"', ", ".join(links))
    return found.group(1), found.group(2)


class TurnClient:
    """One allocation's client, over UDP, TCP or TLS. Calls wait for their answers; every frame that was none is in `frames`."""

    def __init__(self, port: int, login: tuple[str, str] = ("", ""), over: str = "udp", source: str = "127.0.0.1",
                 host: str = "127.0.0.1", protocols: list[str] = (), name: str | None = None):
        """`name` is what TLS asks for (SNI), `protocols` what it offers to speak (ALPN)."""
        self.username, self.password = login
        self.over = over
        self.realm = self.nonce = b""
        self.frames: list[bytes] = []
        self._buffer = b""
        if over == "udp":
            self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
            self.socket.bind((source, 0))
            self.socket.connect((host, port))
        else:
            self.socket = socket.create_connection((host, port), 5, source_address=(source, 0))
        if over == "tls":
            context = ssl._create_unverified_context()
            if protocols:
                context.set_alpn_protocols(list(protocols))
            self.socket = context.wrap_socket(self.socket, server_hostname=name)

    def __enter__(self) -> "TurnClient":
        return self

    def __exit__(self, *_):
        self.socket.close()

    # Frames

    def write(self, data: bytes):
        self.socket.sendall(data)

    def _next_frame(self, seconds: float) -> bytes | None:
        deadline = time.monotonic() + seconds
        while True:
            if self.over != "udp" and (frame := self._cut()):
                return frame
            left = deadline - time.monotonic()
            if left <= 0:
                return None
            self.socket.settimeout(left)
            try:
                data = self.socket.recv(65536)
            except (TimeoutError, ssl.SSLWantReadError):
                return None
            except ConnectionRefusedError:
                continue
            if self.over == "udp":
                return data
            if not data:
                raise ConnectionError("the server has closed the connection")
            self._buffer += data

    def _cut(self) -> bytes | None:
        if len(self._buffer) < 4:
            return None
        length = struct.unpack("!H", self._buffer[2:4])[0]
        count = 4 + length + -length % 4 if self._buffer[0] & 0xC0 == 0x40 else 20 + length
        if len(self._buffer) < count:
            return None
        frame, self._buffer = self._buffer[:count], self._buffer[count:]
        return frame

    def drain(self, seconds: float = 0.5) -> list[bytes]:
        """Everything that comes within the time, with what came before."""
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            if frame := self._next_frame(left):
                self.frames.append(frame)
        found, self.frames = self.frames, []
        return found

    # Requests

    def plain(self, method: int, body: bytes = b"", seconds: float = 2) -> Answer | None:
        """A request without credentials; None when nothing answers."""
        return self._ask(message(REQUEST, method, body), seconds)

    def _ask(self, request: bytes, seconds: float) -> Answer | None:
        self.write(request)
        deadline = time.monotonic() + seconds
        while (left := deadline - time.monotonic()) > 0:
            frame = self._next_frame(left)
            if frame and frame[0] < 4 and frame[8:20] == request[8:20]:
                return Answer.parse(frame)
            if frame:
                self.frames.append(frame)
        return None

    def request(self, method: int, body=b"", seconds: float = 2) -> Answer:
        """A signed request; `body` may be a function of the transaction. Takes a new nonce when it is told to."""
        for _ in range(3):
            answer = self._ask(self.signed(method, body), seconds)
            assert answer, f"no answer to method {method} within {seconds} s"
            if answer.code not in (401, 438) or answer.attributes.get(NONCE, self.nonce) == self.nonce:
                return answer
            self.realm, self.nonce = answer.attributes[REALM], answer.attributes[NONCE]
        return answer

    def signed(self, method: int, body=b"") -> bytes:
        transaction = os.urandom(12)
        body = body(transaction) if callable(body) else body
        if not self.nonce:
            return message(REQUEST, method, body, transaction)
        body += attribute(USERNAME, self.username.encode()) + attribute(REALM, self.realm) + attribute(NONCE, self.nonce)
        key = hashlib.md5(f"{self.username}:{self.realm.decode()}:{self.password}".encode()).digest()
        covered = message(REQUEST, method, body + bytes(24), transaction)[:-24]
        return covered + attribute(MESSAGE_INTEGRITY, hmac.new(key, covered, hashlib.sha1).digest())

    def allocate(self, transport: int = 17, family: int | None = None, more: bytes = b"") -> Answer:
        body = attribute(REQUESTED_TRANSPORT, struct.pack("!I", transport << 24)) + more
        if family:
            body += attribute(FAMILY, struct.pack("!I", family << 24))
        return self.request(ALLOCATE, body)

    def refresh(self, seconds: int = 600) -> Answer:
        return self.request(REFRESH, attribute(LIFETIME, struct.pack("!I", seconds)))

    def permit(self, host: str, port: int = 0) -> Answer:
        return self.request(CREATE_PERMISSION, lambda transaction: xor_address(XOR_PEER_ADDRESS, host, port, transaction))

    def bind(self, number: int, host: str, port: int) -> Answer:
        return self.request(
            CHANNEL_BIND, lambda transaction: attribute(CHANNEL_NUMBER, struct.pack("!HH", number, 0))
            + xor_address(XOR_PEER_ADDRESS, host, port, transaction))

    def send(self, host: str, port: int, data: bytes):
        """A Send indication."""
        transaction = os.urandom(12)
        self.write(message(INDICATION, SEND, xor_address(XOR_PEER_ADDRESS, host, port, transaction)
                           + attribute(DATA_ATTRIBUTE, data), transaction))

    def send_on(self, number: int, data: bytes):
        self.write(struct.pack("!HH", number, len(data)) + data + (bytes(-len(data) % 4) if self.over != "udp" else b""))
