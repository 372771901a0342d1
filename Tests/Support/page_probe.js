// What a test asks a party page: it reads window.toperparty, getStats and the pixels of the page's own video elements.
(() => {
  if (window.partyProbe) return;
  const palette = [[208, 48, 48], [47, 158, 68], [48, 80, 208], [208, 176, 32], [160, 48, 176], [32, 160, 176], [224, 112, 32], [96, 96, 96], [224, 128, 176]];
  const listed = (collection) => (collection instanceof Map ? [...collection.values()] : Array.from(collection ?? []));
  const party = () => window.toperparty ?? {};
  const connection = () => party().peerConnection;
  const transceiver = (mid) => connection()?.getTransceivers().find((each) => each.mid === mid);

  // Which MediaStreams each received track was announced in, by track id.
  const streams = new Map();
  const Native = window.RTCPeerConnection;
  window.RTCPeerConnection = class RTCPeerConnection extends Native {
    constructor(...rest) {
      super(...rest);
      this.addEventListener("track", (event) => streams.set(event.track.id, event.streams.map((each) => each.id)));
    }
  };

  function slot(memberId, source) {
    return listed(party().slots).find((each) => each.memberId === memberId && each.source === source);
  }

  function track(memberId, source) {
    const found = slot(memberId, source);
    return found ? transceiver(found.mid)?.receiver.track : undefined;
  }

  function element(memberId, source) {
    const wanted = track(memberId, source);
    if (!wanted) return undefined;
    return [...document.querySelectorAll("video, audio")].find((each) => each.srcObject?.getTracks().some((one) => one.id === wanted.id));
  }

  async function inbound() {
    const report = await connection().getStats();
    const codecs = new Map([...report.values()].filter((each) => each.type === "codec").map((each) => [each.id, each.mimeType]));
    return [...report.values()].filter((each) => each.type === "inbound-rtp").map((each) => ({
      mid: each.mid, kind: each.kind, trackIdentifier: each.trackIdentifier, framesDecoded: each.framesDecoded ?? 0,
      frameWidth: each.frameWidth ?? 0, frameHeight: each.frameHeight ?? 0, packetsReceived: each.packetsReceived ?? 0,
      packetsLost: each.packetsLost ?? 0, totalAudioEnergy: each.totalAudioEnergy ?? 0, freezeCount: each.freezeCount ?? 0,
      pliCount: each.pliCount ?? 0, nackCount: each.nackCount ?? 0, codec: codecs.get(each.codecId) ?? null }));
  }

  async function received(memberId, source) {
    const mid = slot(memberId, source)?.mid;
    return (await inbound()).find((each) => each.mid === mid) ?? null;
  }

  function average(pixels) {
    const sum = [0, 0, 0];
    for (let index = 0; index < pixels.length; index += 4) for (let channel = 0; channel < 3; channel += 1) sum[channel] += pixels[index + channel];
    return sum.map((each) => Math.round((each * 4) / pixels.length));
  }

  function nearestMember(colour) {
    const distances = palette.map((each) => each.reduce((sum, value, index) => sum + (value - colour[index]) ** 2, 0));
    return distances.indexOf(Math.min(...distances));
  }

  /** The picture now shown of a member: its size, the colour of its upper left corner, whose colour that is, and a checksum. */
  function picture(memberId, source = "camera") {
    const video = element(memberId, source);
    if (!video || !video.videoWidth) return null;
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [96, 72];
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.drawImage(video, 0, 0, 96, 72);
    const all = context.getImageData(0, 0, 96, 72).data;
    const corner = average(context.getImageData(4, 4, 16, 12).data);
    const checksum = all.reduce((sum, value, index) => (sum * 31 + (index % 4 === 3 ? 0 : value >> 2)) >>> 0, 7);
    return { width: video.videoWidth, height: video.videoHeight, corner, brightness: average(all), member: nearestMember(corner), checksum, paused: video.paused };
  }

  /** The frequency that is loudest in a member's voice during the next half second, and how loud it is in decibels.
   * Firefox without a sound card never starts an AudioContext: then `unavailable`. */
  async function tone(memberId, source = "microphone") {
    const voice = track(memberId, source);
    if (!voice) return null;
    const context = (window.partyProbeAudio ??= new AudioContext());
    await Promise.race([context.resume(), new Promise((resolve) => setTimeout(resolve, 2000))]);
    if (context.state !== "running") return { unavailable: true };
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    const input = context.createMediaStreamSource(new MediaStream([voice]));
    input.connect(analyser);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const levels = new Float32Array(analyser.frequencyBinCount);
    analyser.getFloatFrequencyData(levels);
    input.disconnect();
    await context.suspend();
    const loudest = levels.indexOf(Math.max(...levels));
    return { frequency: (loudest * context.sampleRate) / analyser.fftSize, decibels: levels[loudest] };
  }

  /** Whether a member's voice and picture came in one MediaStream, which is what makes browsers keep lips in sync. */
  function sharesStream(memberId) {
    const [voice, camera] = ["microphone", "camera"].map((source) => streams.get(track(memberId, source)?.id) ?? []);
    return voice.some((identifier) => camera.includes(identifier));
  }

  window.partyProbe = {
    inbound, received, picture, tone, sharesStream, slot,
    members: () => listed(party().members).map((each) => ({ memberId: each.memberId, name: each.name })),
    labels: (memberId) => listed(party().members).find((each) => each.memberId === memberId)?.tracks ?? null,
    // The last of that name: who comes back before the server has noticed that they went is there twice for a while.
    memberNamed: (name) => listed(party().members).findLast((each) => each.name === name)?.memberId ?? null,
    slots: () => listed(party().slots),
    memberId: () => party().memberId ?? null,
    state: () => party().state ?? null,
    tile: (memberId, source = "camera") => {
      const tile = element(memberId, source)?.closest(".tile");
      return tile ? { width: tile.clientWidth, height: tile.clientHeight, pinned: tile.classList.contains("is-pinned"), label: tile.getAttribute("aria-label") } : null;
    },
    ownDetails: () => document.querySelector(".tile.is-self .tile-details")?.textContent ?? null,
    pathOf: (memberId) => listed(party().members).find((each) => each.memberId === memberId)?.path ?? null,
    usernameFragments: () => [connection().localDescription, connection().remoteDescription].map((each) => each?.sdp.match(/a=ice-ufrag:(\S+)/)?.[1]),
    connectionState: () => connection()?.connectionState ?? null,
  };
})();
