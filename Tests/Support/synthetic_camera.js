// Stands in for camera and microphone: each member has a colour and a tone of its own, so a test can say whose
// picture and whose voice arrived. `__MEMBER__` is replaced by the member's number, 0 to 8.
(() => {
  const number = __MEMBER__;
  const palette = ["#d03030", "#2f9e44", "#3050d0", "#d0b020", "#a030b0", "#20a0b0", "#e07020", "#606060", "#e080b0"];
  const synthetic = (window.syntheticCamera = { number, frequency: 400 + 150 * number, gain: null, frames: 0, size: [320, 240], rate: 10, stillUntil: 0 });

  const hair = ["#2b1d17", "#8a5a2b", "#d8b45a", "#1c1c22", "#5a2d1e", "#b9b4ac", "#35251c", "#7a3b20", "#15151a"];
  const skin = ["#f2d3b8", "#c98f68", "#f6dcc6", "#8d5a3c", "#e8bd98", "#f2d3b8", "#a86f4a", "#f4d5bb", "#6f452f"];

  function drawFace(context, width, height, time) {
    const glow = context.createRadialGradient(width / 2, height * 0.55, 0, width / 2, height * 0.55, height * 0.62);
    glow.addColorStop(0, "rgba(255,255,255,.35)");
    glow.addColorStop(1, "rgba(255,255,255,0)");
    context.fillStyle = palette[number];
    context.fillRect(0, 0, width, height);
    context.fillStyle = glow;
    context.fillRect(0, 0, width, height);
    const unit = height / 11;
    const x = width / 2 + Math.sin(time / 900 + number) * width * 0.03;
    const y = height * 0.56 + Math.cos(time / 700 + number) * height * 0.02;
    ellipse(context, x, y + unit * 5, unit * 3.4, unit * 2.9, "rgba(24,26,40,.92)");
    ellipse(context, x, y - unit * 0.35, unit * 2.35, unit * 2.6, hair[number]);
    ellipse(context, x, y + unit * 0.35, unit * 2, unit * 2.25, skin[number]);
    const open = Math.floor(time / 180 + number * 3) % 20 === 0 ? 0.06 : 0.3;
    for (const side of [-1, 1]) ellipse(context, x + side * unit * 0.75, y + unit * 0.1, unit * 0.24, unit * open, "#20222e");
    ellipse(context, x, y + unit * 1.35, unit * 0.6, unit * (0.12 + 0.22 * Math.abs(Math.sin(time / 260 + number))), "#8f3836");
  }

  function ellipse(context, x, y, horizontal, vertical, style) {
    context.beginPath();
    context.ellipse(x, y, horizontal, vertical, 0, 0, 7);
    context.fillStyle = style;
    context.fill();
  }

  function videoTrack() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = synthetic.size;
    const context = canvas.getContext("2d");
    const draw = () => {
      if (performance.now() < synthetic.stillUntil) return;
      drawFace(context, canvas.width, canvas.height, performance.now());
      synthetic.frames += 1;
    };
    draw();
    const timer = setInterval(draw, 1000 / synthetic.rate);
    const track = canvas.captureStream(synthetic.rate).getVideoTracks()[0];
    track.addEventListener("ended", () => clearInterval(timer));
    return track;
  }

  function audioTrack() {
    const context = new AudioContext();
    const oscillator = new OscillatorNode(context, { frequency: synthetic.frequency });
    const gain = new GainNode(context, { gain: synthetic.volume ?? 0.3 });
    const destination = new MediaStreamAudioDestinationNode(context);
    oscillator.connect(gain).connect(destination);
    oscillator.start();
    synthetic.gain = gain;
    synthetic.context = context;
    return destination.stream.getAudioTracks()[0];
  }

  /** Sets how loud this member speaks from now on, 0 to 1. */
  synthetic.speak = (volume) => {
    synthetic.volume = volume;
    if (synthetic.gain) synthetic.gain.gain.value = volume;
  };

  /** The picture stands still for so many milliseconds, as if frames were lost. */
  synthetic.standStill = (ms) => { synthetic.stillUntil = performance.now() + ms; };

  // Firefox without a sound card runs no AudioContext; its own fake microphone has a frequency set by preference.
  const fakeDevices = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  const fakeMicrophone = async () => (await fakeDevices({ audio: true })).getAudioTracks()[0];
  const microphone = navigator.userAgent.includes("Firefox") ? fakeMicrophone : audioTrack;

  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = new MediaStream();
    if (constraints.audio) stream.addTrack(await microphone());
    if (constraints.video) stream.addTrack(videoTrack());
    return stream;
  };
})();
