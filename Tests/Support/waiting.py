"""Waiting for something to become true, with an error that says what was seen last."""

import asyncio
import time


async def eventually(probe, accept, seconds: float, what: str, every: float = 0.2):
    """Calls the async `probe` until `accept(value)` holds, and returns that value."""
    deadline = time.monotonic() + seconds
    value, failure = None, None
    while True:
        try:
            value, failure = await probe(), None
            if accept(value):
                return value
        except (AssertionError, TimeoutError):
            raise
        except Exception as error:  # A page between two navigations has nothing to ask yet.
            failure = error
        if time.monotonic() > deadline:
            raise AssertionError(f"not within {seconds} s: {what}; last seen: {failure or value!r}")
        await asyncio.sleep(every)
