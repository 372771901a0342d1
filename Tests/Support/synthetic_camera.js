// Stands in for camera and microphone: each member has a colour and a tone of its own, so a test can say whose
// picture and whose voice arrived. `__MEMBER__` is replaced by the member's number, 0 to 8.
(() => {
  const number = __MEMBER__;
  const palette = ["#d03030", "#2f9e44", "#3050d0", "#d0b020", "#a030b0", "#20a0b0", "#e07020", "#606060", "#e080b0"];
  const synthetic = (window.syntheticCamera = { number, frequency: 400 + 150 * number, gain: null, frames: 0, size: [320, 240] });

  function drawFace(context, width, height, time) {
    context.fillStyle = palette[number];
    context.fillRect(0, 0, width, height);
    const x = width / 2 + Math.sin(time / 900 + number) * width * 0.04;
    const y = height * 0.58 + Math.cos(time / 700 + number) * height * 0.03;
    const unit = height / 10;
    circle(context, x, y + unit * 5.2, unit * 3.2, "rgba(20,22,34,.75)");
    circle(context, x, y, unit * 2.4, "#f2d3b8");
    context.beginPath();
    context.arc(x, y - unit * 0.3, unit * 2.45, Math.PI, 0);
    context.fillStyle = "rgba(40,26,20,.9)";
    context.fill();
    const blink = Math.floor(time / 180 + number * 3) % 20 === 0 ? 0.08 : 0.3;
    for (const side of [-1, 1]) {
      context.beginPath();
      context.ellipse(x + side * unit * 0.85, y + unit * 0.35, unit * 0.28, unit * blink, 0, 0, 7);
      context.fillStyle = "#20222e";
      context.fill();
    }
    context.beginPath();
    context.ellipse(x, y + unit * 1.35, unit * 0.7, unit * (0.15 + 0.25 * Math.abs(Math.sin(time / 260 + number))), 0, 0, 7);
    context.fillStyle = "#a8433d";
    context.fill();
  }

  function circle(context, x, y, radius, style) {
    context.beginPath();
    context.arc(x, y, radius, 0, 7);
    context.fillStyle = style;
    context.fill();
  }

  function videoTrack() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = synthetic.size;
    const context = canvas.getContext("2d");
    const draw = () => {
      drawFace(context, canvas.width, canvas.height, performance.now());
      synthetic.frames += 1;
    };
    draw();
    const timer = setInterval(draw, 100);
    const track = canvas.captureStream(10).getVideoTracks()[0];
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
