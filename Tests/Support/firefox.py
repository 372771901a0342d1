"""Debian's Firefox ESR in a network namespace, driven over WebDriver BiDi.

Firefox never checks a loopback candidate, neither its own nor the server's, so it gets a host of its own.
"""

import asyncio
import os
import pathlib
import shutil
import signal
import subprocess
import tempfile

from bidi import BiDi
from network_namespace import NetworkNamespace
from party_page import PROBE, PartyPage, synthetic_camera

DEBUGGING_PORT = 9222
PREFERENCES = {
    "media.navigator.streams.fake": True,
    "media.navigator.permission.disabled": True,
    "media.autoplay.default": 0,
    "media.autoplay.blocking_policy": 0,
    "media.peerconnection.ice.obfuscate_host_addresses": False,
    # The page comes over plain HTTP from another host here; cameras and WebAudio's worklets want a secure context.
    "media.devices.insecure.enabled": True,
    "media.getusermedia.insecure.enabled": True,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "app.normandy.enabled": False,
    "app.update.enabled": False,
    "browser.safebrowsing.downloads.remote.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
    "media.gmp-manager.updateEnabled": False,
    "services.settings.server": "data:,",
}


def _literal(value) -> str:
    return {True: "true", False: "false"}.get(value) if isinstance(value, bool) else str(value) if isinstance(value, int) else f'"{value}"'


class FirefoxPage(PartyPage):
    def __init__(self, name: str, browser: "Firefox", context: str, number: int):
        super().__init__(name, number)
        self.browser, self.context = browser, context

    async def evaluate(self, expression: str):
        return await self.browser.session.evaluate(self.context, expression)

    async def go(self, url: str):
        await self.browser.session.command("browsingContext.navigate", context=self.context, url=url, wait="complete")

    async def press(self, key: str):
        await self.browser.session.press(self.context, key)

    async def close(self):
        await self.browser.session.command("browsingContext.close", context=self.context)

    @property
    def console(self) -> list[str]:
        return self.browser.session.log


class Firefox:
    """One browser process inside `namespace`, whose member has this `number` (see synthetic_camera.js)."""

    def __init__(self, namespace: NetworkNamespace, number: int = 0, authority: pathlib.Path | None = None, address: str | None = None):
        """`authority` is a file with a certificate to trust; all host names lead to `address`."""
        self.namespace = namespace
        self.number = number
        self.authority = authority
        self.preferences = {**PREFERENCES, "dom.securecontext.allowlist": namespace.host_address,
                            "media.navigator.audio.fake_frequency": 400 + 150 * number}
        if address:
            self.preferences["network.dns.forceResolve"] = address
        self.process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> "Firefox":
        if shutil.which("firefox-esr") is None:
            raise RuntimeError("firefox-esr is not installed: run Tests/run, or apt-get install firefox-esr")
        self.home = tempfile.TemporaryDirectory(prefix="party-firefox-", ignore_cleanup_errors=True)
        profile = pathlib.Path(self.home.name) / "profile"
        profile.mkdir()
        (profile / "user.js").write_text(
            "".join(f'user_pref("{key}", {_literal(value)});\n' for key, value in self.preferences.items()))
        if self.authority:
            self._trust(profile)
        self._log = open(pathlib.Path(self.home.name) / "log", "wb")
        command = self.namespace.command("firefox-esr", "--headless", "--no-remote", "--profile", str(profile),
                                         f"--remote-debugging-port={DEBUGGING_PORT}", "about:blank")
        self.process = await asyncio.create_subprocess_exec(
            *command, env={**os.environ, "HOME": self.home.name, "MOZ_CRASHREPORTER_DISABLE": "1"}, start_new_session=True,
            stdin=asyncio.subprocess.DEVNULL, stdout=self._log, stderr=self._log)
        try:
            self.session = await self._connect()
        except BaseException:
            await self._end()
            raise
        return self

    def _trust(self, profile: pathlib.Path):
        # Accepting insecure certificates is for pages only; the relay's has to be good.
        for action in (["-N", "--empty-password"], ["-A", "-t", "C,,", "-n", "tests", "-i", str(self.authority)]):
            subprocess.run(["certutil", "-d", f"sql:{profile}", *action], check=True, capture_output=True, timeout=20)

    async def _connect(self, seconds: float = 60) -> BiDi:
        deadline = asyncio.get_running_loop().time() + seconds
        while True:
            try:
                socket = await asyncio.to_thread(self.namespace.connect, "127.0.0.1", DEBUGGING_PORT)
                return await BiDi.open(DEBUGGING_PORT, socket)
            except OSError:
                if self.process.returncode is not None or asyncio.get_running_loop().time() > deadline:
                    raise
                await asyncio.sleep(0.3)

    async def page(self, name: str) -> FirefoxPage:
        created = await self.session.command("browsingContext.create", type="tab")
        for script in [PROBE, synthetic_camera(self.number)]:
            await self.session.command("script.addPreloadScript", functionDeclaration=f"() => {{{script}}}",
                                       contexts=[created["context"]])
        return FirefoxPage(name, self, created["context"], self.number)

    async def __aexit__(self, *_):
        try:
            await self.session.close()
        finally:
            await self._end()

    async def _end(self):
        # Firefox is a family of processes: the session that was started for it is ended as a whole.
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(self.process.pid, number)
                await asyncio.wait_for(self.process.wait(), 8)
            except ProcessLookupError:
                break
            except asyncio.TimeoutError:
                continue
        self._log.close()
        self.home.cleanup()
