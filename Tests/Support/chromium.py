"""Debian's Chromium, headless, with fake devices, driven by Playwright."""

import pathlib
import shlex
import shutil
import tempfile

from playwright.async_api import async_playwright

from network_namespace import NetworkNamespace
from party_page import PROBE, PartyPage, synthetic_camera

FLAGS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--mute-audio",
    "--use-fake-device-for-media-stream=fps=10", "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required", "--allow-loopback-in-peer-connection",
    "--disable-background-timer-throttling", "--disable-renderer-backgrounding",
    "--disable-backgrounding-occluded-windows",
]


class ChromiumPage(PartyPage):
    def __init__(self, name: str, context, page, number: int | None = None):
        super().__init__(name, number)
        self.context, self.page = context, page
        self.console: list[str] = []
        page.on("console", lambda message: self.console.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.console.append(f"uncaught: {error}"))

    async def evaluate(self, expression: str):
        return await self.page.evaluate(expression)

    async def go(self, url: str):
        await self.page.goto(url)

    async def press(self, key: str):
        await self.page.keyboard.press(key)

    async def screenshot(self, path: str):
        await self.page.screenshot(path=path)

    async def close(self):
        await self.context.close()


class Chromium:
    """One browser; each page lives in a context of its own, like a person on another machine."""

    def __init__(self, arguments: list[str] = (), namespace: NetworkNamespace | None = None):
        self.arguments = list(arguments)
        self.namespace = namespace
        self.pages: list[ChromiumPage] = []

    async def __aenter__(self) -> "Chromium":
        executable = shutil.which("chromium")
        if executable is None:
            raise RuntimeError("chromium is not installed: run Tests/run, or apt-get install chromium")
        self.folder = tempfile.TemporaryDirectory(prefix="party-chromium-", ignore_cleanup_errors=True)
        if self.namespace is not None:
            executable = self._wrapper(self.namespace.command(executable))
        self.playwright = await async_playwright().start()
        # Playwright's own headless mode is another binary; headless=False with --headless=new is Chromium proper.
        self.browser = await self.playwright.chromium.launch(
            executable_path=executable, headless=False, args=FLAGS + self.arguments, chromium_sandbox=False)
        return self

    async def __aexit__(self, *_):
        await self.browser.close()
        await self.playwright.stop()
        self.folder.cleanup()

    def _wrapper(self, command: list[str]) -> str:
        """Playwright starts one executable; this one starts Chromium inside the namespace."""
        script = pathlib.Path(self.folder.name) / "chromium"
        script.write_text(f'#!/bin/sh\nexec {shlex.join(command)} "$@"\n')
        script.chmod(0o755)
        return str(script)

    async def page(self, name: str, number: int | None = None, devices: bool = True,
                   picture: tuple[int, int] = (320, 240), rate: int = 10, **options) -> ChromiumPage:
        """A fresh page. With `number` its camera is the synthetic one; without `devices` it has none at all."""
        context = await self.browser.new_context(**{"viewport": {"width": 1000, "height": 700}, **options})
        await context.grant_permissions(["camera", "microphone"] if devices else [])
        await context.add_init_script(PROBE)
        if number is not None:
            await context.add_init_script(synthetic_camera(number))
            await context.add_init_script(f"Object.assign(syntheticCamera, {{size: {list(picture)}, rate: {rate}}})")
        if not devices:
            await context.add_init_script(NO_DEVICES)
        page = ChromiumPage(name, context, await context.new_page(), number)
        self.pages.append(page)
        return page

    async def close_pages(self):
        for page in self.pages:
            await page.close()
        self.pages.clear()


NO_DEVICES = """
navigator.mediaDevices.enumerateDevices = async () => [];
navigator.mediaDevices.getUserMedia = async () => { throw new DOMException("Requested device not found", "NotFoundError"); };
"""
