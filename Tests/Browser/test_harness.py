"""The probes themselves, on a direct call between two pages: what they say must follow from the media alone."""

import http.server
import json
import threading

import pytest

from chromium import Chromium
from firefox import Firefox
from network_namespace import NetworkNamespace, is_possible

PAGE = b"<!doctype html><title>a page</title><video autoplay playsinline></video>"
SENDER = """(async () => {
  const connection = window.connection = new RTCPeerConnection();
  const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
  for (const track of stream.getTracks()) connection.addTrack(track, stream);
  await connection.setLocalDescription();
  await new Promise((resolve) => { const done = () => connection.iceGatheringState === "complete" && resolve(); connection.onicegatheringstatechange = done; done(); });
  return connection.localDescription.sdp;
})()"""
RECEIVER = """(async (offer) => {
  const connection = new RTCPeerConnection();
  connection.ontrack = (event) => { document.querySelector("video").srcObject = event.streams[0]; };
  await connection.setRemoteDescription({type: "offer", sdp: offer});
  await connection.setLocalDescription();
  await new Promise((resolve) => { const done = () => connection.iceGatheringState === "complete" && resolve(); connection.onicegatheringstatechange = done; done(); });
  window.toperparty = { peerConnection: connection, memberId: "b", state: "joined", members: [{memberId: "a", name: "Ann"}],
    slots: [{mid: "0", kind: "audio", memberId: "a", source: "microphone"}, {mid: "1", kind: "video", memberId: "a", source: "camera"}] };
  return connection.localDescription.sdp;
})(%s)"""


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(PAGE)))
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *_):
        pass


@pytest.fixture
def blank_site():
    with http.server.ThreadingHTTPServer(("0.0.0.0", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield server.server_address[1]
        server.shutdown()


async def call(sender, receiver):
    offer = await sender.evaluate(SENDER)
    answer = await receiver.evaluate(RECEIVER % json.dumps(offer))
    await sender.evaluate(f"connection.setRemoteDescription({{type: 'answer', sdp: {json.dumps(answer)}}})")


async def test_probes_tell_whose_picture_and_voice_a_page_got(blank_site):
    async with Chromium() as browser:
        ann, bo = await browser.page("Ann", number=3), await browser.page("Bo", number=1)
        for page in (ann, bo):
            await page.go(f"http://127.0.0.1:{blank_site}/")
        await call(ann, bo)
        await bo.sees(ann)
        await bo.hears(ann)
        await bo.lips_are_in_sync_with(ann)
        ann.number = 2
        with pytest.raises(AssertionError, match="the picture is theirs"):
            await bo.sees(ann, seconds=2)
        with pytest.raises(AssertionError, match="Hz"):
            await bo.hears(ann, seconds=2)


async def test_probes_notice_a_picture_that_stands_still(blank_site):
    async with Chromium() as browser:
        ann, bo = await browser.page("Ann"), await browser.page("Bo")
        for page in (ann, bo):
            await page.go(f"http://127.0.0.1:{blank_site}/")
        await call(ann, bo)
        await bo.sees(ann)
        await bo.hears(ann)
        await ann.evaluate("connection.close()")
        with pytest.raises(AssertionError, match="moves|go on"):
            await bo.sees(ann, seconds=3)


@pytest.mark.skipif(not is_possible(), reason="network namespaces cannot be made here")
async def test_probes_work_in_firefox_on_a_host_of_its_own(blank_site):
    with NetworkNamespace() as namespace:
        async with Chromium() as chromium, Firefox(namespace, number=5) as firefox:
            ann, bo = await chromium.page("Ann", number=4), await firefox.page("Bo")
            await ann.go(f"http://127.0.0.1:{blank_site}/")
            await bo.go(f"http://{namespace.host_address}:{blank_site}/")
            assert await bo.evaluate("window.isSecureContext")
            await call(ann, bo)
            await bo.sees(ann)
            await bo.hears(ann)
            await bo.lips_are_in_sync_with(ann)


@pytest.mark.skipif(not is_possible(), reason="network namespaces cannot be made here")
async def test_firefox_sends_its_own_colour_and_tone(blank_site):
    with NetworkNamespace() as namespace:
        async with Chromium() as chromium, Firefox(namespace, number=5) as firefox:
            ann, bo = await firefox.page("Ann"), await chromium.page("Bo", number=4)
            await ann.go(f"http://{namespace.host_address}:{blank_site}/")
            await bo.go(f"http://127.0.0.1:{blank_site}/")
            await call(ann, bo)
            await bo.sees(ann)
            await bo.hears(ann)
