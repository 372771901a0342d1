"""webrtcbin as a child process: prints its offer as a line of JSON, reads the answer, then prints what it decodes.

Usage: gstreamer_process.py send|receive CODEC|- WITH_AUDIO
"""

import json
import sys
import threading

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstSdp", "1.0")
gi.require_version("GstWebRTC", "1.0")
from gi.repository import GLib, Gst, GstSdp, GstWebRTC  # noqa: E402

# Looked up once, here: PyGObject fills in an enumeration at its first use, and two pads that appear at once, on threads of their own, would race for it.
SOURCE_PAD = Gst.PadDirection.SRC

ENCODERS = {
    "VP8": "vp8enc deadline=1 keyframe-max-dist=300 target-bitrate=400000 ! rtpvp8pay picture-id-mode=2 ! "
           "capsfilter caps=application/x-rtp,media=video,encoding-name=VP8,payload=96",
    "VP9": "vp9enc deadline=1 cpu-used=8 keyframe-max-dist=300 target-bitrate=400000 ! rtpvp9pay picture-id-mode=2 ! "
           "capsfilter caps=application/x-rtp,media=video,encoding-name=VP9,payload=98",
    "H264": "openh264enc gop-size=300 bitrate=400000 complexity=low ! video/x-h264,profile=constrained-baseline ! "
            "rtph264pay config-interval=-1 aggregate-mode=zero-latency ! "
            "capsfilter caps=application/x-rtp,media=video,encoding-name=H264,payload=102",
}
DECODERS = {"VP8": "rtpvp8depay ! vp8dec", "VP9": "rtpvp9depay ! vp9dec",
            "H264": "rtph264depay ! h264parse ! openh264dec", "OPUS": "rtpopusdepay ! opusdec"}
FORMATS = {"VP8": (96, ""), "VP9": (98, ""),
           "H264": (102, ",packetization-mode=(string)1,profile-level-id=(string)42e01f")}


class Peer:
    def __init__(self, direction: str, codec: str, audio: bool):
        self.pipeline = Gst.Pipeline.new("peer")
        self.connection = Gst.ElementFactory.make("webrtcbin", "connection")
        self.connection.set_property("bundle-policy", GstWebRTC.WebRTCBundlePolicy.MAX_BUNDLE)
        self.pipeline.add(self.connection)
        self.frames, self.energy, self.links = 0, 0.0, 0
        self.kept = []  # A promise or reply that Python collects too early takes the process down.
        if direction == "send":
            self._add_senders(codec, audio)
        else:
            self._add_receivers(codec)
            self.connection.connect("pad-added", self._play)
        bus = self.pipeline.get_bus()
        bus.add_signal_watch()
        bus.connect("message", self._message)

    def _add_senders(self, codec: str, audio: bool):
        if codec != "-":
            self._link(f"videotestsrc is-live=true pattern=ball ! video/x-raw,width=320,height=240,framerate=10/1 ! "
                       f"videoconvert ! queue ! {ENCODERS[codec]}")
        if audio:
            self._link("audiotestsrc is-live=true wave=sine freq=700 volume=0.3 ! audioconvert ! audioresample ! queue ! "
                       "opusenc ! rtpopuspay ! capsfilter caps=application/x-rtp,media=audio,encoding-name=OPUS,payload=111")

    def _link(self, description: str):
        source = Gst.parse_bin_from_description(description, True)
        self.pipeline.add(source)
        source.link(self.connection)
        self.links += 1
        self.connection.emit("get-transceiver", self.links - 1).set_property(
            "direction", GstWebRTC.WebRTCRTPTransceiverDirection.SENDONLY)

    def _add_receivers(self, codec: str):
        payload, parameters = FORMATS[codec]
        video = (f"application/x-rtp,media=video,encoding-name={codec},payload={payload},clock-rate=90000,"
                 f"rtcp-fb-nack=(boolean)true,rtcp-fb-nack-pli=(boolean)true{parameters}")
        audio = "application/x-rtp,media=audio,encoding-name=OPUS,payload=111,clock-rate=48000,encoding-params=(string)2"
        for caps in (audio, video):
            self.connection.emit("add-transceiver", GstWebRTC.WebRTCRTPTransceiverDirection.RECVONLY,
                                 Gst.Caps.from_string(caps))

    def _play(self, _, pad):
        if pad.get_direction() != SOURCE_PAD:
            return
        caps = pad.get_current_caps() or pad.query_caps(None)
        codec = caps.get_structure(0).get_string("encoding-name")
        video = codec != "OPUS"
        tail = ("fakesink name=sink sync=false signal-handoffs=true" if video else
                "audioconvert ! level post-messages=true interval=200000000 ! fakesink sync=false")
        sink = Gst.parse_bin_from_description(f"queue ! {DECODERS[codec]} ! {tail}", True)
        self.pipeline.add(sink)
        sink.sync_state_with_parent()
        if video:
            sink.get_by_name("sink").connect("handoff", self._count)
        pad.link(sink.get_static_pad("sink"))

    def _count(self, *_):
        self.frames += 1

    def _message(self, _, message):
        if message.type == Gst.MessageType.ERROR:
            print(message.parse_error(), file=sys.stderr)
        structure = message.get_structure()
        if message.type == Gst.MessageType.ELEMENT and structure and structure.get_name() == "level":
            decibels = structure.get_value("rms")[0]
            self.energy += 10 ** (decibels / 10) * 0.2

    def start(self):
        self.pipeline.set_state(Gst.State.PLAYING)
        GLib.timeout_add(300, self._offer)
        GLib.timeout_add(250, self._report)

    def _offer(self) -> bool:
        promise = Gst.Promise.new_with_change_func(self._offered, None)
        self.kept.append(promise)
        self.connection.emit("create-offer", None, promise)
        return False

    def _offered(self, promise, *_):
        reply = promise.get_reply()
        offer = reply.get_value("offer")
        self.kept += [reply, offer]
        self.connection.connect("notify::ice-gathering-state", self._gathered)
        self.connection.emit("set-local-description", offer, Gst.Promise.new())

    def _gathered(self, *_):
        if self.connection.get_property("ice-gathering-state") == GstWebRTC.WebRTCICEGatheringState.COMPLETE:
            print(json.dumps({"sdp": self.connection.get_property("local-description").sdp.as_text()}), flush=True)

    def accept(self, answer: str) -> bool:
        _, message = GstSdp.SDPMessage.new_from_text(answer)
        description = GstWebRTC.WebRTCSessionDescription.new(GstWebRTC.WebRTCSDPType.ANSWER, message)
        self.kept.append(description)
        self.connection.emit("set-remote-description", description, Gst.Promise.new())
        return False

    def _report(self) -> bool:
        state = self.connection.get_property("connection-state").value_nick
        print(json.dumps({"frames": self.frames, "energy": self.energy, "state": state}), flush=True)
        return True


def main():
    Gst.init(None)
    direction, codec, audio = sys.argv[1:4]
    peer, loop = Peer(direction, codec, audio == "1"), GLib.MainLoop()

    def read_answers():
        for line in sys.stdin:
            GLib.idle_add(peer.accept, json.loads(line)["sdp"])
        loop.quit()

    threading.Thread(target=read_answers, daemon=True).start()
    peer.start()
    loop.run()


main()
