// WHIP and WHEP for a page that may use nothing but a relay, which it learns of from the answer's Link headers (RFC 9725 §4.6).
window.relayedMedia = (() => {
  const link = /<([^>]+)>; rel="ice-server"; username="([^"]*)"; credential="([^"]*)"/g;

  function servers(header, scheme) {
    const found = [...(header ?? "").matchAll(link)].map(([, urls, username, credential]) => ({ urls, username, credential }));
    return found.filter(({ urls }) => urls.startsWith(scheme));
  }

  /** The offer is put into force only when the relays are known: what it gathers depends on them. */
  async function open(connection, url, scheme) {
    const offer = await connection.createOffer();
    const answer = await fetch(url, { method: "POST", headers: { "Content-Type": "application/sdp" }, body: offer.sdp });
    if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
    const relays = servers(answer.headers.get("Link"), scheme);
    if (relays.length === 0) throw new Error(`no relay in ${answer.headers.get("Link")}`);
    connection.setConfiguration({ ...connection.getConfiguration(), iceServers: relays });
    await connection.setLocalDescription(offer);
    await connection.setRemoteDescription({ type: "answer", sdp: await answer.text() });
    window.relayedResource = new URL(answer.headers.get("Location"), url).href;
  }

  async function publish(url, scheme) {
    const connection = (window.relayedConnection = new RTCPeerConnection({ iceTransportPolicy: "relay" }));
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true, video: true });
    for (const track of stream.getTracks()) connection.addTransceiver(track, { direction: "sendonly", streams: [stream] });
    await open(connection, url, scheme);
  }

  async function play(url, scheme) {
    const connection = (window.relayedConnection = new RTCPeerConnection({ iceTransportPolicy: "relay" }));
    connection.ontrack = ({ track }) => {
      const element = document.createElement(track.kind);
      Object.assign(element, { autoplay: true, srcObject: new MediaStream([track]) });
      document.body.append(element);
    };
    for (const kind of ["audio", "video"]) connection.addTransceiver(kind, { direction: "recvonly" });
    await open(connection, url, scheme);
  }

  async function received() {
    const rows = [...(await window.relayedConnection.getStats()).values()].filter((each) => each.type === "inbound-rtp");
    const sum = (key) => rows.reduce((total, each) => total + (each[key] ?? 0), 0);
    return { frames: sum("framesDecoded"), packets: sum("packetsReceived"), energy: sum("totalAudioEnergy") };
  }

  return { publish, play, received, close: () => fetch(window.relayedResource, { method: "DELETE" }).then((answer) => answer.status) };
})();
