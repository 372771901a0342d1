import Bytes
import MediaParameters

/// One m-line on which a participant sends.
struct UpTrack: ~Copyable {
    let transport: Handle<Transport>
    let mid: String
    let kind: MediaKind
    var codecs: [CodecParameters]
    var encodings: [Handle<Encoding>]
    var source: TrackSource
    var muted = false
    /// The receive slots that show this track.
    var subscribers: [Handle<DownTrack>] = []
    var speech = SpeechDetector()

    init(transport: Handle<Transport>, parameters: UplinkParameters, source: TrackSource) {
        self.transport = transport
        mid = parameters.mid
        kind = parameters.kind
        codecs = parameters.codecs
        encodings = []
        self.source = source
    }
}
