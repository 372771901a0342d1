"""WHIP and WHEP from a web page of another origin, as broadcasting pages do it: CORS, simulcast, and back into the party."""

import pytest

from waiting import eventually

PUBLISH = """(async () => {
  const response = async (connection, url) => {
    await connection.setLocalDescription();
    const answer = await fetch(url, {method: "POST", headers: {"Content-Type": "application/sdp"}, body: connection.localDescription.sdp});
    if (answer.status !== 201) throw new Error(answer.status + " " + await answer.text());
    window.resource = new URL(answer.headers.get("Location"), url).href;
    window.etag = answer.headers.get("ETag");
    await connection.setRemoteDescription({type: "answer", sdp: await answer.text()});
  };
  const connection = window.connection = new RTCPeerConnection();
  const stream = await navigator.mediaDevices.getUserMedia({audio: true, video: true});
  connection.addTransceiver(stream.getAudioTracks()[0], {direction: "sendonly", streams: [stream]});
  connection.addTransceiver(stream.getVideoTracks()[0], {direction: "sendonly", streams: [stream], sendEncodings: %s});
  await response(connection, "%s");
})()"""
PLAY = """(async () => {
  const connection = window.connection = new RTCPeerConnection();
  const stream = new MediaStream();
  const video = document.createElement("video");
  Object.assign(video, {autoplay: true, srcObject: stream});
  document.body.append(video);
  // A muted element need not pull the sound that the statistics measure, so it gets one of its own.
  const sound = window.sound = new Audio();
  connection.ontrack = ({track}) => {
    if (track.kind === "video") return stream.addTrack(track);
    sound.srcObject = new MediaStream([track]);
    sound.play();
  };
  connection.addTransceiver("audio", {direction: "recvonly"});
  connection.addTransceiver("video", {direction: "recvonly"});
  await connection.setLocalDescription();
  const answer = await fetch("%s", {method: "POST", headers: {"Content-Type": "application/sdp"}, body: connection.localDescription.sdp});
  if (answer.status !== 201) throw new Error(answer.status + " " + await answer.text());
  window.resource = new URL(answer.headers.get("Location"), "%s").href;
  await connection.setRemoteDescription({type: "answer", sdp: await answer.text()});
})()"""
RECEIVED = """(async () => {
  const rows = [...(await connection.getStats()).values()].filter((each) => each.type === "inbound-rtp");
  return {frames: rows.reduce((sum, each) => sum + (each.framesDecoded ?? 0), 0), width: Math.max(0, ...rows.map((each) => each.frameWidth ?? 0)),
    energy: rows.reduce((sum, each) => sum + (each.totalAudioEnergy ?? 0), 0)};
})()"""
LAYERS = """[{rid: "q", scaleResolutionDownBy: 4}, {rid: "h", scaleResolutionDownBy: 2}, {rid: "f", scaleResolutionDownBy: 1}]"""


@pytest.fixture
def elsewhere(server) -> str:
    """The server by another name: another origin for the browser, so CORS has its say."""
    return f"http://localhost:{server.port}"


@pytest.mark.parametrize("encodings", ["[{}]", LAYERS], ids=["one encoding", "simulcast"])
async def test_a_page_publishes_by_whip_into_a_party_and_another_plays_it_by_whep(chromium, party, server, elsewhere, room, encodings):
    [bo] = await party(1)
    studio, viewer = await chromium.page("Studio", number=2), await chromium.page("Viewer")
    for page in (studio, viewer):
        await page.go(f"{server.url}/health")
    await studio.evaluate(PUBLISH % (encodings, f"{elsewhere}/whip/{room}"))
    await viewer.evaluate(PLAY % ((f"{elsewhere}/whep/{room}",) * 2))
    played = await eventually(lambda: viewer.evaluate(RECEIVED), lambda now: now["frames"] > 10 and now["energy"] > 0, 20, "frames and sound by WHEP")
    await eventually(lambda: bo.evaluate("toperparty.members.length"), lambda count: count == 1, 10,
                     "who publishes by WHIP is a member, who watches by WHEP is not")
    member = (await bo.probe("members()"))[0]["memberId"]
    await eventually(lambda: bo.picture(member), lambda shown: bool(shown) and shown["member"] == 2, 20, "the party sees the studio")
    await eventually(lambda: bo.received(member, "microphone"), lambda stats: bool(stats) and stats["totalAudioEnergy"] > 0, 20, "and hears it")
    await eventually(lambda: viewer.evaluate(RECEIVED), lambda now: now["frames"] > played["frames"] + 10, 20, "frames go on")
    assert await studio.evaluate("fetch(resource, {method: 'DELETE'}).then((answer) => answer.status)") == 200
    await eventually(lambda: bo.evaluate("toperparty.members.length"), lambda count: count == 0, 10, "the studio is gone after DELETE")
