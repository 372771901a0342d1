"""Browsers for the tests of this folder."""

import pytest_asyncio

from chromium import Chromium
from firefox import Firefox


@pytest_asyncio.fixture(scope="session")
async def shared_chromium():
    async with Chromium() as browser:
        yield browser


@pytest_asyncio.fixture
async def chromium(shared_chromium):
    """One Chromium; its pages are closed after the test."""
    yield shared_chromium
    await shared_chromium.close_pages()


@pytest_asyncio.fixture
async def firefox(namespace):
    """Firefox on a host of its own; its member has the number 5."""
    async with Firefox(namespace, number=5) as browser:
        yield browser


@pytest_asyncio.fixture
async def party(chromium, server, room):
    """`await party(4)`: that many Chromium members, each with a colour and a tone of their own, who all joined."""
    names = ["Ann", "Bo", "Cleo", "Dev", "Eva", "Finn", "Gus", "Hanna", "Ian"]

    async def gather(count: int, link: str = room, **options):
        pages = [await chromium.page(name, number=number, **options) for number, name in enumerate(names[:count])]
        for page in pages:
            await page.join(server.url, link, seconds=60)
        return pages
    return gather
