"""As much of WebDriver BiDi as the tests need: https://www.w3.org/TR/webdriver-bidi/"""

import asyncio
import itertools
import json

import websockets


class BiDiError(Exception):
    """A command that the browser refused."""


class BiDi:
    """One session on a browser's remote end."""

    def __init__(self, connection):
        self.connection = connection
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future] = {}
        self.log: list[str] = []
        self._reader = asyncio.create_task(self._read())

    @classmethod
    async def open(cls, port: int, socket=None) -> "BiDi":
        connection = await websockets.connect(
            f"ws://127.0.0.1:{port}/session", sock=socket, max_size=1 << 26, compression=None, open_timeout=10)
        session = cls(connection)
        await session.command("session.new", capabilities={"alwaysMatch": {"acceptInsecureCerts": True}})
        await session.command("session.subscribe", events=["log.entryAdded"])
        return session

    async def _read(self):
        try:
            async for frame in self.connection:
                self._accept(json.loads(frame))
        except websockets.ConnectionClosed:
            pass
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(BiDiError("the browser closed the session"))

    def _accept(self, message: dict):
        if message.get("type") == "event":
            if message["method"] == "log.entryAdded":
                self.log.append(f"{message['params'].get('level')}: {message['params'].get('text')}")
            return
        future = self._waiting.pop(message.get("id"), None)
        if future is None or future.done():
            return
        if message.get("type") == "error":
            future.set_exception(BiDiError(f"{message['error']}: {message['message']}"))
        else:
            future.set_result(message["result"])

    async def command(self, method: str, **parameters):
        number = next(self._numbers)
        self._waiting[number] = asyncio.get_running_loop().create_future()
        await self.connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        return await asyncio.wait_for(self._waiting[number], 60)

    async def evaluate(self, context: str, expression: str):
        """The JSON value of an expression; promises are awaited, exceptions raised."""
        wrapped = f"(async () => JSON.stringify((await ({expression})) ?? null))()"
        result = await self.command("script.evaluate", expression=wrapped, awaitPromise=True, target={"context": context},
                                    userActivation=True)
        if result["type"] == "exception":
            raise BiDiError(result["exceptionDetails"]["text"])
        return json.loads(result["result"]["value"])

    async def press(self, context: str, key: str):
        actions = [{"type": "keyDown", "value": key}, {"type": "keyUp", "value": key}]
        await self.command("input.performActions", context=context,
                           actions=[{"type": "key", "id": "keyboard", "actions": actions}])

    async def close(self):
        await self.connection.close()
        await self._reader
