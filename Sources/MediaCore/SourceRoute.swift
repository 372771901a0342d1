import Bytes

/// Where packets of one SSRC go.
struct SourceRoute {
    var ssrc: UInt32
    var encoding: Handle<Encoding>
    /// Retransmissions and probes of that encoding (RFC 4588).
    var isRTX: Bool
}
