"""A network path with delay: a TCP proxy that hands everything on a fixed time later, in both directions."""

import asyncio


class DelayProxy:
    """`delay` seconds each way, so a round trip takes twice as long."""

    def __init__(self, port: int, delay: float):
        self.target, self.delay = port, delay

    async def __aenter__(self) -> "DelayProxy":
        self.server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        self.port = self.server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        return self

    async def __aexit__(self, *_):
        self.server.close()

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        try:
            inner_reader, inner_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            return writer.close()
        await asyncio.gather(self._carry(reader, inner_writer), self._carry(inner_reader, writer))

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter):
        """Each piece has a time of its own, so the delay does not cost throughput."""
        loop = asyncio.get_running_loop()
        last = asyncio.Event()
        try:
            while piece := await reader.read(65536):
                loop.call_later(self.delay, self._write, writer, piece)
        except ConnectionError:
            pass
        loop.call_later(self.delay, last.set)
        await last.wait()
        writer.close()

    @staticmethod
    def _write(writer: asyncio.StreamWriter, piece: bytes):
        if not writer.is_closing():
            writer.write(piece)
