import MediaParameters
import SDP

/// A payload type of an offered m-line that the server forwards, with the lines that the answer repeats: what is echoed is what the client itself wrote.
struct OfferedCodec {
    var parameters: CodecParameters
    var map: RTPMap
    var format: FormatParameters?
    /// Accepted `rtcp-fb` mechanisms, in the offer's order.
    var feedback: [String] = []
}
